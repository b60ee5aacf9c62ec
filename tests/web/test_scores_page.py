"""Gap scores on pages: parts add up, order is not by total unless asked, each part opens."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture()
def site(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()


def read(client: FlaskClient, path: str) -> lxml.html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return lxml.html.fromstring(answer.text)


def words(node: lxml.html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def rows(page: lxml.html.HtmlElement) -> list[tuple[str, list[Decimal], Decimal, list[str]]]:
    """Give name, parts, total and addresses of each row."""
    found = []
    for row in page.xpath('//table[contains(@class, "scores")]/tbody/tr'):
        cells = row.xpath('td[contains(@class, "number")]')
        parts = [Decimal(c.xpath("a")[0].text) for c in cells[:-2] if c.xpath("a")]
        found.append(
            (
                words(row.xpath("th")[0]),
                parts,
                Decimal(words(cells[-2])),
                [c.xpath("a/@href")[0] for c in cells[:-2] if c.xpath("a")],
            )
        )
    return found


@pytest.mark.parametrize("query", ["", "?member=fiji", "?member=each&page=3"])
def test_parts_add_up_to_the_total(site: FlaskClient, query: str) -> None:
    found = rows(read(site, f"/en/gaps/scores{query}"))
    assert len(found) >= 11
    for name, parts, total, _ in found:
        assert sum(parts) == total, name


def test_the_order_is_that_of_the_strategy_unless_asked(site: FlaskClient) -> None:
    plain = rows(read(site, "/en/gaps/scores"))
    assert [name.split()[0] for name, *_ in plain][:4] == ["RG1", "RG2", "RG3", "RG4"]
    totals = [total for _, _, total, _ in rows(read(site, "/en/gaps/scores?sort=total"))]
    assert totals == sorted(totals, reverse=True)
    assert totals != [total for _, _, total, _ in plain]


@pytest.mark.parametrize("query", ["", "?member=samoa"])
def test_each_part_opens_to_rows_that_make_it(site: FlaskClient, query: str) -> None:
    for _, parts, _, hrefs in rows(read(site, f"/en/gaps/scores{query}"))[::2]:
        for points, href in zip(parts, hrefs, strict=True):
            page = read(site, href)
            sum_ = words(page.xpath("//main/p[b]")[0])
            told = re.match(r"([\d.]+) = weight ([\d.]+) × ([\d.]+)\. ", sum_)
            assert told, sum_
            assert Decimal(told[1]) == points
            assert Decimal(told[2]) * Decimal(told[3]) == points
            assert page.xpath('//section[@aria-labelledby="rows"]//tbody/tr')
            assert page.xpath('//ul[@class="stated"]/li/span/a/@href')
            if share := re.search(r"It is (\d+) out of (\d+)", sum_):
                assert Decimal(told[3]) == round(Decimal(share[1]) / Decimal(share[2]), 4)
                whole = page.xpath('//section[@aria-labelledby="whole"]//li')
                assert len(whole) == int(share[2])


def test_weights_are_in_sight_and_lead_to_their_data(site: FlaskClient) -> None:
    page = read(site, "/en/gaps/scores")
    heads = page.xpath('//table[contains(@class, "scores")]/thead//th[span]')
    assert all(re.search(r"weight [\d.]+$", words(h)) for h in heads)
    for href in [h.xpath("a/@href")[0] for h in heads] + page.xpath('//p[@class="ours"]/a/@href'):
        assert site.get(href).status_code == 200
    steady = [words(r.xpath("td")[-1]) for r in page.xpath("//tbody/tr")]
    assert all(re.fullmatch(r"[\d.]+ %", s) for s in steady)


def test_members_are_never_in_a_league_by_default(site: FlaskClient) -> None:
    page = read(site, "/en/gaps/scores")
    assert page.xpath('//td[@data-label="Member"]') == []
    each = read(site, "/en/gaps/scores?member=each")
    members = [words(c) for c in each.xpath('//td[@data-label="Member"]')]
    goals = [words(r.xpath("th")[0]) for r in each.xpath("//tbody/tr")]
    # All Members of one goal, then all of the next.
    assert goals == sorted(goals, key=goals.index)
    assert len(set(members)) > 15
    assert len(set(goals)) < 5


def test_files_hold_every_part_with_what_it_rests_on(site: FlaskClient) -> None:
    page = read(site, "/en/gaps/scores")
    links = {a.text: a.get("href") for a in page.xpath('//p[@class="formats"]/a')}
    text = site.get(links["with statements and documents"]).text.removeprefix("\ufeff")
    lines = list(csv.DictReader(io.StringIO(text)))
    points = [p for _, parts, _, _ in rows(page) for p in parts]
    assert sorted(Decimal(line["points"]).normalize() for line in lines) == sorted(
        p.normalize() for p in points
    )
    assert all(line["statements"] and line["graphs"] for line in lines)
    content = site.get(links["JSON"]).json
    assert content is not None
    assert len(content["rows"]) == len(rows(page))
    assert site.get(links["Excel"]).data.startswith(b"PK")


def test_the_picture_says_what_the_table_says(site: FlaskClient) -> None:
    page = read(site, "/en/gaps/scores?member=fiji")
    spec = site.get("/en/charts/scores.json?member=fiji").json
    assert spec is not None
    drawn = [Decimal(str(v["words"])) for d in spec["datasets"].values() for v in d if "row" in v]
    assert sorted(drawn) == sorted(p for _, parts, _, _ in rows(page) for p in parts)


def test_a_weight_that_is_missing_is_said_with_its_place(client: FlaskClient) -> None:
    answer = client.get("/fr/gaps/scores")
    (fault,) = lxml.html.fromstring(answer.text).xpath('//div[@class="fault"]')
    assert "data/policy" in fault.text_content()


def test_each_row_of_a_gap_opens_to_statements_and_documents(site: FlaskClient) -> None:
    page = read(site, "/en/gaps/agreements_ended_without_successor")
    found = page.xpath('//td[@class="witness"]')
    assert len(found) > 10
    for cell in found:
        (number,) = re.findall(r"statements: (\d+)", words(cell))
        assert len(cell.xpath(".//li")) == int(number) > 0
        assert cell.xpath(".//li/span/a/@href")
    content = site.get("/en/gaps/agreements_ended_without_successor.json").json
    assert content is not None
    assert len(content["rows"]) == len(found)
    assert [len(r["statements"]) for r in content["rows"]] == [
        len(cell.xpath(".//li")) for cell in found
    ]
