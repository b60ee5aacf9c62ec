"""Results of a validation: what a person reads, and the same as RDF."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import pyoxigraph as ox

from perms_graph.namespaces import DCTERMS, ID, RDF, SH, XSD
from perms_graph.store import Term
from perms_graph.validation.pathtext import parse_path, path_triples

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True)
class Result:
    """One finding.

    Attributes:
        focus: The node that was checked.
        path: The path from it to the values, as a SPARQL path with full IRIs; None for a finding
            about the node itself.
        value: The value at fault; None where there is none to name (a missing value, a count).
        source_shape: The shape that the constraint stands on: an IRI, or ``_:`` and a label.
        node_shape: The shape that led to it: its parent for a property shape, else itself.
        component: IRI of the constraint component.
        severity: IRI.
        messages: Language tag → text; "" for a text without a language.
        passage: The passage of the strategy that the shape cites, or None.
    """

    focus: Term
    path: str | None
    value: Term | None
    source_shape: str
    node_shape: str
    component: str
    severity: str
    messages: Mapping[str, str]
    passage: str | None

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Give what says which finding it is, without its wording; also the order of a report."""
        return (
            str(self.focus),
            self.node_shape,
            self.source_shape,
            self.path or "",
            self.component,
            "" if self.value is None else str(self.value),
            self.severity,
            *(f"{lang}:{self.messages[lang]}" for lang in sorted(self.messages)),
        )


@dataclass(frozen=True)
class Origin:
    """How a result came about, so that it can be replaced when data change.

    Attributes:
        check: Name of the check.
        root: The target node from which its focus node was reached.
    """

    check: str
    root: Term


@dataclass(frozen=True)
class Report:
    """All results of a run.

    Attributes:
        results: By focus node, then shape, path, component and value.
        engines: Name of a check → ``sparql`` or ``pyshacl``.
        origins: One for each result, in the same order.
    """

    results: tuple[Result, ...]
    engines: Mapping[str, str]
    origins: tuple[Origin, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, found: list[tuple[Origin, Result]], engines: Mapping[str, str]) -> Report:
        """Sort results into a report."""
        ordered = sorted(found, key=lambda pair: (pair[1].key, pair[0].check, str(pair[0].root)))
        return cls(
            tuple(result for _, result in ordered),
            MappingProxyType(dict(sorted(engines.items()))),
            tuple(origin for origin, _ in ordered),
        )

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Results by the name of their severity; Violation, Warning and Info are always there."""
        found = Counter(r.severity.removeprefix(SH) for r in self.results)
        return MappingProxyType({**dict.fromkeys(SEVERITIES, 0), **found})

    @property
    def conforms(self) -> bool:
        """Tell whether there is no result of severity sh:Violation."""
        return self.counts["Violation"] == 0

    def to_quads(self, graph: ox.NamedNode) -> Iterator[ox.Quad]:
        """Give the report as ``sh:ValidationReport``.

        Names of results are made from what they say, so that the same findings always have the same
        names. ``sh:conforms`` here is the W3C's: false if there is any result.

        Args:
            graph: Where the quads go.
        """
        names = self.names()
        report = ox.NamedNode(f"{ID}report/{_digest(names)}")
        yield ox.Quad(report, _RDF_TYPE, _sh("ValidationReport"), graph)
        conforms = ox.Literal("false" if names else "true", datatype=_BOOLEAN)
        yield ox.Quad(report, _sh("conforms"), conforms, graph)
        for name, result in zip(names, self.results, strict=True):
            node = ox.NamedNode(name)
            yield ox.Quad(report, _sh("result"), node, graph)
            for triple in _triples(node, result):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    def names(self) -> list[str]:
        """Give the IRI of each result, in order."""
        seen: Counter[tuple[str, ...]] = Counter()
        names = []
        for result in self.results:
            number = seen[result.key]
            seen[result.key] += 1
            names.append(f"{ID}result/{_digest([*result.key, str(number)])}")
        return names


_RDF_TYPE = ox.NamedNode(RDF + "type")
_BOOLEAN = ox.NamedNode(XSD + "boolean")


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _node(name: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)


def _triples(node: ox.NamedNode, result: Result) -> Iterator[ox.Triple]:
    yield ox.Triple(node, _RDF_TYPE, _sh("ValidationResult"))
    yield ox.Triple(node, _sh("focusNode"), result.focus)
    yield ox.Triple(node, _sh("sourceShape"), _node(result.source_shape))
    yield ox.Triple(node, _sh("sourceConstraintComponent"), ox.NamedNode(result.component))
    yield ox.Triple(node, _sh("resultSeverity"), ox.NamedNode(result.severity))
    if result.path is not None:
        # Labels are made from the result's name: the same every time, and its own.
        yield from _path_triples(node, result.path)
    if result.value is not None:
        yield ox.Triple(node, _sh("value"), result.value)
    for lang, text in result.messages.items():
        literal = ox.Literal(text, language=lang) if lang else ox.Literal(text)
        yield ox.Triple(node, _sh("resultMessage"), literal)
    if result.passage is not None:
        source = _node(result.passage) if ":" in result.passage else ox.Literal(result.passage)
        yield ox.Triple(node, ox.NamedNode(DCTERMS + "source"), source)


def _path_triples(node: ox.NamedNode, text: str) -> Iterator[ox.Triple]:
    if text.startswith("<") and text.find(">") == len(text) - 1:
        # Nearly all paths are one property: parsing them took a third of the time of a report.
        yield ox.Triple(node, _sh("resultPath"), ox.NamedNode(text[1:-1]))
        return
    path, triples = path_triples(parse_path(text), node.value.rpartition("/")[2])
    yield ox.Triple(node, _sh("resultPath"), path)
    yield from triples
