"""Gaps: stored questions, run. The rules are in the questions."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue, Question
from perms_graph.errors import ParameterError, msg
from perms_graph.namespaces import ID, XSD
from perms_graph.store import Bindable, Dataset, Table

PLAN: Final = ID + "plan/sp2017"
"""The strategic plan that PERMS serves: gaps are looked for in its goals."""

MONTHS: Final = 12
"""How far ahead "about to end" looks if nobody says otherwise."""


@dataclass(frozen=True)
class Gap:
    """One gap question with what it found.

    Attributes:
        question: The stored question, whose texts say how to read the rows.
        values: What its parameters were.
        table: Its rows, each a gap.
    """

    question: Question
    values: Mapping[str, Bindable]
    table: Table


def day_term(day: dt.date) -> ox.Literal:
    """Give a day as an RDF term."""
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))


def later(day: dt.date, months: int) -> dt.date:
    """Give the same day some months later, or the last of that month if it has no such day.

    Raises:
        ParameterError: ``months`` is negative, or the day lies beyond the calendar.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if months < 0 or year > dt.MAXYEAR:
        raise ParameterError(
            msg("“{text}” does not suit {name}.", text=str(months), name="--months"),
            msg("Write a number of months, 0 or more."),
        )
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def known_values(day: dt.date, *, months: int = MONTHS) -> dict[str, Bindable]:
    """Give what the gap questions may ask for: the day, the end of the time ahead, the plan.

    Args:
        day: Day to judge from.
        months: How far "about to end" looks ahead.
    """
    until = later(day, months)
    return {"day": day_term(day), "until": day_term(until), "plan": ox.NamedNode(PLAN)}


def find_gaps(
    dataset: Dataset,
    catalogue: Catalogue,
    *,
    day: dt.date,
    months: int = MONTHS,
    names: Collection[str] | None = None,
) -> tuple[Gap, ...]:
    """Run the questions of the family ``gaps`` for a day.

    Args:
        dataset: The register.
        catalogue: The stored questions.
        day: Day to judge from.
        months: How far "about to end" looks ahead.
        names: Of the questions wanted; None for all.

    Returns:
        One entry for each question, by name; a question that finds nothing is in it with an empty
        table.
    """
    known = known_values(day, months=months)
    gaps = []
    for question in catalogue.family("gaps"):
        if names is not None and question.name not in names:
            continue
        values = {p.name: known[p.name] for p in question.parameters}
        gaps.append(Gap(question, values, dataset.select(question.sparql, values)))
    return tuple(gaps)
