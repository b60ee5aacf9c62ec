"""What a process forbids itself, for good: memory, core files, sockets, programs, writing.

The kernel keeps these limits; native code cannot step over them either. The filter of system calls
(seccomp) is Linux on x86-64 or ARM64; elsewhere the other fences stand alone, and we say so.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_SET_MODE_FILTER: Final = 1
_ALL_THREADS: Final = 1

_ALLOW: Final = 0x7FFF0000
_ERRNO: Final = 0x00050000

_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16

_CLONE_THREAD: Final = 0x00010000
_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


@dataclass(frozen=True)
class _Machine:
    """An architecture: its mark in the kernel, and the numbers of its system calls."""

    mark: int
    seccomp: int
    numbers: MappingProxyType[str, int]


_MACHINES: Final = MappingProxyType(
    {
        "x86_64": _Machine(
            0xC000003E,
            317,
            MappingProxyType(
                {
                    "socket": 41, "socketpair": 53, "connect": 42, "bind": 49, "listen": 50,
                    "accept": 43, "accept4": 288, "io_uring_setup": 425, "clone": 56, "fork": 57,
                    "vfork": 58, "clone3": 435, "execve": 59, "execveat": 322, "kill": 62,
                    "tkill": 200, "tgkill": 234, "ptrace": 101, "process_vm_readv": 310,
                    "process_vm_writev": 311, "pidfd_open": 434, "pidfd_getfd": 438,
                    "pidfd_send_signal": 424, "setsid": 112, "setpgid": 109, "unshare": 272,
                    "setns": 308, "mount": 165, "bpf": 321, "perf_event_open": 298,
                    "userfaultfd": 323, "keyctl": 250, "add_key": 248, "request_key": 249,
                    "open": 2, "openat": 257, "openat2": 437, "creat": 85, "truncate": 76,
                    "rename": 82, "renameat": 264, "renameat2": 316, "mkdir": 83, "mkdirat": 258,
                    "rmdir": 84, "link": 86, "linkat": 265, "unlink": 87, "unlinkat": 263,
                    "symlink": 88, "symlinkat": 266, "chmod": 90, "fchmod": 91, "fchmodat": 268,
                    "chown": 92, "fchown": 93, "lchown": 94, "fchownat": 260, "mknod": 133,
                    "mknodat": 259, "memfd_create": 319, "shmget": 29, "msgget": 68,
                }
            ),
        ),
        "aarch64": _Machine(
            0xC00000B7,
            277,
            MappingProxyType(
                {
                    "socket": 198, "socketpair": 199, "connect": 203, "bind": 200, "listen": 201,
                    "accept": 202, "accept4": 242, "io_uring_setup": 425, "clone": 220,
                    "clone3": 435, "execve": 221, "execveat": 281, "kill": 129, "tkill": 130,
                    "tgkill": 131, "ptrace": 117, "process_vm_readv": 270,
                    "process_vm_writev": 271, "pidfd_open": 434, "pidfd_getfd": 438,
                    "pidfd_send_signal": 424, "setsid": 157, "setpgid": 154, "unshare": 97,
                    "setns": 268, "mount": 40, "bpf": 280, "perf_event_open": 241,
                    "userfaultfd": 282, "keyctl": 219, "add_key": 217, "request_key": 218,
                    "openat": 56, "openat2": 437, "truncate": 45, "renameat": 38,
                    "renameat2": 276, "mkdirat": 34, "linkat": 37, "unlinkat": 35,
                    "symlinkat": 36, "fchmod": 52, "fchmodat": 53, "fchown": 55, "fchownat": 54,
                    "mknodat": 33, "memfd_create": 279, "shmget": 194, "msgget": 186,
                }
            ),
        ),
    }
)  # fmt: skip

_NETWORK: Final = (
    "socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "io_uring_setup",
)  # fmt: skip
_ALWAYS: Final = (
    *_NETWORK, "execve", "execveat", "ptrace", "process_vm_readv", "process_vm_writev",
    "pidfd_getfd", "unshare", "setns", "mount", "bpf", "perf_event_open", "userfaultfd", "keyctl",
    "add_key", "request_key",
)  # fmt: skip
_WHILE_WORKING: Final = (
    "fork", "vfork", "tkill", "pidfd_open", "pidfd_send_signal", "setsid", "setpgid", "creat",
    "truncate", "rename", "renameat", "renameat2", "mkdir", "mkdirat", "rmdir", "link", "linkat",
    "unlink", "unlinkat", "symlink", "symlinkat", "chmod", "fchmod", "fchmodat", "chown", "fchown",
    "lchown", "fchownat", "mknod", "mknodat", "memfd_create", "shmget", "msgget",
)  # fmt: skip


def filters_calls() -> bool:
    """Tell whether system calls can be filtered here."""
    return sys.platform == "linux" and platform.machine() in _MACHINES


def die_with_parent(parent: int) -> None:
    """End this process when the thread that started it ends.

    Args:
        parent: Process that should be the parent. If it is not any more, we end now.
    """
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def settle() -> bool:
    """Take what every worker gives up from its first breath: sockets, other programs, core files.

    Returns:
        Whether system calls are filtered.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_NOFILE, 256)
    return _filter(_ALWAYS, working=False)


