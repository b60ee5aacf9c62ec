"""Principles: how many partnerships stand where, who they are, and why."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from perms_graph.compliance import State
from perms_graph.namespaces import ID

from .. import paths
from ..paging import pager, part
from ..reading import page_number, reader
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


@bp.get("/<slug>")
def principle(slug: str) -> ResponseReturnValue:
    """Show one principle: its words, what is checked, and who stands where."""
    who = reader()
    ledger = who.view.ledger(who.day)
    iri = f"{ID}principle/{slug}"
    found = next((p for p in ledger.principles if p.iri == iri), None)
    if found is None:
        abort(404)
    verdicts = [v for v in ledger.verdicts if v.principle.iri == iri]
    names = Names(
        who,
        {iri, *([found.passage] if found.passage else [])}
        | {v.partnership.value for v in verdicts if isinstance(v.partnership, ox.NamedNode)},
    )
    checks: dict[tuple[str, str], dict[str, str]] = {}
    for row in who.view.ask("checks_of_principles"):
        message = row["message"]
        if row["principle"].value == iri and isinstance(message, ox.Literal):
            key = (row["aspect"].value.rpartition("/")[2], row["shape"].value)
            checks.setdefault(key, {})[message.language or ""] = message.value
    return render_template(
        "principle.html",
        principle=text_of(who, found, names),
        thing=names.thing(iri),
        checks=[
            (aspect, best(texts, who.language), who.link(paths.page(shape)))
            for (aspect, shape), texts in checks.items()
        ],
        groups=[
            (
                standing(who, state),
                sorted(
                    (names.term(v.partnership) for v in verdicts if v.state is state),
                    key=lambda s: s.text.casefold(),
                ),
            )
            for state in State
        ],
        total=len(verdicts),
    )
