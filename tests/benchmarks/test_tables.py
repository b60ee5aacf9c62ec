from __future__ import annotations

import pytest

from benchmarks.parent import Measured, Outcome
from benchmarks.run import together
from benchmarks.tables import (
    Column,
    Row,
    beside_table,
    cell,
    duration,
    exponent,
    growth,
    ours_table,
    ratio,
)

STOPPED = Measured(None, trouble="> 60 s")


def column(name: str, triples: int, ours: float, plain: Measured | None = None) -> Column:
    tasks = {"ours": Outcome({"load": Measured(ours, 5, facts={"size": 3})})}
    if plain:
        tasks["plain"] = Outcome({"load": plain})
    return Column(name, triples, tasks=tasks)


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0.00034, "0.34 ms"), (0.0034, "3.4 ms"), (0.034, "34 ms"), (3.4, "3.4 s"), (340, "340 s")],
)
def test_times_are_written_with_the_digits_that_count(seconds: float, written: str) -> None:
    assert duration(seconds) == written


def test_what_was_stopped_is_never_a_number() -> None:
    assert cell(STOPPED) == "> 60 s"
    assert cell(None) == "–"
    assert ratio(Measured(0.5), STOPPED) == "> 120×"
    assert ratio(STOPPED, Measured(0.5)) == "–"
    assert ratio(Measured(0.5), Measured(None, trouble="failed: no memory")) == "–"


@pytest.mark.parametrize(("power", "written"), [(1, "1.00"), (2, "2.00"), (0, "0.00")])
def test_the_exponent_is_the_power_with_which_time_grows(power: int, written: str) -> None:
    columns = [column(str(n), n, 0.001 * n**power) for n in (1_000, 10_000, 100_000)]
    assert growth(columns, ("ours", "load")) == written


def test_the_smallest_size_does_not_count_for_growth_where_others_remain() -> None:
    columns = [column("1k", 1_000, 5.0), column("10k", 10_000, 1.0), column("100k", 100_000, 10.0)]
    assert growth(columns, ("ours", "load")) == "1.00"


def test_one_size_tells_no_growth() -> None:
    assert exponent([(1_000, 1.0)]) is None
    assert growth([column("1k", 1_000, 1.0)], ("ours", "load")) == "–"


def test_the_real_register_does_not_count_for_growth() -> None:
    real = Column("register", 9_000, synthetic=False, tasks=column("", 1, 99.0).tasks)
    columns = [real, column("1k", 1_000, 1.0), column("10k", 10_000, 10.0)]
    assert growth(columns, ("ours", "load")) == "1.00"


def test_tables_have_a_column_for_each_size() -> None:
    columns = [column("1k", 1_000, 0.001), column("10k", 10_000, 0.01)]
    assert ours_table("stage", [Row("load", ("ours", "load"))], columns).splitlines() == [
        "| stage | 1k | 10k | growth |",
        "| --- | ---: | ---: | ---: |",
        "| load | 1.0 ms | 10 ms | 1.00 |",
    ]


def test_an_answer_with_other_rows_than_ours_is_marked() -> None:
    row = Row("load", ("ours", "load"), ("plain", "load"))
    columns = [column("1k", 1_000, 0.5, Measured(1.0, facts={"size": 2}))]
    assert beside_table("stage", [row], columns).splitlines()[2] == (
        "| load | 500 ms | 1.0 s ≠ (2 rows, not 3) | 2.0× | – | – |"
    )


def test_stages_add_up_unless_one_was_stopped() -> None:
    assert together([Measured(1.0), Measured(2.0)]).seconds == 3.0
    assert together([Measured(1.0), STOPPED]).trouble == "> 61 s"
    broken = Measured(None, trouble="failed: no memory")
    assert together([STOPPED, broken]).trouble == "failed: no memory"
