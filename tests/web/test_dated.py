"""The line of dates of a thing: its own and those around it, in order, each with its source."""

from __future__ import annotations

import pyoxigraph as ox
from flask import Flask
from lxml import html

from perms_graph.namespaces import ID
from web.dated import dates_of
from web.reading import reader


def line(app: Flask, path: str) -> list[tuple[str, str, str]]:
    """Give when, what and source of each date."""
    page = html.fromstring(app.test_client().get(path).text)
    return [
        tuple(" ".join(span.text_content().split()) for span in li.findall("span"))  # type: ignore[misc]
        for li in page.cssselect("ol.dates > li")
    ]


def test_an_agreement_has_its_dates_and_those_of_its_contribution(shipped_site: Flask) -> None:
    found = line(shipped_site, "/en/agreement/ag-112")
    when = [entry[0] for entry in found]
    assert when == [*["2027"] * 2, "February 2024", *["2024"] * 3, "2019", "March 2016", "2016"]
    assert found[2][1] == "Signed on"
    assert any(
        what.startswith("Year – New Zealand Ministry of Foreign Affairs and Trade: NZD")
        for _, what, _ in found[3:6]
    )
    assert all(source.startswith("← ") and len(source) > 4 for _, _, source in found)


def test_dates_are_written_as_the_reader_does(shipped_site: Flask) -> None:
    english = line(shipped_site, "/en/agreement/ag-112")
    french = line(shipped_site, "/fr/agreement/ag-112")
    assert len(french) == len(english) == 9
    assert french[7][0] == "mars 2016"


def test_a_long_line_leads_to_all_of_it(shipped_site: Flask) -> None:
    site = shipped_site.test_client()
    page = html.fromstring(site.get("/en/goal/rg1").text)
    assert len(line(shipped_site, "/en/goal/rg1")) == 30
    (link,) = page.xpath("//section[@aria-labelledby='dates']/p/a")
    whole = html.fromstring(site.get(link.get("href")).text)
    number = link.text_content().removeprefix("All ")
    assert int(number) > 30
    # A date that two documents state has two rows there and one line here.
    assert int(whole.cssselect("h2 .total")[0].text_content().replace(",", "")) >= int(number)


def test_the_newest_are_open_and_the_others_folded(shipped_site: Flask) -> None:
    page = html.fromstring(shipped_site.test_client().get("/fr/agreement/ag-112").text)
    (section,) = page.xpath("//section[@aria-labelledby='dates']")
    assert len(section.cssselect("section > ol > li")) == 5
    (more,) = section.cssselect("details")
    assert more.find("summary").text_content() == "Dates antérieures\u00a0: 4"
    assert len(more.cssselect("li")) == 4


def test_where_nothing_is_dated_there_is_no_line(shipped_site: Flask) -> None:
    page = shipped_site.test_client().get("/en/principle/mutualBenefit")
    assert page.status_code == 200
    assert line(shipped_site, "/en/principle/mutualBenefit") == []
    assert 'id="dates"' not in page.text


def test_undertakings_and_measurements_stand_in_it_too(shipped_site: Flask) -> None:
    path = "/en/undertaking/example-survey-method?with=illustrative"
    what = [entry[1] for entry in line(shipped_site, path)]
    assert "Due on" in what
    assert "Done on" in what
    baseline = line(shipped_site, "/en/indicator/example-joint-workplans?with=illustrative")
    assert sum(entry[1].startswith("Measured on") for entry in baseline) >= 2


def test_reviews_and_decisions_stand_in_it_too(shipped_site: Flask) -> None:
    site = shipped_site.test_client()
    for kind in ("review", "decision"):
        listed = html.fromstring(site.get(f"/en/{kind}?with=illustrative").text)
        things = [a.get("href") for a in listed.cssselect("main table a, main li a")]
        of_kind = [path for path in things if path.startswith(f"/en/{kind}/")]
        assert of_kind, kind
        assert any(line(shipped_site, path) for path in of_kind), kind


def test_the_line_is_what_the_stored_question_gives(shipped_site: Flask) -> None:
    with shipped_site.test_request_context("/en/"):
        shipped_site.preprocess_request()
        who = reader()
        for thing in ("agreement/ag-112", "partner/spc", "goal/rg1", "partnership/p-010"):
            node = ox.NamedNode(ID + thing)
            asked = who.view.ask("dates_around", {"thing": node})
            assert len(asked) > 1
            found = dates_of(who, node.value)
            assert set(found.rows) == set(asked.rows)
            days = [row["day"].value for row in found]
            assert days == sorted(days, reverse=True)