def confine(memory: int, seconds: float | None) -> None:
    """Take what a job needs not: more memory, more time, files to write, processes of its own.

    Args:
        memory: Bytes of address space on top of what is taken already.
        seconds: Longest run; the processor time allowed is twice that, in case nobody else looks.
            None for a process that does many jobs.
    """
    taken = _address_space()
    if taken is not None:
        _lower(resource.RLIMIT_AS, taken + memory)
    if seconds is not None:
        _lower(resource.RLIMIT_CPU, int(2 * seconds) + 5)
    # What a library says of its end goes to a small file of ours; nothing else is written.
    _lower(resource.RLIMIT_FSIZE, 1 << 16)
    _filter(_WHILE_WORKING, working=True)


def first_to_go() -> None:
    """Tell the kernel to take this process first when memory runs out."""
    if sys.platform == "linux":
        try:
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
        except OSError:
            return


def _lower(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(kind, (most, most))


def _address_space() -> int | None:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return None
    return pages * resource.getpagesize()


def _filter(names: tuple[str, ...], *, working: bool) -> bool:
    """Refuse system calls, in all threads of this process and all that follow."""
    if not filters_calls():
        return False
    machine = _MACHINES[platform.machine()]
    program = _Program(machine)
    for name in names:
        program.refuse(name)
    if working:
        program.refuse_bits("open", 1, _WRITES)
        program.refuse_bits("openat", 2, _WRITES)
        program.refuse("openat2", errno.ENOSYS)
        # The flags of clone3 cannot be read by a filter; without it the library takes clone.
        program.refuse("clone3", errno.ENOSYS)
        program.need_bits("clone", 0, _CLONE_THREAD)
        program.need_value("kill", 0, os.getpid())
        program.need_value("tgkill", 0, os.getpid())
    return program.install()


class _Program:
    """A filter in the kernel's little language (classic BPF)."""

    def __init__(self, machine: _Machine) -> None:
        self._machine = machine
        self._code: list[tuple[int, int, int, int]] = [
            (_LOAD, 0, 0, _MACHINE_AT),
            (_EQUAL, 1, 0, machine.mark),
            (_RETURN, 0, 0, _ERRNO | errno.EPERM),
            (_LOAD, 0, 0, _NUMBER_AT),
        ]
        if platform.machine() == "x86_64":
            # Numbers from here on are those of another way to call (x32).
            self._code += [(_AT_LEAST, 0, 1, 0x40000000), (_RETURN, 0, 0, _ERRNO | errno.EPERM)]

    def refuse(self, name: str, code: int = errno.EPERM) -> None:
        number = self._machine.numbers.get(name)
        if number is not None:
            self._code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERRNO | code)]

    def refuse_bits(self, name: str, argument: int, bits: int) -> None:
        self._look(name, argument, (_ANY_BIT, 0, 1, bits))

    def need_bits(self, name: str, argument: int, bits: int) -> None:
        self._look(name, argument, (_ANY_BIT, 1, 0, bits))

    def need_value(self, name: str, argument: int, value: int) -> None:
        self._look(name, argument, (_EQUAL, 1, 0, value))

    def _look(self, name: str, argument: int, test: tuple[int, int, int, int]) -> None:
        number = self._machine.numbers.get(name)
        if number is not None:
            self._code += [
                (_EQUAL, 0, 4, number),
                (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument),
                test,
                (_RETURN, 0, 0, _ERRNO | errno.EPERM),
                (_LOAD, 0, 0, _NUMBER_AT),
            ]

    def install(self) -> bool:
        code = b"".join(
            struct.pack("HBBI", *line) for line in [*self._code, (_RETURN, 0, 0, _ALLOW)]
        )
        held = ctypes.create_string_buffer(code, len(code))
        program = struct.pack("HL", len(code) // 8, ctypes.addressof(held))
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        done: int = _libc().syscall(
            ctypes.c_long(self._machine.seccomp),
            ctypes.c_uint(_SET_MODE_FILTER),
            ctypes.c_uint(_ALL_THREADS),
            ctypes.c_char_p(program),
        )
        return done == 0


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int) -> None:
    _libc().prctl(
        ctypes.c_int(option), ctypes.c_ulong(value), ctypes.c_ulong(0), ctypes.c_ulong(0), 0
    )
