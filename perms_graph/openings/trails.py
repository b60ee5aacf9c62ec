"""What a fact hangs on: the dates that decide whether it counts, and the steps that lead up to it.

Openings, coverage and gaps open their numbers alike, so they follow the same trails.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import DCTERMS, PERMS, SKOS
from perms_graph.store import Dataset, Term

UP: Final = frozenset(
    ox.NamedNode(iri)
    for iri in (
        PERMS + "partOfGoal",
        PERMS + "focusOf",
        PERMS + "goalOf",
        PERMS + "partnerType",
        SKOS + "broader",
        DCTERMS + "isPartOf",
    )
)
"""Properties along which the questions roll up."""

TIME: Final = tuple(
    ox.NamedNode(PERMS + name)
    for name in (
        "startsOn",
        "signedOn",
        "endsOn",
        "statedStatus",
        "earliestStart",
        "latestStart",
        "earliestEnd",
        "latestEnd",
    )
)
"""What decides whether an agreement is in force: dates and statuses, and the bounds from them."""

_DEFAULT: Final = ox.DefaultGraph()


def about(
    dataset: Dataset,
    subject: ox.NamedNode,
    predicate: ox.NamedNode | None,
    other: Term | None = None,
) -> Iterator[ox.Triple]:
    """Give the triples of the merged set with this subject, property and object; None for any."""
    for quad in dataset.store.quads_for_pattern(subject, predicate, other, _DEFAULT):
        yield quad.triple


def climb(dataset: Dataset, start: ox.NamedNode, end: ox.NamedNode) -> Iterator[ox.Triple]:
    """Give the steps of a hierarchy that lead from one thing up to another; none if none do."""
    steps: dict[ox.NamedNode, list[ox.Triple]] = {start: []}
    waiting = [start]
    while waiting and end not in steps:
        here = waiting.pop(0)
        for triple in about(dataset, here, None):
            above = triple.object
            if triple.predicate in UP and isinstance(above, ox.NamedNode) and above not in steps:
                steps[above] = [*steps[here], triple]
                waiting.append(above)
    yield from steps.get(end, ())
