"""Coverage as data: tables for CSV and Excel, JSON for programs; each with what it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import pyoxigraph as ox

from perms_graph.coverage import NO, NOT_KNOWN, YES, Cell, Matrix, Place
from perms_graph.errors import Message, msg
from perms_graph.labels import Label
from perms_graph.namespaces import XSD
from perms_graph.openings.witnesses import Stated
from perms_graph.reports.gap_scores import statements
from perms_graph.reports.workbook import Sheet, sheet_of
from perms_graph.store import Table, Term
from perms_graph.translation import translate

Opened = Mapping[tuple[str, str], Sequence[Stated]]
"""(row, column) → the statements behind that cell."""

_HEADINGS: Final[Mapping[str, Message]] = {
    "row": msg("row"),
    "column": msg("column"),
    "partnerships_in_force": msg("partnerships in force"),
    "partnerships_not_known": msg("partnerships, not known if in force"),
    "partnerships_not_in_force": msg("partnerships not in force"),
    "agreements_in_force": msg("agreements in force"),
    "agreements_not_known": msg("agreements, not known if in force"),
    "agreements_not_in_force": msg("agreements not in force"),
    "partners_in_force": msg("partners, in force"),
    "partners_not_known": msg("partners, not known if in force"),
    "partners_not_in_force": msg("partners, not in force"),
    "money_in_force": msg("money committed, in force"),
    "money_not_known": msg("money committed, not known if in force"),
    "money_not_in_force": msg("money committed, not in force"),
    "next_end": msg("next known end"),
    "days_left": msg("days left"),
    "ends_not_known": msg("agreements without a known end"),
    "subject": msg("subject"),
    "property": msg("property"),
    "value": msg("value"),
    "graph": msg("graph"),
    "document": msg("document"),
    "in_force": msg("in force"),
    "currency": msg("currency"),
    "total": msg("total"),
    "amount": msg("amount"),
}
_CELL: Final = (
    "row",
    "column",
    *(f"{sort}_{s}" for sort in ("partnerships", "agreements", "partners", "money")
      for s in ("in_force", "not_known", "not_in_force")),
    "next_end",
    "days_left",
    "ends_not_known",
)  # fmt: skip
_STATEMENT: Final = ("row", "column", "subject", "property", "value", "graph", "document")
_AMOUNT: Final = ("row", "column", "in_force", "currency", "total", "amount")


def things_in(matrix: Matrix, behind: Opened | None = None) -> list[str]:
    """List every thing that a report of a matrix names, for one look-up of labels."""
    found = {p.iri for p in (*matrix.rows, *matrix.columns)}
    found |= {a for c in matrix.cells.values() for s in c.money for a in s.amounts}
    for stated in (behind or {}).values():
        for s in stated:
            found |= {t.value for t in s.triple if isinstance(t, ox.NamedNode)}
            found |= {g.graph for g in s.sources}
    return sorted(found)


def cells_table(matrix: Matrix) -> Table:
    """Give every cell as a row; those for which nothing is recorded are empty.

    Returns:
        Rows in the order of the matrix; the columns' names are those for programs.
    """
    rows = []
    for row in matrix.rows:
        for column in [c.iri for c in matrix.columns] or [""]:
            cell = matrix.at(row.iri, column)
            place = (ox.NamedNode(row.iri), ox.NamedNode(column) if column else None)
            rows.append((*place, *_cell_terms(cell)))
    return Table(_CELL, tuple(rows))


def statements_table(matrix: Matrix, behind: Opened) -> Table:
    """Give every statement behind every cell as a row, once for each graph that states it."""
    rows: list[tuple[Term | None, ...]] = []
    for (row, column), stated in sorted(behind.items(), key=lambda item: _order(matrix, item[0])):
        place = (ox.NamedNode(row), ox.NamedNode(column) if column else None)
        for s in stated:
            for source in s.sources:
                page = ox.NamedNode(source.url) if source.url else None
                said = (s.triple.subject, s.triple.predicate, s.triple.object)
                rows.append((*place, *said, ox.NamedNode(source.graph), page))  # type: ignore[arg-type]
    return Table(_STATEMENT, tuple(rows))


def amounts_table(matrix: Matrix) -> Table:
    """Give every amount in every sum as a row, so that each sum can be followed."""
    rows: list[tuple[Term | None, ...]] = []
    for (row, column), cell in sorted(
        matrix.cells.items(), key=lambda item: _order(matrix, item[0])
    ):
        place = (ox.NamedNode(row), ox.NamedNode(column) if column else None)
        for s in cell.money:
            total = _typed(format(s.total, "f"), "decimal")
            said = (ox.Literal(s.in_force), ox.Literal(s.currency), total)
            rows += [(*place, *said, ox.NamedNode(a)) for a in s.amounts]
    return Table(_AMOUNT, tuple(rows))


def with_names(table: Table, names: Mapping[str, Label]) -> Table:
    """Add to ``row`` and ``column`` a column with the name in the reader's language, for CSV."""

    def name(term: Term | None) -> Term | None:
        return ox.Literal(names[term.value].text) if isinstance(term, ox.NamedNode) else None

    columns = ("row", "row_name", "column", "column_name", *table.columns[2:])
    rows = ((r[0], name(r[0]), r[1], name(r[1]), *r[2:]) for r in table.rows)
    return Table(columns, tuple(rows))


