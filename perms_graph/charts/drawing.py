"""Charts described in Vega-Lite, by Altair. Colours are told apart without red and green."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import altair as alt

from perms_graph.charts.kinds import Bars, HeatMap, PacificMap, Place, TimeBars
from perms_graph.charts.labelling import Spot, write_names

Spec = dict[str, Any]
"""A Vega-Lite description, as JSON would give it."""

INK: Final = "#15262b"
QUIET: Final = "#54686e"
LINE: Final = "#d9e3e2"
LAND: Final = "#e6e2d6"
SEA: Final = "#f2f7f8"

DEPTHS: Final = ("#e4f0f1", "#9fcbd0", "#4f9aa6", "#0b5563")
"""From little to much, by lightness alone: readable in grey and to every eye."""

UNKNOWN: Final = "#f6e3b4"
"""Not known: sand, lighter than any colour of much, and never without a question mark."""

PARTS: Final = (
    "#0b5563",
    "#e69f00",
    "#56b4e9",
    "#009e73",
    "#cc79a7",
    "#d55e00",
    "#f0e442",
    "#999999",
)
"""Okabe and Ito's colours, which people with any colour vision tell apart; ours is the first."""

FONT: Final = "Noto Sans, Liberation Sans, DejaVu Sans, sans-serif"

EDGES: Final = (112.0, 226.0, -48.0, 24.0)
"""West, east, south and north of the map; past the date line longitudes count on."""

_WIDE: Final = 320
"""Pixels that the name of a row may take."""

_NARROW: Final = 62
"""The same on a narrow screen: a code, and the beginning of the name."""

_LONG: Final = 800
"""Days: a longer time is marked by years, a shorter one by months."""

_SCALE: Final = 7.0
"""Pixels for a degree."""

_AREAS: Final = (30.0, 520.0)
"""Smallest and largest disc, in square pixels."""


def heat_map(chart: HeatMap, *, narrow: bool = False) -> Spec:
    """Draw a matrix: darker is more; the number stands in each cell.

    Args:
        chart: What to draw. A cell whose number is not known has a colour of its own, and a mark in
            its words: it is neither empty nor a zero.
        narrow: For a narrow screen: names are cut after their codes.
    """
    values = [
        {
            "row": row,
            "column": column,
            "value": mark.value,
            "words": mark.words or _plain(mark.value),
        }
        for (row, column), mark in chart.cells.items()
    ]
    top = max((mark.value or 0 for mark in chart.cells.values()), default=0) or 1
    base = alt.Chart(_data(values)).encode(
        x=alt.X(
            "column:N",
            sort=list(chart.columns),
            title=None,
            scale=alt.Scale(domain=list(chart.columns)),
            axis=alt.Axis(orient="top", labelAngle=-90 if narrow else -35, labelLimit=220),
        ),
        y=alt.Y(
            "row:N",
            sort=list(chart.rows),
            title=None,
            scale=alt.Scale(domain=list(chart.rows)),
            axis=alt.Axis(labelLimit=_NARROW if narrow else _WIDE),
        ),
    )
    unknown = base.transform_filter("!isValid(datum.value)").mark_rect(
        stroke="white", strokeWidth=2, color=UNKNOWN
    )
    known = base.transform_filter("isValid(datum.value)")
    cells = known.mark_rect(stroke="white", strokeWidth=2).encode(
        color=alt.Color(
            "value:Q",
            title=chart.legend,
            scale=alt.Scale(domain=[0, top], range=list(DEPTHS)),
            legend=alt.Legend(
                orient="bottom",
                gradientLength=160,
                titleLimit=420,
                # Ticks fall on whole numbers, for most charts count things.
                **({"values": [0, top]} if top <= 2 else {"tickMinStep": 1}),
            ),
        )
    )
    words = base.mark_text(fontSize=9 if narrow else 11).encode(
        text="words:N",
        color=alt.condition(f"datum.value > {top * 0.55}", alt.value("white"), alt.value(INK)),
    )
    size = {"width": {"step": 34 if narrow else 62}, "height": {"step": 24}}
    return _finish((unknown + cells + words).properties(**size))


