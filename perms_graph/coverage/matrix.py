"""A matrix of coverage. Its three answers to "in force" are shown apart and never added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from perms_graph.coverage.axes import Axis

YES: Final = "yes"
NOT_KNOWN: Final = "not known"
NO: Final = "no"


@dataclass(frozen=True)
class Tally:
    """Things of one sort in a cell, by their answer to "in force".

    Attributes:
        in_force: How many are.
        not_known: Of how many it is not known.
        not_in_force: How many are not.
        listed: Answer → their IRIs, with blanks between, as the question gives them.
    """

    in_force: int = 0
    not_known: int = 0
    not_in_force: int = 0
    listed: Mapping[str, str] = field(default_factory=dict, repr=False)

    def things(self, *answers: str) -> tuple[str, ...]:
        """Give the IRIs of these answers (of all three if none is given), sorted."""
        wanted = answers or (YES, NOT_KNOWN, NO)
        return tuple(sorted(iri for a in wanted for iri in self.listed.get(a, "").split()))


@dataclass(frozen=True)
class Sum:
    """Money committed in one currency, of agreements with one answer to "in force".

    Attributes:
        in_force: The answer: ``YES``, ``NOT_KNOWN`` or ``NO``.
        currency: As its sources give it; nothing is converted.
        total: What the amounts add up to.
        amounts: IRIs of the contributions and amounts in it, sorted.
    """

    in_force: str
    currency: str
    total: Decimal
    amounts: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """What is recorded for one row and column. An agreement is in it if it has both sides itself.

    Attributes:
        partnerships: Each counted once, with the best answer of its agreements in the cell.
        agreements: Each with its own answer.
        partners: Each counted once, with the best answer of its agreements in the cell.
        money: Sums by answer and currency; none means that no amount is known.
        next_end: The first known end on the day or later; None if no end is known.
        days_left: Days from the day of the matrix to ``next_end``; 0 is the last day.
        ends_not_known: How many agreements are or may be in force and have no known end.
    """

    partnerships: Tally
    agreements: Tally
    partners: Tally
    money: tuple[Sum, ...] = ()
    next_end: dt.date | None = None
    days_left: int | None = None
    ends_not_known: int = 0


@dataclass(frozen=True)
class Place:
    """A row or a column.

    Attributes:
        iri: The thing.
        code: Its code; None if it has none.
        depth: 0 for what belongs to nothing else on the axis, 1 for what belongs to that, ….
    """

    iri: str
    code: str | None
    depth: int


@dataclass(frozen=True)
class Matrix:
    """Coverage by one or two axes on a day.

    Attributes:
        row_axis: What the rows are.
        column_axis: What the columns are; None if each row is one cell.
        day: Day judged from.
        rows: All things of the axis, each below what it belongs to; those nobody serves too.
        columns: The same for the columns; empty if there is no such axis.
        cells: (row, column) → cell, with "" for the column where there is none. A pair that is
            missing has nothing recorded, which does not mean that there is nothing.
    """

    row_axis: Axis
    column_axis: Axis | None
    day: dt.date
    rows: tuple[Place, ...]
    columns: tuple[Place, ...]
    cells: Mapping[tuple[str, str], Cell]

    def at(self, row: str, column: str = "") -> Cell | None:
        """Give a cell; None if nothing is recorded for it."""
        return self.cells.get((row, column))
