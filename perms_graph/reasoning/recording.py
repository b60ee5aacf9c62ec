"""A record of what was done to a store, quad by quad, so that it can be undone."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from perms_graph.store import Dataset


class Journal:
    """Writes to a dataset, and remembers how each quad stood before.

    Each quad is noted before it is touched, so that ``undo`` is right even after an error halfway.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._before: dict[ox.Quad, bool] = {}
        self._graphs: dict[ox.NamedNode | ox.BlankNode, None] = {}

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads as one change."""
        store = self._dataset.store
        new = [q for q in dict.fromkeys(quads) if q not in store]
        for graph in {q.graph_name for q in new}:
            if not isinstance(graph, ox.DefaultGraph) and not store.contains_named_graph(graph):
                self._graphs[graph] = None
        self.note(new)
        self._dataset.add(new)

    def remove(self, quads: Iterable[ox.Quad]) -> None:
        """Remove quads; those that are not there are passed over."""
        store = self._dataset.store
        for quad in quads:
            if quad in store:
                self._before.setdefault(quad, True)
                store.remove(quad)

    def note(self, quads: Iterable[ox.Quad]) -> None:
        """Remember quads that an update brings, or has just brought, and that were not there."""
        for quad in quads:
            self._before.setdefault(quad, False)

    def came(self) -> list[ox.Quad]:
        """Give the quads that are there now and were not before, in the order of the changes."""
        store = self._dataset.store
        return [quad for quad, before in self._before.items() if not before and quad in store]

    def went(self) -> list[ox.Quad]:
        """Give the quads that were there before and are not now, in the order of the changes."""
        store = self._dataset.store
        return [quad for quad, before in self._before.items() if before and quad not in store]

    def undo(self) -> None:
        """Put every quad and every graph back as it was. The journal is empty afterwards."""
        store = self._dataset.store
        for quad, before in self._before.items():
            if not before:
                store.remove(quad)
        self._dataset.add(quad for quad, before in self._before.items() if before)
        for graph in self._graphs:
            store.remove_graph(graph)
        self._before.clear()
        self._graphs.clear()
