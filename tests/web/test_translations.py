"""Both languages side by side in the browser."""

from __future__ import annotations

import csv
import io
import re

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient

from perms_graph.bilingual import KINDS, Finding, Ledger, all_pairs, judge_pairs, read_owing
from perms_graph.register import Register
from perms_graph.resources import Resources


@pytest.fixture()
def site(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()


@pytest.fixture(scope="module")
def findings(register: Register, resources: Resources) -> tuple[Finding, ...]:
    ledger = Ledger.read(resources.locale / "reviewed.csv")
    pairs = all_pairs(register.dataset, resources)
    return judge_pairs(pairs, ledger, read_owing(resources.locale))


def page(site: FlaskClient, path: str) -> lxml.html.HtmlElement:
    answer = site.get(path)
    assert answer.status_code == 200
    return lxml.html.fromstring(answer.text)


def test_counts_by_kind_and_state_open_to_what_they_count(
    site: FlaskClient, findings: tuple[Finding, ...]
) -> None:
    links = page(site, "/en/translations").xpath('//section[@aria-labelledby="counts"]//td/a')
    counted = {link.get("href"): int(link.text.replace(",", "")) for link in links}
    assert sum(counted.values()) == len(findings)
    for href, number in counted.items():
        listed = page(site, href.partition("#")[0])
        (title,) = listed.xpath('//h2[@id="texts"]/span')
        assert int(title.text.replace(",", "")) == number
        assert len(listed.xpath('//ul[@class="behind"]/li/dl')) == min(50, number)


def test_a_text_stands_in_both_languages_and_says_which(site: FlaskClient) -> None:
    listed = page(site, "/fr/translations?kind=rules")
    (first,) = listed.xpath('//li[code="rules/ends_from_dates/title"]')
    english, french = first.xpath("./dl/div/dd")
    assert (english.get("lang"), french.get("lang")) == ("en", "fr")
    assert english.text != french.text
    assert listed.xpath('string(//h2[@id="texts"])').startswith("Nos règles de déduction")


def test_a_long_list_goes_on_by_links(site: FlaskClient) -> None:
    first = page(site, "/en/translations?kind=terms")
    (after,) = first.xpath('//a[@rel="next"]/@href')
    assert after == "/en/translations?kind=terms&page=2#texts"
    keys = "//li/a/code/text() | //li/code/text()"
    second = page(site, after.partition("#")[0])
    assert not set(first.xpath(keys)) & set(second.xpath(keys))


def test_a_term_leads_to_its_page_and_a_page_that_is_not_there_is_no_link(
    site: FlaskClient,
) -> None:
    for kind in KINDS:
        listed = page(site, f"/en/translations?kind={kind}")
        for href in listed.xpath('//ul[@class="behind"]/li/a[code]/@href')[:10]:
            assert site.get(href.partition("#")[0]).status_code == 200, href
    terms = page(site, "/en/translations?kind=terms&page=2")
    assert len(terms.xpath('//ul[@class="behind"]/li/a[code]/@href')) == 50


def test_the_csv_holds_what_the_list_holds(site: FlaskClient) -> None:
    answer = site.get("/en/translations.csv?kind=questions")
    assert answer.mimetype == "text/csv"
    assert "translations-questions.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert {r["kind"] for r in rows} == {"questions"}
    (title,) = page(site, "/en/translations?kind=questions").xpath('//h2[@id="texts"]/span')
    assert len(rows) == int(title.text.replace(",", ""))
    assert not [r for r in rows for cell in r.values() if re.match(r"[=+@-]", cell)]


def test_why_one_language_is_enough_is_said_in_the_readers(site: FlaskClient) -> None:
    text = page(site, "/fr/translations").xpath('string(//section[@aria-labelledby="things"])')
    assert "Les mots mêmes du PROE" in text
    assert "SPREP’s own words" not in text


def test_remarks_open_to_their_texts(site: FlaskClient) -> None:
    start = page(site, "/en/translations")
    links = start.xpath('//section[@aria-labelledby="remarks"]//li')
    assert links
    for item in links:
        (href,) = item.xpath("./a/@href")
        (title,) = page(site, href.partition("#")[0]).xpath('//h2[@id="texts"]/span')
        assert title.text == item.xpath("string(./span)")


@pytest.mark.parametrize("query", ["kind=poems", "state=fine", "remark=odd", "page=0"])
def test_an_address_that_makes_no_sense_is_refused(site: FlaskClient, query: str) -> None:
    answer = site.get(f"/fr/translations?{query}")
    assert answer.status_code == 400
    assert "<h1>" in answer.text


def test_the_page_of_sources_leads_here(site: FlaskClient) -> None:
    assert page(site, "/en/sources").xpath('//a[@href="/en/translations"]')
    assert page(site, "/fr/sources").xpath('//a[@href="/fr/translations"]')
