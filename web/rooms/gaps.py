"""Gaps: what each question finds, and what each row of it rests on."""

from __future__ import annotations

import pyoxigraph as ox
from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.errors import UnknownNameError, msg
from perms_graph.gaps import Gap
from perms_graph.gaps.opening import open_gap
from perms_graph.openings import Stated
from perms_graph.reports.gap_scores import cells_of, named_in, statements
from perms_graph.store import Table

from ..answers import answer, as_csv, headings
from ..downloads import behind_headings, behind_table, json_file, xlsx_file
from ..opened import statements_of
from ..paging import pager, part
from ..reading import Reader, page_number, reader
from ..showing import Names

bp = Blueprint("gaps", __name__, url_prefix="/<any(en, fr):lang>/gaps")


@bp.get("")
def show() -> ResponseReturnValue:
    """Show each gap question with its count."""
    who = reader()
    return render_template("gaps.html", gaps=who.view.gaps(who.day))


@bp.get("/cell")
def cell() -> ResponseReturnValue:
    """Lead from where cells used to be to where they are."""
    who = reader()
    given = {
        name: request.args.get(old, "").strip()[:500]
        for name, old in (("row", "goal"), ("column", "purpose"))
    }
    return redirect(who.link("/coverage/cell", **given), 301)


@bp.get("/<name>")
def gap(name: str) -> ResponseReturnValue:
    """List what one gap question found."""
    who = reader()
    found = _gap(who, name)
    address = f"/gaps/{found.question.name}"
    page = pager(
        len(found.table),
        page_number(),
        lambda number: who.link(address, page=number if number > 1 else None),
    )
    behind = part(_behind(who, found), page)
    names = Names(who, {t for stated in behind for t in named_in(stated)})
    day = who.day.isoformat()
    return render_template(
        "gap.html",
        gap=found,
        answer=answer(who, found.question, found.table, part(found.table.rows, page)),
        behind=[statements_of(who, stated, names) for stated in behind],
        pager=page,
        csv=who.link(f"{address}.csv", on=day),
        csv_opened=who.link(f"{address}.csv", on=day, explain="yes"),
        json=who.link(f"{address}.json", on=day),
        xlsx=who.link(f"{address}.xlsx", on=day),
    )


@bp.get("/<name>.csv")
def gap_csv(name: str) -> Response:
    """Give what one gap question found as CSV; with ``explain``, what each row rests on."""
    who = reader()
    found = _gap(who, name)
    table = found.table
    if "explain" in request.args:
        rows = (
            (*row, *cells_of(stated))
            for row, stated in zip(table.rows, _behind(who, found), strict=True)
        )
        table = Table((*table.columns, "statements", "graphs", "documents"), tuple(rows))
    return as_csv(who, found.question, table, who.day.isoformat())


@bp.get("/<name>.json")
def gap_json(name: str) -> Response:
    """Give what one gap question found as JSON, with what each row rests on."""
    who = reader()
    found = _gap(who, name)
    return json_file(
        {
            "name": found.question.name,
            "title": found.question.title[who.language],
            "reading": found.question.reading[who.language],
            "values": {
                n: t.value if isinstance(t, ox.NamedNode | ox.Literal) else str(t)
                for n, t in found.values.items()
            },
            "illustrative": who.illustrative,
            "rows": [
                {"row": {c: t.value for c, t in row.items()}, "statements": statements(stated)}
                for row, stated in zip(found.table, _behind(who, found), strict=True)
            ],
        }
    )


@bp.get("/<name>.xlsx")
def gap_xlsx(name: str) -> Response:
    """Give what one gap question found as a workbook; a second sheet has what rows rest on."""
    who = reader()
    found = _gap(who, name)
    titles = {h.name: h.title for h in headings(who, found.question)}
    return xlsx_file(
        who,
        found.question.name,
        [
            (
                found.question.title[who.language],
                found.table,
                [titles.get(c, c) for c in found.table.columns],
            ),
            (
                who.say(msg("What it rests on")),
                behind_table(enumerate(_behind(who, found), 1)),
                behind_headings(who),
            ),
        ],
    )


def _behind(who: Reader, found: Gap) -> tuple[tuple[Stated, ...], ...]:
    """Open every row, or remember what was opened."""
    register = who.view.register
    return who.view.on(who.day).get(
        ("gap opened", found.question.name),
        lambda: open_gap(register.dataset, register.catalogue, found),
    )


def _gap(who: Reader, name: str) -> Gap:
    for found in who.view.gaps(who.day):
        if found.question.name == name.replace("-", "_"):
            return found
    raise UnknownNameError(
        msg("There is no gap question named {name}.", name=name),
        name,
        tuple(g.question.name for g in who.view.gaps(who.day)),
    )
