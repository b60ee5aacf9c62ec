"""Coverage by any two axes on a day; each number opens to its list and to who states it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.coverage import NO, NOT_KNOWN, YES, Cell, Matrix, Tally, contents, open_cell
from perms_graph.errors import ParameterError, msg
from perms_graph.labels import Label, labels
from perms_graph.namespaces import expand, shorten
from perms_graph.openings import Stated
from perms_graph.reports import coverage_tables as reports
from perms_graph.reports.gap_scores import named_in, statements
from perms_graph.reports.workbook import workbook
from perms_graph.store import Table

from .. import covered, formatting
from ..downloads import XLSX, behind_headings, behind_table, csv_file, file_of, json_file, xlsx_file
from ..opened import statements_of
from ..paging import pager, part
from ..reading import Reader, page_number, reader
from ..showing import Names, Shown, things_in
from ..sparql import listed

bp = Blueprint("coverage", __name__, url_prefix="/<any(en, fr):lang>")

STATES: Final = (YES, NOT_KNOWN, NO)

MOST: Final = 60
"""Statements shown on the page of a cell; files have them all."""


@dataclass(frozen=True)
class Money:
    """One sum behind a cell: what, from whom, how much as printed, under which agreement."""

    thing: Shown
    giver: Shown | None
    amount: str
    agreement: Shown


@bp.get("/coverage")
def show() -> ResponseReturnValue:
    """Show a matrix with its picture."""
    who = reader()
    given = covered.asked()
    matrix = covered.matrix_of(who, given)
    shown, empty = covered.columns_shown(matrix)
    names = Names(who, {p.iri for p in (*matrix.rows, *matrix.columns)}, states=False)
    query = given.query()
    files = {
        s: who.link(f"/coverage.{s}", **query | {"measure": None}) for s in ("csv", "json", "xlsx")
    }
    return render_template(
        "coverage.html",
        asked=given,
        axes=[(name, who.say(heading)) for name, heading in covered.axes()],
        measures=[(name, who.say(words)) for name, words in covered.MEASURES.items()],
        none=covered.NONE,
        row_heading=who.say(matrix.row_axis.heading),
        columns=[(covered.code_of(matrix.column_axis, c), names.thing(c.iri)) for c in shown],
        wide=len(matrix.columns) > covered.WIDE,
        empty=[names.thing(c.iri) for c in empty],
        lines=covered.rows_of(who, given),
        drawn=query,
        query=query,
        files=files,
    )


@bp.get("/coverage.csv")
def show_csv() -> Response:
    """Give a matrix as CSV, a row for each cell, with names beside identities."""
    who, matrix, names = _whole()
    return csv_file(who, _file_name(matrix), reports.with_names(reports.cells_table(matrix), names))


@bp.get("/coverage.json")
def show_json() -> Response:
    """Give a matrix as JSON; with ``explain``, what each cell rests on."""
    who, matrix, names = _whole()
    behind = _behind(who, matrix) if "explain" in request.args else None
    return json_file(reports.as_json(matrix, names, behind, illustrative=who.illustrative))


@bp.get("/coverage.xlsx")
def show_xlsx() -> Response:
    """Give a matrix as a workbook: the cells, what they rest on, the amounts in their sums."""
    who, matrix, names = _whole()

    def make() -> bytes:
        behind = _behind(who, matrix)
        dataset = who.view.register.dataset
        all_names = names | labels(dataset, reports.things_in(matrix, behind), who.language)
        return workbook(reports.sheets(matrix, behind, all_names, who.language), who.language)

    # Every statement behind every cell takes a moment to gather, and does not change.
    body = who.view.heavy.get(("workbook", covered.asked(), who.language, who.day), make)
    return file_of(who, body, XLSX, _file_name(matrix), "xlsx")


@bp.get("/coverage/cell")
def cell() -> ResponseReturnValue:
    """List what a cell counts, and who states it."""
    who = reader()
    given, matrix, row, column = _at(who)
    found = matrix.at(row, column)
    table = _contents(who, matrix, row, column)
    stated = _stated(who, matrix, row, column)
    told = stated[:MOST]
    counted = list(found.partnerships.things(*STATES)) if found else []
    best = _states(found.partnerships) if found else {}
    ordered = sorted(counted, key=lambda p: STATES.index(best[p]))
    query = {
        **given.query(),
        "measure": None,
        "row": shorten(row),
        "column": request.args.get("column"),
    }
    page = pager(
        len(ordered),
        page_number(),
        lambda n: who.link("/coverage/cell", **query, page=n if n > 1 else None),
    )
    here = part(ordered, page)
    names = Names(
        who,
        {i for i in (row, column) if i}
        | things_in(t for r in table.rows for t in r)
        | set(named_in(told)),
    )
    agreements = _agreements(table)
    return render_template(
        "cell.html",
        title=[names.thing(i) for i in (row, column) if i],
        asked=given,
        query=query,
        found=found,
        back=who.link("/coverage", **given.query()),
        opening=covered.opening_link(who, matrix, row, column),
        groups=[
            (
                state,
                sum(s == state for s in best.values()),
                [
                    (names.thing(p), [names.thing(a) for a in agreements.get(p, ())])
                    for p in here
                    if best[p] == state
                ],
            )
            for state in STATES
        ],
        partners=[
            (state, [names.thing(p) for p in found.partners.things(state)]) for state in STATES
        ]
        if found
        else [],
        sums=[
            (s.in_force, covered.sum_in_words(who, s), _money(who, s.amounts, table, names))
            for s in found.money
        ]
        if found
        else [],
        unknown_ends=[names.thing(a) for a in _without_end(who, found)] if found else [],
        next_end=who.moment(found.next_end.isoformat()) if found and found.next_end else None,
        statements=statements_of(who, told, names),
        more=len(stated) - len(told),
        pager=page,
        files={s: who.link(f"/coverage/cell.{s}", **query) for s in ("csv", "json", "xlsx")},
    )


@bp.get("/coverage/cell.<any(csv, json, xlsx):suffix>")
def cell_file(suffix: str) -> Response:
    """Give what a cell counts, with who states it (CSV: the list alone)."""
    who = reader()
    _, matrix, row, column = _at(who)
    table = _contents(who, matrix, row, column)
    name = "-".join(["cell", *(i.rpartition("/")[2] for i in (row, column) if i)])
    if suffix == "csv":
        return csv_file(who, name, table)
    stated = _stated(who, matrix, row, column)
    if suffix == "json":
        return json_file(
            {
                "day": who.day.isoformat(),
                "illustrative": who.illustrative,
                "row": row,
                "column": column or None,
                "contents": [{c: t.value for c, t in line.items()} for line in table],
                "statements": statements(stated),
            }
        )
    return xlsx_file(
        who,
        name,
        [
            (who.say(msg("Cell")), table, ()),
            (
                who.say(msg("What it rests on")),
                behind_table((n, [s]) for n, s in enumerate(stated, 1)),
                behind_headings(who),
            ),
        ],
    )


def _whole() -> tuple[Reader, Matrix, dict[str, Label]]:
    who = reader()
    matrix = covered.matrix_of(who, covered.asked())
    names = labels(who.view.register.dataset, reports.things_in(matrix), who.language)
    return who, matrix, names


def _behind(who: Reader, matrix: Matrix) -> reports.Opened:
    r = who.view.register
    return {at: open_cell(r.dataset, r.catalogue, matrix, *at) for at in matrix.cells}


def _file_name(matrix: Matrix) -> str:
    axes = (matrix.row_axis, matrix.column_axis)
    return "-".join(["coverage", *(a.name for a in axes if a)])


def _at(who: Reader) -> tuple[covered.Asked, Matrix, str, str]:
    """Read which cell is asked for."""
    given = covered.asked()
    matrix = covered.matrix_of(who, given)
    row = _thing("row")
    column = _thing("column") if matrix.column_axis else ""
    if row not in {p.iri for p in matrix.rows}:
        abort(404)
    if column and column not in {p.iri for p in matrix.columns}:
        abort(404)
    return given, matrix, row, column


def _thing(name: str) -> str:
    text = request.args.get(name, "").strip()[:500]
    if not text:
        raise ParameterError(
            msg("The address needs {name}.", name=name),
            msg("Choose a cell of the matrix: it leads here."),
        )
    return expand(text) or abort(404)


def _contents(who: Reader, matrix: Matrix, row: str, column: str) -> Table:
    r = who.view.register
    return who.view.heavy.get(
        ("contents", *_key(matrix, row, column)),
        lambda: contents(r.dataset, r.catalogue, matrix, row, column),
    )


def _stated(who: Reader, matrix: Matrix, row: str, column: str) -> tuple[Stated, ...]:
    r = who.view.register
    return who.view.heavy.get(
        ("opened", *_key(matrix, row, column)),
        lambda: open_cell(r.dataset, r.catalogue, matrix, row, column),
    )


def _key(matrix: Matrix, row: str, column: str) -> tuple[str, str, str, str, dt.date]:
    axis = matrix.column_axis
    return matrix.row_axis.name, axis.name if axis else "", row, column, matrix.day


def _without_end(who: Reader, found: Cell) -> list[str]:
    """List the agreements that are or may be in force and have no known end."""
    running = found.agreements.things(YES, NOT_KNOWN)
    if not found.ends_not_known:
        return []
    ends = who.view.select(
        f"SELECT ?agreement ?end WHERE {{ VALUES ?agreement {{ {listed(running)} }} "
        "?agreement perms:latestEnd ?end }"
    )
    day = who.day.isoformat()
    known = {row["agreement"].value for row in ends if row["end"].value >= day}
    return [a for a in running if a not in known]


def _states(tally: Tally) -> dict[str, str]:
    return {iri: state for state in STATES for iri in tally.things(state)}


def _agreements(table: Table) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for row in table:
        found.setdefault(row["partnership"].value, {})[row["agreement"].value] = None
    return {p: list(agreements) for p, agreements in found.items()}


def _money(who: Reader, amounts: Sequence[str], table: Table, names: Names) -> list[Money]:
    found: dict[str, Money] = {}
    for row in table:
        if "money" in row and row["money"].value in amounts:
            found[row["money"].value] = Money(
                names.thing(row["money"].value),
                names.thing(row["partner"].value) if "partner" in row else None,
                formatting.amount(
                    row["value"].value,
                    row["currency"].value if "currency" in row else None,
                    who.language,
                ),
                names.thing(row["agreement"].value),
            )
    return [found[a] for a in amounts if a in found]
