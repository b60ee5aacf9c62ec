"""From a reason to what it rests on: triples, the graphs that state them, the documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from perms_graph.description import INFERRED, GraphSource, graph_sources
from perms_graph.openings.model import Witness
from perms_graph.store import Dataset
from perms_graph.store.loading import APART


@dataclass(frozen=True)
class Stated:
    """A triple with who states it.

    Attributes:
        triple: As it is stated: perhaps with a narrower property than the reason's.
        sources: The graphs that state it with their documents, in the order of their names; one
            inferred graph if nobody states it.
    """

    triple: ox.Triple
    sources: tuple[GraphSource, ...]


def open_witnesses(dataset: Dataset, witnesses: Iterable[Witness]) -> tuple[Stated, ...]:
    """Open facts to the statements and documents they rest on.

    Args:
        dataset: The register.
        witnesses: Of one reason or of several.

    Returns:
        One entry for each statement, in the order of the witnesses. Where sources state a fact with
        a narrower property (``servesGoal`` for ``serves``), that statement is given; what nobody
        states comes as the inference it is.
    """
    triples = dict.fromkeys(t for w in witnesses for t in w.triples)
    narrower = {p: _narrower(dataset, p) for p in {t.predicate for t in triples}}
    graphs: dict[ox.Triple, set[str]] = {}
    for triple in triples:
        for quad in _quads(dataset, triple, narrower[triple.predicate]):
            graphs.setdefault(quad.triple, set()).add(_name(quad))
    described = graph_sources(dataset, {g for found in graphs.values() for g in found})
    return tuple(
        Stated(triple, tuple(described[g] for g in sorted(found)))
        for triple, found in graphs.items()
    )


def _narrower(dataset: Dataset, predicate: ox.NamedNode) -> frozenset[str]:
    table = dataset.select(
        f"SELECT DISTINCT ?narrower WHERE {{ ?narrower rdfs:subPropertyOf+ {predicate} }}"
    )
    return frozenset(row["narrower"].value for row in table) - {predicate.value}


def _quads(dataset: Dataset, triple: ox.Triple, narrower: frozenset[str]) -> list[ox.Quad]:
    """Find who states a triple, or a narrower one, else who infers it; in a stable order."""
    found = [
        quad
        for quad in dataset.store.quads_for_pattern(triple.subject, None, triple.object, None)
        if isinstance(quad.graph_name, ox.NamedNode) and _name(quad) not in APART
    ]
    exact = [q for q in found if q.predicate == triple.predicate]
    stated = [q for q in exact if _name(q) not in INFERRED]
    closer = [q for q in found if _name(q) not in INFERRED and q.predicate.value in narrower]
    return sorted(stated or closer or exact, key=str)


def _name(quad: ox.Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
