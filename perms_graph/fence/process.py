"""A worker as the server sees it: start it, give it a job, read its answer, end it."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, Final

from perms_graph.fence.frames import (
    BODY,
    CHUNK,
    END,
    JOB,
    PART,
    READY,
    SETUP,
    STOP,
    YIELD,
    Frames,
    frame,
)
from perms_graph.fence.outcomes import (
    Crashed,
    Done,
    Gone,
    Outcome,
    OutOfMemory,
    Refused,
    TimedOut,
    unpacked,
)
from perms_graph.fence.setup import Setup
from perms_graph.fence.turns import GLANCE

_BOOT: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from perms_graph.fence.worker import main; main()"
)
_GRACE: Final = 1.0
"""Seconds that a worker has to end a job when told to, before it is ended itself."""

_SAID_OF_MEMORY: Final = ("memory allocation of", "bad_alloc", "MemoryError", "capacity overflow")


class StartError(Exception):
    """A worker could not get ready; says why, for the log."""


@dataclass(frozen=True)
class Lane:
    """What becomes of a job that takes long.

    Attributes:
        yield_seconds: After so long it yields to the others.
        quick_seconds: After so long it is a long one.
        may_be_long: Tells then whether there is room for it.
    """

    yield_seconds: float
    quick_seconds: float
    may_be_long: Callable[[], bool]


class Crowded(Exception):  # noqa: N818 — it says how things are, not that something is broken
    """A job turned out to be a long one, and there are enough of those."""


class _LateError(Exception):
    """The time is over."""


class _GoneError(Exception):
    """Nobody waits any more."""


class _EndedError(Exception):
    """The worker is gone."""


class Worker:
    """One worker process. Used by one thread at a time.

    Args:
        setup: What it is told when it starts.
    """

    def __init__(self, setup: Setup) -> None:
        self._fresh = setup.fresh
        self._limits = (setup.memory, setup.seconds)
        self._said = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 — closed with the worker
        # Nothing of ours is inherited: no files, no environment, no terminal, no folder.
        self._process = subprocess.Popen(  # noqa: S603 — our own interpreter and program
            [sys.executable, "-I", "-B", "-c", _BOOT, str(Path(__file__).resolve().parents[2])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env={"LC_ALL": "C.UTF-8"},
            cwd="/",
            bufsize=0,
            close_fds=True,
            start_new_session=True,
        )
        assert self._process.stdin is not None  # noqa: S101 — asked for above
        assert self._process.stdout is not None  # noqa: S101
        self._in, self._out = self._process.stdin, self._process.stdout
        os.set_blocking(self._in.fileno(), False)
        self._frames = Frames(CHUNK)
        self._come: deque[tuple[bytes, bytes]] = deque()
        self._to_send = bytearray(frame(SETUP, setup.to_bytes()))
        self._ending = Lock()
        self._yields = False
        self.filtered = False
        self.ready = False
        self.alive = True

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def get_ready(self, seconds: float, gone: Callable[[], bool] | None = None) -> bool:
        """Wait until it is ready.

        Returns:
            False if nobody waits any more; the worker goes on getting ready.

        Raises:
            StartError: It cannot, or takes too long; it is ended then.
        """
        if self.ready:
            return True
        try:
            kind, payload = self._next(time.monotonic() + seconds, gone)
        except _GoneError:
            return False
        except (_LateError, _EndedError, OSError, ValueError) as error:
            self.end()
            raise StartError(self._last_words() or type(error).__name__) from error
        if kind != READY:
            self.end()
            raise StartError(payload.decode(errors="replace"))
        self.ready = True
        self.filtered = bool(json.loads(payload)["filtered"])
        return True

    def run(
        self,
        task: str,
        given: Mapping[str, Any],
        body: bytes,
        *,
        seconds: float,
        output_bytes: int,
        gone: Callable[[], bool] | None,
        lane: Lane | None = None,
    ) -> Outcome:
        """Do a job; afterwards ``alive`` says whether the worker can do another.

        Args:
            task: Its name.
            given: Values for it.
            body: Bytes for it.
            seconds: Longest run.
            output_bytes: Longest answer.
            gone: Tells whether nobody waits any more.
            lane: What becomes of it if it takes long; None for nothing.

        Raises:
            BrokenPipeError: The worker had ended before; the job was not begun.
            Crowded: It is a long job and may not be one; it was stopped.
        """
        if self._hung_up():
            self.end()
            raise BrokenPipeError
        self._said.seek(0)
        self._said.truncate()
        self._be_equal()
        header = json.dumps({"task": task, "given": dict(given)}).encode()
        self._to_send += frame(JOB, header) + frame(BODY, body)
        begun = time.monotonic()
        until = begun + seconds
        steps = deque[tuple[float, Callable[[], None]]]()
        if lane is not None:
            steps.append((begun + lane.yield_seconds, self._make_yield))
            steps.append((begun + lane.quick_seconds, lambda: self._lengthen(lane)))
        parts: list[bytes] = []
        room = output_bytes
        try:
            while True:
                try:
                    kind, payload = self._next(min([until, *(s[0] for s in steps)]), gone)
                except _LateError:
                    if not steps or steps[0][0] >= until:
                        raise
                    steps.popleft()[1]()
                    continue
                if kind == END:
                    return self._outcome(json.loads(payload), b"".join(parts))
                if kind == PART:
                    parts.append(payload[:room])
                    if len(payload) > room:
                        self._stop()
                        return Done(b"".join(parts), cut=True)
                    room -= len(payload)
        except _LateError:
            self._stop()
            return TimedOut(seconds)
        except _GoneError:
            self._stop()
            return Gone()
        except (_EndedError, OSError, ValueError):
            return self._of_its_death(self.end())

    def end(self) -> int:
        """End the process and all that it started; give what it ended with.

        Another thread may call this too: whoever waits for an answer then hears that it is gone.
        """
        self.alive = False
        with self._ending:
            if self._process.returncode is None:
                # It has not been waited for, so the number is still its own.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
        return self._process.returncode or 0

    def dispose(self) -> None:
        """End it and let go of everything; only for whoever has it."""
        self.end()
        for stream in (self._in, self._out, self._said):
            stream.close()

    def _next(self, until: float, gone: Callable[[], bool] | None) -> tuple[bytes, bytes]:
        """Give the next message, sending meanwhile what is to be sent."""
        while not self._come:
            left = until - time.monotonic()
            if left <= 0:
                raise _LateError
            if gone is not None and gone():
                raise _GoneError
            poll = select.poll()
            poll.register(self._out, select.POLLIN)
            if self._to_send:
                poll.register(self._in, select.POLLOUT)
            wait = left if gone is None else min(left, GLANCE)
            ready = {fd for fd, _ in poll.poll(wait * 1000)}
            if self._in.fileno() in ready:
                sent = os.write(self._in.fileno(), memoryview(self._to_send)[: 1 << 20].tobytes())
                del self._to_send[:sent]
            if self._out.fileno() in ready:
                data = os.read(self._out.fileno(), 1 << 18)
                if not data:
                    raise _EndedError
                self._come.extend(self._frames.feed(data))
        return self._come.popleft()

    def _stop(self) -> None:
        """End the job; a worker that forks for each job lives on."""
        if not self._fresh:
            self.end()
            return
        self._to_send += frame(STOP)
        until = time.monotonic() + _GRACE
        try:
            while self._next(until, None)[0] != END:
                pass
        except (_LateError, _EndedError, OSError, ValueError):
            self.end()

    def _make_yield(self) -> None:
        """Have the job run only while nobody else wants the processor."""
        self._to_send += frame(YIELD)
        self._yields = _weigh_session(self.pid, 19)

    def _be_equal(self) -> None:
        """Undo it for the next job."""
        if self._yields:
            self._yields = not _weigh_session(self.pid, 0)

    def _lengthen(self, lane: Lane) -> None:
        if not lane.may_be_long():
            self._stop()
            raise Crowded

    def _hung_up(self) -> bool:
        poll = select.poll()
        poll.register(self._out, select.POLLIN)
        return any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll(0))

    def _outcome(self, end: Mapping[str, Any], body: bytes) -> Outcome:
        status = end.get("status")
        if status == "done":
            return Done(body)
        if status == "refused":
            return Refused(unpacked(end["error"]))
        if status == "memory":
            return OutOfMemory(self._limits[0] >> 20)
        if status == "died":
            return self._of_its_death(int(end["code"]))
        return Crashed(str(end.get("reason")))

    def _of_its_death(self, code: int) -> Outcome:
        said = self._last_words()
        # The kernel kills with 9 when all memory is gone; we ourselves never get here with it.
        if code == -signal.SIGKILL or any(word in said for word in _SAID_OF_MEMORY):
            return OutOfMemory(self._limits[0] >> 20)
        if code == -signal.SIGXCPU:
            return TimedOut(self._limits[1])
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Crashed(f"{name} {said}".strip())

    def _last_words(self) -> str:
        size = self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, size - 2_000))
        return self._said.read().decode(errors="replace").strip()


def _weigh_session(pid: int, nice: int) -> bool:
    """Weigh the session of a worker against others; tells whether that was done.

    Where Linux groups processes by session, the priority of one counts only within its own.
    """
    try:
        Path(f"/proc/{pid}/autogroup").write_text(str(nice), encoding="ascii")
    except OSError:
        return False
    return True
