"""The strategy side: every row of strategy.csv, kind by kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph import namespaces as ns
from tools.convert_facts.book import BY_WORD, Book, Confidence, Page
from tools.convert_facts.mechanisms import mechanism_name
from tools.convert_facts.names import (
    dated,
    dcterms,
    english,
    french,
    iri,
    perms,
    skos,
    text,
    thing,
)
from tools.convert_facts.reading import Facts, Row, addresses_in
from tools.convert_facts.schemes import readings
from tools.convert_facts.strategy_names import PRINCIPLES, RULES, node_of
from tools.convert_facts.strategy_tables import (
    CLASSES,
    EXAMPLES,
    LINKS,
    PERIODS,
    PLACE_INFERRED,
    SENTENCES,
)
from tools.convert_facts.translations import translations

FILE: Final = "strategy/strategy"
FRAMEWORKS: Final = "strategy/frameworks"
_FRAMEWORK_KINDS: Final = frozenset({"framework", "framework_goal", "mea", "sdg", "sdg_target"})


@dataclass
class _Row:
    """One row with its graphs."""

    book: Book
    row: Row
    node: ox.NamedNode
    nodes: dict[str, ox.NamedNode]
    ours: dict[str, Row]

    @property
    def file(self) -> str:
        return FRAMEWORKS if self.row["kind"] in _FRAMEWORK_KINDS else FILE

    @property
    def said(self) -> Page:
        if self.row["kind"] in PLACE_INFERRED:
            return self.at(Confidence.OFFICIAL)
        return self.at(BY_WORD[self.row["confidence"]])

    def at(self, confidence: Confidence) -> Page:
        return self.book.source(self.file, self.row["source_url"], confidence)

    @property
    def parent(self) -> ox.NamedNode:
        return self.nodes[self.row["parent_code"]]


def convert(book: Book, facts: Facts) -> None:
    """Write every row of strategy.csv.

    Raises:
        KeyError: A kind, a code or a source is unknown.
    """
    rows = facts.tables["strategy"]
    nodes = {row["code"]: node_of(row) for row in rows if row["kind"] != "translation"}
    for row in facts.tables["mechanisms"]:
        code = row["mechanism_code"]
        nodes.setdefault(code, thing("mechanism", mechanism_name(code)))
    ours = {row["code"]: row for row in facts.ours["names"]}
    named = {row["mechanism_code"]: row for row in facts.tables["mechanisms"]}
    _schemes(book)
    for row in rows:
        if row["kind"] == "translation":
            _translation(book, row, nodes, named)
        elif row["kind"] == "gap":
            _hole(book, row, nodes[row["code"]])
        else:
            _thing(_Row(book, row, nodes[row["code"]], nodes, ours), named)


def _schemes(book: Book) -> None:
    page = readings(book, FILE)
    for name, en, fr in (
        ("principle", "Principles of PERMS", "Principes de la PERMS"),
        ("purpose", "Purposes of a partnership", "Objectifs du partenariat"),
    ):
        page.kind(thing("scheme", name), skos("ConceptScheme"))
        page.say(
            thing("scheme", name),
            skos("prefLabel"),
            english(en),
            french(fr),
        )


def _thing(found: _Row, named: dict[str, Row]) -> None:
    row, node, kind = found.row, found.node, found.row["kind"]
    said = found.said
    said.kind(node, *_classes(row))
    coded = kind in SENTENCES | {"partnership_objective"} or node.value.startswith(
        ns.ID + "document/"
    )
    said.say(node, dcterms("identifier") if coded else skos("notation"), text(row["code"]))
    _source(found)
    if kind == "mechanism":
        _mechanism_names(found, named)
    else:
        _names(found)
    if row["description_en"]:
        found.at(Confidence.PARAPHRASE).say(
            node, dcterms("description"), english(row["description_en"])
        )
        for address in addresses_in(row["description_en"]):
            if not address.startswith(ns.PREFIXES["sdg"]):
                found.at(Confidence.PARAPHRASE).say(node, dcterms("references"), iri(address))
    if row["code"] in PERIODS:
        start, end = PERIODS[row["code"]]
        said.say(node, perms("startsOn"), dated(start))
        if end:
            said.say(node, perms("endsOn"), dated(end))
    shape = _SHAPES.get(kind)
    if shape:
        shape(found)


def _classes(row: Row) -> tuple[ox.NamedNode, ...]:
    if row["code"] == "SPREP":
        return (ox.NamedNode(ns.ORG + "Organization"),)
    if row["code"] == "PRRG":
        return (perms("ReferenceGroup"),)
    if row["code"] in {"SP2017", "SP2027"}:
        return (perms("Plan"),)
    concepts = row["kind"] in {"mechanism", "partnership_objective", "principle"}
    return (*(perms(c) for c in CLASSES[row["kind"]]), *((skos("Concept"),) if concepts else ()))


def _source(found: _Row) -> None:
    document = found.book.library[found.row["source_url"]]
    found.said.say(
        found.node, dcterms("source"), iri(document.address) if document.address else document.node
    )


def _names(found: _Row) -> None:
    row, node, said = found.row, found.node, found.said
    given = found.ours.get(row["code"])
    if given and row["kind"] != "principle":
        ours = readings(found.book, found.file)
        for column, literal in (("label_en", english), ("label_fr", french)):
            if given[column]:
                ours.say(node, skos("prefLabel"), literal(given[column]))
    if row["kind"] == "principle":
        _, letter, passage = PRINCIPLES[row["code"]]
        short = found.ours[row["code"]]
        translations(found.book, found.file).say(
            node, skos("prefLabel"), english(short["label_en"]), french(short["label_fr"])
        )
        said.say(node, skos("definition"), french(row["label_fr"]))
        said.say(node, dcterms("source"), thing("passage", passage))
        if letter:
            said.say(node, skos("notation"), text(letter))
        said.say(node, skos("inScheme"), thing("scheme", "principle"))
        return
    if row["kind"] in SENTENCES:
        if row["label_fr"]:
            said.say(node, skos("definition"), french(row["label_fr"]))
        return
    if row["label_en"]:
        said.say(node, skos("prefLabel"), english(row["label_en"]))
    if row["label_fr"]:
        said.say(node, skos("prefLabel"), french(row["label_fr"]))


def _mechanism_names(found: _Row, named: dict[str, Row]) -> None:
    """The table of mechanisms names them; the strategy's wording stands beside it."""
    code = "M-DIALOGUE" if found.row["code"] == "PD" else found.row["code"]
    for column, literal in (("label_en", english), ("label_fr", french)):
        printed = found.row[column]
        if printed and printed.casefold() != named[code][column].casefold():
            found.said.say(found.node, skos("altLabel"), literal(printed))


