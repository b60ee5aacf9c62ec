"""Shared by tests of shapes: the shapes as one graph, and both engines with comparable results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import OWL, RDF, SH
from rdflib.term import Node

from perms_graph.namespaces import PSH
from perms_graph.resources import Resources
from perms_graph.store import Dataset
from perms_graph.store.loading import parse
from perms_graph.validation import CompiledShapes, compile_shapes, load_shapes, validate

Found = Counter[tuple[str, ...]]
"""Focus node, source shape, constraint component, severity of each result."""

Engine = Callable[[Path, str], Found]
"""File of data, name of a node shape → what the engine finds."""


@pytest.fixture(scope="session")
def shape_files(resources: Resources) -> list[Path]:
    return sorted(resources.shapes.rglob("*.ttl"))


@pytest.fixture(scope="session")
def shapes_graph(shape_files: list[Path]) -> Graph:
    """All shapes. pySHACL writes into what it is given: hand it a copy."""
    graph = Graph()
    for path in shape_files:
        graph.parse(path)
    return graph


@pytest.fixture(scope="session")
def compiled(shape_files: list[Path]) -> CompiledShapes:
    return compile_shapes(load_shapes(shape_files))


@pytest.fixture(scope="session")
def one_shape(shapes_graph: Graph) -> Callable[[str], Graph]:
    """Give a node shape by its name, with all that belongs to it, in a graph of its own."""

    def extract(name: str) -> Graph:
        graph = Graph()
        pending: list[Node] = [URIRef(PSH + name), *shapes_graph.subjects(RDF.type, OWL.Ontology)]
        seen: set[Node] = set()
        while pending:
            node = pending.pop()
            if node in seen:
                continue
            seen.add(node)
            for triple in shapes_graph.triples((node, None, None)):
                graph.add(triple)
                if isinstance(triple[2], BNode) or str(triple[2]).startswith(PSH):
                    pending.append(triple[2])
        return graph

    return extract


@pytest.fixture(params=["pyshacl", "set at a time"])
def engine(
    request: pytest.FixtureRequest,
    one_shape: Callable[[str], Graph],
    compiled: CompiledShapes,
) -> Engine:
    """Each engine in turn, without any reasoning of its own."""

    def reference(data: Path, name: str) -> Found:
        _, report, _ = pyshacl.validate(
            Graph().parse(data), shacl_graph=one_shape(name), inference="none"
        )
        return results(cast("Graph", report))

    def ours(data: Path, name: str) -> Found:
        dataset = Dataset.memory()
        dataset.add(ox.Quad(*quad.triple) for quad in parse(data))
        report = validate(dataset, compiled, shapes={PSH + name})
        return Counter(
            (
                r.focus.value if isinstance(r.focus, ox.NamedNode) else str(r.focus),
                r.source_shape,
                r.component,
                r.severity,
            )
            for r in report.results
        )

    return reference if request.param == "pyshacl" else ours


@pytest.fixture(scope="session")
def expected_results() -> Callable[[Path], Found]:
    """Read the results that a file of expectations states."""
    return lambda path: results(Graph().parse(path))


def results(report: Graph) -> Found:
    return Counter(
        tuple(
            str(report.value(result, term))
            for term in (
                SH.focusNode,
                SH.sourceShape,
                SH.sourceConstraintComponent,
                SH.resultSeverity,
            )
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    )
