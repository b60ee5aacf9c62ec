"""Long lists, a page at a time, by ordinary links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

T = TypeVar("T")

SIZE: Final = 50


@dataclass(frozen=True)
class Pager:
    """Where we are in a list.

    Attributes:
        number: This page, from 1.
        pages: How many there are, at least 1.
        total: How many things.
        first: Number of the first thing on this page, from 1; 0 if there is none.
        last: Number of the last.
        before: Address of the page before, if any.
        after: Address of the page after, if any.
    """

    number: int
    pages: int
    total: int
    first: int
    last: int
    before: str | None
    after: str | None


def pager(total: int, number: int, address: Callable[[int], str], size: int = SIZE) -> Pager:
    """Work out the pages.

    Args:
        total: How many things there are.
        number: Page wanted; beyond the last one the last is given.
        address: Gives the address of a page by its number.
        size: Things on a page.
    """
    pages = max(1, -(-total // size))
    here = min(number, pages)
    first = (here - 1) * size
    return Pager(
        here,
        pages,
        total,
        first + 1 if total else 0,
        min(total, first + size),
        address(here - 1) if here > 1 else None,
        address(here + 1) if here < pages else None,
    )


def part(things: Sequence[T], page: Pager, size: int = SIZE) -> Sequence[T]:
    """Give the things on a page."""
    return things[(page.number - 1) * size : page.number * size]
