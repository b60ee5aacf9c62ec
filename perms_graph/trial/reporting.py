"""The report graph during a trial: changed where the report changed, and only there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import GRAPH, RDF, SH, XSD
from perms_graph.reasoning import Journal
from perms_graph.store import Dataset
from perms_graph.validation import Report, Result

_REPORT: Final = ox.NamedNode(GRAPH + "report")
_TYPE: Final = ox.NamedNode(RDF + "type")
_WHOLE: Final = ox.NamedNode(SH + "ValidationReport")
_RESULT: Final = ox.NamedNode(SH + "result")
_CONFORMS: Final = ox.NamedNode(SH + "conforms")


def rewrite_report(
    dataset: Dataset,
    journal: Journal,
    before: Report,
    after: Report,
    *,
    added: Iterable[Result],
    removed: Iterable[Result],
) -> None:
    """Bring ``graph:report`` up to date, so that verdicts are read from it as after a build.

    The report keeps its name: only its results and whether it conforms change.

    Args:
        dataset: Left alone if it holds no report.
        journal: Writes, so that it can be undone.
        before: The report that the graph holds.
        after: The report that it shall hold.
        added: Results of ``after`` that ``before`` does not have.
        removed: Results of ``before`` that ``after`` does not have.
    """
    reports = dataset.store.quads_for_pattern(None, _TYPE, _WHOLE, _REPORT)
    report = next((q.subject for q in reports), None)
    if not isinstance(report, ox.NamedNode):
        return
    for result, first, count in _numbered(before, removed):
        for name, _ in _named(result, first - count, first):
            journal.remove([*_described(dataset, name), ox.Quad(report, _RESULT, name, _REPORT)])
    for result, first, count in _numbered(before, added):
        for name, quads in _named(result, first, first + count):
            journal.add([ox.Quad(report, _RESULT, name, _REPORT), *quads])
    journal.remove(list(dataset.store.quads_for_pattern(report, _CONFORMS, None, _REPORT)))
    conforms = ox.Literal(
        "false" if any(after.counts.values()) else "true", datatype=ox.NamedNode(XSD + "boolean")
    )
    journal.add([ox.Quad(report, _CONFORMS, conforms, _REPORT)])


def _numbered(before: Report, results: Iterable[Result]) -> Iterator[tuple[Result, int, int]]:
    """Give each of some results, how many like it the report before has, and how often it comes.

    Only the report before is put in order: that is done once, however many trials start from it.
    """
    listed = list(results)
    samples = {result.key: result for result in listed}
    for key, count in Counter(result.key for result in listed).items():
        first = bisect_left(before.results, key, key=lambda r: r.key)
        last = bisect_right(before.results, key, lo=first, key=lambda r: r.key)
        yield samples[key], last - first, count


def _named(result: Result, first: int, last: int) -> Iterator[tuple[ox.NamedNode, list[ox.Quad]]]:
    """Give names and triples of a result that stands in a report several times, by number."""
    alike = Report((result,) * last, {})
    own = [
        q
        for q in alike.to_quads(_REPORT)
        if q.predicate not in {_RESULT, _CONFORMS} and q.object != _WHOLE
    ]
    for name in alike.names()[first:]:
        yield ox.NamedNode(name), own


def _described(dataset: Dataset, node: ox.NamedNode | ox.BlankNode) -> list[ox.Quad]:
    """Give what the report says of a node, and of the nameless nodes that it leads to (paths)."""
    quads = list(dataset.store.quads_for_pattern(node, None, None, _REPORT))
    for quad in list(quads):
        if isinstance(quad.object, ox.BlankNode):
            quads += _described(dataset, quad.object)
    return quads
