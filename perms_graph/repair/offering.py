"""Offering: each proposal is tried; only what mends the result and breaks nothing is offered."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import msg
from perms_graph.repair.drafting import Draft
from perms_graph.repair.expectations import Expectations
from perms_graph.repair.proposing import Proposal, Proposer
from perms_graph.repair.repairs import Repair
from perms_graph.translation import translate
from perms_graph.trial import Change, Outcome, Setting, trying
from perms_graph.validation import Result

_TURNS: Final = 3
"""Values of blanks to try before a proposal is given up."""
_ROUNDS: Final = 2
"""How often what a change itself makes due may be added to it."""
_BLANKS: Final = 32
"""More than this nobody would fill in."""


def repairs(setting: Setting, result: Result, *, limit: int = 4) -> tuple[Repair, ...]:
    """Propose repairs for a result, each tried.

    A repair is offered if, with its blanks filled with values made up for the trial, the result
    goes and no result of any severity comes. That a departure answers a result is no repair, and
    nothing is taken away to silence a remark or a text that shows the contrary.

    Args:
        setting: Where to try; it holds the result. To mend what a change would bring, give the
            setting of that trial's outcome, inside the trial.
        result: One of ``setting.report``.
        limit: At most so many.

    Returns:
        Repairs, the likeliest first; none if none passed its trial, or if the thing at fault has
        no name.

    Raises:
        QueryError: A shape states a repair that is no update.
    """
    found: dict[tuple[frozenset[ox.Triple], frozenset[ox.Triple]], Repair] = {}
    proposer = Proposer(Expectations(setting))
    for proposal in proposer.proposals(result):
        if found and proposal.guessed:
            break
        repair = _tried(setting, result, proposal, proposer)
        if repair is not None:
            found.setdefault((frozenset(repair.adds), frozenset(repair.removes)), repair)
        if len(found) >= limit:
            break
    return tuple(found.values())


def repairs_for(
    setting: Setting,
    results: Iterable[Result],
    *,
    limit: int = 2,
    seconds: float | None = None,
) -> Mapping[Result, tuple[Repair, ...]]:
    """Propose repairs for many results, as far as time allows.

    Args:
        setting: As for ``repairs``.
        results: In the order in which to go about them.
        limit: At most so many for each.
        seconds: Begin no result after so many; None for all.

    Returns:
        Result → its repairs, in the same order. A result that there was no time for is left out;
        one that was looked at and has none is there with ``()``.
    """
    until = None if seconds is None else time.monotonic() + seconds
    found: dict[tuple[str, ...], tuple[Result, tuple[Repair, ...]]] = {}
    for result in results:
        if until is not None and time.monotonic() >= until:
            break
        if result.key not in found:
            found[result.key] = (result, repairs(setting, result, limit=limit))
    return _ByResult(found)


class _ByResult(Mapping[Result, tuple[Repair, ...]]):
    """Repairs by result. A result holds a mapping and has no hash: its key stands for it."""

    def __init__(self, found: Mapping[tuple[str, ...], tuple[Result, tuple[Repair, ...]]]) -> None:
        self._found = found

    def __getitem__(self, result: Result) -> tuple[Repair, ...]:
        return self._found[result.key][1]

    def __iter__(self) -> Iterator[Result]:
        return (result for result, _ in self._found.values())

    def __len__(self) -> int:
        return len(self._found)


def _tried(
    setting: Setting, result: Result, proposal: Proposal, proposer: Proposer
) -> Repair | None:
    draft = Draft(proposer.expected)
    if not proposal.write(draft):
        return None
    for rounds in range(_ROUNDS + 1):
        if len(draft.blanks) > _BLANKS:
            return None
        grown = None
        for turn in range(min(draft.asked.turns, _TURNS)):
            change = Change(tuple(draft.tried(turn)), tuple(draft.removes))
            with trying(setting, change) as outcome:
                if _mends(outcome, result):
                    return _finished(draft, result, _titles(proposal, rounds), turn)
                more = proposal.grows and rounds < _ROUNDS and _goes(outcome, result)
                if grown is None and more:
                    grown = _grown(draft, outcome)
        if grown is None:
            return None
        draft = grown
    return None


def _goes(outcome: Outcome, result: Result) -> bool:
    return any(gone.key == result.key for gone in outcome.removed)


def _mends(outcome: Outcome, result: Result) -> bool:
    return _goes(outcome, result) and not outcome.added


def _grown(draft: Draft, outcome: Outcome) -> Draft | None:
    """Add to a draft what it makes due; None if that cannot be put right by adding alone."""
    inside = Proposer(Expectations(outcome.setting))
    more = draft.copy()
    for due in outcome.added:
        first = next(inside.proposals(due), None)
        if first is None or not first.write(more) or more.removes != draft.removes:
            return None
    return more if len(more.adds) > len(draft.adds) else None


def _titles(proposal: Proposal, rounds: int) -> Mapping[str, str]:
    if rounds == 0:
        return proposal.titles
    more = msg("This makes more due, which is listed with it.")
    return {lang: f"{t} {translate(more, lang)}" for lang, t in proposal.titles.items()}


def _finished(draft: Draft, result: Result, titles: Mapping[str, str], turn: int) -> Repair:
    used = {part for triple in draft.adds for part in (triple.subject, triple.object)}
    values = draft.asked.values(turn)
    blanks = tuple(
        replace(blank, tried=values[blank.name])
        for blank in draft.blanks.values()
        if blank.node in used
    )
    return Repair(result, titles, tuple(draft.adds), tuple(draft.removes), blanks)
