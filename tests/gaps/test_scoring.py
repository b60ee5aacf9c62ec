"""The gap score of the small register, every part, weight and total reckoned by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perms_graph.catalogue import Catalogue
from perms_graph.gaps import Part, Score, Scores, score
from perms_graph.namespaces import ID
from perms_graph.store import Dataset

from .conftest import DAY


@pytest.fixture(scope="module")
def scores(small: Dataset, catalogue: Catalogue) -> Scores:
    return score(small, catalogue, day=DAY)


@pytest.fixture(scope="module")
def by_member(small: Dataset, catalogue: Catalogue) -> Scores:
    return score(small, catalogue, day=DAY, by="member_objective")


def of(scores: Scores, objective: str, member: str | None = None) -> Score:
    wanted = (ID + objective, ID + f"member/{member}" if member else None)
    (found,) = [s for s in scores.rows if (s.objective, s.member) == wanted]
    return found


def parts(found: Score) -> dict[str, str]:
    return {part.value: f"{value.normalize():f}" for part, value in found.parts.items()}


@pytest.mark.parametrize(
    ("objective", "expected", "total"),
    [
        pytest.param(
            "goal/air", {"onePartner": "1", "technicalAlone": "1", "noHolder": "1"}, "5",
            id="3 × 1 + 1.5 × 1 + 0.5 × 1",
        ),
        pytest.param(
            "goal/soil",
            {
                "ending": "0.25", "oneSource": "0.7", "mechanismMissing": "0.3333",
                "overdue": "0.5", "departureEnding": "0.3333", "noHolder": "0.6667",
                "noIndicator": "0.6667",
            },
            "3.6333",
            id="1 of 4 agreements, the euro's main source, 1 of 3 partners, 2 of 4, 1 of 3, 2 of 3",
        ),
        pytest.param(
            "goal/water",
            {"onePartner": "1", "ending": "1", "moneyAlone": "1", "oneSource": "1",
             "noIndicator": "1"},
            "8.5",
            id="3 + 2 + 1.5 + 1.5 + 0.5",
        ),
        pytest.param(
            "objective/wells", {"noPartnership": "1"}, "5", id="of nothing no share is taken"
        ),
    ],
)  # fmt: skip
def test_parts_and_total_of_an_objective(
    scores: Scores, objective: str, expected: dict[str, str], total: str
) -> None:
    found = of(scores, objective)
    assert parts(found) == expected
    assert f"{found.total.normalize():f}" == total


@pytest.mark.parametrize(
    ("objective", "member", "expected", "total"),
    [
        pytest.param(
            "goal/air", "tonga", {"noPartnership": "1", "unanswered": "1"}, "8",
            id="a priority that nobody answers",
        ),
        pytest.param(
            "objective/wells", "niue",
            {"noPartnership": "1", "unanswered": "1", "fewerThanPeers": "1"}, "9",
            id="and fewer partnerships than peers",
        ),
        pytest.param(
            "goal/air", "samoa", {"fewerThanPeers": "0.3333", "noHolder": "1"}, "0.8333",
            id="a third short of the median",
        ),
        pytest.param(
            "goal/water", "tonga", {"ending": "1", "noIndicator": "1"}, "2.5",
            id="its priority is answered",
        ),
    ],
)  # fmt: skip
def test_parts_and_total_of_a_member_for_an_objective(
    by_member: Scores, objective: str, member: str, expected: dict[str, str], total: str
) -> None:
    found = of(by_member, objective, member)
    assert parts(found) == expected
    assert f"{found.total.normalize():f}" == total


def test_rows_come_in_the_order_of_their_names_and_never_by_total(
    scores: Scores, by_member: Scores
) -> None:
    assert [s.objective.removeprefix(ID) for s in scores.rows] == [
        "goal/air", "goal/soil", "goal/water", "objective/wells",
    ]  # fmt: skip
    keys = [(s.objective, s.member or "") for s in by_member.rows]
    assert keys == sorted(keys)
    assert len(keys) == 4 * 5


def test_who_asks_gets_the_greatest_first_and_ties_by_name(scores: Scores) -> None:
    assert [s.objective.removeprefix(ID) for s in scores.by_total()] == [
        "goal/water", "goal/air", "objective/wells", "goal/soil",
    ]  # fmt: skip


def test_parts_come_in_the_order_of_the_list(scores: Scores, by_member: Scores) -> None:
    order = list(Part)
    for found in (*scores.rows, *by_member.rows):
        assert list(found.parts) == sorted(found.parts, key=order.index)


def test_every_part_is_its_evidence_recomputed(scores: Scores, by_member: Scores) -> None:
    for scored in (scores, by_member):
        for found in scored.rows:
            assert {p: e.value() for p, e in found.evidence.items()} == dict(found.parts)
            assert found.total == sum(
                (scored.weights[p] * v for p, v in found.parts.items()), Decimal(0)
            )


def test_the_evidence_of_a_share_names_the_whole_it_is_a_share_of(scores: Scores) -> None:
    evidence = of(scores, "goal/soil").evidence[Part.OVERDUE]
    assert [iri.removeprefix(ID) for iri in evidence.whole] == [
        f"agreement/{n}" for n in (5, 6, 7, 9)
    ]
    assert [row["undertaking"].value.removeprefix(ID) for row in evidence.rows] == [
        "undertaking/1", "undertaking/4",
    ]  # fmt: skip
    assert {row["agreement"].value for row in evidence.work} == set(evidence.whole)


def test_an_undertaking_under_no_agreement_counts_nowhere(scores: Scores) -> None:
    for found in scores.rows:
        for evidence in found.evidence.values():
            assert all(ID + "undertaking/5" not in str(row) for row in evidence.rows)
