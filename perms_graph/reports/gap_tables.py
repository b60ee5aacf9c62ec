"""Gaps and gap scores as sheets of a workbook: the numbers first, then what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from perms_graph.errors import Message, msg
from perms_graph.gaps import Gap, Score, Scores
from perms_graph.labels import Label
from perms_graph.openings import Stated
from perms_graph.reports.gap_scores import Opened
from perms_graph.reports.witness_sheet import HEADINGS, statement_cells
from perms_graph.reports.workbook import Sheet, Value, sheet_of, value_of
from perms_graph.store import Table
from perms_graph.translation import translate


def names_of(table: Table) -> list[str]:
    """List the things in an answer."""
    return sorted({t.value for row in table.rows for t in row if isinstance(t, ox.NamedNode)})


def summary_sheets(
    gaps: Sequence[Gap], names: Mapping[str, Label], language: str
) -> tuple[Sheet, ...]:
    """Give two sheets: how many rows each gap has and how to read it; and all those rows.

    Args:
        gaps: From ``find_gaps``.
        names: Labels of the things in their rows.
        language: ``en`` or ``fr``.
    """
    heads = _say(language, msg("gap"), msg("rows"), msg("how to read it"))
    counted = [
        (g.question.title[language], len(g.table), g.question.reading[language]) for g in gaps
    ]
    rows = [
        (gap.question.title[language], line, column, value_of(term, names))
        for gap in gaps
        for line, row in enumerate(gap.table, start=1)
        for column, term in row.items()
    ]
    wide = _say(language, msg("gap"), msg("row"), msg("column"), msg("value"))
    first, second = _say(language, msg("Gaps"), msg("What it rests on"))
    return Sheet(first, heads, counted), Sheet(second, wide, rows)


def gap_sheets(
    gap: Gap, behind: Sequence[Sequence[Stated]], names: Mapping[str, Label], language: str
) -> tuple[Sheet, ...]:
    """Give two sheets: the rows of a gap, and the statements behind each.

    Args:
        gap: From ``find_gaps``.
        behind: For each row, from ``open_gap``.
        names: Labels of all that is named.
        language: ``en`` or ``fr``.
    """
    rest = [
        (line, *statement_cells(s, names))
        for line, stated in enumerate(behind, start=1)
        for s in stated
    ]
    heads = _say(language, msg("row"), *HEADINGS)
    return (
        sheet_of(gap.question.title[language], gap.table, gap.table.columns, names),
        Sheet(translate(msg("What it rests on"), language), heads, rest),
    )


def score_sheets(
    scores: Scores,
    rows: Sequence[Score],
    names: Mapping[str, Label],
    language: str,
    behind: Opened,
) -> tuple[Sheet, ...]:
    """Give two sheets: a row for each part, before its total; and the statements behind each.

    Args:
        scores: What was found.
        rows: In order.
        names: Labels of all that is named.
        language: ``en`` or ``fr``.
        behind: What the parts rest on.
    """
    places = _say(language, msg("goal or objective"), msg("Member"), msg("part"))
    heads = (
        *places,
        *_say(
            language,
            msg("value"),
            msg("weight"),
            msg("points"),
            msg("total"),
            msg("share of draws among the first ten"),
        ),
    )
    parts = [
        (*_place(s, part.iri, names), v, w, v * w, s.total, s.stability)
        for s in rows
        for part, v in s.parts.items()
        for w in (scores.weights[part],)
    ]
    rest = [
        (*_place(s, part.iri, names), *statement_cells(stated, names))
        for s in rows
        for part in s.parts
        for stated in behind[s.objective, s.member, part]
    ]
    first, second = _say(language, msg("Gap scores"), msg("What it rests on"))
    return Sheet(first, heads, parts), Sheet(second, (*places, *_say(language, *HEADINGS)), rest)


def _place(score: Score, part: str, names: Mapping[str, Label]) -> Iterator[Value]:
    for iri in (score.objective, score.member, part):
        yield value_of(ox.NamedNode(iri), names) if iri else None


def _say(language: str, *messages: Message) -> tuple[str, ...]:
    return tuple(translate(message, language) for message in messages)
