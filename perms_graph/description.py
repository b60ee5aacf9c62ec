"""What is known of one thing: statements with sources, links from elsewhere, disagreements."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue
from perms_graph.namespaces import GRAPH, PERMS, RDF
from perms_graph.store import Dataset, Term

INFERRED: Final = frozenset({GRAPH + "inferred", GRAPH + "derived"})

SINGLE: Final = frozenset(
    PERMS + name
    for name in (
        "signedOn",
        "startsOn",
        "endsOn",
        "value",
        "currency",
        "usesMechanism",
        "alpha2",
        "alpha3",
        "m49",
        "year",
        "memberType",
        "partnerType",
    )
)
"""Properties of which a thing has one value; two values mean that sources disagree."""


@dataclass(frozen=True)
class Statement:
    """One property with one value.

    Attributes:
        property: IRI.
        value: A thing or a text.
        graphs: Names of the graphs that state it, sorted; a single inferred graph if nobody states
            it.
    """

    property: str
    value: Term
    graphs: tuple[str, ...]

    @builtins.property  # a field has the name "property" here
    def inferred(self) -> bool:
        """Whether no source states it and it only follows from others."""
        return set(self.graphs) <= INFERRED


@dataclass(frozen=True)
class Links:
    """Things that point here by one property.

    Attributes:
        property: IRI.
        things: The first of them, in IRI order.
        total: How many there are.
    """

    property: str
    things: tuple[str, ...]
    total: int


@dataclass(frozen=True)
class GraphSource:
    """Where a graph comes from.

    Attributes:
        graph: Its name.
        url: The document it was made from; None for what this project made itself.
        document: The document's page with us, or None.
        confidence: IRI of a confidence, or None.
        accessed: When it was read, as precise as known; None if it is ours.
        licence: IRI or text, where known.
    """

    graph: str
    url: str | None
    document: str | None
    confidence: str | None
    accessed: str | None
    licence: str | None


@dataclass(frozen=True)
class Description:
    """All of it.

    Attributes:
        thing: IRI.
        types: IRIs of its classes: those of this ontology first, then the others, sorted.
        statements: By property, then value; types are not among them.
        links: By property.
        sources: Graph name → where it comes from, for every graph in ``statements``.
    """

    thing: str
    types: tuple[str, ...]
    statements: tuple[Statement, ...]
    links: tuple[Links, ...]
    sources: Mapping[str, GraphSource]

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Properties on which sources disagree: single-valued ones with several stated values."""
        values: dict[str, int] = {}
        for s in self.statements:
            if s.property in SINGLE and not s.inferred:
                values[s.property] = values.get(s.property, 0) + 1
        return tuple(sorted(p for p, n in values.items() if n > 1))


def describe(
    dataset: Dataset, catalogue: Catalogue, thing: str, *, limit: int = 50
) -> Description | None:
    """Describe a thing.

    Args:
        dataset: The register.
        catalogue: For the questions it is made of.
        thing: IRI.
        limit: Most things to list for each property that points here; the total is given all the
            same.

    Returns:
        The description, or None if nothing is stated about the thing and nothing points to it.
    """
    node = ox.NamedNode(thing)
    found: dict[tuple[str, Term], list[str]] = {}
    for row in dataset.select(catalogue.find("statements_about").sparql, {"thing": node}):
        found.setdefault((row["property"].value, row["value"]), []).append(row["graph"].value)
    links = tuple(_links(dataset, catalogue, node, limit))
    if not found and not links:
        return None
    types = {v.value for p, v in found if p == RDF + "type"}
    statements = tuple(
        Statement(p, v, tuple(sorted(g)))
        for (p, v), g in sorted(found.items(), key=lambda item: (item[0][0], str(item[0][1])))
        if p != RDF + "type"
    )
    graphs = {g for s in statements for g in s.graphs}
    return Description(
        thing,
        tuple(sorted(types, key=lambda t: (not t.startswith(PERMS), t))),
        statements,
        links,
        graph_sources(dataset, graphs),
    )


def things_pointing_to(
    dataset: Dataset, thing: str, by: str, *, limit: int, offset: int = 0
) -> tuple[str, ...]:
    """List things that point to a thing by one property, in IRI order, a page at a time."""
    table = dataset.select(
        "SELECT DISTINCT ?subject WHERE { ?subject ?property ?thing FILTER (isIRI(?subject)) } "
        f"ORDER BY ?subject LIMIT {int(limit)} OFFSET {int(offset)}",
        {"property": ox.NamedNode(by), "thing": ox.NamedNode(thing)},
    )
    return tuple(row["subject"].value for row in table)


def graph_sources(dataset: Dataset, graphs: Iterable[str]) -> dict[str, GraphSource]:
    """Say where graphs come from, in one query; graphs that nobody describes get empty fields."""
    wanted = sorted(set(graphs))
    if not wanted:
        return {}
    table = dataset.select(
        """
        SELECT ?g ?property ?value WHERE {{
          VALUES ?g {{ {graphs} }}
          ?g ?property ?value .
          # Not a second VALUES: Oxigraph would look up every pair by itself.
          FILTER (?property IN (prov:wasDerivedFrom, dcterms:source, perms:confidence,
                                perms:accessedOn, dcterms:license))
        }}
        ORDER BY ?g ?property ?value
        """.format(graphs=" ".join(str(ox.NamedNode(g)) for g in wanted))
    )
    values: dict[str, dict[str, str]] = {g: {} for g in wanted}
    for row in table:
        name = row["property"].value.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
        values[row["g"].value].setdefault(name, row["value"].value)
    return {
        g: GraphSource(
            g,
            v.get("wasDerivedFrom"),
            v.get("source"),
            v.get("confidence"),
            v.get("accessedOn"),
            v.get("license"),
        )
        for g, v in values.items()
    }


def _links(
    dataset: Dataset, catalogue: Catalogue, node: ox.NamedNode, limit: int
) -> Iterable[Links]:
    for row in dataset.select(catalogue.find("links_to_counts").sparql, {"thing": node}):
        by = row["property"].value
        yield Links(
            by,
            things_pointing_to(dataset, node.value, by, limit=limit) if limit else (),
            int(row["count"].value),
        )
