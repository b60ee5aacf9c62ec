"""What is dated about a thing and what it is linked to, the newest first, each with its sources."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import pyoxigraph as ox

from perms_graph.description import GraphSource, graph_sources

from .reading import Reader
from .showing import Names, Shown, address

NEWEST: Final = 30
"""Dates that a line of time holds; where there are more, the newest."""


@dataclass(frozen=True)
class Moment:
    """One date.

    Attributes:
        when: The date as written, with the precision it has.
        what: What happened then.
        thing: What is dated; None if it is the thing of the page.
        sources: Who says so.
    """

    when: str
    what: str
    thing: Shown | None
    sources: tuple[Shown, ...]


def dates(who: Reader, iri: str, *, besides: Collection[str] = ()) -> tuple[list[Moment], int]:
    """Give what is dated of a thing and around it.

    Args:
        who: Who reads.
        iri: The thing.
        besides: Kinds whose dates the page shows elsewhere.

    Returns:
        The newest ``NEWEST`` dates, the latest first, and how many are earlier. Nothing if there
        is only one: that is no line.
    """
    table = who.view.ask("dates_around", {"thing": ox.NamedNode(iri)})
    told = [
        (facts, tuple(row["graph"].value for row in rows))
        for facts, rows in groupby(table, key=lambda r: (r["day"], r["about"], r["property"]))
        if facts[1].value == iri or who.view.kind_of(facts[1].value) not in besides
    ]
    if len(told) < 2:
        return [], 0
    line = told[: -NEWEST - 1 : -1]
    behind = graph_sources(who.view.register.dataset, (g for _, graphs in line for g in graphs))
    names = Names(
        who,
        {facts[1].value for facts, _ in line}
        | behind.keys()
        | {s.document for s in behind.values() if s.document},
        states=False,
    )
    moments = []
    for (day, about, by), graphs in line:
        shown = (_source(who, names, behind[graph]) for graph in graphs)
        moments.append(
            Moment(
                who.moment(day.value),
                who.view.terms.label(by.value, who.language),
                None if about.value == iri else names.thing(about.value),
                tuple(dict.fromkeys(shown)),
            )
        )
    return moments, len(told) - len(line)


def _source(who: Reader, names: Names, source: GraphSource) -> Shown:
    """Name what a date is from: the document, its address, or the graph that holds it."""
    if source.document:
        return names.thing(source.document)
    return address(who, source.url) or names.thing(source.graph)
