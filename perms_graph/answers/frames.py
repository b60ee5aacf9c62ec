"""Data frames of pandas, Polars and Arrow; none of them is needed unless it is asked for."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from perms_graph.answers.columns import DIGITS, Column, Kind, digits, kind_of, text_of
from perms_graph.answers.values import Value
from perms_graph.errors import PermsError, msg

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

_EXTRAS: Final = {"pandas": "pandas", "polars": "polars", "pyarrow": "arrow"}
"""Library → what to ask pip for beside perms-graph."""


def as_pandas(columns: Sequence[Column], declared: Mapping[str, str]) -> pd.DataFrame:
    """Make a data frame of pandas.

    Args:
        columns: Of the answer.
        declared: As in ``kind_of``.

    Raises:
        PermsError: pandas is not installed.
    """
    pandas = library("pandas")
    series = {}
    for column in columns:
        kind = kind_of(column, declared)
        values: Any = [_plain(v, kind) for v in column.values]
        if kind == "moment in UTC":
            series[column.name] = pandas.to_datetime(pandas.Series(values, dtype=object), utc=True)
            continue
        if kind in {"decimal", "float"}:
            values = [None if v is None else float(v) for v in values]
        elif kind in {"date", "moment"}:
            unit = "s" if kind == "date" else "us"
            numpy = library("numpy")
            values = numpy.array(values, dtype=f"datetime64[{unit}]")
        series[column.name] = pandas.Series(values, dtype=_PANDAS.get(kind))
    frame: pd.DataFrame = pandas.DataFrame(series)
    return frame


def as_polars(columns: Sequence[Column], declared: Mapping[str, str]) -> pl.DataFrame:
    """Make a data frame of Polars; as ``as_pandas``."""
    polars = library("polars")
    series = []
    for column in columns:
        kind = kind_of(column, declared)
        types = {
            "text": polars.String,
            "integer": polars.Int64,
            "decimal": polars.Decimal(DIGITS, digits(column)[1] if kind == "decimal" else 0),
            "float": polars.Float64,
            "boolean": polars.Boolean,
            "date": polars.Date,
            "moment": polars.Datetime("us"),
            "moment in UTC": polars.Datetime("us", "UTC"),
        }
        values = [_plain(v, kind) for v in column.values]
        series.append(polars.Series(column.name, values, dtype=types[kind]))
    frame: pl.DataFrame = polars.DataFrame(series)
    return frame


def as_arrow(columns: Sequence[Column], declared: Mapping[str, str]) -> pa.Table:
    """Make a table of Arrow; as ``as_pandas``."""
    arrow = library("pyarrow")
    arrays = {}
    for column in columns:
        kind = kind_of(column, declared)
        types = {
            "text": arrow.string(),
            "integer": arrow.int64(),
            "decimal": arrow.decimal128(DIGITS, digits(column)[1] if kind == "decimal" else 0),
            "float": arrow.float64(),
            "boolean": arrow.bool_(),
            "date": arrow.date32(),
            "moment": arrow.timestamp("us"),
            "moment in UTC": arrow.timestamp("us", tz="UTC"),
        }
        values = [_plain(v, kind) for v in column.values]
        arrays[column.name] = arrow.array(values, type=types[kind])
    return arrow.table(arrays)


def library(name: str) -> Any:
    """Import a library that not everybody has.

    Raises:
        PermsError: It is not installed; says what to install.
    """
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise PermsError(
            msg("The library {name} is not installed.", name=name),
            msg(
                "Install it: {command}",
                command=f"pip install 'perms-graph[{_EXTRAS.get(name, name)}]'",
            ),
        ) from error


_PANDAS: Final[Mapping[Kind, str]] = {
    "text": "string",
    "integer": "Int64",
    "decimal": "float64",
    "float": "float64",
    "boolean": "boolean",
}


def _plain(value: Value | None, kind: Kind) -> Any:
    """Give a value as the type of its column takes it: no subclass, no number of another kind."""
    if value is None:
        return None
    if kind == "text":
        return str.__str__(value) if isinstance(value, str) else text_of(value)
    if kind == "decimal":
        return Decimal(str(value))
    if kind == "float":
        return float(value)  # type: ignore[arg-type]
    if kind == "moment in UTC" and isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC)
    return value
