"""The register as one thing: description, dump, maps for crawlers; and the state of the server."""

from __future__ import annotations

import re

import lxml.etree
import lxml.html
import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

from perms_graph.namespaces import BASE, PERMS
from perms_graph.register import Register

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture()
def site(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()


@pytest.fixture(scope="module")
def described(shipped_site: Flask) -> ox.Store:
    store = ox.Store()
    answer = shipped_site.test_client().get("/data/dataset.ttl", base_url="https://perms.example")
    assert answer.mimetype == "text/turtle"
    store.load(answer.data, format=ox.RdfFormat.TURTLE)
    return store


def value(store: ox.Store, name: str, thing: str = BASE + "dataset") -> list[str]:
    found = store.quads_for_pattern(ox.NamedNode(thing), ox.NamedNode(name), None)
    return sorted(q.object.value for q in found)


def test_the_description_counts_what_the_store_holds(
    described: ox.Store, register: Register
) -> None:
    assert value(described, VOID + "triples") == [str(register.dataset.size(None))]
    parts = described.query(
        f"SELECT ?n {{ ?part <{VOID}class> <{PERMS}Member> ; <{VOID}entities> ?n }}"
    )
    assert [row["n"].value for row in parts] == ["26"]
    total = described.query(
        f"SELECT (SUM(?n) AS ?all) {{ ?whole <{VOID}propertyPartition> ?part . "
        f"?part <{VOID}triples> ?n }}"
    )
    assert [row["all"].value for row in total] == value(described, VOID + "triples")
    assert value(described, "http://purl.org/dc/terms/modified") == ["2026-11"]


def test_the_examples_of_the_description_are_things_of_the_register(
    described: ox.Store, register: Register
) -> None:
    assert value(described, VOID + "sparqlEndpoint") == ["https://perms.example/sparql"]
    examples = value(described, VOID + "exampleResource")
    assert len(examples) == 4
    for example in examples:
        assert register.dataset.ask(f"ASK {{ <{example}> a ?kind }}")


def test_what_it_says_can_be_downloaded_is_the_whole_register(
    described: ox.Store, site: FlaskClient, register: Register
) -> None:
    dumps = value(described, VOID + "dataDump")
    assert dumps == [
        "https://perms.example/data/register.nq",
        "https://perms.example/data/register.trig",
    ]
    assert value(described, DCAT + "distribution") == [
        BASE + "dataset#file-1",
        BASE + "dataset#file-2",
    ]
    sizes = []
    for url, form in zip(dumps, (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG), strict=True):
        store = ox.Store()
        store.load(site.get(url).data, format=form)
        graphs = {g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode)}
        assert graphs == set(register.dataset.graphs()) - {
            BASE + "graph/" + name for name in ("shapes", "report", "catalogue")
        }
        sizes.append(len(store))
    assert sizes[0] == sizes[1]


def test_crawlers_and_programs_are_led_to_it(site: FlaskClient) -> None:
    known = site.get("/.well-known/void")
    assert (known.status_code, known.location) == (302, "/dataset")
    data = site.get("/dataset", headers={"Accept": "text/turtle"})
    assert (data.status_code, data.location) == (303, "/data/dataset.ttl")
    assert "Accept" in data.headers["Vary"]
    page = site.get("/dataset", headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert page.location == "/fr/dataset"
    assert site.get("/dataset", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_has_the_same_numbers(
    site: FlaskClient, described: ox.Store, language: str
) -> None:
    page = lxml.html.fromstring(site.get(f"/{language}/dataset").text)
    number = page.xpath("string(//dl[@class='facts-list']/div[1]/dd)")
    assert re.sub(r"\D", "", number) == value(described, VOID + "triples")[0]


def test_every_page_of_the_map_answers_in_both_languages(site: FlaskClient) -> None:
    index = lxml.etree.fromstring(site.get("/sitemap.xml", base_url="https://perms.example").data)
    maps = [loc.text for loc in index.iter(MAP + "loc")]
    assert maps == ["https://perms.example/sitemap-1.xml"]
    urls = lxml.etree.fromstring(site.get("/sitemap-1.xml", base_url="https://perms.example").data)
    found = [url.findtext(MAP + "loc") for url in urls]
    assert "https://perms.example/fr/member/fiji" in found
    assert len(found) == len(set(found)) > 5_000
    # Of the rooms all, of the things every 400th: the kinds are many, the pages of a kind alike.
    for address in [*found[:24], *found[24::400]]:
        assert address is not None
        assert site.get(address.removeprefix("https://perms.example")).status_code == 200, address
    assert site.get("/sitemap-0.xml").status_code == 404
    assert site.get("/sitemap-2.xml").status_code == 404


def test_robots_find_the_map(site: FlaskClient) -> None:
    text = site.get("/robots.txt", base_url="https://perms.example").text
    assert "Sitemap: https://perms.example/sitemap.xml" in text.splitlines()
    assert "Disallow: /fr/whatif" in text.splitlines()


def test_the_server_says_that_it_is_well_and_what_it_serves(
    site: FlaskClient, register: Register
) -> None:
    answer = site.get("/healthz")
    assert answer.status_code == 200
    assert answer.get_json() == {
        "status": "ok",
        "version": register.manifest.version,
        "fingerprint": register.manifest.fingerprint,
    }


def test_answers_are_counted_by_the_pattern_of_their_address_and_by_nothing_of_the_reader(
    small: Flask,
) -> None:
    site = small.test_client()

    def counted(line: str) -> float:
        for found in site.get("/metrics").text.splitlines():
            if found.startswith(line):
                return float(found.rpartition(" ")[2])
        return 0.0

    line = 'perms_http_answers_total{method="GET",pattern="/<any(en, fr):lang>/",status="200"}'
    before = counted(line)
    site.get("/en/?q=secret-name", headers={"User-Agent": "secret-agent"})
    site.get("/fr/")
    assert counted(line) == before + 2
    text = site.get("/metrics").text
    assert "secret" not in text
    assert 'perms_http_seconds_bucket{le="0.15",pattern="/<any(en, fr):lang>/"}' in text


def test_an_address_that_does_not_exist_makes_no_counter_of_its_own(small: Flask) -> None:
    site = small.test_client()
    for number in range(3):
        site.get(f"/no/such/{number}/page/at/all")
    text = site.get("/metrics").text
    assert 'pattern="none",status="404"' in text
    assert "such" not in text
