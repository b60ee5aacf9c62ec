"""Data about a thing parse back to what is recorded, the same bytes each time."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from perms_graph.namespaces import ID, PERMS, SKOS
from web.negotiation import FORMS, Form


def said(triples: set[ox.Triple], node: ox.NamedNode, by: str) -> set[str]:
    return {t.object.value for t in triples if t.subject == node and t.predicate.value == by}


@pytest.mark.parametrize("form", FORMS, ids=lambda f: f.suffix)
def test_every_format_says_the_same(client: FlaskClient, form: Form) -> None:
    answer = client.get(f"/data/agreement/ag-001.{form.suffix}")
    found = {q.triple for q in ox.parse(answer.data, format=form.rdf)}
    node = ox.NamedNode(ID + "agreement/ag-001")
    values = {
        t.object.value for t in found if t.subject == node and t.predicate.value == PERMS + "endsOn"
    }
    assert values == {"2027", "2026-12-31"}
    # The names of what it names come along, so that the data can be read by themselves.
    coral = ox.NamedNode(ID + "partner/coral")
    names = {
        t.object.value
        for t in found
        if t.subject == coral and t.predicate.value == SKOS + "prefLabel"
    }
    assert names == {"Coral Institute", "Institut du corail"}


def test_the_same_thing_gives_the_same_bytes(client: FlaskClient) -> None:
    for path in (
        "/data/def.ttl",
        "/data/agreement/ag-001.jsonld",
        "/data/graph/source/page-two.nt",
    ):
        assert client.get(path).data == client.get(path).data
    text = client.get("/data/agreement/ag-001.nt").text
    assert text.splitlines() == sorted(text.splitlines())


def test_a_graph_is_given_whole_and_alone(client: FlaskClient) -> None:
    found = list(
        ox.parse(client.get("/data/graph/source/page-two.nt").data, format=ox.RdfFormat.N_TRIPLES)
    )
    assert len(found) == 8
    assert not [q for q in found if q.predicate.value == PERMS + "startsOn"]


def test_invented_data_are_never_given_unasked(client: FlaskClient) -> None:
    assert b"reef-adviser" not in client.get("/data/partnership/p-001.ttl").data
    asked = client.get("/data/partnership/p-001.ttl?with=illustrative")
    assert b"reef-adviser" in asked.data
    assert asked.headers["X-Illustrative-Data"] == "included"


def test_a_csv_has_names_beside_identities(client: FlaskClient) -> None:
    answer = client.get("/fr/gaps/partnerships_without_holder.csv")
    assert answer.mimetype == "text/csv"
    lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "partnership,partnership_label"
    assert lines[1] == f"{ID}partnership/p-001,PROE et Institut du corail"
    assert len(lines) == 3


def test_a_csv_of_the_second_view_says_what_is_invented(client: FlaskClient) -> None:
    answer = client.get("/en/questions/things_of_kind.csv?kind=perms:Post&with=illustrative")
    assert answer.data.decode("utf-8-sig").splitlines() == [
        "thing,thing_label,illustrative",
        f"{ID}post/reef-adviser,Reef adviser,yes",
    ]
    assert "illustrative.csv" in answer.headers["Content-Disposition"]


def test_a_formula_in_a_name_is_harmless_in_a_spreadsheet() -> None:
    from web.answers import _harmless

    assert _harmless("=SUM(A1)", ox.Literal("=SUM(A1)")) == "'=SUM(A1)"
    assert _harmless("-3", ox.Literal(-3)) == "-3"
    assert _harmless("plain", None) == "plain"
