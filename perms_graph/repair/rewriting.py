"""Values written another way: what was meant, where only one thing can have been meant."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from perms_graph.namespaces import XSD
from perms_graph.store import Term

_YEAR: Final = re.compile(r"\d{4}")
_PARTS: Final = re.compile(r"(\d{1,4})[-/. ](\d{1,2})(?:[-/. ](\d{1,4}))?")
_YES: Final = {"true": "true", "yes": "true", "oui": "true", "vrai": "true", "1": "true"}
_NO: Final = {"false": "false", "no": "false", "non": "false", "faux": "false", "0": "false"}
_NUMBERS: Final = ("integer", "decimal", "double")
_SURE: Final = 85
"""Likeness, of 100, from which a name may be taken for another one misspelt."""
_SHORT: Final = 4
"""Shorter names are like too many others."""


def retyped(value: ox.Literal, datatypes: Iterable[str]) -> ox.Literal | None:
    """Write a literal as one of some datatypes.

    Args:
        value: As it stands.
        datatypes: IRIs that are allowed.

    Returns:
        The literal; None if it cannot be told what was meant: 01/02/2024 is two days.
    """
    allowed = set(datatypes)
    found = [r for r in _readings(value.value.strip()) if XSD + r[0] in allowed]
    if len({text for _, text in found}) != 1:
        return None
    # The same text as more than one kind of number: the narrowest comes first.
    name, text = found[0]
    return ox.Literal(text, datatype=ox.NamedNode(XSD + name))


def fitted(value: ox.Literal, patterns: Iterable[str]) -> ox.Literal | None:
    """Mend capitals, spaces, stops and lost zeros so that a text matches patterns.

    Returns:
        The literal; None if no such mending helps, or several do.
    """
    text = value.value
    bare = re.sub(r"[\s.\-]", "", text)
    tries = [text.strip(), bare, text.strip().upper(), bare.upper(), text.strip().lower()]
    tries += [bare.zfill(n) for n in range(2, 5)] if bare.isdecimal() else []
    chosen = tuple(patterns)
    found = dict.fromkeys(t for t in tries if t != text and all(re.search(p, t) for p in chosen))
    if len(found) != 1:
        return None
    return (
        ox.Literal(next(iter(found)), language=value.language)
        if value.language
        else ox.Literal(next(iter(found)))
    )


def address(value: ox.Literal) -> ox.NamedNode | None:
    """Read a text as an IRI; None if it does not say its scheme."""
    text = value.value.strip()
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
        return None
    return ox.NamedNode(text)


def nearest(name: str, known: Iterable[tuple[str, Term]]) -> list[Term]:
    """Give the terms whose names are most like a name, best first; at most two."""
    listed = [pair for pair in known if len(name) >= _SHORT and len(pair[0]) >= _SHORT]
    found = process.extract(
        name.casefold(),
        [n.casefold() for n, _ in listed],
        scorer=fuzz.WRatio,
        limit=6,
        score_cutoff=_SURE,
    )
    return list(dict.fromkeys(listed[index][1] for _, _, index in found))[:2]


def _readings(text: str) -> Iterable[tuple[str, str]]:
    """Give what a text may say, each as name of a datatype and lexical form."""
    folded = text.casefold()
    if folded in _YES or folded in _NO:
        yield "boolean", _YES.get(folded) or _NO[folded]
    if _YEAR.fullmatch(text):
        yield "gYear", text
    yield from _dates(text)
    if re.fullmatch(r"[+-]?P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T.+)?", text):
        yield "duration", text
    number = _number(text)
    if number is not None:
        for name in _NUMBERS:
            if name != "integer" or "." not in number:
                yield name, number


def _dates(text: str) -> Iterable[tuple[str, str]]:
    match = _PARTS.fullmatch(text)
    if match is None:
        return
    parts = [p for p in match.groups() if p]
    if len(parts[0]) == 4:
        numbers = [int(p) for p in parts]
        if len(numbers) == 2 and 1 <= numbers[1] <= 12:
            yield "gYearMonth", f"{parts[0]}-{numbers[1]:02}"
        elif len(numbers) == 3 and len(parts[2]) <= 2:
            yield from _day(*numbers)
    elif len(parts) == 3 and len(parts[2]) == 4:
        first, second, year = (int(p) for p in parts)
        # Day first or month first: both are read, and if both are days nobody can tell.
        yield from _day(year, second, first)
        yield from _day(year, first, second)


def _day(year: int, month: int, day: int) -> Iterable[tuple[str, str]]:
    try:
        yield "date", dt.date(year, month, day).isoformat()
    except ValueError:
        return


def _number(text: str) -> str | None:
    """Read a number in English or French notation; 1,234 may be either, so it is neither."""
    bare = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}\b)", "", text)
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", bare):
        return bare
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+\.\d+", bare) or re.fullmatch(
        r"[+-]?\d{1,3}(,\d{3}){2,}", bare
    ):
        return bare.replace(",", "")
    if re.fullmatch(r"[+-]?\d+,(\d{1,2}|\d{4,})", bare):
        return bare.replace(",", ".")
    return None
