"""What is due on a page, and as a calendar that a program can subscribe to."""

from __future__ import annotations

import csv
import io

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from perms_graph.namespaces import ID

WITH = "on=2026-11-23&with=illustrative"


@pytest.fixture()
def site(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()


def rows(site: FlaskClient, address: str) -> list[list[str]]:
    answer = site.get(address)
    assert answer.status_code == 200, answer.text
    page = lxml.html.fromstring(answer.text)
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./td")]
        for row in page.xpath("//main//tbody/tr")
    ]


def tiles(site: FlaskClient, address: str) -> list[tuple[str, str]]:
    page = lxml.html.fromstring(site.get(address).text)
    return [
        (a.xpath("string(./b)"), " ".join(a.xpath("string(./span)").split()))
        for a in page.xpath("//ul[@class='lights']//a")
    ]


def test_the_real_register_shows_what_it_knows_and_counts_what_it_does_not(
    site: FlaskClient,
) -> None:
    assert tiles(site, "/en/due?on=2026-11-23") == [
        ("0", "! late"),
        ("3", "◔ due"),
        ("0", "✓ in time"),
        ("94", "? not known if late"),
    ]
    assert [row[0] for row in rows(site, "/en/due?on=2026-11-23")] == [
        "30 November 2026",
        "31 December 2026",
        "1 January 2027",
    ]


def test_every_count_opens_to_as_many_rows(site: FlaskClient) -> None:
    page = lxml.html.fromstring(site.get(f"/en/due?{WITH}&months=12").text)
    found = [
        (int(a.xpath("string(./b)")), a.get("href")) for a in page.xpath("//ul[@class='lights']//a")
    ]
    assert [count for count, _ in found] == [len(rows(site, href)) for _, href in found]
    assert sum(count for count, _ in found) > 100


def test_a_duty_says_what_it_is_about_and_who_does_it(site: FlaskClient) -> None:
    census = next(r for r in rows(site, f"/en/due?{WITH}") if "census" in r[3])
    assert census == [
        "30 June 2026",
        "! late",
        "undertaking of a party",
        "Example: hold a census of landfills illustrative "
        "Example waste data partnership illustrative ✓ in force",
        "Secretariat of the Pacific Regional Environment Programme",
    ]


def test_one_partner_sees_what_concerns_it_and_nothing_else(site: FlaskClient) -> None:
    address = f"/fr/due?{WITH}&for=id:partner/example-b"
    assert [row[0] for row in rows(site, address)] == [
        "30 juin 2025",
        "30 juin 2026",
        "1er décembre 2026",
        "31 décembre 2026",
    ]
    feed = site.get(address.replace("/due?", "/due.ics?"))
    assert feed.content_type == "text/calendar; charset=utf-8"
    assert feed.headers["Content-Disposition"] == 'attachment; filename="due-example-b.ics"'
    assert len(Calendar.from_ical(feed.text).walk("VEVENT")) == 4


def test_the_same_as_csv_and_json(site: FlaskClient) -> None:
    table = list(csv.DictReader(io.StringIO(site.get(f"/en/due.csv?{WITH}").text.lstrip("\ufeff"))))
    content = site.get(f"/en/due.json?{WITH}").get_json()
    assert [row["thing"] for row in table] == [d["thing"]["iri"] for d in content["duties"]]
    assert sum(content["counts"].values()) == len(table)
    assert ID + "undertaking/example-waste-census" in {row["thing"] for row in table}


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/en/due?months=7", 400, "“7” does not suit months."),
        ("/en/due?light=blue", 400, "“blue” does not suit light."),
        ("/fr/due?for=nobody-here", 404, "Rien ici ne s’appelle nobody-here."),
        ("/en/due.ics?on=soon", 400, "“soon” is not a day."),
    ],
)
def test_a_wrong_address_is_answered_in_words(
    site: FlaskClient, address: str, status: int, said: str
) -> None:
    answer = site.get(address)
    assert answer.status_code == status
    assert said in answer.text.replace("\u00a0", " ")


def test_a_day_at_the_end_of_the_calendar_is_no_error(site: FlaskClient) -> None:
    assert site.get("/en/due?on=9999-12-31").status_code == 200
