"""The first page, and the pages about the site itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from perms_graph.gaps import day_term
from perms_graph.namespaces import PERMS

from ..kinds import kinds_with_things
from ..reading import Reader, reader
from ..showing import Names, Shown, things_in

bp = Blueprint("home", __name__, url_prefix="/<any(en, fr):lang>")

SOON = 365


@dataclass(frozen=True)
class Ending:
    """An agreement that ends soon."""

    agreement: Shown
    first: str
    last: str | None
    successors: tuple[Shown, ...]


@bp.get("/")
def show() -> ResponseReturnValue:
    """Show what is here, what is missing and what ends soon."""
    who = reader()
    tally = who.view.memo.get(("tally", who.day), lambda: _tally(who))
    endings, more = _ending(who)
    return render_template(
        "home.html",
        tally=tally,
        gaps=who.view.gaps(who.day),
        endings=endings,
        more_endings=more,
        soon=SOON,
        until=who.day + dt.timedelta(days=SOON),
        kinds=kinds_with_things(who),
        disagreements=len(who.view.index.of_class(PERMS + "Disagreement")),
        holes=len(who.view.index.of_class(PERMS + "Hole")),
        manifest=who.view.register.manifest,
    )


@bp.get("/about")
def about() -> ResponseReturnValue:
    """Say what is real, what is not, and under which licences."""
    return render_template("about.html", manifest=reader().view.register.manifest)


def _tally(who: Reader) -> dict[str, dict[str, int]]:
    """Count partnerships and agreements by state."""
    states = who.view.states(who.day)
    return {
        kind: {
            state: sum(1 for t in who.view.index.of_class(PERMS + name) if states.get(t) == state)
            for state in ("yes", "not known", "no")
        }
        for kind, name in (("partnership", "Partnership"), ("agreement", "Agreement"))
    }


def _ending(who: Reader, limit: int = 10) -> tuple[tuple[Ending, ...], int]:
    until = who.day + dt.timedelta(days=SOON)
    table = who.view.ask(
        "agreements_expiring", {"day": day_term(who.day), "until": day_term(until)}
    )
    ends: dict[str, tuple[str, str]] = {}
    following: dict[str, list[str]] = {}
    for row in table:
        iri = row["agreement"].value
        ends.setdefault(iri, (row["earliest_end"].value, row["latest_end"].value))
        if "successor" in row:
            following.setdefault(iri, []).append(row["successor"].value)
    names = Names(who, {t for row in table for t in things_in(row.values())})
    endings = tuple(
        Ending(
            names.thing(iri),
            who.moment(first),
            who.moment(last) if last != first else None,
            tuple(names.thing(n) for n in dict.fromkeys(following.get(iri, []))),
        )
        for iri, (first, last) in list(ends.items())[:limit]
    )
    return endings, max(0, len(ends) - limit)
