"""What a chart is drawn from: words and numbers in the reader's language, nothing of the graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """One number.

    Attributes:
        value: What decides the colour or the length; None if it is not known, which is no zero.
        words: What is written in or beside it; empty for the number itself.
    """

    value: float | None
    words: str = ""


@dataclass(frozen=True)
class HeatMap:
    """A matrix.

    Attributes:
        rows: Names from top to bottom.
        columns: Names from left to right.
        cells: (row, column) → its mark; a cell that is missing stays empty.
        legend: What the numbers count.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], Mark]
    legend: str


@dataclass(frozen=True)
class Bars:
    """Bars, each made of parts that add up.

    Attributes:
        rows: Names from top to bottom.
        parts: Names in the order they are stacked.
        values: (row, part) → length, not negative; missing for none.
        axis: What is measured, with its unit.
    """

    rows: tuple[str, ...]
    parts: tuple[str, ...]
    values: Mapping[tuple[str, str], float]
    axis: str


@dataclass(frozen=True)
class Place:
    """A place on the map.

    Attributes:
        name: What it is called.
        latitude: Degrees, north positive.
        longitude: Degrees, east positive.
        mark: Its number.
    """

    name: str
    latitude: float
    longitude: float
    mark: Mark


@dataclass(frozen=True)
class PacificMap:
    """Places around the Pacific, the date line in the middle.

    Attributes:
        places: Those off the map (Paris, London, Washington) are left out of the picture: the
            table beside it has them.
        legend: What the numbers count.
    """

    places: tuple[Place, ...]
    legend: str


@dataclass(frozen=True)
class Span:
    """A stretch of time.

    Attributes:
        row: Name of its row.
        start: First day.
        end: Last day.
        kind: What sort of stretch: one of the kinds of its chart.
    """

    row: str
    start: dt.date
    end: dt.date
    kind: str


@dataclass(frozen=True)
class TimeBars:
    """Stretches of time in rows.

    Attributes:
        rows: Names from top to bottom.
        kinds: Kinds of stretches, the surest first: the colours fade in this order.
        spans: The stretches.
        day: The day marked by a line.
        day_name: What stands at that line.
    """

    rows: tuple[str, ...]
    kinds: tuple[str, ...]
    spans: tuple[Span, ...]
    day: dt.date
    day_name: str
