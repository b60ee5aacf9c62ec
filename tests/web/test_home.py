"""The first page: what is in force, missing, due, kept to and changed, each number opening."""

from __future__ import annotations

import csv
import io

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture()
def site(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()


def read(site: FlaskClient, address: str) -> lxml.html.HtmlElement:
    answer = site.get(address)
    assert answer.status_code == 200, address
    return lxml.html.fromstring(answer.text)


def number(text: str) -> int:
    return int("".join(c for c in text if c.isdigit()))


def rows_of_file(site: FlaskClient, href: str) -> int:
    path, _, query = href.partition("?")
    text = site.get(f"{path}.csv?{query}").text.lstrip("\ufeff")
    return len(list(csv.DictReader(io.StringIO(text))))


@pytest.mark.parametrize("address", ["/en/?on=2026-05-31", "/fr/?with=illustrative"])
def test_every_count_of_what_is_in_force_opens_to_as_many_rows(
    site: FlaskClient, address: str
) -> None:
    found = read(site, address).xpath('//dl[@class="tally"]//a[contains(@href, "state=")]')
    assert len(found) == 6
    for a in found:
        assert rows_of_file(site, a.get("href")) == number(a.text_content()), a.get("href")


def test_every_count_of_what_is_due_opens_to_as_many_rows(site: FlaskClient) -> None:
    page = read(site, "/en/?with=illustrative&on=2026-11-23")
    tiles = page.xpath("//ul[@class='lights']//a")
    counts = [number(a.xpath("string(./b)")) for a in tiles]
    assert counts == [3, 15, 7, 87]
    for a, count in zip(tiles, counts, strict=True):
        assert len(read(site, a.get("href")).xpath("//main//tbody/tr")) == count


def test_every_count_of_verdicts_opens_to_as_many_partnerships(site: FlaskClient) -> None:
    page = read(site, "/en/")
    cells = page.xpath("//section[@aria-labelledby='principles']//td/a")
    assert len(cells) == 6 * 4
    for a in cells[::5]:
        total = number(read(site, a.get("href")).xpath("string(//h1//span[@class='total'])"))
        assert total == number(a.text_content())


def test_every_count_of_changes_opens_to_as_many_lines(site: FlaskClient) -> None:
    page = read(site, "/en/?on=2026-05-31")
    found = page.xpath("//section[@aria-labelledby='changes']//li/a")
    assert len(found) == 5
    for a in found:
        path, _, anchor = a.get("href").partition("#")
        changes = read(site, path)
        total = changes.xpath(f"string(//h2[@id='{anchor}']/span[@class='total'])")
        assert number(total or "0") == number(a.xpath("string(./b)")), anchor


def test_the_first_page_shows_the_coverage_and_what_ends_within_six_months(
    site: FlaskClient,
) -> None:
    page = read(site, "/en/?on=2026-11-23")
    assert page.xpath("//section[@aria-labelledby='glance']//img/@src") == [
        "/en/charts/coverage.svg?on=2026-11-23"
    ]
    assert "New Zealand additional support 2024" in page.xpath(
        "string(//section[@aria-labelledby='soon'])"
    )
