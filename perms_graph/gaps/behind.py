"""What the counts and sums in a row of a gap are made of: rows of another stored question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from perms_graph.catalogue import Catalogue
from perms_graph.gaps.finding import Gap
from perms_graph.store import Dataset, Term

Row = Mapping[str, Term]


@dataclass(frozen=True)
class Behind:
    """Where the numbers of a gap come from.

    Attributes:
        question: A stored question that gives a row for each thing that is counted or added.
        keys: Columns that it shares with the gap: rows alike in them belong together.
    """

    question: str
    keys: tuple[str, ...]


BEHIND: Final[Mapping[str, Behind]] = {
    "goals_with_money_from_one_source": Behind("money_on_goals", ("goal", "currency")),
    "goals_with_money_without_technical_support": Behind("agreements_on_goals", ("goal",)),
    "goals_with_one_partner": Behind("agreements_on_goals", ("goal",)),
    "goals_with_technical_support_without_money": Behind("agreements_on_goals", ("goal",)),
    "members_with_fewer_partnerships_than_peers": Behind("partnerships_of_peers", ("member_type",)),
}
"""Gap question → where its numbers come from. The others give a row for each thing itself."""


def rows_behind(dataset: Dataset, catalogue: Catalogue, gap: Gap) -> tuple[tuple[Row, ...], ...]:
    """Give the rows that the numbers of a gap are made of.

    Args:
        dataset: The register.
        catalogue: The stored questions.
        gap: From ``find_gaps``.

    Returns:
        For each row of the gap, in order, the rows behind it; empty where its row says all.
    """
    made = BEHIND.get(gap.question.name)
    if made is None or not gap.table.rows:
        return ((),) * len(gap.table)
    question = catalogue.find(made.question)
    values = {p.name: gap.values[p.name] for p in question.parameters}
    found: dict[tuple[Term, ...], list[Row]] = defaultdict(list)
    for row in dataset.select(question.sparql, values):
        found[tuple(row[key] for key in made.keys)].append(row)
    return tuple(tuple(found[tuple(row[key] for key in made.keys)]) for row in gap.table)
