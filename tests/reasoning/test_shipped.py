"""The shipped ontology and register: the closure is owlrl's, and nothing contradicts anything."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from perms_graph.namespaces import GRAPH
from perms_graph.reasoning import (
    INFERRED,
    close_ontology,
    compile_rules,
    derive,
    inconsistencies,
    materialise,
)
from perms_graph.reasoning.noise import is_noise, names_anonymous_class
from perms_graph.register import inputs
from perms_graph.resources import Resources
from perms_graph.store import Dataset
from perms_graph.store.loading import load, merge, parse

Oracle = Callable[..., frozenset[ox.Triple]]
DEFAULT = ox.DefaultGraph()


@pytest.fixture(scope="module")
def ontology(resources: Resources) -> list[ox.Triple]:
    return [q.triple for path in inputs(resources).ontology for q in parse(path)]


@pytest.fixture(scope="module")
def closed(ontology: list[ox.Triple]) -> frozenset[ox.Triple]:
    return close_ontology(ontology)


@pytest.fixture(scope="module")
def real(resources: Resources) -> Dataset:
    return merged(resources, illustrative=False)


@pytest.fixture(scope="module", params=[False, True], ids=["real", "illustrative"])
def asserted(request: pytest.FixtureRequest, resources: Resources) -> Dataset:
    return merged(resources, illustrative=request.param)


def merged(resources: Resources, *, illustrative: bool) -> Dataset:
    dataset = Dataset.memory()
    load(dataset, inputs(resources, illustrative=illustrative).sources)
    merge(dataset)
    return dataset


def triples(dataset: Dataset, name: ox.NamedNode | ox.DefaultGraph = DEFAULT) -> set[ox.Triple]:
    return {q.triple for q in dataset.store.quads_for_pattern(None, None, None, name)}


def test_the_closure_of_the_register_is_owlrls(
    real: Dataset,
    closed: frozenset[ox.Triple],
    owlrl_closure: Oracle,
    without_noise: Oracle,
) -> None:
    before = triples(real)
    expected = without_noise(owlrl_closure(before, hurried=True))
    count = materialise(real, compile_rules(closed))
    inferred = triples(real, ox.NamedNode(INFERRED))
    assert without_noise(triples(real)) == expected
    assert inferred == triples(real) - before
    assert count == len(inferred) > 1000
    assert [t for t in inferred if is_noise(t) or names_anonymous_class(t)] == []


def test_nothing_in_the_register_contradicts_the_ontology(
    asserted: Dataset, closed: frozenset[ox.Triple]
) -> None:
    materialise(asserted, compile_rules(closed))
    assert inconsistencies(asserted, closed) == []


def test_rules_are_run_twice_only_where_a_chain_feeds_itself(
    closed: frozenset[ox.Triple],
) -> None:
    rules = compile_rules(closed)
    again = sorted({rule.head[1] for s in rules.strata if s.recursive for rule in s.rules})
    assert again == [
        f"<https://w3id.org/perms/def#{name}>"
        for name in ("benefits", "hasPurpose", "serves", "usesMechanism")
    ]


def test_every_bound_is_a_day_and_the_first_is_not_after_the_last(
    asserted: Dataset, closed: frozenset[ox.Triple]
) -> None:
    materialise(asserted, compile_rules(closed))
    derive(asserted)
    wrong = asserted.select(
        "SELECT ?x WHERE { "
        "{ ?x perms:earliestStart ?a ; perms:latestStart ?b } UNION "
        "{ ?x perms:earliestEnd ?a ; perms:latestEnd ?b } FILTER (?a > ?b) }"
    )
    kinds = asserted.select(
        f"SELECT DISTINCT (DATATYPE(?o) AS ?kind) WHERE {{ GRAPH <{GRAPH}derived> {{ ?s ?p ?o }} }}"
    )
    several = asserted.select(
        "SELECT ?x WHERE { VALUES ?p { perms:earliestStart perms:latestStart perms:earliestEnd "
        "perms:latestEnd } ?x ?p ?d } GROUP BY ?x ?p HAVING (COUNT(*) > 1)"
    )
    assert wrong.rows == ()
    assert kinds.rows == ((ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"),),)
    assert several.rows == ()
