"""The words we use: the terms of the ontology."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from perms_graph.language import rank
from perms_graph.namespaces import DCTERMS, OWL, PERMS, QUESTION, shorten

from .. import paths
from ..negotiation import FORMS
from ..ontology import (
    DOMAIN,
    HEADER,
    MATCHES,
    RANGE,
    SAME,
    SUBCLASS,
    SUBPROPERTY,
    drawn,
    ontology_of,
)
from ..reading import Reader, reader
from ..rules import Rule, rules_of
from ..showing import Names, Shown
from ..terms import Term

bp = Blueprint("vocabulary", __name__, url_prefix="/<any(en, fr):lang>")


@dataclass(frozen=True)
class TermRow:
    """A term as the page prints it."""

    anchor: str
    iri: str
    short: str
    label: str
    other: str | None
    definition: tuple[str, str] | None
    note: tuple[str, str] | None
    above: tuple[Shown, ...]
    inverses: tuple[Shown, ...]
    things: tuple[str, int] | None
    below: tuple[Shown, ...]
    disjoint: tuple[Shown, ...]
    has: tuple[Shown, ...]
    led_to: tuple[Shown, ...]
    alike: tuple[Shown, ...]
    rules: tuple[Shown, ...]
    uses: int | None


@bp.get("/def")
def terms() -> ResponseReturnValue:
    """List the classes and properties of the ontology, each with an anchor of its own."""
    who = reader()
    mine = [t for t in who.view.terms if t.iri.startswith(PERMS)]
    classes = sorted((_row(who, t) for t in mine if t.is_class), key=lambda r: r.anchor.casefold())
    properties = sorted(
        (_row(who, t) for t in mine if not t.is_class), key=lambda r: r.anchor.casefold()
    )
    modules = who.view.index.of_class(OWL + "Ontology")
    names = Names(who, modules, states=False)
    words = ontology_of(who.view)
    branches = words.branches()
    return render_template(
        "terms.html",
        header={k: words.text(p, who.language) for k, p in HEADER.items()},
        licence=words.link(DCTERMS + "license"),
        version_iri=words.link(OWL + "versionIRI"),
        branches=branches,
        lines=drawn(branches),
        name=lambda iri: _shown(who, iri),
        uses=who.link(paths.page(QUESTION + "uses_of_properties")),
        classes=classes,
        properties=properties,
        modules=_modules(modules, names),
        forms=[(form, who.keep(f"/data/def.{form.suffix}")) for form in FORMS],
    )


def _modules(modules: Iterable[str], names: Names) -> list[tuple[str | None, str, Shown]]:
    """Give each module with its anchor; alignments share one, and only the first bears it."""
    rows: list[tuple[str | None, str, Shown]] = []
    seen: set[str] = set()
    for module in modules:
        anchor = paths.page(module).partition("#")[2]
        free = bool(anchor) and anchor not in seen
        rows.append((anchor if free else None, shorten(module), names.thing(module)))
        seen.add(anchor)
    return rows


def _shown(who: Reader, iri: str) -> Shown:
    if paths.ours(iri):
        return Shown(who.view.terms.label(iri, who.language), who.link(paths.page(iri)))
    # Words of others go by the name that their readers know.
    return Shown(shorten(iri), iri if paths.followable(iri) else None, external=True)


def _text(texts: Mapping[str, str], language: str) -> tuple[str, str] | None:
    """Give a text and its language: the reader's, or another that is marked as such."""
    tag = min(texts, key=lambda tag: (rank(tag, language), tag), default=None)
    return (texts[tag], tag) if tag is not None else None


def _row(who: Reader, term: Term) -> TermRow:
    terms = who.view.terms
    words = ontology_of(who.view)
    other = "fr" if who.language == "en" else "en"
    things = len(who.view.index.of_class(term.iri)) if term.is_class else 0
    word = paths.kind_of_class(term.iri)

    def shown(iris: Iterable[str]) -> tuple[Shown, ...]:
        return tuple(_shown(who, iri) for iri in iris)

    plain = {OWL + "Thing", OWL + "topObjectProperty", OWL + "topDataProperty", term.iri}
    has, led_to = (
        (words.to(term.iri, p) if term.is_class else words.of(term.iri, p)) for p in (DOMAIN, RANGE)
    )
    alike = {*words.of(term.iri, *SAME, *MATCHES), *words.to(term.iri, *SAME, *MATCHES)}
    return TermRow(
        term.iri.rpartition("#")[2],
        term.iri,
        shorten(term.iri),
        terms.label(term.iri, who.language),
        term.labels.get(other),
        _text(term.definitions, who.language),
        _text(term.notes, who.language),
        shown(sorted(term.parents - plain)),
        shown(terms.inverses(term.iri)),
        (who.link(f"/{word}"), things) if things and word else None,
        shown(words.to(term.iri, SUBCLASS, SUBPROPERTY)),
        shown(words.disjoint(term.iri)),
        shown(has),
        shown(led_to),
        shown(sorted(alike)),
        _rules(who, term),
        None if term.is_class else _uses(who).get(term.iri, 0),
    )


def _rules(who: Reader, term: Term) -> tuple[Shown, ...]:
    """Give the rules that look at a class or read a property, each leading to its page."""
    found: dict[str, Rule] = {}
    for rule in rules_of(who.view).values():
        if term.iri in rule.targets or term.iri == rule.path:
            said = _text(rule.labels, who.language)
            text = said[0] if said else rule.name
            # The parts of a rule bear its name; the one that holds them together leads to them.
            known = found.get(text)
            if known is None or _whole_first(rule) < _whole_first(known):
                found[text] = rule
    return tuple(
        Shown(text, who.link(paths.page(rule.iri)), language=_other(who, rule.labels))
        for text, rule in sorted(found.items())
    )


def _whole_first(rule: Rule) -> tuple[bool, int, str]:
    return rule.severity is not None, len(rule.name), rule.name


def _other(who: Reader, texts: Mapping[str, str]) -> str | None:
    said = _text(texts, who.language)
    return said[1] if said and said[1] != who.language else None


def _uses(who: Reader) -> Mapping[str, int]:
    """Count the statements of the register with each property."""
    view = who.view
    return view.memo.get(
        ("uses",),
        lambda: {
            r["property"].value: int(r["count"].value) for r in view.ask("uses_of_properties")
        },
    )
