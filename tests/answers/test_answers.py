"""Answers are read as Python reads a list of rows, and print as a table."""

from __future__ import annotations

import copy
import pickle

import pytest

from perms_graph.answers import Graph, Iri, Register, Row
from perms_graph.answers.rows import UnknownColumnError

from .conftest import LINKS, VALUES, rows

PAIR = "SELECT ?name ?keys { VALUES (?name ?keys) { ('a' 1) ('b' UNDEF) } }"


def test_a_row_is_read_by_attribute_key_and_place_and_unpacks(small: Register) -> None:
    answer = rows(small, PAIR)
    first, second = answer
    assert (first.name, first["name"], first[0], first[-1]) == ("a", "a", "a", 1)
    assert first["keys"] == 1
    assert first.keys() == ("name", "keys")
    assert dict(second) == second.as_dict() == {"name": "b", "keys": None}
    name, keys = second
    assert (name, keys) == ("b", None)
    assert repr(first) == "Row(name='a', keys=1)"


def test_rows_are_values(small: Register) -> None:
    first, second = rows(small, PAIR)
    assert first == rows(small, PAIR)[0] == ("a", 1)
    assert first != second
    assert len({first, rows(small, PAIR)[0], second}) == 2
    assert pickle.loads(pickle.dumps(first)) == copy.deepcopy(first) == first  # noqa: S301
    assert "name" in dir(first)
    with pytest.raises(AttributeError):
        first.name = "c"


def test_an_answer_is_a_sequence_of_rows(small: Register) -> None:
    answer = rows(small, PAIR)
    assert (len(answer), answer.columns, answer[-1].name) == (2, ("name", "keys"), "b")
    assert [row.name for row in answer[:1]] == ["a"]
    assert Row(("name", "keys"), ("b", None)) in answer
    assert answer.column("name") == ("a", "b")
    assert answer.to_dicts() == [{"name": "a", "keys": 1}, {"name": "b", "keys": None}]
    with pytest.raises(IndexError):
        answer[2]


def test_an_unknown_column_gives_those_that_look_like_it(small: Register) -> None:
    answer = rows(small, PAIR)
    said = "The answer has no column nmae.\nDid you mean: name?"
    for ask in (lambda: answer[0].nmae, lambda: answer[0]["nmae"], lambda: answer.column("nmae")):
        with pytest.raises(UnknownColumnError) as caught:
            ask()
        assert str(caught.value) == said
    assert not hasattr(answer[0], "nmae")
    with pytest.raises(KeyError):
        answer[0]["nmae"]


def test_labels_stand_beside_things_in_the_language_chosen(
    english: Register, french: Register
) -> None:
    query = "SELECT ?m ?n { BIND (<https://w3id.org/perms/id/member/fiji> AS ?m) BIND (1 AS ?n) }"
    assert rows(english, query).to_dicts(labels=True) == [
        {"m": Iri("https://w3id.org/perms/id/member/fiji"), "m_label": "Fiji", "n": 1}
    ]
    assert rows(french, query).to_dicts(labels=True)[0]["m_label"] == "Fidji"
    assert rows(french, query).label("https://w3id.org/perms/id/member/fiji") == "Fidji"
    assert rows(french, query).label("urn:nobody") == "urn:nobody"


def test_a_column_is_not_overwritten_by_labels(small: Register) -> None:
    query = "SELECT ?a ?a_label { BIND (<urn:x> AS ?a) BIND ('mine' AS ?a_label) }"
    assert rows(small, query).to_dicts(labels=True) == [{"a": Iri("urn:x"), "a_label": "mine"}]


def test_an_answer_prints_as_a_table(small: Register) -> None:
    query = """
        SELECT ?thing ?count ?text { VALUES (?thing ?count ?text) {
          (<https://w3id.org/perms/id/partner/spc> 12 "one\\nline \\u001b[31m")
          (UNDEF 3 "島") } }
    """
    assert repr(rows(small, query)) == (
        "thing           count  text\n"
        "──────────────  ─────  ──────────────\n"
        "id:partner/spc     12  one line  [31m\n"
        "                    3  島\n"
        "Rows: 2."
    )


def test_a_long_answer_shows_its_first_rows_and_says_how_many_there_are(
    english: Register, french: Register
) -> None:
    query = "SELECT ?m { ?m a perms:Member } ORDER BY ?m"
    lines = repr(rows(english, query)).splitlines()
    assert len(lines) == 2 + 20 + 1
    assert lines[-1] == "Rows: 26. The first 20 are shown."
    assert (
        repr(rows(french, query)).splitlines()[-1]
        == "Lignes\u00a0: 26. Les 20 premières sont montrées."
    )


def test_a_long_cell_is_cut_in_print_and_whole_in_the_row(small: Register) -> None:
    answer = rows(small, f"SELECT ?a {{ BIND ('{'x' * 200}' AS ?a) }}")
    assert repr(answer).splitlines()[2] == "x" * 59 + "…"
    assert answer[0].a == "x" * 200


def test_an_empty_answer_says_why(english: Register, french: Register) -> None:
    query = "SELECT ?a { ?a a perms:Agreemnt }"
    answer = rows(english, query)
    assert (len(answer), list(answer), bool(answer)) == (0, [], False)
    assert repr(answer) == (
        "a\n─\nNo rows.\n"
        "Nothing matches this pattern, even by itself: ?a a perms:Agreemnt (line 1)\n"
        "Nothing in the data is a perms:Agreemnt."
    )
    assert "Aucune ligne." in repr(rows(french, query))


def test_an_answer_without_columns_is_still_an_answer(small: Register) -> None:
    assert repr(rows(small, "SELECT * { <urn:example:whole> <urn:example:value> 7 }")) == "Rows: 1."


def test_triples_are_rows_and_turtle(small: Register) -> None:
    found = small.query("CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o } ")
    assert isinstance(found, Graph)
    assert found.columns == ("subject", "predicate", "object")
    assert len(found) == len(found.triples) == 4
    assert found[0].predicate == Iri("http://www.w3.org/2000/01/rdf-schema#label")
    turtle = found.to_turtle()
    assert "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ." in turtle
    assert 'rdfs:label "Communauté du Pacifique"@fr' in turtle
    assert "@prefix owl:" not in turtle


def test_a_part_of_an_answer_is_an_answer(small: Register) -> None:
    part = rows(small, LINKS)[1:3]
    assert [type(row.thing) for row in part] == [Iri, Iri]
    assert len(rows(small, VALUES)[::2]) == 8
