"""The words we use: the terms of the ontology, and the rules that validation checks."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyoxigraph as ox
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from perms_graph.language import rank
from perms_graph.namespaces import OWL, PERMS, PSH, RDF, SH, shorten

from .. import paths
from ..negotiation import FORMS
from ..reading import Reader, reader
from ..results import SEVERITIES
from ..showing import Names, Shown
from ..terms import Term

bp = Blueprint("vocabulary", __name__, url_prefix="/<any(en, fr):lang>")

_SHAPES = """
SELECT ?shape ?property ?value WHERE {
  GRAPH <https://w3id.org/perms/graph/shapes> { ?shape ?property ?value FILTER (isIRI(?shape)) }
}
ORDER BY ?shape ?property ?value
"""


@dataclass(frozen=True)
class TermRow:
    """A term as the page prints it."""

    anchor: str
    iri: str
    short: str
    label: str
    other: str | None
    definition: str | None
    note: str | None
    above: tuple[Shown, ...]
    inverses: tuple[Shown, ...]
    things: tuple[str, int] | None


@dataclass
class Rule:
    """A shape as the page prints it."""

    anchor: str
    iri: str
    label: str = ""
    message: Shown | None = None
    css: str = ""
    severity: str = ""
    path: Shown | None = None
    targets: list[Shown] = field(default_factory=list)
    sources: list[Shown] = field(default_factory=list)
    parts: list[Shown] = field(default_factory=list)


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
    return render_template(
        "terms.html",
        classes=classes,
        properties=properties,
        modules=[(paths.page(m).partition("#")[2], shorten(m), names.thing(m)) for m in modules],
        forms=[(form, who.keep(f"/data/def.{form.suffix}")) for form in FORMS],
    )


@bp.get("/shape")
def shapes() -> ResponseReturnValue:
    """List the rules that validation checks."""
    who = reader()
    rules = _rules(who)
    return render_template(
        "shapes.html",
        rules=rules,
        forms=[(form, who.keep(f"/data/shape.{form.suffix}")) for form in FORMS],
    )


def _row(who: Reader, term: Term) -> TermRow:
    terms = who.view.terms
    other = "fr" if who.language == "en" else "en"
    things = len(who.view.index.of_class(term.iri)) if term.is_class else 0
    word = paths.kind_of_class(term.iri)

    def shown(iri: str) -> Shown:
        href = who.link(paths.page(iri)) if paths.ours(iri) else iri
        return Shown(terms.label(iri, who.language), href, external=not paths.ours(iri))

    plain = {OWL + "Thing", OWL + "topObjectProperty", OWL + "topDataProperty", term.iri}
    return TermRow(
        term.iri.rpartition("#")[2],
        term.iri,
        shorten(term.iri),
        terms.label(term.iri, who.language),
        term.labels.get(other),
        term.definitions.get(who.language),
        term.notes.get(who.language),
        tuple(shown(p) for p in sorted(term.parents - plain)),
        tuple(shown(p) for p in terms.inverses(term.iri)),
        (who.link(f"/{word}"), things) if things and word else None,
    )


def _rules(who: Reader) -> list[Rule]:
    found: dict[str, dict[str, list[object]]] = {}
    things: set[str] = set()
    table = who.view.memo.get(("shapes",), lambda: who.view.select(_SHAPES))
    for row in table:
        values = found.setdefault(row["shape"].value, {})
        values.setdefault(row["property"].value, []).append(row["value"])
        if isinstance(row["value"], ox.NamedNode) and not row["value"].value.startswith(SH):
            things.add(row["value"].value)
    names = Names(who, things, states=False)
    rules = []
    for iri, values in found.items():
        kinds = {getattr(v, "value", "") for v in values.get(RDF + "type", [])}
        if not iri.startswith(PSH) or not kinds & {SH + "NodeShape", SH + "PropertyShape"}:
            continue
        rules.append(_rule(who, iri, values, names))
    return rules


def _rule(who: Reader, iri: str, values: dict[str, list[object]], names: Names) -> Rule:
    def nodes(name: str) -> list[str]:
        return [v.value for v in values.get(name, []) if isinstance(v, ox.NamedNode)]

    def text(name: str) -> ox.Literal | None:
        texts = [v for v in values.get(name, []) if isinstance(v, ox.Literal)]
        return min(texts, key=lambda t: (rank(t.language, who.language), t.value), default=None)

    rule = Rule(iri.rpartition("#")[2], iri)
    label = text("http://www.w3.org/2000/01/rdf-schema#label")
    rule.label = label.value if label is not None else rule.anchor
    message = text(SH + "message")
    if message is not None:
        other = message.language not in {None, who.language}
        rule.message = Shown(message.value, language=message.language if other else None)
    for severity in nodes(SH + "severity"):
        if severity in SEVERITIES:
            _, rule.css, words = SEVERITIES[severity]
            rule.severity = who.say(words)
    path = nodes(SH + "path")
    rule.path = names.thing(path[0]) if path else None
    rule.targets = [names.thing(t) for t in nodes(SH + "targetClass")]
    rule.sources = [names.thing(s) for s in nodes("http://purl.org/dc/terms/source")]
    rule.parts = [
        Shown(p.rpartition("#")[2], who.link(paths.page(p))) for p in nodes(SH + "property")
    ]
    return rule
