"""Mechanisms really used, from their own table; the strategy's rows add other names."""

from __future__ import annotations

from typing import Final

from tools.convert_facts.book import BY_WORD, Book, Confidence
from tools.convert_facts.names import (
    dcterms,
    english,
    french,
    iri,
    perms,
    skos,
    slug,
    text,
    thing,
)
from tools.convert_facts.reading import Facts
from tools.convert_facts.schemes import readings
from tools.convert_facts.translations import translations

FILE: Final = "register/mechanisms"
SCHEME: Final = thing("scheme", "mechanism")


def mechanism_name(code: str) -> str:
    """Give the slug of a mechanism: ``M-MOU`` is ``mou``."""
    # The strategy's rows call the dialogue PD; name, day and page are those of M-DIALOGUE.
    return "dialogue" if code == "PD" else slug(code.removeprefix("M-"))


def convert(book: Book, facts: Facts) -> None:
    """Write all mechanisms."""
    head = readings(book, FILE)
    head.kind(SCHEME, skos("ConceptScheme"))
    head.say(SCHEME, skos("prefLabel"), english("Mechanisms"), french("Mécanismes"))
    for row in facts.tables["mechanisms"]:
        node = thing("mechanism", mechanism_name(row["mechanism_code"]))
        said = book.source(FILE, row["source_url"], BY_WORD[row["confidence"]])
        put = book.source(FILE, row["source_url"], Confidence.PARAPHRASE)
        read = book.source(FILE, row["source_url"], Confidence.INFERRED)
        said.kind(node, perms("Mechanism"), skos("Concept"))
        said.say(node, skos("notation"), text(row["mechanism_code"]))
        said.say(node, skos("prefLabel"), english(row["label_en"]))
        said.say(node, skos("inScheme"), SCHEME)
        said.say(node, dcterms("source"), iri(row["source_url"]))
        if row["label_fr"]:
            ours = row["label_fr_source"] == "our translation"
            named = translations(book, FILE) if ours else said
            named.say(node, skos("prefLabel"), french(row["label_fr"]))
        put.say(node, skos("definition"), english(row["definition_en"]))
        put.say(node, perms("origin"), text(row["origin"]))
        read.say(node, perms("mechanismGroup"), facts.concept("mechanism-group", row["group"]))
        if row["legal_nature"]:
            nature = read if "inferred" in row["legal_nature"] else put
            nature.say(node, perms("legalNature"), english(row["legal_nature"]))
        if row["example_agreement_id"]:
            example = thing("agreement", slug(row["example_agreement_id"]))
            said.say(node, perms("exampleAgreement"), example)
