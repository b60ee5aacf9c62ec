"""A register to ask, a small dataset, and what the guard knows of both."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.guard import Vocabulary, vocabulary_of
from perms_graph.register import Register
from perms_graph.store import Dataset


@pytest.fixture(scope="session")
def vocabulary(register: Register) -> Vocabulary:
    return vocabulary_of(register.dataset)


@pytest.fixture(scope="session")
def small() -> Dataset:
    dataset = Dataset.memory()
    data = (Path(__file__).parent / "small.trig").read_bytes()
    dataset.store.load(data, format=ox.RdfFormat.TRIG)
    return dataset


@pytest.fixture(scope="session")
def small_words(small: Dataset) -> Vocabulary:
    return vocabulary_of(small)
