"""A report as RDF: ``sh:ValidationReport``, as lines of N-Quads, which the store reads fastest."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Final

import pyoxigraph as ox

from perms_graph.namespaces import DCTERMS, GRAPH, ID, RDF, SH, XSD
from perms_graph.store import Dataset
from perms_graph.validation.pathtext import parse_path, path_triples

if TYPE_CHECKING:
    from perms_graph.validation.report import Report, Result
    from perms_graph.validation.shapes import ShapesGraph

    Says = Callable[[Result], bool]
    """Tells whether the messages of a result are to be written with it."""

GRAPH_NAME: Final = ox.NamedNode(GRAPH + "report")

_CHUNK: Final = 20_000
"""Results written at a time: the text of a million would take two gigabytes."""


def to_quads(report: Report, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Give a report as ``sh:ValidationReport``.

    Args:
        report: Any.
        graph: Where the quads go.
    """
    for text in _texts(report, graph, lambda _: True):
        yield from ox.parse(input=text, format=ox.RdfFormat.N_QUADS)


def keep_report(dataset: Dataset, report: Report, shapes: ShapesGraph) -> None:
    """Put a report into ``graph:report``.

    Messages that stand word for word on the shape of a result (``sh:sourceShape/sh:message`` in
    ``graph:shapes``) are not repeated with it: they were a fifth of a report of a large register.

    Args:
        dataset: Holds no report yet.
        report: Of a run over this dataset.
        shapes: What it was checked with.
    """
    if any(_nameless(r) for r in report.results):
        # Text would give nodes without names new labels, and the report is about these very nodes.
        dataset.add(to_quads(report, GRAPH_NAME))
        return
    for text in _texts(report, GRAPH_NAME, _beyond(shapes)):
        dataset.store.bulk_load(input=text.encode(), format=ox.RdfFormat.N_QUADS)


def write_report(stream: IO[bytes], report: Report, shapes: ShapesGraph) -> None:
    """Write what ``keep_report`` keeps, as N-Quads, after the dataset that it is about.

    Args:
        stream: Open for writing; holds the dataset, so that labels of nodes without names agree.
        report: Of a run over this dataset.
        shapes: What it was checked with.
    """
    for text in _texts(report, GRAPH_NAME, _beyond(shapes)):
        stream.write(text.encode())


def result_names(report: Report) -> list[str]:
    """Give the IRI of each result, in order."""
    seen: Counter[tuple[str, ...]] = Counter()
    names = []
    for result in report.results:
        key = result.key
        names.append(result_name(result, seen[key]))
        seen[key] += 1
    return names


def result_name(result: Result, number: int) -> str:
    """Name a result: the same finding always has the same name.

    Args:
        result: What it says makes the name.
        number: Tells equal results of a report apart, from 0.
    """
    return f"{ID}result/{_digest([*result.key, str(number)])}"


def _texts(report: Report, graph: ox.NamedNode, says: Says) -> Iterator[str]:
    """Write a report in parts."""
    names = result_names(report)
    top = f"<{ID}report/{_digest(names)}>"
    conforms = ox.Literal("false" if names else "true", datatype=ox.NamedNode(XSD + "boolean"))
    yield (
        f"{top} <{RDF}type> <{SH}ValidationReport> {graph} .\n"
        f"{top} <{SH}conforms> {conforms} {graph} .\n"
    )
    known: dict[tuple[str | None, ...], list[str]] = {}
    for start in range(0, len(names), _CHUNK):
        lines: list[str] = []
        for name, result in zip(
            names[start : start + _CHUNK], report.results[start : start + _CHUNK], strict=True
        ):
            lines.append(f"{top} <{SH}result> <{name}> {graph} .\n")
            alike = (result.source_shape, result.component, result.severity, result.passage)
            common = known.get(alike)
            if common is None:
                common = known[alike] = [f"{said} {graph} .\n" for said in _common(result)]
            lines += [f"<{name}> {end}" for end in common]
            lines += [f"<{name}> {said} {graph} .\n" for said in _own(result)]
            if says(result):
                lines += [f"<{name}> {said} {graph} .\n" for said in _messages(result.messages)]
            if result.path is not None:
                lines += [f"{triple} {graph} .\n" for triple in _path(name, result.path)]
        yield "".join(lines)


def _common(result: Result) -> Iterator[str]:
    """Give predicates and objects that many results have alike."""
    yield f"<{RDF}type> <{SH}ValidationResult>"
    yield f"<{SH}sourceShape> {_node(result.source_shape)}"
    yield f"<{SH}sourceConstraintComponent> <{result.component}>"
    yield f"<{SH}resultSeverity> <{result.severity}>"
    if result.passage is not None:
        said = _node(result.passage) if ":" in result.passage else ox.Literal(result.passage)
        yield f"<{DCTERMS}source> {said}"


def _own(result: Result) -> Iterator[str]:
    yield f"<{SH}focusNode> {result.focus}"
    if result.value is not None:
        yield f"<{SH}value> {result.value}"


def _messages(messages: Mapping[str, str]) -> Iterator[str]:
    for lang, text in messages.items():
        literal = ox.Literal(text, language=lang) if lang else ox.Literal(text)
        yield f"<{SH}resultMessage> {literal}"


def _path(name: str, text: str) -> Iterator[str]:
    """Give the triples of a path: what leads to it, and those about it if it is no property."""
    if text.startswith("<") and text.find(">") == len(text) - 1:
        # Nearly all paths are one property: parsing them took a third of the time of a report.
        yield f"<{name}> <{SH}resultPath> {text}"
        return
    # Labels are made from the result's name: the same every time, and its own.
    node, triples = path_triples(parse_path(text), name.rpartition("/")[2])
    yield f"<{name}> <{SH}resultPath> {node}"
    yield from map(str, triples)


def _node(name: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)


def _beyond(shapes: ShapesGraph) -> Says:
    """Tell which results have messages that their shapes do not give."""
    own = {shape.name: shape.messages for shape in shapes.shapes.values()}
    return lambda result: result.messages != own.get(result.source_shape)


def _nameless(result: Result) -> bool:
    return isinstance(result.focus, ox.BlankNode) or isinstance(result.value, ox.BlankNode)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:20]
