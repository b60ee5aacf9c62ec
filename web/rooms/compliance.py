"""Principles: how many partnerships stand where, who they are, and why."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from perms_graph.compliance import Principle, State
from perms_graph.namespaces import ID

from .. import paths
from ..paging import SIZE, Pager, pager, part
from ..reading import Reader, page_number, reader
from ..results import severity_words
from ..rules import counts_of, rules_of
from ..showing import Names, Shown
from ..standing import Standing, best, standing, text_of

bp = Blueprint("compliance", __name__, url_prefix="/<any(en, fr):lang>/compliance")


@dataclass(frozen=True)
class Row:
    """One partnership with its verdicts: state, and address of the reasons."""

    thing: Shown
    cells: tuple[tuple[str, Standing, str], ...]


@bp.get("")
def show() -> ResponseReturnValue:
    """Show the counts by principle, then the matrix of partnerships by principle."""
    who = reader()
    ledger = who.view.ledger(who.day)
    names = Names(
        who,
        {p.iri for p in ledger.principles}
        | {p.passage for p in ledger.principles if p.passage}
        | {p.value for p in ledger.by_partnership if isinstance(p, ox.NamedNode)},
    )
    principles = [text_of(who, p, names) for p in ledger.principles]
    partnerships = sorted(
        (p for p in ledger.by_partnership if isinstance(p, ox.NamedNode)),
        key=lambda p: (names.text(p.value).casefold(), p.value),
    )
    page = pager(
        len(partnerships),
        page_number(),
        lambda number: who.link("/compliance", page=number if number > 1 else None) + "#matrix",
    )
    rows = []
    for partnership in part(partnerships, page):
        thing = names.thing(partnership.value)
        where = paths.page(partnership.value)
        cells = tuple(
            (text.name, standing(who, v.state), who.link(f"{where}#on-{text.slug}"))
            for text, v in zip(principles, ledger.by_partnership[partnership], strict=True)
        )
        rows.append(Row(thing, cells))
    return render_template(
        "compliance.html",
        states=[standing(who, s) for s in State],
        counts=[
            (text, [(standing(who, s), ledger.counts[p.iri, s]) for s in State])
            for text, p in zip(principles, ledger.principles, strict=True)
        ],
        matrix=rows,
        principles=principles,
        pager=page,
        total=len(partnerships),
    )


@dataclass(frozen=True)
class Check:
    """A rule of a principle.

    Attributes:
        aspect: ``evidence`` or ``substance``.
        text: What it says to do.
        href: The page of the rule.
        severity: How grave a result is.
        results: How many it finds.
    """

    aspect: str
    text: str
    href: str
    severity: str
    results: int


@dataclass(frozen=True)
class Standers:
    """Those who stand somewhere.

    Attributes:
        standing: Where.
        total: How many.
        things: Some of them, by name.
        href: Where all of them are listed.
    """

    standing: Standing
    total: int
    things: tuple[Shown, ...]
    href: str


@bp.get("/<slug>")
def principle(slug: str) -> ResponseReturnValue:
    """Show one principle: its words, what is checked, and who stands where."""
    who = reader()
    found, standers, names = _principle(who, slug)
    return render_template(
        "principle.html",
        principle=text_of(who, found, names),
        thing=names.thing(found.iri),
        checks=_checks(who, found.iri),
        groups=[
            Standers(
                standing(who, state),
                len(standers[state]),
                tuple(names.thing(t) for t in standers[state][:SIZE]),
                who.link(f"/compliance/{slug}/{state.value}"),
            )
            for state in State
        ],
    )


@bp.get("/<slug>/<state>")
def stand(slug: str, state: str) -> ResponseReturnValue:
    """List the partnerships that have one verdict on one principle, a page at a time."""
    who = reader()
    if state not in {s.value for s in State}:
        abort(404)
    found, standers, names = _principle(who, slug)
    things = standers[State(state)]
    page: Pager = pager(
        len(things),
        page_number(),
        lambda n: who.link(f"/compliance/{slug}/{state}", page=n if n > 1 else None),
    )
    return render_template(
        "standers.html",
        principle=text_of(who, found, names),
        standing=standing(who, State(state)),
        things=[names.thing(t) for t in part(things, page)],
        pager=page,
    )


def _principle(who: Reader, slug: str) -> tuple[Principle, dict[State, list[str]], Names]:
    """Find a principle and who stands where, by name; 404 if nobody checks it."""
    ledger = who.view.ledger(who.day)
    iri = f"{ID}principle/{slug}"
    found = next((p for p in ledger.principles if p.iri == iri), None)
    if found is None:
        abort(404)
    standers: dict[State, list[str]] = {state: [] for state in State}
    for verdict in ledger.verdicts:
        if verdict.principle.iri == iri and isinstance(verdict.partnership, ox.NamedNode):
            standers[verdict.state].append(verdict.partnership.value)
    names = Names(
        who,
        {iri, *([found.passage] if found.passage else [])}
        | {thing for things in standers.values() for thing in things},
    )
    for things in standers.values():
        things.sort(key=lambda t: (names.text(t).casefold(), t))
    return found, standers, names


def _checks(who: Reader, principle: str) -> list[Check]:
    texts: dict[tuple[str, str], dict[str, str]] = {}
    for row in who.view.ask("checks_of_principles"):
        message = row["message"]
        if row["principle"].value == principle and isinstance(message, ox.Literal):
            key = (row["aspect"].value.rpartition("/")[2], row["shape"].value)
            texts.setdefault(key, {})[message.language or ""] = message.value
    rules, counts = rules_of(who.view), counts_of(who.view)
    checks = []
    for (aspect, shape), said in texts.items():
        severity = rules[shape].severity if shape in rules else None
        checks.append(
            Check(
                aspect,
                best(said, who.language),
                who.link(paths.page(shape)),
                who.say(severity_words(severity, rests_on_passage=True)) if severity else "",
                counts.get(shape, 0),
            )
        )
    return checks
