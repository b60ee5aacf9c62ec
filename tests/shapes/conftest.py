"""Shared by tests of shapes: the shapes as one graph, and pySHACL with results to compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pyshacl
import pytest
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import OWL, RDF, SH
from rdflib.term import Node

from perms_graph.namespaces import PSH
from perms_graph.resources import Resources

Found = Counter[tuple[str, ...]]
"""Focus node, source shape, constraint component, severity of each result."""


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


@pytest.fixture(scope="session")
def run_pyshacl() -> Callable[[Graph, Graph], Found]:
    """Run the reference engine, without any reasoning of its own."""

    def run(data: Graph, shapes: Graph) -> Found:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
        return results(cast("Graph", report))

    return run


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
