"""Names of all that a reader is told, in all languages, and which of it is invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from perms_graph.compliance import Ledger
from perms_graph.findings.model import Finding, Rule, Unknown
from perms_graph.labels import labels
from perms_graph.language import LANGUAGES
from perms_graph.store import Dataset

_CHUNK: Final = 2_000


def told(findings: Iterable[Finding], ledger: Ledger, unknown: Iterable[Unknown] = ()) -> list[str]:
    """List the IRIs of all that a reader is told."""
    found: set[object] = set()
    for f in findings:
        found |= {f.result.focus, f.result.value}
        found |= {_node(iri) for iri in (f.owner, f.principle, f.result.passage) if iri}
    for principle in ledger.principles:
        found |= {_node(iri) for iri in (principle.iri, principle.passage) if iri}
    for v in ledger.verdicts:
        found |= {v.partnership, *v.evidence, *v.documents, *(f.value for f in v.findings)}
        if v.departure is not None:
            found |= {v.departure.iri, v.departure.decided_by}
    for name in unknown:
        found |= {_node(iri) for iri in name.nearest}
    return sorted(t.value for t in found if isinstance(t, ox.NamedNode))


def names_of(dataset: Dataset, iris: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """Give IRI → tag → name, the tag empty for a name without a language.

    Of each thing there is the name nearest to each language of ours; a thing that nothing names is
    missing.
    """
    wanted = list(iris)
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for iri, label in labels(dataset, wanted, language).items():
            if label.own:
                found.setdefault(iri, {})[label.language or ""] = label.text
    return found


def invented_among(dataset: Dataset, iris: Iterable[str]) -> frozenset[str]:
    """Give the things that are marked as invented."""
    wanted = list(iris)
    found: set[str] = set()
    for start in range(0, len(wanted), _CHUNK):
        nodes = " ".join(str(ox.NamedNode(iri)) for iri in wanted[start : start + _CHUNK])
        table = dataset.select(
            f"SELECT ?thing {{ VALUES ?thing {{ {nodes} }} ?thing perms:illustrative true }}"
        )
        found |= {row["thing"].value for row in table}
    return frozenset(found)


def rules_of(dataset: Dataset, shapes: Iterable[str]) -> Mapping[str, Rule]:
    """Give IRI → rule in words; a shape that says no word of itself is missing.

    Args:
        dataset: What was checked; it holds the shapes.
        shapes: IRIs of node shapes.
    """
    wanted = " ".join(str(node) for s in sorted(set(shapes)) if (node := _node(s)) is not None)
    table = dataset.select(
        "SELECT ?shape ?word ?text { GRAPH graph:shapes { "
        f"VALUES ?shape {{ {wanted} }} ?shape ?word ?text "
        "FILTER (?word IN (rdfs:label, rdfs:comment)) } }"
    )
    found: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
    for row in table:
        text = row["text"]
        if isinstance(text, ox.Literal):
            names, asks = found.setdefault(row["shape"].value, ({}, {}))
            kept = names if row["word"].value.endswith("label") else asks
            kept[text.language or ""] = text.value
    return {iri: Rule(names, asks) for iri, (names, asks) in found.items()}


def _node(iri: str) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        # A shape may cite a passage in words.
        return None
