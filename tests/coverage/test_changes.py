"""What differs between two days, on a register small enough to see it."""

from __future__ import annotations

import datetime as dt

import pytest

from perms_graph.catalogue import Catalogue
from perms_graph.coverage import Span, compare, require_within, span_of
from perms_graph.errors import ParameterError
from perms_graph.store import Dataset

from .conftest import short

D = dt.date.fromisoformat


def test_begun_ended_renewed_gained_and_lost(small: Dataset, catalogue: Catalogue) -> None:
    found = compare(small, catalogue, earlier=D("2026-06-30"), later=D("2026-07-11"), rows="goal")
    assert [(short(c.partnership), c.before, c.after) for c in found.begun] == [
        ("partnership/4", "no", "yes")
    ]
    assert [short(c.partnership) for c in found.ended] == ["partnership/1"]
    assert [(short(r.successor), short(r.agreement)) for r in found.renewed] == [
        ("agreement/4", "agreement/2")
    ]
    assert [(short(c.row), short(c.column)) for c in found.gained] == [
        ("goal/air", "purpose/technicalSupport")
    ]
    assert [(short(c.row), short(c.column)) for c in found.lost] == [
        ("goal/water", "purpose/financialSupport")
    ]
    lost = found.lost[0]
    assert lost.before is not None and lost.after is not None
    assert (lost.before.partnerships.in_force, lost.after.partnerships.in_force) == (1, 0)
    assert (found.newly_known, found.newly_not_known) == ((), ())


def test_what_may_have_begun_is_newly_not_known(small: Dataset, catalogue: Catalogue) -> None:
    found = compare(small, catalogue, earlier=D("2020-12-31"), later=D("2021-06-30"), columns=None)
    assert [short(c.partnership) for c in found.newly_not_known] == ["partnership/3"]
    assert (found.begun, found.ended, found.renewed) == ((), (), ())
    # A cell that is only perhaps served is not gained.
    assert found.gained == ()


def test_a_successor_that_began_on_the_first_day_is_not_counted_again(
    small: Dataset, catalogue: Catalogue
) -> None:
    found = compare(small, catalogue, earlier=D("2026-07-01"), later=D("2026-07-02"))
    assert found.renewed == ()


def test_the_span_goes_from_the_first_bound_to_the_last(
    small: Dataset, catalogue: Catalogue
) -> None:
    span = span_of(small, catalogue)
    assert span == Span(D("2015-01-01"), D("2030-12-31"))
    require_within(span, D("2015-01-01"))
    require_within(span, D("2030-12-31"))
    with pytest.raises(ParameterError, match="2031-01-01 lies outside the span"):
        require_within(span, D("2031-01-01"))
    assert span_of(Dataset.memory(), catalogue) is None


def test_a_second_day_before_the_first_is_refused(small: Dataset, catalogue: Catalogue) -> None:
    with pytest.raises(ParameterError, match="is before the first"):
        compare(small, catalogue, earlier=D("2026-01-02"), later=D("2026-01-01"))
