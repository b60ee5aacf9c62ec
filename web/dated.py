"""What is dated about a thing and what it is linked to, the newest first, each with its sources."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import pyoxigraph as ox

from perms_graph.description import GraphSource, graph_sources
from perms_graph.namespaces import PERMS
from perms_graph.store import Table

from .reading import Reader
from .showing import Names, Shown, address
from .sparql import listed
from .state import View

# The engine reads all that is said of a thing to find its dates, and of a goal or a Member, which
# have none, that is thousands of statements: only things of kinds that have dates are asked about.
_DATES: Final = """
SELECT DISTINCT (STR(?date) AS ?day) ?about ?property ?graph WHERE {{
  VALUES ?about {{ {things} }}
  GRAPH ?graph {{ ?about ?property ?date }}
  FILTER (?property IN ({properties}) && isLiteral(?date)
          && ?graph NOT IN (graph:report, graph:shapes, graph:catalogue))
}}
ORDER BY DESC(?day) ?about ?property ?graph
"""
_KINDS: Final = """
SELECT DISTINCT ?kind WHERE {{
  ?thing ?property ?date ; a ?kind FILTER (?property IN ({properties}))
}}
"""
DATED: Final = tuple(
    PERMS + name
    for name in (
        "preparationBeganOn", "signedOn", "startsOn", "endsOn", "year", "heldOn", "decidedOn",
        "expiresOn", "measuredOn", "dueOn", "doneOn", "vacantSince",
    )
)  # fmt: skip
"""Properties whose values stand on the line; those of the stored question ``dates_around``."""

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
    table = dates_of(who, iri)
    told = [
        (facts, tuple(row["graph"].value for row in rows))
        for facts, rows in groupby(table, key=lambda r: (r["day"], r["about"], r["property"]))
        if facts[1].value == iri or who.view.kind_of(facts[1].value) not in besides
    ]
    if len(told) < 2:
        return [], 0
    line = told[:NEWEST]
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


def dates_of(who: Reader, iri: str) -> Table:
    """Give the rows of the stored question ``dates_around``, the newest first; faster than it."""
    view = who.view

    def make() -> Table:
        around = view.ask("neighbours", {"thing": ox.NamedNode(iri)})
        things = {r["neighbour"].value for r in around}
        kinds = _dated_kinds(view)
        dated = sorted(t for t in things if not kinds.isdisjoint(view.index.kinds_of(t)))
        return view.select(
            _DATES.format(
                things=listed([iri, *dated]),
                properties=", ".join(listed([name]) for name in DATED),
            )
        )

    return view.memo.get(("dates", iri), make)


def _dated_kinds(view: View) -> frozenset[str]:
    """Give the kinds of which anything has a date; read once."""
    query = _KINDS.format(properties=", ".join(listed([name]) for name in DATED))
    return view.memo.get(
        ("dated kinds",), lambda: frozenset(row["kind"].value for row in view.select(query))
    )


def _source(who: Reader, names: Names, source: GraphSource) -> Shown:
    """Name what a date is from: the document, its address, or the graph that holds it."""
    if source.document:
        return names.thing(source.document)
    return address(who, source.url) or names.thing(source.graph)
