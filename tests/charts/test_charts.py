"""Charts say what their numbers say, in both languages, and fetch nothing."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from typing import Any

import pytest

from perms_graph.charts import (
    Bars,
    HeatMap,
    Mark,
    PacificMap,
    Place,
    Span,
    Spec,
    TimeBars,
    as_png,
    as_svg,
    bars,
    heat_map,
    pacific_map,
    time_bars,
)
from perms_graph.charts.labelling import HIGH, LETTER, Spot, write_names
from perms_graph.namespaces import PERMS
from perms_graph.register import Register

HEAT = HeatMap(
    ("RO1 Résilience", "RO2 Déchets"),
    ("Soutien financier", "Soutien technique"),
    {
        ("RO1 Résilience", "Soutien financier"): Mark(3),
        ("RO2 Déchets", "Soutien financier"): Mark(0),
        ("RO1 Résilience", "Soutien technique"): Mark(None, "non connu"),
    },
    "Partenariats",
)

BARS = Bars(
    ("RO1", "RO2"),
    ("no partner", "ends soon"),
    {("RO1", "no partner"): 2.5, ("RO1", "ends soon"): 0.5, ("RO2", "ends soon"): 1.0},
    "Points",
)

TIMES = TimeBars(
    ("A memorandum",),
    ("surely", "possibly"),
    (
        Span("A memorandum", dt.date(2020, 1, 1), dt.date(2025, 1, 1), "surely"),
        Span("A memorandum", dt.date(2025, 1, 1), dt.date(2025, 12, 31), "possibly"),
    ),
    dt.date(2026, 11, 23),
    "23 November 2026",
)

MAP = PacificMap(
    (
        Place("Fiji", -18.14, 178.44, Mark(23)),
        Place("Samoa", -13.83, -171.77, Mark(None)),
        Place("Guam", 13.48, 144.75, Mark(0)),
        Place("France", 48.86, 2.35, Mark(5)),
    ),
    "Partnerships",
)

ALL = {
    "heat map": heat_map(HEAT),
    "bars": bars(BARS),
    "time bars": time_bars(TIMES),
    "map": pacific_map(MAP),
}


def data(spec: Spec) -> list[dict[str, Any]]:
    return [row for rows in spec["datasets"].values() for row in rows if "geometry" not in row]


@pytest.mark.parametrize("name", ALL)
def test_a_chart_names_nothing_to_fetch(name: str) -> None:
    assert '"url"' not in json.dumps(ALL[name])


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_chart_becomes_a_picture(name: str, language: str) -> None:
    svg = as_svg(ALL[name], language)
    assert svg.startswith("<svg")
    assert "NaN" not in svg
    assert "<script" not in svg
    assert as_png(ALL[name], language, scale=1).startswith(b"\x89PNG")


def test_the_same_chart_gives_the_same_picture() -> None:
    assert as_svg(heat_map(HEAT), "fr") == as_svg(heat_map(HEAT), "fr")


def test_a_heat_map_writes_each_number_and_its_words() -> None:
    rows = {(d["row"], d["column"]): d["words"] for d in data(ALL["heat map"])}
    assert rows == {
        ("RO1 Résilience", "Soutien financier"): "3",
        ("RO2 Déchets", "Soutien financier"): "0",
        ("RO1 Résilience", "Soutien technique"): "non connu",
    }
    svg = as_svg(ALL["heat map"], "fr")
    assert "non connu" in svg
    assert "RO2 Déchets" in svg


def test_bars_keep_the_lengths_given() -> None:
    lengths = {(d["row"], d["part"]): d["value"] for d in data(ALL["bars"])}
    assert lengths == dict(BARS.values)


def test_time_is_written_in_the_language_of_the_reader() -> None:
    months = TimeBars(
        ("x",),
        ("surely",),
        (Span("x", dt.date(2026, 7, 5), dt.date(2026, 9, 20), "surely"),),
        dt.date(2026, 8, 1),
        "today",
    )
    assert "Aug 2026" in as_svg(time_bars(months), "en")
    assert "août 2026" in as_svg(time_bars(months), "fr")


def test_a_place_off_the_map_is_left_to_the_table() -> None:
    texts = {d["text"] for d in data(ALL["map"]) if "text" in d}
    assert texts == {"Fiji 23", "Samoa ?", "Guam 0"}


def test_both_sides_of_the_date_line_are_beside_each_other() -> None:
    places = {d["text"]: d["x"] for d in data(ALL["map"]) if "text" in d}
    assert places["Guam 0"] < places["Fiji 23"] < places["Samoa ?"]
    assert places["Samoa ?"] - places["Fiji 23"] == pytest.approx(9.79 * 7)


def test_a_number_not_known_is_no_zero() -> None:
    values = {d["text"]: d["value"] for d in data(ALL["map"]) if "text" in d}
    assert values["Samoa ?"] is None
    assert values["Guam 0"] == 0


def test_names_of_the_members_do_not_cover_each_other(register: Register) -> None:
    table = register.dataset.select(
        f"SELECT ?name ?lat ?long {{ ?m a <{PERMS}Member> ; "
        "<http://www.w3.org/2004/02/skos/core#prefLabel> ?name ; "
        "<http://www.w3.org/2003/01/geo/wgs84_pos#lat> ?lat ; "
        "<http://www.w3.org/2003/01/geo/wgs84_pos#long> ?long FILTER (LANG(?name) = 'fr') }"
    )
    spots = [
        Spot(
            (float(r["long"].value) % 360 - 112) * 7,
            (24 - float(r["lat"].value)) * 7,
            8.0,
            r["name"].value,
        )
        for r in table
        if 112 < float(r["long"].value) % 360 < 226 and float(r["lat"].value) < 24
    ]
    assert len(spots) == 23
    boxes = []
    for spot, name in zip(spots, write_names(spots, 798, 504), strict=True):
        long = LETTER * len(spot.text)
        left = {"left": name.x, "center": name.x - long / 2, "right": name.x - long}[name.align]
        boxes.append((left, name.y - HIGH / 2, left + long, name.y + HIGH / 2))
    covered = [
        (spots[i].text, spots[j].text)
        for (i, a), (j, b) in itertools.combinations(enumerate(boxes), 2)
        if min(a[2], b[2]) > max(a[0], b[0]) and min(a[3], b[3]) > max(a[1], b[1])
    ]
    assert covered == []
