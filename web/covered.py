"""A matrix of coverage ready to print and to draw: what a cell says, and what its colour means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from flask import request

from perms_graph.charts import HeatMap, Mark
from perms_graph.coverage import AXES, NO, YES, Axis, Cell, Matrix, Place, Sum, Tally, find_axis
from perms_graph.errors import Message, ParameterError, msg
from perms_graph.namespaces import shorten

from . import formatting
from .reading import Reader
from .showing import Names, Shown

NONE: Final = "none"
"""In the address: no columns, so that each row is one cell."""

MEASURES: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "partnerships": msg("partnerships"),
        "agreements": msg("agreements"),
        "partners": msg("partners"),
        "money": msg("money committed"),
        "days": msg("days to the next known end"),
    }
)
"""What a cell can show."""

_LEGENDS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "partnerships": msg("partnerships in force; +n?: n more not known"),
        "agreements": msg("agreements in force; +n?: n more not known"),
        "partners": msg("partners with an agreement in force; +n?: n more not known"),
        "days": msg("days to the next known end; ?: none is known"),
    }
)

WIDE: Final = 10
"""More columns than these are shown only where something is recorded; the others are named."""

_OPENING: Final[Mapping[str, str]] = MappingProxyType(
    {"objective": "objective", "goal": "objective", "framework": "objective", "member": "member",
     "purpose": "purpose"}
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """Which matrix is asked for.

    Attributes:
        rows: Name of an axis.
        columns: Name of another, or None.
        measure: A key of ``MEASURES``.
    """

    rows: str
    columns: str | None
    measure: str

    def query(self) -> dict[str, str | None]:
        """Give the parameters of an address; what is usual is left out."""
        return {
            "rows": None if self.rows == "objective" else self.rows,
            "columns": None if self.columns == "purpose" else self.columns or NONE,
            "measure": None if self.measure == "partnerships" else self.measure,
        }


@dataclass(frozen=True)
class Told:
    """What a cell prints.

    Attributes:
        css: ``some``, ``maybe`` or ``none``.
        first: The number that counts, with its words; several for money.
        also: What is beside it, smaller.
        href: Where it opens.
        column: Name of its column, for a narrow screen.
        drawn: What the picture writes there; empty for nothing.
    """

    css: str
    first: tuple[tuple[str, str], ...]
    also: str
    href: str | None
    column: str
    drawn: str = ""


@dataclass(frozen=True)
class Row:
    """A row with its cells."""

    thing: Shown
    code: str | None
    depth: int
    cells: tuple[Told, ...]


def asked() -> Asked:
    """Read from the address which matrix is wanted.

    Raises:
        UnknownNameError: There is no such axis.
        ParameterError: There is no such thing to count; rows and columns are the same.
    """
    rows = find_axis(request.args.get("rows", "").strip()[:60] or "objective").name
    given = request.args.get("columns", "").strip()[:60]
    usual = "objective" if rows == "purpose" else "purpose"
    columns = None if given == NONE else find_axis(given or usual).name
    measure = request.args.get("measure", "").strip() or "partnerships"
    if measure not in MEASURES:
        raise ParameterError(
            msg("“{text}” does not suit {name}.", text=measure[:100], name="measure"),
            msg("Choose one of: {names}.", names=", ".join(MEASURES)),
        )
    return Asked(rows, columns, measure)


def matrix_of(who: Reader, given: Asked) -> Matrix:
    """Count, or remember what was counted."""
    return who.view.matrix(given.rows, given.columns, who.day)


def columns_shown(matrix: Matrix) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    """Give the columns to show, and those of a wide matrix for which nothing is recorded."""
    if len(matrix.columns) <= WIDE:
        return matrix.columns, ()
    used = {column for _, column in matrix.cells}
    return (
        tuple(c for c in matrix.columns if c.iri in used),
        tuple(c for c in matrix.columns if c.iri not in used),
    )


def rows_of(who: Reader, given: Asked) -> tuple[Row, ...]:
    """Show every row of a matrix with its cells, or remember how it was shown."""
    key = ("rows", given, who.language, who.texts, who.day, who.today)
    return who.view.memo.get(key, lambda: _rows(who, given))


def _rows(who: Reader, given: Asked) -> tuple[Row, ...]:
    matrix = matrix_of(who, given)
    shown, _ = columns_shown(matrix)
    columns = [c.iri for c in shown] or ([""] if matrix.column_axis is None else [])
    names = Names(who, {p.iri for p in (*matrix.rows, *shown)}, states=False)
    headings = {c: names.text(c) if c else "" for c in columns}
    return tuple(
        Row(
            names.thing(place.iri),
            code_of(matrix.row_axis, place),
            min(place.depth, 3),
            tuple(_told(who, given, matrix, place.iri, c, headings[c]) for c in columns),
        )
        for place in matrix.rows
    )


def heat_map_of(who: Reader, given: Asked) -> HeatMap | None:
    """Give the picture of a matrix; None for money, of which no cell has one number."""
    if given.measure == "money":
        return None
    matrix = matrix_of(who, given)
    shown, _ = columns_shown(matrix)
    names = Names(who, {p.iri for p in (*matrix.rows, *shown)}, states=False)
    rows = _apart({p.iri: _name(matrix.row_axis, p, names) for p in matrix.rows})
    columns = _apart(
        {p.iri: formatting.capitalised(_name(matrix.column_axis, p, names)) for p in shown}
    )
    if matrix.column_axis is None:
        columns = {"": formatting.capitalised(who.say(MEASURES[given.measure]))}
    cells = {
        (rows[row], columns[column]): mark
        for (row, column), cell in matrix.cells.items()
        if column in columns and (mark := mark_of(cell, given.measure))
    }
    return HeatMap(
        tuple(rows.values()), tuple(columns.values()), cells, who.say(_LEGENDS[given.measure])
    )


def mark_of(cell: Cell, measure: str) -> Mark | None:
    """Give what the picture shows of a cell; None for nothing.

    Where nothing is surely in force but something may be, the number is not known: it is no zero.
    """
    if measure == "days":
        if cell.days_left is not None:
            return Mark(cell.days_left)
        return Mark(None, "?") if cell.ends_not_known else None
    return mark(tally_of(cell, measure))


def mark(tally: Tally) -> Mark:
    """Give what a picture shows of a count."""
    yes, unknown = tally.in_force, tally.not_known
    if not unknown:
        return Mark(yes)
    return Mark(yes, f"{yes} +{unknown}?") if yes else Mark(None, f"{unknown}?")


def tally_of(cell: Cell, measure: str) -> Tally:
    """Give one of the counts of a cell."""
    tallies = {
        "partnerships": cell.partnerships,
        "agreements": cell.agreements,
        "partners": cell.partners,
    }
    return tallies[measure]


def sum_in_words(who: Reader, found: Sum) -> str:
    """Write a sum of money with its currency, as its sources give it."""
    return formatting.amount(format(found.total, "f"), found.currency, who.language)


def axes() -> list[tuple[str, Message]]:
    """Give the axes to choose from, each with what readers call its things."""
    return [(a.name, a.heading) for a in AXES]


def cell_link(who: Reader, given: Asked, row: str, column: str, day: dt.date | None = None) -> str:
    """Give the address of what a cell rests on, perhaps on another day than the reader's."""
    query = given.query() | {"measure": None, "row": shorten(row)}
    on = None if day is None else day.isoformat()
    return who.link("/coverage/cell", **query, column=shorten(column) if column else None, on=on)


