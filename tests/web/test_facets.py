"""Lists narrowed down: true counts, choices that live in the address, files of the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import lxml.html
import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

ON = "on=2026-05-31"
CHOSEN = "//nav[@class='narrowing']/details[.//a[@aria-current]]"


@pytest.fixture()
def site(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()


def page_of(site: FlaskClient, address: str) -> lxml.html.HtmlElement:
    answer = site.get(address)
    assert answer.status_code == 200, answer.text
    return lxml.html.fromstring(answer.text)


def found(site: FlaskClient, address: str) -> int:
    """How many rows the whole list has, over all its pages."""
    path, _, query = address.partition("?")
    table = csv.DictReader(io.StringIO(site.get(f"{path}.csv?{query}").text.lstrip("\ufeff")))
    return len(list(table))


def values(page: lxml.html.HtmlElement) -> Iterator[tuple[str, str, int, str]]:
    """Title of the facet, label, count and address of each value."""
    for panel in page.xpath("//nav[@class='narrowing']/details"):
        title = panel.xpath("string(./summary)")
        for item in panel.xpath(".//li"):
            label = item.xpath("string(./a)")
            number = item.xpath("string(./span)").replace(",", "")
            yield title, label, int(number), item.xpath("string(./a/@href)")


@pytest.mark.parametrize(
    "address",
    [
        f"/en/partnership?{ON}",
        f"/en/partnership?{ON}&mechanism=id:mechanism/mou",
        f"/en/agreement?{ON}&state=not-known&type=id:partner-type/bilateralDonor",
        f"/en/partner?{ON}",
        f"/en/member?{ON}",
    ],
)
def test_every_count_is_the_number_of_rows_that_choosing_it_alone_gives(
    site: FlaskClient, address: str
) -> None:
    seen = 0
    page = page_of(site, address)
    # In a facet with a choice, another value widens what is chosen there.
    chosen = {p.xpath("string(./summary)") for p in page.xpath(CHOSEN)}
    for title, label, count, href in [v for v in values(page) if v[0] not in chosen][::5]:
        assert found(site, href) == count, (title, label)
        seen += 1
    assert seen > 1


def test_several_values_of_a_facet_widen_and_two_facets_narrow(site: FlaskClient) -> None:
    memoranda = found(site, f"/en/agreement?{ON}&mechanism=id:mechanism/mou")
    grants = found(site, f"/en/agreement?{ON}&mechanism=id:mechanism/grant")
    both = found(
        site,
        f"/en/agreement?{ON}&mechanism=id:mechanism/mou&mechanism=id:mechanism/grant",
    )
    assert both == memoranda + grants > memoranda > 0
    ended = found(site, f"/en/agreement?{ON}&mechanism=id:mechanism/mou&state=no")
    assert 0 < ended < memoranda


def test_what_is_not_recorded_is_a_value_and_everything_has_one(site: FlaskClient) -> None:
    total = found(site, f"/en/partnership?{ON}")
    page = page_of(site, f"/en/partnership?{ON}")
    by_title: dict[str, dict[str, int]] = {}
    for title, label, count, _ in values(page):
        by_title.setdefault(title, {})[label] = count
    assert sum(by_title["In force"].values()) == total
    assert by_title["Member"]["Not recorded"] > 0
    named = found(site, f"/en/partnership?{ON}&member=none")
    assert named == by_title["Member"]["Not recorded"]


def test_the_verdicts_on_a_principle_add_up_to_all_partnerships(site: FlaskClient) -> None:
    page = page_of(site, f"/en/partnership?{ON}")
    total = found(site, f"/en/partnership?{ON}")
    for title in ("Shared values", "Mutual, measured benefit"):
        counts = [count for t, _, count, _ in values(page) if t == title]
        assert sum(counts) == total, title


def test_a_choice_is_shown_and_can_be_taken_away(site: FlaskClient) -> None:
    address = f"/en/partnership?{ON}&mechanism=id:mechanism/mou&state=not-known&sort=-name"
    page = page_of(site, address)
    chips = page.xpath("//ul[@class='chips']/li/a")
    assert len(chips) == 3
    without = [a.get("href") for a in chips[:2]]
    assert {found(site, a) for a in without} == {
        found(site, f"/en/partnership?{ON}&state=not-known"),
        found(site, f"/en/partnership?{ON}&mechanism=id:mechanism/mou"),
    }
    assert all("sort=-name" in a and ON in a for a in without)
    hidden = {i.get("name"): i.get("value") for i in page.xpath("//form//input[@type='hidden']")}
    assert hidden["mechanism"] == "id:mechanism/mou"
    assert hidden["state"] == "not-known"


def test_a_list_as_a_workbook_says_who_has_which_role(site: FlaskClient) -> None:
    answer = site.get(f"/fr/agreement.xlsx?{ON}&mechanism=id:mechanism/mou")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    agreements, roles = book.worksheets
    assert agreements.max_row - 1 == found(site, f"/fr/agreement?{ON}&mechanism=id:mechanism/mou")
    heads = [cell.value for cell in next(roles.iter_rows(max_row=1))]
    assert heads[-1] == "rôle"
    said = {row[-1].value for row in roles.iter_rows(min_row=2)}
    assert {"partenaire", "secrétariat"} <= said


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/en/partnership?collaboration=perhaps", "This list has no collaboration “perhaps”."),
        ("/en/agreement?ends=5", "This list has no ends “5”."),
        ("/en/partner?state=yes", "This list has no state “yes”."),
    ],
)
def test_a_choice_that_there_is_not_is_refused_in_words(
    site: FlaskClient, address: str, said: str
) -> None:
    answer = site.get(address)
    assert answer.status_code == 400
    assert said in answer.text


def test_an_unknown_thing_leaves_nothing_and_says_so(site: FlaskClient) -> None:
    page = page_of(site, "/fr/partnership?member=id:member/atlantis")
    assert "Rien dans cette liste ne correspond." in page.text_content()
