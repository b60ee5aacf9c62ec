"""Work shared among processes that each have a copy of the application, by ``fork``."""

from __future__ import annotations

import multiprocessing
import os
import signal
import warnings
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from types import TracebackType
from typing import Generic, TypeVar, cast

from perms_graph.errors import PermsError, msg

T = TypeVar("T")
R = TypeVar("R")

PORTION = 8
"""Pieces of work handed over at once: few enough that all end together."""


def processors() -> int:
    """Give how many processes are worth having; one where a process cannot be copied."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


class Team(Generic[T, R]):
    """Processes that do the same work on different things.

    Args:
        work: Done on each thing, in one of the processes; must not need what others did.
        number: How many processes; with one the work is done in this one.
    """

    def __init__(self, work: Callable[[T], R], number: int) -> None:
        self._work = work
        self._members: dict[Connection, ForkProcess] = {}
        if number < 2:
            return
        context = multiprocessing.get_context("fork")
        with warnings.catch_warnings():
            # From 3.12 on Python warns of threads at a fork; those of the engine are idle here.
            warnings.simplefilter("ignore", DeprecationWarning)
            for _ in range(number):
                ours, theirs = context.Pipe()
                # A copy of our ends would keep a process waiting after this one is gone.
                args = (theirs, work, [ours, *self._members])
                member = context.Process(target=_serve, args=args, daemon=True)
                member.start()
                theirs.close()
                self._members[ours] = member

    def __enter__(self) -> Team[T, R]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for connection, member in self._members.items():
            connection.close()
            member.terminate()
            member.join()
        self._members = {}

    def each(self, things: Sequence[T]) -> Iterator[R]:
        """Do the work on each thing; answers come as they are ready, in no order.

        Raises:
            PermsError: A process ended before its work was done.
            Exception: What the work raises.
        """
        if not self._members:
            yield from map(self._work, things)
            return
        portions = iter([things[n : n + PORTION] for n in range(0, len(things), PORTION)])
        busy = [c for c in self._members if _hand_over(c, portions)]
        while busy:
            for found in wait(busy):
                connection = cast("Connection", found)
                try:
                    answer = connection.recv()
                except EOFError as error:
                    raise PermsError(
                        msg("A process that wrote pages has ended before its time."),
                        msg("There may be too little memory: try again with less running beside."),
                    ) from error
                if isinstance(answer, BaseException):
                    raise answer
                if not _hand_over(connection, portions):
                    busy.remove(connection)
                yield from answer


def _hand_over(connection: Connection, portions: Iterator[Sequence[T]]) -> bool:
    portion = next(portions, None)
    if portion is not None:
        connection.send(portion)
    return portion is not None


def _serve(connection: Connection, work: Callable[[T], R], foreign: list[Connection]) -> None:
    """Work until nobody asks any more; Ctrl-C is for the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in foreign:
        other.close()
    while True:
        try:
            portion = connection.recv()
        except EOFError:
            return
        try:
            connection.send([work(thing) for thing in portion])
        except Exception as error:  # handed to who asked, whatever it is
            connection.send(error)
