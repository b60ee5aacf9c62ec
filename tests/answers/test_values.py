"""Cells are Python values; what Python cannot hold exactly keeps its text."""

from __future__ import annotations

import copy
import datetime as dt
import math
import pickle
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perms_graph.answers import Blank, Iri, Register, Text, Typed, Value
from perms_graph.answers.values import term_of, value_of
from perms_graph.namespaces import XSD

from .conftest import VALUES, rows

APIA = dt.timezone(dt.timedelta(hours=13))


def literal(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("whole", 7),
        ("decimal", Decimal("1.5")),
        ("double", 2.5),
        ("infinite", math.inf),
        ("truth", True),
        ("day", dt.date(2026, 6, 30)),
        ("moment", dt.datetime(2026, 6, 30, 8, 15)),
        ("apia", dt.datetime(2026, 6, 30, 8, 15, tzinfo=APIA)),
        ("text", "plain"),
        ("french", Text("îles", "fr")),
        ("thing", Iri("https://w3id.org/perms/id/partner/spc")),
        ("zoned", Typed("2026-06-30+12:00", XSD + "date")),
        ("year", Typed("2021", XSD + "gYear")),
        ("month", Typed("2021-05", XSD + "gYearMonth")),
        ("broken", Typed("2026-02-30", XSD + "date")),
    ],
)
def test_a_cell_is_a_value_of_its_own_type(small: Register, name: str, expected: Value) -> None:
    (found,) = [row.value for row in rows(small, VALUES) if row.name == name]
    assert found == expected
    assert type(found) is type(expected)
    assert getattr(found, "language", None) == getattr(expected, "language", None)
    assert getattr(found, "datatype", None) == getattr(expected, "datatype", None)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param("24:00:00", "time", id="a kind that Python has no value for"),
        pytest.param("2026-06-30T24:00:00", "dateTime", id="midnight at the end of a day"),
        pytest.param("2026-06-30T08:00:00.1234567", "dateTime", id="finer than a microsecond"),
        pytest.param("12026-06-30", "date", id="beyond Python's calendar"),
        pytest.param("-0044-03-15", "date", id="before Python's calendar"),
        pytest.param("seven", "integer", id="not what it says"),
        pytest.param("1e3", "decimal", id="a float's way of writing a decimal"),
        pytest.param("٣", "boolean", id="a digit of another script"),
        pytest.param("infinity", "double", id="Python's own word for it"),
    ],
)
def test_a_text_that_python_cannot_read_exactly_is_kept(text: str, kind: str) -> None:
    found = value_of(literal(text, kind))
    assert (found, type(found)) == (text, Typed)
    assert isinstance(found, Typed)
    assert found.datatype == XSD + kind


def test_a_moment_keeps_its_zone_and_its_microseconds() -> None:
    found = value_of(literal("2026-06-30T08:15:00.2500000Z", "dateTime"))
    assert found == dt.datetime(2026, 6, 30, 8, 15, 0, 250_000, tzinfo=dt.UTC)


def test_a_thing_is_its_whole_iri_and_shows_itself_short() -> None:
    thing = Iri("https://w3id.org/perms/id/partner/spc")
    assert thing == "https://w3id.org/perms/id/partner/spc"
    assert f"<{thing}>" == "<https://w3id.org/perms/id/partner/spc>"
    assert str(thing) == "https://w3id.org/perms/id/partner/spc"
    assert repr(thing) == thing.short == "id:partner/spc"
    assert repr([Iri("https://example.org/")]) == "[https://example.org/]"


def test_a_nameless_thing_is_told_from_a_text(small: Register) -> None:
    (found,) = [row.value for row in rows(small, VALUES) if row.name == "nameless"]
    assert isinstance(found, Blank)
    assert found.startswith("_:")
    assert repr(found) == str(found)


def test_a_text_shows_its_language() -> None:
    assert repr(Text("îles", "fr")) == "'îles'@fr"


@pytest.mark.parametrize("value", [Text("îles", "fr"), Typed("2021", XSD + "gYear"), Iri("urn:a")])
def test_copies_keep_what_a_value_knows(value: Value) -> None:
    for made in (copy.copy(value), pickle.loads(pickle.dumps(value))):  # noqa: S301
        assert (made, type(made), repr(made)) == (value, type(value), repr(value))
        assert getattr(made, "__dict__", {}) == getattr(value, "__dict__", {})


KINDS = st.one_of(
    st.integers(),
    st.booleans(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.floats(allow_nan=False),
    st.dates(),
    st.datetimes(),
    st.text().map(lambda text: text.replace("\x00", "")),
)


@given(KINDS)
def test_a_value_comes_back_from_its_term_as_it_was(value: Value) -> None:
    found = value_of(term_of(value))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("value", [Iri("no iri"), Blank("_:b0"), object()])
def test_what_has_no_term_is_refused(value: Value) -> None:
    with pytest.raises(ValueError, match=r".+"):
        term_of(value)
