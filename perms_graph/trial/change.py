"""A change that someone thinks of: what to add and what to remove."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import PermsError, msg
from perms_graph.namespaces import GRAPH, shorten
from perms_graph.reasoning import DERIVED, INFERRED
from perms_graph.reasoning.rules import quad
from perms_graph.store import Dataset
from perms_graph.store.loading import APART

PROPOSAL: Final = GRAPH + "proposal"
"""Where triples go that name no graph."""

COMPUTED: Final = frozenset({INFERRED, DERIVED, *APART})
"""Graphs that we write: nobody states anything in them."""

Statement = ox.Quad | ox.Triple


@dataclass(frozen=True)
class Change:
    """What to add and what to remove.

    Attributes:
        added: A triple, or a quad of the default graph, goes to ``graph:proposal``; any other quad
            to its own graph.
        removed: A triple, or a quad of the default graph, is taken out of every graph that states
            it; any other quad out of its own graph. What is not there is passed over.
    """

    added: tuple[Statement, ...] = ()
    removed: tuple[Statement, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything to change."""
        return bool(self.added or self.removed)

    def quads_added(self) -> list[ox.Quad]:
        """Give what to add, as the store will write it, in the order of its text.

        Raises:
            PermsError: A quad is meant for a graph that we write ourselves.
        """
        found = []
        for statement in _as_stored(self.added):
            if isinstance(statement.graph_name, ox.DefaultGraph):
                statement = quad(statement.triple, PROPOSAL)
            _refuse_computed(statement)
            found.append(statement)
        return found

    def quads_removed(self, dataset: Dataset) -> list[ox.Quad]:
        """Give what to take out of which named graph, in the order of its text; errors as above."""
        found: dict[ox.Quad, None] = {}
        for statement in _as_stored(self.removed):
            if isinstance(statement.graph_name, ox.DefaultGraph):
                t = statement.triple
                for place in dataset.store.quads_for_pattern(
                    t.subject, t.predicate, t.object, None
                ):
                    name = place.graph_name
                    if isinstance(name, ox.NamedNode) and name.value not in COMPUTED:
                        found[place] = None
            else:
                _refuse_computed(statement)
                found[statement] = None
        return list(found)

    def triples_removed(self) -> list[ox.Triple]:
        """Give the triples to remove wherever they stand, in the order of their text."""
        quads = _as_stored(self.removed)
        return [q.triple for q in quads if isinstance(q.graph_name, ox.DefaultGraph)]


def _as_stored(statements: Iterable[Statement]) -> list[ox.Quad]:
    """Send statements through a store: it rewrites some literals, ``007`` to ``7``."""
    store = ox.Store()
    store.extend(s if isinstance(s, ox.Quad) else quad(s) for s in statements)
    return sorted(store, key=str)


def _refuse_computed(statement: ox.Quad) -> None:
    name = statement.graph_name
    if isinstance(name, ox.NamedNode) and name.value in COMPUTED:
        raise PermsError(
            msg(
                "The graph {graph} is written by us: nothing can be stated in it.",
                graph=shorten(name.value),
            ),
            msg(
                "Leave the graph out, or use one of your own, such as {example}.",
                example="graph:proposal",
            ),
        )
