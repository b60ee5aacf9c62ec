"""From changed triples back to the nodes whose rows they can alter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from perms_graph.store import Dataset
from perms_graph.validation.footprint import Lineage, Loose
from perms_graph.validation.paths import Read, may_stay, path_text

ANY: Final = "*"
"""Stands for every predicate (``sh:closed``)."""


class Walker:
    """Walks from changed triples back to the nodes that lead to them; each way once.

    Args:
        dataset: After the change.
        changed: Triples added to or removed from the default graph; of entailed triples too.
    """

    def __init__(self, dataset: Dataset, changed: Iterable[ox.Triple]) -> None:
        by_predicate: dict[str, list[ox.Triple]] = {}
        for triple in changed:
            by_predicate.setdefault(triple.predicate.value, []).append(triple)
        self.dataset = dataset
        self.changed: Mapping[str, list[ox.Triple]] = by_predicate
        self._known: dict[Read, frozenset[ox.NamedNode] | None] = {}

    def rows(self, lineage: Lineage) -> frozenset[ox.NamedNode] | None:
        """Give the nodes ``$this`` whose rows of a query can differ; None if any row may.

        Exact in what matters: take the first changed triple on the way from such a node. The way up
        to it is the same before and after, so walking it back in the changed dataset finds it.
        """
        if any(self.meets(loose) for loose in lineage.loose):
            return None
        found: set[ox.NamedNode] = set()
        for read in lineage.reads:
            roots = self.roots(read)
            if roots is None:
                return None
            found |= roots
        return frozenset(found)

    def roots(self, read: Read) -> frozenset[ox.NamedNode] | None:
        """Give the nodes from which a read meets a changed triple; None if one has no name."""
        if read not in self._known:
            self._known[read] = self._walk(read)
        return self._known[read]

    def meets(self, loose: Loose) -> bool:
        """Tell whether a changed triple fits a pattern that no way leads to."""
        return any(
            loose.subject in {"", str(triple.subject)}
            and loose.object in {"", str(triple.object)}
            and all(self._holds(triple, p, o) for p, o in loose.also)
            for triple in self.changed.get(loose.predicate, ())
        )

    def _holds(self, triple: ox.Triple, predicate: str, end: str) -> bool:
        """Tell whether the subject of a triple has a value now, or had before the change."""
        value = ox.NamedNode(end[1:-1])
        now = ox.Quad(triple.subject, ox.NamedNode(predicate), value)
        return now in self.dataset.store or any(
            t.subject == triple.subject and t.object == value
            for t in self.changed.get(predicate, ())
        )

    def _walk(self, read: Read) -> frozenset[ox.NamedNode] | None:
        if read.predicate == ANY:
            triples = [t for group in self.changed.values() for t in group]
        else:
            triples = self.changed.get(read.predicate, [])
        ends = {t.object if read.backwards else t.subject for t in triples}
        if not ends:
            return frozenset()
        if any(isinstance(e, ox.BlankNode) for e in ends):
            return None
        found: set[object] = set()
        if read.way is None or may_stay(read.way):
            found |= ends
        if read.way is not None:
            listed = " ".join(sorted(str(e) for e in ends))
            way = path_text(read.way)
            table = self.dataset.select(
                f"SELECT DISTINCT ?f WHERE {{ VALUES ?e {{ {listed} }} ?f {way} ?e }}"
            )
            found |= set(table.column("f"))
        if any(not isinstance(f, ox.NamedNode) for f in found):
            return None
        return frozenset(f for f in found if isinstance(f, ox.NamedNode))
