"""What stands in data and is no data: shapes, imports, and graphs that we write ourselves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import GRAPH, OWL, RDF, SH
from perms_graph.store.loading import APART

IMPORTS: Final = OWL + "imports"
COMPUTED: Final = frozenset({GRAPH + "inferred", GRAPH + "derived", *APART})
"""Graphs that we write: a file that fills them could forge a verdict."""

Subject = ox.NamedNode | ox.BlankNode | ox.Triple

_TYPE: Final = ox.NamedNode(RDF + "type")


def of_shapes(triples: Collection[ox.Triple]) -> set[Subject]:
    """Give the subjects that are shapes, or nameless parts of them: they are never run.

    Args:
        triples: All of a file.
    """
    found: set[Subject] = {t.subject for t in triples if _is_of_shapes(t)}
    if not found:
        return found
    by_subject: dict[object, list[ox.Triple]] = {}
    for t in triples:
        by_subject.setdefault(t.subject, []).append(t)
    waiting = list(found)
    while waiting:
        for t in by_subject.get(waiting.pop(), ()):
            if isinstance(t.object, ox.BlankNode) and t.object not in found:
                found.add(t.object)
                waiting.append(t.object)
    return found


def _is_of_shapes(triple: ox.Triple) -> bool:
    kind = triple.object
    return triple.predicate.value.startswith(SH) or (
        triple.predicate == _TYPE and isinstance(kind, ox.NamedNode) and kind.value.startswith(SH)
    )
