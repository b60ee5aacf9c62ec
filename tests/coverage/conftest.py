"""A small register whose coverage can be counted by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.catalogue import Catalogue, load_catalogue
from perms_graph.namespaces import ID
from perms_graph.resources import shipped
from perms_graph.store import Dataset

DAY = dt.date(2026, 6, 30)

SMALL = Path(__file__).with_name("small.ttl")


def iri(name: str) -> str:
    return ID + name if name else ""


def short(iri_: str) -> str:
    return iri_.removeprefix(ID)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(shipped().queries)


@pytest.fixture(scope="session")
def small() -> Dataset:
    dataset = Dataset.memory()
    dataset.add(ox.Quad(*q.triple) for q in ox.parse(path=SMALL))
    return dataset
