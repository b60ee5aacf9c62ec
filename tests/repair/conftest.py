"""Shared by tests of repairs: the strategy alone, and the cases of the shapes laid over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.namespaces import PSH, sparql_prologue
from perms_graph.register import build_into, inputs
from perms_graph.repair import Repair, repairs
from perms_graph.resources import Resources
from perms_graph.store import Dataset
from perms_graph.store.loading import parse
from perms_graph.trial import Change, Setting, trying
from perms_graph.validation import Result

Case = tuple[tuple[Result, tuple[Repair, ...]], ...]
"""The results that a file of bad data brings, each with its repairs."""

With = Callable[[str], AbstractContextManager[Setting]]


@pytest.fixture(scope="session")
def strategy(resources: Resources) -> Setting:
    """The ontology and the strategy, without a register."""
    given = inputs(resources)
    sources = (s for s in given.sources if s.path in given.ontology)
    strategic = (s for s in given.sources if s.path.parent.name == "strategy")
    given = replace(given, sources=(*sources, *strategic))
    dataset = Dataset.memory()
    return Setting.of(dataset, given, report=build_into(dataset, given).validation)


@pytest.fixture(scope="session")
def repaired(strategy: Setting) -> Callable[[Path], Case]:
    """Give the results of a case of the shapes, with repairs; each case is looked into once."""
    known: dict[Path, Case] = {}

    def look(path: Path) -> Case:
        if path not in known:
            with trying(strategy, Change(tuple(q.triple for q in parse(path)))) as outcome:
                name = PSH + path.parent.name
                mine = [r for r in outcome.added if r.node_shape == name]
                known[path] = tuple((r, repairs(outcome.setting, r)) for r in mine)
        return known[path]

    return look


@pytest.fixture
def having(strategy: Setting) -> With:
    """Lay a few triples in Turtle over the strategy."""

    @contextmanager
    def lay(turtle: str) -> Iterator[Setting]:
        text = sparql_prologue(turtle).replace("PREFIX", "@prefix").replace(">\n", "> .\n")
        text += "@prefix ex: <https://w3id.org/perms/test/> .\n" + turtle
        parsed = ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)
        with trying(strategy, Change(tuple(q.triple for q in parsed))) as outcome:
            yield outcome.setting

    return lay
