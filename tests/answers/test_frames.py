"""Data frames have typed columns; a library that is missing is asked for in words."""

from __future__ import annotations

import datetime as dt
import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from perms_graph.answers import Answer, Register
from perms_graph.errors import PermsError

from .conftest import rows

TYPED = """
    SELECT * { VALUES (?text ?whole ?exact ?double ?truth ?day ?moment ?apia ?mixed ?thing) {
      ("a" 1 1.50 2.5e0 true "2026-06-30"^^xsd:date "2026-06-30T08:15:00"^^xsd:dateTime
       "2026-06-30T08:15:00+13:00"^^xsd:dateTime "2021"^^xsd:gYear <urn:x>)
      ("b"@fr 2 3 1 false "2026-07-01"^^xsd:date "2026-07-01T08:15:00"^^xsd:dateTime
       "2026-06-30T08:15:00Z"^^xsd:dateTime "2026-06-30"^^xsd:date <urn:y>)
      (UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF UNDEF)
    } }
"""
EARLY = dt.datetime(2026, 6, 29, 19, 15, tzinfo=dt.UTC)


@pytest.fixture
def typed(small: Register) -> Answer:
    return rows(
        small,
        TYPED.replace(
            "SELECT *", "SELECT ?text ?whole ?exact ?double ?truth ?day ?moment ?apia ?mixed ?thing"
        ),
    )


def test_pandas_has_a_type_for_each_column_and_knows_what_is_missing(typed: Answer) -> None:
    frame = typed.to_pandas()
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "text": "string",
        "whole": "Int64",
        "exact": "float64",
        "double": "float64",
        "truth": "boolean",
        "day": "datetime64[s]",
        "moment": "datetime64[us]",
        "apia": "datetime64[us, UTC]",
        "mixed": "string",
        "thing": "string",
    }
    assert frame.iloc[2].isna().all()
    assert frame["whole"].sum() == 3
    assert list(frame["mixed"][:2]) == ["2021", "2026-06-30"]
    assert frame["day"][0] == pd.Timestamp("2026-06-30")
    assert frame["apia"][0] == pd.Timestamp(EARLY)


def test_polars_keeps_decimals_exact(typed: Answer) -> None:
    frame = typed.to_polars()
    assert frame.schema == {
        "text": pl.String,
        "whole": pl.Int64,
        "exact": pl.Decimal(38, 1),
        "double": pl.Float64,
        "truth": pl.Boolean,
        "day": pl.Date,
        "moment": pl.Datetime("us"),
        "apia": pl.Datetime("us", "UTC"),
        "mixed": pl.String,
        "thing": pl.String,
    }
    assert frame["exact"].to_list() == [Decimal("1.5"), Decimal("3.0"), None]
    assert frame.row(2) == (None,) * 10
    assert frame["apia"][0] == EARLY


def test_arrow_keeps_decimals_exact(typed: Answer) -> None:
    table = typed.to_arrow()
    assert [str(kind) for kind in table.schema.types] == [
        "string",
        "int64",
        "decimal128(38, 1)",
        "double",
        "bool",
        "date32[day]",
        "timestamp[us]",
        "timestamp[us, tz=UTC]",
        "string",
        "string",
    ]
    assert table.column("day").to_pylist() == [dt.date(2026, 6, 30), dt.date(2026, 7, 1), None]
    assert table.column("exact").to_pylist()[0] == Decimal("1.5")


def test_frames_of_every_library_carry_labels(english: Register) -> None:
    answer = rows(english, "SELECT ?m { ?m a perms:Member } ORDER BY ?m LIMIT 1")
    row = {"m": "https://w3id.org/perms/id/member/american-samoa", "m_label": "American Samoa"}
    assert answer.to_pandas(labels=True).to_dict("records") == [row]
    assert answer.to_polars(labels=True).to_dicts() == [row]
    assert answer.to_arrow(labels=True).to_pylist() == [row]


def test_an_empty_answer_has_the_types_that_its_question_declares(english: Register) -> None:
    answer = english.ask("agreements_expiring", day="2090-01-01", until="2090-01-01")
    assert len(answer) == 0
    kinds = {name: str(kind) for name, kind in answer.to_polars().schema.items()}
    declared = {r.name: r.type for r in english.catalogue.find("agreements_expiring").returns}
    assert set(kinds) == set(declared)
    assert {kinds[n] for n, kind in declared.items() if kind == "iri"} == {"String"}
    assert list(answer.to_pandas().columns) == list(answer.columns)
    assert answer.to_arrow().num_rows == 0


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param("9223372036854775807", "int64", id="the greatest that fits"),
        pytest.param("9223372036854775808.5 1", "decimal128(38, 1)", id="a longer decimal"),
        pytest.param("1 2.5e0", "double", id="a float among whole numbers"),
        pytest.param("1 'one'", "string", id="a text among numbers"),
        pytest.param("true 1", "string", id="a truth is no number"),
        pytest.param("'INF'^^xsd:double 1", "double", id="without end"),
        pytest.param(
            "'2026-06-30T08:00:00'^^xsd:dateTime '2026-06-30T08:00:00Z'^^xsd:dateTime",
            "string",
            id="a zone and none cannot be ordered",
        ),
    ],
)
def test_a_column_of_several_kinds_is_the_widest_or_text(
    small: Register, values: str, expected: str
) -> None:
    answer = rows(small, f"SELECT ?a {{ VALUES ?a {{ {values} }} }}")
    table = answer.to_arrow()
    assert str(table.schema.types[0]) == expected
    assert len(answer.to_pandas()) == answer.to_polars().height == table.num_rows == len(answer)


def test_mixed_values_are_written_as_in_the_data(small: Register) -> None:
    answer = rows(small, "SELECT ?a { VALUES ?a { true 1.50 7 'x' '2026-06-30'^^xsd:date } }")
    assert answer.to_pandas()["a"].to_list() == ["true", "1.5", "7", "x", "2026-06-30"]


@pytest.mark.parametrize(
    ("way", "library", "extra"),
    [
        ("to_pandas", "pandas", "pandas"),
        ("to_polars", "polars", "polars"),
        ("to_arrow", "pyarrow", "arrow"),
    ],
)
def test_a_missing_library_is_asked_for_in_words(
    english: Register,
    french: Register,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    library: str,
    extra: str,
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    for register, said in (
        (english, f"The library {library} is not installed.\nInstall it: "),
        (french, f"La bibliothèque {library} n’est pas installée.\nInstallez-la\u00a0: "),
    ):
        answer = rows(register, "SELECT ?m { ?m a perms:Member } LIMIT 1")
        with pytest.raises(PermsError) as caught:
            getattr(answer, way)()
        assert str(caught.value) == f"{said}pip install 'perms-graph[{extra}]'"


def test_what_is_to_be_installed_is_there_to_be_installed() -> None:
    told = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    extras = told["project"]["optional-dependencies"]
    for extra, library in (("pandas", "pandas"), ("polars", "polars"), ("arrow", "pyarrow")):
        assert [need.partition(">=")[0] for need in extras[extra]] == [library]
    assert {need.partition(">=")[0] for need in extras["notebook"]} == {"ipykernel", "pandas"}
    assert {n for e in ("pandas", "polars", "arrow", "notebook") for n in extras[e]} <= set(
        extras["test"]
    )


def test_arrow_and_polars_agree(typed: Answer) -> None:
    assert isinstance(typed.to_arrow(), pa.Table)
    assert typed.to_polars().drop("apia").to_dicts() == typed.to_arrow().drop(["apia"]).to_pylist()
