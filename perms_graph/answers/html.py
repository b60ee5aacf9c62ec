"""Answers as HTML for notebooks: names, links, and never more than a screenful."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from perms_graph.answers.columns import text_of
from perms_graph.answers.reader import Reader
from perms_graph.answers.rows import Row
from perms_graph.answers.values import Iri, Text, Value
from perms_graph.answers.words import SHOWN, closing, heading_of, in_words, is_number, truth
from perms_graph.errors import PermsError
from perms_graph.labels import Label
from perms_graph.language import rank
from perms_graph.namespaces import shorten
from perms_graph.reports.values import plain
from perms_graph.translation import explain

if TYPE_CHECKING:
    from perms_graph.answers.answer import Answer

_LONG: Final = 400
"""Letters of a text that are shown."""

_LEFT: Final = ' style="text-align:left;vertical-align:top"'
_RIGHT: Final = ' style="text-align:right;vertical-align:top"'


def as_html(answer: Answer) -> str:
    """Lay an answer out as a table.

    Returns:
        HTML in which every text of the data is escaped. A thing is shown by its name, or by its
        short IRI if it has none, and leads to its address if that is one of the web: no other
        scheme (``javascript:``, ``file:``) becomes a link.
    """
    reader = answer.reader
    shown = [answer[n] for n in range(min(SHOWN, len(answer)))]
    things = [v for row in shown for v in row if isinstance(v, Iri)]
    lines = closing(answer)
    try:
        names = reader.names(things)
    except PermsError as error:
        # A server that answered once may not answer again: the rows are shown all the same.
        names = {thing: Label(thing.short, None, own=False) for thing in things}
        lines.append(explain(error, reader.language))
    parts = [f'<div lang="{reader.language}">', "<table>"]
    if answer.title:
        parts.append(f"<caption>{_text(answer.title)}</caption>")
    if answer.columns:
        parts.append(f"<thead><tr>{''.join(_heads(answer))}</tr></thead>")
    parts.append("<tbody>")
    parts += [_row(row, answer.columns, names, reader) for row in shown]
    parts.append("</tbody></table>")
    parts += [f"<p>{_text(line)}</p>" for line in lines]
    return "".join((*parts, "</div>"))


def _heads(answer: Answer) -> list[str]:
    language = answer.reader.language
    returned = answer.question.returns if answer.question else ()
    told = {r.name: r.description[language] for r in returned}
    found = []
    for column in answer.columns:
        words = heading_of(column, answer.reader)
        name = "" if words == column else f"<br><code>{_text(column)}</code>"
        title = f' title="{_text(told[column])}"' if column in told else ""
        found.append(f'<th scope="col"{_LEFT}{title}>{_text(words)}{name}</th>')
    return found


def _row(row: Row, columns: tuple[str, ...], names: dict[str, Label], reader: Reader) -> str:
    cells = zip(columns, row, strict=True)
    return f"<tr>{''.join(_cell(value, column, names, reader) for column, value in cells)}</tr>"


def _cell(value: Value | None, column: str, names: dict[str, Label], reader: Reader) -> str:
    if value is None:
        return f"<td{_LEFT}></td>"
    if isinstance(value, Iri):
        return f"<td{_LEFT}>{_thing(value, names[value], reader)}</td>"
    if isinstance(value, Text):
        return f"<td{_LEFT}{_tag(value.language, reader)}>{_text(_cut(value))}</td>"
    if isinstance(value, bool):
        return f"<td{_LEFT}>{_text(truth(value, reader))}</td>"
    written = in_words(column, text_of(value) or "", reader)
    return f"<td{_RIGHT if is_number(value) else _LEFT}>{_text(_cut(written))}</td>"


def _thing(iri: Iri, label: Label, reader: Reader) -> str:
    short = _text(shorten(iri))
    if label.own:
        inside = f"<span{_tag(label.language, reader)}>{_text(_cut(label.text))}</span>"
    else:
        inside = f"<code>{short}</code>"
    address = reader.link(iri)
    if address is None:
        return f'<span title="{short}">{inside}</span>'
    return f'<a href="{_text(address)}" title="{short}" rel="noopener noreferrer">{inside}</a>'


def _tag(language: str | None, reader: Reader) -> str:
    """Give the language of a text if it is not the reader's, for whoever reads it aloud."""
    if not language or rank(language, reader.language) == 0:
        return ""
    return f' lang="{_text(language)}"'


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def _text(text: str) -> str:
    return escape(plain(text), quote=True)
