"""Search by name."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from ..paging import pager, part
from ..reading import page_number, reader
from ..showing import Names, Shown
from ..sparql import listed

bp = Blueprint("search", __name__, url_prefix="/<any(en, fr):lang>/search")


@bp.get("")
def show() -> ResponseReturnValue:
    """Find things by name, acronym or code; near names if nothing fits."""
    who = reader()
    text = request.args.get("q", "").strip()[:200]
    hits, total = who.view.memo.get(("search", text), lambda: who.view.index.search(text))
    page = pager(
        min(total, len(hits)),
        page_number(),
        lambda number: who.link("/search", q=text, page=number if number > 1 else None),
    )
    shown = part(hits, page)
    names = Names(who, {h.thing for h in shown})
    kinds = _kinds([h.thing for h in shown])
    rows = []
    for hit in shown:
        thing = names.thing(hit.thing)
        tag = hit.language
        foreign = tag if tag and tag.split("-")[0] != who.language else None
        other = Shown(hit.name, language=foreign) if hit.name != thing.text else None
        rows.append((thing, other, kinds.get(hit.thing, "")))
    return render_template(
        "search.html",
        text=text,
        rows_found=rows,
        near=bool(hits) and hits[0].near,
        total=total,
        pager=page,
    )


def _kinds(things: list[str]) -> dict[str, str]:
    """Name the kind of each thing, in one query."""
    who = reader()
    if not things:
        return {}
    found: dict[str, list[str]] = {}
    table = who.view.select(
        f"SELECT ?thing ?kind WHERE {{ VALUES ?thing {{ {listed(things)} }} ?thing a ?kind }}"
    )
    for row in table:
        found.setdefault(row["thing"].value, []).append(row["kind"].value)
    terms = who.view.terms
    return {
        thing: ", ".join(terms.label(k, who.language) for k in terms.specific(kinds)[:2])
        for thing, kinds in found.items()
    }
