"""A query is answered whole, or says where it was cut; what it may not do it cannot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from perms_graph.errors import QueryError
from perms_graph.querying import (
    GRAPHS,
    answer,
    format_named,
    formats_of,
    is_volatile,
    prepare,
    query_form,
    told,
)

QUADS = "\n".join(
    f'<http://a.example/{n}> <http://p.example/n> "{n}" {g}.'
    for n in range(50)
    for g in ("", "<http://g.example/1> " if n < 10 else "<http://g.example/2> ")
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    path = tmp_path_factory.mktemp("quads") / "all.nq"
    path.write_text(QUADS, encoding="utf-8")
    return prepare({"quads": str(path)})


def asked(store: ox.Store, query: str, **given: Any) -> tuple[bytes, Mapping[str, Any]]:
    settings = {"form": "json", "rows": 1000, "bytes": 100_000, **given}
    body, said = told(b"".join(answer(store, settings, query.encode())))
    return bytes(body), {"rows": said.rows, "cut": said.cut}


def test_an_answer_is_whole_and_says_how_long_it_is(store: ox.Store) -> None:
    body, said = asked(store, "SELECT ?n { ?s <http://p.example/n> ?n }")
    rows = json.loads(body)["results"]["bindings"]
    assert {row["n"]["value"] for row in rows} == {str(n) for n in range(50)}
    assert said == {"rows": 50, "cut": None}


def test_an_answer_with_too_many_rows_ends_in_good_order(store: ox.Store) -> None:
    body, said = asked(store, "SELECT ?n { ?s <http://p.example/n> ?n }", rows=7)
    assert len(json.loads(body)["results"]["bindings"]) == 7
    assert said == {"rows": 7, "cut": "rows"}
    _, exact = asked(store, "SELECT ?n { ?s <http://p.example/n> ?n }", rows=50)
    assert exact == {"rows": 50, "cut": None}


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_an_answer_with_too_many_bytes_ends_in_good_order(store: ox.Store, form: str) -> None:
    query = "SELECT ?s ?n { ?s <http://p.example/n> ?n }"
    body, said = asked(store, query, form=form, bytes=2_000)
    assert said["cut"] == "bytes"
    assert 0 < said["rows"] < 50
    assert len(body) <= 2_000
    if form in {"json", "xml", "tsv"}:
        format_ = getattr(ox.QueryResultsFormat, form.upper())
        found = ox.parse_query_results(body, format=format_)
        assert isinstance(found, ox.QuerySolutions)
        assert len(list(found)) == said["rows"]
    else:
        assert body.count(b"\r\n") == said["rows"] + 1


@pytest.mark.parametrize("format_", GRAPHS, ids=lambda f: f.name)
def test_triples_in_every_format_whole_and_cut(store: ox.Store, format_: Any) -> None:
    query = "CONSTRUCT WHERE { ?s <http://p.example/n> ?n }"
    body, said = asked(store, query, form=format_.name)
    assert said == {"rows": 50, "cut": None}
    assert len(list(ox.parse(body, format=format_.rdf))) == 50
    fewer, cut = asked(store, query, form=format_.name, rows=5)
    assert (cut, len(list(ox.parse(fewer, format=format_.rdf)))) == ({"rows": 5, "cut": "rows"}, 5)
    short, less = asked(store, query, form=format_.name, bytes=2_900)
    assert less["cut"] == "bytes"
    assert len(list(ox.parse(short, format=format_.rdf))) == less["rows"]


def test_graphs_of_the_request_stand_in_place_of_ours(store: ox.Store) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    one = {"default": ["http://g.example/1"], "named": []}
    assert b'"10"' in asked(store, count, **one)[0]
    both = {"default": ["http://g.example/1", "http://g.example/2"], "named": []}
    assert b'"50"' in asked(store, count, **both)[0]
    named = {"default": [], "named": ["http://g.example/1"]}
    assert b'"0"' in asked(store, count, **named)[0]
    inside = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert b'"10"' in asked(store, inside, **named)[0]
    with pytest.raises(QueryError) as fault:
        asked(store, count, default=["no iri"], named=[])
    assert "no IRI" in str(fault.value)


def test_from_names_graphs_of_the_store_and_never_a_file(store: ox.Store, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<http://a> <http://b> <http://c> .", encoding="utf-8")
    query = "SELECT * FROM <FILE> { ?s ?p ?o }".replace("FILE", secret.as_uri())
    body, said = asked(store, query)
    assert (json.loads(body)["results"]["bindings"], said["rows"]) == ([], 0)


@pytest.mark.parametrize(
    ("query", "line", "words"),
    [
        ("SELECT * {\n ?s ?p }", 2, "{ ?s ?p }"),
        ("SELECT * { SERVICE <http://x> { ?s ?p ?o } }", 1, "SERVICE"),
        (r"SELECT * { \u0053ERVICE <http://x> { ?s ?p ?o } }", 1, "SERVICE"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", 1, "update"),
        ("SELECT * { id:partner/spc ?p ?o }", 1, "slash"),
        ("", None, "empty"),
    ],
)
def test_what_cannot_be_run_is_said_with_its_place(
    store: ox.Store, query: str, line: int | None, words: str
) -> None:
    with pytest.raises(QueryError) as fault:
        asked(store, query)
    assert fault.value.line == line
    assert words in str(fault.value)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("prefix select: <http://a/> ask { }", "ASK"),
        ("BASE <http://select/> # select\n construct where {}", "CONSTRUCT"),
        ("DESCRIBE <http://ask/>", "DESCRIBE"),
        ("PREFIX a: <b:> insert data {}", "UPDATE"),
        (r"\u0053ELECT * {}", "SELECT"),
        ("nothing", None),
        ("", None),
    ],
)
def test_the_form_of_a_query_is_its_first_word(text: str, form: str | None) -> None:
    assert query_form(text) == form
    assert formats_of(query_form(text))[0].name == (
        "ttl" if form in {"CONSTRUCT", "DESCRIBE"} else "json"
    )


def test_formats_are_found_by_name_and_type() -> None:
    for name in ("csv", "text/csv"):
        found = format_named(name, "SELECT")
        assert found is not None
        assert found.name == "csv"
    assert format_named("csv", "CONSTRUCT") is None


def test_what_depends_on_clock_or_chance_is_known() -> None:
    assert is_volatile("SELECT (now() AS ?n) {}")
    assert is_volatile("SELECT (STRUUID() AS ?n) {}")
    assert not is_volatile('SELECT ("NOW" AS ?n) { ?now ?rand ?uuid } # RAND')
