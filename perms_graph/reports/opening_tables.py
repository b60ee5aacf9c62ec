"""Openings as sheets of a workbook: reasons, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from perms_graph.errors import msg
from perms_graph.labels import Label
from perms_graph.openings import Candidate
from perms_graph.reports.openings import Opened
from perms_graph.reports.witness_sheet import HEADINGS, TITLE, statement_rows
from perms_graph.reports.workbook import Sheet, value_of
from perms_graph.translation import translate


def sheets(
    candidates: Sequence[Candidate], names: Mapping[str, Label], language: str, opened: Opened
) -> tuple[Sheet, ...]:
    """Give two sheets: a row for each reason, and what each rests on.

    Args:
        candidates: In order.
        names: Labels of what is named.
        language: ``en`` or ``fr``.
        opened: What the reasons rest on.
    """
    reasons, behind = [], []
    for rank, candidate in enumerate(candidates, start=1):
        partner = value_of(ox.NamedNode(candidate.partner), names)
        for reason in candidate.reasons:
            said = translate(reason.message, language)
            reasons.append((rank, partner, candidate.points, said, reason.points))
            behind += [
                (partner, said, *row)
                for row in statement_rows(opened.get((candidate.partner, reason.kind), ()), names)
            ]
    first = (msg("rank"), msg("partner"), msg("points"), msg("reason"), msg("points of the reason"))
    second = (msg("partner"), msg("reason"), *HEADINGS)
    return (
        Sheet(
            translate(msg("Openings"), language),
            tuple(translate(h, language) for h in first),
            reasons,
        ),
        Sheet(
            translate(TITLE, language),
            tuple(translate(h, language) for h in second),
            behind,
        ),
    )
