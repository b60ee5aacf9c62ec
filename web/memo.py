"""Answers already worked out.

A served register does not change: a new build is a new register and a new application. So an answer
stays true for as long as the application runs, and only room is a reason to forget it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Memo:
    """A bounded memory; what was used longest ago goes first. Safe between threads."""

    def __init__(self, size: int = 96) -> None:
        self._size = size
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, key: Hashable) -> object | None:
        """Give what is kept under ``key``, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("object", self._kept[key])
        return None

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give what is kept under ``key``, or make it and keep it.

        Two threads may make the same thing at once; that costs time and does no harm, whereas a
        lock held during a query would make every reader wait for the slowest.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast("T", self._kept[key])
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return made
