"""Our own translations: never SPREP's wording, always in a graph of their own."""

from __future__ import annotations

from typing import Final

from perms_graph import namespaces as ns
from tools.convert_facts.book import Book, Confidence, Page
from tools.convert_facts.names import dcterms, iri, skos, text, thing
from tools.convert_facts.reading import Row

WARNING: Final = "Own translation, NOT an official wording; replace when the official text is found"

_PROPERTIES: Final = {
    "name": skos("prefLabel"),
    "other name": skos("altLabel"),
    "definition": skos("definition"),
    "description": dcterms("description"),
    "measure": iri(ns.PERMS + "measureName"),
}


def translations(book: Book, file: str) -> Page:
    """Open the graph of our translations."""
    return book.project(file, "translations", Confidence.TRANSLATION, WARNING)


def convert(book: Book, rows: list[Row]) -> None:
    """Write the translations kept beside the facts.

    Args:
        book: Where to.
        rows: ``thing`` (kind/slug), ``what`` (name, definition …), ``language``, ``text``.
    """
    page = translations(book, "register/translations")
    for row in rows:
        kind, name = row["thing"].split("/")
        page.say(thing(kind, name), _PROPERTIES[row["what"]], text(row["text"], row["language"]))
