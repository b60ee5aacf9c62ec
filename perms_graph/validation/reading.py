"""What a check reads: which triples, and the way from them back to the target node."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from perms_graph.namespaces import RDF, RDFS
from perms_graph.validation.expressions import text_of
from perms_graph.validation.footprint import Loose
from perms_graph.validation.paths import Path, Read, join, reads
from perms_graph.validation.shapes import Constraint, Shape, ShapesGraph
from perms_graph.validation.touching import ANY
from perms_graph.validation.userquery import UserQuery

_TYPE: Final = RDF + "type"
_SUBCLASS: Final = RDFS + "subClassOf"


@dataclass(frozen=True)
class Reading:
    """What a check reads.

    Attributes:
        own: Triples that shapes themselves read, whose change reaches known target nodes.
        whole: Predicates whose change calls for the whole check.
        asked: Queries of constraints, each with the way to their focus nodes.
        targets: Queries that give target nodes.
    """

    own: tuple[Read, ...]
    whole: frozenset[str]
    asked: tuple[tuple[UserQuery, Path | None], ...]
    targets: tuple[UserQuery, ...]

    # Worked out when a change asks: reading queries takes as long as all else in compiling.
    @cached_property
    def reads(self) -> tuple[Read, ...]:
        """Triples whose change reaches known target nodes."""
        found = dict.fromkeys(self.own)
        for query, before in self.asked:
            if query.lineage is not None:
                found.update((r.after(before), None) for r in query.lineage.reads)
        return tuple(found)

    @cached_property
    def loose(self) -> frozenset[Loose]:
        """Patterns of queries; a change to a triple that fits one calls for the whole check."""
        known = (query.lineage for query, _ in self.asked)
        return frozenset(loose for lineage in known if lineage for loose in lineage.loose)

    @cached_property
    def queries(self) -> tuple[UserQuery, ...]:
        """Queries of shapes of which we cannot tell the way back.

        A change to a predicate of theirs calls for the whole check.
        """
        lost = (query for query, _ in self.asked if query.lineage is None)
        return tuple(dict.fromkeys((*self.targets, *lost)))

    @property
    def predicates(self) -> frozenset[str] | None:
        """Every predicate that is read; None if it may be any."""
        found = {r.predicate for r in self.reads} | {r.predicate for r in self.loose} | self.whole
        for query in self.queries:
            if query.predicates is None:
                return None
            found |= query.predicates
        return None if ANY in found else frozenset(found)


class _Notes:
    def __init__(self) -> None:
        self.reads: dict[Read, None] = {}
        self.whole: set[str] = set()
        self.asked: dict[tuple[UserQuery, Path | None], None] = {}
        self.targets: dict[UserQuery, None] = {}

    def copy(self) -> _Notes:
        other = _Notes()
        other.reads.update(self.reads)
        other.whole.update(self.whole)
        other.asked.update(self.asked)
        other.targets.update(self.targets)
        return other

    def walk(self, path: Path | None, before: Path | None) -> Path | None:
        if path is None:
            return before
        self.reads.update(dict.fromkeys(reads(path, before)))
        return join(before, path)

    def see(self, way: Path | None, predicate: str) -> None:
        self.reads[Read(way, predicate, False)] = None

    def reading(self) -> Reading:
        return Reading(
            tuple(self.reads), frozenset(self.whole), tuple(self.asked), tuple(self.targets)
        )


def readings(shapes: ShapesGraph, root: Shape) -> Iterator[tuple[tuple[Shape, ...], Reading]]:
    """Give what each check of a target shape reads, in the order of ``Patterns.violations``.

    Yields:
        The shapes from the target shape to the source shape, and the reading.
    """
    notes = _Notes()
    targets = root.targets
    if targets.classes:
        notes.see(None, _TYPE)
        notes.whole.add(_SUBCLASS)
    for predicate in targets.subjects_of:
        notes.see(None, predicate)
    for predicate in targets.objects_of:
        notes.reads[Read(None, predicate, True)] = None
    notes.targets.update(dict.fromkeys(targets.queries))
    yield from _below(shapes, root, (root,), None, notes)


def whole_reading(shapes: ShapesGraph, root: Shape) -> frozenset[str] | None:
    """Give every predicate that a target shape reads; None if it may be any."""
    found: set[str] = set()
    for _, reading in readings(shapes, root):
        if reading.predicates is None:
            return None
        found |= reading.predicates
    return frozenset(found)


def _below(
    shapes: ShapesGraph,
    shape: Shape,
    way: tuple[Shape, ...],
    before: Path | None,
    notes: _Notes,
) -> Iterator[tuple[tuple[Shape, ...], Reading]]:
    if shape.deactivated:
        return
    own = notes.copy()
    after = own.walk(shape.path, before)
    for constraint in shape.constraints:
        if is_idle(constraint):
            continue
        seen = own.copy()
        _note(shapes, shape, constraint, before, after, seen)
        yield way, seen.reading()
    for node in shape.properties:
        inner = shapes.shape(node)
        yield from _below(shapes, inner, (*way, inner), after, own)


def is_idle(constraint: Constraint) -> bool:
    """Tell whether a constraint can never be broken: a least count of nought."""
    if constraint.parameter == "minCount":
        return int(text_of(constraint.value)) == 0
    return constraint.component == "QualifiedMinCount" and int(constraint.number) == 0


def _note(
    shapes: ShapesGraph,
    shape: Shape,
    constraint: Constraint,
    before: Path | None,
    after: Path | None,
    notes: _Notes,
) -> None:
    match constraint.parameter:
        case "class":
            notes.see(after, _TYPE)
            notes.whole.add(_SUBCLASS)
        case "equals" | "disjoint" | "lessThan" | "lessThanOrEquals":
            notes.see(before, text_of(constraint.value))
        case "closed":
            notes.see(after, ANY)
        case "sparql" if constraint.query is not None:
            notes.asked[constraint.query, before] = None
        case "node" | "not" | "qualifiedValueShape":
            _note_shape(shapes, shapes.shape(constraint.value), after, notes)
            if constraint.flag:
                for sibling in shapes.siblings(shape, constraint):
                    _note_shape(shapes, shapes.shape(sibling), after, notes)
        case "and" | "or" | "xone":
            for item in constraint.items:
                _note_shape(shapes, shapes.shape(item), after, notes)


def _note_shape(shapes: ShapesGraph, shape: Shape, before: Path | None, notes: _Notes) -> None:
    if shape.deactivated:
        return
    after = notes.walk(shape.path, before)
    for constraint in shape.constraints:
        _note(shapes, shape, constraint, before, after, notes)
    for node in shape.properties:
        _note_shape(shapes, shapes.shape(node), after, notes)
