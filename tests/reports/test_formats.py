"""The machine formats against the engine's own reader and writer."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from perms_graph.namespaces import ID, SKOS, XSD
from perms_graph.reports.graphs import RDF_FORMATS, as_rdf
from perms_graph.reports.results import as_csv, as_json, as_tsv
from perms_graph.store import Table

TABLE = Table(
    ("thing", "text", "number", "none"),
    (
        (
            ox.NamedNode(ID + "partner/spc"),
            ox.Literal('a "quoted", text\nover two lines\tand a tab', language="en"),
            ox.Literal("7", datatype=ox.NamedNode(XSD + "integer")),
            None,
        ),
        (ox.BlankNode("b1"), ox.Literal("é – “x”"), ox.Literal("2021-05"), None),
    ),
)


def read_back(data: bytes, kind: ox.QueryResultsFormat) -> Table:
    answer = ox.parse_query_results(data, format=kind)
    assert isinstance(answer, ox.QuerySolutions)
    columns = tuple(v.value for v in answer.variables)
    rows = tuple(tuple(row[i] for i in range(len(columns))) for row in answer)
    return Table(columns, rows)  # type: ignore[arg-type]


def test_json_and_tsv_are_read_back_by_the_engine_without_loss() -> None:
    for data, kind in (
        (as_json(TABLE), ox.QueryResultsFormat.JSON),
        (as_json(TABLE, illustrative=True), ox.QueryResultsFormat.JSON),
        (as_tsv(TABLE), ox.QueryResultsFormat.TSV),
    ):
        back = read_back(data, kind)
        assert back.columns == TABLE.columns
        assert back.rows[0] == TABLE.rows[0]
        assert back.rows[1][1:] == TABLE.rows[1][1:]
        assert isinstance(back.rows[1][0], ox.BlankNode)


def test_csv_is_what_the_engine_writes() -> None:
    store = ox.Store()
    answer = store.query(
        'SELECT * { VALUES (?a ?b) { (<http://e/x> "a, \\"b\\"\\nc"@en) (UNDEF 7) (1.50 UNDEF) } }'
    )
    assert isinstance(answer, ox.QuerySolutions)
    expected = answer.serialize(format=ox.QueryResultsFormat.CSV)
    table = Table(
        ("a", "b"),
        (
            (ox.NamedNode("http://e/x"), ox.Literal('a, "b"\nc', language="en")),
            (None, ox.Literal("7", datatype=ox.NamedNode(XSD + "integer"))),
            (ox.Literal("1.5", datatype=ox.NamedNode(XSD + "decimal")), None),
        ),
    )
    # The engine writes 1.50 as it stood in the query.
    assert as_csv(table) == (expected or b"").replace(b"1.50", b"1.5")


def test_an_unbound_cell_of_a_single_column_is_an_empty_line() -> None:
    assert as_csv(Table(("a",), ((None,), (ox.Literal("x"),)))) == b"a\r\n\r\nx\r\n"


def test_yes_and_no_have_a_form_of_their_own() -> None:
    answer = ox.parse_query_results(as_json(True), format=ox.QueryResultsFormat.JSON)
    assert isinstance(answer, ox.QueryBoolean)
    assert bool(answer) is True


TRIPLES = [
    ox.Triple(ox.NamedNode(ID + "partner/spc"), ox.NamedNode(SKOS + "prefLabel"), ox.Literal(text))
    for text in ("b", "a", "c", "a")
]


@pytest.mark.parametrize("name", list(RDF_FORMATS))
def test_the_same_triples_give_the_same_bytes_in_any_order(name: str) -> None:
    written = as_rdf(TRIPLES, name)
    assert written == as_rdf(reversed(TRIPLES), name)
    assert {q.triple for q in ox.parse(written, format=RDF_FORMATS[name])} == set(TRIPLES)
    assert written.endswith(b"\n")


def test_turtle_declares_the_prefixes_it_uses_and_no_others() -> None:
    written = as_rdf(TRIPLES, "turtle").decode()
    assert "@prefix skos:" in written
    assert "@prefix id:" in written
    assert "@prefix sh:" not in written
    assert as_rdf([], "turtle") == b""
