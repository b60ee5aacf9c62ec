"""Passages of the French text, word for word, and the whole text."""

from __future__ import annotations

import re
from typing import Final

from tools.convert_facts import documents as docs
from tools.convert_facts.book import Book, Confidence
from tools.convert_facts.names import english, french, perms, skos, thing
from tools.convert_facts.reading import Facts, Row
from tools.convert_facts.schemes import readings

FILE: Final = "strategy/passages"
TEXT: Final = thing("document", "perms-fr-md")


def plain(markdown: str) -> str:
    """Give running text as a reader sees it: without Markdown's marks, on one line.

    Args:
        markdown: The French text.

    Returns:
        Heading marks, list marks (``-``, ``o``, ``1.``, ``b.``) at the start of a line and
        ``**`` are gone; every run of space is one space. No word is changed.
    """
    lines = []
    for line in markdown.splitlines():
        bare = re.sub(r"^\s*#+\s+", "", line)
        bare = re.sub(r"^\s*-\s+", "", bare)
        bare = re.sub(r"^\s*(?:o|[0-9]+\.|[a-z]\.)\s+", "", bare)
        lines.append(bare.replace("**", ""))
    return " ".join(" ".join(lines).split())


def quoted(passage: Row, text: str) -> str:
    """Cut a passage out of the plain text.

    Raises:
        ValueError: It is not there, or its beginning is there twice and means two things.
    """
    start = text.index(passage["begins"])
    end = text.index(passage["ends"], start) + len(passage["ends"])
    return text[start:end]


def convert(book: Book, facts: Facts) -> None:
    """Write the text and its passages."""
    markdown = facts.texts["perms-fr"]
    running = plain(markdown)
    said = book.source(FILE, docs.STRATEGY_TEXT, Confidence.OFFICIAL)
    ours = readings(book, FILE)
    said.kind(TEXT, perms("Document"))
    said.say(TEXT, perms("fullText"), french(markdown))
    for passage in facts.ours["passages"]:
        node = thing("passage", passage["name"])
        said.kind(node, perms("Passage"))
        said.say(node, perms("quotes"), french(quoted(passage, running)))
        said.say(node, perms("passageOf"), TEXT)
        said.say(node, perms("section"), french(passage["section"]))
        # The English of the three parts is a translation that the facts give.
        if passage["label_en"]:
            ours.say(node, skos("prefLabel"), english(passage["label_en"]))
        ours.say(node, skos("prefLabel"), french(passage["label_fr"]))
