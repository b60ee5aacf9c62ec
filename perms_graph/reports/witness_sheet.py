"""The second sheet of a workbook: the statements behind numbers, with graphs and documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import Message, msg
from perms_graph.labels import Label
from perms_graph.openings import Stated
from perms_graph.reports.workbook import Link, Value, value_of
from perms_graph.store import Term

HEADINGS: Final[tuple[Message, ...]] = (
    msg("subject"),
    msg("property"),
    msg("object"),
    msg("graph"),
    msg("document"),
    msg("address of the document"),
)

STATEMENT: Final = ("subject", "property", "object", "graph", "document", "address")
"""The same columns, as programs call them."""

TITLE: Final = msg("What it rests on")


def statement_rows(
    found: Iterable[Stated], names: Mapping[str, Label]
) -> Iterator[tuple[Value, ...]]:
    """Give rows of statements, with as many cells as ``HEADINGS``: one for each who states it.

    Args:
        found: Statements with who states them.
        names: Labels of things, documents among them.
    """
    for stated in found:
        said = tuple(_value(term, names) for term in stated.triple)
        for source in stated.sources:
            document = ox.NamedNode(source.document) if source.document else None
            yield (
                *said,
                source.graph,
                value_of(document, names),
                Link(source.url) if source.url else None,
            )


def statement_terms(found: Iterable[Stated]) -> Iterator[tuple[Term | None, ...]]:
    """Give the same rows for a CSV, with as many terms as ``STATEMENT``."""
    for stated in found:
        said = tuple(
            t if isinstance(t, ox.NamedNode | ox.BlankNode | ox.Literal) else ox.Literal(str(t))
            for t in stated.triple
        )
        for source in stated.sources:
            yield (
                *said,
                ox.NamedNode(source.graph),
                ox.NamedNode(source.document) if source.document else None,
                ox.Literal(source.url) if source.url else None,
            )


def _value(term: object, names: Mapping[str, Label]) -> Value:
    if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal):
        return value_of(term, names)
    return str(term)
