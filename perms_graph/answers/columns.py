"""Columns of an answer, each of one kind, for libraries whose columns have one type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from perms_graph.answers.rows import Row
from perms_graph.answers.values import Iri, Value

Kind = Literal["text", "integer", "decimal", "float", "boolean", "date", "moment", "moment in UTC"]

LARGEST: Final = 2**63 - 1
DIGITS: Final = 38
"""Most digits of an exact decimal in Arrow and Polars."""

_DECLARED: Final[Mapping[str, Kind]] = {
    "integer": "integer",
    "decimal": "decimal",
    "boolean": "boolean",
    "date": "date",
}


@dataclass(frozen=True)
class Column:
    """A column: its name and its values, None where a cell has none."""

    name: str
    values: tuple[Value | None, ...]


def columns_of(
    names: Sequence[str], rows: Sequence[Row], labels: Mapping[str, str] | None = None
) -> list[Column]:
    """Turn rows into columns.

    Args:
        names: Of the columns, in order.
        rows: Of the answer.
        labels: IRI → name; each column that holds an IRI is then followed by ``…_label``, unless
            there is a column of that name already. None: no such columns.
    """
    found = []
    for place, name in enumerate(names):
        values = tuple(row[place] for row in rows)
        found.append(Column(name, values))
        label = f"{name}_label"
        if labels is not None and label not in names and any(isinstance(v, Iri) for v in values):
            named = (labels.get(v) if isinstance(v, Iri) else None for v in values)
            found.append(Column(label, tuple(named)))
    return found


def kind_of(column: Column, declared: Mapping[str, str]) -> Kind:
    """Tell of what kind a column is.

    Args:
        column: The column.
        declared: Name → type that the stored question declares, for a column without a value.

    Returns:
        The kind of all its values. Whole numbers among decimals are decimals, and both among
        floats are floats. Values of different kinds are text, and so are numbers too long for the
        kind.
    """
    kinds = {_kind(v) for v in column.values if v is not None}
    if not kinds:
        return _DECLARED.get(declared.get(column.name, ""), "text")
    if kinds == {"integer", "decimal"}:
        kinds = {"decimal"}
    elif "float" in kinds and kinds <= {"integer", "decimal", "float"}:
        kinds = {"float"}
    kind = kinds.pop() if len(kinds) == 1 else "text"
    if kind == "integer" and any(abs(_int(v)) > LARGEST for v in column.values):
        return "text"
    if kind == "decimal":
        whole, places = digits(column)
        return "decimal" if whole + places <= DIGITS else "text"
    return kind


def digits(column: Column) -> tuple[int, int]:
    """Give the most digits before and after the point in a column of decimals."""
    whole, places = 1, 0
    for value in column.values:
        if value is None:
            continue
        number = Decimal(str(value))
        exponent = int(number.as_tuple().exponent)
        places = max(places, -exponent)
        whole = max(whole, len(number.as_tuple().digits) + exponent)
    return whole, places


def text_of(value: Value | None) -> str | None:
    """Write a value as its literal has it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _kind(value: Value) -> Kind:
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, Decimal):
        return "decimal"
    if isinstance(value, float):
        return "float"
    if isinstance(value, dt.datetime):
        return "moment" if value.tzinfo is None else "moment in UTC"
    return "date"


def _int(value: Value | None) -> int:
    return value if isinstance(value, int) else 0