def opening_link(who: Reader, matrix: Matrix, row: str, column: str) -> str | None:
    """Give the address of who could fill a cell; None where openings cannot be asked for it."""
    pairs = [(matrix.row_axis.name, row)]
    pairs += [(matrix.column_axis.name, column)] if matrix.column_axis else []
    given = {_OPENING[axis]: shorten(iri) for axis, iri in pairs if axis in _OPENING}
    if "objective" not in given or len(given) < len(pairs):
        return None
    return who.link("/openings", **given)


def _told(who: Reader, given: Asked, matrix: Matrix, row: str, column: str, heading: str) -> Told:
    cell = matrix.at(row, column)
    if cell is None:
        could = opening_link(who, matrix, row, column)
        also = who.say(msg("who could?")) if could else ""
        return Told("none", (("", who.say(msg("none"))),), also, could, heading)
    href = cell_link(who, given, row, column)
    if given.measure == "money":
        return Told(*_money(who, cell), href, heading)
    if given.measure == "days":
        return Told(*_end(who, cell), href, heading, _drawn(cell, given.measure))
    tally = tally_of(cell, given.measure)
    return Told(*_counted(who, tally), href, heading, _drawn(cell, given.measure))


def _drawn(cell: Cell, measure: str) -> str:
    found = mark_of(cell, measure)
    if found is None:
        return ""
    return found.words or format(found.value or 0, "g")


Words = tuple[str, tuple[tuple[str, str], ...], str]


def _counted(who: Reader, tally: Tally) -> Words:
    if tally.in_force or tally.not_known:
        css = "some" if tally.in_force else "maybe"
        first = (who.count(tally.in_force), who.say(msg("in force")))
        return css, (first,), who.say(msg("{n} not known", n=who.count(tally.not_known)))
    ended = msg("{n} ended or not begun", n=who.count(tally.not_in_force))
    return "none", (("", who.say(msg("none now"))),), who.say(ended)


def _money(who: Reader, cell: Cell) -> Words:
    now = [s for s in cell.money if s.in_force != NO]
    if not now:
        ended = bool(cell.money)
        also = msg("of ended agreements only") if ended else msg("no amount is known")
        return "none", (("", "–"),), who.say(also)
    sure = any(s.in_force == YES for s in now)
    first = tuple(
        (
            sum_in_words(who, s),
            who.say(msg("in force")) if s.in_force == YES else who.say(msg("not known")),
        )
        for s in now
    )
    return "some" if sure else "maybe", first, ""


def _end(who: Reader, cell: Cell) -> Words:
    unknown = cell.ends_not_known
    also = who.say(msg("ends not known: {n}", n=who.count(unknown))) if unknown else ""
    if cell.days_left is None or cell.next_end is None:
        words = msg("no end is known") if unknown else msg("none now")
        return "maybe" if unknown else "none", (("", who.say(words)),), also
    day = who.moment(cell.next_end.isoformat())
    first = (who.count(cell.days_left), who.say(msg("days, until {day}", day=day)))
    return "some", (first,), also


def code_of(axis: Axis | None, place: Place) -> str | None:
    """Give the code of a goal or objective, which readers know; other codes are for programs."""
    return place.code if axis and axis.counted_as == "objective" else None


def _name(axis: Axis | None, place: Place, names: Names) -> str:
    return f"{code_of(axis, place) or ''} {names.text(place.iri)}".strip()


def _apart(named: Mapping[str, str]) -> dict[str, str]:
    """Keep apart things of one name: rows of a picture are told by their names."""
    seen: dict[str, int] = {}
    found = {}
    for iri, name in named.items():
        seen[name] = seen.get(name, 0) + 1
        found[iri] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return found
