"""Work under way on an objective, which new work should join (principle c)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

from perms_graph.catalogue import Catalogue
from perms_graph.openings.evidence import Asker
from perms_graph.openings.model import Overlap
from perms_graph.store import Dataset, Term


def find_overlaps(
    dataset: Dataset,
    catalogue: Catalogue,
    *,
    objective: str,
    members: Collection[str],
    day: dt.date,
) -> tuple[Overlap, ...]:
    """Find what is under way on an objective.

    Args:
        dataset: A built register.
        catalogue: The stored questions, with the family ``openings``.
        objective: IRI of a goal, objective, focus area or goal of a framework.
        members: Members that the work is for; empty for all. Work that names others is left out.
        day: Day to judge from.

    Returns:
        Initiatives, then partnerships surely in force, then those of unknown state.
    """
    return overlaps(Asker(dataset, catalogue, day), objective, members)


def overlaps(ask: Asker, objective: str, members: Collection[str]) -> tuple[Overlap, ...]:
    """Find the same with questions put by ``ask``."""
    joined: dict[str, set[str]] = defaultdict(set)
    for row in ask("initiatives_to_join", objective=objective):
        joined[row["initiative"].value] |= (
            {row["partnership"].value} if "partnership" in row else set()
        )
    initiatives = [
        Overlap(thing, True, tuple(sorted(found)), None, (), ())
        for thing, found in sorted(joined.items())
    ]
    rows: dict[str, list[dict[str, Term]]] = defaultdict(list)
    for row in ask("partnerships_to_join", ask.day, objective=objective):
        rows[row["partnership"].value].append(row)
    partnerships = [_partnership(thing, found) for thing, found in rows.items()]
    fitting = [
        o
        for o in partnerships
        if not members or not o.members or not set(members).isdisjoint(o.members)
    ]
    # What surely is in force first; of equals, what names a Member before what names none.
    fitting.sort(key=lambda o: (o.in_force != "yes", not o.members, o.thing))
    return (*initiatives, *fitting)


def _partnership(thing: str, rows: Sequence[dict[str, Term]]) -> Overlap:
    def several(column: str) -> tuple[str, ...]:
        return tuple(sorted({row[column].value for row in rows if column in row}))

    in_force = "yes" if any(row["in_force"].value == "yes" for row in rows) else "not known"
    return Overlap(
        thing, False, several("agreement"), in_force, several("member"), several("mechanism")
    )
