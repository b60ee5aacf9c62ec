"""What a cell counts, on a register small enough to count by hand."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest

from perms_graph.catalogue import Catalogue
from perms_graph.coverage import AXES, NO, NOT_KNOWN, YES, Cell, Matrix, Tally, cover
from perms_graph.errors import ParameterError, UnknownNameError
from perms_graph.register import Register
from perms_graph.store import Dataset

from .conftest import DAY, iri, short


def matrix(
    small: Dataset,
    catalogue: Catalogue,
    rows: str = "objective",
    columns: str | None = "purpose",
    day: dt.date = DAY,
) -> Matrix:
    return cover(small, catalogue, rows=rows, columns=columns, day=day)


def cell(found: Matrix, row: str, column: str = "") -> Cell:
    cell = found.at(iri(row), iri(column))
    assert cell is not None
    return cell


def numbers(tally: Tally) -> tuple[int, int, int]:
    return tally.in_force, tally.not_known, tally.not_in_force


def test_a_partnership_under_two_objectives_of_a_goal_counts_once_for_the_goal(
    small: Dataset, catalogue: Catalogue
) -> None:
    found = matrix(small, catalogue)
    money = "purpose/financialSupport"
    assert numbers(cell(found, "objective/wells", money).partnerships) == (1, 0, 0)
    assert numbers(cell(found, "objective/rain", money).partnerships) == (0, 0, 1)
    goal = cell(found, "goal/water", money)
    # Partnership 1 once, with its best answer; 3 through the focus area.
    assert numbers(goal.partnerships) == (1, 1, 0)
    assert [short(p) for p in goal.partnerships.things()] == ["partnership/1", "partnership/3"]
    assert [short(p) for p in goal.partnerships.things(NOT_KNOWN)] == ["partnership/3"]
    assert numbers(goal.agreements) == (1, 1, 1)
    assert [short(p) for p in goal.agreements.things(YES, NO)] == ["agreement/1", "agreement/2"]
    # Alder by agreement 1; Birch by agreement 3, which is better than its ended one.
    assert numbers(goal.partners) == (1, 1, 0)


def test_money_is_added_by_answer_and_currency_and_never_converted(
    small: Dataset, catalogue: Catalogue
) -> None:
    goal = cell(matrix(small, catalogue), "goal/water", "purpose/financialSupport")
    assert [
        (s.in_force, s.currency, s.total, [short(a) for a in s.amounts]) for s in goal.money
    ] == [
        (YES, "USD", Decimal("300.5"), ["contribution/1", "contribution/2"]),
        (NOT_KNOWN, "FJD", Decimal(30), ["amount/3"]),
        (NO, "FJD", Decimal(70), ["amount/2"]),
    ]


def test_days_left_are_those_to_the_next_known_end_and_unknown_ends_stand_apart(
    small: Dataset, catalogue: Catalogue
) -> None:
    found = matrix(small, catalogue)
    goal = cell(found, "goal/water", "purpose/financialSupport")
    assert (goal.next_end, goal.days_left) == (dt.date(2026, 7, 10), 10)
    assert goal.ends_not_known == 1
    ended = cell(found, "objective/rain", "purpose/financialSupport")
    assert (ended.next_end, ended.days_left, ended.ends_not_known) == (None, None, 0)


@pytest.mark.parametrize(
    ("day", "expected", "left"),
    [
        pytest.param("2019-12-31", (1, 0, 1), 0, id="last day of the second agreement"),
        pytest.param("2020-01-01", (1, 0, 1), 2382, id="first day of the first"),
        pytest.param("2026-07-10", (1, 1, 0), 0, id="last day of the first"),
        pytest.param("2026-07-11", (0, 1, 1), None, id="the day after"),
    ],
)
def test_the_first_and_the_last_day_count(
    small: Dataset,
    catalogue: Catalogue,
    day: str,
    expected: tuple[int, int, int],
    left: int | None,
) -> None:
    found = matrix(small, catalogue, day=dt.date.fromisoformat(day))
    goal = cell(found, "goal/water", "purpose/financialSupport")
    assert (numbers(goal.partnerships), goal.days_left) == (expected, left)


def test_an_agreement_is_in_a_cell_only_if_it_has_both_sides_itself(
    small: Dataset, catalogue: Catalogue
) -> None:
    found = matrix(small, catalogue, "member", "mechanism")
    assert {(short(r), short(c)) for r, c in found.cells} == {
        ("member/fiji", "mechanism/grant"),
        ("member/fiji", "mechanism/mou"),
        ("member/tonga", "mechanism/grant"),
    }


def test_goods_are_procurement_and_framework_goals_belong_to_their_framework(
    small: Dataset, catalogue: Catalogue
) -> None:
    found = matrix(small, catalogue, "framework", "purpose")
    assert [(short(p.iri), p.code, p.depth) for p in found.rows] == [
        ("framework/plan", "PLAN", 0),
        ("framework-goal/first", None, 1),
    ]
    for row in ("framework/plan", "framework-goal/first"):
        assert numbers(cell(found, row, "purpose/procurement").partnerships) == (0, 1, 0)
    assert "purpose/goods" not in {short(p.iri) for p in found.columns}


def test_a_type_of_partner_counts_its_own_partners_and_the_money_they_give(
    small: Dataset, catalogue: Catalogue
) -> None:
    found = matrix(small, catalogue, "partner-type", None)
    fund, ngo = cell(found, "partner-type/fund"), cell(found, "partner-type/ngo")
    assert [short(p) for p in fund.partners.things()] == ["partner/alder"]
    assert [short(p) for p in ngo.partners.things()] == ["partner/birch"]
    assert [(s.in_force, s.currency, s.total) for s in fund.money] == [
        (YES, "USD", Decimal("300.5")),
        (NOT_KNOWN, "FJD", Decimal(30)),
    ]
    assert [(s.in_force, s.currency, s.total) for s in ngo.money] == [
        (NOT_KNOWN, "FJD", Decimal(30)),
        (NO, "FJD", Decimal(70)),
    ]


def test_rows_that_nobody_serves_are_there_and_have_no_cell(
    small: Dataset, catalogue: Catalogue
) -> None:
    found = matrix(small, catalogue, "member", "purpose")
    assert [short(p.iri) for p in found.rows] == ["member/fiji", "member/niue", "member/tonga"]
    assert [c for c in found.cells if c[0] == iri("member/niue")] == []
    assert found.at(iri("member/niue"), iri("purpose/procurement")) is None


def test_rows_stand_below_what_they_belong_to_in_the_order_of_codes(
    small: Dataset, catalogue: Catalogue
) -> None:
    rows = matrix(small, catalogue).rows
    assert [(p.code, p.depth) for p in rows] == [
        ("RG1", 0),
        ("RG1-1", 1),
        ("RG1-2", 1),
        ("FA1", 1),
        ("RG2", 0),
    ]
    assert [p.code for p in matrix(small, catalogue, "goal").rows] == ["RG1", "RG2"]


def test_unknown_axes_and_twice_the_same_are_refused_in_words(
    small: Dataset, catalogue: Catalogue
) -> None:
    with pytest.raises(UnknownNameError, match="no axis named members") as unknown:
        matrix(small, catalogue, "members")
    assert unknown.value.nearest[0] == "member"
    with pytest.raises(ParameterError, match="both member"):
        matrix(small, catalogue, "member", "member")


@pytest.mark.parametrize("name", ["cells_by_axes", "partners_by_axes", "money_by_axes"])
def test_questions_that_count_read_both_axes_and_each_other_alike(
    catalogue: Catalogue, name: str
) -> None:
    def axis(question: str, words: str, place: str) -> str:
        text = catalogue.find(question).sparql
        found = re.search(rf"SELECT \?agreement \?{place} .*?\n      }}\n", text, re.DOTALL)
        assert found is not None
        same = found[0].replace(f"?{words}", "?axis").replace(f"?{place}", "?place")
        return re.sub(r"\n +UNION \{ FILTER \(\?axis = \"none\"\).*", "", same)

    one = axis("cells_by_axes", "rows", "row")
    assert axis(name, "rows", "row") == axis(name, "columns", "column") == one
    assert one.count("FILTER") == 6


def test_each_axis_has_things_in_the_shipped_register(register: Register) -> None:
    found = {
        a.name: len(
            cover(register.dataset, register.catalogue, rows=a.name, columns=None, day=DAY).rows
        )
        for a in AXES
    }
    assert found == {
        "objective": 20,
        "goal": 9,
        "framework": 58,
        "purpose": 5,
        "member": 26,
        "mechanism": 29,
        "partner-type": 16,
    }
