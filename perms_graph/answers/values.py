"""RDF terms as Python values; what Python has no exact type for keeps its text.

Rules: XSD 1.1 part 2 for lexical forms. A date with a time zone stays text, for a ``date`` of
Python has none, and a day without its zone is another day.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import pyoxigraph as ox

from perms_graph.namespaces import XSD, shorten
from perms_graph.store import Term

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT: Final = re.compile(
    r"(?P<whole>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(?P<parts>\d+))?(?P<zone>Z|[+-]\d\d:\d\d)?"
)
_INTEGER: Final = re.compile(r"[+-]?\d{1,4000}")
_DECIMAL: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_DOUBLE: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN")
_TRUTHS: Final = {"true": True, "1": True, "false": False, "0": False}

_INTEGERS: Final = frozenset(
    XSD + name
    for name in (
        "integer",
        "long",
        "int",
        "short",
        "byte",
        "nonNegativeInteger",
        "positiveInteger",
        "nonPositiveInteger",
        "negativeInteger",
        "unsignedLong",
        "unsignedInt",
        "unsignedShort",
        "unsignedByte",
    )
)


class Iri(str):
    """An IRI. It is its whole text; a display (``repr``) shows it short.

    ``str()`` gives the whole text too: other libraries call it when they take an IRI over, and
    queries are built with it.
    """

    __slots__ = ()

    @property
    def short(self) -> str:
        """The short name, such as ``id:partner/spc``; the IRI itself if no prefix of ours fits."""
        return shorten(str(self))

    def __repr__(self) -> str:
        return self.short


class Blank(str):
    """A thing without a name: its label in this answer, such as ``_:b0``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Text(str):
    """A text in a language.

    Attributes:
        language: Its tag, such as ``fr``.
    """

    language: str

    def __new__(cls, text: str, language: str) -> Text:
        """Make one."""
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __reduce__(self) -> tuple[type[Text], tuple[str, str]]:
        return Text, (str(self), self.language)

    def __repr__(self) -> str:
        return f"{str.__repr__(self)}@{self.language}"


class Typed(str):
    """The text of a literal that Python has no exact type for, such as the year 2021.

    Attributes:
        datatype: Its datatype.
    """

    datatype: Iri

    def __new__(cls, text: str, datatype: str) -> Typed:
        """Make one."""
        made = super().__new__(cls, text)
        made.datatype = Iri(datatype)
        return made

    def __reduce__(self) -> tuple[type[Typed], tuple[str, str]]:
        return Typed, (str(self), str(self.datatype))


Value = str | bool | int | float | Decimal | dt.date | dt.datetime
"""What a cell of an answer is; a cell without a value is None."""


def value_of(term: Term) -> Value:
    """Give a term as a Python value.

    Args:
        term: Of an answer.

    Returns:
        ``Iri`` or ``Blank`` for a thing. For a literal ``int``, ``Decimal``, ``float``, ``bool``,
        ``date``, ``datetime``, ``str``, or ``Text`` if it has a language. A literal of any other
        datatype, or that is not what its datatype says, is ``Typed`` and keeps its text: years and
        months, dates with a time zone, moments finer than a microsecond.
    """
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.BlankNode):
        return Blank(str(term))
    if not isinstance(term, ox.Literal):
        return Typed(str(term), "")
    if term.language:
        return Text(term.value, term.language)
    kind = term.datatype.value
    if kind == XSD + "string":
        return term.value
    read = _integer if kind in _INTEGERS else _READERS.get(kind)
    found = read(term.value) if read is not None else None
    return Typed(term.value, kind) if found is None else found


def term_of(value: Value) -> ox.NamedNode | ox.Literal:
    """Give a Python value as a term; what ``value_of`` gave comes out as it went in.

    Raises:
        ValueError: It has no term: an IRI that is none, or a type that is not of ``Value``.
    """
    if isinstance(value, Iri):
        return ox.NamedNode(str(value))
    if isinstance(value, Text):
        return ox.Literal(str(value), language=value.language)
    if isinstance(value, Typed) and value.datatype:
        return ox.Literal(str(value), datatype=ox.NamedNode(str(value.datatype)))
    if isinstance(value, str) and not isinstance(value, Blank | Typed):
        return ox.Literal(str(value))
    for kind, name, written in _WRITTEN:
        if isinstance(value, kind):
            return ox.Literal(written(value), datatype=ox.NamedNode(XSD + name))
    raise ValueError(repr(value))


def _double_text(value: float) -> str:
    if math.isfinite(value):
        return repr(value)
    return "NaN" if math.isnan(value) else "INF" if value > 0 else "-INF"


# A truth is a whole number to Python, and a moment a day: the narrower type comes first.
_WRITTEN: Final[tuple[tuple[type, str, Callable[[Any], str]], ...]] = (
    (bool, "boolean", lambda v: "true" if v else "false"),
    (int, "integer", str),
    (Decimal, "decimal", lambda v: format(v, "f")),
    (float, "double", _double_text),
    (dt.datetime, "dateTime", dt.datetime.isoformat),
    (dt.date, "date", dt.date.isoformat),
)


def _integer(text: str) -> int | None:
    return int(text) if _INTEGER.fullmatch(text) else None


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def _double(text: str) -> float | None:
    return float(text) if _DOUBLE.fullmatch(text) else None


def _truth(text: str) -> bool | None:
    return _TRUTHS.get(text)


def _day(text: str) -> dt.date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> dt.datetime | None:
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    parts = (match["parts"] or "").rstrip("0")
    if len(parts) > 6:
        return None
    try:
        return dt.datetime.fromisoformat(
            f"{match['whole']}.{parts:0<6}{match['zone'] or ''}".replace("Z", "+00:00")
        )
    except ValueError:
        return None


_READERS: Final[dict[str, Callable[[str], Value | None]]] = {
    XSD + "decimal": _decimal,
    XSD + "double": _double,
    XSD + "float": _double,
    XSD + "boolean": _truth,
    XSD + "date": _day,
    XSD + "dateTime": _moment,
}
