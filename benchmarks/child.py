"""One measurement in a process of its own: what it measures is told line by line, as it is known.

    python -m benchmarks.child TASK '{"argument": …}'

The lines are JSON: ``{"begin": item}`` before an item, ``{"item": …, "seconds": […]}`` after it,
``{"peak_mb": …}`` at the end. The parent may end the process at any time: a running query cannot be
stopped from within.
"""

from __future__ import annotations

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

_T = TypeVar("_T")

PATIENCE: Final = 20.0
"""Seconds that the repetitions of one item may take together; slower items run fewer times."""


class Teller:
    """Times items and tells the parent of each."""

    def __init__(self, skip: Collection[str]) -> None:
        self._skip = frozenset(skip)

    def once(self, item: str, work: Callable[[], _T]) -> _T:
        """Do something once and tell how long it took; it is done even if it is to be skipped."""
        self._begin(item)
        began = time.perf_counter()
        result = work()
        self.done(item, [time.perf_counter() - began])
        return result

    def warm(self, item: str, work: Callable[[], int], *, runs: int = 5) -> None:
        """Do something once to warm up, then ``runs`` times; tell each time and the last result.

        What takes so long that this would try our patience is done fewer times, but at least once
        after the warm-up: what a site remembers is only told by the second call.
        """
        if item in self._skip:
            return
        times: list[float] = []
        while len(times) <= runs and (len(times) < 2 or sum(times) < PATIENCE):
            self._begin(item)
            began = time.perf_counter()
            size = work()
            times.append(time.perf_counter() - began)
        self.done(item, times[1:], size=size, first=times[0])

    def done(self, item: str, seconds: list[float], **facts: float | str) -> None:
        """Tell how long an item took, with facts about it."""
        _tell({"item": item, "seconds": seconds, "median": statistics.median(seconds), **facts})

    def fact(self, **facts: float | str) -> None:
        """Tell facts about the whole task."""
        _tell({"facts": facts})

    def _begin(self, item: str) -> None:
        _tell({"begin": item})


def _tell(message: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Run the task that the command line names."""
    task, arguments = sys.argv[1], json.loads(sys.argv[2])
    # Each side is imported by its own children alone: the memory of one must not count the other.
    if task.startswith("plain"):
        from benchmarks import plain

        tasks = plain.TASKS
    else:
        from benchmarks import ours

        tasks = ours.TASKS
    tasks[task](Teller(arguments.pop("skip", ())), arguments)
    _tell({"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})


if __name__ == "__main__":
    main()
