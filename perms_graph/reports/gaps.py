"""Gaps and coverage for readers; the three answers to "in force" are never added."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Sequence

import pyoxigraph as ox
from rich import box
from rich.table import Table as RichTable
from rich.text import Text

from perms_graph.coverage import Matrix
from perms_graph.errors import msg
from perms_graph.gaps import Gap
from perms_graph.labels import Label
from perms_graph.namespaces import XSD
from perms_graph.reports.values import STATES
from perms_graph.store import Table, Term
from perms_graph.translation import translate


def summary_view(gaps: Sequence[Gap], language: str) -> RichTable:
    """Lay the gap questions out: how many rows, what is asked, how to read it."""
    laid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    laid.add_column(Text(translate(msg("rows"), language)), justify="right")
    laid.add_column(Text(translate(msg("gap"), language)), overflow="fold")
    laid.add_column(Text(translate(msg("how to read it"), language)), overflow="fold")
    for gap in gaps:
        title = Text.assemble(gap.question.title[language], " ", (f"({gap.question.name})", "dim"))
        reading = gap.question.reading[language]
        states = by_state(gap)
        if states:
            counts = ", ".join(f"{translate(w, language)} {states.get(s, 0)}" for s, w in STATES)
            reading = f"{counts}. {reading}"
        laid.add_row(str(len(gap.table)), title, reading)
    return laid


def by_state(gap: Gap) -> dict[str, int]:
    """Count the rows of a gap by their answer to "in force"; empty if the question has no such."""
    if "in_force" not in gap.table.columns:
        return {}
    return dict(Counter(t.value for t in gap.table.column("in_force") if isinstance(t, ox.Literal)))


def summary_table(gaps: Sequence[Gap], language: str) -> Table:
    """Give the summary as a table for CSV: name, title, number of rows, reading."""
    return Table(
        ("name", "title", "rows", "reading"),
        tuple(
            _row(
                ox.Literal(g.question.name),
                ox.Literal(g.question.title[language]),
                ox.Literal(str(len(g.table)), datatype=ox.NamedNode(XSD + "integer")),
                ox.Literal(g.question.reading[language]),
            )
            for g in gaps
        ),
    )


def as_json(
    matrix: Matrix,
    gaps: Sequence[Gap],
    names: dict[str, Label],
    language: str,
    *,
    day: dt.date,
    illustrative: bool,
) -> bytes:
    """Write coverage and gaps as JSON; for a cell that is not there nothing is recorded."""
    return _dump(
        {
            "day": day.isoformat(),
            "illustrative": illustrative,
            "coverage": [
                {
                    "goal": goal,
                    "goal_label": names[goal].text,
                    "purpose": purpose,
                    "purpose_label": names[purpose].text,
                    "in_force": cell.partnerships.in_force,
                    "not_known": cell.partnerships.not_known,
                    "not_in_force": cell.partnerships.not_in_force,
                }
                for (goal, purpose), cell in matrix.cells.items()
            ],
            "gaps": [
                {
                    "name": g.question.name,
                    "title": g.question.title[language],
                    "reading": g.question.reading[language],
                    "rows": len(g.table),
                    **({"by_state": by_state(g)} if by_state(g) else {}),
                }
                for g in gaps
            ],
        }
    )


def _row(*terms: Term) -> tuple[Term | None, ...]:
    return terms


def _dump(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
