"""Focus nodes of a shape as SPARQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from perms_graph.store import Dataset
from perms_graph.validation.patterns import INSTANCE, Nodes
from perms_graph.validation.shapes import Shape

HERE: Final = "[[focus]]"
"""Where a narrow query lists its target nodes."""

FOCUS: Final = "s_0"

_BATCH: Final = 1000
"""Nodes in one query: more would only make its text long."""


def all_targets(shape: Shape) -> Nodes:
    """Write the target nodes of a shape (SHACL, section 2.1.3), each once.

    ``GROUP BY`` and not ``DISTINCT``: the engine would ask a filter on the nodes before it drops
    duplicates, and a hub is met once for each triple that leads to it.
    """
    targets = shape.targets
    parts = [f"?{FOCUS} {INSTANCE} <{c}> ." for c in targets.classes] + _others(shape)
    if targets.nodes:
        parts.append(f"VALUES ?{FOCUS} {{ {' '.join(str(n) for n in targets.nodes)} }}")
    union = " UNION ".join(f"{{ {p} }}" for p in parts)
    return Nodes(f"{{ SELECT ?{FOCUS} WHERE {{ {union} }} GROUP BY ?{FOCUS} }}", FOCUS)


def listed_targets() -> Nodes:
    """Write target nodes that are known, to be put in the place of ``[[focus]]``."""
    return Nodes(f"VALUES ?{FOCUS} {{ {HERE} }}", FOCUS)


def targets_among(
    dataset: Dataset, asked: Iterable[tuple[Shape, Collection[ox.NamedNode]]]
) -> dict[str, frozenset[ox.NamedNode]]:
    """Tell which of some nodes are target nodes of which shapes.

    Args:
        dataset: Not changed.
        asked: Shapes with targets, each with the nodes in question.

    Returns:
        Name of a shape → those of the nodes that it targets.
    """
    known = list(asked)
    kinds: dict[str, set[ox.NamedNode]] = {}
    if any(shape.targets.classes for shape, _ in known):
        for listed in batches(frozenset[ox.NamedNode]().union(*(nodes for _, nodes in known))):
            rows = dataset.select(
                f"SELECT DISTINCT ?{FOCUS} ?class "
                f"WHERE {{ VALUES ?{FOCUS} {{ {listed} }} ?{FOCUS} {INSTANCE} ?class }}"
            )
            for row in rows:
                node = row[FOCUS]
                if isinstance(node, ox.NamedNode):
                    kinds.setdefault(row["class"].value, set()).add(node)
    found: dict[str, frozenset[ox.NamedNode]] = {}
    for shape, nodes in known:
        wanted = frozenset(nodes)
        its = {n for n in shape.targets.nodes if n in wanted and isinstance(n, ox.NamedNode)}
        its.update(*(wanted & kinds.get(c, set()) for c in shape.targets.classes))
        for listed in batches(wanted):
            for other in _others(shape, listed):
                table = dataset.select(f"SELECT DISTINCT ?{FOCUS} WHERE {{ {other} }}")
                its.update(n for n in table.column(FOCUS) if isinstance(n, ox.NamedNode))
        found[shape.name] = frozenset(its)
    return found


def batches(nodes: Collection[ox.NamedNode]) -> Iterator[str]:
    """List nodes for ``VALUES``, so many at a time that no query grows too long."""
    texts = sorted(map(str, nodes))
    for start in range(0, len(texts), _BATCH):
        yield " ".join(texts[start : start + _BATCH])


def _others(shape: Shape, listed: str = "") -> list[str]:
    """Write the targets that are neither classes nor nodes; of the nodes listed, if any are."""
    targets = shape.targets
    parts = [f"?{FOCUS} <{p}> ?s_any ." for p in targets.subjects_of]
    parts += [f"?s_any <{p}> ?{FOCUS} ." for p in targets.objects_of]
    if listed and parts:
        # One triple is enough: a hub is the object of very many.
        met = " || ".join(f"EXISTS {{ {part} }}" for part in parts)
        parts = [f"VALUES ?{FOCUS} {{ {listed} }} FILTER ({met})"]
    this = f"VALUES ?this {{ {listed} }}" if listed else ""
    for query in targets.queries:
        text = query.fill(this, narrow=bool(listed))
        parts.append(f"{{ SELECT DISTINCT (?this AS ?{FOCUS}) WHERE {{ {{ {text} }} }} }}")
    return parts
