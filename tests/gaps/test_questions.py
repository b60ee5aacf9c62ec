"""Each gap question finds what it should in the small register, and nothing that is a day off."""

from __future__ import annotations

import datetime as dt

import pyoxigraph as ox
import pytest

from perms_graph.catalogue import Catalogue
from perms_graph.errors import ParameterError
from perms_graph.gaps import find_gaps, later
from perms_graph.namespaces import ID
from perms_graph.store import Dataset, Term

from .conftest import DAY


def short(term: Term | None) -> str:
    if term is None:
        return ""
    value = term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
    value = value.removeprefix(ID + "principle/").removeprefix(ID)
    return f"{float(value):.4g}" if value.replace(".", "").isdigit() else value


def rows(dataset: Dataset, catalogue: Catalogue, name: str, day: dt.date = DAY) -> list[str]:
    found = {g.question.name: g.table for g in find_gaps(dataset, catalogue, day=day)}
    return [" ".join(short(t) for t in row) for row in found[name].rows]


EXPECTED = {
    "agreements_ended_without_successor": ["agreement/2 2026-06-29"],
    "agreements_ending_without_successor": ["agreement/1 2026-12-31", "agreement/6 2027-06-30"],
    "agreements_without_end": ["agreement/5 mechanism/grant"],
    "departures_expiring": ["departure/1 partnership/5 mutualBenefit 2027-06-30"],
    "goals_with_money_from_one_source": [
        "goal/soil EUR partner/dogwood 70 100 0.7 0.58 2",
        "goal/water USD partner/alder 600 600 1 1 1",
    ],
    "goals_with_money_without_technical_support": ["goal/water 1"],
    "goals_with_one_partner": ["goal/air partner/alder", "goal/water partner/alder"],
    "goals_with_technical_support_without_money": ["goal/air 1"],
    "members_goals_without_partnership": [
        "member/fiji goal/air",
        "member/fiji goal/water",
        "member/fiji objective/wells",
        "member/niue goal/air",
        "member/niue goal/soil",
        "member/niue goal/water",
        "member/niue objective/wells",
        "member/samoa goal/soil",
        "member/samoa goal/water",
        "member/samoa objective/wells",
        "member/tokelau goal/air",
        "member/tokelau goal/water",
        "member/tokelau objective/wells",
        "member/tonga goal/air",
        "member/tonga objective/wells",
    ],
    "members_with_fewer_partnerships_than_peers": [
        "member/niue member-type/country 0 1.5 1",
        "member/samoa member-type/country 1 1.5 0.3333",
    ],
    "members_with_priorities_unanswered": [
        "member/niue priority/3 objective/wells",
        "member/tonga priority/2 goal/air",
    ],
    "members_without_partnership": ["member/niue"],
    "objectives_without_partnership": ["objective/wells"],
    "partners_without_demanded_mechanism": [
        "partner/birch mechanism/grant",
        "partner/dogwood mechanism/grant",
    ],
    "partnerships_without_holder": [f"partnership/{n}" for n in (2, 3, 5, 7)],
    "partnerships_without_indicator": [f"partnership/{n}" for n in (1, 5, 7)],
    "undertakings_overdue": [
        "undertaking/5  partner/elm 2026-05-01",
        "undertaking/4 agreement/7  2026-06-01",
        "undertaking/1 agreement/6 partner/dogwood 2026-06-29",
    ],
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_question_finds_its_rows_and_no_near_miss(
    small: Dataset, catalogue: Catalogue, name: str
) -> None:
    assert rows(small, catalogue, name) == EXPECTED[name]


def test_no_gap_question_is_left_out(catalogue: Catalogue) -> None:
    assert sorted(q.name for q in catalogue.family("gaps")) == sorted(EXPECTED)


def test_each_gap_says_how_to_read_it_in_both_languages(catalogue: Catalogue) -> None:
    for question in catalogue.family("gaps"):
        assert set(question.reading) == {"en", "fr"}
        assert question.reading["en"] != question.reading["fr"]


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        pytest.param(
            "goals_with_technical_support_without_money",
            "2026-07-01",
            [],
            id="on its first day the renewal brings money, and the technical support has ended",
        ),
        pytest.param(
            "goals_with_money_without_technical_support",
            "2026-06-29",
            [],
            id="on its last day Birch's technical support still counts",
        ),
        pytest.param(
            "goals_with_one_partner",
            "2026-06-29",
            ["goal/air partner/alder"],
            id="on that day water has two partners",
        ),
        pytest.param(
            "agreements_ending_without_successor",
            "2026-06-29",
            ["agreement/2 2026-06-29", "agreement/1 2026-12-31"],
            id="the last day is in the time ahead, the day after it is not",
        ),
        pytest.param(
            "objectives_without_partnership",
            "2025-12-31",
            [],
            id="on its last day an agreement still serves",
        ),
        pytest.param(
            "undertakings_overdue",
            "2026-07-01",
            [
                "undertaking/5  partner/elm 2026-05-01",
                "undertaking/1 agreement/6 partner/dogwood 2026-06-29",
                "undertaking/2 agreement/6  2026-06-30",
            ],
            id="what was done on the day is late no more, and what was due yesterday is",
        ),
    ],
)
def test_the_day_before_and_the_day_after_count_as_they_should(
    small: Dataset, catalogue: Catalogue, name: str, day: str, expected: list[str]
) -> None:
    assert rows(small, catalogue, name, dt.date.fromisoformat(day)) == expected


def test_a_longer_time_ahead_finds_what_ends_later(small: Dataset, catalogue: Catalogue) -> None:
    found = {g.question.name: g.table for g in find_gaps(small, catalogue, day=DAY, months=13)}
    ending = found["agreements_ending_without_successor"].column("agreement")
    assert [short(t) for t in ending] == ["agreement/1", "agreement/6", "agreement/7"]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-06-30", 12, "2027-06-30"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-12-01", 0, "2026-12-01"),
    ],
)
def test_some_months_later_is_the_same_day_or_the_last_of_its_month(
    day: str, months: int, expected: str
) -> None:
    assert later(dt.date.fromisoformat(day), months).isoformat() == expected


@pytest.mark.parametrize(("day", "months"), [(DAY, -1), (dt.date(9999, 12, 1), 1)])
def test_months_that_lead_nowhere_are_refused(day: dt.date, months: int) -> None:
    with pytest.raises(ParameterError, match="does not suit"):
        later(day, months)
