"""Our own small schemes, from ``readings/schemes.csv``: kinds of date, statuses, scopes, types."""

from __future__ import annotations

from typing import Final

from tools.convert_facts.book import Book, Confidence, Page
from tools.convert_facts.names import boolean, english, french, perms, skos, text, thing
from tools.convert_facts.reading import Facts

FILE: Final = "register/schemes"


def readings(book: Book, file: str) -> Page:
    """Open the graph of our readings."""
    return book.project(
        file,
        "readings",
        Confidence.INFERRED,
        "Readings of this project: schemes, kinds of date, labels that no source gives.",
    )


def convert(book: Book, facts: Facts) -> None:
    """Write all schemes."""
    page = readings(book, FILE)
    for row in facts.ours["schemes"]:
        scheme = thing("scheme", row["scheme"])
        node = thing(row["scheme"], row["name"]) if row["name"] else scheme
        page.kind(node, skos("Concept" if row["name"] else "ConceptScheme"))
        page.say(node, skos("prefLabel"), english(row["label_en"]), french(row["label_fr"]))
        if not row["name"]:
            continue
        page.say(node, skos("inScheme"), scheme)
        page.say(node, skos("notation"), text(row["word"]))
        definitions = english(row["definition_en"]), french(row["definition_fr"])
        page.say(node, skos("definition"), *definitions)
        if row["counts_as_beginning"]:
            begins = boolean(row["counts_as_beginning"])
            page.say(node, perms("countsAsBeginning"), begins)
        if row["iati_organisation_type"]:
            # Only where IATI's code can mean nothing else; a network could be several.
            wider = thing("iati-organisation-type", row["iati_organisation_type"])
            page.say(node, skos("broadMatch"), wider)