def bars(chart: Bars, *, narrow: bool = False) -> Spec:
    """Draw bars whose parts add up.

    Args:
        chart: What to draw.
        narrow: For a narrow screen.
    """
    order = {part: number for number, part in enumerate(chart.parts)}
    values = [
        {"row": row, "part": part, "value": value, "order": order[part]}
        for (row, part), value in chart.values.items()
    ]
    drawn = (
        alt.Chart(_data(values))
        .mark_bar(stroke="white", strokeWidth=1)
        .encode(
            x=alt.X("value:Q", stack="zero", title=chart.axis, axis=alt.Axis(tickMinStep=1)),
            y=alt.Y(
                "row:N",
                sort=list(chart.rows),
                title=None,
                scale=alt.Scale(domain=list(chart.rows)),
                axis=alt.Axis(labelLimit=120 if narrow else _WIDE),
            ),
            color=alt.Color(
                "part:N",
                sort=list(chart.parts),
                title=None,
                scale=alt.Scale(domain=list(chart.parts), range=_colours(len(chart.parts))),
                legend=alt.Legend(orient="bottom", columns=1 if narrow else 3, labelLimit=240),
            ),
            order="order:Q",
        )
    )
    return _finish(drawn.properties(width=170 if narrow else 480, height={"step": 24}))


def time_bars(chart: TimeBars, *, narrow: bool = False) -> Spec:
    """Draw stretches of time; a line marks the day.

    Args:
        chart: What to draw.
        narrow: For a narrow screen.
    """
    values = [
        {
            "row": span.row,
            "start": span.start.isoformat(),
            "end": span.end.isoformat(),
            "kind": span.kind,
        }
        for span in chart.spans
    ]
    time = alt.Scale(type="utc")
    days = [day for span in chart.spans for day in (span.start, span.end)]
    long = bool(days) and (max(days) - min(days)).days > _LONG
    along = alt.Axis(
        format="%Y" if long else "%b %Y",
        tickCount={"interval": "year" if long else "month", "step": 1},
        labelOverlap=True,
    )
    drawn = (
        alt.Chart(_data(values))
        .mark_bar(height={"band": 0.6}, cornerRadius=2)
        .encode(
            x=alt.X("start:T", title=None, scale=time, axis=along),
            x2="end:T",
            y=alt.Y(
                "row:N",
                sort=list(chart.rows),
                title=None,
                scale=alt.Scale(domain=list(chart.rows)),
                axis=alt.Axis(labelLimit=120 if narrow else _WIDE),
            ),
            color=alt.Color(
                "kind:N",
                sort=list(chart.kinds),
                title=None,
                scale=alt.Scale(
                    domain=list(chart.kinds), range=list(reversed(DEPTHS))[: len(chart.kinds)]
                ),
                legend=alt.Legend(orient="bottom", labelLimit=240),
            ),
        )
    )
    today = alt.Chart(_data([{"day": chart.day.isoformat(), "name": chart.day_name}])).encode(
        x=alt.X("day:T", scale=time)
    )
    line = today.mark_rule(color="#d55e00", strokeDash=[4, 3])
    name = today.mark_text(
        align="left", baseline="bottom", dx=3, color="#a34700", fontSize=11
    ).encode(text="name:N", y=alt.value(-4))
    return _finish(
        (drawn + line + name).properties(width=170 if narrow else 560, height={"step": 22})
    )


