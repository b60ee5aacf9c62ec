"""Work under way on an objective, which new work should join (principle c)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from perms_graph.catalogue import Catalogue
from perms_graph.openings.evidence import Asker
from perms_graph.openings.finding import _overlaps
from perms_graph.openings.model import Overlap
from perms_graph.store import Dataset


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
    found = _overlaps(Asker(dataset, catalogue, day), objective, None)
    return tuple(
        o for o in found if not members or not o.members or not set(members).isdisjoint(o.members)
    )
