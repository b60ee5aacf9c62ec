"""What the rows and columns of a matrix can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rapidfuzz import process

from perms_graph.errors import Message, UnknownNameError, msg


@dataclass(frozen=True)
class Axis:
    """Something to count by.

    Attributes:
        name: As the command line and the question ``things_on_axis`` call it.
        counted_as: As the questions that count call it: goals, objectives and frameworks are
            levels of one hierarchy.
        heading: What readers call one of its things.
    """

    name: str
    counted_as: str
    heading: Message


AXES: Final = (
    Axis("objective", "objective", msg("goal or objective")),
    Axis("goal", "objective", msg("goal")),
    Axis("framework", "objective", msg("framework or goal of one")),
    Axis("purpose", "purpose", msg("kind of support")),
    Axis("member", "member", msg("Member")),
    Axis("mechanism", "mechanism", msg("mechanism")),
    Axis("partner-type", "partner-type", msg("type of partner")),
)
"""All axes, in the order in which they are offered."""


def find_axis(name: str) -> Axis:
    """Give an axis by name.

    Raises:
        UnknownNameError: There is none; gives the nearest.
    """
    names = [a.name for a in AXES]
    wanted = name.strip().lower().replace("_", "-")
    if wanted in names:
        return AXES[names.index(wanted)]
    near = process.extract(wanted, names, limit=3, score_cutoff=50)
    raise UnknownNameError(
        msg("There is no axis named {name}.", name=name),
        name,
        tuple(n for n, _, _ in near) or tuple(names),
    )
