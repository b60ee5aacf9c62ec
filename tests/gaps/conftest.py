"""A small register for gaps: few enough agreements that every row and score is counted by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.catalogue import Catalogue, load_catalogue
from perms_graph.resources import shipped
from perms_graph.store import Dataset

DAY = dt.date(2026, 6, 30)
SMALL = Path(__file__).with_name("small.ttl")
WEIGHTS = shipped().data / "policy" / "gap-weights.trig"


def loaded(weights: Path = WEIGHTS) -> Dataset:
    """Give the small register with weights, all in the default graph."""
    dataset = Dataset.memory()
    for path in (SMALL, weights):
        dataset.add(ox.Quad(*q.triple) for q in ox.parse(path=path))
    return dataset


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(shipped().queries)


@pytest.fixture(scope="session")
def small() -> Dataset:
    return loaded()
