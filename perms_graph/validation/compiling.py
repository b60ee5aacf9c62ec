"""Shapes compiled to checks: one query for each constraint and each way to reach it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from perms_graph.namespaces import SH
from perms_graph.validation.messages import standard_messages
from perms_graph.validation.paths import path_text
from perms_graph.validation.patterns import Failing, Nodes, Patterns
from perms_graph.validation.reading import Reading, readings
from perms_graph.validation.shapes import Constraint, Shape, ShapesGraph
from perms_graph.validation.targets import FOCUS, all_targets, listed_targets


@dataclass(frozen=True)
class Check:
    """One query.

    Attributes:
        name: Unique, the same for the same shapes: target shape, source shape, component, number.
        target_shape: The shape whose targets are checked.
        node_shape: Parent of the source shape, or itself for a node shape.
        source_shape: The shape that the constraint stands on.
        component: IRI of the constraint component.
        severity: IRI.
        messages: Language → text, perhaps with ``{?var}``.
        passage: The passage cited, by the source shape or a shape above it.
        path: The path of results, as SPARQL text.
        sparql: Query over all focus nodes.
        narrow_sparql: The same for target nodes put in the place of ``[[focus]]``.
        focus: Column of the focus node; ``s_0`` is the target node it was reached from.
        value: Column of the value, or None.
        path_column: Column of the path, if the data decide it.
        reading: What it reads, and the way back to the target node.
    """

    name: str
    target_shape: str
    node_shape: str
    source_shape: str
    component: str
    severity: str
    messages: Mapping[str, str]
    passage: str | None
    path: str | None
    sparql: str
    narrow_sparql: str
    focus: str
    value: str | None
    path_column: str | None
    reading: Reading


@dataclass(frozen=True)
class CompiledShapes:
    """What ``validate`` runs.

    Attributes:
        shapes: The shapes graph it was made from.
        checks: In the order of the files.
        reference: Target shapes that only pySHACL can judge, by name.
    """

    shapes: ShapesGraph
    checks: tuple[Check, ...]
    reference: tuple[Shape, ...] = field(default=())


def compile_shapes(shapes: ShapesGraph) -> CompiledShapes:
    """Compile shapes to queries.

    Args:
        shapes: From ``load_shapes``.

    Returns:
        A check for each constraint of each shape with targets, through ``sh:property``. A shape
        with something that cannot be compiled, or that rests on itself, is listed for pySHACL as
        a whole.
    """
    checks: list[Check] = []
    reference: list[Shape] = []
    names: Counter[str] = Counter()
    for root in shapes.roots:
        if shapes.needs_reference(root):
            reference.append(root)
        else:
            checks.extend(_checks(shapes, root, names))
    return CompiledShapes(shapes, tuple(checks), tuple(reference))


def _checks(shapes: ShapesGraph, root: Shape, names: Counter[str]) -> Iterator[Check]:
    full = Patterns(shapes, narrow=False).violations(root, all_targets(root))
    narrow = Patterns(shapes, narrow=True).violations(root, listed_targets())
    lines = readings(shapes, root)
    for one, other, (way, reading) in zip(full, narrow, lines, strict=True):
        shape, constraint, nodes, failing = one
        component = f"{SH}{constraint.component}ConstraintComponent"
        base = f"{root.name} {shape.name} {constraint.component}"
        names[base] += 1
        parent = way[-2] if len(way) > 1 and shape.path is not None else shape
        yield Check(
            name=f"{base} {names[base]}",
            target_shape=root.name,
            node_shape=parent.name,
            source_shape=shape.name,
            component=component,
            severity=shape.severity,
            messages=_messages(shape, constraint),
            passage=next((s.passage for s in reversed(way) if s.passage), None),
            path=None if shape.path is None else path_text(shape.path),
            sparql=_query(nodes, failing),
            narrow_sparql=_query(other[2], other[3]),
            focus=nodes.var,
            value=failing.value,
            path_column=failing.path,
            reading=reading,
        )


def _query(nodes: Nodes, failing: Failing) -> str:
    columns = dict.fromkeys([FOCUS, *nodes.keys, nodes.var])
    columns.update(dict.fromkeys(c for c in (failing.value, failing.path) if c))
    columns.update(dict.fromkeys(failing.extra))
    listed = " ".join(f"?{c}" for c in columns)
    return f"SELECT DISTINCT {listed} WHERE {{ {failing.pattern} }}"


def _messages(shape: Shape, constraint: Constraint) -> Mapping[str, str]:
    given = constraint.messages or shape.messages
    # One language alone is given as it stands: better than a vaguer text in the other.
    return given or standard_messages(constraint)
