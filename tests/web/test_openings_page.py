"""Openings on a page: parts that add up, reasons that open, names that are forgiven."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient

from perms_graph.namespaces import ID
from perms_graph.openings import Kind, find_openings
from perms_graph.register import Register
from web.opened import PARTS

DAY = dt.date(2026, 6, 30)
ASKED = "/en/openings?objective=rg3&member=fiji"


@pytest.fixture()
def site(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()


@pytest.fixture(scope="module")
def page(shipped_site: Flask) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(shipped_site.test_client().get(ASKED).text)


def test_the_table_ranks_as_the_finding_does(
    page: lxml.html.HtmlElement, register: Register
) -> None:
    found = find_openings(
        register.dataset,
        register.catalogue,
        objective=ID + "goal/rg3",
        member=ID + "member/fiji",
        day=DAY,
    )
    rows = page.xpath('//table[@class="twin"]/tbody/tr')
    assert len(rows) == 10
    for place, (row, candidate) in enumerate(zip(rows, found.candidates, strict=False), 1):
        cells = [" ".join(c.text_content().split()) for c in row.xpath("td | th")]
        assert cells[0] == str(place)
        assert float(cells[-1]) == float(candidate.points)


def test_parts_and_reasons_add_up_to_the_points(page: lxml.html.HtmlElement) -> None:
    rows = page.xpath('//table[@class="twin"]/tbody/tr')
    for row, article in zip(rows, page.xpath('//article[@class="candidate"]'), strict=True):
        *parts, total = [c.text_content().strip() for c in row.xpath("td")][1:]
        points = sum(float(p) for p in parts if p != "·")
        assert points == pytest.approx(float(total))
        reasons = article.xpath('.//ul[@class="reasons"]/li/details/summary/b/text()')
        assert sum(map(float, reasons)) == pytest.approx(float(total))
        assert row.xpath("th/a/@href") == [f"#{article.get('id')}"]


def test_every_reason_belongs_to_one_part() -> None:
    kinds = [kind for _, mine in PARTS for kind in mine]
    assert sorted(kinds) == sorted(Kind)


def test_each_reason_opens_to_statements_with_their_sources(
    site: FlaskClient, page: lxml.html.HtmlElement
) -> None:
    reasons = page.xpath('//ul[@class="reasons"]/li/details')
    with_facts = [r for r in reasons if r.xpath('.//ul[@class="stated"]')]
    assert len(with_facts) > 20
    for reason in with_facts:
        for statement in reason.xpath('.//ul[@class="stated"]/li'):
            # Who states it comes after what is stated, and leads to its page.
            assert statement.xpath('./span[@class="quiet"]/a/@href')
    questions = {h for r in reasons for h in r.xpath("./p/a/@href") if "/questions/" in h}
    assert len(questions) >= 5
    for href in sorted(questions):
        answer = site.get(href)
        assert answer.status_code == 200, href
        assert "<tbody>" in answer.text, href


def test_the_page_says_whose_the_weights_are_and_where(
    site: FlaskClient, page: lxml.html.HtmlElement
) -> None:
    (said,) = page.xpath('//p[@class="ours"]')
    assert "not SPREP’s wording" in said.text_content()
    hrefs = said.xpath("a/@href")
    assert hrefs == ["/en/questions/points_of_reasons", "/en/graph/policy/opening-weights"]
    for href in hrefs:
        assert site.get(href).status_code == 200


def test_mechanisms_and_work_to_join_are_told(page: lxml.html.HtmlElement) -> None:
    text = " ".join(page.text_content().split())
    assert "Mechanisms that fit" in text
    assert page.xpath('//article[@class="candidate"]//dl//dt/a/@href')
    joined = page.xpath('//section[@aria-labelledby="overlaps"]//ul[@class="behind"]/li')
    (total,) = page.xpath('//h2[@id="overlaps"]/span/text()')
    assert len(joined) == int(total) > 0


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("objective=rg33", 404, "Did you mean: id:goal/rg3"),
        ("objective=rg3&member=Fijji", 404, "Did you mean: id:member/fiji"),
        ("objective=fiji", 400, "fiji is no goal, objective, focus area"),
        ("objective=rg3&member=id:partner/spc", 400, "id:partner/spc is no Member"),
        ("objective=rg3&purpose=id:partner/spc", 400, "is no kind of support"),
        ("objective=rg3&page=0", 400, "not the number of a page"),
        ("objective=rg3&on=2026-13-01", 400, "is not a day"),
    ],
)
def test_unknown_names_get_the_nearest_ones(
    site: FlaskClient, query: str, status: int, words: str
) -> None:
    answer = site.get(f"/en/openings?{query}")
    assert answer.status_code == status
    assert words in " ".join(answer.text.split())


@pytest.mark.parametrize("name", ["rg3", "RG3", "id:goal/rg3"])
def test_an_objective_is_found_by_code_or_short_name(site: FlaskClient, name: str) -> None:
    page = lxml.html.fromstring(site.get("/en/openings", query_string={"objective": name}).text)
    assert page.xpath('//select[@id="objective"]//option[@selected]/@value') == ["id:goal/rg3"]


def test_the_files_hold_every_candidate_with_what_each_reason_rests_on(
    site: FlaskClient, page: lxml.html.HtmlElement
) -> None:
    (total,) = page.xpath("//h1/span/text()")
    plain, opened = (
        list(csv.DictReader(io.StringIO(site.get(path).text.removeprefix("\ufeff"))))
        for path in page.xpath('//p[@class="formats"]/a[contains(@href, ".csv")]/@href')
    )
    assert len(plain) == len(opened)
    assert {row["rank"] for row in plain} == {str(n) for n in range(1, int(total) + 1)}
    assert "statements" not in plain[0]
    assert "documents" in opened[0]
    first = [row for row in plain if row["rank"] == "1"]
    assert sum(float(r["reason_points"]) for r in first) == pytest.approx(float(first[0]["points"]))
    told = site.get(ASKED.replace("openings?", "openings.json?")).json
    assert told is not None
    assert len(told["candidates"]) == int(total)


def test_a_second_page_goes_on_where_the_first_ends(site: FlaskClient) -> None:
    page = lxml.html.fromstring(site.get(ASKED + "&page=2").text)
    places = page.xpath('//table[@class="twin"]/tbody/tr/td[1]/text()')
    assert places == [str(n) for n in range(11, 21)]
    (image,) = page.xpath("//figure//img/@src")
    assert "page=2" in image
    drawn = site.get(image.replace(".svg", ".json")).json
    assert drawn is not None
    rows = drawn["encoding"]["y"]["scale"]["domain"]
    assert [r.partition(".")[0] for r in rows] == places


def test_a_member_alone_asks_for_a_goal(site: FlaskClient) -> None:
    answer = site.get("/en/openings?member=fiji")
    assert "Choose the goal or objective at which this Member lacks a partner." in answer.text
    page = lxml.html.fromstring(answer.text)
    assert page.xpath('//select[@id="member"]//option[@selected]/@value') == ["id:member/fiji"]


def test_gaps_goals_and_members_lead_to_openings(site: FlaskClient) -> None:
    for path, wanted in (
        ("/goal/rg3", "/en/openings?objective=id%3Agoal%2Frg3"),
        ("/member/fiji", "/en/openings?member=id%3Amember%2Ffiji"),
        ("/gaps", "/en/openings"),
        ("/gaps/partnerships_without_holder", "/en/openings"),
        (
            "/coverage/cell?row=id:goal/rg1&column=purpose:technicalSupport",
            "/en/openings?objective=id%3Agoal%2Frg1&purpose=purpose%3AtechnicalSupport",
        ),
    ):
        hrefs = lxml.html.fromstring(site.get("/en" + path).text).xpath("//main//a/@href")
        assert wanted in hrefs, path
        assert site.get(wanted).status_code == 200
    empty = lxml.html.fromstring(site.get("/en/coverage").text).xpath(
        '//td[@class="none"]/a[contains(@href, "/openings?")]/@href'
    )
    assert empty
    assert site.get(empty[0]).status_code == 200


def test_weights_that_are_missing_are_said_with_their_place(client: FlaskClient) -> None:
    answer = client.get("/en/openings?objective=rg1")
    assert answer.status_code == 200
    (fault,) = lxml.html.fromstring(answer.text).xpath('//div[@class="fault"]')
    assert "data/policy" in fault.text_content()


def test_the_answer_is_in_french_too(site: FlaskClient) -> None:
    french = "/fr/openings?objective=rg3&member=fiji&purpose=financialSupport"
    page = lxml.html.fromstring(site.get(french).text)
    for other in page.xpath('//*[@lang="en"] | //code | //option | //title'):
        other.drop_tree()
    text = " ".join(page.text_content().split())
    assert "Ce qui parle pour chacun" in text
    own = "".join(page.xpath("//main//p//text() | //summary//text() | //th//text()"))
    assert re.findall(r"\b(?:Who|What|Points at|works with|agreements on)\b", own) == []