def _rule(found: _Row) -> None:
    found.said.say(found.node, dcterms("source"), thing("passage", RULES[found.row["code"]][1]))
    found.said.say(found.node, perms("belongsTo"), found.parent)


def _passage(found: _Row) -> None:
    whole = "functions" if found.row["kind"] == "function" else ""
    if whole:
        found.said.say(found.node, dcterms("isPartOf"), thing("passage", whole))
    found.said.say(found.node, perms("belongsTo"), found.parent)


def _principle(found: _Row) -> None:
    found.said.say(found.node, dcterms("isPartOf"), found.parent)


def _purpose(found: _Row) -> None:
    found.said.say(found.node, skos("inScheme"), thing("scheme", "purpose"))
    found.said.say(found.node, dcterms("source"), thing("passage", "purposes"))
    code = found.row["code"]
    if code.startswith("PO-PROC-"):
        # The one nesting the design takes over: goods and services under procurement.
        read = found.at(Confidence.INFERRED)
        read.say(found.node, skos("broader"), found.parent)
    elif found.row["parent_code"].startswith("PO-"):
        note = (
            f"The facts place {code} under {found.row['parent_code']}, from the bullet layout only."
        )
        found.at(Confidence.INFERRED).say(found.node, skos("note"), english(note))
    else:
        found.said.say(found.node, dcterms("isPartOf"), found.parent)


def _linked(term: str, confidence: Confidence | None = None) -> Callable[[_Row], None]:
    """Make a function that links a row's thing to its parent by one property."""

    def link(found: _Row) -> None:
        if found.row["parent_code"]:
            page = found.at(confidence) if confidence else found.said
            page.say(found.node, _term(term), found.parent)

    return link


