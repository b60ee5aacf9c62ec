"""What differs between two days opens: its statements say why the answers differ."""

from __future__ import annotations

import datetime as dt

import pytest

from perms_graph.coverage import NO, NOT_KNOWN, YES, Difference, compare, open_difference
from perms_graph.coverage.opened_changes import Key
from perms_graph.namespaces import PERMS
from perms_graph.openings import Stated
from perms_graph.register import Register

from .test_cells_open import RANK, Facts

DAYS = (dt.date(2024, 1, 1), dt.date(2026, 6, 30))


@pytest.fixture(scope="module")
def found(register: Register) -> Difference:
    return compare(register.dataset, register.catalogue, earlier=DAYS[0], later=DAYS[1])


@pytest.fixture(scope="module")
def opened(register: Register, found: Difference) -> dict[Key, tuple[Stated, ...]]:
    return open_difference(register.dataset, register.catalogue, found)


def test_answers_of_partnerships_follow_from_their_statements(
    found: Difference, opened: dict[Key, tuple[Stated, ...]]
) -> None:
    kinds = {(NO, YES): "begun", (YES, NO): "ended"}
    assert len(found.changed) == 14
    for change in found.changed:
        kind = kinds.get((change.before, change.after))
        kind = kind or ("newly_not_known" if change.after == NOT_KNOWN else "newly_known")
        stated = opened[kind, change.partnership, ""]
        for day, told in zip(DAYS, (change.before, change.after), strict=True):
            facts = Facts(stated, day)
            agreements = facts.objects(change.partnership, "formalisedBy")
            assert max(RANK[facts.answer(a)] for a in agreements) == RANK[told]


def test_a_renewal_opens_to_the_tie_and_to_when_it_began(
    found: Difference, opened: dict[Key, tuple[Stated, ...]]
) -> None:
    assert len(found.renewed) == 5
    for renewal in found.renewed:
        stated = opened["renewed", renewal.successor, renewal.agreement]
        facts = Facts(stated, DAYS[1])
        assert renewal.agreement in facts.objects(renewal.successor, "renews", "follows")
        (begun,) = facts.objects(renewal.successor, "latestStart")
        assert DAYS[0] < dt.date.fromisoformat(begun) <= DAYS[1]
        assert renewal.successor in facts.objects(renewal.partnership, "formalisedBy")
        assert any(source.url for s in stated for source in s.sources)


def test_cells_that_are_lost_count_again_on_both_days(
    found: Difference, opened: dict[Key, tuple[Stated, ...]]
) -> None:
    assert (len(found.gained), len(found.lost)) == (0, 6)
    for cell in found.lost:
        stated = opened["lost", cell.row, cell.column]
        served = []
        for day in DAYS:
            facts = Facts(stated, day)
            served.append(
                {s for s, p, a in facts.triples
                 if p == PERMS + "formalisedBy" and facts.answer(a) == YES}
            )  # fmt: skip
        told = [c.partnerships.in_force if c else 0 for c in (cell.before, cell.after)]
        assert [len(s) for s in served] == told
        assert told[0] > told[1] == 0


def test_cells_are_left_closed_where_nobody_asks(register: Register, found: Difference) -> None:
    short = open_difference(register.dataset, register.catalogue, found, cells=False)
    assert {kind for kind, _, _ in short} == {
        "begun", "ended", "renewed", "newly_not_known", "newly_known",
    }  # fmt: skip
