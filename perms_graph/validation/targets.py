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
    """Write the target nodes of a shape (SHACL, section 2.1.3), each once."""
    targets = shape.targets
    parts = [f"?{FOCUS} {INSTANCE} <{c}> ." for c in targets.classes] + _others(shape)
    if targets.nodes:
        parts.append(f"VALUES ?{FOCUS} {{ {' '.join(str(n) for n in targets.nodes)} }}")
    union = " UNION ".join(f"{{ {p} }}" for p in parts)
    return Nodes(f"{{ SELECT DISTINCT ?{FOCUS} WHERE {{ {union} }} }}", FOCUS)


def listed_targets() -> Nodes:
    """Write target nodes that are known, to be put in the place of ``[[focus]]``."""
    return Nodes(f"VALUES ?{FOCUS} {{ {HERE} }}", FOCUS)


def targets_among(
    dataset: Dataset, shapes: Iterable[Shape], nodes: Collection[ox.NamedNode]
) -> dict[str, frozenset[ox.NamedNode]]:
    """Tell which of some nodes are target nodes of which shapes.

    Args:
        dataset: Not changed.
        shapes: Shapes with targets.
        nodes: Any nodes.

    Returns:
        Name of a shape → those of the nodes that it targets.
    """
    known = list(shapes)
    classes = {c for shape in known for c in shape.targets.classes}
    kinds: dict[str, set[ox.NamedNode]] = {}
    wanted = frozenset(nodes)
    if classes:
        for listed in batches(wanted):
            rows = dataset.select(
                f"SELECT DISTINCT ?{FOCUS} ?class "
                f"WHERE {{ VALUES ?{FOCUS} {{ {listed} }} ?{FOCUS} {INSTANCE} ?class }}"
            )
            for row in rows:
                node = row[FOCUS]
                if isinstance(node, ox.NamedNode):
                    kinds.setdefault(row["class"].value, set()).add(node)
    found: dict[str, frozenset[ox.NamedNode]] = {}
    for shape in known:
        its = {n for n in shape.targets.nodes if n in wanted and isinstance(n, ox.NamedNode)}
        its.update(*(kinds.get(c, ()) for c in shape.targets.classes))
        for other in _others(shape):
            for listed in batches(wanted):
                table = dataset.select(
                    f"SELECT DISTINCT ?{FOCUS} WHERE {{ VALUES ?{FOCUS} {{ {listed} }} {other} }}"
                )
                its.update(n for n in table.column(FOCUS) if isinstance(n, ox.NamedNode))
        found[shape.name] = frozenset(its)
    return found


def batches(nodes: Collection[ox.NamedNode]) -> Iterator[str]:
    """List nodes for ``VALUES``, so many at a time that no query grows too long."""
    texts = sorted(map(str, nodes))
    for start in range(0, len(texts), _BATCH):
        yield " ".join(texts[start : start + _BATCH])


def _others(shape: Shape) -> list[str]:
    """Write the targets that are neither classes nor nodes."""
    targets = shape.targets
    parts = [f"?{FOCUS} <{p}> ?s_any ." for p in targets.subjects_of]
    parts += [f"?s_any <{p}> ?{FOCUS} ." for p in targets.objects_of]
    for query in targets.queries:
        text = query.fill("", narrow=False)
        parts.append(f"{{ SELECT DISTINCT (?this AS ?{FOCUS}) WHERE {{ {{ {text} }} }} }}")
    return parts
