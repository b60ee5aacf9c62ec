"""The rules that validation checks: the shapes, read once, and what each of them finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import Message, msg
from perms_graph.language import rank
from perms_graph.namespaces import DCTERMS, GRAPH, PERMS, PSH, RDF, SH

from .results import SEVERITIES
from .state import View

_SHAPES: Final = f"""
SELECT ?shape ?property ?value WHERE {{
  GRAPH <{GRAPH}shapes> {{ ?shape ?property ?value FILTER (isIRI(?shape)) }}
}}
ORDER BY ?shape ?property ?value
"""
_COUNTS: Final = f"""
SELECT ?shape (COUNT(DISTINCT ?result) AS ?results) WHERE {{
  GRAPH <{GRAPH}report> {{ ?result sh:sourceShape ?shape }}
}}
GROUP BY ?shape
"""
_FOUND: Final = f"""
SELECT ?thing ?value WHERE {{
  GRAPH <{GRAPH}report> {{
    ?result sh:sourceShape ?shape ; sh:focusNode ?thing .
    OPTIONAL {{ ?result sh:value ?value }}
  }}
}}
ORDER BY ?thing ?value ?result
"""
_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
_COMMENT: Final = "http://www.w3.org/2000/01/rdf-schema#comment"

Texts = Mapping[str, str]
"""Language → text."""


@dataclass(frozen=True)
class Rule:
    """A shape.

    Attributes:
        iri: Its name.
        name: The end of its name.
        labels: What it is called.
        asks: What it asks, in a sentence or a question.
        messages: What to do where it is not met.
        severity: IRI of how grave a result is; None for a rule that only holds others together.
        aspect: ``evidence`` or ``substance`` for a rule of a principle; else None.
        path: The property that it reads, if it is a single one.
        targets: Classes of the things that it looks at.
        passages: What it rests on; its own, or else those of the rule that it is part of.
        principle: The principle that it serves, or None.
        parts: Rules that it holds together.
        whole: The rule that it is part of, or None.
    """

    iri: str
    name: str
    labels: Texts
    asks: Texts
    messages: Texts
    severity: str | None
    aspect: str | None
    path: str | None
    targets: tuple[str, ...]
    passages: tuple[str, ...]
    principle: str | None
    parts: tuple[str, ...]
    whole: str | None

    @property
    def css(self) -> str:
        """Give the class of its colour."""
        return SEVERITIES[self.severity][1] if self.severity in SEVERITIES else ""

    def text(self, texts: Texts, language: str) -> tuple[str, str | None] | None:
        """Choose a text; with its language if that is not the reader's."""
        if not texts:
            return None
        tag = min(texts, key=lambda t: (rank(t, language), t))
        return texts[tag], tag if tag and tag.split("-")[0] != language else None

    @property
    def why(self) -> Message | None:
        """Say why a result is as grave as it is. The reading is ours."""
        if self.severity is None:
            return None
        if not self.passages:
            return msg(
                "This rule is ours and keeps the record usable; the strategy does not speak of it."
            )
        if self.aspect == "evidence":
            return msg(
                "Nothing recorded is no breach: it only means that nobody can tell yet. So a "
                "remark."
            )
        return _WHY.get(self.severity)


_WHY: Final = {
    SH + "Violation": msg(
        "We read the passage as a commitment (“will be”, “will have”), or the record cannot be "
        "used without it. So a violation."
    ),
    SH + "Warning": msg(
        "We read the passage as what is normally required: it is kept, or a reasoned departure "
        "is recorded. So a warning."
    ),
    SH + "Info": msg("We read the passage as something to be sought. So a remark."),
}


def rules_of(view: View) -> Mapping[str, Rule]:
    """Give the shapes of a register by their IRIs; those that others refer to by name included."""
    return view.memo.get(("rules",), lambda: _read(view))


