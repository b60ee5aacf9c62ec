"""Gaps and gap scores as sheets of a workbook: the numbers first, then what they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyoxigraph as ox

from perms_graph.errors import Message, msg
from perms_graph.gaps import TOP, Gap, Score, Scores
from perms_graph.labels import Label
from perms_graph.openings import Stated
from perms_graph.reports.gap_scores import Opened
from perms_graph.reports.witness_sheet import HEADINGS, TITLE, statement_rows
from perms_graph.reports.workbook import Sheet, Value, sheet_of, value_of
from perms_graph.store import Table
from perms_graph.translation import translate


def names_of(table: Table) -> list[str]:
    """List the things in an answer."""
    return sorted({t.value for row in table.rows for t in row if isinstance(t, ox.NamedNode)})


def summary_sheets(
    gaps: Sequence[Gap],
    behind: Sequence[Sequence[Sequence[Stated]]],
    names: Mapping[str, Label],
    language: str,
) -> tuple[Sheet, ...]:
    """Give three sheets: how many rows each gap has; the statements behind each; all those rows.

    Args:
        gaps: From ``find_gaps``.
        behind: For each of them, from ``open_gap``.
        names: Labels of the things in their rows and statements.
        language: ``en`` or ``fr``.
    """
    titles = [gap.question.title[language] for gap in gaps]
    counted = [
        (title, len(g.table), g.question.reading[language])
        for title, g in zip(titles, gaps, strict=True)
    ]
    rest = [
        (title, line, *row)
        for title, opened in zip(titles, behind, strict=True)
        for line, stated in enumerate(opened, start=1)
        for row in statement_rows(stated, names)
    ]
    rows = [
        (title, line, column, value_of(term, names))
        for title, gap in zip(titles, gaps, strict=True)
        for line, row in enumerate(gap.table, start=1)
        for column, term in row.items()
    ]
    place = (msg("gap"), msg("row"))
    first, second, third = _say(language, msg("Gaps"), TITLE, msg("Rows"))
    return (
        Sheet(first, _say(language, msg("gap"), msg("rows"), msg("how to read it")), counted),
        Sheet(second, _say(language, *place, *HEADINGS), rest),
        Sheet(third, _say(language, *place, msg("column"), msg("value")), rows),
    )


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
        (line, *row)
        for line, stated in enumerate(behind, start=1)
        for row in statement_rows(stated, names)
    ]
    heads = _say(language, msg("row"), *HEADINGS)
    return (
        sheet_of(gap.question.title[language], gap.table, gap.table.columns, names),
        Sheet(translate(TITLE, language), heads, rest),
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
            msg("share of draws of weights among the first {top}", top=TOP),
        ),
    )
    parts = [
        (*_place(s, part.iri, names), v, w, v * w, s.total, s.stability)
        for s in rows
        for part, v in s.parts.items()
        for w in (scores.weights[part],)
    ]
    rest = [
        (*_place(s, part.iri, names), *row)
        for s in rows
        for part in s.parts
        for row in statement_rows(behind[s.objective, s.member, part], names)
    ]
    first, second = _say(language, msg("Gap scores"), TITLE)
    return Sheet(first, heads, parts), Sheet(second, (*places, *_say(language, *HEADINGS)), rest)


def _place(score: Score, part: str, names: Mapping[str, Label]) -> Iterator[Value]:
    for iri in (score.objective, score.member, part):
        yield value_of(ox.NamedNode(iri), names) if iri else None


def _say(language: str, *messages: Message) -> tuple[str, ...]:
    return tuple(translate(message, language) for message in messages)
