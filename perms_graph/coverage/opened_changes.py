"""From what differs between two days to what it rests on: triples, graphs, documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue
from perms_graph.coverage.changes import CellChange, Difference, Renewal
from perms_graph.coverage.opening import open_cell
from perms_graph.namespaces import PERMS
from perms_graph.openings.model import Witness
from perms_graph.openings.trails import TIME, about
from perms_graph.openings.witnesses import Stated, open_witnesses
from perms_graph.store import Dataset

Key = tuple[str, str, str]
"""Kind of difference, as ``Difference`` calls it, and its one or two things ("" for no second)."""

_FORMALISED: Final = ox.NamedNode(PERMS + "formalisedBy")
_SUCCEEDS: Final = tuple(ox.NamedNode(PERMS + name) for name in ("renews", "follows"))


def open_difference(
    dataset: Dataset, catalogue: Catalogue, found: Difference, *, cells: bool = True
) -> dict[Key, tuple[Stated, ...]]:
    """Open every difference to the statements behind it.

    Args:
        dataset: The register.
        catalogue: The stored questions.
        found: From ``compare``.
        cells: Whether to open cells gained and lost too, which takes longer.

    Returns:
        For a partnership its agreements with all dates that decide, on either day; for a renewal
        the tie between both agreements, and their dates; for a cell what ``open_cell`` gives for
        both days. Both days rest on the same statements: it is the days that differ.
    """
    opened: dict[Key, tuple[Stated, ...]] = {}
    for kind, changes in (
        ("begun", found.begun),
        ("ended", found.ended),
        ("newly_not_known", found.newly_not_known),
        ("newly_known", found.newly_known),
    ):
        for change in changes:
            partnership = ox.NamedNode(change.partnership)
            triples = tuple(_agreements(dataset, partnership))
            witness = Witness(change.partnership, triples)
            opened[kind, change.partnership, ""] = open_witnesses(dataset, [witness])
    for renewal in found.renewed:
        witness = Witness(renewal.successor, tuple(_renewal(dataset, renewal)))
        key = ("renewed", renewal.successor, renewal.agreement)
        opened[key] = open_witnesses(dataset, [witness])
    for kind, lines in (("gained", found.gained), ("lost", found.lost)) if cells else ():
        for cell in lines:
            opened[kind, cell.row, cell.column] = _cell(dataset, catalogue, found, cell)
    return opened


def _agreements(dataset: Dataset, partnership: ox.NamedNode) -> Iterator[ox.Triple]:
    for triple in about(dataset, partnership, _FORMALISED):
        yield triple
        if isinstance(triple.object, ox.NamedNode):
            yield from _dates(dataset, triple.object)


def _renewal(dataset: Dataset, renewal: Renewal) -> Iterator[ox.Triple]:
    successor, agreement = ox.NamedNode(renewal.successor), ox.NamedNode(renewal.agreement)
    for relation in _SUCCEEDS:
        yield from about(dataset, successor, relation, agreement)
    yield from about(dataset, ox.NamedNode(renewal.partnership), _FORMALISED, successor)
    for one in (successor, agreement):
        yield from _dates(dataset, one)


def _dates(dataset: Dataset, agreement: ox.NamedNode) -> Iterator[ox.Triple]:
    for moment in TIME:
        yield from about(dataset, agreement, moment)


def _cell(
    dataset: Dataset, catalogue: Catalogue, found: Difference, cell: CellChange
) -> tuple[Stated, ...]:
    days: Iterable[tuple[Stated, ...]] = (
        open_cell(dataset, catalogue, matrix, cell.row, cell.column)
        for matrix in (found.before, found.after)
    )
    return tuple({s.triple: s for stated in days for s in stated}.values())
