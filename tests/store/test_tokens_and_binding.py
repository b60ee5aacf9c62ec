"""Tokens put together give the text again; a bound parameter is a term wherever it stands."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perms_graph.errors import ParameterError
from perms_graph.store import Dataset, bind
from perms_graph.store.tokens import place, tokens

DATA = b"""
@prefix : <http://example.org/> .
:a :p 1 ; :t :T . :b :p 2 ; :t :T . :c :p 3 ; :t :U .
"""
TWO = ox.Literal(2)


@pytest.fixture(scope="module")
def small() -> Dataset:
    dataset = Dataset.memory()
    dataset.store.load(DATA, format=ox.RdfFormat.TURTLE)
    return dataset


@given(st.text(alphabet="SELECT ?x{}<>\"'\\#\n:ab.-=@^()$;,é", max_size=60))
def test_tokens_joined_give_the_text_again(text: str) -> None:
    assert "".join(t.text for t in tokens(text)) == text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("?x", ["variable"]),
        ("'?x'", ["string"]),
        ("'''a'?x'''", ["string"]),
        ("# ?x\n", ["comment", "space"]),
        ("<http://e/?x>", ["iri"]),
        ("perms:between", ["word"]),
        ("?a<?b", ["variable", "punctuation", "variable"]),
    ],
)
def test_a_variable_is_seen_only_where_it_is_one(text: str, kinds: list[str]) -> None:
    assert [t.kind for t in tokens(text)] == kinds


def test_a_place_counts_lines_and_columns_from_one() -> None:
    assert place("ab\ncd", 4) == (2, 2)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("SELECT ?s { ?s :p ?v FILTER (?v >= ?lim) }", {"b", "c"}, id="filter"),
        pytest.param("SELECT ?s { ?s :p ?lim }", {"b"}, id="pattern"),
        pytest.param(
            "SELECT ?s { ?s :p ?v MINUS { SELECT DISTINCT ?s { ?s :p ?w FILTER (?w >= ?lim) } } }",
            {"a"},
            id="a sub-select that does not project it",
        ),
        pytest.param(
            "SELECT ?s { ?s :p ?v FILTER NOT EXISTS { ?s :p ?w FILTER (?w >= ?lim) } }",
            {"a"},
            id="not exists",
        ),
        pytest.param(
            "SELECT ?s { ?s :p ?v BIND (?v + ?lim AS ?sum) FILTER (?sum = 5) }", {"c"}, id="bind"
        ),
        pytest.param(
            "SELECT ?s { ?s :t ?s2 { SELECT ?s2 { ?x :t ?s2 } GROUP BY ?s2 "
            "HAVING (COUNT(?x) >= ?lim) } }",
            {"a", "b"},
            id="having",
        ),
    ],
)
def test_a_parameter_reaches_every_scope(small: Dataset, query: str, expected: set[str]) -> None:
    rows = small.select("PREFIX : <http://example.org/>\n" + query, {"lim": TWO})
    assert {row["s"].value.rsplit("/", 1)[-1] for row in rows} == expected


def test_a_projected_parameter_comes_back_as_a_column(small: Dataset) -> None:
    table = small.select(
        "SELECT ?s ?lim { ?s <http://example.org/p> ?v FILTER (?v > ?lim) }", {"lim": TWO}
    )
    assert table.columns == ("s", "lim")
    assert table.rows == ((ox.NamedNode("http://example.org/c"), TWO),)


def test_two_values_give_two_answers(small: Dataset) -> None:
    query = "SELECT ?s { ?s <http://example.org/p> ?v FILTER (?v >= ?lim) }"
    assert len(small.select(query, {"lim": ox.Literal(1)})) == 3
    assert len(small.select(query, {"lim": ox.Literal(3)})) == 1


HOSTILE = [
    '" } DROP ALL #',
    "\\",
    "'",
    '"""',
    "\n} UNION { ?s ?p ?o",
    "?x",
    "<http://e/>",
    "é\u2028",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_a_text(text: str) -> None:
    dataset = Dataset.memory()
    node = ox.NamedNode("http://example.org/s")
    dataset.add([ox.Quad(node, ox.NamedNode("http://example.org/says"), ox.Literal(text))])
    rows = dataset.select(
        "SELECT ?s { ?s ?p ?o FILTER (?o = ?wanted) }", {"wanted": ox.Literal(text)}
    )
    assert rows.rows == ((node,),)
    assert not dataset.select(
        "SELECT ?s { ?s ?p ?o FILTER (?o = ?wanted) }", {"wanted": ox.Literal("x")}
    )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { ?s ?p ?o BIND (1 AS ?lim) }",
        "SELECT ?s { VALUES ?lim { 1 } ?s ?p ?o }",
        "SELECT ?lim { ?s ?p ?lim } GROUP BY ?lim",
        "SELECT ?s { ?s ?p ?o } ORDER BY ?lim",
        "SELECT ?s { ?s ?p ?o }",
    ],
)
def test_a_parameter_that_cannot_be_bound_is_refused(query: str) -> None:
    with pytest.raises(ParameterError):
        bind(query, {"lim": TWO})


def test_every_stored_question_survives_tokenising() -> None:
    files = sorted((Path(__file__).parents[2] / "perms_graph" / "queries").glob("*/*.rq"))
    assert len(files) >= 10
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert "".join(t.text for t in tokens(text)) == text
