"""The whole register as one file, a named graph at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import GRAPH, PREFIXES
from perms_graph.store import Dataset

OURS: Final = frozenset(GRAPH + name for name in ("shapes", "report", "catalogue", "proposal"))
"""Graphs that are about checking and asking, not about partnerships."""

_CHUNK: Final = 20_000


@dataclass(frozen=True)
class DumpForm:
    """A format of the whole register.

    Attributes:
        suffix: Of the file.
        media_type: As registered with IANA.
        name: For people.
        rdf: The format.
    """

    suffix: str
    media_type: str
    name: str
    rdf: ox.RdfFormat


DUMPS: Final = (
    DumpForm("nq", "application/n-quads", "N-Quads", ox.RdfFormat.N_QUADS),
    DumpForm("trig", "application/trig", "TriG", ox.RdfFormat.TRIG),
)


def dump(dataset: Dataset, form: DumpForm) -> Iterator[bytes]:
    """Write every named graph that says something of partnerships, graphs in the order of names.

    The merged default graph is left out: it is these graphs together.

    Args:
        dataset: The register.
        form: One of ``DUMPS``.

    Yields:
        Pieces which together are one file; none holds more than some thousand statements.
    """
    prefixes = dict(PREFIXES) if form.rdf is ox.RdfFormat.TRIG else None
    for graph in sorted(dataset.graphs()):
        if graph in OURS:
            continue
        waiting: list[ox.Quad] = []
        for quad in dataset.store.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            waiting.append(quad)
            if len(waiting) == _CHUNK:
                yield _written(waiting, form, prefixes)
                waiting.clear()
        if waiting:
            yield _written(waiting, form, prefixes)


def _written(quads: list[ox.Quad], form: DumpForm, prefixes: dict[str, str] | None) -> bytes:
    return bytes(ox.serialize(quads, format=form.rdf, prefixes=prefixes) or b"")
