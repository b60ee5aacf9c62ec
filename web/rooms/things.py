"""The page of one thing: facts with sources, links from elsewhere, what validation says."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.description import Description, Links, describe, things_pointing_to
from perms_graph.errors import ParameterError, msg
from perms_graph.namespaces import DCTERMS, ID, PERMS, expand, shorten

from .. import paths
from ..columns import columns_of
from ..facts import Notes, needed, rule_of_grouping, tell, visible
from ..negotiation import FORMS
from ..paging import pager
from ..reading import Reader, page_number, reader
from ..results import findings, results_about, things_of
from ..showing import Names, Shown
from ..sparql import listed
from ..tables import Row, fill, ordered

bp = Blueprint("things", __name__, url_prefix="/<any(en, fr):lang>")

FORMALISED = PERMS + "formalisedBy"
LIMIT = 12
PAGE = 100


@dataclass(frozen=True)
class LinkGroup:
    """Things that point here by one property."""

    title: str
    definition: str | None
    things: tuple[Shown, ...]
    total: int
    all: str | None


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
    return _show(_asked_iri())


@bp.get("/<kind>/<slug>/linked")
def linked(kind: str, slug: str) -> ResponseReturnValue:
    """List all things that point to a thing by one property."""
    return _linked(f"{ID}{kind}/{slug}", f"/{kind}/{slug}/linked")


@bp.get("/iri/linked")
def linked_iri() -> ResponseReturnValue:
    """The same for an identity of others."""
    iri = _asked_iri()
    return _linked(iri, f"/iri/linked{paths.page(iri)[len('/iri') :]}")


def _asked_iri() -> str:
    text = request.args.get("iri", "").strip()
    try:
        iri = expand(text) or text
        return ox.NamedNode(iri).value if len(iri) < 2_000 else abort(404)
    except ValueError as error:
        raise ParameterError(
            msg("“{text}” is not an IRI.", text=text[:200]),
            msg("Give one such as {example}.", example="http://metadata.un.org/sdg/14"),
        ) from error


def _show(iri: str) -> ResponseReturnValue:
    who = reader()
    view = who.view
    found = describe(view.register.dataset, view.register.catalogue, iri, limit=LIMIT)
    if found is None:
        abort(404)
    statements, links = visible(who, found)
    results = results_about(who, ox.NamedNode(iri))
    quotes = _quotes(who, found)
    names = Names(
        who,
        {iri}
        | needed(statements, found.sources.values())
        | {t for link in links for t in link.things}
        | things_of(results)
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
    return render_template(
        "thing.html",
        iri=iri,
        short=shorten(iri),
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
        links=[_group(who, iri, link, names) for link in links],
        findings=findings(who, results, names),
        agreements=[(row, in_line.get(iri, ())) for iri, row in agreements],
        rule=rule_of_grouping(who) if PERMS + "Partnership" in found.types else None,
        quotes=[
            Quote(
                names.thing(passage),
                text.value,
                text.language if text.language and text.language != who.language else None,
            )
            for passage, text in quotes
        ],
        forms=[(form, who.keep(paths.data(iri, form.suffix))) for form in FORMS],
        path=paths.page(iri),
    )


def _group(who: Reader, iri: str, link: Links, names: Names) -> LinkGroup:
    terms = who.view.terms
    back = terms.inverses(link.property)
    title = (
        terms.label(back[0], who.language)
        if back
        else who.say(
            msg(
                "Lead here by “{property}”",
                property=terms.label(link.property, who.language),
            )
        )
    )
    where = paths.page(iri)
    where = (
        where.replace("/iri?", "/iri/linked?") if where.startswith("/iri?") else where + "/linked"
    )
    return LinkGroup(
        title,
        terms.definition(back[0] if back else link.property, who.language),
        tuple(names.thing(t) for t in link.things),
        link.total,
        who.link(where, by=shorten(link.property)) if link.total > len(link.things) else None,
    )


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


def _linked(iri: str, path: str) -> ResponseReturnValue:
    who = reader()
    by = expand(request.args.get("by", "")) or ""
    dataset, catalogue = who.view.register.dataset, who.view.register.catalogue
    try:
        node, _ = ox.NamedNode(iri), ox.NamedNode(by)
    except ValueError:
        abort(404)
    counts = dataset.select(catalogue.find("links_to_counts").sparql, {"thing": node})
    total = next((int(r["count"].value) for r in counts if r["property"].value == by), 0)
    if not total:
        abort(404)
    page = pager(
        total,
        page_number(),
        lambda number: who.link(path, by=shorten(by), page=number if number > 1 else None),
        PAGE,
    )
    things = things_pointing_to(dataset, iri, by, limit=PAGE, offset=(page.number - 1) * PAGE)
    names = Names(who, {iri, *things})
    back = who.view.terms.inverses(by)
    label = who.view.terms.label(back[0] if back else by, who.language)
    return render_template(
        "linked.html",
        thing=names.thing(iri),
        label=label,
        turned=bool(back),
        things=[names.thing(t) for t in things],
        pager=page,
    )
