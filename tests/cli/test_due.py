"""``perms due``: the calendar of duties in words, for programs, and as a feed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json

import pytest
from icalendar import Calendar

from perms_graph.namespaces import ID

from .conftest import Perms

REAL = ("due", "--on", "2026-11-23", "--within", "60d")
WITH = ("due", "--on", "2026-11-23", "--within", "6m", "--with", "illustrative")


def test_the_real_register_has_three_duties_and_tells_what_it_cannot_know(perms: Perms) -> None:
    done = perms(*REAL, COLUMNS="250")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[:2] == [
        "Duties open on 23 November 2026, up to 22 January 2027",
        "late 0 · due 3 · in time 0 · not known if late 94",
    ]
    assert [line.split("   ")[0] for line in lines[5:]] == [
        "30 November 2026",
        "31 December 2026",
        "1 January 2027",
    ]
    assert done.err == "What may be late is listed by perms due --all.\n"


def test_what_may_be_late_is_listed_when_asked_for(perms: Perms) -> None:
    done = perms(*REAL, "--all", COLUMNS="400")
    assert len(done.out.splitlines()) == 5 + 3 + 94
    assert done.err == ""


def test_a_french_reader_gets_the_same_in_french(perms: Perms) -> None:
    lines = perms(*REAL, "--lang", "fr", COLUMNS="250").out.splitlines()
    assert lines[1] == "en retard 0 · à faire 3 · dans les temps 0 · retard éventuel non connu 94"
    assert lines[5].startswith("30 novembre 2026")


def test_the_table_has_a_row_for_each_duty_and_marks_what_is_invented(perms: Perms) -> None:
    rows = list(csv.DictReader(io.StringIO(perms(*WITH, "--format", "csv").out)))
    by_thing = {row["thing"]: row for row in rows}
    late = by_thing[ID + "undertaking/example-waste-census"]
    assert late["light"] == "late"
    assert late["due_on"] == "2026-06-30"
    assert late["owners"] == ID + "organisation/sprep"
    assert late["illustrative"] == "true"
    assert by_thing[ID + "agreement/ag-112"]["illustrative"] == "false"


def test_programs_get_names_beside_identities(perms: Perms) -> None:
    content = json.loads(perms(*WITH, "--format", "json", "--lang", "fr").out)
    assert content["day"] == "2026-11-23"
    assert content["until"] == "2027-05-23"
    assert content["counts"]["late"] == 3
    census = next(d for d in content["duties"] if d["thing"]["iri"].endswith("waste-census"))
    assert census["thing"]["label"] == "Exemple : recenser les décharges"
    assert census["kind"]["label"] == "engagement d'une partie"
    assert census["says"] == "en retard"


def test_only_what_concerns_a_partner_is_kept(perms: Perms) -> None:
    words = (*WITH, "--for", "id:partner/example-b", "--format", "json")
    content = json.loads(perms(*words).out)
    for duty in content["duties"]:
        iris = {thing["iri"] for thing in [*duty["owners"], *duty["partners"]]}
        assert ID + "partner/example-b" in iris
    assert [d["due_on"] for d in content["duties"]] == [
        "2025-06-30",
        "2026-06-30",
        "2026-12-01",
        "2026-12-31",
    ]


def test_the_feed_is_a_calendar_that_a_program_reads(perms: Perms) -> None:
    words = (*WITH, "--for", "id:partner/example-b", "--format", "ics")
    feed = perms(*words).out
    calendar = Calendar.from_ical(feed)
    assert str(calendar["name"]) == "Duties of partnerships · Example Waste Fund · illustrative"
    events = calendar.walk("VEVENT")
    assert [event.start for event in events] == [
        dt.date(2025, 6, 30),
        dt.date(2026, 6, 30),
        dt.date(2026, 12, 1),
        dt.date(2026, 12, 31),
    ]
    assert len({str(event["uid"]) for event in events}) == 4
    assert str(events[1]["categories"].cats[0]) == "late"
    assert events[2].walk("VALARM")[0]["trigger"].dt == dt.date(2026, 6, 1) - dt.date(2026, 12, 1)
    assert feed == perms(*words).out


@pytest.mark.parametrize("text", ["soon", "-3d", "6q", "", "99999d"])
def test_a_length_of_time_that_is_none_is_refused_with_an_example(perms: Perms, text: str) -> None:
    done = perms("due", "--within", text)
    assert done.code == 2
    assert done.err == (
        f"“{text}” does not suit --within.\n"
        "Give days, weeks, months or years, such as 90d, 6m, 2y.\n"
    )


def test_an_unknown_name_gets_the_nearest(perms: Perms) -> None:
    done = perms(*WITH, "--for", "Example Waist Fund")
    assert done.code == 2
    assert "id:partner/example-b" in done.err
