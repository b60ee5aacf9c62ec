"""From what a person typed to an answer."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz, process

from perms_graph.search.folding import words

TONGUES: Final = ("en", "fr", "")
"""Languages that texts are kept apart by; the last is for texts without one, and any other."""

COLUMNS: Final = tuple(
    f"{part}_{tongue}" for part in ("names", "others", "texts") for tongue in TONGUES
)
"""Columns of the index, the weightiest first."""

_NEAR: Final = 5
"""Words that stand for one that occurs nowhere."""

_ALIKE: Final = 72.0
"""Least likeness of such a word, of 100: one wrong letter in four."""

_LONGEST: Final = 12
"""Words of a question that count; a page of text is no question."""

# No kinds given: all are wanted. They come as JSON, so that the text of the query is fixed.
_COUNT: Final = """
SELECT COUNT(*) FROM words w WHERE words MATCH :match AND (:any OR w.rowid IN
  (SELECT thing FROM kind WHERE kind IN (SELECT value FROM json_each(:kinds))))
"""

_KINDS: Final = """
SELECT k.kind, COUNT(*) FROM words w JOIN kind k ON k.thing = w.rowid
WHERE words MATCH :match GROUP BY k.kind ORDER BY COUNT(*) DESC, k.kind
"""

# First whose name it is, then whose acronym or code, whose identity, whose name begins so. Then
# names weigh more than other names, those more than texts; the engine's figures are negative.
_RANKED: Final = """
SELECT t.iri, n.place, w.rowid
FROM words w JOIN thing t ON t.id = w.rowid
LEFT JOIN (
  SELECT thing, MIN(IIF(folded = :whole, place, 3)) AS place FROM name
  WHERE folded >= :whole AND folded < :whole || char(1114111) GROUP BY thing
) n ON n.thing = w.rowid
WHERE words MATCH :match AND (:any OR w.rowid IN
  (SELECT thing FROM kind WHERE kind IN (SELECT value FROM json_each(:kinds))))
ORDER BY n.place IS NULL, n.place, bm25(words, 10, 10, 10, 6, 6, 6, 1, 1, 1) * t.weight, t.iri
LIMIT :limit OFFSET :offset
"""


_SNIPPETS: Final = """
SELECT
  snippet(words, 0, char(2), char(3), '…', 16), snippet(words, 1, char(2), char(3), '…', 16),
  snippet(words, 2, char(2), char(3), '…', 16), snippet(words, 3, char(2), char(3), '…', 16),
  snippet(words, 4, char(2), char(3), '…', 16), snippet(words, 5, char(2), char(3), '…', 16),
  snippet(words, 6, char(2), char(3), '…', 16), snippet(words, 7, char(2), char(3), '…', 16),
  snippet(words, 8, char(2), char(3), '…', 16)
FROM words WHERE words MATCH :match AND rowid = :thing
"""


@dataclass(frozen=True)
class Found:
    """A thing found.

    Attributes:
        iri: The thing.
        exact: Whether what was typed is a whole name, acronym or code of it.
        snippet: The words around what matched, as (text, whether it matched) in turn.
        language: Language of the snippet; empty for a code or a name without one.
    """

    iri: str
    exact: bool
    snippet: tuple[tuple[str, bool], ...]
    language: str


@dataclass(frozen=True)
class Answer:
    """What was found.

    Attributes:
        things: Best first.
        total: How many there are in all.
        kinds: Class → how many things of it match, of all kinds.
        instead: Word typed → the words that stood for it, where it occurs nowhere; the likest
            first.
        some: Whether nothing has all the words, and these have some of them.
    """

    things: tuple[Found, ...]
    total: int
    kinds: Mapping[str, int]
    instead: Mapping[str, tuple[str, ...]]
    some: bool = False


def find(
    database: sqlite3.Connection,
    vocabulary: Sequence[str],
    text: str,
    language: str,
    kinds: frozenset[str],
    limit: int,
    offset: int,
) -> Answer:
    """Answer a question; see ``SearchIndex.find``."""
    typed = list(dict.fromkeys(words(text)))[:_LONGEST]
    instead: dict[str, tuple[str, ...]] = {}
    parts = []
    for word in typed:
        if _occurs(database, word):
            parts.append(f'"{word}"*')
            continue
        near = _nearest(word, vocabulary)
        instead[word] = near
        if near:
            parts.append("(" + " OR ".join(f'"{w}"' for w in near) + ")")
    # A word that is like nothing is passed over if others are left.
    if not parts:
        return Answer((), 0, MappingProxyType({}), MappingProxyType(instead))
    match = " AND ".join(parts)
    some = len(parts) > 1 and not _matches(database, match)
    if some:
        match = " OR ".join(parts)
    given = {"match": match, "kinds": json.dumps(sorted(kinds)), "any": not kinds}
    by_kind = dict(database.execute(_KINDS, given).fetchall())
    (total,) = database.execute(_COUNT, given).fetchone()
    # A name with the wrong letters mended is still that name.
    whole = " ".join(instead[w][0] if instead.get(w) else w for w in words(text))
    rows = database.execute(_RANKED, {**given, "whole": whole, "limit": limit, "offset": offset})
    things = tuple(
        Found(
            iri,
            place is not None and place < 2 and not instead,
            *_snippet(database, match, number, language),
        )
        for iri, place, number in rows.fetchall()
    )
    return Answer(things, total, MappingProxyType(by_kind), MappingProxyType(instead), some)


def _occurs(database: sqlite3.Connection, word: str) -> bool:
    return _matches(database, f'"{word}"*')


def _matches(database: sqlite3.Connection, match: str) -> bool:
    row = database.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (match,)).fetchone()
    return row is not None


def _nearest(word: str, vocabulary: Sequence[str]) -> tuple[str, ...]:
    """Give the words most like one, best first; ties by the alphabet."""
    rows = process.extract(
        word, vocabulary, scorer=fuzz.ratio, limit=_NEAR * 2, score_cutoff=_ALIKE
    )
    ranked = sorted(rows, key=lambda row: (-row[1], row[0]))
    return tuple(term for term, _, _ in ranked[:_NEAR])


def _snippet(
    database: sqlite3.Connection, match: str, number: int, language: str
) -> tuple[tuple[tuple[str, bool], ...], str]:
    """Give the words around what matched, in the reader's language if it matched there."""
    row = database.execute(_SNIPPETS, {"match": match, "thing": number}).fetchone()
    found = [
        (tongue, text)
        for tongue, text in zip(TONGUES * 3, row, strict=True)
        if text is not None and "\x02" in text
    ]
    # Sorted by language alone: names stay before other names and texts.
    order = (language, "", *TONGUES)
    found.sort(key=lambda pair: order.index(pair[0]))
    tongue, text = found[0]
    return _pieces(text), tongue


def _pieces(snippet: str) -> tuple[tuple[str, bool], ...]:
    """Split at the marks of the engine: control characters, which no name holds."""
    found: list[tuple[str, bool]] = []
    for number, part in enumerate(snippet.replace("\n", " · ").split("\x02")):
        inside, mark, after = part.partition("\x03")
        if number and mark:
            found.append((inside, True))
            found.append((after, False))
        else:
            found.append((part, False))
    return tuple((text, hit) for text, hit in found if text)
