"""Weighing a proposal: the same questions before and after, and what differs."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue, Question
from perms_graph.compliance import State
from perms_graph.coverage import Tally
from perms_graph.gaps import known_values
from perms_graph.namespaces import PERMS, RDF
from perms_graph.openings import Overlap, find_overlaps
from perms_graph.store import Dataset, Table
from perms_graph.store.pairs import LARGE, side_by_side
from perms_graph.trial import Change, Outcome, Setting, trying
from perms_graph.validation.touching import Walker
from perms_graph.whatif.model import (
    CellChange,
    Consequences,
    Duty,
    GapChange,
    LoadChange,
    Row,
    ShareChange,
    VerdictChange,
)
from perms_graph.whatif.narrowing import narrowed
from perms_graph.whatif.reads import reaches

_CELLS: Final = "objectives_by_purpose"
_SHARES: Final = "partners_share_of_goals"
_LOADS: Final = "partnerships_by_holder"
_DUTIES: Final = "duties_ahead"
_NOTHING: Final = Tally(0, 0, 0)
_TYPE: Final = ox.NamedNode(RDF + "type")
_PARTNERSHIP: Final = ox.NamedNode(PERMS + "Partnership")
_GRAVE: Final = ("Violation", "Warning", "Info")


@dataclass(frozen=True)
class _Sight:
    """What was seen at one time: answers by question, and verdicts of the partnerships touched."""

    answers: Mapping[str, Table]
    verdicts: Mapping[tuple[str, str], State]


def weigh(setting: Setting, catalogue: Catalogue, change: Change, *, day: dt.date) -> Consequences:
    """Say what a change would bring, without keeping it.

    Every question that the change can reach is asked with it and without it; what differs is the
    answer. So each figure is one that the register itself would give.

    Args:
        setting: The register, open for writing; it is as before afterwards.
        catalogue: The stored questions, with the families ``coverage``, ``gaps``, ``compliance``,
            ``openings`` and ``whatif``.
        change: The proposal.
        day: Day to judge from, before and after.

    Returns:
        What would change. A proposal that changes nothing gives nothing but its things.

    Raises:
        PermsError: The change adds to a graph that we write ourselves.

    Source:
        PERMS, part 3, sets openings and gaps against the objectives; that a proposal is weighed
        before it is signed is our reading.
    """
    dataset = setting.dataset
    with trying(setting, change) as outcome:
        changed = (*outcome.came, *outcome.went)
        asked = [q for q in _questions(catalogue) if reaches(changed, q)]
        texts = _texts(dataset, asked, changed)
        partnerships = _partnerships(dataset, outcome)
        after = _look(dataset, catalogue, asked, texts, partnerships, day)
        served = _served(dataset, outcome)
        overlaps = {
            goal: _others(
                find_overlaps(dataset, catalogue, objective=goal, members=members, day=day),
                partnerships,
            )
            for goal, members in served.items()
        }
        illustrative = any(t.predicate.value == PERMS + "illustrative" for t in outcome.came)
    before = _look(dataset, catalogue, asked, texts, partnerships, day)
    illustrative = illustrative or dataset.ask("ASK { ?thing perms:illustrative true }")
    duties_before, duties_after = _duties(before), _duties(after)
    return Consequences(
        day,
        illustrative,
        tuple(sorted(set(_names(q.subject for q in change.quads_added())))),
        tuple(sorted(outcome.added, key=lambda r: (_gravity(r.severity), r.key))),
        tuple(sorted(outcome.removed, key=lambda r: (_gravity(r.severity), r.key))),
        _verdict_changes(before.verdicts, after.verdicts),
        _cell_changes(before, after),
        _gap_changes(
            asked, before, after, texts, lambda q: len(_answer(dataset, q, q.sparql, day))
        ),
        _share_changes(before, after),
        _load_changes(before, after),
        tuple(sorted(duties_after - duties_before, key=_by_day)),
        tuple(sorted(duties_before - duties_after, key=_by_day)),
        {goal: found for goal, found in sorted(overlaps.items()) if found},
    )


def _questions(catalogue: Catalogue) -> list[Question]:
    return [*catalogue.family("gaps"), *map(catalogue.find, (_CELLS, _SHARES, _LOADS, _DUTIES))]


def _texts(
    dataset: Dataset, asked: Iterable[Question], changed: Iterable[ox.Triple]
) -> dict[str, str]:
    """Write the questions so that they ask only for what can differ, where that pays.

    In a small register a question takes less time than finding out what of it can differ.
    """
    if not dataset.has_triples(LARGE):
        return {}
    walker = Walker(dataset, changed)
    texts = ((q.name, narrowed(q, walker)) for q in asked)
    return {name: text for name, text in texts if text is not None}


def _answer(dataset: Dataset, question: Question, text: str, day: dt.date) -> Table:
    if not text:
        return Table(tuple(r.name for r in question.returns), ())
    known = known_values(day)
    return dataset.select(text, {p.name: known[p.name] for p in question.parameters})


def _look(
    dataset: Dataset,
    catalogue: Catalogue,
    asked: Iterable[Question],
    texts: Mapping[str, str],
    partnerships: Iterable[str],
    day: dt.date,
) -> _Sight:
    known = known_values(day)
    asked = tuple(asked)
    jobs = [partial(_answer, dataset, q, texts.get(q.name, q.sparql), day) for q in asked]
    found = side_by_side(dataset, jobs)
    answers = {q.name: table for q, table in zip(asked, found, strict=True)}
    one = catalogue.find("verdicts_by_partnership")
    verdicts = {}
    for partnership in partnerships:
        values = {"partnership": ox.NamedNode(partnership), "day": known["day"]}
        for row in dataset.select(one.sparql, values):
            state = State(row["verdict"].value.rpartition("/")[2])
            verdicts[partnership, row["principle"].value] = state
    return _Sight(answers, verdicts)


def _partnerships(dataset: Dataset, outcome: Outcome) -> list[str]:
    """Give the partnerships, of before or after, whose verdicts can differ."""
    touched = set(_names(r.focus for r in (*outcome.added, *outcome.removed)))
    for triple in (*outcome.came, *outcome.went):
        # A departure names its partnership; all else that bears on a verdict stands on it.
        departure = triple.predicate.value == PERMS + "ofPartnership"
        touched |= set(_names([triple.object if departure else triple.subject]))
    gone = {t.subject for t in outcome.went if t.predicate == _TYPE and t.object == _PARTNERSHIP}
    return sorted(t for t in touched if _is_a(dataset, t, _PARTNERSHIP) or ox.NamedNode(t) in gone)


def _is_a(dataset: Dataset, thing: str, kind: ox.NamedNode) -> bool:
    return ox.Quad(ox.NamedNode(thing), _TYPE, kind, ox.DefaultGraph()) in dataset.store


def _names(terms: Iterable[object]) -> Iterator[str]:
    return (t.value for t in terms if isinstance(t, ox.NamedNode))


def _served(dataset: Dataset, outcome: Outcome) -> dict[str, tuple[str, ...]]:
    """Give the goals that new agreements serve, each with the Members they name."""
    serves, benefits = ox.NamedNode(PERMS + "serves"), ox.NamedNode(PERMS + "benefits")
    agreement = ox.NamedNode(PERMS + "Agreement")
    goals: dict[str, set[str]] = defaultdict(set)
    for triple in outcome.came:
        subject, goal = triple.subject, triple.object
        if triple.predicate != serves or not isinstance(goal, ox.NamedNode):
            continue
        if not isinstance(subject, ox.NamedNode) or not _is_a(dataset, subject.value, agreement):
            continue
        members = dataset.store.quads_for_pattern(subject, benefits, None, ox.DefaultGraph())
        goals[goal.value] |= {q.object.value for q in members if isinstance(q.object, ox.NamedNode)}
    return {goal: tuple(sorted(found)) for goal, found in goals.items()}


def _others(overlaps: Iterable[Overlap], own: Iterable[str]) -> tuple[Overlap, ...]:
    """Leave out the partnerships that the proposal itself makes or adds to."""
    mine = set(own)
    return tuple(o for o in overlaps if o.thing not in mine)


def _verdict_changes(
    before: Mapping[tuple[str, str], State], after: Mapping[tuple[str, str], State]
) -> tuple[VerdictChange, ...]:
    return tuple(
        VerdictChange(*key, before.get(key), after.get(key))
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    )


def _cell_changes(before: _Sight, after: _Sight) -> tuple[CellChange, ...]:
    was, now = _cells(before), _cells(after)
    return tuple(
        CellChange(*key, was.get(key, _NOTHING), now.get(key, _NOTHING))
        for key in sorted({*was, *now})
        if was.get(key, _NOTHING) != now.get(key, _NOTHING)
    )


def _cells(sight: _Sight) -> dict[tuple[str, str], Tally]:
    return {
        (row["goal"].value, row["purpose"].value): Tally(
            int(row["in_force"].value),
            int(row["not_known"].value),
            int(row["not_in_force"].value),
        )
        for row in sight.answers.get(_CELLS, ())
    }


def _gap_changes(
    asked: Iterable[Question],
    before: _Sight,
    after: _Sight,
    texts: Mapping[str, str],
    count: Callable[[Question], int],
) -> tuple[GapChange, ...]:
    """Give the gaps that close or open.

    Args:
        asked: Questions that were asked.
        before: The answers without the proposal.
        after: The answers with it.
        texts: Those questions that were asked for a part of their rows.
        count: Gives the rows that a whole question has without the proposal.
    """
    found = []
    for question in asked:
        if question.family != "gaps":
            continue
        was, now = before.answers[question.name], after.answers[question.name]
        closed, opened = _difference(was, now), _difference(now, was)
        if closed or opened:
            all_before = count(question) if question.name in texts else len(was)
            left = all_before + len(opened) - len(closed)
            found.append(GapChange(question, closed, opened, left))
    return tuple(found)


def _difference(one: Table, other: Table) -> tuple[Row, ...]:
    """Give the rows of one that the other has not, in the order of the one."""
    left = Counter(other.rows)
    found = []
    for values, row in zip(one.rows, one, strict=True):
        if left[values]:
            left[values] -= 1
        else:
            found.append(row)
    return tuple(found)


def _share_changes(before: _Sight, after: _Sight) -> tuple[ShareChange, ...]:
    was, now = _shares(before), _shares(after)
    whole_was = {goal: of_all for (goal, _), (_, of_all) in was.items()}
    whole_now = {goal: of_all for (goal, _), (_, of_all) in now.items()}
    found = []
    for goal, partner in sorted({*was, *now}):
        old = was.get((goal, partner), (0, whole_was.get(goal, 0)))
        new = now.get((goal, partner), (0, whole_now.get(goal, 0)))
        if old != new:
            found.append(ShareChange(goal, partner, old, new))
    return tuple(found)


def _shares(sight: _Sight) -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (row["goal"].value, row["partner"].value): (
            int(row["partnerships"].value),
            int(row["of_all"].value),
        )
        for row in sight.answers.get(_SHARES, ())
    }


def _load_changes(before: _Sight, after: _Sight) -> tuple[LoadChange, ...]:
    was, now = _loads(before), _loads(after)
    return tuple(
        LoadChange(post, was.get(post, ()), now.get(post, ()))
        for post in sorted({*was, *now})
        if was.get(post) != now.get(post)
    )


def _loads(sight: _Sight) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in sight.answers.get(_LOADS, ()):
        found[row["post"].value].append(row["partnership"].value)
    return {post: tuple(held) for post, held in found.items()}


def _duties(sight: _Sight) -> set[Duty]:
    return {
        Duty(row["due"].value, row["duty"].value, row["thing"].value)
        for row in sight.answers.get(_DUTIES, ())
    }


def _by_day(duty: Duty) -> tuple[str, str, str]:
    return duty.due, duty.kind, duty.thing


def _gravity(severity: str) -> int:
    name = severity.rpartition("#")[2]
    return _GRAVE.index(name) if name in _GRAVE else len(_GRAVE)
