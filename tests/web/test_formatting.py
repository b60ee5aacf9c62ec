"""Dates keep their precision; numbers and amounts are written as each language does."""

from __future__ import annotations

import pytest

from web import formatting


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("2021", "2021", "2021"),
        ("2021-05", "May 2021", "mai 2021"),
        ("1993-06-16", "16 June 1993", "16 juin 1993"),
        pytest.param("2026-06-01", "1 June 2026", "1er juin 2026", id="the first is an ordinal"),
        ("2026-06-11", "11 June 2026", "11 juin 2026"),
        pytest.param("2026-06-01T12:00:00Z", "1 June 2026", "1er juin 2026", id="no time"),
        pytest.param("2026-02-30", "2026-02-30", "2026-02-30", id="no such day: as written"),
        ("soon", "soon", "soon"),
    ],
)
def test_a_date_is_written_as_precisely_as_known(text: str, english: str, french: str) -> None:
    assert formatting.moment(text, "en") == english
    assert formatting.moment(text, "fr") == french


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("1234567", "1,234,567", "1\u202f234\u202f567"),
        ("8.5", "8.5", "8,5"),
        ("007", "7", "7"),
        ("NaN", "NaN", "NaN"),
        ("much", "much", "much"),
    ],
)
def test_a_number_is_written_by_language(text: str, english: str, french: str) -> None:
    assert formatting.number(text, "en") == english
    assert formatting.number(text, "fr") == french


def test_an_amount_has_its_code_where_the_language_puts_it() -> None:
    assert formatting.amount("8000000", "EUR", "en") == "EUR\u00a08,000,000"
    assert formatting.amount("8000000", "EUR", "fr") == "8\u202f000\u202f000\u00a0EUR"
    assert formatting.amount("12", None, "en") == "12"


def test_a_long_address_is_cut_in_the_middle() -> None:
    assert formatting.web_address("https://www.sprep.org/a/") == "sprep.org/a"
    long = formatting.web_address("https://example.org/" + "x" * 100 + "/end")
    assert len(long) == 69
    assert long.endswith("x/end")


def test_a_label_begins_with_a_capital_and_a_code_does_not() -> None:
    assert formatting.capitalised("ends on") == "Ends on"
    assert formatting.capitalised("perms:serves") == "perms:serves"
