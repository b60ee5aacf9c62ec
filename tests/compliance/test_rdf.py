"""The ledger as RDF: EARL that SPARQL can ask, with our verdict beside it."""

from __future__ import annotations

import datetime as dt

import pyoxigraph as ox
import pytest

from perms_graph.compliance import judge
from perms_graph.namespaces import GRAPH, ID
from perms_graph.register import Register
from perms_graph.store import Dataset

DAY = dt.date(2026, 6, 30)
VERDICTS = ox.NamedNode(GRAPH + "verdicts")


@pytest.fixture(scope="module")
def asked(illustrative: Register) -> Dataset:
    ledger = judge(illustrative.dataset, illustrative.catalogue, day=DAY)
    dataset = Dataset.memory()
    dataset.add(ox.Quad(*q.triple) for q in ledger.to_quads(VERDICTS))
    return dataset


def test_outcomes_of_earl_stand_beside_our_states(asked: Dataset) -> None:
    table = asked.select(
        """SELECT ?verdict ?outcome (COUNT(*) AS ?n) WHERE {
          ?v a earl:Assertion , perms:Verdict ; earl:mode earl:automatic ; earl:test ?test ;
            earl:subject ?subject ; perms:verdict ?verdict ; earl:result ?result .
          ?result a earl:TestResult ; earl:outcome ?outcome ; dcterms:date ?day .
        } GROUP BY ?verdict ?outcome ORDER BY ?verdict"""
    )
    assert [
        (r["verdict"].value.rpartition("/")[2], r["outcome"].value.rpartition("#")[2], r["n"].value)
        for r in table
    ] == [
        ("departedFrom", "inapplicable", "1"),
        ("met", "passed", "44"),
        ("notEvidenced", "cantTell", "697"),
        ("notMet", "failed", "2"),
    ]


def test_a_verdict_carries_passage_day_and_all_it_relies_on(asked: Dataset) -> None:
    table = asked.select(
        """SELECT ?passage ?day ?thing WHERE {
          ?v earl:subject ?p ; perms:verdict ?state ; dcterms:source ?passage ;
            earl:result/dcterms:date ?day ; perms:reliesOn ?thing . } ORDER BY ?thing""",
        {"p": ox.NamedNode(f"{ID}partnership/example-4"),
         "state": ox.NamedNode(f"{ID}verdict/departedFrom")},
    )  # fmt: skip
    assert {(r["passage"].value, r["day"].value) for r in table} == {
        (f"{ID}passage/principle-d", "2026-06-30")
    }
    things = [r["thing"].value.removeprefix(ID) for r in table]
    assert things[:3] == [
        "departure/example-live",
        "document/example-agreements",
        "provision/example-4-shared-values",
    ]
    assert len(things) == 4 and things[3].startswith("result/")


def test_the_same_verdicts_have_the_same_names(illustrative: Register) -> None:
    first, second, later = (
        set(judge(illustrative.dataset, illustrative.catalogue, day=day).to_quads(VERDICTS))
        for day in (DAY, DAY, DAY + dt.timedelta(days=1))
    )
    assert first == second
    assert not {q.subject for q in first if "judgement" in str(q.subject)} & {
        q.subject for q in later
    }


def test_a_result_that_a_verdict_names_is_in_the_report(
    illustrative: Register, asked: Dataset
) -> None:
    named = asked.select(
        'SELECT DISTINCT ?r { ?v perms:reliesOn ?r FILTER CONTAINS(STR(?r), "/id/result/") }'
    ).column("r")
    there = illustrative.dataset.select(
        "SELECT ?r WHERE { GRAPH graph:report { ?r a sh:ValidationResult } }"
    ).column("r")
    assert len(named) == 819
    assert set(named) <= set(there)
