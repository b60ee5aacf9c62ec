"""Several queries of one graph at a time, where that pays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from perms_graph.store.dataset import Dataset

T = TypeVar("T")

LARGE: Final = 100_000
"""Triples from which two queries are run at a time: the engine lets go of Python as it works. In
less, a thread costs more than it saves, and a fenced worker has no room for one."""


def side_by_side(dataset: Dataset, jobs: Collection[Callable[[], T]]) -> Iterator[T]:
    """Do jobs that read a graph, two at a time if it is large; gives what they give, in order."""
    if not dataset.has_triples(LARGE):
        yield from (job() for job in jobs)
        return
    with ThreadPoolExecutor(2) as pool:
        try:
            yield from pool.map(_call, jobs)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _call(job: Callable[[], T]) -> T:
    return job()
