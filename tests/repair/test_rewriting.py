"""What was meant, where only one thing can have been meant."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from perms_graph.namespaces import XSD
from perms_graph.repair.rewriting import address, fitted, nearest, retyped

DATES = ("gYear", "gYearMonth", "date")
NUMBERS = ("decimal", "integer")


def written(text: str, *kinds: str) -> str | None:
    found = retyped(ox.Literal(text), [XSD + k for k in kinds])
    return None if found is None else f"{found.value} {found.datatype.value.removeprefix(XSD)}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024", "2024 gYear"),
        ("2024-5", "2024-05 gYearMonth"),
        ("2024-1-5", "2024-01-05 date"),
        (" 2024/12/31 ", "2024-12-31 date"),
        ("31/12/2024", "2024-12-31 date"),
        ("12/31/2024", "2024-12-31 date"),
        pytest.param("01/02/2024", None, id="the first of February, or the second of January"),
        pytest.param("05/05/2024", "2024-05-05 date", id="the same day either way"),
        pytest.param("2024-13", None, id="no thirteenth month"),
        pytest.param("2023-02-29", None, id="no such day"),
        ("end of May 2024", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    assert written(text, *DATES) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", "12 integer"),
        ("12.5", "12.5 decimal"),
        ("12,5", "12.5 decimal"),
        ("1 234 567,25", "1234567.25 decimal"),
        ("1,234,567", "1234567 integer"),
        ("1,234.5", "1234.5 decimal"),
        pytest.param("1,234", None, id="a thousand and more in English, one and more in French"),
        ("about twelve", None),
        ("USD 12", None),
    ],
)
def test_numbers(text: str, expected: str | None) -> None:
    assert written(text, *NUMBERS) == expected


def test_the_datatypes_that_are_allowed_decide() -> None:
    assert written("2024", "gYear") == "2024 gYear"
    assert written("2024", "integer", "decimal") == "2024 integer"
    assert written("2024", "decimal") == "2024 decimal"
    assert written("12.5", "integer") is None
    assert written("2024", "gYear", "integer") == "2024 gYear"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("true", "true boolean"), ("Oui", "true boolean"), ("no", "false boolean"), ("maybe", None)],
)
def test_yes_and_no(text: str, expected: str | None) -> None:
    assert written(text, "boolean") == expected


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("usd", "^[A-Z]{3}$", "USD"),
        (" fj ", "^[A-Z]{2}$", "FJ"),
        ("U.S.D", "^[A-Z]{3}$", "USD"),
        ("16", "^[0-9]{3}$", "016"),
        ("dollars", "^[A-Z]{3}$", None),
        pytest.param("7", "^[0-9]{2,3}$", None, id="07 or 007"),
        pytest.param("USD", "^[A-Z]{3}$", None, id="nothing to mend"),
    ],
)
def test_codes(text: str, pattern: str, expected: str | None) -> None:
    found = fitted(ox.Literal(text), [pattern])
    assert (found and found.value) == expected


def test_a_code_keeps_its_language() -> None:
    assert fitted(ox.Literal("fj", language="en"), ["^[A-Z]{2}$"]) == ox.Literal(
        "FJ", language="en"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org/a", "https://example.org/a"),
        (" http://example.org ", "http://example.org"),
        pytest.param("example.org", None, id="http or https"),
        ("https://example.org/a b", None),
    ],
)
def test_addresses(text: str, expected: str | None) -> None:
    found = address(ox.Literal(text))
    assert (found and found.value) == expected


def test_a_misspelt_name_finds_its_thing_and_no_other() -> None:
    known = [
        (name, ox.NamedNode(f"https://example.org/{name}"))
        for name in ("sharedValues", "collaboration", "mutualBenefit", "en")
    ]
    assert nearest("sharedvalue", known) == [known[0][1]]
    assert nearest("colaboration", known) == [known[1][1]]
    assert nearest("weather", known) == []
    assert nearest("en", known) == []
