"""Shared by tests of the ledger: small graphs, checked by the shapes of the principles."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.catalogue import Catalogue, load_catalogue
from perms_graph.namespaces import GRAPH, sparql_prologue
from perms_graph.resources import Resources
from perms_graph.store import Dataset
from perms_graph.store.loading import Source, load, parse
from perms_graph.validation import CompiledShapes, compile_shapes, load_shapes, validate

Build = Callable[[str], Dataset]


@pytest.fixture(scope="session")
def catalogue(resources: Resources) -> Catalogue:
    return load_catalogue(resources.queries)


@pytest.fixture(scope="session")
def principle_shapes(resources: Resources) -> list[Path]:
    return [
        resources.shapes / "shapes.ttl",
        *sorted((resources.shapes / "principles").glob("*.ttl")),
    ]


@pytest.fixture(scope="session")
def compiled(principle_shapes: list[Path]) -> CompiledShapes:
    return compile_shapes(load_shapes(principle_shapes))


@pytest.fixture(scope="session")
def strategy(resources: Resources) -> list[ox.Quad]:
    """The principles and passages, as in the default graph of a built register."""
    files = ("strategy.trig", "passages.trig")
    return [ox.Quad(*q.triple) for f in files for q in parse(resources.data / "strategy" / f)]


@pytest.fixture(scope="session")
def built(principle_shapes: list[Path], compiled: CompiledShapes, strategy: list[ox.Quad]) -> Build:
    """Give what a build would make of a few triples in Turtle, without reasoning."""

    def build(turtle: str) -> Dataset:
        text = sparql_prologue(turtle).replace("PREFIX", "@prefix").replace(">\n", "> .\n")
        text += "@prefix ex: <https://w3id.org/perms/test/> .\n" + turtle
        found: Iterable[ox.Quad] = ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)
        dataset = Dataset.memory()
        dataset.add([*strategy, *found])
        load(dataset, [Source(p, GRAPH + "shapes") for p in principle_shapes])
        report = validate(dataset, compiled)
        dataset.add(report.to_quads(ox.NamedNode(GRAPH + "report")))
        return dataset

    return build
