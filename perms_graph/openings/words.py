"""Reasons in words. The three answers to "in force" are told apart and never added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from perms_graph.errors import Message, msg
from perms_graph.openings.model import Kind, Witness

_WHOLE: Final[Mapping[Kind, Message]] = {
    Kind.AT_WORK: msg("Already has agreements on this objective."),
    Kind.AT_WORK_HERE: msg("Already has agreements on this objective for this Member."),
    Kind.AT_WORK_NEAR: msg(
        "Has agreements close by: on the goal this is part of, on another part of it, or through "
        "a framework."
    ),
    Kind.GIVES_SUPPORT: msg("Already gives this kind of support."),
    Kind.WORKS_WITH_MEMBER: msg("Works with this Member on something else."),
}
_FOR_MEMBER: Final = msg(
    "Already has agreements on this objective, for other Members or naming none."
)


def in_words(
    kind: Kind,
    witnesses: Sequence[Witness],
    *,
    member: bool = False,
    part: int = 0,
    whole: int = 0,
) -> Message:
    """Say a reason.

    Args:
        kind: Which.
        witnesses: Its facts; each agreement counts once.
        member: Whether the gap is a Member's.
        part: Of a share: partnerships that count.
        whole: Of a share: all partnerships of the type.
    """
    if kind in _WHOLE:
        said = _FOR_MEMBER if kind is Kind.AT_WORK and member else _WHOLE[kind]
        states = Counter({w.thing: w.in_force for w in witnesses}.values())
        return msg(
            "{said} In force: {yes}; not known: {not_known}.",
            said=said,
            yes=states["yes"],
            not_known=states["not known"],
        )
    count = len({w.thing for w in witnesses})
    return _counted(kind, count, part, whole)


def _counted(kind: Kind, count: int, part: int, whole: int) -> Message:
    match kind:
        case Kind.HAS_WORKED:
            return msg(
                "Has worked on this objective or close to it. Ended agreements: {n}.", n=count
            )
        case Kind.LAPSED:
            return msg(
                "Its work on this objective has ended with no successor. Agreements: {n}.", n=count
            )
        case Kind.OFFERS_WORK:
            return msg("Offers to work on this objective and has no agreement on it.")
        case Kind.OFFERS_SUPPORT:
            return msg("Is recorded as offering this kind of support.")
        case Kind.ORGAN_OF_MEMBER:
            return msg("Is a government of this Member, or part of one.")
        case Kind.SHARES_INITIATIVE:
            return msg(
                "Shares an initiative or a framework with work on this objective: {n}.", n=count
            )
        case Kind.BESIDE:
            return msg(
                "Is party to agreements beside partners that work on this objective: {n}.", n=count
            )
        case Kind.TYPE_ON_OBJECTIVE:
            return msg(
                "Partnerships with its type of partner serve this objective: {part} of {whole}.",
                part=part,
                whole=whole,
            )
        case _:
            return msg(
                "Partnerships with its type of partner bring this kind of support: "
                "{part} of {whole}.",
                part=part,
                whole=whole,
            )
