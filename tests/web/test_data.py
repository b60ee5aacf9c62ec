"""Data about a thing parse back to what is recorded, the same bytes each time."""

from __future__ import annotations

import csv
import io

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


def test_a_thing_as_plain_json_says_who_states_what(client: FlaskClient) -> None:
    answer = client.get("/data/agreement/ag-001.json")
    assert answer.content_type == "application/json; charset=utf-8"
    told = answer.get_json()
    assert told["iri"] == ID + "agreement/ag-001"
    ends = [s for s in told["statements"] if s["property"] == PERMS + "endsOn"]
    assert {s["value"]["value"] for s in ends} == {"2027", "2026-12-31"}
    assert {graph for s in ends for graph in s["graphs"]} <= set(told["graphs"])
    (partner,) = [s for s in told["statements"] if s["property"] == PERMS + "hasPartner"]
    assert partner["value"] == {
        "type": "uri",
        "value": ID + "partner/coral",
        "name": {"en": "Coral Institute", "fr": "Institut du corail"},
    }


def test_a_thing_as_csv_has_a_row_for_each_statement_in_each_graph(client: FlaskClient) -> None:
    answer = client.get("/data/agreement/ag-001.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    told = client.get("/data/agreement/ag-001.json").get_json()
    assert len(rows) == sum(len(s["graphs"]) for s in told["statements"])
    ends = {(r["value"], r["datatype"]) for r in rows if r["property"] == "perms:endsOn"}
    assert ends == {("2027", "xsd:gYear"), ("2026-12-31", "xsd:date")}
    (partner,) = [r for r in rows if r["property"] == "perms:hasPartner"]
    assert (partner["value_name_en"], partner["value_name_fr"]) == (
        "Coral Institute",
        "Institut du corail",
    )


def test_an_identity_leads_to_plain_data_too(client: FlaskClient) -> None:
    by_suffix = client.get("/id/agreement/ag-001.csv")
    by_type = client.get("/id/agreement/ag-001", headers={"Accept": "text/csv"})
    assert [a.status_code for a in (by_suffix, by_type)] == [303, 303]
    assert by_suffix.headers["Location"] == by_type.headers["Location"]
    assert by_type.headers["Location"] == "/data/agreement/ag-001.csv"
    nothing = client.get("/data/agreement/no-such-thing.json")
    assert nothing.status_code == 404


def test_a_page_says_in_its_answer_where_the_same_stands_as_data(client: FlaskClient) -> None:
    links = client.get("/en/agreement/ag-001").headers["Link"].split(", ")
    assert '</data/agreement/ag-001.ttl>; rel="alternate describedby"; type="text/turtle"' in links
    assert links[-1] == f'<{ID}agreement/ag-001>; rel="about"'
    types = [link.rpartition('type="')[2].strip('"') for link in links[:-1]]
    assert types == [
        "text/turtle",
        "application/ld+json",
        "application/n-triples",
        "application/rdf+xml",
        "application/json",
        "text/csv",
    ]
    # The same when the page was kept from the first time.
    assert client.get("/en/agreement/ag-001").headers["Link"].split(", ") == links
