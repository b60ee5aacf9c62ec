"""Shared by all tests: the shipped register, built once in memory."""

from __future__ import annotations

import pytest

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
