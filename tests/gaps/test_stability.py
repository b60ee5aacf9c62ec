"""How steady a place is: seeded draws, the same in every run."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perms_graph.gaps import DRAWS, Part, in_top, weight_draws

ONE = Decimal(1)
FIRST = [0.536648, 0.186454, 0.276898]
EVEN = {Part.ONE_PARTNER: ONE, Part.ENDING: ONE}


def test_there_are_five_hundred_draws_that_add_up_to_one() -> None:
    draws = weight_draws(EVEN)
    assert len(draws) == DRAWS == 500
    assert all(sum(d.values()) == pytest.approx(1) for d in draws)


def test_the_first_draw_is_the_same_in_every_run() -> None:
    drawn = weight_draws({Part.ONE_PARTNER: Decimal(3), Part.ENDING: ONE, Part.OVERDUE: ONE})[0]
    assert [round(v, 6) for v in drawn.values()] == FIRST
    other = weight_draws(
        {Part.ONE_PARTNER: Decimal(3), Part.ENDING: ONE, Part.OVERDUE: ONE}, seed=4
    )[0]
    assert [round(v, 6) for v in other.values()] != FIRST


def test_draws_lie_around_the_given_weights() -> None:
    draws = weight_draws({Part.ONE_PARTNER: Decimal(3), Part.ENDING: ONE})
    mean = sum(d[Part.ONE_PARTNER] for d in draws) / len(draws)
    assert mean == pytest.approx(0.75, abs=0.01)


def test_a_weight_of_nothing_stays_nothing() -> None:
    draws = weight_draws({Part.ONE_PARTNER: ONE, Part.ENDING: Decimal(0)})
    assert {d[Part.ENDING] for d in draws} == {0.0}
    assert {d[Part.ONE_PARTNER] for d in draws} == {1.0}
    none = weight_draws({Part.ONE_PARTNER: Decimal(0)})
    assert {d[Part.ONE_PARTNER] for d in none} == {0.0}


def test_a_place_is_held_in_as_many_draws_as_put_it_there() -> None:
    # Ten rows alike against one: the one is among the first ten where its part weighs more.
    rows = [{Part.ONE_PARTNER: ONE}] * 10 + [{Part.ENDING: ONE}]
    shares = in_top(rows, EVEN)
    more = sum(d[Part.ENDING] > d[Part.ONE_PARTNER] for d in weight_draws(EVEN))
    assert shares[-1] == more / 500
    assert 0.4 < shares[-1] < 0.6
    assert set(shares[:10]) == {1.0}
    assert in_top(rows, EVEN) == shares


def test_eleven_that_are_level_share_their_place() -> None:
    assert in_top([{Part.ENDING: ONE}] * 11, EVEN) == (1.0,) * 11


def test_what_totals_nothing_is_among_the_first_of_nothing() -> None:
    assert in_top([{}, {Part.ENDING: ONE}], EVEN) == (0.0, 1.0)
    assert in_top([{Part.ENDING: ONE}], {Part.ENDING: Decimal(0)}) == (0.0,)


def test_without_draws_nothing_is_steady() -> None:
    assert in_top([{Part.ENDING: ONE}], EVEN, draws=0) == (0.0,)
