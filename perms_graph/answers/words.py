"""What an answer says of itself, in HTML and in text alike."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from perms_graph.answers.reader import Reader
from perms_graph.answers.values import Value
from perms_graph.catalogue import FAMILIES
from perms_graph.errors import Message, msg
from perms_graph.reports.findings.words import SEVERITIES
from perms_graph.reports.tables import heading
from perms_graph.reports.values import number, state

if TYPE_CHECKING:
    from perms_graph.answers.answer import Answer

SHOWN: Final = 20
"""Rows that are shown of a long answer."""

_HEADINGS: Final[Mapping[str, Message]] = {
    "family": msg("family"),
    "file": msg("file"),
    "focus": msg("thing"),
    "line": msg("line"),
    "name": msg("name"),
    "object": msg("object"),
    "parameters": msg("parameters"),
    "path": msg("property"),
    "predicate": msg("predicate"),
    "reading": msg("how to read it"),
    "rows": msg("rows"),
    "section": msg("about"),
    "sentence": msg("sentence"),
    "severity": msg("severity"),
    "subject": msg("subject"),
    "title": msg("title"),
}
"""Headings of our own columns, beside those of the stored questions."""


def heading_of(column: str, reader: Reader) -> str:
    """Give a column's heading in words."""
    found = _HEADINGS.get(column)
    return reader.say(found) if found else heading(column, reader.language)


def in_words(column: str, text: str, reader: Reader) -> str:
    """Say what a column writes for programs, such as ``not known``; other texts stay."""
    if column in {"in_force", "state"}:
        return state(text, reader.language)
    known = {"severity": SEVERITIES, "family": FAMILIES}.get(column, {})
    return reader.say(known[text]) if text in known else text


def closing(answer: Answer) -> list[str]:
    """Give the lines below an answer: how many rows there are, why there are none, its notes."""
    reader, total = answer.reader, len(answer)
    lines = []
    if not total:
        lines.append(reader.say(msg("No rows.")))
        if answer.question is not None:
            lines.append(answer.question.reading[reader.language])
        lines += answer.reasons
    elif total > SHOWN:
        lines.append(
            reader.say(
                msg(
                    "Rows: {total}. The first {shown} are shown.",
                    total=number(str(total), reader.language),
                    shown=SHOWN,
                )
            )
        )
    else:
        lines.append(reader.say(msg("Rows: {total}.", total=total)))
    return [*lines, *answer.notes]


def truth(value: bool, reader: Reader) -> str:
    """Say yes or no."""
    return reader.say(msg("yes") if value else msg("no"))


def is_number(value: Value | None) -> bool:
    """Tell whether a value is written at the right of its column."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
