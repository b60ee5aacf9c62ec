"""Answers already worked out.

A served register does not change: a new build is a new register and a new application. So an answer
stays true for as long as the application runs, and only room is a reason to forget it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any, Final, TypeVar, cast

T = TypeVar("T")

_NOTHING: Final = object()


@dataclass(slots=True)
class _Kept:
    """An answer with what speaks for keeping it."""

    answer: Any
    cost: int
    rank: tuple[int, int]


class Memo:
    """A bounded memory, safe between threads.

    What goes first is what took least to make and was used longest ago: an answer that took a
    second outlives many that took a millisecond, though not for ever (the rule is known as
    GreedyDual). What several threads want at once is made once; the others wait for it, and nobody
    else does.

    Args:
        size: Most answers kept.
        clock: Tells seconds.
    """

    def __init__(self, size: int = 256, *, clock: Callable[[], float] = time.perf_counter) -> None:
        self._size = size
        self._clock = clock
        self._kept: dict[Hashable, _Kept] = {}
        self._making: dict[Hashable, Event] = {}
        self._lock = Lock()
        self._uses = 0
        self._floor = 0

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, key: Hashable) -> object | None:
        """Give what is kept under ``key``, or None."""
        with self._lock:
            found = self._used(key)
        return None if found is _NOTHING else found

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give what is kept under ``key``, or make it and keep it.

        ``make`` may ask for other keys, not for its own. A failure is not kept: whoever waited
        tries again.
        """
        while True:
            with self._lock:
                found = self._used(key)
                if found is not _NOTHING:
                    return cast("T", found)
                at_work = self._making.get(key)
                if at_work is None:
                    self._making[key] = done = Event()
                    break
            at_work.wait()
        try:
            begun = self._clock()
            made = make()
            self.keep(key, made, seconds=self._clock() - begun)
        finally:
            with self._lock:
                del self._making[key]
            done.set()
        return made

    def keep(self, key: Hashable, made: object, *, seconds: float) -> None:
        """Keep an answer that was made elsewhere.

        Args:
            key: Under which it is found.
            made: The answer.
            seconds: What it took to make.
        """
        cost = int(1000 * seconds)
        with self._lock:
            if key not in self._kept and len(self._kept) >= self._size:
                least = min(self._kept, key=lambda k: self._kept[k].rank)
                self._floor = self._kept.pop(least).rank[0]
            self._uses += 1
            self._kept[key] = _Kept(made, cost, (self._floor + cost, self._uses))

    def _used(self, key: Hashable) -> object:
        held = self._kept.get(key)
        if held is None:
            return _NOTHING
        self._uses += 1
        held.rank = self._floor + held.cost, self._uses
        return cast("object", held.answer)
