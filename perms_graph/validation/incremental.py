"""What a change touches, and checking only that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.store import Dataset, Term
from perms_graph.validation.compiling import Check, CompiledShapes
from perms_graph.validation.report import Groups, Recheck, Report, grouped
from perms_graph.validation.running import run, run_reference
from perms_graph.validation.targets import targets_among
from perms_graph.validation.touching import Walker

_MANY: Final = 1000
"""Target nodes of one check, as a hub can have them; for more, asking for all takes no longer."""


@dataclass(frozen=True)
class Affected:
    """What has to be checked again.

    Attributes:
        focus: Name of a check → target nodes; only where there are any.
        whole: Names of checks to be run for all their target nodes.
        reference: Names of target shapes that pySHACL has to judge again.
    """

    focus: Mapping[str, frozenset[ox.NamedNode]]
    whole: frozenset[str]
    reference: frozenset[str]


def affected(compiled: CompiledShapes, dataset: Dataset, changed: Iterable[ox.Triple]) -> Affected:
    """Find what a change can have touched.

    Exact in what matters: a target node whose results differ is always named. For such a node,
    take the first changed triple on the way that its check walks: the way up to it is the same
    before and after, so walking it back in the changed dataset finds the node.

    Args:
        compiled: The checks.
        dataset: After the change.
        changed: Triples added to or removed from the default graph; of entailed triples too.

    Returns:
        Checks with the target nodes to check again.
    """
    walker = Walker(dataset, changed)
    focus: dict[str, frozenset[ox.NamedNode]] = {}
    whole: set[str] = set()
    for check in compiled.checks:
        found = _touched(check, walker)
        if found is None or len(found) > _MANY:
            whole.add(check.name)
        elif found:
            focus[check.name] = frozenset(found)
    # What pySHACL judges may read anything: it is judged again after any change.
    reference = frozenset(s.name for s in compiled.reference if walker.changed)
    return Affected(focus, frozenset(whole), reference)


def revalidate(
    dataset: Dataset,
    compiled: CompiledShapes,
    previous: Report,
    changed: Collection[ox.Triple],
) -> Report:
    """Bring a report up to date after a change.

    Args:
        dataset: After the change.
        compiled: The same shapes as for ``previous``.
        previous: A report of a whole run before the change.
        changed: Triples added to or removed from the default graph; of entailed triples too.

    Returns:
        What ``validate`` would give, having run only what the change touches.
    """
    return recheck(dataset, compiled, previous, changed).report


def recheck(
    dataset: Dataset,
    compiled: CompiledShapes,
    previous: Report,
    changed: Collection[ox.Triple],
) -> Recheck:
    """Bring a report up to date after a change, and say which results came and went.

    Args:
        dataset: After the change.
        compiled: The same shapes as for ``previous``.
        previous: A report of a whole run before the change.
        changed: Triples added to or removed from the default graph; of entailed triples too.

    Returns:
        The report that ``validate`` would give, and how it differs from ``previous``.
    """
    touched = affected(compiled, dataset, changed)
    nodes: dict[str, set[ox.NamedNode]] = {}
    for check in compiled.checks:
        nodes.setdefault(check.target_shape, set()).update(touched.focus.get(check.name, ()))
    roots = (s for s in compiled.shapes.roots if nodes.get(s.name))
    among = targets_among(dataset, [(s, nodes[s.name]) for s in roots])
    fresh: dict[str, tuple[Collection[Term] | None, Groups]] = {}
    for check in compiled.checks:
        if check.name in touched.whole:
            fresh[check.name] = None, grouped(run(dataset, check))
        elif check.name in touched.focus:
            its = touched.focus[check.name]
            left = its & among[check.target_shape]
            fresh[check.name] = its, grouped(run(dataset, check, left))
    for shape in compiled.reference:
        if shape.name in touched.reference:
            fresh[shape.name] = None, grouped(run_reference(dataset, compiled, shape))
    return previous.replaced(fresh)


def _touched(check: Check, walker: Walker) -> set[ox.NamedNode] | None:
    reading = check.reading
    if not reading.whole.isdisjoint(walker.changed):
        return None
    if any(walker.meets(loose) for loose in reading.loose):
        return None
    for query in reading.queries:
        predicates = query.predicates
        if walker.changed and (predicates is None or not predicates.isdisjoint(walker.changed)):
            return None
    found: set[ox.NamedNode] = set()
    for read in reading.reads:
        roots = walker.roots(read)
        if roots is None:
            return None
        found |= roots
    return found
