"""The second sheet of a workbook: the statements behind numbers, with graphs and documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import Message, msg
from perms_graph.labels import Label
from perms_graph.openings import Stated
from perms_graph.reports.workbook import Link, Value, value_of

HEADINGS: Final[tuple[Message, ...]] = (
    msg("subject"),
    msg("property"),
    msg("object"),
    msg("graph"),
    msg("document"),
)


def statement_cells(stated: Stated, names: Mapping[str, Label]) -> tuple[Value, ...]:
    """Give the cells of a statement, as many as ``HEADINGS``.

    Args:
        stated: A statement with who states it.
        names: Labels of things.
    """
    urls = [source.url for source in stated.sources if source.url]
    return (
        *(_value(term, names) for term in stated.triple),
        "\n".join(source.graph for source in stated.sources),
        Link(urls[0]) if len(urls) == 1 else "\n".join(urls),
    )


def _value(term: object, names: Mapping[str, Label]) -> Value:
    if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal):
        return value_of(term, names)
    return str(term)
