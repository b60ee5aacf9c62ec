"""From what a proposal would change to what it rests on, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue
from perms_graph.coverage import Matrix, open_cell
from perms_graph.coverage.axes import find_axis
from perms_graph.gaps import Gap, known_values
from perms_graph.gaps.opening import open_gap, open_rows
from perms_graph.namespaces import PERMS
from perms_graph.openings import Overlap, Stated
from perms_graph.openings.trails import about
from perms_graph.store import Dataset, Table, Term
from perms_graph.trial import Change, Setting, trying
from perms_graph.whatif.model import Consequences, GapChange, Row

SECTIONS: Final = (
    "results",
    "verdicts",
    "cells",
    "gaps",
    "shares",
    "loads",
    "duties",
    "dropped",
    "overlaps",
    "mended",
)
"""What is told of a proposal, in order."""

Key = tuple[str, ...]
_FORMALISED: Final = ox.NamedNode(PERMS + "formalisedBy")
_Found = Iterator[tuple[Key, tuple[Stated, ...]]]


@dataclass(frozen=True)
class Opened:
    """What one change rests on.

    Attributes:
        section: One of ``SECTIONS``.
        things: What changes, as IRIs; for a gap its question first, by name; for a duty its kind
            last. All shares of an objective rest on the same work, so it stands alone.
        before: The statements of the register as it is.
        after: The statements with the proposal, which has a graph of its own among them.
    """

    section: str
    things: tuple[str, ...]
    before: tuple[Stated, ...]
    after: tuple[Stated, ...]


def open_consequences(
    setting: Setting, catalogue: Catalogue, change: Change, found: Consequences
) -> tuple[Opened, ...]:
    """Open every figure of what a proposal would change to its statements.

    Args:
        setting: The register, open for writing; it is as before afterwards.
        catalogue: The stored questions.
        change: The proposal.
        found: What ``weigh`` said of it.

    Returns:
        An entry for each change, in the order of the sections and then of ``found``. Statements of
        the proposal stand in ``graph:proposal``. What is missing has no statement: it opens to what
        the thing is said to be, or to nothing.
    """
    with trying(setting, change):
        after = dict(_all(setting.dataset, catalogue, found, before=False))
    before = dict(_all(setting.dataset, catalogue, found, before=True))
    return tuple(
        Opened(key[0], key[1:], before.get(key, ()), after.get(key, ()))
        for key in sorted(dict.fromkeys([*before, *after]), key=lambda k: SECTIONS.index(k[0]))
    )


def _all(dataset: Dataset, catalogue: Catalogue, found: Consequences, *, before: bool) -> _Found:
    yield from _results(dataset, found, before=before)
    yield from _verdicts(dataset, catalogue, found)
    matrix = Matrix(find_axis("objective"), find_axis("purpose"), found.day, (), (), {})
    for cell in found.cells:
        stated = open_cell(dataset, catalogue, matrix, cell.goal, cell.purpose)
        yield ("cells", cell.goal, cell.purpose), stated
    for change in found.gaps:
        yield from _gap(dataset, catalogue, found, change, before=before)
    yield from _shares(dataset, catalogue, found)
    yield from _loads(dataset, catalogue, found)
    for section, duties in (("duties", found.duties), ("dropped", found.dropped)):
        for duty in duties:
            thing = ox.NamedNode(duty.thing)
            yield (section, duty.thing, duty.kind), open_rows(dataset, [{"thing": thing}])
    for goal, overlaps in found.overlaps.items():
        for overlap in overlaps:
            yield ("overlaps", goal, overlap.thing), open_rows(dataset, _joined(goal, overlap))


def _results(dataset: Dataset, found: Consequences, *, before: bool) -> _Found:
    """Open what the checks find: what is at fault, or what the thing is where something lacks."""
    section = "mended" if before else "results"
    for result in found.removed if before else found.added:
        row = {"focus": result.focus}
        if result.value is not None:
            row["value"] = result.value
        if isinstance(result.focus, ox.NamedNode):
            yield (section, result.focus.value, result.source_shape), open_rows(dataset, [row])


def _verdicts(dataset: Dataset, catalogue: Catalogue, found: Consequences) -> _Found:
    wanted = [(v.partnership, v.principle) for v in found.verdicts]
    if not wanted:
        return
    day = {"day": known_values(found.day)["day"]}
    evidence = catalogue.find("evidence_for_principles")
    departures = catalogue.find("departures_in_force")
    rows: dict[tuple[str, str], list[Row]] = {pair: [] for pair in wanted}
    for table in (dataset.select(evidence.sparql), dataset.select(departures.sparql, day)):
        for row in table:
            pair = (row["partnership"].value, row["principle"].value)
            if pair in rows:
                rows[pair].append({c: t for c, t in row.items() if c != "reason"})
    for (partnership, principle), mine in rows.items():
        bare = {"partnership": ox.NamedNode(partnership)}
        yield ("verdicts", partnership, principle), open_rows(dataset, mine or [bare])


def _gap(
    dataset: Dataset, catalogue: Catalogue, found: Consequences, change: GapChange, *, before: bool
) -> _Found:
    """Open the rows that go as they are before, and those that come as they are after."""
    rows = change.closed if before else change.opened
    known = known_values(found.day)
    values = {p.name: known[p.name] for p in change.question.parameters}
    columns = tuple(r.name for r in change.question.returns)
    table = Table(columns, tuple(tuple(row.get(c) for c in columns) for row in rows))
    opened = open_gap(dataset, catalogue, Gap(change.question, values, table))
    by_thing: dict[str, dict[ox.Triple, Stated]] = {}
    for row, stated in zip(rows, opened, strict=True):
        mine = by_thing.setdefault(row[columns[0]].value, {})
        mine.update({s.triple: s for s in stated})
    for thing, statements in by_thing.items():
        yield ("gaps", change.question.name, thing), tuple(statements.values())


def _shares(dataset: Dataset, catalogue: Catalogue, found: Consequences) -> _Found:
    goals = {share.goal for share in found.shares}
    if not goals:
        return
    values = {p: v for p, v in known_values(found.day).items() if p in {"plan", "day"}}
    rows: dict[str, list[Row]] = {goal: [] for goal in goals}
    for row in dataset.select(catalogue.find("work_on_goals").sparql, values):
        if row["goal"].value in rows:
            rows[row["goal"].value].append(row)
    for goal, mine in sorted(rows.items()):
        yield ("shares", goal), open_rows(dataset, mine)


def _loads(dataset: Dataset, catalogue: Catalogue, found: Consequences) -> _Found:
    held = dataset.select(
        catalogue.find("partnerships_by_holder").sparql, {"day": known_values(found.day)["day"]}
    )
    for load in found.loads:
        rows = [
            {**row, "agreement": triple.object}
            for row in held
            if row["post"].value == load.post and isinstance(row["partnership"], ox.NamedNode)
            for triple in about(dataset, row["partnership"], _FORMALISED)
            if isinstance(triple.object, ox.NamedNode)
        ]
        yield ("loads", load.post), open_rows(dataset, rows)


def _joined(goal: str, overlap: Overlap) -> Iterable[Mapping[str, Term]]:
    fixed = {"thing": ox.NamedNode(overlap.thing), "goal": ox.NamedNode(goal)}
    others = [{"agreement": ox.NamedNode(a)} for a in overlap.agreements]
    return [{**fixed, **other} for other in others] or [fixed]
