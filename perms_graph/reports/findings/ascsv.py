"""What a check found as CSV: a row for each result."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from perms_graph.findings import Checked, Finding
from perms_graph.namespaces import XSD
from perms_graph.reports.findings.words import message_of, severity
from perms_graph.reports.results import as_csv
from perms_graph.store import Table, Term

_COLUMNS: Final = (
    "focus",
    "severity",
    "message",
    "path",
    "value",
    "shape",
    "component",
    "passage",
    "principle",
    "partnership",
    "file",
    "line",
)


def write(checked: Checked, language: str) -> bytes:
    """Write the results; a column ``illustrative`` if invented things are among them."""
    rows = [_row(f, language) for f in checked.findings]
    columns: tuple[str, ...] = _COLUMNS
    if checked.invented:
        columns = (*columns, "illustrative")
        rows = [(*row, _flag(row, checked.invented)) for row in rows]
    return as_csv(Table(columns, tuple(rows)))


def _row(finding: Finding, language: str) -> tuple[Term | None, ...]:
    r, place = finding.result, finding.place
    return (
        r.focus,
        _text(severity(r)),
        _text(message_of(r, language)),
        _text(r.path),
        r.value,
        _text(r.source_shape),
        _text(r.component),
        _text(r.passage),
        _text(finding.principle),
        _text(finding.owner),
        _text(place.file if place else None),
        _text(str(place.line) if place else None),
    )


def _text(value: str | None) -> ox.Literal | None:
    return None if value is None else ox.Literal(value)


def _flag(row: tuple[Term | None, ...], invented: frozenset[str]) -> ox.Literal:
    things = (row[0], row[4])
    yes = any(isinstance(t, ox.NamedNode) and t.value in invented for t in things)
    return ox.Literal("true" if yes else "false", datatype=ox.NamedNode(XSD + "boolean"))
