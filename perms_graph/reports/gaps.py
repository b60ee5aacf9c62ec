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

from perms_graph.errors import msg
from perms_graph.gaps import Cell, Coverage, Gap
from perms_graph.labels import Label
from perms_graph.namespaces import XSD
from perms_graph.reports.values import STATES, plain
from perms_graph.store import Table, Term
from perms_graph.translation import translate

_GOAL_WIDTH = 30


def matrix_view(coverage: Coverage, names: dict[str, Label], language: str) -> RichTable:
    """Lay the matrix out: in each cell partnerships in force, a slash, those of unknown state."""
    laid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    laid.add_column(no_wrap=True)
    laid.add_column(
        Text(translate(msg("goal or objective"), language)), overflow="fold", min_width=_GOAL_WIDTH
    )
    for purpose in coverage.purposes:
        laid.add_column(Text(plain(names[purpose].text)), justify="right", overflow="fold")
    for goal in coverage.goals:
        cells = (coverage.cells.get((goal, purpose)) for purpose in coverage.purposes)
        code = goal.rsplit("/", 1)[-1]
        name = plain(names[goal].text) if names[goal].own else ""
        laid.add_row(code, Text(name), *(Text(_cell(cell)) for cell in cells))
    return laid


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
    coverage: Coverage,
    gaps: Sequence[Gap],
    names: dict[str, Label],
    language: str,
    *,
    day: dt.date,
    illustrative: bool,
) -> bytes:
    """Write coverage and gaps as JSON; a cell that is not there has no partnership at all."""
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
                    "in_force": cell.in_force,
                    "not_known": cell.not_known,
                    "not_in_force": cell.not_in_force,
                }
                for (goal, purpose), cell in sorted(coverage.cells.items())
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


def _cell(cell: Cell | None) -> str:
    return "–" if cell is None else f"{cell.in_force} / {cell.not_known}"


def _row(*terms: Term) -> tuple[Term | None, ...]:
    return terms


def _dump(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