def counts_of(view: View) -> Mapping[str, int]:
    """Count what each shape finds; a shape that holds others together gets their sum."""

    def make() -> Mapping[str, int]:
        found: Counter[str] = Counter(
            {row["shape"].value: int(row["results"].value) for row in view.select(_COUNTS)}
        )
        for rule in rules_of(view).values():
            if rule.parts:
                found[rule.iri] += sum(found[part] for part in rule.parts)
        return found

    return view.memo.get(("rule counts",), make)


@dataclass(frozen=True)
class Hit:
    """One thing that a rule finds, and the value at fault."""

    thing: ox.NamedNode | ox.BlankNode | ox.Literal
    value: ox.NamedNode | ox.BlankNode | ox.Literal | None


def found_by(view: View, shape: str, *, first: int, size: int) -> tuple[Hit, ...]:
    """Give some of what a shape finds, in the order of the things.

    Args:
        view: The register.
        shape: IRI of the shape.
        first: How many to leave out.
        size: How many to give at most.
    """
    table = view.select(
        _FOUND + f"LIMIT {int(size)} OFFSET {int(first)}", {"shape": ox.NamedNode(shape)}
    )
    return tuple(Hit(row["thing"], row.get("value")) for row in table)


def shape_triples(view: View, shape: str) -> list[ox.Triple]:
    """Give a shape as it is written: its statements, its parts, and the blank nodes of both."""
    store = view.register.dataset.store
    graph = ox.NamedNode(GRAPH + "shapes")
    found: dict[ox.Triple, None] = {}
    waiting: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(shape)]
    seen: set[ox.NamedNode | ox.BlankNode] = set()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for quad in store.quads_for_pattern(node, None, None, graph):
            found[quad.triple] = None
            part = quad.predicate.value == SH + "property"
            if isinstance(quad.object, ox.BlankNode) or (
                part and isinstance(quad.object, ox.NamedNode)
            ):
                waiting.append(quad.object)
    return list(found)


def _read(view: View) -> Mapping[str, Rule]:
    statements: dict[str, dict[str, list[object]]] = {}
    for row in view.select(_SHAPES):
        values = statements.setdefault(row["shape"].value, {})
        values.setdefault(row["property"].value, []).append(row["value"])
    wholes = {
        part.value: iri
        for iri, values in statements.items()
        for part in values.get(SH + "property", [])
        if isinstance(part, ox.NamedNode)
    }
    found = {}
    for iri, values in statements.items():
        kinds = {getattr(v, "value", "") for v in values.get(RDF + "type", [])}
        if iri.startswith(PSH) and kinds & {SH + "NodeShape", SH + "PropertyShape"}:
            found[iri] = _rule(iri, values, statements.get(wholes.get(iri, ""), {}), wholes)
    return found


def _rule(
    iri: str,
    values: Mapping[str, list[object]],
    above: Mapping[str, list[object]],
    wholes: Mapping[str, str],
) -> Rule:
    def nodes(name: str, of: Mapping[str, list[object]] = values) -> tuple[str, ...]:
        return tuple(v.value for v in of.get(name, []) if isinstance(v, ox.NamedNode))

    def texts(name: str, of: Mapping[str, list[object]] = values) -> Texts:
        return {v.language or "": v.value for v in of.get(name, []) if isinstance(v, ox.Literal)}

    def one(name: str, of: Mapping[str, list[object]] = values) -> str | None:
        return next(iter(nodes(name, of)), None)

    aspect = one(PERMS + "asks")
    return Rule(
        iri,
        iri.rpartition("#")[2],
        texts(_LABEL) or texts(_LABEL, above),
        texts(_COMMENT) or texts(_COMMENT, above),
        texts(SH + "message"),
        one(SH + "severity"),
        aspect.rpartition("/")[2] if aspect else None,
        one(SH + "path"),
        nodes(SH + "targetClass") or nodes(SH + "targetClass", above),
        nodes(DCTERMS + "source") or nodes(DCTERMS + "source", above),
        one(DCTERMS + "subject") or one(DCTERMS + "subject", above),
        nodes(SH + "property"),
        wholes.get(iri),
    )
