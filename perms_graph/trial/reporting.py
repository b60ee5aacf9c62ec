"""The report graph during a trial: changed where the report changed, and only there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import GRAPH, RDF, SH, XSD
from perms_graph.reasoning import Journal
from perms_graph.store import Dataset
from perms_graph.validation import Recheck, Report, Result, result_name

_REPORT: Final = ox.NamedNode(GRAPH + "report")
_TYPE: Final = ox.NamedNode(RDF + "type")
_WHOLE: Final = ox.NamedNode(SH + "ValidationReport")
_RESULT: Final = ox.NamedNode(SH + "result")
_CONFORMS: Final = ox.NamedNode(SH + "conforms")


def rewrite_report(dataset: Dataset, journal: Journal, checked: Recheck) -> None:
    """Bring ``graph:report`` up to date, so that verdicts are read from it as after a build.

    The report keeps its name: only its results and whether it conforms change.

    Args:
        dataset: Left alone if it holds no report.
        journal: Writes, so that it can be undone.
        checked: What came and went since the report that the graph holds.
    """
    reports = dataset.store.quads_for_pattern(None, _TYPE, _WHOLE, _REPORT)
    report = next((q.subject for q in reports), None)
    if not isinstance(report, ox.NamedNode):
        return

    def is_there(name: ox.NamedNode) -> bool:
        return ox.Quad(report, _RESULT, name, _REPORT) in dataset.store

    for result in checked.removed:
        # Of equal results, which are numbered, the last goes.
        name = _first(result, lambda n: not is_there(n), back=1)
        journal.remove([*_described(dataset, name), ox.Quad(report, _RESULT, name, _REPORT)])
    for result in checked.added:
        name = _first(result, lambda n: not is_there(n))
        own = (
            ox.Quad(name, q.predicate, q.object, _REPORT) if q.subject == _plain(result) else q
            for q in Report((result,), {}).to_quads(_REPORT)
            if q.predicate not in {_RESULT, _CONFORMS} and q.object != _WHOLE
        )
        journal.add([ox.Quad(report, _RESULT, name, _REPORT), *own])
    journal.remove(list(dataset.store.quads_for_pattern(report, _CONFORMS, None, _REPORT)))
    some = any(checked.report.counts.values())
    conforms = ox.Literal("false" if some else "true", datatype=ox.NamedNode(XSD + "boolean"))
    journal.add([ox.Quad(report, _CONFORMS, conforms, _REPORT)])


def _first(result: Result, fits: Callable[[ox.NamedNode], bool], *, back: int = 0) -> ox.NamedNode:
    """Give the first name of a result that fits, or one so many before it."""
    number = next(n for n in count() if fits(ox.NamedNode(result_name(result, n))))
    return ox.NamedNode(result_name(result, number - back))


def _plain(result: Result) -> ox.NamedNode:
    return ox.NamedNode(result_name(result, 0))


def _described(dataset: Dataset, node: ox.NamedNode | ox.BlankNode) -> list[ox.Quad]:
    """Give what the report says of a node, and of the nameless nodes that it leads to (paths)."""
    quads = list(dataset.store.quads_for_pattern(node, None, None, _REPORT))
    for quad in list(quads):
        if isinstance(quad.object, ox.BlankNode):
            quads += _described(dataset, quad.object)
    return quads
