"""The answer to a stored question as a table for people, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from flask import Response

from perms_graph.catalogue import Question
from perms_graph.store import Table, Term

from .formatting import NUMBERS
from .reading import Reader
from .showing import Names, Shown, things_in

STATE_COLUMNS = frozenset({"in_force"})


@dataclass(frozen=True)
class Heading:
    """A column: its name, what it means, and whether it holds numbers."""

    name: str
    title: str
    numeric: bool


@dataclass(frozen=True)
class Answer:
    """A page of an answer."""

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Shown, ...], ...]


def headings(reader: Reader, question: Question) -> tuple[Heading, ...]:
    """Give the columns of a question, with their meaning in the reader's language."""
    return tuple(
        Heading(
            r.name, r.description[reader.language].rstrip("."), r.type in {"integer", "decimal"}
        )
        for r in question.returns
    )


def answer(
    reader: Reader, question: Question, table: Table, rows: Sequence[tuple[Term | None, ...]]
) -> Answer:
    """Show some rows of a table.

    Args:
        reader: Who reads.
        question: What was asked.
        table: The whole answer, for its columns.
        rows: Those of its rows to show.
    """
    names = Names(reader, things_in(t for row in rows for t in row))
    by_name = {h.name: h for h in headings(reader, question)}
    columns = tuple(by_name.get(c, Heading(c, c, numeric=False)) for c in table.columns)
    shown = tuple(
        tuple(_show(reader, column, term, names) for column, term in zip(columns, row, strict=True))
        for row in rows
    )
    return Answer(columns, shown)


def _show(reader: Reader, column: Heading, term: Term | None, names: Names) -> Shown:
    if isinstance(term, ox.Literal):
        if column.name in STATE_COLUMNS:
            return Shown("", state=term.value)
        # Years come as text, with a span for two: 2014/2018.
        if column.name == "year":
            return Shown(" – ".join(reader.moment(p) for p in term.value.split("/") if p))
    return names.term(term)


def as_csv(reader: Reader, question: Question, table: Table, day: str | None) -> Response:
    """Give a whole answer as CSV, with names beside identities.

    A cell that a spreadsheet would run as a formula gets an apostrophe in front.
    """
    names = Names(reader, things_in(t for row in table.rows for t in row), states=False)
    wide = {r.name for r in question.returns if r.type == "iri"}
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    head: list[str] = []
    for column in table.columns:
        head += [column, f"{column}_label"] if column in wide else [column]
    if reader.illustrative:
        head.append("illustrative")
    writer.writerow(head)
    for row in table.rows:
        cells: list[str] = []
        for column, term in zip(table.columns, row, strict=True):
            value = "" if term is None else term.value
            cells.append(_harmless(value, term))
            if column in wide:
                cells.append(_harmless(names.term(term).text, None) if term is not None else "")
        if reader.illustrative:
            mine = things_in(row) & reader.view.invented
            cells.append("yes" if mine else "no")
        writer.writerow(cells)
    name = (
        question.name
        + (f"-{day}" if day else "")
        + ("-illustrative" if reader.illustrative else "")
    )
    return Response(
        "\ufeff" + stream.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _harmless(text: str, term: Term | None) -> str:
    number = isinstance(term, ox.Literal) and term.datatype.value in NUMBERS
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r"} and not number else text
