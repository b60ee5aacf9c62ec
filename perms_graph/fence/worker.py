"""The program of a worker: get ready, give up what is not needed, do jobs one by one.

A worker either does jobs itself and lives on (what it holds must not change), or does each in a
fork of itself that ends with the job (a job may do as it likes with what was prepared). Only names
of the closed list that came with the setup can be asked for.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Thread
from typing import Any, Final, NoReturn

from perms_graph.errors import PermsError
from perms_graph.fence import guards
from perms_graph.fence.frames import CHUNK, END, JOB, PART, READY, STOP, YIELD, Frames, send
from perms_graph.fence.outcomes import packed
from perms_graph.fence.setup import Setup

Function = Callable[..., Any]

_MEMORY: Final = json.dumps({"status": "memory"}).encode()
_LONGEST: Final = 1 << 31
_YIELDING: Final = 19


def main() -> NoReturn:
    """Live as a worker until the server closes the pipe."""
    inlet, outlet = os.dup(0), os.dup(1)
    # What a library prints must not come between our messages.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    messages = _messages(inlet)
    _, payload = next(messages)
    setup = Setup(**json.loads(payload))
    guards.die_with_parent(setup.parent)
    filtered = guards.settle()
    sys.path[:] = setup.path
    try:
        tasks = {name: _found(dotted) for name, dotted in setup.tasks.items()}
        state = _found(setup.prepare)(setup.given) if setup.prepare else None
    except Exception as error:
        send(outlet, END, _failure(error))
        os._exit(1)
    gc.collect()
    gc.freeze()  # what is there now is shared with forks; the collector would copy it
    if not setup.fresh:
        guards.confine(setup.memory, None)
    send(outlet, READY, json.dumps({"filtered": filtered}).encode())
    with contextlib.suppress(BrokenPipeError):
        if setup.fresh:
            _keep(_Keeper(setup, tasks, state, inlet, outlet), messages)
        else:
            _work(tasks, state, messages, outlet)
    os._exit(0)


def _messages(inlet: int) -> Iterator[tuple[bytes, bytes]]:
    frames = Frames(_LONGEST)
    while data := os.read(inlet, CHUNK):
        yield from frames.feed(data)


def _found(dotted: str) -> Function:
    module, _, name = dotted.partition(":")
    found: Function = getattr(importlib.import_module(module), name)
    return found


def _work(
    tasks: Mapping[str, Function], state: Any, messages: Iterator[tuple[bytes, bytes]], outlet: int
) -> None:
    """Do jobs ourselves; the server ends us if one takes too long.

    Each has a thread of its own: a thread that yields to others cannot be called back, and the next
    job must not suffer for it.
    """
    thread: Thread | None = None
    for kind, payload in messages:
        if kind == JOB:
            header = json.loads(payload)
            _, body = next(messages)
            if thread is not None:
                thread.join()
            given = (tasks[header["task"]], state, header["given"], body, outlet)
            thread = Thread(target=_do_or_end, args=given, daemon=True)
            thread.start()
        elif kind == YIELD and thread is not None and thread.is_alive():
            _make_yield(thread.native_id)


def _do_or_end(*given: Any) -> None:
    try:
        _do(*given)
    except BrokenPipeError:
        os._exit(0)


def _make_yield(task: int | None) -> None:
    """Let a process or a thread run only while nobody else wants the processor."""
    with contextlib.suppress(OSError):
        if task is not None:
            os.setpriority(os.PRIO_PROCESS, task, _YIELDING)


def _do(task: Function, state: Any, given: Mapping[str, Any], body: bytes, outlet: int) -> None:
    """Run a task and send what it gives, as it comes."""
    try:
        for part in _parts(task(state, given, body)):
            for start in range(0, len(part), CHUNK):
                send(outlet, PART, part[start : start + CHUNK])
        end = json.dumps({"status": "done"}).encode()
    except MemoryError:
        end = _MEMORY
    except BrokenPipeError:
        raise
    except Exception as error:
        end = _failure(error)
    send(outlet, END, end)


def _parts(answer: Any) -> Iterable[bytes]:
    if isinstance(answer, bytes):
        return (answer,)
    if isinstance(answer, Iterator):
        return answer
    return (json.dumps(answer, ensure_ascii=False).encode(),)


def _failure(error: Exception) -> bytes:
    if isinstance(error, PermsError):
        return json.dumps({"status": "refused", "error": packed(error)}).encode()
    reason = f"{type(error).__name__}: {error}"[:2_000]
    return json.dumps({"status": "failed", "reason": reason}).encode()


@dataclass
class _Keeper:
    """A worker that does each job in a fork.

    It reads nothing of what a stranger sent; it hands bytes on.
    """

    setup: Setup
    tasks: Mapping[str, Function]
    state: Any
    inlet: int
    outlet: int

    def fork(self, header: Mapping[str, Any], body: bytes) -> tuple[int, int]:
        """Start a job; give its process and the pipe on which it answers."""
        reading, writing = os.pipe()
        keeper = os.getpid()
        child = os.fork()
        if child:
            os.close(writing)
            return child, reading
        try:
            for fd in (reading, self.inlet, self.outlet):
                os.close(fd)
            guards.die_with_parent(keeper)
            guards.first_to_go()
            guards.confine(self.setup.memory, self.setup.seconds)
            _do(self.tasks[header["task"]], self.state, header["given"], body, writing)
        finally:
            os._exit(0)


def _keep(keeper: _Keeper, messages: Iterator[tuple[bytes, bytes]]) -> None:
    for kind, payload in messages:
        if kind != JOB:
            continue  # for a job that has ended by itself
        _, body = next(messages)
        child, reading = keeper.fork(json.loads(payload), body)
        del body
        end = None
        try:
            end = _hand_on(keeper, child, reading, messages)
        finally:
            # Not waited for until now, so that its number cannot be another's.
            os.kill(child, signal.SIGKILL)
            os.close(reading)
            _, status = os.waitpid(child, 0)
        send(keeper.outlet, END, end or _died(status))


def _hand_on(
    keeper: _Keeper, child: int, reading: int, messages: Iterator[tuple[bytes, bytes]]
) -> bytes | None:
    """Pass on what a job answers until it ends or the server stops it; give its last message."""
    frames = Frames(CHUNK)
    poll = select.poll()
    poll.register(reading, select.POLLIN)
    poll.register(keeper.inlet, select.POLLIN)
    while True:
        ready = {fd for fd, _ in poll.poll()}
        if keeper.inlet in ready:
            # A wish to yield, or a stop; the end of the pipe ends us too.
            kind, _ = next(messages, (b"", b""))
            if kind == YIELD:
                _make_yield(child)
            else:
                os.kill(child, signal.SIGKILL)
                if kind != STOP:
                    os._exit(1)
                poll.unregister(keeper.inlet)
        if reading in ready:
            data = os.read(reading, CHUNK)
            if not data:
                return None
            for kind, payload in frames.feed(data):
                if kind == END:
                    return payload
                send(keeper.outlet, PART, payload)


def _died(status: int) -> bytes:
    return json.dumps({"status": "died", "code": os.waitstatus_to_exitcode(status)}).encode()
