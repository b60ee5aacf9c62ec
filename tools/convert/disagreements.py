"""Where sources disagree: both statements, each with its source; and values in the graph of who gives them.

Section 7 of ``register.md`` is the list. Where it names no page for a position, that section is the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tools.convert.agreements import iri_of
from tools.convert.book import Book, moment, node, slug, text, typed

FILE = "register/disagreements.trig"
NOTES = "register.md"


@dataclass(frozen=True)
class Other:
    """A second value: of which thing and property, and the page that gives it (None: the notes)."""

    thing: str
    property: str
    value: str
    url: str | None = None


# topic as in the notes → agreements it is about, French topic, other values
ABOUT: dict[str, tuple[tuple[str, ...], str, tuple[Other, ...]]] = {
    "China, year of the increase to USD 200,000": (("AG-133",), "Chine : année de la hausse à 200 000 USD", ()),
    "POLP end": (
        ("AG-104",), "Fin du projet POLP",
        (
            Other("id:agreement/ag-104", "endsOn", "2025", "https://sprep.org/project/pacific-ocean-litter-project"),
            Other("id:agreement/ag-104", "endsOn", "2026", "https://sprep.org/project/pacific-ocean-litter-project"),
        ),
    ),
    "COSPPac phase 1": (
        ("AG-108",), "Montant de la phase 1 du COSPPac",
        (Other("id:amount/ag-108", "value", "40000000"), Other("id:amount/ag-108", "value", "62000000")),
    ),
    "Kiwa": (("AG-124",), "Montant de l'Initiative Kiwa", ()),
    "PacWastePlus": (("AG-141", "AG-142"), "Montant de PacWastePlus", ()),
    "Vanuatu GCF project": (("AG-166", "AG-196"), "Montant du projet du Fonds vert pour le climat à Vanuatu", ()),
    "Vanuatu US$23 million": (("AG-166",), "Qui finance les 23 millions USD de Vanuatu", ()),
    "SPREP size class at the GCF": (("AG-164", "AG-165"), "Classe de taille du PROE au Fonds vert pour le climat", ()),
    "PRISMSS RIR": (
        ("AG-113",), "Montant du programme PRISMSS RIR",
        (Other("id:amount/ag-113", "value", "20000000"),),
    ),
    "ROK-PI CliPS start": (
        ("AG-064",), "Début du projet ROK-PI CliPS",
        (Other("id:agreement/ag-064", "startsOn", "2015"),),
    ),
    "SWAP I": (
        ("AG-125",), "Fin du projet SWAP I",
        (Other("id:agreement/ag-125", "endsOn", "2023"),),
    ),
    "PEBACC": (
        ("AG-122",), "Montant du projet PEBACC",
        (Other("id:amount/ag-122", "value", "5000000"),),
    ),
    "PEUMP signing": (
        ("AG-145",), "Signature du programme PEUMP",
        (Other("id:agreement/ag-145", "signedOn", "2018-09-06"),),
    ),
    "PICCAP size": (("AG-188",), "Montant du projet PICCAP", ()),
    "GEF-PAS invasive species countries": ((), "Nombre de pays du projet GEF-PAS sur les espèces envahissantes", ()),
    "CCCD project number": (("AG-189",), "Numéro du projet CCCD", ()),
    '"$23m" for the PCCC': (("AG-128",), "« 23 millions » pour le PCCC", ()),
}  # fmt: skip


def table(markdown: str) -> list[tuple[str, str, str]]:
    """Read the rows of section 7: topic, position A, position B."""
    section = markdown.split("## 7. ", 1)[1].split("## 8. ", 1)[0]
    rows = [tuple(c.strip() for c in line.strip("| ").split(" | ")) for line in section.splitlines() if line.startswith("| ")]
    return [(r[0], r[1], r[2]) for r in rows[1:] if not r[0].startswith("---")]


def disagreements(book: Book, folder: Path) -> None:
    """State every row of section 7."""
    graph = book.source(NOTES, "stated")
    ours = book.project("readings", "inferred")
    for topic, one, other in table((folder / NOTES).read_text(encoding="utf-8")):
        about, libelle, values = ABOUT[topic]
        iri = f"id:disagreement/{slug(topic)}"
        book.say(FILE, graph, iri, "rdf:type", node("perms:Disagreement"))
        book.say(FILE, graph, iri, "skos:prefLabel", text(topic, "en"))
        book.say(FILE, ours, iri, "skos:prefLabel", text(libelle, "fr"))
        for code in about:
            book.say(FILE, graph, iri, "perms:about", node(iri_of(code)))
        for letter, position in (("a", one), ("b", other)):
            place = f"id:position/{slug(topic)}-{letter}"
            book.say(FILE, graph, iri, "perms:hasPosition", node(place))
            book.say(FILE, graph, place, "rdf:type", node("perms:Position"))
            book.say(FILE, graph, place, "dcterms:description", text(position, "en"))
            book.say(FILE, graph, place, "skos:prefLabel", text(f"{topic}: {letter.upper()}", "en"))
            for url in re.findall(r"https?://[^\s)]+", position):
                book.say(FILE, graph, place, "dcterms:source", node(url.rstrip(".,")))
        for v in values:
            where = book.source(v.url or NOTES, "stated")
            value = typed(v.value, "decimal") if v.property == "value" else moment(v.value)
            book.say(FILE, where, v.thing, f"perms:{v.property}", value)


def notes(book: Book, folder: Path) -> None:
    """Keep the prose: sections 1 and 6 as notes, section 8 as holes, both texts whole."""
    for name in (NOTES, "strategy.md"):
        whole = (folder / name).read_text(encoding="utf-8")
        graph = book.source(name, "stated")
        document = "id:document/" + book.document(name)
        book.say(FILE, graph, document, "rdf:type", node("perms:Document"))
        book.say(FILE, graph, document, "perms:fullText", text(whole, "en"))
    whole = (folder / NOTES).read_text(encoding="utf-8")
    graph = book.source(NOTES, "paraphrase")
    for section, title in (("1", "SPREP and its Members"), ("6", "Public data")):
        for number, bullet in enumerate(_bullets(whole, section), start=1):
            iri = f"id:note/register-{section}-{number}"
            book.say(FILE, graph, iri, "rdf:type", node("perms:Note"))
            book.say(FILE, graph, iri, "skos:prefLabel", text(f"{title}, note {number}", "en"))
            book.say(FILE, graph, iri, "dcterms:description", text(bullet, "en"))
            book.say(FILE, graph, iri, "perms:about", node("id:organisation/sprep"))
            for url in re.findall(r"https?://[^\s);]+", bullet):
                book.say(FILE, graph, iri, "dcterms:source", node(url.rstrip(".,")))
    for number, bullet in enumerate(_bullets(whole, "8"), start=1):
        iri = f"id:hole/register-{number}"
        short = bullet if len(bullet) <= 90 else bullet[: bullet.rindex(" ", 0, 88)] + " …"
        book.say(FILE, graph, iri, "rdf:type", node("perms:Hole"))
        book.say(FILE, graph, iri, "skos:prefLabel", text(short, "en"))
        book.say(FILE, graph, iri, "dcterms:description", text(bullet, "en"))


def _bullets(markdown: str, section: str) -> list[str]:
    part = re.split(r"^## ", markdown, flags=re.MULTILINE)
    (body,) = [p for p in part if p.startswith(f"{section}. ")]
    return [line[2:].strip() for line in body.splitlines() if line.startswith("- ")]
