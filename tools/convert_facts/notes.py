"""What the research texts say beyond the tables: notes with their sources, and holes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tools.convert_facts import documents as docs
from tools.convert_facts.book import Book, Confidence
from tools.convert_facts.members import SPREP, member_slugs
from tools.convert_facts.names import dcterms, english, french, iri, perms, skos, text, thing
from tools.convert_facts.reading import Facts, addresses_in
from tools.convert_facts.schemes import readings

FILE: Final = "register/notes"

REPEATED: Final = (
    # First cells of tables that repeat a CSV file row by row, and section 7, which is not prose.
    "| id | Member |",
    "| code | label | n |",
    "| measure | year |",
    "| topic | source A |",
)
_AGREEMENT: Final = re.compile(r"AG-\d{3}")
_HOLES: Final = "8. What could not be found"


@dataclass(frozen=True)
class Block:
    """A piece of a research text: a paragraph, a bullet with its lines, or a row of a table."""

    section: str
    words: str


def blocks(markdown: str) -> list[Block]:
    """Split a research text. Rules and the header lines of tables are not pieces."""
    found: list[Block] = []
    section, repeated, last = "", False, ""
    for line in markdown.splitlines():
        bare = line.strip()
        if bare.startswith("#"):
            section, last = bare.lstrip("# "), ""
        elif bare.startswith("|"):
            if not last.startswith("|"):
                repeated = bare.startswith(REPEATED)
            elif not repeated and not re.fullmatch(r"[|\s:-]+", bare):
                found.append(Block(section, bare.strip("| ")))
            last = bare
        elif not bare or re.fullmatch(r"-{3,}", bare):
            last = ""
        elif last and not last.startswith("|") and not bare.startswith("- "):
            found[-1] = Block(section, f"{found[-1].words}\n{bare}")
        else:
            found.append(Block(section, bare.removeprefix("- ")))
            last = bare
    return found


def convert(book: Book, facts: Facts) -> None:
    """Write notes and holes of both texts."""
    known = {row["agreement_id"] for row in facts.tables["agreements"]}
    members = {
        row["name_en"]: member_slugs(facts)[row["alpha2"]] for row in facts.tables["members"]
    }
    for name, key in (("register", docs.REGISTER_NOTES), ("strategy", docs.STRATEGY_NOTES)):
        page = book.source(FILE, key, Confidence.PARAPHRASE)
        ours = readings(book, FILE)
        for number, block in enumerate(blocks(facts.texts[name]), start=1):
            hole = block.section == _HOLES
            node = thing("hole" if hole else "note", f"{name}-{number:03d}")
            page.kind(node, perms("Hole" if hole else "Note"))
            page.say(node, dcterms("description"), english(block.words))
            if block.section and not hole:
                page.say(node, perms("section"), text(block.section))
            for address in addresses_in(block.words):
                page.say(node, dcterms("source"), iri(address))
            agreements = sorted(set(_AGREEMENT.findall(block.words)) & known)
            page.say(node, perms("about"), *(thing("agreement", c.lower()) for c in agreements))
            if block.section.startswith("1. SPREP"):
                page.say(node, perms("about"), SPREP)
                named = (
                    slug
                    for label, slug in members.items()
                    if f"**{label.split(' of ')[0]}" in block.words
                )
                page.say(node, perms("about"), *(thing("member", slug) for slug in named))
            first = _short(block.words)
            what_en, what_fr = ("Not found", "Introuvable") if hole else ("Note", "Remarque")
            ours.say(
                node,
                skos("prefLabel"),
                english(f"{what_en}: {first}"),
                french(f"{what_fr} : {first}"),
            )


def _short(words: str) -> str:
    plain = re.sub(r"https?://\S+|[*`|]", "", words)
    first = " ".join(plain.split())
    return first if len(first) <= 70 else f"{first[:70].rsplit(' ', 1)[0]} …"
