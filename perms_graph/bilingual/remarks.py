"""What looks odd when a text is laid beside its other language. Remarks, never faults."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from perms_graph.bilingual.pairs import Pair
from perms_graph.errors import Message, msg
from perms_graph.namespaces import PREFIXES

REMARKS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "fields": msg("the fields in braces differ"),
        "spaces": msg("a space too many at one end, or two in a row"),
        "end": msg("they end in other punctuation"),
        "numbers": msg("the numbers differ"),
        "links": msg("the addresses or short names of things differ"),
        "copied": msg("most of the French is words of the English as they are"),
        "count": msg("not as many texts in one language as in the other"),
        "glued": msg("no space before high punctuation in French"),
        "spacing": msg("French punctuation is spaced in another way than most texts of the kind"),
    }
)
"""Remark → what it says."""

_FIELD: Final = re.compile(r"\{[?$]?\w*\}")
_ADDRESS: Final = re.compile(
    r"https?://[^\s<>\"»)]+|\b(?:" + "|".join(sorted(PREFIXES)) + r"):[A-Za-z]\w*(?:[-/]\w+)*"
)
_CODE: Final = re.compile(r"`[^`]*`")
_NUMBER: Final = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d+)*")
_RUN: Final = 5
_ENDS: Final = ".:;?!…"

# Before : ; ? ! and », after «. A mark inside a word (an address, an hour) is not punctuation.
_PUNCTUATED: Final = re.compile(r"(.)[:;?!](?=[\s»)]|$)|(.)»|«(.)", re.S)
_SPACES: Final = {"\u00a0": "no-break", "\u202f": "narrow", " ": "plain"}


def remarks(pairs: Iterable[Pair]) -> dict[str, tuple[str, ...]]:
    """Find what looks odd.

    Args:
        pairs: Texts in both languages; those that lack one are passed over.

    Returns:
        Key of a pair → keys of ``REMARKS``, in their order; pairs without any are left out.
    """
    whole = [p for p in pairs if p.english and p.french]
    usual = usual_spacing(whole)
    found = {}
    for pair in whole:
        odd = tuple(_beside(pair)) + tuple(_spacing(pair, usual))
        if odd:
            found[pair.key] = odd
    return found


def usual_spacing(pairs: Iterable[Pair]) -> dict[str, str]:
    """Tell which space most French texts of each kind have at high punctuation.

    Returns:
        Kind → ``no-break``, ``narrow`` or ``plain``; kinds without such punctuation are left out.
    """
    counts: dict[str, Counter[str]] = {}
    for pair in pairs:
        counts.setdefault(pair.kind, Counter()).update(s for s in spacings(pair.french) if s)
    return {kind: min(n, key=lambda style: (-n[style], style)) for kind, n in counts.items() if n}


def spacings(french: str) -> list[str]:
    """Name the space at each high punctuation mark of a French text; empty where there is none."""
    text = _ADDRESS.sub("x", _FIELD.sub("x", _CODE.sub("x", french)))
    return [
        _SPACES.get(next(g for g in m.groups() if g is not None), "")
        for m in _PUNCTUATED.finditer(text)
        # Two marks in a row (?! or …?) take one space between them, if any.
        if next(g for g in m.groups() if g is not None) not in "?!…:;»("
    ]


def has_words(text: str) -> bool:
    """Tell whether a text has letters outside its fields: ``{thing} ({state})`` has none."""
    return any(letter.isalpha() for letter in _FIELD.sub("", text))


def _beside(pair: Pair) -> Iterator[str]:
    english, french = pair.english, pair.french
    if sorted(_FIELD.findall(english)) != sorted(_FIELD.findall(french)):
        yield "fields"
    if _loose(english) != _loose(french):
        yield "spaces"
    if _end(english) != _end(french):
        yield "end"
    if _numbers(english) != _numbers(french):
        yield "numbers"
    if sorted(_ADDRESS.findall(english)) != sorted(_ADDRESS.findall(french)):
        yield "links"
    if english != french and _copied(english, french):
        yield "copied"
    if pair.counts[0] != pair.counts[1]:
        yield "count"


def _spacing(pair: Pair, usual: Mapping[str, str]) -> Iterator[str]:
    found = set(spacings(pair.french))
    if "" in found:
        yield "glued"
    if found - {"", usual.get(pair.kind, "")}:
        yield "spacing"


def _loose(text: str) -> tuple[bool, bool, bool]:
    # A no-break space belongs to the mark beside it.
    return text != text.lstrip(" \n"), text != text.rstrip(" \n"), "  " in text


def _end(text: str) -> str:
    last = text.rstrip().rstrip("»”\"'’)").rstrip()[-1:]
    return last if last in _ENDS else ""


def _copied(english: str, french: str) -> bool:
    """Tell whether most of the French is runs of words of the English; a name is less."""
    runs = _runs(french)
    return bool(runs) and 2 * len(runs & _runs(english)) >= len(runs)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", _CODE.sub(" ", text).lower())
    return {tuple(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}


def _numbers(text: str) -> list[str]:
    """Give the numbers of a text without what separates their digits, which languages differ in."""
    plain = _ADDRESS.sub("", text)
    return sorted(re.sub(r"\D", "", number) for number in _NUMBER.findall(plain))
