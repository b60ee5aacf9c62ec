"""How synthetic things and graphs are named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import BASE, GRAPH

TEST: Final = BASE + "test/"


@dataclass(frozen=True)
class Names:
    """Names of synthetic things.

    Attributes:
        base: What the IRI of a thing begins with. The browser shows things under ``id/`` only, so
            its measurement names them there; their slugs still begin with ``test-``.
        plan: IRI of the plan that the goals are part of; None for a synthetic one.
    """

    base: str = TEST
    plan: str | None = None

    def thing(self, kind: str, slug: str | int) -> ox.NamedNode:
        """Name a thing by its kind and a slug or number."""
        return ox.NamedNode(f"{self.base}{kind}/test-{slug}")

    def strategic_plan(self) -> ox.NamedNode:
        """Name the plan that the goals are part of."""
        return ox.NamedNode(self.plan) if self.plan else self.thing("plan", "plan")

    def source(self, document: int, reading: str = "") -> ox.NamedNode:
        """Name the graph of a document, or of what we read from it with lesser confidence."""
        return ox.NamedNode(f"{GRAPH}source/test-{document}{reading and '/' + reading}")

    def graph(self, name: str) -> ox.NamedNode:
        """Name another graph."""
        return ox.NamedNode(f"{GRAPH}{name}")
