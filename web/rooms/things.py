"""The page of one thing: facts with sources, links from elsewhere, what validation says."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import cast

import pyoxigraph as ox
from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.description import Description, Statement, describe
from perms_graph.namespaces import DCTERMS, ID, PERMS, QUESTION, shorten

from .. import paths
from ..columns import columns_of
from ..dated import dates
from ..facts import Notes, needed, rule_of_grouping, tell, visible
from ..links import WHOLE, Group, grouped, shown
from ..negotiation import FORMS, RECORDS
from ..neighbours import kinds_of, neighbours
from ..pictures import ALT, times
from ..reading import Reader, asked_iri, reader
from ..results import findings, results_about, things_of
from ..schema_org import embedded
from ..showing import Names, Shown
from ..sparql import listed
from ..standing import strip, things_judged
from ..tables import Row, fill, ordered
from ..twins import with_twins

bp = Blueprint("things", __name__, url_prefix="/<any(en, fr):lang>")

HEAVY = 1_000
FORMALISED = PERMS + "formalisedBy"
HAS_AGREEMENTS = frozenset({PERMS + "Partnership", PERMS + "Partner"})
GAPS_OF = frozenset(PERMS + name for name in ("Goal", "Objective", "FocusArea", "FrameworkGoal"))


@dataclass(frozen=True)
class Quote:
    """What a passage says, and in which language it is."""

    passage: Shown
    text: str
    language: str | None


@bp.get("/<kind>/<slug>")
def show(kind: str, slug: str) -> ResponseReturnValue:
    """Describe one thing; 404 if nothing is recorded about it."""
    return _show(f"{ID}{kind}/{slug}")


@bp.get("/iri")
def show_iri() -> ResponseReturnValue:
    """Describe a thing with an identity of others, such as a goal of the United Nations."""
    return _show(asked_iri())


def _show(iri: str) -> ResponseReturnValue:
    who = reader()
    view = who.view
    core = _core(who, iri)
    if core is None:
        abort(404)
    found, statements, leading = core
    results = results_about(who, ox.NamedNode(iri))
    # What the verdicts say is not said a second time among the checks.
    judged = view.ledger(who.day).by_partnership.get(ox.NamedNode(iri), ())
    told = {f.shape for v in judged for f in v.findings}
    results = [r for r in results if r.shape not in told]
    quotes = _quotes(who, found)
    names = Names(
        who,
        {iri}
        | needed(statements, found.sources.values())
        | {t for group in leading for t in group.things}
        | things_of(results)
        | things_judged(judged)
        | {passage for passage, _ in quotes},
    )
    notes = Notes(who, names, dict(found.sources))
    agreements = _agreements(who, found)
    # A partnership's agreements stand in the time line, with their notes, not among the facts.
    in_line = {
        s.value.value: notes.of(s)
        for s in statements
        if agreements and s.property == FORMALISED and isinstance(s.value, ox.NamedNode)
    }
    facts = [s for s in statements if not (in_line and s.property == FORMALISED)]
    groups = tell(who, facts, found.conflicts, names, notes)
    kinds = view.terms.specific(found.types)
    spans, all_spans = times(who, iri) if HAS_AGREEMENTS & set(found.types) else ([], 0)
    # Agreements that are drawn or listed by their dates are not told again.
    besides = {PERMS + "Agreement"} if agreements or spans else ()
    moments, earlier = dates(who, iri, besides=besides) if _is_small(found) else ([], 0)
    # What thousands name has no picture: its links are listed and a click away.
    circles = neighbours(who, iri) if _is_small(found) else []
    forms = [(form, who.keep(paths.data(iri, form.suffix))) for form in (*FORMS, *RECORDS)]
    page = render_template(
        "thing.html",
        iri=iri,
        schema=embedded(who, found, names, root=request.url_root.rstrip("/")),
        title=names.thing(iri),
        kinds=[
            Shown(view.terms.label(k, who.language), who.link(f"/{word}"))
            for k in kinds
            if (word := paths.kind_of_class(k))
        ],
        state_now=view.states(who.day).get(iri),
        groups=groups,
        notes=notes.notes,
        conflict=bool(found.conflicts),
        links=[shown(who, iri, group, names) for group in leading],
        moments=moments,
        earlier=earlier,
        all_dates=who.link(paths.page(QUESTION + "dates_around"), thing=shorten(iri)),
        neighbours=circles,
        neighbour_kinds=kinds_of(who, circles),
        findings=[
            (css, list(group))
            for css, group in groupby(findings(who, results, names), key=lambda f: f.css)
        ],
        standing=strip(who, judged, names),
        principle_page=who.link(f"/compliance/{iri.rpartition('/')[2]}")
        if iri in {p.iri for p in view.ledger(who.day).principles}
        else None,
        agreements=[(row, in_line.get(iri, ())) for iri, row in agreements],
        spans=spans,
        more_spans=all_spans - len(spans),
        times_of=shorten(iri),
        times_alt=who.say(ALT["times"]),
        opening=_opening(who, iri, found),
        rule=rule_of_grouping(who) if PERMS + "Partnership" in found.types else None,
        quotes=[
            Quote(
                names.thing(passage),
                text.value,
                text.language if text.language and text.language != who.language else None,
            )
            for passage, text in quotes
        ],
        forms=forms,
    )
    return with_twins(page, forms, described=iri)


def _is_small(found: Description) -> bool:
    return sum(link.total for link in found.links) <= WHOLE


def _opening(who: Reader, iri: str, found: Description) -> str | None:
    """Lead from a goal or a Member to those who could fill its gaps."""
    if GAPS_OF & set(found.types):
        return who.link("/openings", objective=shorten(iri))
    if PERMS + "Member" in found.types:
        return who.link("/openings", member=shorten(iri))
    return None


Core = tuple[Description, tuple[Statement, ...], list[Group]]


def _core(who: Reader, iri: str) -> Core | None:
    """Give what is known of a thing and what leads to it; None if there is neither.

    What thousands of others name (the Secretariat, a Member) takes long to read, so it is
    remembered; an ordinary thing does not.
    """
    view = who.view
    key = (iri, who.texts)
    if (held := view.heavy.find(key)) is not None:
        return cast("Core", held)
    try:
        found = describe(view.register.dataset, view.register.catalogue, iri, limit=0)
    except ValueError:  # what stands in the address cannot be part of an IRI
        found = None
    if found is None:
        return None
    statements, links = visible(who, found)
    core = (found, statements, grouped(who, found, links))
    if len(found.statements) + sum(link.total for link in found.links) > HEAVY:
        view.heavy.get(key, lambda: core)
    return core


def _agreements(who: Reader, found: Description) -> list[tuple[str, Row]]:
    """Give a partnership's agreements as a time line, the earliest first."""
    if PERMS + "Partnership" not in found.types:
        return []
    mine = tuple(
        s.value.value
        for s in found.statements
        if s.property == FORMALISED and isinstance(s.value, ox.NamedNode)
    )
    columns = columns_of("agreement")
    start = next(c for c in columns if c.key == "start")
    line = ordered(who, PERMS + "Agreement", sorted(mine), start)
    return list(zip(line, fill(who, line, columns), strict=True))


def _quotes(who: Reader, found: Description) -> list[tuple[str, ox.Literal]]:
    """Give the words of the passages a principle or a term rests on."""
    passages = sorted(
        s.value.value
        for s in found.statements
        if s.property == DCTERMS + "source"
        and isinstance(s.value, ox.NamedNode)
        and s.value.value.startswith(ID + "passage/")
    )
    if not passages:
        return []
    table = who.view.select(
        f"SELECT ?passage ?text WHERE {{ VALUES ?passage {{ {listed(passages)} }} "
        "?passage perms:quotes ?text } ORDER BY ?passage ?text"
    )
    return [
        (row["passage"].value, text) for row in table if isinstance(text := row["text"], ox.Literal)
    ]
