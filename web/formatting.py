"""Dates, numbers and amounts as readers of a language write them; precision is kept."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Final

import pyoxigraph as ox
from babel.dates import format_date
from babel.numbers import format_decimal

from perms_graph.namespaces import XSD

NUMBERS: Final = frozenset(
    XSD + name for name in ("integer", "decimal", "double", "float", "int", "nonNegativeInteger")
)

_PARTS: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*|Z|[+-]\d\d:\d\d)?")


def moment(text: str, language: str) -> str:
    """Write a date with the precision it has.

    Args:
        text: ``2021``, ``2021-05`` or ``2021-05-16``; a time or zone after it is left out.
        language: ``en`` or ``fr``.

    Returns:
        For instance ``2021``, ``May 2021``, ``16 June 1993``; ``text`` itself if it is no date.
    """
    match = _PARTS.fullmatch(text)
    if match is None:
        return text
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        whole = dt.date(year or 1, month or 1, day or 1)
    except ValueError:
        return text
    if month is None:
        return match[1]
    if day is None:
        return format_date(whole, "MMMM y", locale=language)
    written = format_date(whole, "d MMMM y", locale=language)
    # The first of a month is an ordinal in French; CLDR's pattern does not know.
    return "1er" + written[1:] if language == "fr" and day == 1 else written


def number(text: str, language: str) -> str:
    """Write a number with the separators of a language; ``text`` itself if it is none."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite():
        return text
    return format_decimal(value, format="#,##0.######", locale=language)


def count(value: int, language: str) -> str:
    """Write a whole number."""
    return format_decimal(value, locale=language)


def amount(value: str, currency: str | None, language: str) -> str:
    """Write an amount with its ISO 4217 code, where the language puts it.

    A no-break space keeps the two together.
    """
    written = number(value, language)
    if not currency:
        return written
    return f"{written}\u00a0{currency}" if language == "fr" else f"{currency}\u00a0{written}"


def is_moment(literal: ox.Literal) -> bool:
    """Tell whether a literal is a date of any precision."""
    return literal.datatype.value in {
        XSD + "date",
        XSD + "gYear",
        XSD + "gYearMonth",
        XSD + "dateTime",
    }


def web_address(iri: str) -> str:
    """Write a web address for people: without scheme, ``www.`` and last slash, cut if long."""
    plain = re.sub(r"^(?:https?://)?(?:www\.)?", "", iri).rstrip("/")
    return plain if len(plain) <= 70 else plain[:50] + "…" + plain[-18:]


def capitalised(text: str) -> str:
    """Begin with a capital and leave the rest alone: labels in the ontology start small.

    A short name such as ``perms:serves`` stays as it is.
    """
    if ":" in text and " " not in text:
        return text
    return text[:1].upper() + text[1:]
