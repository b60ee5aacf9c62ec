"""The endpoint keeps to the SPARQL 1.1 Protocol, and refuses in words what it does not do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

from perms_graph.namespaces import GRAPH, ID, PERMS
from perms_graph.resources import Resources
from web import create_app
from web.asker import KEY, Allowed, Asker

from .conftest import DAY, small_register

MEMBERS = "SELECT ?m { ?m a perms:Member } ORDER BY ?m"
FROM = "SELECT (COUNT(*) AS ?n) FROM <GRAPH> { ?s ?p ?o }"
SD = "http://www.w3.org/ns/sparql-service-description#"
JSON = "application/sparql-results+json"


@pytest.fixture(scope="module")
def site(resources: Resources) -> Iterator[Flask]:
    app = create_app(
        small_register(resources),
        illustrative=small_register(resources, "invented.trig"),
        today=lambda: DAY,
    )
    yield app
    for asker in app.extensions[KEY].values():
        asker.close()


@pytest.fixture()
def asking(site: Flask) -> FlaskClient:
    return site.test_client()


def members(answer_text: str) -> list[str]:
    return [row["m"]["value"] for row in json.loads(answer_text)["results"]["bindings"]]


@pytest.fixture()
def expected(asking: FlaskClient) -> list[str]:
    found = members(asking.get("/sparql", query_string={"query": MEMBERS}).text)
    assert found == sorted(found)
    assert all(m.startswith(ID + "member/") for m in found)
    assert found
    return found


def test_a_query_comes_by_address_by_form_and_alone(
    asking: FlaskClient, expected: list[str]
) -> None:
    by_form = asking.post("/sparql", data={"query": MEMBERS})
    alone = asking.post("/sparql", data=MEMBERS, content_type="application/sparql-query")
    marked = asking.post(
        "/sparql", data=MEMBERS.encode(), content_type="application/sparql-query; charset=UTF-8"
    )
    for answer in (by_form, alone, marked):
        assert (answer.status_code, answer.mimetype) == (200, JSON)
        assert members(answer.text) == expected
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Perms-Rows"] == str(len(expected))
        assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/json", JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/xml", "application/sparql-results+xml"),
        ("text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv", "text/csv"),
        ("text/turtle, text/csv;q=0.1", "text/csv"),
    ],
)
def test_rows_come_in_the_format_that_weighs_most(
    asking: FlaskClient, accept: str, kind: str
) -> None:
    answer = asking.get("/sparql", query_string={"query": MEMBERS}, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, kind)


@pytest.mark.parametrize(
    ("accept", "kind", "form"),
    [
        ("*/*", "text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("text/csv, text/turtle;q=0.1", "text/turtle", ox.RdfFormat.TURTLE),
    ],
)
@pytest.mark.parametrize(
    "query", ["CONSTRUCT WHERE { ?m a perms:Member }", f"DESCRIBE <{ID}partner/coral>"]
)
def test_triples_come_in_the_format_that_weighs_most(
    asking: FlaskClient, query: str, accept: str, kind: str, form: ox.RdfFormat
) -> None:
    answer = asking.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert len(list(ox.parse(answer.data, format=form))) == int(answer.headers["Perms-Rows"]) > 0


def test_one_address_has_another_tag_for_each_format(asking: FlaskClient) -> None:
    given = {"query": MEMBERS}
    first = asking.get("/sparql", query_string=given, headers={"Accept": JSON})
    second = asking.get("/sparql", query_string=given, headers={"Accept": "text/csv"})
    assert first.headers["ETag"] != second.headers["ETag"]
    again = asking.get(
        "/sparql",
        query_string=given,
        headers={"Accept": JSON, "If-None-Match": first.headers["ETag"]},
    )
    other = asking.get(
        "/sparql",
        query_string=given,
        headers={"Accept": "text/csv", "If-None-Match": first.headers["ETag"]},
    )
    assert (again.status_code, other.status_code) == (304, 200)
    chance = asking.get("/sparql", query_string={"query": "SELECT (RAND() AS ?x) {}"})
    assert "ETag" not in chance.headers
    assert chance.headers["Cache-Control"] == "no-store"


def test_yes_and_no(asking: FlaskClient) -> None:
    for query, value in (("ASK { ?m a perms:Member }", True), ("ASK { ?m a perms:None }", False)):
        answer = asking.get("/sparql", query_string={"query": query})
        assert answer.get_json(force=True) == {"head": {}, "boolean": value}


def test_the_dataset_of_the_request_stands_in_place_of_ours_and_of_from(
    asking: FlaskClient,
) -> None:
    one, two = f"{GRAPH}source/page-one", f"{GRAPH}source/page-two"
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def counted(query: str, **given: object) -> int:
        answer = asking.get("/sparql", query_string={"query": query, **given})
        return int(json.loads(answer.text)["results"]["bindings"][0]["n"]["value"])

    first = counted(count, **{"default-graph-uri": one})
    second = counted(count, **{"default-graph-uri": two})
    both = counted(count, **{"default-graph-uri": [one, two]})
    assert second == 8
    assert max(first, second) < both <= first + second
    assert counted(FROM.replace("GRAPH", one)) == first
    assert counted(FROM.replace("GRAPH", two), **{"default-graph-uri": one}) == first
    named = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert counted(named, **{"named-graph-uri": [one, two]}) == 2
    assert counted(count, **{"named-graph-uri": one}) == 0
    posted = asking.post(
        f"/sparql?default-graph-uri={quote(one, safe='')}",
        data=count,
        content_type="application/sparql-query",
    )
    assert f'"{first}"' in posted.text


@pytest.mark.parametrize(
    ("method", "address", "given", "status"),
    [
        ("GET", "?query=ASK%7B%7D&query=ASK%7B%7D", {}, 400),
        ("GET", "?query=SELECT", {}, 400),
        ("GET", "?query=%FF", {}, 400),
        ("GET", "?update=CLEAR%20ALL", {}, 400),
        ("GET", "?query=INSERT%20DATA%20%7B%7D", {}, 400),
        ("GET", "?query=ASK%7B%7D&timeout=soon", {}, 400),
        ("GET", "?query=ASK%7B%7D&timeout=-1", {}, 400),
        ("GET", "?query=ASK%7B%7D&format=docx", {}, 400),
        ("GET", "?query=ASK%7B%7D&default-graph-uri=no%20iri", {}, 400),
        ("POST", "", {"data": {"query": ["ASK{}", "ASK{}"]}}, 400),
        ("POST", "", {"data": {"nothing": "x"}}, 400),
        ("POST", "", {"data": {"update": "CLEAR ALL"}}, 403),
        ("POST", "", {"data": "CLEAR ALL", "content_type": "application/sparql-update"}, 403),
        ("POST", "", {"data": b"\xff", "content_type": "application/sparql-query"}, 400),
        (
            "POST",
            "?query=ASK%7B%7D",
            {"data": "ASK{}", "content_type": "application/sparql-query"},
            400,
        ),
        ("POST", "", {"data": "ASK{}", "content_type": "text/plain"}, 415),
        ("POST", "", {"data": "ASK{}", "content_type": ""}, 415),
        (
            "POST",
            "",
            {
                "data": "ASK{}".encode("utf-16"),
                "content_type": "application/sparql-query; charset=UTF-16",
            },
            415,
        ),
        ("POST", "", {"data": "x" * 300_000, "content_type": "application/sparql-query"}, 413),
        ("PUT", "", {"data": "ASK{}", "content_type": "application/sparql-query"}, 405),
        ("DELETE", "?query=ASK%7B%7D", {}, 405),
    ],
)
def test_what_is_no_query_is_refused_with_the_right_status(
    asking: FlaskClient, method: str, address: str, given: dict[str, object], status: int
) -> None:
    answer = asking.open(f"/sparql{address}", method=method, **given)
    assert answer.status_code == status
    assert len(answer.text) > 10
    if status != 405:
        assert answer.content_type == "text/plain; charset=utf-8"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_mistake_is_told_with_its_place_in_two_languages_and_two_forms(
    asking: FlaskClient,
) -> None:
    given = {"query": "SELECT ?x {\n  ?x a prems:Partner }"}
    plain = asking.get("/sparql", query_string=given, headers={"Accept-Language": "fr"})
    assert plain.text.startswith("2:8: Le préfixe prems:")
    assert "perms:" in plain.text.splitlines()[1]
    told = asking.get("/sparql", query_string=given, headers={"Accept": "application/json"})
    assert told.content_type == "application/problem+json"
    fault = told.get_json(force=True)
    assert (fault["status"], fault["line"], fault["column"]) == (400, 2, 8)
    assert fault["detail"] == "Did you mean: perms:?"


def test_no_acceptable_format_lists_those_there_are(asking: FlaskClient) -> None:
    answer = asking.get("/sparql", query_string={"query": MEMBERS}, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.text.split() == [
        JSON,
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ]


def test_head_is_get_without_a_body_and_options_lets_other_sites_ask(asking: FlaskClient) -> None:
    head = asking.head("/sparql", query_string={"query": MEMBERS})
    full = asking.get("/sparql", query_string={"query": MEMBERS})
    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Type", "ETag", "Perms-Rows", "Vary"):
        assert head.headers[name] == full.headers[name]
    asked = asking.options("/sparql")
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in asked.headers["Access-Control-Allow-Headers"]


def test_without_a_query_the_service_describes_itself(asking: FlaskClient) -> None:
    answer = asking.get("/sparql", headers={"Accept": "text/turtle"})
    assert answer.mimetype == "text/turtle"
    triples = list(ox.parse(answer.data, format=ox.RdfFormat.TURTLE))
    service = ox.NamedNode("http://localhost/sparql")

    def of(subject: object, name: str) -> set[str]:
        return {
            t.object.value
            for t in triples
            if t.subject == subject and t.predicate.value == SD + name
        }

    assert of(service, "endpoint") == {"http://localhost/sparql"}
    assert of(service, "supportedLanguage") == {SD + "SPARQL11Query"}
    assert "http://www.w3.org/ns/formats/SPARQL_Results_JSON" in of(service, "resultFormat")
    (dataset,) = of(service, "defaultDataset")
    assert len(of(ox.NamedNode(dataset), "defaultGraph")) == 1
    named = {t.object.value for t in triples if t.predicate.value == SD + "name"}
    assert f"{GRAPH}source/page-two" in named
    comments = [t.object.value for t in triples if t.predicate.value.endswith("#comment")]
    assert any("10" in text and "seconds" in text for text in comments)
    assert any("secondes" in text for text in comments)
    for accept in ("*/*", ""):
        assert asking.get("/sparql", headers={"Accept": accept}).mimetype == "text/turtle"


def test_a_browser_is_led_to_the_page(asking: FlaskClient) -> None:
    accept = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "fr"}
    bare = asking.get("/sparql", headers=accept)
    assert (bare.status_code, bare.headers["Location"]) == (303, "/fr/query")
    asked = asking.get("/sparql?query=ASK%7B%7D", headers=accept)
    assert asked.headers["Location"] == "/fr/query?query=ASK%7B%7D"
    page = asking.get(asked.headers["Location"])
    assert page.status_code == 200
    assert "Oui." in page.text


def test_invented_data_are_asked_only_when_named(asking: FlaskClient) -> None:
    query = {"query": 'ASK { ?s ?p ?o FILTER (CONTAINS(STR(?s), "reef-adviser")) }'}
    assert not asking.get("/sparql", query_string=query).get_json(force=True)["boolean"]
    answer = asking.get("/sparql", query_string=query | {"with": "illustrative"})
    assert answer.get_json(force=True)["boolean"]
    assert answer.headers["X-Illustrative-Data"] == "included"


def test_a_graph_can_be_read_and_not_written(asking: FlaskClient) -> None:
    name = f"{GRAPH}source/page-two"
    found = asking.get(
        "/graph-store", query_string={"graph": name}, headers={"Accept": "application/n-triples"}
    )
    assert len(found.text.splitlines()) == 8
    merged = asking.get("/graph-store?default", headers={"Accept": "application/n-triples"})
    assert f"<{PERMS}Member>" in merged.text
    assert asking.get("/graph-store?graph=http://none.example/").status_code == 404
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        answer = asking.open("/graph-store", method=method, query_string={"graph": name})
        assert answer.status_code == 403
        assert "perms build" in answer.text


def test_a_cut_answer_says_so(site: Flask, asking: FlaskClient) -> None:
    register = site.extensions[KEY]["register"]._register
    before = site.extensions[KEY]["register"]
    site.extensions[KEY]["register"] = Asker(register, Allowed(rows=3))
    try:
        answer = asking.get("/sparql?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D")
        assert answer.headers["Perms-Cut"] == "rows"
        assert len(json.loads(answer.text)["results"]["bindings"]) == 3
        assert "Perms-Cut" in answer.headers["Access-Control-Expose-Headers"]
        page = asking.get("/en/query?query=SELECT%20*%20%7B%3Fs%20%3Fp%20%3Fo%7D%20%23")
        assert "This is not all of it." in page.text
    finally:
        site.extensions[KEY]["register"].close()
        site.extensions[KEY]["register"] = before
    whole = asking.get("/sparql?query=SELECT%20*%20%7B%3Fs%20a%20perms:Member%7D")
    assert "Perms-Cut" not in whole.headers


def test_the_editor_takes_its_words_from_the_graph(asking: FlaskClient) -> None:
    words = asking.get("/fr/query/words.json").get_json()
    assert words["prefixes"]["perms"] == PERMS
    (member,) = [c for c in words["classes"] if c["name"] == "perms:Member"]
    assert (member["label"], member["other"]) == ("Membre", "Member")
    assert member["uses"] == 1
    assert "perms:hasPartner" in words["used"]["perms:Agreement"]
    assert {"skos:prefLabel", "rdf:type"} <= {p["name"] for p in words["properties"]}
    found = asking.get("/en/query/things.json?q=coral").get_json()
    assert found[0] == {"iri": f"{ID}partner/coral", "name": "Coral Institute", "kind": "partner"}
    assert asking.get("/en/query/things.json").get_json() == []


def test_the_page_works_without_a_script(asking: FlaskClient) -> None:
    page = asking.post("/en/query", data={"query": MEMBERS, "timeout": "5"})
    assert page.status_code == 200
    assert '<textarea id="query"' in page.text
    assert page.text.count('<td data-label="m">') == 1
    assert page.headers["Cache-Control"] == "no-store"
    broken = asking.post("/fr/query", data={"query": "SELECT * {\n ?s ?p }"})
    assert broken.status_code == 400
    assert 'data-line="2"' in broken.text
    part = asking.post("/en/query?part=outcome", data={"query": "ASK {}"})
    assert "<html" not in part.text
    assert "Yes." in part.text
    turtle = asking.post("/en/query", data={"query": "CONSTRUCT WHERE { ?m a perms:Member }"})
    assert "a perms:Member" in turtle.text
    none = asking.post("/en/query", data={"query": "SELECT * { ?s a perms:None }"})
    assert "No rows." in none.text


def test_a_stored_question_opens_in_the_editor_filled_in(asking: FlaskClient) -> None:
    page = asking.get("/en/questions/statements_about?thing=id:partner/coral").text
    link = page[page.index('href="/en/query?query=') + 6 :].partition('"')[0].replace("&amp;", "&")
    answer = asking.get(link)
    assert answer.status_code == 200
    assert "Coral Institute" in answer.text
    assert f"&lt;{ID}partner/coral&gt;" in answer.text


def test_an_answer_as_an_excel_file_has_names_beside_identities(asking: FlaskClient) -> None:
    answer = asking.get("/en/query.xlsx", query_string={"query": MEMBERS})
    assert answer.status_code == 200
    assert answer.data[:2] == b"PK"


def test_the_guard_says_what_may_be_wrong_before_and_after(asking: FlaskClient) -> None:
    query = "SELECT ?p ?x { ?p a perms:Partnr . ?x perms:hasPartner ?y }"
    english = asking.post("/en/query/advice", data={"query": query}).get_json()
    french = asking.post("/fr/query/advice", data={"query": query}).get_json()
    unknown = next(f for f in english if f["kind"] == "unknown_term")
    assert (unknown["severity"], unknown["line"], unknown["column"]) == ("warning", 1, 21)
    assert unknown["replacement"] == "perms:Partner"
    assert {f["kind"] for f in english} >= {"cartesian_product", "used_once"}
    assert [f["kind"] for f in french] == [f["kind"] for f in english]
    assert all(f["message"] != e["message"] for f, e in zip(french, english, strict=True))
    assert asking.post("/en/query/advice", data={"query": " "}).get_json() == []
    assert asking.post("/en/query/advice", data={}).get_json() == []


def test_an_empty_answer_says_which_pattern_empties_it(asking: FlaskClient) -> None:
    query = "SELECT * {\n  ?p a perms:Partner .\n  ?p perms:signedOn ?day\n}"
    page = asking.post("/en/query", data={"query": query}).text
    assert "No rows." in page
    assert "<pre>?p perms:signedOn ?day</pre>" in page
    assert "Line 3" in page
    french = asking.post("/fr/query?part=outcome", data={"query": query}).text
    assert "Ligne 3" in french
    full = asking.post("/en/query", data={"query": "SELECT * { ?p a perms:Partner }"}).text
    assert "Remarks on the query" not in full
    assert "<pre>" not in full


def test_the_limits_are_published(asking: FlaskClient) -> None:
    english = asking.get("/en/limits").text
    assert "http://localhost/sparql" in english
    assert "100000 rows" in english
    assert "503" in asking.get("/fr/limits").text