def pacific_map(chart: PacificMap) -> Spec:
    """Draw places around the Pacific: larger and darker is more; a ring is a number not known."""
    west, east, south, north = EDGES
    places = [p for p in chart.places if is_on_map(p.latitude, p.longitude)]
    top = max((place.mark.value or 0 for place in places), default=0) or 1
    spots = [_spot(place, top) for place in places]
    width, height = (east - west) * _SCALE, (north - south) * _SCALE
    values = [
        {
            "x": spot.x,
            "y": spot.y,
            "value": place.mark.value,
            "text": spot.text,
            "name_x": name.x,
            "name_y": name.y,
            "align": name.align,
        }
        for place, spot, name in zip(places, spots, write_names(spots, width, height), strict=True)
    ]
    land = alt.Chart(_data(_land())).mark_geoshape(fill=LAND, stroke=None)
    # The plane of degrees: the islands lie near the equator, and the date line needs no seam.
    flat = land.project(
        type="identity", reflectY=True, scale=_SCALE, translate=[-west * _SCALE, north * _SCALE]
    )
    base = alt.Chart(_data(values)).encode(
        x=_pixels("x", width), y=_pixels("y", height, downwards=True)
    )
    # No legend of sizes: each name carries its number, and a line below says what it counts.
    known = (
        base.transform_filter("isValid(datum.value)")
        .mark_circle(opacity=0.92, stroke="white", strokeWidth=1)
        .encode(
            size=alt.Size(
                "value:Q",
                scale=alt.Scale(domain=[0, top], range=list(_AREAS)),
                legend=None,
            ),
            color=alt.Color(
                "value:Q",
                scale=alt.Scale(domain=[0, top], range=list(DEPTHS[1:])),
                legend=None,
            ),
        )
    )
    unknown = base.transform_filter("!isValid(datum.value)").mark_point(
        size=60, color=QUIET, filled=False
    )
    names = [
        alt.Chart(_data([v for v in values if v["align"] == align]))
        .mark_text(align=align, fontSize=10, color=INK, stroke="white", strokeWidth=0)
        .encode(
            x=_pixels("name_x", width),
            y=_pixels("name_y", height, downwards=True),
            text="text:N",
        )
        for align in ("left", "center", "right")
    ]
    title = alt.TitleParams(
        chart.legend, orient="bottom", anchor="start", fontSize=11, fontWeight="normal", color=QUIET
    )
    drawn = alt.layer(flat, known, unknown, *names).properties(
        width=width, height=height, title=title
    )
    return _finish(drawn, view={"fill": SEA, "stroke": LINE})


def is_on_map(latitude: float, longitude: float) -> bool:
    """Tell whether a place, in degrees, lies inside the edges of the map."""
    west, east, south, north = EDGES
    return west <= longitude % 360 <= east and south <= latitude <= north


def _spot(place: Place, top: float) -> Spot:
    west, _, _, north = EDGES
    least, most = _AREAS
    area = least + (most - least) * (place.mark.value or 0) / top
    return Spot(
        (place.longitude % 360 - west) * _SCALE,
        (north - place.latitude) * _SCALE,
        math.sqrt(area / math.pi),
        f"{place.name} {place.mark.words or _plain(place.mark.value)}",
    )


def _pixels(field: str, length: float, *, downwards: bool = False) -> Any:
    axis = alt.Y if downwards else alt.X
    domain = [length, 0] if downwards else [0, length]
    return axis(f"{field}:Q", scale=alt.Scale(domain=domain, nice=False), axis=None)


def _finish(chart: Any, view: Mapping[str, object] = MappingProxyType({})) -> Spec:
    """Give the look that all charts share, and the description itself."""
    words = {
        "labelColor": INK,
        "titleColor": QUIET,
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
    }
    spec: Spec = chart.to_dict(validate=False)
    spec["background"] = "white"
    spec["padding"] = 10
    spec["config"] = {
        "font": FONT,
        "view": {"stroke": None, **view},
        "axis": {**words, "gridColor": LINE, "domainColor": LINE, "tickColor": LINE},
        "legend": words,
    }
    return spec


def _data(values: list[dict[str, Any]]) -> alt.InlineData:
    return alt.InlineData(values=values)


def _colours(number: int) -> list[str]:
    return [PARTS[n % len(PARTS)] for n in range(number)]


def _plain(value: float | None) -> str:
    if value is None:
        return "?"
    return str(int(value)) if value == int(value) else f"{value:g}"


def _land() -> list[dict[str, Any]]:
    text = files("perms_graph.charts").joinpath("pacific.json").read_text(encoding="utf-8")
    return [{"type": "Feature", "properties": {}, "geometry": json.loads(text)}]
