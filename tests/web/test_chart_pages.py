"""Pictures on pages: each says what its table says, in both languages, and is drawn once."""

from __future__ import annotations

import re

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.state import site as state_of

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture()
def site(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()


def values(spec: dict[str, dict[str, list[dict[str, object]]]]) -> list[dict[str, object]]:
    """Give the rows of all data in a description."""
    return [row for rows in spec["datasets"].values() for row in rows]


PICTURES = [
    "coverage",
    "members",
    "openings",
    "scores",
    "times",
]
ASKED = {
    "coverage": "",
    "members": "",
    "openings": "?objective=rg3",
    "scores": "?member=fiji",
    "times": "?thing=id:partner/spc",
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_comes_as_svg_png_and_description(site: FlaskClient, name: str) -> None:
    svg = site.get(f"/en/charts/{name}.svg{ASKED[name]}")
    assert (svg.status_code, svg.content_type) == (200, "image/svg+xml; charset=utf-8")
    assert svg.text.startswith("<svg")
    assert "<script" not in svg.text
    assert svg.headers["Content-Security-Policy"].startswith("default-src 'none'")
    png = site.get(f"/en/charts/{name}.png{ASKED[name]}")
    assert png.data.startswith(PNG)
    spec = site.get(f"/en/charts/{name}.json{ASKED[name]}").json
    assert spec is not None
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert spec["background"] == "white"
    assert values(spec) != []


def test_a_picture_speaks_the_language_of_its_address(site: FlaskClient) -> None:
    assert "Technical support" in site.get("/en/charts/coverage.svg").text
    french = site.get("/fr/charts/coverage.svg").text
    assert "Soutien technique" in french
    assert "Technical support" not in french


def test_a_picture_is_drawn_once_and_the_day_is_part_of_it(shipped_site: Flask) -> None:
    client = shipped_site.test_client()
    memo = state_of(shipped_site).views["register"].memo
    first = client.get("/en/charts/coverage.svg?on=2014-01-01")
    held = len(memo)
    again = client.get("/en/charts/coverage.svg?on=2014-01-01")
    assert again.data == first.data
    assert len(memo) == held
    assert client.get("/en/charts/coverage.svg?on=2024-01-01").data != first.data
    unchanged = client.get(
        "/en/charts/coverage.svg?on=2014-01-01", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert unchanged.status_code == 304


def test_the_heat_map_and_its_table_say_the_same(site: FlaskClient) -> None:
    page = lxml.html.fromstring(site.get("/en/charts").text)
    table = page.xpath('//section[@aria-labelledby="coverage"]//table')[0]
    columns = [c.text_content() for c in table.xpath("thead/tr/th")][1:]
    told = {
        (row.xpath("th")[0].text_content(), column): cell.text_content().strip()
        for row in table.xpath("tbody/tr")
        for column, cell in zip(columns, row.xpath("td"), strict=True)
        if not cell.xpath("span")
    }
    spec = site.get("/en/charts/coverage.json").json
    assert spec is not None
    drawn = {(v["row"], v["column"]): v["words"] for v in values(spec) if "row" in v}
    assert drawn == told
    assert len(told) > 15


def test_what_is_not_known_is_no_zero(site: FlaskClient) -> None:
    spec = site.get("/en/charts/coverage.json").json
    assert spec is not None
    unknown = [v for v in values(spec) if str(v.get("words", "")).endswith("?")]
    assert unknown != []
    for value in unknown:
        sure = re.fullmatch(r"(\d+) \+\d+\?", str(value["words"]))
        assert value["value"] == (int(sure[1]) if sure else None)


def test_the_map_shows_every_member_that_it_can_and_names_the_others(site: FlaskClient) -> None:
    page = lxml.html.fromstring(site.get("/en/charts").text)
    section = page.xpath('//section[@aria-labelledby="members"]')[0]
    rows = {
        row.xpath("th")[0].text_content().strip(): [int(n.text_content()) for n in row.xpath("td")]
        for row in section.xpath(".//tbody/tr")
    }
    assert len(rows) == 26
    spec = site.get("/en/charts/members.json").json
    assert spec is not None
    texts = {str(v["text"]) for v in values(spec) if "text" in v}
    off = next(p for p in section.xpath("./p") if p.text_content().startswith("Off the map"))
    outside = {a.text for a in off.xpath("a")}
    assert outside == {"France", "United Kingdom", "United States of America"}
    for name, (yes, unknown, _) in rows.items():
        words = f"{yes} +{unknown}?" if yes and unknown else f"{unknown}?" if unknown else str(yes)
        assert (f"{name} {words}" in texts) == (name not in outside), name


def test_a_number_of_the_map_is_that_of_the_members_partnerships(site: FlaskClient) -> None:
    page = lxml.html.fromstring(site.get("/en/charts").text)
    (row,) = page.xpath('//section[@aria-labelledby="members"]//tr[th/a="Fiji"]')
    counted = sum(int(n.text_content()) for n in row.xpath("td"))
    csv = site.get("/en/questions/partnerships_of_member.csv?member=fiji").text
    partnerships = {line.split(",")[0] for line in csv.splitlines()[1:] if line}
    assert counted == len(partnerships)


def test_times_are_sure_between_the_bounds_and_open_beyond(client: FlaskClient) -> None:
    # ag-001 began in May 2021, it is not known on which day, and ends in 2026 or 2027.
    spec = client.get("/en/charts/times.json?thing=id:partnership/p-001").json
    assert spec is not None
    spans = sorted(
        (str(v["start"]), str(v["end"]), str(v["kind"]))
        for v in values(spec)
        if "kind" in v and str(v["start"]) > "2000"
    )
    assert spans == [
        ("2021-05-01", "2021-05-31", "perhaps in force"),
        ("2021-05-31", "2026-12-31", "surely in force"),
        ("2026-12-31", "2027-12-31", "perhaps in force"),
    ]
    # Nobody published an end of ag-003: it stays open to the edge, a year after the last day.
    (old,) = [v for v in values(spec) if str(v.get("start", "")) < "2000" and "kind" in v]
    assert (old["start"], old["end"]) == ("1993-06-16", "2028-12-30")
    assert old["kind"] == "perhaps in force"


def test_the_page_of_a_partnership_has_the_picture_and_the_same_days_in_a_table(
    client: FlaskClient,
) -> None:
    page = lxml.html.fromstring(client.get("/en/partnership/p-001").text)
    (image,) = page.xpath('//section[@aria-labelledby="times"]//img')
    assert image.get("alt") == "Bars of time, one for each agreement; the table says the same."
    assert client.get(image.get("src")).status_code == 200
    rows = [
        [" ".join(c.text_content().split()) for c in row.xpath("td")]
        for row in page.xpath('//section[@aria-labelledby="times"]//tbody/tr')
    ]
    assert rows == [
        ["16 June 1993", "16 June 1993", "not known", "not known"],
        ["1 May 2021", "31 May 2021", "31 December 2026", "31 December 2027"],
    ]


@pytest.mark.parametrize("path", ["/charts", "/openings?objective=rg3", "/partner/spc"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_picture_has_words_and_a_table_beside_it(
    site: FlaskClient, path: str, language: str
) -> None:
    page = lxml.html.fromstring(site.get(f"/{language}{path}").text)
    figures = page.xpath('//figure[@class="chart"]')
    assert figures
    for figure in figures:
        (image,) = figure.xpath(".//img")
        assert len(image.get("alt")) > 20
        assert image.get("src").startswith(f"/{language}/charts/")
        assert figure.xpath("ancestor::section[1]//table")
        links = figure.xpath(".//figcaption//a/text()")
        assert links == ["SVG", "PNG", "Vega-Lite"]
