"""Pictures: the coverage and the map of Members with their tables, and every picture as a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from typing import Final

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.charts import Spec, bars, heat_map, pacific_map, time_bars
from perms_graph.namespaces import PERMS, expand

from .. import covered, pictures, scored
from ..opened import bars_of
from ..reading import Reader, page_number, reader
from ..showing import Names
from . import openings

bp = Blueprint("charts", __name__, url_prefix="/<any(en, fr):lang>/charts")

KINDS: Final = frozenset({PERMS + "Partnership", PERMS + "Partner"})
"""What has agreements to draw."""


@bp.get("")
def show() -> ResponseReturnValue:
    """Show the pictures of the whole register, each with its table."""
    who = reader()
    given = covered.Asked("objective", "purpose", "partnerships")
    matrix = covered.matrix_of(who, given)
    names = Names(who, {p.iri for p in (*matrix.rows, *matrix.columns)}, states=False)
    return render_template(
        "charts.html",
        alt=_alt(who),
        columns=[names.text(c.iri) for c in matrix.columns],
        lines=covered.rows_of(who, given),
        members=pictures.members(who),
    )


@bp.get("/<any(coverage, members, openings, scores, times):name>.<any(svg, png, json):suffix>")
def draw(name: str, suffix: str) -> Response:
    """Give a picture as SVG, PNG, or the description (Vega-Lite) that both are drawn from."""
    who = reader()
    key, make = _picture(who, name)
    found = pictures.drawn(who, (*key, "narrow" in request.args), make, suffix)
    body = json.dumps(found, ensure_ascii=False) if suffix == "json" else found
    answer = Response(body, content_type=pictures.FORMS[suffix])  # type: ignore[arg-type]
    # Inside a picture there is only its own style.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return answer


def _picture(who: Reader, name: str) -> tuple[tuple[Hashable, ...], Callable[[], Spec]]:
    narrow = "narrow" in request.args
    if name == "coverage":
        given = covered.asked()
        drawn = covered.heat_map_of(who, given)
        return (name, given), lambda: heat_map(drawn or abort(404), narrow=narrow)
    if name == "members":
        return (name,), lambda: pacific_map(pictures.members_map(who))
    if name == "scores":
        chosen = scored.asked(who)
        return (name, chosen, page_number()), lambda: heat_map(
            scored.heat_map_of(who), narrow=narrow
        )
    if name == "times":
        thing = expand(request.args.get("thing", "").strip()[:200])
        if thing is None or not KINDS & set(who.view.index.kinds_of(thing)):
            abort(404)
        return (name, thing), lambda: time_bars(
            pictures.time_chart(who, pictures.times(who, thing)[0]), narrow=narrow
        )
    gap = openings.asked(who)
    found = openings.openings_of(who, gap)
    shown, first = openings.shown_candidates(who, found)
    return (name, gap, first), lambda: bars(bars_of(who, shown, first), narrow=narrow)


def _alt(who: Reader) -> dict[str, str]:
    day = who.moment(who.day.isoformat())
    return {name: who.say(text.pattern, day=day) for name, text in pictures.ALT.items()}
