"""The check of the ranking hides an agreement whole, puts it back whole, and counts fairly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.openings import (
    OFFERS,
    VARIANTS,
    Found,
    expected,
    hidden,
    hidden_agreements,
    prepared,
    run,
    table,
)
from perms_graph.namespaces import ID
from perms_graph.openings import Kind
from perms_graph.reasoning.rules import RuleSet
from perms_graph.register import Register


@pytest.fixture(scope="module")
def ground() -> Iterator[tuple[Register, RuleSet]]:
    """A register of its own: agreements leave it and come back."""
    yield prepared()


def test_a_rank_among_equals_is_the_mean_over_all_orders() -> None:
    scores = {"a": 3.0, "b": 1.0, "c": 1.0, "d": 0.0}
    assert expected(scores, "a", ()) == Found(1.0, 1.0)
    assert expected(scores, "b", ()) == Found((1 / 2 + 1 / 3) / 2, 1.0)
    assert expected(scores, "d", ()) == Found(1 / 4, 1.0)


def test_other_partners_of_the_agreement_are_passed_over() -> None:
    scores = {"a": 3.0, "b": 2.0, "c": 1.0}
    assert expected(scores, "c", {"a"}) == Found(1 / 2, 1.0)


def test_beyond_the_tenth_place_is_no_hit_and_ties_across_it_are_part_of_one() -> None:
    ahead = {f"p{n:02}": 2.0 for n in range(9)}
    assert expected({**ahead, "x": 1.0, "y": 1.0}, "x", ()).hit == 1 / 2
    assert expected({**ahead, "p10": 2.0, "x": 1.0}, "x", ()).hit == 0.0


def test_an_agreement_is_hidden_whole_and_comes_back_whole(
    ground: tuple[Register, RuleSet],
) -> None:
    register, rules = ground
    store = register.dataset.store
    before = set(store)
    agreement = ID + "agreement/ag-104"
    gone = f"ASK {{ {{ <{agreement}> ?p ?o }} UNION {{ ?s ?q <{agreement}> }} }}"
    partnership = f"ASK {{ <{ID}partnership/p-104> ?p ?o }}"
    with hidden(register.dataset, rules, agreement):
        assert not register.dataset.ask(gone)
        assert not register.dataset.ask(partnership)
    assert register.dataset.ask(gone)
    assert set(store) == before


def test_what_is_inferred_through_the_agreement_goes_with_it(
    ground: tuple[Register, RuleSet],
) -> None:
    register, rules = ground
    # AG-016 is the only agreement of its partner on this goal.
    only = f"ASK {{ <{ID}partner/ccccc> perms:partyTo <{ID}agreement/ag-016> }}"
    assert register.dataset.ask(only)
    with hidden(register.dataset, rules, ID + "agreement/ag-016"):
        assert not register.dataset.ask(only)


def test_a_run_places_every_partner_by_every_method(ground: tuple[Register, RuleSet]) -> None:
    register, rules = ground
    cases = [
        c for c in hidden_agreements(register.dataset) if c.agreement.endswith(("ag-016", "ag-125"))
    ]
    assert [c.members[0] for c in cases] == [None, ID + "member/fiji"]
    placings = run(register, rules, cases, VARIANTS)
    partners = 147
    chance = sum(1 / n for n in range(1, partners + 1)) / partners
    for placing in placings:
        assert set(placing.found) == {
            *VARIANTS, "popularity", "popularity on the objective", "random",
        }  # fmt: skip
        assert placing.found["random"].reciprocal == pytest.approx(chance)
        assert placing.found["random"].hit == pytest.approx(10 / partners)
    assert [(p.partner.rpartition("/")[2], p.others, p.odd) for p in placings] == [
        ("ccccc", 2, False),
        ("fr-afd", 5, True),
    ]
    lines = table(placings, ["random"]).splitlines()
    assert lines[2].startswith(f"| random | {chance:.3f} / 7% |")


def test_what_partners_offer_is_left_out_of_the_figure_that_counts() -> None:
    assert {Kind.OFFERS_WORK, Kind.OFFERS_SUPPORT} == OFFERS
    assert VARIANTS["openings, offers left out"] == OFFERS


def test_as_it_stood_agreements_without_a_start_are_passed_over(
    ground: tuple[Register, RuleSet],
) -> None:
    register, rules = ground
    undated = [c for c in hidden_agreements(register.dataset) if c.starts is None][:2]
    assert len(undated) == 2
    assert run(register, rules, undated, VARIANTS, as_it_stood=True) == []
