"""Coverage on pages: the picture, the table and the files say the same, and each number opens."""

from __future__ import annotations

import io
import json
import re
from zipfile import ZipFile

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.covered import MEASURES

NUMBER = re.compile(r"\d+")


@pytest.fixture()
def site(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()


def read(client: FlaskClient, path: str) -> lxml.html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return lxml.html.fromstring(answer.text)


def words(node: lxml.html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def numbers(text: str) -> list[int]:
    return [int(n) for n in NUMBER.findall(text)]


AXES = [
    "",
    "?rows=goal&columns=mechanism",
    "?rows=member&columns=partner-type",
    "?rows=member&columns=none",
    "?rows=partner-type&columns=purpose&on=2016-05-01",
]


@pytest.mark.parametrize("query", AXES)
def test_each_number_opens_to_as_many_partnerships(site: FlaskClient, query: str) -> None:
    page = read(site, f"/en/coverage{query}")
    cells = page.xpath('//table[contains(@class, "matrix")]//td[a[contains(@href, "/cell")]]')
    assert len(cells) > 8
    for cell in cells[::7]:
        href = cell.xpath("a/@href")[0]
        behind = read(site, href)
        sure, unknown, ended = (
            int(s) for s in behind.xpath('//h2[span[contains(@class, "state")]]/span[2]/text()')
        )
        told = numbers(words(cell))
        assert told == ([sure, unknown] if sure or unknown else [ended]), href
        listed = behind.xpath('//ul[@class="behind"]/li')
        assert len(listed) == min(50, sure + unknown + ended)
        assert behind.xpath('//section[@aria-labelledby="stated"]//li/span/a/@href')


@pytest.mark.parametrize("measure", [m for m in MEASURES if m != "money"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_picture_writes_the_numbers_of_the_table(
    site: FlaskClient, measure: str, language: str
) -> None:
    query = f"?rows=goal&columns=purpose&measure={measure}"
    spec = site.get(f"/{language}/charts/coverage.json{query}").json
    assert spec is not None
    drawn = {
        (str(v["row"]), str(v["column"])): v
        for rows in spec["datasets"].values()
        for v in rows
        if "row" in v
    }
    table = read(site, f"/{language}/coverage{query}").xpath('//table[@class="matrix"]')[0]
    columns = [words(h) for h in table.xpath("thead//th")][1:]
    seen = 0
    for row in table.xpath("tbody/tr"):
        for column, cell in zip(columns, row.xpath("td"), strict=True):
            value = drawn.get((words(row.xpath("th")[0]), column))
            bold = [int(re.sub(r"\D", "", b.text_content())) for b in cell.xpath(".//b")]
            if value is None or value["value"] is None:
                assert bold in ([], [0]), (words(row), column)
            elif bold:
                assert value["value"] == bold[0]
                seen += 1
    assert seen > 1


def test_money_stays_in_the_currencies_of_its_sources(site: FlaskClient) -> None:
    page = read(site, "/en/coverage?measure=money")
    assert page.xpath("//figure") == []
    assert site.get("/en/charts/coverage.svg?measure=money").status_code == 404
    cell = page.xpath('//td[@class="maybe"]/a')[0]
    shown = re.findall(r"([A-Z]{3})\s([\d,]+)", words(cell))
    assert shown
    behind = read(site, cell.get("href"))
    sums = {words(th) for th in behind.xpath('//section[@aria-labelledby="money"]//tbody//th')}
    assert {f"{currency} {amount}" for currency, amount in shown} <= sums
    for row in behind.xpath('//section[@aria-labelledby="money"]//tbody/tr'):
        total = int(re.sub(r"\D", "", words(row.xpath("th")[0])))
        parts = [int(re.sub(r"\D", "", a.text)) for a in row.xpath(".//li/a[1]")]
        assert sum(parts) == total


def test_days_are_counted_to_the_next_known_end(site: FlaskClient) -> None:
    page = read(site, "/en/coverage?rows=member&columns=none&measure=days")
    cell = page.xpath('//td[@class="some"]/a')[0]
    behind = read(site, cell.get("href"))
    ends = behind.xpath('//section[@aria-labelledby="ends"]')[0]
    found = re.match(r"([\d,]+) days, until (\d+ \w+ \d{4})", words(cell))
    assert found
    assert f"The next known end is {found[2]}: days left {found[1]}." in words(ends)
    (unknown,) = re.findall(r"ends not known: (\d+)", words(cell))
    assert f"Agreements without a known end: {unknown}" in words(ends)
    assert len(ends.xpath(".//details//li")) == int(unknown)


def test_an_empty_cell_asks_who_could_fill_it(site: FlaskClient) -> None:
    page = read(site, "/en/coverage?rows=goal")
    empty = page.xpath('//td[@class="none"]/a[contains(@href, "/openings?")]')
    assert words(empty[0]) == "none who could?"
    assert site.get(empty[0].get("href")).status_code == 200


def test_columns_without_anything_are_named_below_a_wide_matrix(site: FlaskClient) -> None:
    page = read(site, "/en/coverage?rows=member&columns=mechanism")
    shown = len(page.xpath('//table[contains(@class, "matrix")]/thead//th')) - 1
    named = page.xpath('//details/ul[@class="columns"]/li')
    known = site.get("/en/coverage.json?rows=member&columns=mechanism").json
    assert known is not None
    assert shown + len(named) == len(known["columns"])
    assert shown == len({c["column"] for c in known["cells"]})


def test_files_hold_the_numbers_of_the_page(site: FlaskClient) -> None:
    page = read(site, "/en/coverage")
    hrefs = {a.text: a.get("href") for a in page.xpath('//p[@class="formats"]/a')}
    content = site.get(hrefs["JSON"]).json
    assert content is not None
    assert content["day"] == "2026-06-30"
    table = site.get(hrefs["All measures as CSV"])
    assert table.headers["Content-Disposition"].endswith(
        'filename="coverage-objective-purpose-2026-06-30.csv"'
    )
    lines = table.text.splitlines()
    assert lines[0].startswith("\ufeffrow,row_name,column,column_name,partnerships_in_force")
    assert len(lines) > len(content["rows"]) * len(content["columns"])
    workbook = site.get(hrefs["Excel, with statements and documents"])
    with ZipFile(io.BytesIO(workbook.data)) as parts:
        assert "xl/worksheets/sheet3.xml" in parts.namelist()


def test_a_cell_comes_with_its_statements_as_data(site: FlaskClient) -> None:
    query = "row=id:goal/rg1&column=purpose:technicalSupport"
    content = json.loads(site.get(f"/en/coverage/cell.json?{query}").text)
    agreements = {line["agreement"] for line in content["contents"]}
    assert len(agreements) > 20
    stated = {s["triple"][0].strip("<>") for s in content["statements"]}
    assert agreements <= stated
    assert all(s["sources"] for s in content["statements"])


def test_a_reader_of_old_addresses_is_led_on(client: FlaskClient) -> None:
    answer = client.get("/fr/gaps/cell?goal=id:goal/rg1&purpose=purpose:technicalSupport")
    assert answer.status_code == 301
    assert client.get(answer.location).status_code == 200


def test_changes_open_to_their_partnerships_and_cells(site: FlaskClient) -> None:
    page = read(site, "/en/changes?from=2014-01-01&to=2024-01-01")
    assert words(page.xpath("//h1")[0]) == "What changed from 1 January 2014 to 1 January 2024"
    glance = {
        a.get("href").lstrip("#"): int(a.xpath("b/text()")[0])
        for a in page.xpath('//ul[@class="glance"]//a')
    }
    assert list(glance) == ["begun", "ended", "renewed", "known", "unknown", "gained", "lost"]
    for key, number in glance.items():
        lines = page.xpath(f'//section[@aria-labelledby="{key}"]//ul[@class="changes"]/li')
        assert len(lines) == number
    content = site.get("/en/changes.json?from=2014-01-01&to=2024-01-01").json
    assert content is not None
    assert glance["begun"] == len(content["begun"])
    assert glance["gained"] == len(content["gained"]) > 0
    gained = page.xpath('//section[@aria-labelledby="gained"]//li//span[@class="quiet"]/a')[0]
    (sure,) = re.findall(r"in force (\d+)", gained.text)
    behind = read(site, gained.get("href"))
    assert behind.xpath('//h2[span[contains(@class, "state")]]/span[2]/text()')[0] == sure
    assert "1 January 2024" in words(behind.xpath('//div[@class="notice"]')[0])


def test_the_same_day_twice_shows_no_change(site: FlaskClient) -> None:
    page = read(site, "/fr/changes?from=2020-01-01&to=2020-01-01")
    assert set(page.xpath('//ul[@class="glance"]//b/text()')) == {"0"}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=2024-01-01&to=2014-01-01", "Write the earlier day first."),
        ("from=1800-01-01&to=2014-01-01", "Choose a day from 1995-"),
    ],
)
def test_days_that_cannot_be_compared_are_refused_in_words(
    site: FlaskClient, query: str, said: str
) -> None:
    answer = site.get(f"/en/changes?{query}")
    assert answer.status_code == 400
    assert said in answer.text
