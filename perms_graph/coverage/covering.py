"""From stored questions to a matrix."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue
from perms_graph.coverage.axes import Axis, find_axis
from perms_graph.coverage.matrix import NO, NOT_KNOWN, YES, Cell, Matrix, Place, Sum, Tally
from perms_graph.errors import ParameterError, msg
from perms_graph.namespaces import XSD
from perms_graph.store import Bindable, Dataset, Term

NONE: Final = "none"
"""What the questions that count call the axis of a matrix without columns."""

_At = tuple[str, str]


def cover(
    dataset: Dataset,
    catalogue: Catalogue,
    *,
    rows: str = "objective",
    columns: str | None = "purpose",
    day: dt.date,
) -> Matrix:
    """Count what is recorded for each row and column on a day.

    Args:
        dataset: The register.
        catalogue: The stored questions.
        rows: Name of an axis (``AXES``).
        columns: Name of another; None for one cell a row.
        day: Day to judge from.

    Raises:
        UnknownNameError: There is no such axis.
        ParameterError: Rows and columns are the same.
    """
    row_axis = find_axis(rows)
    column_axis = None if columns is None else find_axis(columns)
    if row_axis == column_axis:
        raise ParameterError(
            msg("Rows and columns are both {axis}.", axis=row_axis.name),
            msg("Choose two different axes, or rows alone."),
        )
    row_places = _places(dataset, catalogue, row_axis)
    column_places = () if column_axis is None else _places(dataset, catalogue, column_axis)
    known = {p.iri for p in row_places}
    across = {""} if column_axis is None else {p.iri for p in column_places}
    values = counting_values(row_axis, column_axis, day)
    money = _money(dataset, catalogue, values)
    tallies: defaultdict[_At, dict[str, list[Mapping[str, Term]]]] = defaultdict(dict)
    for row in dataset.select(catalogue.find("cells_by_axes").sparql, values):
        at = _at(row)
        # Levels of one hierarchy are counted together; an axis shows those that are its own.
        if at[0] in known and at[1] in across:
            tallies[at].setdefault(_text(row["sort"]), []).append(row)
    for row in dataset.select(catalogue.find("partners_by_axes").sparql, values):
        if (at := _at(row)) in tallies:
            tallies[at].setdefault("partner", []).append(row)
    cells = {at: _cell(found, money.get(at, ()), day) for at, found in sorted(tallies.items())}
    return Matrix(row_axis, column_axis, day, row_places, column_places, cells)


def counting_values(rows: Axis, columns: Axis | None, day: dt.date) -> dict[str, Bindable]:
    """Give the values that the questions which count ask for."""
    return {
        "rows": ox.Literal(rows.counted_as),
        "columns": ox.Literal(columns.counted_as if columns else NONE),
        "day": day_term(day),
    }


def day_term(day: dt.date) -> ox.Literal:
    """Give a day as an RDF term."""
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))


def _places(dataset: Dataset, catalogue: Catalogue, axis: Axis) -> tuple[Place, ...]:
    table = dataset.select(catalogue.find("things_on_axis").sparql, {"axis": ox.Literal(axis.name)})
    codes = {_text(r["thing"]): _text(r["code"]) if "code" in r else None for r in table}
    above = {_text(r["thing"]): _text(r["above"]) for r in table if "above" in r}
    below: defaultdict[str, list[str]] = defaultdict(list)
    for thing in codes:
        upper = above.get(thing, "")
        below[upper if upper in codes else ""].append(thing)

    def walk(upper: str, depth: int) -> Iterator[Place]:
        for thing in below.pop(upper, ()):
            yield Place(thing, codes[thing], depth)
            yield from walk(thing, depth + 1)

    placed = tuple(walk("", 0))
    # A circle has no top; its things are rows all the same.
    seen = {p.iri for p in placed}
    return placed + tuple(Place(t, code, 0) for t, code in codes.items() if t not in seen)


def _cell(
    found: Mapping[str, list[Mapping[str, Term]]], money: tuple[Sum, ...], day: dt.date
) -> Cell:
    running = [r for r in found.get("agreement", []) if _text(r["in_force"]) != NO]
    ends = [dt.date.fromisoformat(_text(r["next_end"])) for r in running if "next_end" in r]
    next_end = min(ends, default=None)
    return Cell(
        partnerships=_tally(found.get("partnership", [])),
        agreements=_tally(found.get("agreement", [])),
        partners=_tally(found.get("partner", [])),
        money=money,
        next_end=next_end,
        days_left=None if next_end is None else (next_end - day).days,
        ends_not_known=sum(int(_text(r["number"])) - int(_text(r["known_ends"])) for r in running),
    )


def _tally(rows: list[Mapping[str, Term]]) -> Tally:
    numbers = {_text(r["in_force"]): int(_text(r["number"])) for r in rows}
    return Tally(
        numbers.get(YES, 0),
        numbers.get(NOT_KNOWN, 0),
        numbers.get(NO, 0),
        {_text(r["in_force"]): _text(r["things"]) for r in rows},
    )


def _money(
    dataset: Dataset, catalogue: Catalogue, values: Mapping[str, Bindable]
) -> dict[_At, tuple[Sum, ...]]:
    found: defaultdict[_At, list[Sum]] = defaultdict(list)
    for row in dataset.select(catalogue.find("money_by_axes").sparql, values):
        found[_at(row)].append(
            Sum(
                _text(row["in_force"]),
                _text(row["currency"]),
                Decimal(_text(row["total"])),
                tuple(sorted(_text(row["things"]).split())),
            )
        )
    return {at: tuple(sums) for at, sums in found.items()}


def _at(row: Mapping[str, Term]) -> _At:
    return _text(row["row"]), _text(row["column"]) if "column" in row else ""


def _text(term: Term) -> str:
    return term.value
