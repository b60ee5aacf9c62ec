"""The description of every graph and every document."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from perms_graph import namespaces as ns
from tools.convert_facts.book import Book, Page
from tools.convert_facts.names import (
    dcterms,
    english,
    french,
    iri,
    perms,
    skos,
    text,
    thing,
    typed,
)

FILE: Final = "provenance"
GRAPH: Final = ns.GRAPH + "provenance"
ACCESSED: Final = "2026-11"
PROJECT: Final = thing("organisation", "perms-graph")
_NAMES_FR: Final = {
    "readings": ("Readings of this project", "Lectures de ce projet"),
    "translations": ("Translations of this project", "Traductions de ce projet"),
    "partnerships": (
        "Partnerships, by this project's rule",
        "Partenariats, selon la règle de ce projet",
    ),
}


def convert(book: Book) -> None:
    """Describe what the book has used; to be called last."""
    page = Page(book.files.setdefault(FILE, {}).setdefault(GRAPH, {}))
    accessed = typed(ACCESSED, "gYearMonth")
    derived, attributed = (ox.NamedNode(ns.PROV + n) for n in ("wasDerivedFrom", "wasAttributedTo"))
    page.kind(PROJECT, ox.NamedNode(ns.ORG + "Organization"))
    page.say(
        PROJECT,
        skos("prefLabel"),
        english("perms_graph, this project"),
        french("perms_graph, ce projet"),
    )
    for graph in book.graphs.values():
        node = ox.NamedNode(graph.name)
        page.kind(node, perms("SourceGraph"))
        page.say(node, perms("confidence"), thing("confidence", graph.confidence.value))
        if graph.document is None:
            page.say(node, attributed, PROJECT)
            page.say(node, dcterms("description"), english(graph.comment))
            en, fr = _NAMES_FR[graph.name.rsplit("/", 1)[-1]]
            page.say(node, skos("prefLabel"), english(en), french(fr))
            continue
        document = graph.document
        page.say(node, derived, iri(document.address) if document.address else document.node)
        page.say(node, dcterms("source"), document.node)
        page.say(node, perms("accessedOn"), accessed)
        if document.licence:
            page.say(node, dcterms("license"), iri(document.licence))
    for document in book.documents.values():
        node = document.node
        page.kind(node, perms("Document"))
        page.say(node, perms("accessedOn"), accessed)
        if document.name != "perms-fr-md":
            page.say(node, skos("prefLabel"), text(document.printed))
        if document.address:
            page.say(node, ox.NamedNode(ns.SCHEMA + "url"), iri(document.address))
        if document.address != document.key and document.name != "perms-fr-md":
            page.say(node, dcterms("identifier"), text(document.key))
        if document.licence:
            page.say(node, dcterms("license"), iri(document.licence))
        if document.version:
            page.say(node, dcterms("hasVersion"), text(document.version))