def _term(name: str) -> ox.NamedNode:
    return dcterms(name) if name in {"isPartOf", "relation"} else perms(name)


def _objective(found: _Row) -> None:
    found.said.say(found.node, perms("partOfGoal"), found.parent)
    found.said.say(found.node, dcterms("isPartOf"), thing("plan", "sp2017"))


def _pip(found: _Row) -> None:
    found.said.say(found.node, perms("stepOf"), thing("plan", "sp2017"))
    found.said.say(found.node, dcterms("isPartOf"), found.parent)


def _document(found: _Row) -> None:
    if found.row["parent_code"]:
        found.said.say(found.node, dcterms("isPartOf"), found.parent)


def _example(found: _Row) -> None:
    found.said.say(found.node, perms("exampleOf"), found.parent)
    ours = readings(found.book, found.file)
    for agreement in EXAMPLES.get(found.row["code"], ()):
        ours.say(found.node, perms("exampleAgreement"), thing("agreement", agreement))


def _link(found: _Row) -> None:
    start, how, end = found.row["code"].split(">")
    one, other = found.nodes[start], found.nodes[end]
    found.said.say(one, perms(LINKS[how]), other)
    found.said.say(found.node, perms("about"), one, other)
    ours = readings(found.book, found.file)
    ours.say(
        found.node,
        skos("prefLabel"),
        english(f"Link: {start} – {end}"),
        french(f"Lien : {start} – {end}"),
    )


def _term_pair(found: _Row) -> None:
    if found.row["parent_code"]:
        found.said.say(found.node, perms("about"), found.parent)


def _sdg_target(found: _Row) -> None:
    found.said.say(found.node, dcterms("isPartOf"), found.parent)
    found.said.say(found.node, perms("goalOf"), thing("framework", "agenda2030"))


_SHAPES: Final[dict[str, Callable[[_Row], None]]] = {
    "document": _document,
    "agenda_item": _linked("itemOf"),
    "framework_part": _passage,
    "function": _passage,
    "principle": _principle,
    "rule": _rule,
    "method": _rule,
    "vision": _linked("belongsTo"),
    "mandate": _linked("belongsTo"),
    "gloss": _linked("about"),
    "enabler": _linked("belongsTo"),
    "procurement_principle": _linked("belongsTo"),
    "partnership_objective": _purpose,
    "focus_area": _linked("focusOf"),
    "regional_goal": _linked("isPartOf"),
    "org_goal": _linked("isPartOf"),
    "objective": _objective,
    "instrument_plan": _linked("isPartOf"),
    "pip": _pip,
    "report": _linked("about"),
    "programme": _linked("pairedWith", Confidence.INFERRED),
    "body": _linked("belongsTo"),
    "mechanism_example": _example,
    "policy": _linked("about", Confidence.INFERRED),
    "framework": _linked("relation"),
    "framework_goal": _linked("goalOf"),
    "mea": _linked("isPartOf"),
    "sdg": _linked("goalOf"),
    "sdg_target": _sdg_target,
    "disambiguation": _term_pair,
    "link": _link,
}


def _translation(
    book: Book, row: Row, nodes: dict[str, ox.NamedNode], named: dict[str, Row]
) -> None:
    code, language = row["code"].split("@")
    words = row[f"label_{language}"]
    node = nodes[code]
    page = translations(book, FILE)
    mechanism = "M-DIALOGUE" if code == "PD" else code
    if mechanism in named:
        first = named[mechanism][f"label_{language}"]
        if first.casefold() == words.casefold():
            words = first
        page.say(
            node, skos("prefLabel" if first in {"", words} else "altLabel"), text(words, language)
        )
    else:
        page.say(node, skos("prefLabel"), text(words, language))


def _hole(book: Book, row: Row, node: ox.NamedNode) -> None:
    page = readings(book, FILE)
    page.kind(node, perms("Hole"))
    page.say(node, skos("notation"), text(row["code"]))
    page.say(node, dcterms("description"), english(row["description_en"]))
    page.say(node, skos("prefLabel"), english(f"{row['code']}: {row['description_en']}"))
