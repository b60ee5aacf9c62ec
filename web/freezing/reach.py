"""How far the walk goes: what becomes a file, and what needs a server to answer it."""

from __future__ import annotations

from typing import Final

from perms_graph.language import LANGUAGES

from ..paths import RESERVED
from .addresses import LANGUAGES_PAGE, TABLES, Address

SERVED: Final = frozenset({"check", "limits", "query", "search", "whatif"})
"""Rooms that answer what a reader types."""

_ASKED: Final = frozenset({"from", "lang", "on", "q", "texts", "to", "with"})
"""Parameters that a reader chooses freely: another day, other words."""

_DATA: Final = (".ttl", ".nq", ".trig")
_MOST: Final = {"cell": 4, "questions": 4, "openings": 1, "linked": 3, "translations": 0}
"""Choices beside the page that an address of such a room may hold. The lists of translations are
for those who work on them, with the program; its table holds them all."""


def walked(address: Address) -> bool:
    """Tell whether an address is written as a file.

    Lists open from every count that leads to them, with one choice beside the page: two facets at
    a time would be more lists than there are things.
    """
    words = address.path.strip("/").split("/")
    if address.path == LANGUAGES_PAGE:
        return True
    if words[0] == "static":
        return len(words) > 1
    if words[0] == "data":
        return address.path.endswith(_DATA)
    if words[0] not in LANGUAGES:
        return False
    room = words[1] if len(words) > 1 else ""
    stem = room.partition(".")[0]
    keys = [key for key, _ in address.query]
    if stem in SERVED or _ASKED.intersection(keys):
        return False
    if stem == "charts" and len(words) > 2:
        # One form of each picture: to draw it takes longer than any page.
        return address.path.endswith(".svg") and not {"narrow", "page"} & set(keys)
    last = words[-1]
    if "." in last and stem != "iri" and not last.endswith(TABLES):
        return False
    choices = len([k for k in keys if k not in {"explain", "iri", "page"}])
    return choices <= _MOST.get(last.partition(".")[0], _MOST.get(stem, _allowed(stem, words)))


def _allowed(room: str, words: list[str]) -> int:
    """Give the choices that any other room may hold: a list one, a room of ours two."""
    return 2 if room in RESERVED or len(words) > 2 else 1
