"""What a change touches, and checking only that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.store import Dataset, Term
from perms_graph.validation.compiling import Check, CompiledShapes
from perms_graph.validation.footprint import Loose
from perms_graph.validation.paths import Read, may_stay, path_text
from perms_graph.validation.reading import ANY
from perms_graph.validation.report import Groups, Recheck, Report, grouped
from perms_graph.validation.running import run, run_reference
from perms_graph.validation.targets import targets_among

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
    by_predicate: dict[str, list[ox.Triple]] = {}
    for triple in changed:
        by_predicate.setdefault(triple.predicate.value, []).append(triple)
    walker = _Walker(dataset, by_predicate)
    focus: dict[str, frozenset[ox.NamedNode]] = {}
    whole: set[str] = set()
    for check in compiled.checks:
        found = _touched(check, walker)
        if found is None or len(found) > _MANY:
            whole.add(check.name)
        elif found:
            focus[check.name] = frozenset(found)
    # What pySHACL judges may read anything: it is judged again after any change.
    reference = frozenset(s.name for s in compiled.reference if by_predicate)
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


class _Walker:
    """Walks from changed triples back to target nodes; each way once."""

    def __init__(self, dataset: Dataset, changed: Mapping[str, list[ox.Triple]]) -> None:
        self.dataset = dataset
        self.changed = changed
        self._known: dict[Read, frozenset[ox.NamedNode] | None] = {}

    def roots(self, read: Read) -> frozenset[ox.NamedNode] | None:
        """Give the nodes from which a read meets a changed triple; None if one has no name."""
        if read not in self._known:
            self._known[read] = self._walk(read)
        return self._known[read]

    def meets(self, loose: Loose) -> bool:
        """Tell whether a changed triple fits a pattern that no way leads to."""
        return any(
            loose.subject in {"", str(triple.subject)}
            and loose.object in {"", str(triple.object)}
            and all(self._holds(triple, p, o) for p, o in loose.also)
            for triple in self.changed.get(loose.predicate, ())
        )

    def _holds(self, triple: ox.Triple, predicate: str, end: str) -> bool:
        """Tell whether the subject of a triple has a value now, or had before the change."""
        value = ox.NamedNode(end[1:-1])
        now = ox.Quad(triple.subject, ox.NamedNode(predicate), value)
        return now in self.dataset.store or any(
            t.subject == triple.subject and t.object == value
            for t in self.changed.get(predicate, ())
        )

    def _walk(self, read: Read) -> frozenset[ox.NamedNode] | None:
        if read.predicate == ANY:
            triples = [t for group in self.changed.values() for t in group]
        else:
            triples = self.changed.get(read.predicate, [])
        ends = {t.object if read.backwards else t.subject for t in triples}
        if not ends:
            return frozenset()
        if any(isinstance(e, ox.BlankNode) for e in ends):
            return None
        found: set[object] = set()
        if read.way is None or may_stay(read.way):
            found |= ends
        if read.way is not None:
            listed = " ".join(sorted(str(e) for e in ends))
            way = path_text(read.way)
            table = self.dataset.select(
                f"SELECT DISTINCT ?f WHERE {{ VALUES ?e {{ {listed} }} ?f {way} ?e }}"
            )
            found |= set(table.column("f"))
        if any(not isinstance(f, ox.NamedNode) for f in found):
            return None
        return frozenset(f for f in found if isinstance(f, ox.NamedNode))


def _touched(check: Check, walker: _Walker) -> set[ox.NamedNode] | None:
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
