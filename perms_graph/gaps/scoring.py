"""The gap score: parts from the gap questions, weighed; every part keeps the rows it came from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final, Literal

from perms_graph.catalogue import Catalogue
from perms_graph.gaps.behind import rows_behind
from perms_graph.gaps.finding import MONTHS, Gap, find_gaps, known_values
from perms_graph.gaps.stability import in_top
from perms_graph.gaps.weights import Part, read_weights
from perms_graph.store import Bindable, Dataset, Term

Row = Mapping[str, Term]
By = Literal["objective", "member_objective"]

_PLACES: Final = Decimal("0.0001")


class Way(StrEnum):
    """How the rows behind a part make its value."""

    PRESENCE = "presence"
    GREATEST = "greatest"
    SHARE = "share"


@dataclass(frozen=True)
class Evidence:
    """What one part of a score is counted from.

    Attributes:
        question: The gap question.
        values: What its parameters were.
        way: ``presence``: 1 because it has rows here. ``greatest``: the greatest value of
            ``column`` in the rows. ``share``: the different things in ``column`` of the rows, out
            of ``whole``.
        column: Column of the rows that is counted or read; None for a presence.
        rows: The rows of the question that bear on this score.
        whole: For a share, the partnerships, agreements or partners at work here; else empty.
        work: For a share, the rows that tie the whole to the objective and the Member; else the
            rows that the numbers in ``rows`` are made of, if any.
    """

    question: str
    values: Mapping[str, Bindable]
    way: Way
    column: str | None
    rows: tuple[Row, ...]
    whole: tuple[str, ...] = ()
    work: tuple[Row, ...] = ()

    def value(self) -> Decimal:
        """Recompute the part from its rows, from 0 to 1, to four places."""
        if self.way is Way.PRESENCE or self.column is None:
            return Decimal(1 if self.rows else 0)
        found = [row[self.column].value for row in self.rows]
        if self.way is Way.GREATEST:
            return max(map(Decimal, found), default=Decimal(0)).quantize(_PLACES)
        return (Decimal(len(set(found))) / len(self.whole)).quantize(_PLACES)


@dataclass(frozen=True)
class Score:
    """The gap score of a goal or objective, or of a Member for it.

    Attributes:
        objective: Goal or objective.
        member: Member, or None.
        parts: Part → value from 0 to 1. A part whose question does not arise is left out: of what
            nobody is at work on, no share can be taken; so are those of value 0.
        total: Sum of weight times value.
        stability: Share of draws of weights in which it is among the first ten, from 0 to 1.
        evidence: Part → what it was counted from.
    """

    objective: str
    member: str | None
    parts: Mapping[Part, Decimal]
    total: Decimal
    stability: float
    evidence: Mapping[Part, Evidence]


@dataclass(frozen=True)
class Scores:
    """Gap scores of a day.

    Attributes:
        day: Day judged from.
        by: ``objective`` or ``member_objective``.
        weights: The weights used: ours, not SPREP's.
        rows: In IRI order of objective, then Member; never by total unless asked (``by_total``).
    """

    day: dt.date
    by: By
    weights: Mapping[Part, Decimal]
    rows: tuple[Score, ...]

    def by_total(self) -> tuple[Score, ...]:
        """Give the rows with the greatest total first; ties in IRI order."""
        return tuple(sorted(self.rows, key=lambda s: -s.total))


@dataclass(frozen=True)
class _Plan:
    """How one part is taken from its question; ``column`` None for a presence."""

    question: str
    way: Way
    column: str | None = None


_OF_WORK: Final[Mapping[Part, _Plan]] = {
    Part.ENDING: _Plan("agreements_ending_without_successor", Way.SHARE, "agreement"),
    Part.MECHANISM_MISSING: _Plan("partners_without_demanded_mechanism", Way.SHARE, "partner"),
    Part.OVERDUE: _Plan("undertakings_overdue", Way.SHARE, "agreement"),
    Part.DEPARTURE_ENDING: _Plan("departures_expiring", Way.SHARE, "partnership"),
    Part.NO_HOLDER: _Plan("partnerships_without_holder", Way.SHARE, "partnership"),
    Part.NO_INDICATOR: _Plan("partnerships_without_indicator", Way.SHARE, "partnership"),
}
_OF_GOAL: Final[Mapping[Part, _Plan]] = {
    Part.NO_PARTNERSHIP: _Plan("objectives_without_partnership", Way.PRESENCE),
    Part.ONE_PARTNER: _Plan("goals_with_one_partner", Way.PRESENCE),
    Part.MONEY_ALONE: _Plan("goals_with_money_without_technical_support", Way.PRESENCE),
    Part.TECHNICAL_ALONE: _Plan("goals_with_technical_support_without_money", Way.PRESENCE),
    Part.ONE_SOURCE: _Plan("goals_with_money_from_one_source", Way.GREATEST, "share"),
}
_OF_MEMBER: Final[Mapping[Part, _Plan]] = {
    Part.NO_PARTNERSHIP: _Plan("members_goals_without_partnership", Way.PRESENCE),
    Part.UNANSWERED: _Plan("members_with_priorities_unanswered", Way.PRESENCE),
    Part.FEWER_THAN_PEERS: _Plan(
        "members_with_fewer_partnerships_than_peers", Way.GREATEST, "shortfall"
    ),
}

Key = tuple[str, str | None]
_Behind = Mapping[tuple[tuple[str, Term], ...], tuple[Row, ...]]


@dataclass(frozen=True)
class _Work:
    """What is at work on an objective, perhaps for a Member: rows by column and thing."""

    rows: Mapping[str, Mapping[str, list[Row]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )


def score(
    dataset: Dataset,
    catalogue: Catalogue,
    *,
    day: dt.date,
    by: By = "objective",
    months: int = MONTHS,
) -> Scores:
    """Score the gaps of each goal and objective of the plan, alone or with each Member.

    Args:
        dataset: The register.
        catalogue: The stored questions, with the families ``gaps``, ``scores`` and ``coverage``.
        day: Day to judge from.
        by: ``objective``, or ``member_objective`` for each Member that programmes are meant for.
        months: How far "about to end" looks ahead.

    Returns:
        One score for each row, with its parts and what they were counted from.

    Raises:
        WeightError: A weight is missing, negative or no number; ``place_of`` says where.

    Source:
        PERMS, part 3, is a heading in our copy: the score, its parts and weights are ours.
    """
    weights = read_weights(dataset, catalogue)
    plans = {**(_OF_GOAL if by == "objective" else _OF_MEMBER), **_OF_WORK}
    asked = {made.question for made in plans.values()}
    found_gaps = find_gaps(dataset, catalogue, day=day, months=months, names=asked)
    gaps = {g.question.name: g for g in found_gaps}
    known = known_values(day, months=months)
    plan = {"plan": known["plan"]}
    goals = dataset.select(catalogue.find("goals_of_plan").sparql, plan).column("goal")
    objectives = sorted({term.value for term in goals if term is not None})
    members: list[str | None] = [None]
    if by == "member_objective":
        found = dataset.select(catalogue.find("members_for_programmes").sparql).column("member")
        members = [term.value for term in found if term is not None]
    question = "work_on_goals" if by == "objective" else "work_for_members"
    at_work = dataset.select(catalogue.find(question).sparql, plan | {"day": known["day"]})
    work = _by_key(at_work)
    evidence: dict[Key, dict[Part, Evidence]] = {}
    index = {p: _index(gaps[made.question], made) for p, made in plans.items()}
    behind = {name: _by_row(dataset, catalogue, gap) for name, gap in gaps.items()}
    for key in ((objective, member) for objective in objectives for member in members):
        evidence[key] = dict(_parts(key, plans, gaps, index, work.get(key, _Work()), behind))
    parts = {key: {p: e.value() for p, e in found.items()} for key, found in evidence.items()}
    steady = in_top(list(parts.values()), weights)
    rows = (
        Score(
            objective,
            member,
            found,
            sum((weights[p] * value for p, value in found.items()), Decimal(0)),
            stable,
            evidence[objective, member],
        )
        for ((objective, member), found), stable in zip(parts.items(), steady, strict=True)
    )
    return Scores(day, by, weights, tuple(rows))


def _by_row(dataset: Dataset, catalogue: Catalogue, gap: Gap) -> _Behind:
    """Give the rows behind each row of a gap; rows are told apart by what is in them."""
    found = zip(gap.table, rows_behind(dataset, catalogue, gap), strict=True)
    return {tuple(row.items()): more for row, more in found if more}


def _by_key(rows: Iterable[Row]) -> dict[Key, _Work]:
    work: dict[Key, _Work] = defaultdict(_Work)
    for row in rows:
        member = row["member"].value if "member" in row else None
        here = work[row["goal"].value, member].rows
        for column in ("partnership", "agreement", "partner"):
            here[column][row[column].value].append(row)
    return work


def _index(gap: Gap, plan: _Plan) -> dict[tuple[str, ...], list[Row]]:
    """Sort the rows of a gap by the thing counted, or by the goal and Member they are of."""
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    columns = [plan.column] if plan.way is Way.SHARE else _places(gap)
    for row in gap.table:
        # An undertaking may be recorded under no agreement; then it is nobody's here.
        if all(c in row for c in columns):
            found[tuple(row[c or ""].value for c in columns)].append(row)
    return found


def _places(gap: Gap) -> list[str]:
    return [c for c in ("goal", "member") if c in gap.table.columns]


def _parts(
    key: Key,
    plans: Mapping[Part, _Plan],
    gaps: Mapping[str, Gap],
    index: Mapping[Part, Mapping[tuple[str, ...], list[Row]]],
    work: _Work,
    behind: Mapping[str, _Behind],
) -> Iterator[tuple[Part, Evidence]]:
    """Give the parts that are more than 0, in their order."""
    here = {"goal": key[0], "member": key[1] or ""}
    for part in (p for p in Part if p in plans):
        plan, gap = plans[part], gaps[plans[part].question]
        name, values = gap.question.name, gap.values
        if plan.way is not Way.SHARE:
            rows = index[part].get(tuple(here[c] for c in _places(gap)), [])
            if rows:
                made = tuple(
                    more for row in rows for more in behind[name].get(tuple(row.items()), ())
                )
                yield part, Evidence(name, values, plan.way, plan.column, tuple(rows), work=made)
            continue
        things = work.rows[plan.column or ""] if work.rows else {}
        counted = [row for thing in things for row in index[part].get((thing,), [])]
        if counted:
            tied = tuple(row for found in things.values() for row in found)
            whole = tuple(sorted(things))
            yield part, Evidence(name, values, plan.way, plan.column, tuple(counted), whole, tied)
