"""A small register for openings: few partners, so that every point can be counted by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.catalogue import Catalogue, load_catalogue
from perms_graph.namespaces import ID
from perms_graph.openings import Candidate, Openings, find_openings
from perms_graph.resources import shipped
from perms_graph.store import Dataset

DAY = dt.date(2026, 6, 30)

SMALL = Path(__file__).with_name("small.ttl")

Find = Callable[..., Openings]


def iri(name: str) -> str:
    return ID + name


def candidate(openings: Openings, name: str) -> Candidate:
    (found,) = [c for c in openings.candidates if c.partner == iri(f"partner/{name}")]
    return found


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(shipped().queries)


def loaded(text: str) -> Dataset:
    """Give a dataset whose default graph holds Turtle and the shipped weights."""
    dataset = Dataset.memory()
    dataset.add(ox.Quad(*q.triple) for q in ox.parse(text, format=ox.RdfFormat.TURTLE))
    weights = shipped().data / "policy" / "opening-weights.trig"
    dataset.add(ox.Quad(*q.triple) for q in ox.parse(path=weights))
    return dataset


@pytest.fixture
def find(catalogue: Catalogue) -> Find:
    """Ask the small register for openings; names are ends of IRIs."""

    def ask(
        objective: str = "goal/water",
        *,
        member: str | None = None,
        purpose: str | None = None,
        day: dt.date = DAY,
        more: str = "",
    ) -> Openings:
        return find_openings(
            loaded(SMALL.read_text(encoding="utf-8") + more),
            catalogue,
            objective=iri(objective),
            member=iri(f"member/{member}") if member else None,
            purpose=iri(f"purpose/{purpose}") if purpose else None,
            day=day,
        )

    return ask
