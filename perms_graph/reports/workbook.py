"""Excel workbooks: sheets whose numbers are numbers, whose links lead on, and nothing is run.

A text of the register can begin like a formula. It is written as a text, and marked as one, so
that it stays a text when a reader edits the cell.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

import pyoxigraph as ox
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from perms_graph.errors import PermsError, msg
from perms_graph.labels import Label
from perms_graph.namespaces import XSD, shorten
from perms_graph.store import Table, Term
from perms_graph.translation import translate


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere.

    Attributes:
        iri: Where to; only ``http`` and ``https`` become links, others are written as they are.
        label: What the cell shows; the IRI if None.
    """

    iri: str
    label: str | None = None


Value = str | int | float | Decimal | bool | dt.date | Link | None
"""What a cell can hold; None leaves it empty, which is not a zero."""


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        name: What its tab shows; what Excel forbids is left out, and it is cut to 31 characters.
        columns: Headings.
        rows: As many values each as there are columns.
    """

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]


# Excel's own limits ("Excel specifications and limits"); links are counted for each sheet.
_ROWS: Final = 1_048_576
_COLUMNS: Final = 16_384
_TEXT: Final = 32_767
_NAME: Final = 31
_LINKS: Final = 65_530
_LINK: Final = 2_079
_FIRST_DAY: Final = dt.date(1900, 3, 1)  # before it Excel counts a 29 February 1900

_NARROW: Final = 8
_WIDE: Final = 60
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]+")
_LIKE_A_FORMULA: Final = tuple("=+-@\t\r")
_RESERVED: Final = "history"
# Kept in the file as the moment it was made: the same content is to give the same bytes.
_MADE: Final = dt.datetime(2000, 1, 1)
_NUMBERS: Final = frozenset(XSD + n for n in ("integer", "decimal", "double", "float"))


def workbook(sheets: Sequence[Sheet], language: str) -> bytes:
    """Write sheets as an Excel workbook (Office Open XML).

    Args:
        sheets: At least one, in the order of their tabs.
        language: ``en`` or ``fr``: for yes and no, and for a tab without a name.

    Returns:
        The file. The same sheets give the same bytes. The first row of each sheet holds the
        headings; it stays in sight and has filters. Numbers and days are numbers and days, unless
        Excel would change them: those are texts.

    Raises:
        PermsError: A sheet has more rows or columns than Excel can hold.
        ValueError: There is no sheet, or a row has not as many values as there are columns.
    """
    if not sheets:
        raise ValueError("a workbook needs a sheet")
    out = io.BytesIO()
    book = Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": False,
        },
    )
    book.set_properties({"created": _MADE})
    styles = _Styles.of(book)
    for sheet, name in zip(sheets, tab_names([s.name for s in sheets], language), strict=True):
        _write(book.add_worksheet(name), sheet, styles, language)
    book.close()
    return out.getvalue()


def sheet_of(name: str, table: Table, headings: Sequence[str], names: Mapping[str, Label]) -> Sheet:
    """Make a sheet of an answer.

    Args:
        name: Of the sheet.
        table: The answer.
        headings: One for each of its columns.
        names: Labels of the things in it; a thing without one shows its short IRI.
    """
    rows = tuple(tuple(value_of(t, names) for t in row) for row in table.rows)
    return Sheet(name, tuple(headings), rows)


def value_of(term: Term | None, names: Mapping[str, Label]) -> Value:
    """Turn a term into what a cell holds.

    Args:
        term: A thing becomes a link with its name; a number, a whole day, yes or no what they are;
            every other literal its text (a year is no day).
        names: Labels of things.
    """
    if isinstance(term, ox.NamedNode):
        label = names.get(term.value)
        return Link(term.value, label.text if label and label.own else shorten(term.value))
    if not isinstance(term, ox.Literal):
        return None if term is None else str(term)
    kind = term.datatype.value
    try:
        if kind == XSD + "integer":
            return int(term.value)
        if kind in _NUMBERS:
            return Decimal(term.value)
        if kind == XSD + "date":
            return dt.date.fromisoformat(term.value)
    except (ValueError, InvalidOperation):
        return term.value
    if kind == XSD + "boolean" and term.value in {"true", "false"}:
        return term.value == "true"
    return term.value


def tab_names(names: Sequence[str], language: str) -> tuple[str, ...]:
    """Give names that Excel takes: short enough, without what it forbids, each once.

    Args:
        names: As wished.
        language: For the name of a sheet whose name has nothing left.

    Returns:
        One for each, in order; capitals do not tell two apart, so the second gets a number.
    """
    taken: set[str] = set()
    found = []
    for wished in names:
        clean = " ".join(_FORBIDDEN.sub(" ", wished).split()).strip("' ")
        base = clean[:_NAME].rstrip("' ") or translate(msg("Sheet"), language)
        name, number = base, 1
        while name.casefold() in taken or name.casefold() == _RESERVED:
            number += 1
            tail = f" ({number})"
            name = base[: _NAME - len(tail)].rstrip() + tail
        taken.add(name.casefold())
        found.append(name)
    return tuple(found)


@dataclass(frozen=True)
class _Styles:
    heading: Format
    text: Format
    # Excel's "quote prefix": a reader who edits the cell does not make a formula of it.
    quoted: Format
    day: Format
    link: Format

    @classmethod
    def of(cls, book: Workbook) -> _Styles:
        base = {"valign": "top", "text_wrap": True}
        quoted = book.add_format(base)
        quoted.set_quote_prefix()
        return cls(
            heading=book.add_format({**base, "bold": True, "bottom": 1, "bg_color": "#E8EEF2"}),
            text=book.add_format(base),
            quoted=quoted,
            day=book.add_format({"valign": "top", "align": "left", "num_format": "yyyy-mm-dd"}),
            link=book.add_format({**base, "font_color": "#0B5394", "underline": 1}),
        )


def _write(paper: Worksheet, sheet: Sheet, styles: _Styles, language: str) -> None:
    if len(sheet.rows) >= _ROWS or len(sheet.columns) > _COLUMNS:
        raise PermsError(
            msg("The answer is too large for Excel: {n} rows.", n=len(sheet.rows)),
            msg("Write it as CSV, or ask for less."),
        )
    widths = [_width(heading) + 3 for heading in sheet.columns]  # room for the filter's button
    for column, heading in enumerate(sheet.columns):
        paper.write_string(0, column, _cut(heading), styles.heading)
    links = 0
    for line, row in enumerate(sheet.rows, start=1):
        for column, (value, _) in enumerate(zip(row, sheet.columns, strict=True)):
            if isinstance(value, Link) and (links := links + 1) > _LINKS:
                value = f"{value.label} <{value.iri}>" if value.label else value.iri
            shown = _put(paper, line, column, value, styles, language)
            widths[column] = max(widths[column], _width(shown))
    for column, width in enumerate(widths):
        paper.set_column(column, column, min(max(width + 1, _NARROW), _WIDE))
    paper.freeze_panes(1, 0)
    if sheet.columns:
        paper.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)


def _put(
    paper: Worksheet, line: int, column: int, value: Value, styles: _Styles, language: str
) -> str:
    """Write a cell and give what it shows."""
    if value is None:
        return ""
    if isinstance(value, Link):
        label = _cut(value.label or value.iri)
        if value.iri.startswith(("http://", "https://")) and len(value.iri) <= _LINK:
            paper.write_url(line, column, value.iri, styles.link, label)
            return label
        return _text(paper, line, column, label, styles)
    if isinstance(value, bool):
        said = translate(msg("yes") if value else msg("no"), language)
        return _text(paper, line, column, said, styles)
    if isinstance(value, int | float | Decimal):
        return _number(paper, line, column, value, styles)
    if isinstance(value, dt.date):
        day = value.date() if isinstance(value, dt.datetime) else value
        if day < _FIRST_DAY:
            return _text(paper, line, column, day.isoformat(), styles)
        paper.write_datetime(line, column, dt.datetime(day.year, day.month, day.day), styles.day)
        return day.isoformat()
    return _text(paper, line, column, value, styles)


def _number(
    paper: Worksheet, line: int, column: int, value: float | Decimal, styles: _Styles
) -> str:
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    written = format(exact, "f")
    # Excel keeps 15 digits; a longer number would be changed without a word.
    digits = exact.normalize().as_tuple().digits if exact.is_finite() else ()
    if not exact.is_finite() or len(digits) > 15:
        return _text(paper, line, column, written, styles)
    paper.write_number(line, column, float(exact), styles.text)
    return written


def _text(paper: Worksheet, line: int, column: int, text: str, styles: _Styles) -> str:
    style = styles.quoted if text.startswith(_LIKE_A_FORMULA) else styles.text
    paper.write_string(line, column, _cut(text), style)
    return text


def _cut(text: str) -> str:
    return text if len(text) <= _TEXT else text[: _TEXT - 1] + "…"


def _width(text: str) -> int:
    return max((len(part) for part in text.splitlines()), default=0)
