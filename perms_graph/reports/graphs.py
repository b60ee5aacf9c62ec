"""Graphs as text: Turtle, N-Triples, JSON-LD, RDF/XML; the same triples give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, cast

import pyoxigraph as ox

from perms_graph.namespaces import PREFIXES

RDF_FORMATS: Final[Mapping[str, ox.RdfFormat]] = MappingProxyType(
    {
        "turtle": ox.RdfFormat.TURTLE,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }
)
"""Formats by the names that ``--format`` takes."""


def as_rdf(triples: Iterable[ox.Triple], name: str) -> bytes:
    """Write triples.

    Args:
        triples: In any order; repeated ones are written once.
        name: A key of ``RDF_FORMATS``.

    Returns:
        UTF-8, triples in the order of their N-Triples form, with the prefixes they use.
    """
    ordered = sorted(set(triples), key=str)
    kind = RDF_FORMATS[name]
    text = " ".join(str(t) for t in ordered)
    prefixes = {p: i for p, i in PREFIXES.items() if f"<{i}" in text}
    written = cast("bytes", ox.serialize(ordered, format=kind, prefixes=prefixes))
    return written if written.endswith(b"\n") or not written else written + b"\n"
