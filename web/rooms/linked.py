"""Whole lists of what leads to a thing by one property."""

from __future__ import annotations

import pyoxigraph as ox
from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.namespaces import ID, expand, shorten

from .. import paths
from ..kinds import many
from ..links import heading, page_of, pointing
from ..paging import pager, part
from ..reading import asked_iri, page_number, reader
from ..showing import Names

bp = Blueprint("linked", __name__, url_prefix="/<any(en, fr):lang>")

PAGE = 100


@bp.get("/<kind>/<slug>/linked")
def show(kind: str, slug: str) -> ResponseReturnValue:
    """List all things that lead to a thing by one property."""
    return _show(f"{ID}{kind}/{slug}", f"/{kind}/{slug}/linked")


@bp.get("/iri/linked")
def show_iri() -> ResponseReturnValue:
    """The same for an identity of others."""
    iri = asked_iri()
    return _show(iri, f"/iri/linked{paths.page(iri)[len('/iri') :]}")


def _show(iri: str, path: str) -> ResponseReturnValue:
    who = reader()
    by, kind = (expand(request.args.get(name, "")) for name in ("by", "kind"))
    try:
        node, _ = ox.NamedNode(iri), ox.NamedNode(by or "")
    except ValueError:
        abort(404)
    counts = who.view.ask("links_to_counts", {"thing": node})
    total = next((int(r["count"].value) for r in counts if r["property"].value == by), 0)
    if not total or by is None:
        abort(404)
    everything = pointing(who, iri, by, kind, total)
    if everything is not None and not everything:
        abort(404)
    page = pager(
        total if everything is None else len(everything),
        page_number(),
        lambda number: who.link(
            path,
            by=shorten(by),
            kind=shorten(kind) if kind else None,
            page=number if number > 1 else None,
        ),
        PAGE,
    )
    things = (
        page_of(who, iri, by, (page.number - 1) * PAGE, PAGE)
        if everything is None
        else part(everything, page, PAGE)
    )
    names = Names(who, {iri, *things})
    word = paths.kind_of_class(kind) if kind else None
    return render_template(
        "linked.html",
        thing=names.thing(iri),
        label=heading(who, by),
        of=many(who, word) if word else None,
        things=[names.thing(t) for t in things],
        pager=page,
    )
