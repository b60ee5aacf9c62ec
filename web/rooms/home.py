"""The first page, and the pages about the site itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from perms_graph.compliance import State
from perms_graph.errors import ParameterError, msg
from perms_graph.gaps import day_term, later
from perms_graph.namespaces import PERMS

from ..kinds import kinds_with_things
from ..reading import Reader, reader
from ..showing import Names, Shown, things_in
from ..standing import Standing, standing
from . import changes
from .due import Asked, duties_of, lights

bp = Blueprint("home", __name__, url_prefix="/<any(en, fr):lang>")

MONTHS = 6


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
    tally = who.view.on(who.day).get("tally", lambda: _tally(who))
    endings, more = _ending(who)
    return render_template(
        "home.html",
        tally=tally,
        gaps=who.view.gaps(who.day),
        endings=endings,
        more_endings=more,
        until=later(who.day, MONTHS),
        due=lights(who, duties_of(who, MONTHS), Asked(MONTHS, None, None)),
        principles=_principles(who),
        changes=_changes(who),
        kinds=kinds_with_things(who),
        disagreements=len(who.view.index.of_class(PERMS + "Disagreement")),
        holes=len(who.view.index.of_class(PERMS + "Hole")),
        manifest=who.view.register.manifest,
    )


@bp.get("/about")
def about() -> ResponseReturnValue:
    """Say what is real, what is not, and under which licences."""
    return render_template("about.html", manifest=reader().view.register.manifest)


def _principles(who: Reader) -> list[tuple[Shown, list[tuple[Standing, int, str]]]]:
    """Count the verdicts on each principle; each count leads to its list."""
    ledger = who.view.ledger(who.day)
    names = Names(who, [p.iri for p in ledger.principles], states=False)
    rows = []
    for p in ledger.principles:
        slug = p.iri.rpartition("/")[2]
        name = replace(names.thing(p.iri), href=who.link(f"/compliance/{slug}"))
        cells = [
            (standing(who, s), ledger.counts[p.iri, s], who.link(f"/compliance/{slug}/{s.value}"))
            for s in State
        ]
        rows.append((name, cells))
    return rows


def _changes(who: Reader) -> list[tuple[str, int, str]]:
    """Count what changed in the year before the day: words, number, and where it is listed.

    Empty for a day of which the register does not speak.
    """
    try:
        found = changes.last_year(who)
    except ParameterError:
        return []
    told = (
        (msg("partnerships begun"), found.begun, "begun"),
        (msg("partnerships ended"), found.ended, "ended"),
        (msg("agreements renewed"), found.renewed, "renewed"),
        (msg("partnerships of which it is now known"), found.newly_known, "known"),
        (msg("partnerships of which it is no longer known"), found.newly_not_known, "unknown"),
    )
    return [
        (who.say(words), len(several), f"{who.link('/changes')}#{anchor}")
        for words, several, anchor in told
    ]


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
    until = later(who.day, MONTHS)
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
