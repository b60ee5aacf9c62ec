"""Running the checks: one query each, for all focus nodes or for a few."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Final, cast

import pyoxigraph as ox

from perms_graph.errors import UnknownNameError, msg
from perms_graph.store import Dataset, Term
from perms_graph.store.pairs import side_by_side
from perms_graph.validation.compiling import Check, CompiledShapes
from perms_graph.validation.messages import fill, is_template
from perms_graph.validation.reading import whole_reading
from perms_graph.validation.report import Found, Groups, Report, Result, grouped
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
    found: dict[str, Groups] = {}
    engines: dict[str, str] = {}
    among = (
        None
        if focus is None
        else targets_among(dataset, [(s, focus) for s in compiled.shapes.roots])
    )
    jobs = [
        partial(_grouped, dataset, check, None if among is None else among[check.target_shape])
        for check in checks
    ]
    for number, (check, groups) in enumerate(zip(checks, side_by_side(dataset, jobs), strict=True)):
        tell("validate", number, total)
        engines[check.name] = "sparql"
        found[check.name] = groups
    for number, shape in enumerate(reference, len(checks)):
        tell("validate", number, total)
        engines[shape.name] = "pyshacl"
        found[shape.name] = grouped(run_reference(dataset, compiled, shape, focus))
    tell("validate", total, total)
    return Report.of(found, engines)


def _grouped(
    dataset: Dataset, check: Check, focus: Collection[ox.NamedNode] | None
) -> dict[Term, tuple[Result, ...]]:
    return grouped(run(dataset, check, focus))


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
    shape: Shape,
    focus: Collection[ox.NamedNode] | None = None,
) -> Iterator[Found]:
    """Let pySHACL judge a target shape, on the triples that it reads."""
    # It takes long to import, and hardly any shapes need it.
    from perms_graph.validation.reference import judge

    triples = read_triples(dataset, compiled, shape)
    for result in judge(triples, compiled.shapes, target=shape, focus=focus):
        yield result.focus, result


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


def _results(dataset: Dataset, check: Check, text: str) -> Iterator[Found]:
    table = dataset.select(text)
    place = {name: number for number, name in enumerate(table.columns)}
    names = [c for c in table.columns if not c.startswith("s_")]
    root, focus = place[FOCUS], place[check.focus]
    value, path = place.get(check.value or ""), place.get(check.path_column or "")
    # A query on a node shape that projects no value is about the node itself.
    about_itself = check.value == "value" and check.path is None
    speaks = "message" in names or any(is_template(m) for m in check.messages.values())
    for row in table.rows:
        it = cast("Term", row[focus])
        wrong = None if value is None else row[value]
        if wrong is None and about_itself:
            wrong = it
        messages = check.messages
        if speaks:
            known = {name: row[place[name]] for name in names}
            messages = _messages(check, known, it, wrong)
        met = None if path is None else row[path]
        result = Result(
            it,
            str(met) if isinstance(met, ox.NamedNode) else check.path,
            wrong,
            check.source_shape,
            check.node_shape,
            check.component,
            check.severity,
            messages,
            check.passage,
        )
        yield cast("Term", row[root]), result


def _messages(
    check: Check, row: Mapping[str, Term | None], focus: Term, value: Term | None
) -> Mapping[str, str]:
    own = row.get("message")
    if isinstance(own, ox.Literal):
        return {own.language or "": own.value}
    values: dict[str, object] = {name: term for name, term in row.items() if term is not None}
    values["this"] = focus
    if value is not None:
        values.setdefault("value", value)
    if check.path is not None:
        values.setdefault("path", check.path)
    return fill(check.messages, values)


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
