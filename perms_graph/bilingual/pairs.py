"""What the translation ledger watches: one text in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from perms_graph.errors import Message, msg

KINDS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "terms": msg("Terms of the ontology"),
        "shapes": msg("Shapes and their messages"),
        "sentences": msg("Standard sentences of checks"),
        "questions": msg("Stored questions"),
        "rules": msg("Our rules of derivation"),
        "interface": msg("The interface"),
        "data": msg("The register and the code lists"),
    }
)
"""Kind of text → what readers call it, in the order of reports."""


@dataclass(frozen=True)
class Pair:
    """A text in English and in French.

    Attributes:
        key: Its name in the ledger: kind, what it speaks of, which of its texts.
        kind: A key of ``KINDS``.
        thing: What it speaks of: a short IRI, the name of a question, an English sentence's place.
        part: Which text of it: a short IRI of a property, a key of a header.
        of: For data: short IRI of the scheme or class of the thing; else the kind.
        english: The text; empty if there is none. Several texts of one property stand on lines of
            their own, in alphabetical order.
        french: The same in French.
        counts: How many texts there are in English and in French.
        iri: Full IRI of the thing, if it has one.
    """

    key: str
    kind: str
    thing: str
    part: str
    of: str
    english: str
    french: str
    counts: tuple[int, int] = (1, 1)
    iri: str | None = None


@dataclass(frozen=True)
class Lack:
    """How many things of a kind have a text in which languages.

    Attributes:
        of: Short IRI of the scheme or class.
        part: Short IRI of the property.
        both: Things with a text in both languages.
        english: Things with one in English only.
        french: Things with one in French only.
    """

    of: str
    part: str
    both: int
    english: int
    french: int
