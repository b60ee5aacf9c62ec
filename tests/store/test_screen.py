"""A query is refused when it would reach the network or break the engine; others pass."""

from __future__ import annotations

import pytest

from perms_graph.errors import QueryError
from perms_graph.store import screen


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { SERV\\U00000049CE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { #comment\nSERVICE<http://127.0.0.1/>{ ?s ?p ?o } }",
    ],
)
def test_service_is_refused_however_it_is_written(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE"):
        screen(query)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE" }',
        "SELECT * { ?s ?p ?o } # SERVICE",
        "SELECT ?service { ?service ?p <http://example.org/SERVICE> }",
        "PREFIX service: <http://e/> SELECT * { ?s service:SERVICE ?o }",
    ],
)
def test_the_word_alone_is_no_service(query: str) -> None:
    screen(query)
    assert "service" in query.lower()


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("SELECT * {" + "{" * 850 + "}" * 851, id="nested groups"),
        pytest.param("SELECT (" + "STR(" * 1005 + "?x" + ")" * 1006 + " {}", id="nested calls"),
        pytest.param("SELECT * { {} " + "UNION {} " * 7000 + "}", id="wide union"),
        pytest.param("SELECT (1" + "+1" * 8000 + " AS ?x) {}", id="wide sum"),
        pytest.param("SELECT * { ?s ?p '" + "x" * 70_000 + "' }", id="too long"),
    ],
)
def test_what_ends_the_engine_is_refused(query: str) -> None:
    with pytest.raises(QueryError):
        screen(query)


def test_the_place_of_the_fault_is_told() -> None:
    with pytest.raises(QueryError) as caught:
        screen("SELECT *\n{ SERVICE <http://e/> {} }")
    assert (caught.value.line, caught.value.column) == (2, 3)
