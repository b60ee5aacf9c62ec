"""Shared by tests of proposals: the shipped register, open for trials."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.catalogue import Catalogue, load_catalogue
from perms_graph.namespaces import sparql_prologue
from perms_graph.register import build_into, inputs
from perms_graph.resources import Resources
from perms_graph.store import Dataset
from perms_graph.store.loading import parse
from perms_graph.trial import Change, Setting

DAY = dt.date(2027, 3, 1)
PROPOSAL = Path(__file__).parents[2] / "docs" / "examples" / "proposal.ttl"


def turtle(text: str) -> tuple[ox.Triple, ...]:
    prefixes = sparql_prologue(text).replace("PREFIX", "@prefix").replace(">\n", "> .\n")
    quads: Iterable[ox.Quad] = ox.parse((prefixes + text).encode(), format=ox.RdfFormat.TURTLE)
    return tuple(q.triple for q in quads)


@pytest.fixture(scope="session")
def setting(resources: Resources) -> Setting:
    """The real register, open for trials; every trial leaves it as it was."""
    dataset = Dataset.memory()
    given = inputs(resources)
    report = build_into(dataset, given).validation
    return Setting.of(dataset, given, report=report)


@pytest.fixture(scope="session")
def catalogue(resources: Resources) -> Catalogue:
    return load_catalogue(resources.queries)


@pytest.fixture(scope="session")
def proposal() -> Change:
    return Change(tuple(q.triple for q in parse(PROPOSAL)))
