"""Coverage for a terminal: a matrix in as many pieces as its width needs, and what it means."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from perms_graph.coverage import NO, NOT_KNOWN, YES, Cell, Matrix, Place, Tally
from perms_graph.errors import Message, msg
from perms_graph.labels import Label
from perms_graph.reports.values import STATES, number, plain
from perms_graph.translation import translate

MEASURES: Final[Mapping[str, Message]] = {
    "partnerships": msg("partnerships"),
    "agreements": msg("agreements"),
    "partners": msg("partners"),
    "money": msg("money committed"),
    "days": msg("days left"),
}
"""What a matrix can show in its cells, and how it is headed."""

_MARKS: Final = {YES: "", NOT_KNOWN: "?", NO: "–"}
_NAME: Final = 24
_WIDE: Final = 200
_GAP: Final = 3
_LONGEST_HEADING: Final = 28


def tally_text(tally: Tally) -> str:
    """Write the three answers side by side: ``2 · 1? · 3–``; an answer that is 0 is left out."""
    numbers = ((tally.in_force, YES), (tally.not_known, NOT_KNOWN), (tally.not_in_force, NO))
    return " · ".join(f"{n}{_MARKS[answer]}" for n, answer in numbers if n)


def tally_words(tally: Tally, language: str) -> str:
    """Say the three answers in words, each apart."""
    numbers = (tally.in_force, tally.not_known, tally.not_in_force)
    return ", ".join(
        f"{n} {translate(words, language)}" for n, (_, words) in zip(numbers, STATES, strict=True)
    )


def cell_text(cell: Cell | None, measure: str, language: str) -> str:
    """Write one measure of a cell; nothing if nothing is recorded.

    Args:
        cell: The cell.
        measure: One of ``MEASURES``.
        language: ``en`` or ``fr``.
    """
    if cell is None:
        return ""
    if measure == "money":
        return "\n".join(
            f"{number(format(s.total, 'f'), language)} {s.currency}{_MARKS[s.in_force]}"
            for s in cell.money
        )
    if measure == "days":
        days = [] if cell.days_left is None else [str(cell.days_left)]
        unknown = [f"{cell.ends_not_known}?"] if cell.ends_not_known else []
        return " · ".join([*days, *unknown])
    tallies = {"agreements": cell.agreements, "partners": cell.partners}
    return tally_text(tallies.get(measure, cell.partnerships))


def view(
    matrix: Matrix, names: Mapping[str, Label], language: str, *, measure: str, width: int
) -> RenderableType:
    """Lay a matrix out for a terminal, in as many pieces as its width needs.

    Args:
        matrix: What was found.
        names: Labels of ``things_in``.
        language: ``en`` or ``fr``.
        measure: What the cells show, of ``MEASURES``; a matrix without columns shows all of them.
        width: Of the terminal, in characters.
    """
    if matrix.column_axis is None:
        heads = [(m, translate(words, language)) for m, words in MEASURES.items()]
        texts = {
            (row.iri, m): cell_text(matrix.at(row.iri), m, language)
            for row in matrix.rows
            for m in MEASURES
        }
    else:
        heads = [(c.iri, _heading(c, names)) for c in matrix.columns]
        texts = {at: cell_text(cell, measure, language) for at, cell in matrix.cells.items()}
    codes = max((len(_code(r)) for r in matrix.rows), default=0)
    parts: list[RenderableType] = []
    for chunk in _chunks(heads, texts, width - codes - _NAME - 2 * _GAP):
        laid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        laid.add_column(no_wrap=True)
        laid.add_column(
            Text(translate(matrix.row_axis.heading, language)), overflow="fold", min_width=_NAME
        )
        for _, head in chunk:
            laid.add_column(Text(plain(head)), justify="right", overflow="fold")
        for row in matrix.rows:
            cells = (Text(texts.get((row.iri, key), "")) for key, _ in chunk)
            laid.add_row(_code(row), Text(_named(row, names, width)), *cells)
        parts += [laid, ""]
    parts += [Text(line) for line in _legend(matrix, names, language, measure)]
    return Group(*parts)


def _chunks(
    heads: Sequence[tuple[str, str]], texts: Mapping[tuple[str, str], str], room: int
) -> Iterator[list[tuple[str, str]]]:
    """Share columns out over pieces that fit; a piece has at least one column."""
    chunk: list[tuple[str, str]] = []
    left = room
    for key, head in heads:
        inside = [line for (_, k), text in texts.items() if k == key for line in text.split("\n")]
        needed = max((len(part) for part in [*head.split(), *inside]), default=0) + _GAP
        if chunk and needed > left:
            yield chunk
            chunk, left = [], room
        chunk.append((key, head))
        left -= needed
    if chunk:
        yield chunk


def _legend(
    matrix: Matrix, names: Mapping[str, Label], language: str, measure: str
) -> Iterator[str]:
    for place in matrix.columns:
        if _heading(place, names) == place.code:
            yield f"{place.code}: {plain(names[place.iri].text)}"
    everything = matrix.column_axis is None
    counted = everything or measure in {"partnerships", "agreements", "partners"}
    if counted:
        yield translate(
            msg(
                "Three answers, never added: a number alone is in force, with ? not known if in "
                "force, with – not in force. An answer that is missing is 0."
            ),
            language,
        )
    if counted and (example := _example(matrix)) is not None:
        row, column, cell = example
        where = " × ".join(plain(names[iri].text) for iri in (row, column) if iri)
        tally = {"agreements": cell.agreements, "partners": cell.partners}
        said = tally.get("" if everything else measure, cell.partnerships)
        yield f"{where}: {tally_text(said)} = {tally_words(said, language)}."
    if everything or measure == "money":
        yield translate(
            msg(
                "Money is what contributions and agreements state, in their currencies; nothing is "
                "converted, for no dated rate is recorded."
            ),
            language,
        )
    if everything or measure == "days":
        yield translate(
            msg(
                "Days to the next known end; with ? agreements that are or may be in force and "
                "have no known end."
            ),
            language,
        )
    yield translate(
        msg("Empty: nothing is recorded, which does not mean that there is nothing."), language
    )


def _example(matrix: Matrix) -> tuple[str, str, Cell] | None:
    """Choose the cell that shows most answers, the first of several."""

    def shown(cell: Cell) -> int:
        return tally_text(cell.partnerships).count("·")

    best = max(matrix.cells.items(), key=lambda item: shown(item[1]), default=None)
    return None if best is None else (*best[0], best[1])


def _code(place: Place) -> str:
    return "  " * place.depth + (place.code or "")


def _named(place: Place, names: Mapping[str, Label], width: int) -> str:
    """Give the name of a row, in two lines at most where there is little room."""
    label = names[place.iri]
    text = plain(label.text) if label.own else ""
    if width >= _WIDE or len(text) <= 2 * _NAME:
        return text
    return textwrap.shorten(text, 2 * _NAME - 4, placeholder=" …")


def _heading(place: Place, names: Mapping[str, Label]) -> str:
    """Give a short heading: the name if it is short, else the code, explained below the table."""
    label = names[place.iri]
    if place.code and (not label.own or len(label.text) > _LONGEST_HEADING):
        return place.code
    return label.text
