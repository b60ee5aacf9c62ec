"""The fence itself: workers kept ready, turns, deadlines, and a clean end."""

from __future__ import annotations

import logging
import os
import sys
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from threading import BoundedSemaphore, Condition, Thread
from types import MappingProxyType, TracebackType
from typing import Any, Final, Self

from perms_graph.errors import msg
from perms_graph.fence.limits import Limits
from perms_graph.fence.outcomes import Busy, Crashed, Gone, Outcome
from perms_graph.fence.process import Crowded, Lane, StartError, Worker
from perms_graph.fence.setup import Setup
from perms_graph.fence.turns import Turns

_log = logging.getLogger(__name__)

_SHORTEST: Final = 0.05
"""Seconds: a job asked to take less gets this long."""

_PARTING: Final = 5.0
"""Seconds that ``close`` gives others to let go of their workers."""


@dataclass(frozen=True)
class Status:
    """What a fence does now.

    Attributes:
        workers: Numbers of its processes.
        running: Jobs that run.
        waiting: Jobs that wait for a turn.
        filtered: Whether system calls are filtered; None before the first job.
    """

    workers: tuple[int, ...]
    running: int
    waiting: int
    filtered: bool | None


class Fence:
    """Runs tasks of a closed list in worker processes. Safe between threads.

    A task is a function ``(state, given, body)``: what ``prepare`` gave, values from the caller
    (JSON), and bytes. It gives bytes, an iterator of bytes, or what can be written as JSON; a
    PermsError that it raises comes back as ``Refused``.

    Args:
        limits: How much a job may take.
        tasks: Name → ``module:function``. Nothing else can be run.
        prepare: ``module:function``, called once in each worker with ``prepared_from``; what it
            gives is the state of all jobs.
        prepared_from: Values (JSON) for ``prepare``.
        fresh: Whether each job runs in a fork of a prepared worker: it starts in a few milliseconds
            and may change the state, for it takes its copy with it. The state must live in memory
            and have no threads of its own. Otherwise workers do job after job, and a job must leave
            the state as it was.

    Workers start with ``start`` or with the first job. They end with ``close``, with the process,
    and also when the process is killed.
    """

    def __init__(
        self,
        limits: Limits,
        tasks: Mapping[str, str],
        *,
        prepare: str = "",
        prepared_from: Mapping[str, Any] = MappingProxyType({}),
        fresh: bool = True,
    ) -> None:
        self.limits = limits
        self._setup = Setup(
            parent=0,
            path=[str(p) for p in map(Path.absolute, map(Path, sys.path)) if p.exists()],
            tasks=dict(tasks),
            prepare=prepare,
            given=dict(prepared_from),
            fresh=fresh,
            memory=limits.memory,
            seconds=limits.seconds,
        )
        self._turns = Turns(limits)
        self._long = BoundedSemaphore(limits.long) if limits.long else None
        self._changed = Condition()
        self._idle: list[Worker] = []
        self._all: list[Worker] = []
        self._ordered = 0
        self._failure: str | None = None
        self._orders: SimpleQueue[bool] = SimpleQueue()
        self._starter: Thread | None = None
        self._closed = False
        self._filtered: bool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def status(self) -> Status:
        """Say what goes on."""
        with self._changed:
            pids = tuple(w.pid for w in self._all)
        return Status(pids, self._turns.running, self._turns.waiting, self._filtered)

    def start(self) -> None:
        """Start all workers, without waiting for them."""
        with self._changed:
            while len(self._all) + self._ordered < self.limits.workers and not self._closed:
                self._order()

    def run(
        self,
        task: str,
        given: Mapping[str, Any] = MappingProxyType({}),
        body: bytes = b"",
        *,
        client: str = "",
        timeout: float | None = None,
        output_bytes: int | None = None,
        gone: Callable[[], bool] | None = None,
    ) -> Outcome:
        """Do a job and wait for it.

        Args:
            task: A name of the closed list.
            given: Values for the task.
            body: Bytes for the task.
            client: Who asks; each client has its share of places.
            timeout: Seconds, if less than the limit.
            output_bytes: Longest answer, if less than the limit.
            gone: Asked ten times a second whether nobody waits for the answer any more.

        Raises:
            KeyError: There is no such task.
            Busy: There is no room now; says when to ask again.
        """
        if task not in self._setup.tasks:
            raise KeyError(task)
        limits = self.limits
        seconds = limits.seconds if timeout is None else min(limits.seconds, timeout)
        most = min(limits.output_bytes, output_bytes or limits.output_bytes)
        with self._turns.turn(client, gone) as place:
            if not place:
                return Gone()
            for last in (False, True):
                try:
                    worker = self._claim(gone)
                except StartError as error:
                    _log.error("No worker could be started: %s", error)
                    return Crashed(str(error))
                if worker is None:
                    return Gone()
                try:
                    with self._lane() as lane:
                        outcome = worker.run(
                            task,
                            given,
                            body,
                            seconds=max(seconds, _SHORTEST),
                            output_bytes=most,
                            gone=gone,
                            lane=lane,
                        )
                    if isinstance(outcome, Crashed):
                        _log.warning("The task %s broke down: %s", task, outcome.reason)
                    return outcome
                except Crowded:
                    raise Busy(
                        msg("As many long requests as there may be are under way already."),
                        round(limits.seconds),
                    ) from None
                except BrokenPipeError:
                    # It had ended while it was idle; another one takes the job, once.
                    if last:
                        return Crashed("workers end while they are idle")
                finally:
                    self._give_back(worker)
        raise AssertionError("unreachable")

    @contextmanager
    def _lane(self) -> Iterator[Lane | None]:
        """Give what makes a job a long one, and let go of its place among those afterwards."""
        places, held = self._long, False
        if places is None:
            yield None
            return

        def lengthen() -> bool:
            nonlocal held
            held = places.acquire(blocking=False)
            return held

        try:
            yield Lane(self.limits.yield_seconds, self.limits.quick_seconds, lengthen)
        finally:
            if held:
                places.release()

    def close(self) -> None:
        """End all workers and wait for them. Jobs that run come to nothing; nothing can follow."""
        with self._changed:
            self._closed = True
            starter, self._starter = self._starter, None
            idle, busy = self._idle, [w for w in self._all if w not in self._idle]
            self._all[:] = busy
            self._idle = []
            self._changed.notify_all()
        if starter is not None:
            self._orders.put(False)
            starter.join()
        _end_all(idle)
        for worker in busy:
            worker.end()
        with self._changed:
            # Whoever waited for one of them lets go of it now.
            self._changed.wait_for(lambda: not self._all, _PARTING)

    def _order(self) -> None:
        """Ask for a worker; the lock is held."""
        if self._starter is None:
            # The kernel ends a worker with the thread that started it: one thread starts them all.
            self._starter = Thread(
                target=_start_workers,
                args=(weakref.ref(self), self._setup, self._orders),
                name="fence",
                daemon=True,
            )
            self._starter.start()
            # Forgotten without being closed, and at exit.
            weakref.finalize(self, _let_go, self._all, self._orders)
        self._ordered += 1
        self._orders.put(True)

    def _take_in(self, worker: Worker | None, failure: str | None) -> None:
        """Take in a worker that was ordered."""
        with self._changed:
            self._ordered -= 1
            if worker is not None and not self._closed:
                self._all.append(worker)
                self._idle.append(worker)
                worker = None
            self._failure = failure
            self._changed.notify_all()
        if worker is not None:
            worker.dispose()

    def _claim(self, gone: Callable[[], bool] | None) -> Worker | None:
        """Take a worker that is ready; None if nobody waits any more."""
        until = time.monotonic() + self.limits.start_seconds
        with self._changed:
            while not self._idle:
                if self._closed:
                    raise StartError("the fence is closed")
                if self._failure is not None:
                    failure, self._failure = self._failure, None
                    raise StartError(failure)
                if not self._ordered:
                    self._order()
                if not self._changed.wait(until - time.monotonic()):
                    raise StartError("starting takes too long")
            worker = next((w for w in self._idle if w.ready), self._idle[0])
            self._idle.remove(worker)
        try:
            if not worker.get_ready(self.limits.start_seconds, gone):
                self._give_back(worker)
                return None
        except StartError:
            # It may never get ready: only another job has a new one started.
            self._give_back(worker, again=False)
            raise
        if self._filtered is None and not worker.filtered:
            _log.warning("System calls cannot be filtered here; the other fences stand alone.")
        self._filtered = worker.filtered
        return worker

    def _give_back(self, worker: Worker, *, again: bool = True) -> None:
        with self._changed:
            if worker.alive and not self._closed:
                self._idle.append(worker)
                self._changed.notify_all()
                return
            if worker in self._all:
                self._all.remove(worker)
            if again and not self._closed:
                self._order()
        worker.dispose()
        with self._changed:
            self._changed.notify_all()


def _start_workers(
    held: weakref.ReferenceType[Fence], setup: Setup, orders: SimpleQueue[bool]
) -> None:
    """Start workers as they are ordered; the thread does not keep the fence alive."""
    while orders.get():
        worker, failure = None, None
        try:
            worker = Worker(replace(setup, parent=os.getpid()))
        except OSError as error:
            failure = str(error)
        fence = held()
        if fence is not None:
            fence._take_in(worker, failure)
        elif worker is not None:
            worker.dispose()
        del fence


def _let_go(workers: list[Worker], orders: SimpleQueue[bool]) -> None:
    orders.put(False)
    _end_all(workers)


def _end_all(workers: list[Worker]) -> None:
    while workers:
        workers.pop().dispose()
