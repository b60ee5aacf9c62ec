"""Queries of shapes asked once for all: what is turned into MINUS, and what a query reads."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perms_graph.store.tokens import tokens
from perms_graph.validation import (
    ShapesGraph,
    compile_shapes,
    load_shapes,
    recheck,
    validate,
)
from perms_graph.validation.footprint import Loose
from perms_graph.validation.lineage import query_lineage
from perms_graph.validation.negation import negations
from perms_graph.validation.paths import path_text
from perms_graph.validation.reference import reference_validate
from tests.validation.conftest import TEST, dataset, keys, triples
from tests.validation.test_against_pyshacl import careful, facts, kinds

PREFIXES = """
    @prefix ex: <https://w3id.org/perms/test/> .
    @prefix sh: <http://www.w3.org/ns/shacl#> .
"""
QUERIES = [
    "$this ex:p ?x FILTER NOT EXISTS { $this ex:q ?y }",
    "FILTER NOT EXISTS { $this ex:q/ex:r ex:a } . $this ex:p ?x . ?x ex:q ?z",
    "$this ex:p ?x . FILTER NOT EXISTS { ?x ex:q $this }",
    "$this ex:p ?x FILTER NOT EXISTS { ?x ex:q ?y FILTER (isIRI(?y)) }",
    "$this ex:p ?x FILTER NOT EXISTS { $this ex:q ?y FILTER (?y = ?x) }",
    "$this ex:p ?x FILTER NOT EXISTS { ?any ex:q ex:a }",
    "$this ex:p ?x FILTER NOT EXISTS { $this ex:q* ex:a }",
    "$this ex:p ?x OPTIONAL { $this ex:q ?y } FILTER NOT EXISTS { $this ex:r ?y }",
    "$this ex:p ?x OPTIONAL { $this ex:q ?y FILTER NOT EXISTS { $this ex:s ?z } } "
    "FILTER (!BOUND(?y))",
    "{ $this ex:p ?x FILTER NOT EXISTS { $this ex:r ?u } } UNION "
    "{ $this ex:q ?x FILTER NOT EXISTS { ?x ex:s ?u } }",
    "$this ex:p ?x FILTER NOT EXISTS { $this ex:q ?y FILTER NOT EXISTS { ?y ex:r $this } }",
    "?x ex:p $this . ?x ex:q ?y",
    "$this ex:p ?x . ?y a ex:B ; ex:q ?z FILTER (?z = ?x && ?y != $this)",
    "$this ex:p ?x . ex:b ex:q ?z . FILTER NOT EXISTS { ?x ex:r ?w . ?w ex:s ex:a }",
    "?y ex:r ?x . ?x ex:p $this . ?y ex:q $this",
    "$this ex:p ?x . ?other ex:p ?x FILTER (?other != $this) "
    "FILTER NOT EXISTS { ?other ex:q $this }",
]


def shapes(select: str) -> ShapesGraph:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "shapes.ttl"
        path.write_text(
            PREFIXES
            + "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property ex:S-p .\n"
            + f'ex:S-p sh:path ex:p ; sh:sparql [ sh:select """{select}""" ] .',
            encoding="utf-8",
        )
        return load_shapes([path])


READ = {q: shapes(f"PREFIX ex: <{TEST}> SELECT $this ?x {{ {q} }}") for q in QUERIES}
graphs = st.sets(st.one_of(kinds, facts, facts), max_size=10)


@pytest.mark.parametrize("query", QUERIES)
@settings(careful, max_examples=12)
@given(graph=graphs)
def test_a_negation_asked_once_keeps_the_results_of_pyshacl(
    query: str, graph: set[ox.Triple]
) -> None:
    data = dataset(graph)
    compiled = compile_shapes(READ[query])
    assert compiled.reference == ()
    assert keys(validate(data, compiled)) == keys(reference_validate(triples(data), READ[query]))


@pytest.mark.parametrize("query", QUERIES)
@settings(careful, max_examples=25)
@given(before=graphs, after=graphs)
def test_after_a_change_the_nodes_that_a_query_reaches_are_enough(
    query: str, before: set[ox.Triple], after: set[ox.Triple]
) -> None:
    compiled = compile_shapes(READ[query])
    old = validate(dataset(before), compiled)
    data = dataset(after)
    assert recheck(data, compiled, old, before ^ after).report == validate(data, compiled)


@pytest.mark.parametrize(
    ("query", "shared"),
    [
        pytest.param("$this <p> ?x FILTER NOT EXISTS { $this <q> ?y }", "?this", id="$this alone"),
        pytest.param("?x <p> ?z FILTER NOT EXISTS { ?z <q> ?x }", "?x ?z", id="two that are bound"),
        pytest.param("$this <p> ?x FILTER NOT EXISTS { ?y <q> ?z }", "", id="nothing shared"),
        pytest.param("$this <p> ?x FILTER NOT EXISTS { $this <q>* ?y }", "", id="no step at all"),
        pytest.param(
            "$this <p> ?x FILTER NOT EXISTS { $this <q> ?y FILTER (?y = ?x) }",
            "",
            id="a filter that looks outside",
        ),
        pytest.param(
            "OPTIONAL { $this <p> ?x } FILTER NOT EXISTS { ?x <q> ?y }",
            "",
            id="a variable that may be unbound",
        ),
        pytest.param(
            "$this <p> ?x FILTER NOT EXISTS { { $this <q> ?y } UNION { ?y <q> $this } }",
            "",
            id="a group inside",
        ),
        pytest.param(
            "FILTER NOT EXISTS { $this <q> ?y } FILTER NOT EXISTS { $this <r> ?y }",
            "?this ?this",
            id="two that use one name apart",
        ),
        pytest.param("FILTER (NOT EXISTS { $this <q> ?y } || ?z)", "", id="part of a condition"),
    ],
)
def test_only_a_negation_that_means_the_same_is_asked_once(query: str, shared: str) -> None:
    text = f"SELECT ?this {{ {query} }}".replace("$", "?")
    parts = [t for t in tokens(text) if t.kind != "space"]
    found = negations(parts).values()
    assert " ".join(" ".join(n.shared) for n in found) == shared


@pytest.mark.parametrize(
    ("query", "ways"),
    [
        pytest.param("$this <p:p> ?x", [" p:p"], id="at $this"),
        pytest.param("?x <p:p> $this . ?x <p:q> 1", ["< p:p", "^<p:p> p:q"], id="backwards"),
        pytest.param(
            "$this <p:p> ?x FILTER NOT EXISTS { ?x <p:q>/<p:r> <p:a> }",
            [" p:p", "<p:p> p:q", "<p:p>/<p:q> p:r"],
            id="into a negation",
        ),
        pytest.param(
            "{ SELECT $this (COUNT(?v) AS ?n) { $this <p:p> ?v } GROUP BY $this } $this <p:q> ?v",
            [" p:p", " p:q"],
            id="a sub-select with a name of its own",
        ),
    ],
)
def test_what_a_query_reads_is_known_with_the_way_to_it(query: str, ways: list[str]) -> None:
    found = query_lineage(f"SELECT $this {{ {query} }}")
    assert found is not None
    assert found.loose == frozenset()
    told = []
    for read in found.reads:
        way = "" if read.way is None else path_text(read.way).replace("(", "").replace(")", "")
        told.append(f"{way or '<' * read.backwards} {read.predicate}")
    assert sorted(told) == sorted(ways)


@pytest.mark.parametrize(
    ("query", "loose"),
    [
        pytest.param("?x <p:p> <p:a>", Loose("p:p", object="<p:a>"), id="nothing leads to it"),
        pytest.param("<p:a> <p:p> ?x", Loose("p:p", subject="<p:a>"), id="a setting"),
        pytest.param(
            "$this <p:p> ?x . ?y <p:q> ?z ; <p:r> 1 FILTER (?z = ?x) "
            "FILTER EXISTS { ?y <p:s> <p:a> }",
            Loose("p:q"),
            id="found by comparing values",
        ),
        pytest.param(
            "$this <p:p> ?x . ?y <p:q> ?z ; <p:r> <p:a> FILTER (?z = ?x)",
            Loose("p:q", also=frozenset({("p:r", "<p:a>")})),
            id="of a kind",
        ),
        pytest.param(
            "OPTIONAL { $this <p:p> ?x } ?x <p:q> ?y", Loose("p:q"), id="over what may be missing"
        ),
        pytest.param(
            "{ $this <p:p> ?x } UNION { ?x <p:q> 1 }", Loose("p:q"), id="over another branch"
        ),
        pytest.param("BIND ($this AS ?x) ?x <p:q> ?y", Loose("p:q"), id="over a second name"),
        pytest.param(
            "$this <p:p> ?x { SELECT $this { $this <p:q> ?y . ?x <p:r> 1 } }",
            Loose("p:r"),
            id="over a name that is another inside",
        ),
        pytest.param("?x <p:p>/<p:q> 1", Loose("p:q"), id="a longer path"),
    ],
)
def test_what_nothing_leads_to_is_known_as_loose(query: str, loose: Loose) -> None:
    found = query_lineage(f"SELECT $this {{ {query} }}")
    assert found is not None
    assert loose in found.loose


@pytest.mark.parametrize(
    ("expression", "left"),
    [
        pytest.param('FILTER ( REGEX(?x, ")") && (?x > 1) )', "", id="a filter"),
        pytest.param('FILTER REGEX(?x, "{")', "", id="a filter without brackets of its own"),
        pytest.param("BIND (IF(?x = ?y, 1, 0) AS ?z)", "", id="a value with a name"),
        pytest.param(
            "FILTER (?x > 1 || NOT EXISTS { ?x <p:r> 1 FILTER (?x > 2) })",
            "FILTER NOT EXISTS { ?x <p:r> 1 }",
            id="with a pattern in it",
        ),
    ],
)
def test_expressions_read_nothing_but_the_patterns_in_them(expression: str, left: str) -> None:
    start = "$this <p:p> ?x ; <p:q> ?y ."
    found = query_lineage(f"SELECT $this {{ {start} {expression} }}")
    assert found is not None
    assert found == query_lineage(f"SELECT $this {{ {start} {left} }}")


@pytest.mark.parametrize("query", ["$this ?any ?x", "$this !<p:p> ?x"])
def test_a_query_of_any_predicate_is_run_whole(query: str) -> None:
    assert query_lineage(f"SELECT $this {{ {query} }}") is None
