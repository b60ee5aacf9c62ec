"""Duties of a small graph, worked out by hand: what is late, due, in time, and not known."""

from __future__ import annotations

import datetime as dt

import pyoxigraph as ox
import pytest

from perms_graph.catalogue import load_catalogue
from perms_graph.duties import Duties, Duty, DutyKind, Light, find_duties
from perms_graph.duties.finding import moved
from perms_graph.errors import PermsError
from perms_graph.namespaces import ID, sparql_prologue
from perms_graph.resources import shipped
from perms_graph.store import Dataset
from perms_graph.store.loading import parse

CATALOGUE = load_catalogue(shipped().queries)
TEST = "https://w3id.org/perms/test/"
DAY = dt.date(2026, 6, 30)

SMALL = """
<https://w3id.org/perms/id/setting/review-period> perms:frequency "P2Y"^^xsd:duration .
# In force all along, reviewed, held by a post with a person in it.
ex:p a perms:Partnership ; perms:formalisedBy ex:a ; perms:between ex:partner ;
    perms:heldBy ex:post ; perms:reviewedIn ex:r ; perms:monitoredBy ex:i .
ex:a a perms:Agreement ; perms:formalises ex:p ; perms:endsOn "2027-06-30"^^xsd:date ;
    perms:latestStart "2020-01-01"^^xsd:date ; perms:earliestEnd "2027-06-30"^^xsd:date ;
    perms:latestEnd "2027-06-30"^^xsd:date .
ex:r perms:heldOn "2024-02-10"^^xsd:date .
ex:post perms:occupiedBy ex:person .
ex:done a perms:Undertaking ; perms:owedUnder ex:a ; perms:dueOn "2025-01-01"^^xsd:date ;
    perms:doneOn "2026-06-30"^^xsd:date .
ex:later a perms:Undertaking ; perms:owedUnder ex:a ; perms:dueOn "2026-06-29"^^xsd:date ;
    perms:doneOn "2026-07-01"^^xsd:date ; perms:undertakenBy ex:partner .
ex:today a perms:Undertaking ; perms:owedUnder ex:a ; perms:dueOn "2026-06-30"^^xsd:date .
ex:i a perms:Indicator ; perms:frequency "P1Y"^^xsd:duration ; perms:reportedBy ex:reporter .
ex:m a perms:Measurement ; perms:ofIndicator ex:i ; perms:measuredOn "2025-09-30"^^xsd:date .
ex:t a perms:Target ; perms:ofIndicator ex:i ; perms:dueOn "2025-09-30"^^xsd:date .
ex:t2 a perms:Target ; perms:ofIndicator ex:i ; perms:dueOn "2026-06-01"^^xsd:date .
ex:unmeasured a perms:Indicator ; perms:frequency "P6M"^^xsd:duration .
ex:d a perms:Departure ; perms:ofPartnership ex:p ; perms:expiresOn "2026-09-30"^^xsd:date ;
    perms:decidedBy ex:body .
ex:expired a perms:Departure ; perms:ofPartnership ex:p ; perms:expiresOn "2026-06-29"^^xsd:date .
# Began in 2010 and may be over; no review is on record.
ex:q a perms:Partnership ; perms:formalisedBy ex:b .
ex:b a perms:Agreement ; perms:formalises ex:q ; perms:latestStart "2010-05-01"^^xsd:date .
# Ended: nothing is owed any more.
ex:over a perms:Partnership ; perms:formalisedBy ex:c .
ex:c a perms:Agreement ; perms:formalises ex:over ; perms:endsOn "2015"^^xsd:gYear ;
    perms:earliestEnd "2015-01-01"^^xsd:date ; perms:latestEnd "2015-12-31"^^xsd:date .
# Ends soon, and its successor is signed.
ex:s a perms:Agreement ; perms:formalises ex:q ; perms:endsOn "2026-08-01"^^xsd:date ;
    perms:earliestEnd "2026-08-01"^^xsd:date ; perms:latestEnd "2026-08-01"^^xsd:date .
ex:next perms:hasPredecessor ex:s .
"""


