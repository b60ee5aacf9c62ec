"""Whose turn it is: a queue in which nobody is pushed aside by someone who asks a lot."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

from perms_graph.errors import msg
from perms_graph.fence.limits import Limits
from perms_graph.fence.outcomes import Busy

GLANCE = 0.1
"""Seconds between two looks whether who asked is still there."""


class Turns:
    """A queue for as many places as there are workers; safe between threads."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._changed = Condition()
        self._waiting: dict[int, str] = {}
        self._running: Counter[str] = Counter()
        self._next = 0

    @property
    def running(self) -> int:
        """How many jobs run."""
        return self._running.total()

    @property
    def waiting(self) -> int:
        """How many jobs wait."""
        return len(self._waiting)

    @contextmanager
    def turn(self, client: str, gone: Callable[[], bool] | None) -> Iterator[bool]:
        """Wait for a place and hold it.

        Of those who wait, the client with the fewest running jobs goes first, then who came first.

        Args:
            client: Who asks.
            gone: Tells whether nobody waits any more.

        Yields:
            True with a place; False if who asked has gone.

        Raises:
            Busy: The queue is full, the client has its share already, or the wait was too long.
        """
        place = self._take(client, gone)
        try:
            yield place
        finally:
            if place:
                with self._changed:
                    self._running[client] -= 1
                    self._running += Counter()
                    self._changed.notify_all()

    def _take(self, client: str, gone: Callable[[], bool] | None) -> bool:
        limits, until = self._limits, time.monotonic() + self._limits.patience
        with self._changed:
            mine = self._running[client] + sum(c == client for c in self._waiting.values())
            if mine >= limits.per_client:
                raise Busy(
                    msg(
                        "You have {count} requests of this kind under way already.",
                        count=limits.per_client,
                    ),
                    round(limits.seconds),
                )
            free = self._running.total() < limits.workers and not self._waiting
            if not free and len(self._waiting) >= limits.queue:
                raise Busy(msg("Too many people ask for this at once."), round(limits.patience))
            number, self._next = self._next, self._next + 1
            self._waiting[number] = client
            try:
                while not self._first(number):
                    left = until - time.monotonic()
                    if left <= 0:
                        raise Busy(
                            msg("Too many people ask for this at once."), round(limits.patience)
                        )
                    if gone is not None and gone():
                        return False
                    self._changed.wait(min(left, GLANCE) if gone is not None else left)
                self._running[client] += 1
                return True
            finally:
                del self._waiting[number]
                self._changed.notify_all()

    def _first(self, number: int) -> bool:
        if self._running.total() >= self._limits.workers:
            return False
        return number == min(self._waiting, key=lambda n: (self._running[self._waiting[n]], n))
