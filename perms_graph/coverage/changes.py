"""What differs between two days: partnerships, and the cells of a matrix."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from perms_graph.catalogue import Catalogue
from perms_graph.coverage.covering import cover, day_term
from perms_graph.coverage.matrix import NO, NOT_KNOWN, YES, Cell, Matrix
from perms_graph.coverage.span import require_within, span_of
from perms_graph.errors import ParameterError, msg
from perms_graph.store import Dataset


@dataclass(frozen=True)
class Change:
    """A partnership whose answer to "in force" differs.

    Attributes:
        partnership: IRI.
        before: ``YES``, ``NOT_KNOWN`` or ``NO`` on the first day.
        after: The same for the second.
    """

    partnership: str
    before: str
    after: str


@dataclass(frozen=True)
class Renewal:
    """A successor that began between the days: its partnership, itself, and what it renews."""

    partnership: str
    successor: str
    agreement: str


@dataclass(frozen=True)
class CellChange:
    """A cell that has a partnership in force on one of the days only.

    Attributes:
        row: IRI.
        column: IRI; "" if there are no columns.
        before: What is recorded for the first day; None if nothing is.
        after: The same for the second.
    """

    row: str
    column: str
    before: Cell | None
    after: Cell | None


@dataclass(frozen=True)
class Difference:
    """What differs between two days.

    Attributes:
        before: The matrix of the first day.
        after: The matrix of the second.
        changed: Partnerships whose answer differs, by IRI.
        renewed: Successors that began, by partnership.
        gained: Cells with a partnership in force on the second day only, in the order of the rows.
        lost: Cells with one on the first day only.
    """

    before: Matrix
    after: Matrix
    changed: tuple[Change, ...]
    renewed: tuple[Renewal, ...]
    gained: tuple[CellChange, ...]
    lost: tuple[CellChange, ...]

    @property
    def begun(self) -> tuple[Change, ...]:
        """Give the partnerships that were not in force and are."""
        return tuple(c for c in self.changed if (c.before, c.after) == (NO, YES))

    @property
    def ended(self) -> tuple[Change, ...]:
        """Give the partnerships that were in force and are not."""
        return tuple(c for c in self.changed if (c.before, c.after) == (YES, NO))

    @property
    def newly_not_known(self) -> tuple[Change, ...]:
        """Give the partnerships whose answer was known and is not."""
        return tuple(c for c in self.changed if c.after == NOT_KNOWN)

    @property
    def newly_known(self) -> tuple[Change, ...]:
        """Give the partnerships whose answer was not known and is: they may have begun or ended."""
        return tuple(c for c in self.changed if c.before == NOT_KNOWN)


def compare(
    dataset: Dataset,
    catalogue: Catalogue,
    *,
    earlier: dt.date,
    later: dt.date,
    rows: str = "objective",
    columns: str | None = "purpose",
) -> Difference:
    """Compare the register's answers for two days.

    Args:
        dataset: The register, as it is recorded now.
        catalogue: The stored questions.
        earlier: First day.
        later: Second day; the same one gives no difference.
        rows: As for ``cover``.
        columns: As for ``cover``.

    Raises:
        ParameterError: The second day is before the first, or one lies outside the span of the
            register; and as ``cover``.
        UnknownNameError: As ``cover``.
    """
    if later < earlier:
        raise ParameterError(
            msg(
                "The second day, {later}, is before the first, {earlier}.",
                later=later.isoformat(),
                earlier=earlier.isoformat(),
            ),
            msg("Write the earlier day first."),
        )
    span = span_of(dataset, catalogue)
    for day in (earlier, later):
        require_within(span, day)
    days = {"earlier": day_term(earlier), "later": day_term(later)}
    changed = dataset.select(catalogue.find("partnerships_changed").sparql, days)
    renewed = dataset.select(catalogue.find("partnerships_renewed").sparql, days)
    before, after = (
        cover(dataset, catalogue, rows=rows, columns=columns, day=day) for day in (earlier, later)
    )
    return Difference(
        before,
        after,
        tuple(Change(r["partnership"].value, r["before"].value, r["after"].value) for r in changed),
        tuple(
            Renewal(r["partnership"].value, r["successor"].value, r["agreement"].value)
            for r in renewed
        ),
        _filled(after, before, gained=True),
        _filled(before, after, gained=False),
    )


def _filled(here: Matrix, there: Matrix, *, gained: bool) -> tuple[CellChange, ...]:
    """Find the cells with a partnership in force in one matrix and none in the other."""
    found = []
    for row in here.rows:
        for column in [c.iri for c in here.columns] or [""]:
            mine, other = here.at(row.iri, column), there.at(row.iri, column)
            if _served(mine) and not _served(other):
                pair = (other, mine) if gained else (mine, other)
                found.append(CellChange(row.iri, column, *pair))
    return tuple(found)


def _served(cell: Cell | None) -> bool:
    return cell is not None and cell.partnerships.in_force > 0
