"""Shared by all tests: the shipped register, built once in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from perms_graph.reasoning.closing import rdflib_datatypes_kept
from perms_graph.register import Register
from perms_graph.resources import Resources, shipped


@pytest.fixture(scope="session")
def resources() -> Resources:
    return shipped()


@pytest.fixture(scope="session")
def register(resources: Resources) -> Register:
    """The real register, without invented data. Not to be changed by a test."""
    return Register.in_memory(resources)


@pytest.fixture(scope="session")
def illustrative(resources: Resources) -> Register:
    """The second view, with the illustrative set. Not to be changed by a test."""
    return Register.in_memory(resources, illustrative=True)


@pytest.fixture(autouse=True)
def _datatypes_of_rdflib() -> Iterator[None]:
    """A test that runs owlrl as the oracle leaves rdflib as it was."""
    with rdflib_datatypes_kept():
        yield
