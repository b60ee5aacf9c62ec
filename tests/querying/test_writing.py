"""Rows in the four formats of the W3C, read back by readers that are not ours."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from perms_graph.querying.writing import WRITERS, CsvWriter, JsonWriter, TsvWriter, XmlWriter

Row = Sequence[ox.NamedNode | ox.BlankNode | ox.Literal | None]
XSD = "http://www.w3.org/2001/XMLSchema#"
ROWS: list[Row] = [
    (ox.NamedNode("http://a.example/é"), ox.Literal('a "quote", a\ttab,\nand\r\nlines')),
    (ox.BlankNode("b1"), ox.Literal("bonjour", language="fr")),
    (None, ox.Literal("3.14", datatype=ox.NamedNode(XSD + "decimal"))),
    (ox.NamedNode("http://a.example/<".replace("<", "x")), None),
]


def written(name: str, columns: Sequence[str], rows: Sequence[Row]) -> str:
    writer = WRITERS[name]()
    return writer.head(columns) + "".join(writer.row(r) for r in rows) + writer.end()


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("json", ox.QueryResultsFormat.JSON),
        ("xml", ox.QueryResultsFormat.XML),
        ("tsv", ox.QueryResultsFormat.TSV),
    ],
)
def test_what_is_written_is_read_back_the_same(name: str, format_: ox.QueryResultsFormat) -> None:
    text = written(name, ["a", "b"], ROWS)
    found = ox.parse_query_results(text.encode(), format=format_)
    assert isinstance(found, ox.QuerySolutions)
    assert [v.value for v in found.variables] == ["a", "b"]
    read = [tuple(solution) for solution in found]
    assert [r[1] for r in read] == [r[1] for r in ROWS]
    assert [r[0] for i, r in enumerate(read) if i != 1] == [
        r[0] for i, r in enumerate(ROWS) if i != 1
    ]
    assert isinstance(read[1][0], ox.BlankNode)


def test_csv_has_values_alone_and_lines_as_the_standard_ends_them() -> None:
    text = written("csv", ["a", "b"], ROWS)
    assert text.startswith("a,b\r\n")
    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == [
        ["http://a.example/é", 'a "quote", a\ttab,\nand\r\nlines'],
        ["_:b1", "bonjour"],
        ["", "3.14"],
        ["http://a.example/x", ""],
    ]


def test_no_rows_and_no_columns_are_answers_too() -> None:
    assert json.loads(written("json", [], [])) == {
        "head": {"vars": []},
        "results": {"bindings": []},
    }
    assert written("csv", ["a"], []) == "a\r\n"
    assert written("tsv", ["a"], []) == "?a\n"
    root = etree.fromstring(written("xml", ["a"], []).encode())
    assert [etree.QName(child).localname for child in root] == ["head", "results"]


@pytest.mark.parametrize("value", [True, False])
def test_yes_and_no(value: bool) -> None:
    assert json.loads(JsonWriter().truth(value)) == {"head": {}, "boolean": value}
    found = ox.parse_query_results(
        XmlWriter().truth(value).encode(), format=ox.QueryResultsFormat.XML
    )
    assert bool(found) is value
    assert CsvWriter().truth(value) == TsvWriter().truth(value) == str(value).lower()


def test_a_triple_as_a_value_is_written_part_by_part() -> None:
    triple = ox.Triple(ox.NamedNode("http://s"), ox.NamedNode("http://p"), ox.Literal("o"))
    (row,) = json.loads(written("json", ["t"], [(triple,)]))["results"]["bindings"]  # type: ignore[list-item]
    assert row["t"]["type"] == "triple"
    assert row["t"]["value"]["object"] == {"type": "literal", "value": "o"}
    assert "<subject><uri>http://s</uri></subject>" in written("xml", ["t"], [(triple,)])  # type: ignore[list-item]


def test_what_xml_cannot_hold_becomes_a_mark() -> None:
    root = etree.fromstring(written("xml", ["a"], [(ox.Literal("bell \x07 rings"),)]).encode())
    assert "bell \ufffd rings" in list(root.itertext())


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=5))
def test_any_text_survives_json_and_tsv(values: list[str]) -> None:
    rows: list[Row] = [(ox.Literal(v),) for v in values]
    for name, format_ in (
        ("json", ox.QueryResultsFormat.JSON),
        ("tsv", ox.QueryResultsFormat.TSV),
    ):
        found = ox.parse_query_results(written(name, ["a"], rows).encode(), format=format_)
        assert isinstance(found, ox.QuerySolutions)
        assert [solution["a"].value for solution in found] == values  # type: ignore[union-attr]
