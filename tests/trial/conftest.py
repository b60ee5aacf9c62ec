"""Shared by tests of trials: a small register, built with the shipped rules and shapes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pyoxigraph as ox
import pytest

from perms_graph.namespaces import GRAPH, sparql_prologue
from perms_graph.reasoning import RuleSet, close_ontology, compile_rules, derive, materialise
from perms_graph.register import inputs
from perms_graph.resources import Resources
from perms_graph.store import Dataset
from perms_graph.store.loading import merge, parse
from perms_graph.trial import Setting
from perms_graph.validation import CompiledShapes, compile_shapes, load_shapes, validate

Complete = Callable[[Dataset], Setting]

DATA = """
@prefix g: <https://w3id.org/perms/graph/source/> .
@prefix ex: <https://w3id.org/perms/test/> .
g:a {
    ex:partnership a perms:Partnership ; skos:prefLabel "Reefs"@en ;
        perms:formalisedBy ex:agreement .
    ex:agreement a perms:Agreement ; skos:prefLabel "Reef agreement"@en ;
        perms:startsOn "2020"^^xsd:gYear ; perms:endsOn "2024-05"^^xsd:gYearMonth ;
        perms:hasParty <https://w3id.org/perms/id/organisation/sprep> ; perms:hasPartner ex:trust ;
        perms:servesObjective ex:objective ; dcterms:source <https://example.org/reefs> .
    ex:trust a perms:Partner ; skos:prefLabel "Trust"@en , "Fonds"@fr .
    ex:objective a perms:Objective ; skos:prefLabel "Reefs thrive"@en ; perms:partOfGoal ex:goal .
    ex:goal a perms:Goal ; skos:prefLabel "Nature"@en .
}
g:b {
    ex:agreement a perms:Agreement ; perms:endsOn "2025"^^xsd:gYear ;
        perms:statedStatus <https://w3id.org/perms/id/status/inForce> .
    ex:other a perms:Agreement ; perms:statedStatus <https://w3id.org/perms/id/status/running> .
    ex:partnership perms:hasProvision ex:provision .
    ex:provision a perms:Provision ; perms:upheld false ;
        perms:evidenceFor <https://w3id.org/perms/id/principle/sharedValues> .
}
<https://w3id.org/perms/graph/provenance> {
    g:a perms:accessedOn "2026-06"^^xsd:gYearMonth .
    g:b perms:accessedOn "2026-06-15"^^xsd:date .
}
"""


@pytest.fixture(scope="session")
def rules(resources: Resources) -> RuleSet:
    schema = [q.triple for path in inputs(resources).ontology for q in parse(path)]
    # What the ontology says of itself is left out: it would be most of these small registers.
    return replace(compile_rules(close_ontology(schema)), facts=())


@pytest.fixture(scope="session")
def compiled(resources: Resources) -> CompiledShapes:
    return compile_shapes(load_shapes(inputs(resources).shapes))


@pytest.fixture(scope="session")
def complete(rules: RuleSet, compiled: CompiledShapes) -> Complete:
    """Do what a build does with what is stated."""

    def finish(dataset: Dataset) -> Setting:
        merge(dataset)
        materialise(dataset, rules)
        derive(dataset)
        report = validate(dataset, compiled)
        dataset.add(report.to_quads(ox.NamedNode(GRAPH + "report")))
        return Setting(dataset, rules, compiled, report)

    return finish


@pytest.fixture(scope="session")
def small(complete: Complete) -> Complete:
    """Fill a dataset with a small register."""
    text = sparql_prologue(DATA).replace("PREFIX", "@prefix").replace(">\n", "> .\n") + DATA

    def fill(dataset: Dataset) -> Setting:
        dataset.add(ox.parse(text.encode(), format=ox.RdfFormat.TRIG))
        return complete(dataset)

    return fill


@pytest.fixture
def setting(small: Complete) -> Setting:
    return small(Dataset.memory())
