"""Coverage and gaps: the matrix, the list behind each cell, the list behind each gap."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.errors import ParameterError, UnknownNameError, msg
from perms_graph.gaps import Gap, day_term
from perms_graph.namespaces import expand, shorten

from ..answers import answer, as_csv
from ..paging import pager, part
from ..reading import Reader, page_number, reader
from ..showing import Names, Shown
from ..sparql import listed

bp = Blueprint("gaps", __name__, url_prefix="/<any(en, fr):lang>/gaps")

_ORDER = ("no", "not known", "yes")


@dataclass(frozen=True)
class MatrixCell:
    """One goal by one kind of support."""

    purpose: str
    in_force: int
    not_known: int
    not_in_force: int
    href: str | None
    opening: str


@dataclass(frozen=True)
class MatrixRow:
    """One goal."""

    goal: Shown
    code: str | None
    cells: tuple[MatrixCell, ...]


@bp.get("")
def show() -> ResponseReturnValue:
    """Show what is covered, then each gap question with its count."""
    who = reader()
    matrix = who.view.coverage(who.day)
    names = Names(who, {*matrix.goals, *matrix.purposes}, states=False)
    codes = _codes(who, matrix.goals)
    rows = []
    for goal in matrix.goals:
        cells = []
        for purpose in matrix.purposes:
            cell = matrix.cells.get((goal, purpose))
            href = who.link("/gaps/cell", goal=shorten(goal), purpose=shorten(purpose))
            cells.append(
                MatrixCell(
                    names.text(purpose),
                    cell.in_force if cell else 0,
                    cell.not_known if cell else 0,
                    cell.not_in_force if cell else 0,
                    href if cell else None,
                    who.link("/openings", objective=shorten(goal), purpose=shorten(purpose)),
                )
            )
        rows.append(MatrixRow(names.thing(goal), codes.get(goal), tuple(cells)))
    return render_template(
        "gaps.html",
        purposes=[names.thing(p) for p in matrix.purposes],
        rows_found=rows,
        gaps=who.view.gaps(who.day),
    )


@bp.get("/cell")
def cell() -> ResponseReturnValue:
    """List the partnerships behind one cell of the matrix."""
    who = reader()
    goal, purpose = (_thing(who, name) for name in ("goal", "purpose"))
    table = who.view.ask(
        "cell_partnerships",
        {"goal": ox.NamedNode(goal), "purpose": ox.NamedNode(purpose), "day": day_term(who.day)},
    )
    agreements: dict[str, list[tuple[str, str]]] = {}
    for row in table:
        agreements.setdefault(row["partnership"].value, []).append(
            (row["agreement"].value, row["in_force"].value)
        )
    # A partnership counts here through the agreements that serve this goal, not through others.
    best = {p: max((s for _, s in pairs), key=_ORDER.index) for p, pairs in agreements.items()}
    ordered = sorted(best, key=lambda p: -_ORDER.index(best[p]))
    page = pager(
        len(ordered),
        page_number(),
        lambda number: who.link(
            "/gaps/cell",
            goal=shorten(goal),
            purpose=shorten(purpose),
            page=number if number > 1 else None,
        ),
    )
    here = part(ordered, page)
    names = Names(who, {goal, purpose, *here, *(a for p in here for a, _ in agreements[p])})
    groups = [
        (
            state,
            sum(s == state for s in best.values()),
            [
                (names.thing(p), [names.thing(a) for a, _ in agreements[p]])
                for p in here
                if best[p] == state
            ],
        )
        for state in reversed(_ORDER)
    ]
    return render_template(
        "cell.html",
        goal=names.thing(goal),
        purpose=names.thing(purpose),
        groups=groups,
        total=len(ordered),
        pager=page,
    )


@bp.get("/<name>")
def gap(name: str) -> ResponseReturnValue:
    """List what one gap question found."""
    who = reader()
    found = _gap(who, name)
    page = pager(
        len(found.table),
        page_number(),
        lambda number: who.link(
            f"/gaps/{found.question.name}", page=number if number > 1 else None
        ),
    )
    return render_template(
        "gap.html",
        gap=found,
        answer=answer(who, found.question, found.table, part(found.table.rows, page)),
        pager=page,
        csv=who.link(f"/gaps/{found.question.name}.csv", on=who.day.isoformat()),
    )


@bp.get("/<name>.csv")
def gap_csv(name: str) -> Response:
    """Give what one gap question found as CSV."""
    who = reader()
    found = _gap(who, name)
    return as_csv(who, found.question, found.table, who.day.isoformat())


def _gap(who: Reader, name: str) -> Gap:
    for found in who.view.gaps(who.day):
        if found.question.name == name.replace("-", "_"):
            return found
    raise UnknownNameError(
        msg("There is no gap question named {name}.", name=name),
        name,
        tuple(g.question.name for g in who.view.gaps(who.day)),
    )


def _thing(who: Reader, name: str) -> str:
    text = request.args.get(name, "").strip()
    if not text:
        raise ParameterError(
            msg("The address needs {name}.", name=name),
            msg("Choose a cell of the matrix: it leads here."),
        )
    iri = expand(text)
    if iri is None or not who.view.index.knows(iri):
        abort(404)
    return iri


def _codes(who: Reader, goals: tuple[str, ...]) -> dict[str, str]:
    if not goals:
        return {}
    table = who.view.select(
        f"SELECT ?goal ?code WHERE {{ VALUES ?goal {{ {listed(goals)} }} "
        "?goal skos:notation ?code } ORDER BY DESC(?code)"
    )
    return {row["goal"].value: row["code"].value for row in table}
