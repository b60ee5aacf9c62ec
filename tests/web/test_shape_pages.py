"""The rules: a list, a page for each, the same as data."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

from perms_graph.namespaces import PSH, SH
from perms_graph.register import Register

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture()
def site(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()


def page(site: FlaskClient, path: str) -> str:
    answer = site.get(path)
    assert answer.status_code == 200
    return answer.text


def shapes(register: Register) -> set[str]:
    table = register.dataset.select(
        "SELECT DISTINCT ?s { GRAPH graph:shapes { ?s a ?k } "
        f'FILTER (STRSTARTS(STR(?s), "{PSH}") && ?k IN (sh:NodeShape, sh:PropertyShape)) }}'
    )
    return {row["s"].value.rpartition("#")[2] for row in table}


def results(register: Register, shape: str) -> int:
    (row,) = register.dataset.select(
        f"SELECT (COUNT(*) AS ?n) {{ GRAPH graph:report {{ ?r sh:sourceShape <{PSH}{shape}> }} }}"
    )
    return int(row["n"].value)


def test_every_rule_is_in_the_list_and_has_a_page(site: FlaskClient, register: Register) -> None:
    text = page(site, "/en/shapes")
    found = shapes(register)
    linked = set(re.findall(r'href="/en/shapes/([\w-]+)"', text))
    assert linked == found
    assert f'<span class="total">{len(found)}</span></h1>' in text
    for name in sorted(found):
        for language in ("en", "fr"):
            one = page(site, f"/{language}/shapes/{name}")
            assert f"psh:{name}</code>" in one


def test_rules_of_the_principles_stand_first_and_rules_of_ours_last(site: FlaskClient) -> None:
    text = page(site, "/fr/shapes")
    families = re.findall(r'<h2 id="(\w+)">', text)
    assert families == ["principles", "strategy", "record"]
    principles, strategy, record = text.split("<h2 id=")[1:]
    assert 'id="SharedValuesShape"' in principles
    assert 'id="PartnershipHolderShape"' in strategy
    assert 'id="AgreementDatesShape"' in record


def test_a_rule_shows_passage_both_messages_and_why_it_is_as_grave(site: FlaskClient) -> None:
    text = page(site, "/en/shapes/SharedValuesShape-upheld")
    assert "have it corrected, or record the departure" in text
    assert 'lang="fr">Cette disposition s&#39;oppose aux valeurs partagées' in text
    assert "être fondés sur des valeurs partagées" in text
    assert "doivent normalement" in text  # the passage over all principles
    assert "So a warning." in text
    assert '<a href="/en/compliance/sharedValues">Shared values</a>' in text
    ours = page(site, "/en/shapes/AgreementDatesShape-startsOn")
    assert "the strategy does not speak of it" in ours
    assert "<blockquote" not in ours


def test_a_count_opens_to_what_is_found_a_page_at_a_time(
    site: FlaskClient, register: Register
) -> None:
    name = "SharedValuesShape-hasProvision"
    total = results(register, name)
    assert total > 100
    found: list[str] = []
    for number in range(1, -(-total // 50) + 1):
        text = page(site, f"/en/shapes/{name}?page={number}")
        assert f'<span class="total">{total}</span>' in text
        found += re.findall(r'<li><a href="/en/partnership/([\w-]+)"', text)
    assert len(found) == len(set(found)) == total
    whole = page(site, "/en/shapes/SharedValuesShape")
    assert f'/en/shapes/{name}#found">{total}</a>' in whole


def test_a_departure_in_force_is_marked_among_what_is_found(site: FlaskClient) -> None:
    path = "/en/shapes/SharedValuesShape-upheld?with=illustrative"
    text = page(site, path)
    entry = text.split("/en/partnership/example-4?")[1].split("</li>")[0]
    assert "departed from" in entry
    later = page(site, path + "&on=2028-01-01")
    assert "departed from" not in later.split("/en/partnership/example-4?")[1].split("</li>")[0]


@pytest.mark.parametrize(
    ("path", "accept", "location"),
    [
        ("/shapes/LabelShape", BROWSER, "/en/shapes/LabelShape"),
        ("/shapes/LabelShape", "text/turtle", "/data/shapes/LabelShape.ttl"),
        ("/shapes/LabelShape", "application/ld+json", "/data/shapes/LabelShape.jsonld"),
        ("/shapes/LabelShape.nt", BROWSER, "/data/shapes/LabelShape.nt"),
        ("/shapes", "text/turtle", "/data/shape.ttl"),
        ("/shapes", BROWSER, "/en/shapes"),
        ("/shape", BROWSER, "/en/shapes"),
    ],
)
def test_the_name_of_a_rule_leads_to_its_page_or_its_data(
    site: FlaskClient, path: str, accept: str, location: str
) -> None:
    answer = site.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.location) == (303, location)
    assert answer.headers["Vary"] == "Accept, Accept-Language"


def test_a_format_we_have_not_is_refused(site: FlaskClient) -> None:
    answer = site.get("/shapes/LabelShape", headers={"Accept": "image/png"})
    assert answer.status_code == 406


@pytest.mark.parametrize(
    ("suffix", "form"),
    [
        ("ttl", ox.RdfFormat.TURTLE),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("rdf", ox.RdfFormat.RDF_XML),
    ],
)
def test_the_data_of_a_rule_hold_the_rule_with_its_parts(
    site: FlaskClient, register: Register, suffix: str, form: ox.RdfFormat
) -> None:
    answer = site.get(f"/data/shapes/SharedValuesShape.{suffix}")
    assert answer.status_code == 200
    triples = list(ox.parse(answer.data, format=form))
    kinds = {
        t.subject.value.rpartition("#")[2]
        for t in triples
        if t.object == ox.NamedNode(SH + "PropertyShape")
    }
    assert kinds == {n for n in shapes(register) if n.startswith("SharedValuesShape-")}
    assert "SharedValuesShape-upheld" in kinds
    # Nameless parts come along: the query and the path.
    assert any(t.predicate.value == SH + "select" for t in triples)
    assert answer.headers["Link"].startswith("</en/shapes/SharedValuesShape>")


def test_pages_lead_to_the_rules_that_they_speak_of(site: FlaskClient) -> None:
    for path in ("/en/compliance/sharedValues", "/en/partnership/p-010"):
        assert "/en/shapes/SharedValuesShape-hasProvision" in page(site, path)
    assert 'href="/en/shapes"' in page(site, "/en/")


def test_an_older_address_leads_to_the_list(site: FlaskClient) -> None:
    answer = site.get("/fr/shape")
    assert (answer.status_code, answer.location) == (301, "/fr/shapes")


def test_a_principle_lists_who_stands_where_a_page_at_a_time(site: FlaskClient) -> None:
    first = page(site, "/en/compliance/sharedValues/notEvidenced")
    assert "1 to 50 of 119" in first
    assert len(re.findall(r'<li><a href="/en/partnership/', first)) == 50
    last = page(site, "/en/compliance/sharedValues/notEvidenced?page=3")
    assert len(re.findall(r'<li><a href="/en/partnership/', last)) == 19
    assert site.get("/en/compliance/sharedValues/maybe").status_code == 404
    assert site.get("/en/compliance/nothing/met").status_code == 404
    whole = page(site, "/en/compliance/sharedValues")
    assert '<a class="all" href="/en/compliance/sharedValues/notEvidenced">All 119</a>' in whole


def test_a_register_without_rules_says_so(client: FlaskClient) -> None:
    assert client.get("/en/shapes/NoSuchShape").status_code == 404
    assert client.get("/en/shapes").status_code == 200
