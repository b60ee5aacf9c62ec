"""A small graph with every kind of value, and the shipped register as Python sees it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from perms_graph.answers import Answer, Register
from perms_graph.catalogue import load_catalogue
from perms_graph.register import Register as BuiltRegister
from perms_graph.resources import Resources
from perms_graph.store import Dataset
from perms_graph.store.loading import Source, load, merge

DAY = dt.date(2026, 6, 30)
VALUES = "SELECT ?name ?value { ?thing <urn:example:value> ?value BIND (STRAFTER(STR(?thing), 'example:') AS ?name) } ORDER BY ?name"  # noqa: E501
LINKS = "SELECT ?thing { ?thing <urn:example:link> true } ORDER BY ?thing"


def small_in(language: str, resources: Resources, browser: str | None = None) -> Register:
    dataset = Dataset.memory()
    load(dataset, [Source(Path(__file__).with_name("small.ttl"), "urn:example:graph")])
    merge(dataset)
    catalogue = load_catalogue(resources.queries)
    return Register(dataset, catalogue, language=language, day=DAY, browser=browser)


@pytest.fixture(scope="session")
def small(resources: Resources) -> Register:
    return small_in("en", resources)


@pytest.fixture(scope="session")
def english(register: BuiltRegister) -> Register:
    return Register(register.dataset, register.catalogue, day=DAY)


@pytest.fixture(scope="session")
def french(register: BuiltRegister) -> Register:
    return Register(register.dataset, register.catalogue, language="fr", day=DAY)


@pytest.fixture(scope="session")
def invented(illustrative: BuiltRegister) -> Register:
    return Register(illustrative.dataset, illustrative.catalogue, day=DAY)


def rows(register: Register, sparql: str, **values: object) -> Answer:
    found = register.query(sparql, **values)
    assert isinstance(found, Answer)
    return found
