"""Running the checks: one query each, for all focus nodes or for a few."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import UnknownNameError, msg
from perms_graph.store import Dataset, Term
from perms_graph.validation.compiling import Check, CompiledShapes
from perms_graph.validation.messages import fill
from perms_graph.validation.reading import whole_reading
from perms_graph.validation.reference import judge
from perms_graph.validation.report import Found, Origin, Report, Result
from perms_graph.validation.shapes import Shape
from perms_graph.validation.targets import FOCUS, HERE, batches, targets_among

Progress = Callable[[str, int, int], None]


def validate(
    dataset: Dataset,
    compiled: CompiledShapes,
    *,
    focus: Collection[ox.NamedNode] | None = None,
    shapes: Collection[str] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Check the default graph of a dataset.

    Args:
        dataset: Not changed.
        compiled: From ``compile_shapes``.
        focus: Target nodes to check; None for all.
        shapes: IRIs of target shapes or of property shapes to check; None for all.
        progress: Told ``validate``, checks done and checks in all.

    Returns:
        All results.

    Raises:
        UnknownNameError: ``shapes`` names something that is no shape.
        QueryError: A query fails in the engine.
    """
    checks, reference = _chosen(compiled, shapes)
    tell = progress or _silent
    total = len(checks) + len(reference)
    found: list[Found] = []
    engines: dict[str, str] = {}
    among = None if focus is None else targets_among(dataset, compiled.shapes.roots, focus)
    for number, check in enumerate(checks):
        tell("validate", number, total)
        engines[check.name] = "sparql"
        found.extend(run(dataset, check, None if among is None else among[check.target_shape]))
    if reference:
        tell("validate", len(checks), total)
        engines |= {shape.name: "pyshacl" for shape in reference}
        found.extend(run_reference(dataset, compiled, reference, focus))
    tell("validate", total, total)
    return Report.of(found, engines)


def run(
    dataset: Dataset, check: Check, focus: Collection[ox.NamedNode] | None = None
) -> Iterator[Found]:
    """Run one check.

    Args:
        dataset: Not changed.
        check: What to run.
        focus: Nodes that the check's shape targets; None for all.
    """
    if focus is None:
        yield from _results(dataset, check, check.sparql)
        return
    for listed in batches(focus):
        yield from _results(dataset, check, check.narrow_sparql.replace(HERE, listed))


def run_reference(
    dataset: Dataset,
    compiled: CompiledShapes,
    shapes: Collection[Shape],
    focus: Collection[ox.NamedNode] | None,
) -> Iterator[Found]:
    """Let pySHACL judge target shapes, each on the triples that it reads."""
    for shape in shapes:
        triples = read_triples(dataset, compiled, shape)
        for result in judge(triples, compiled.shapes, target=shape, focus=focus):
            yield Origin(shape.name, result.focus), result


def read_triples(dataset: Dataset, compiled: CompiledShapes, shape: Shape) -> list[ox.Triple]:
    """Give the triples that a target shape can read."""
    wanted = (
        None
        if shape.targets.foreign or _custom(compiled, shape, ())
        else whole_reading(compiled.shapes, shape)
    )
    if wanted is None:
        return [q.triple for q in dataset.store.quads_for_pattern(None, None, None, _DEFAULT)]
    names = sorted(wanted | _ALWAYS)
    return [
        quad.triple
        for name in names
        for quad in dataset.store.quads_for_pattern(None, ox.NamedNode(name), None, _DEFAULT)
    ]


_DEFAULT: Final = ox.DefaultGraph()
_ALWAYS: Final = frozenset(
    {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
        "http://www.w3.org/2000/01/rdf-schema#subClassOf",
    }
)


def _custom(compiled: CompiledShapes, shape: Shape, above: tuple[Shape, ...]) -> bool:
    """Tell whether a shape rests on one whose reading we cannot know: a foreign one, or itself."""
    if shape.deactivated:
        return False
    return (
        shape in above
        or shape.foreign
        or any(_custom(compiled, s, (*above, shape)) for s in compiled.shapes.referred(shape))
    )


def _results(dataset: Dataset, check: Check, text: str) -> Iterable[Found]:
    table = dataset.select(text)
    names = [c for c in table.columns if not c.startswith("s_")]
    for row in table:
        focus = row[check.focus]
        value = row.get(check.value) if check.value is not None else None
        if value is None and check.value == "value" and check.path is None:
            value = focus
        yield (
            Origin(check.name, row[FOCUS]),
            Result(
                focus=focus,
                path=_path(check, row.get(check.path_column) if check.path_column else None),
                value=value,
                source_shape=check.source_shape,
                node_shape=check.node_shape,
                component=check.component,
                severity=check.severity,
                messages=_messages(check, row, focus, value, names),
                passage=check.passage,
            ),
        )


def _messages(
    check: Check, row: dict[str, Term], focus: Term, value: Term | None, names: list[str]
) -> Mapping[str, str]:
    own = row.get("message") if "message" in names else None
    if isinstance(own, ox.Literal):
        return {own.language or "": own.value}
    values: dict[str, object] = {n: row[n] for n in names if n in row}
    values["this"] = focus
    if value is not None:
        values.setdefault("value", value)
    if check.path is not None:
        values.setdefault("path", check.path)
    return fill(check.messages, values)


def _path(check: Check, found: Term | None) -> str | None:
    return str(found) if isinstance(found, ox.NamedNode) else check.path


def _chosen(
    compiled: CompiledShapes, names: Collection[str] | None
) -> tuple[list[Check], list[Shape]]:
    if names is None:
        return list(compiled.checks), list(compiled.reference)
    known = {s.name for s in compiled.shapes.shapes.values()}
    for name in names:
        if name not in known:
            raise UnknownNameError(msg("There is no shape {name}.", name=name), name)
    wanted = set(names)
    checks = [c for c in compiled.checks if wanted & {c.target_shape, c.node_shape, c.source_shape}]
    return checks, [s for s in compiled.reference if s.name in wanted]


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None
