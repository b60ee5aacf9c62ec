"""Files to take along: CSV, JSON and Excel, with what each row rests on beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import pyoxigraph as ox
from flask import Response

from perms_graph.errors import msg
from perms_graph.labels import labels
from perms_graph.namespaces import XSD
from perms_graph.openings import Stated
from perms_graph.reports.results import as_csv
from perms_graph.reports.tables import heading, with_illustrative
from perms_graph.reports.workbook import sheet_of, workbook
from perms_graph.store import Table, Term

from .reading import Reader
from .showing import things_in

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = "application/json; charset=utf-8"
_BEHIND = ("row", "subject", "property", "object", "graph", "document", "address")


def csv_file(who: Reader, name: str, table: Table) -> Response:
    """Give a table as CSV, with a mark on what is invented, for a spreadsheet that is told UTF-8.

    Args:
        who: Who reads.
        name: Of the file, without its ending; the day is added.
        table: The rows.
    """
    body = b"\xef\xbb\xbf" + as_csv(with_illustrative(who.view.register.dataset, table))
    return file_of(who, body, "text/csv; charset=utf-8", name, "csv")


def json_file(content: bytes | object) -> Response:
    """Give JSON, from bytes already written or from what is to be written."""
    if isinstance(content, bytes):
        return Response(content, content_type=JSON)
    return Response(json.dumps(content, ensure_ascii=False, indent=2) + "\n", content_type=JSON)


def xlsx_file(
    who: Reader, name: str, sheets: Sequence[tuple[str, Table, Sequence[str]]]
) -> Response:
    """Give tables as an Excel workbook, a sheet each.

    Args:
        who: Who reads.
        name: Of the file, without its ending; the day is added.
        sheets: Name of the sheet, its table, its headings; too few headings leave the rest to be
            told from the names of the columns.
    """
    dataset = who.view.register.dataset
    made = []
    for title, rows, given in sheets:
        table = with_illustrative(dataset, rows)
        names = labels(
            dataset, sorted(things_in(t for row in table.rows for t in row)), who.language
        )
        heads = [*given, *(heading(c, who.language) for c in table.columns[len(given) :])]
        made.append(sheet_of(title, table, heads, names))
    return file_of(who, workbook(made, who.language), XLSX, name, "xlsx")


def behind_table(opened: Iterable[tuple[int, Sequence[Stated]]]) -> Table:
    """Give what rows rest on, a line for each statement and each graph that makes it.

    Args:
        opened: Number of a row, from 1, with its statements.
    """
    rows: list[tuple[Term | None, ...]] = [
        (
            ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer")),
            *_triple(stated),
            ox.NamedNode(source.graph),
            ox.NamedNode(source.document) if source.document else None,
            ox.Literal(source.url) if source.url else None,
        )
        for number, found in opened
        for stated in found
        for source in stated.sources
    ]
    return Table(_BEHIND, tuple(rows))


def behind_headings(who: Reader) -> list[str]:
    """Name the columns of ``behind_table``."""
    words = (
        msg("row"),
        msg("subject"),
        msg("property"),
        msg("what is said"),
        msg("graph"),
        msg("document"),
        msg("address of the document"),
    )
    return [who.say(w) for w in words]


def _triple(stated: Stated) -> tuple[Term, ...]:
    s, p, o = stated.triple
    return tuple(
        t if isinstance(t, ox.NamedNode | ox.Literal) else ox.Literal(str(t)) for t in (s, p, o)
    )


def file_of(who: Reader, body: bytes, kind: str, name: str, suffix: str) -> Response:
    """Give a file to keep; its name says the day, and whether anything in it may be invented."""
    invented = "-illustrative" if who.illustrative else ""
    whole = f"{name}-{who.day.isoformat()}{invented}.{suffix}"
    return Response(
        body,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{whole}"'},
    )