def dataset_of(turtle: str) -> Dataset:
    text = sparql_prologue(turtle).replace("PREFIX", "@prefix").replace(">\n", "> .\n")
    text += f"@prefix ex: <{TEST}> .\n{turtle}"
    dataset = Dataset.memory()
    dataset.add(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    policy = shipped().data / "policy" / "duties.trig"
    dataset.add(ox.Quad(q.subject, q.predicate, q.object) for q in parse(policy))
    return dataset


def found(turtle: str = SMALL, *, day: dt.date = DAY, until: str = "2027-12-31") -> Duties:
    return find_duties(dataset_of(turtle), CATALOGUE, day=day, until=dt.date.fromisoformat(until))


def row(duty: Duty) -> tuple[str, str, str | None, str]:
    return (
        duty.kind.rpartition("/")[2],
        duty.thing.removeprefix(TEST),
        duty.due_on.isoformat() if duty.due_on else None,
        duty.light.value,
    )


def test_every_kind_of_duty_is_found_where_it_stands_and_in_the_order_of_its_day() -> None:
    assert [row(d) for d in found().found] == [
        ("review", "q", "2012-05-31", "not known"),
        ("review", "p", "2026-02-28", "late"),
        ("target", "t2", "2026-06-01", "due"),
        ("undertaking", "later", "2026-06-29", "late"),
        ("undertaking", "today", "2026-06-30", "due"),
        ("departure", "d", "2026-09-30", "due"),
        ("measurement", "i", "2026-09-30", "in time"),
        ("renewal", "a", "2027-06-30", "in time"),
        ("measurement", "unmeasured", None, "not known"),
    ]


def test_what_lies_beyond_the_last_day_is_left_out_and_what_has_no_day_is_kept() -> None:
    things = [d.thing.removeprefix(TEST) for d in found(until="2026-06-30").found]
    assert things == ["q", "p", "t2", "later", "today", "unmeasured"]


def test_a_target_is_met_by_a_measurement_on_its_day() -> None:
    things = {d.thing for d in found().found}
    assert TEST + "t2" in things
    assert TEST + "t" not in things


def test_the_day_itself_is_in_time_and_grace_comes_before_lateness() -> None:
    kinds = found().kinds
    assert kinds[ID + "duty-kind/target"].grace == "P1M"
    by_day = {
        day: {d.thing: d.light for d in found(day=dt.date.fromisoformat(day)).found}
        for day in ("2026-02-28", "2026-03-01", "2026-07-01", "2026-07-02")
    }
    assert by_day["2026-02-28"][TEST + "t2"] is Light.GREEN
    assert by_day["2026-03-01"][TEST + "t2"] is Light.AMBER
    assert by_day["2026-07-01"][TEST + "t2"] is Light.AMBER
    assert by_day["2026-07-02"][TEST + "t2"] is Light.RED
    assert by_day["2026-07-01"][TEST + "today"] is Light.RED


def test_who_undertook_it_owns_it_and_otherwise_the_post_that_holds_the_partnership() -> None:
    owners = {d.thing.removeprefix(TEST): d.owners for d in found().found}
    assert owners["later"] == (TEST + "partner",)
    assert owners["today"] == (TEST + "post",)
    assert owners["i"] == (TEST + "reporter",)
    assert owners["d"] == (TEST + "body",)
    assert owners["q"] == ()


def test_duties_are_kept_by_owner_person_partner_and_partnership() -> None:
    everything = found()
    of_p = {d.thing for d in everything.of(TEST + "p").found}
    assert of_p == {TEST + n for n in ("p", "t2", "later", "today", "i", "d", "a")}
    assert {d.thing for d in everything.of(TEST + "person").found} == of_p
    assert {d.thing for d in everything.of(TEST + "partner").found} == of_p
    assert {d.thing for d in everything.of(TEST + "partner", TEST + "reporter").found} == {
        TEST + "i",
        TEST + "t2",
    }


def test_missing_data_make_nothing_late() -> None:
    never = SMALL.replace("perms:reviewedIn ex:r ; ", "")
    lights = {d.thing: (d.due_on, d.light) for d in found(never).found}
    assert lights[TEST + "p"] == (dt.date(2022, 1, 31), Light.UNKNOWN)
    open_end = SMALL.replace('perms:earliestEnd "2027-06-30"^^xsd:date', 'perms:topic "coasts"')
    lights = {d.thing: (d.due_on, d.light) for d in found(open_end).found}
    assert lights[TEST + "p"] == (dt.date(2026, 2, 28), Light.UNKNOWN)


def test_the_four_lights_are_counted_apart() -> None:
    assert {light.value: n for light, n in found().counts().items()} == {
        "late": 2,
        "due": 3,
        "in time": 2,
        "not known": 2,
    }
    assert len(found().known.found) == 7


def test_a_kind_without_lengths_of_time_is_due_on_its_day_and_late_after_it() -> None:
    dataset = dataset_of(SMALL)
    dataset.update("DELETE { ?kind ?p ?o } WHERE { ?kind a perms:DutyKind ; ?p ?o }")
    lights = {
        day: {
            d.thing: d.light
            for d in find_duties(
                dataset, CATALOGUE, day=dt.date(2026, 9, day), until=dt.date(2027, 1, 1)
            ).found
        }
        for day in (29, 30)
    }
    assert lights[29][TEST + "d"] is Light.GREEN
    assert lights[30][TEST + "d"] is Light.AMBER


@pytest.mark.parametrize(
    ("day", "length", "sign", "moved_to"),
    [
        ("2024-03-31", "P1M", -1, "2024-02-29"),
        ("2026-01-15", "P1Y2M3D", 1, "2027-03-18"),
        ("2026-01-15", "PT0S", 1, "2026-01-15"),
        ("2026-01-15", "P0D", -1, "2026-01-15"),
        ("9999-12-01", "P1Y", 1, "9999-12-31"),
    ],
)
def test_a_day_is_moved_by_a_length_of_time(
    day: str, length: str, sign: int, moved_to: str
) -> None:
    kind = DutyKind(ID + "duty-kind/review", length, length)
    assert moved(dt.date.fromisoformat(day), length, kind, sign).isoformat() == moved_to


@pytest.mark.parametrize("length", ["P", "PT4H", "-P1M", "six months", ""])
def test_a_length_that_cannot_be_used_is_refused_with_the_kind_it_is_of(length: str) -> None:
    kind = DutyKind(ID + "duty-kind/review", length, length)
    with pytest.raises(PermsError) as caught:
        moved(DAY, length, kind, 1)
    assert caught.value.message.values["name"] == "id:duty-kind/review"