def sheets(
    matrix: Matrix, behind: Opened, names: Mapping[str, Label], language: str
) -> tuple[Sheet, ...]:
    """Make the sheets of a workbook: the cells, what they rest on, the amounts in their sums."""
    made = (
        (msg("Coverage"), cells_table(matrix)),
        (msg("What it rests on"), statements_table(matrix, behind)),
        (msg("Money"), amounts_table(matrix)),
    )
    return tuple(
        sheet_of(
            translate(title, language),
            table,
            [translate(_HEADINGS[c], language) for c in table.columns],
            names,
        )
        for title, table in made
    )


def as_json(
    matrix: Matrix,
    names: Mapping[str, Label],
    behind: Opened | None = None,
    *,
    illustrative: bool,
) -> bytes:
    """Write a matrix as JSON: IRIs for programs, names in the reader's language.

    Args:
        matrix: What was found.
        names: Labels of ``things_in``.
        behind: If given, each cell in it gets its ``statements``.
        illustrative: Whether invented data may be in it.
    """
    content: dict[str, Any] = {
        "day": matrix.day.isoformat(),
        "illustrative": illustrative,
        "row_axis": matrix.row_axis.name,
        "column_axis": matrix.column_axis.name if matrix.column_axis else None,
        "rows": [_place_json(p, names) for p in matrix.rows],
        "columns": [_place_json(p, names) for p in matrix.columns],
        "cells": [
            {
                "row": row,
                "column": column or None,
                **cell_json(cell),
                **(
                    {"statements": statements(behind.get((row, column), ()))}
                    if behind is not None
                    else {}
                ),
            }
            for (row, column), cell in matrix.cells.items()
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def cell_json(cell: Cell) -> dict[str, Any]:
    """Give a cell for JSON; each count comes with the things that it counts."""
    tallies = (
        ("partnerships", cell.partnerships),
        ("agreements", cell.agreements),
        ("partners", cell.partners),
    )
    return {
        **{
            sort: {
                "in_force": tally.things(YES),
                "not_known": tally.things(NOT_KNOWN),
                "not_in_force": tally.things(NO),
            }
            for sort, tally in tallies
        },
        "money": [
            {
                "in_force": s.in_force,
                "currency": s.currency,
                "total": float(s.total),
                "amounts": s.amounts,
            }
            for s in cell.money
        ],
        "next_end": cell.next_end.isoformat() if cell.next_end else None,
        "days_left": cell.days_left,
        "ends_not_known": cell.ends_not_known,
    }


def _cell_terms(cell: Cell | None) -> Iterable[Term | None]:
    if cell is None:
        return (None,) * (len(_CELL) - 2)
    tallies = (cell.partnerships, cell.agreements, cell.partners)
    numbers = [n for t in tallies for n in (t.in_force, t.not_known, t.not_in_force)]
    money = [
        "\n".join(f"{format(s.total, 'f')} {s.currency}" for s in cell.money if s.in_force == a)
        for a in (YES, NOT_KNOWN, NO)
    ]
    return (
        *(_typed(str(n), "integer") for n in numbers),
        *(ox.Literal(text) if text else None for text in money),
        _typed(cell.next_end.isoformat(), "date") if cell.next_end else None,
        None if cell.days_left is None else _typed(str(cell.days_left), "integer"),
        _typed(str(cell.ends_not_known), "integer"),
    )


def _place_json(place: Place, names: Mapping[str, Label]) -> dict[str, Any]:
    return {
        "iri": place.iri,
        "code": place.code,
        "depth": place.depth,
        "name": names[place.iri].text,
    }


def _order(matrix: Matrix, at: tuple[str, str]) -> tuple[int, int]:
    rows = [p.iri for p in matrix.rows]
    columns = [p.iri for p in matrix.columns]
    return rows.index(at[0]), columns.index(at[1]) if at[1] else 0


def _typed(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
