"""A day outside the span of the register: before it is refused, after it is remarked."""

from __future__ import annotations

import datetime as dt

import pytest

from perms_graph.catalogue import load_catalogue
from perms_graph.cli.session import Session
from perms_graph.cli.spans import check_day
from perms_graph.errors import ParameterError
from perms_graph.register import Register
from perms_graph.resources import Resources
from perms_graph.store import Dataset


def checked(register: Register, day: dt.date, language: str = "en") -> None:
    check_day(Session(language, {}, day=day), register.dataset, register.catalogue)


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(dt.date(1995, 8, 31), id="the first day"),
        pytest.param(dt.date(2026, 6, 30), id="in between"),
        pytest.param(dt.date(2031, 12, 31), id="the last day"),
    ],
)
def test_a_day_within_the_span_is_passed_over(
    register: Register, capsys: pytest.CaptureFixture[str], day: dt.date
) -> None:
    checked(register, day)
    assert capsys.readouterr() == ("", "")


def test_the_day_before_all_that_is_known_is_refused_with_the_span(register: Register) -> None:
    with pytest.raises(ParameterError) as refused:
        checked(register, dt.date(1995, 8, 30))
    assert str(refused.value.message) == "1995-08-30 lies outside the span of the register."
    assert str(refused.value.hint) == (
        "Choose a day from 1995-08-31 to 2031-12-31: of others it knows nothing."
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "from 31 August 1995 to 31 December 2031; 1 January 2032 is later"),
        ("fr", "du 31 août 1995 au 31 décembre 2031"),
    ],
)
def test_a_day_after_it_is_a_forecast_and_says_so_beside_the_answer(
    register: Register, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    checked(register, dt.date(2032, 1, 1), language)
    out, err = capsys.readouterr()
    assert out == ""
    assert said in " ".join(err.split())


def test_an_empty_register_has_no_span_and_refuses_no_day(
    resources: Resources, capsys: pytest.CaptureFixture[str]
) -> None:
    session = Session("en", {}, day=dt.date(1900, 1, 1))
    check_day(session, Dataset.memory(), load_catalogue(resources.queries))
    assert capsys.readouterr() == ("", "")
