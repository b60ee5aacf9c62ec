"""Values for people: dates as precise as they are known, numbers, yes and no."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Final

import pyoxigraph as ox
from babel.dates import format_date
from babel.numbers import format_decimal

from perms_graph.errors import Message, msg
from perms_graph.namespaces import XSD, shorten
from perms_graph.store import Term
from perms_graph.translation import translate

_MOMENT: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:Z|[+-]\d\d:\d\d)?")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_NUMBERS: Final = frozenset(XSD + n for n in ("integer", "decimal", "double", "float"))
_DATES: Final = frozenset(XSD + n for n in ("date", "gYear", "gYearMonth"))

STATES: Final[tuple[tuple[str, Message], ...]] = (
    ("yes", msg("in force")),
    ("not known", msg("not known")),
    ("no", msg("not in force")),
)
"""The three answers to "in force", as the stored questions write them, and in words."""


def moment(text: str, language: str) -> str:
    """Write a date of any precision: ``2021``, ``mai 2021``, ``16 June 1993``.

    Args:
        text: As in the data: ``2021``, ``2021-05`` or ``2021-05-16``, perhaps with a time zone.
        language: ``en`` or ``fr``.

    Returns:
        The date in words; ``text`` itself if it is no date.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        return text
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date = dt.date(year or 1, month or 1, day or 1)
    except ValueError:
        return text
    if month is None:
        return match[1]
    if day is None:
        return format_date(date, "MMMM y", locale=language)
    # CLDR writes "1 juin"; French says "1er juin".
    pattern = "d'er' MMMM y" if language == "fr" and day == 1 else "d MMMM y"
    return format_date(date, pattern, locale=language)


def number(text: str, language: str) -> str:
    """Write a number as the language does; ``text`` itself if it is none."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    if not value.is_finite():
        return text
    return format_decimal(value, format="#,##0.######", locale=language)


def plain(text: str) -> str:
    """Take out what a terminal would obey: control characters become spaces, line ends too."""
    return _CONTROL.sub(" ", text)


def literal(value: ox.Literal, language: str) -> str:
    """Write a literal for people; a text in another language than the reader's says which."""
    kind = value.datatype.value
    if kind in _DATES:
        return moment(value.value, language)
    if kind in _NUMBERS:
        return number(value.value, language)
    if kind == XSD + "boolean":
        yes = value.value in {"true", "1"}
        return translate(msg("yes") if yes else msg("no"), language)
    text = plain(value.value)
    if value.language and value.language.split("-")[0] != language:
        return f"{text} [{value.language}]"
    return text


def term(value: Term | None, language: str) -> str:
    """Write a term without looking anything up: short names for IRIs."""
    if value is None:
        return ""
    if isinstance(value, ox.NamedNode):
        return shorten(value.value)
    if isinstance(value, ox.BlankNode):
        return f"_:{value.value}"
    return literal(value, language)


def state(text: str, language: str) -> str:
    """Say one of the three answers to "in force"; any other text is given back."""
    for written, words in STATES:
        if written == text:
            return translate(words, language)
    return text
