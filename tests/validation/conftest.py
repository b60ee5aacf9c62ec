"""Small registers for the tests of validation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.store import Dataset
from perms_graph.validation import Report, ShapesGraph, load_shapes

FIXTURES = Path(__file__).parent / "fixtures"
TEST = "https://w3id.org/perms/test/"

Key = tuple[str, str | None, str | None, str, str, str]


def dataset(triples: Iterable[ox.Triple]) -> Dataset:
    """Put triples into the default graph of a new dataset."""
    made = Dataset.memory()
    made.add(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    return made


def triples(made: Dataset) -> list[ox.Triple]:
    """Give the default graph."""
    return [q.triple for q in made.store.quads_for_pattern(None, None, None, ox.DefaultGraph())]


def keys(report: Report) -> Counter[Key]:
    """Give what SHACL says a result is, without wording and parent."""
    return Counter(
        (
            str(r.focus),
            r.path,
            None if r.value is None else str(r.value),
            r.source_shape,
            r.component,
            r.severity,
        )
        for r in report.results
    )


@pytest.fixture(scope="session")
def everything() -> ShapesGraph:
    """Shapes with every component in them."""
    return load_shapes([FIXTURES / "everything.ttl"])


def parsed(turtle: str) -> Dataset:
    """Put Turtle into the default graph of a new dataset."""
    made = Dataset.memory()
    made.store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    return made
