"""Make the outlines of land that maps of the Pacific are drawn on.

``python -m tools.outlines land-50m.json`` reads the land of Natural Earth at 1:50,000,000 (public
domain) as TopoJSON, from the npm package ``world-atlas`` (ISC licence), and writes
``perms_graph/charts/pacific.json``: GeoJSON cut to the region, with longitudes that go on past 180
so that the date line cuts nothing. Needs ``shapely``, which the project itself does not.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from shapely.affinity import translate
from shapely.geometry import MultiPolygon, Polygon, box, mapping
from shapely.ops import unary_union

TARGET: Final = Path(__file__).resolve().parent.parent / "perms_graph" / "charts" / "pacific.json"

WEST, EAST, SOUTH, NORTH = 112, 226, -48, 24
"""Edges of the map in degrees, as in perms_graph/charts; past the date line they count on."""

FINE: Final = 0.08
"""Degrees: finer detail is dropped; about a third of a pixel on a wide page."""

THREAD: Final = 0.02
"""Degrees: half the width of what is no land but a trace of cutting."""

SMALLEST: Final = 0.01
"""Square degrees: a smaller island is a speck; Members among them have a mark of their own."""


def polygons(topology: dict[str, Any]) -> Iterator[Polygon]:
    """Give the land as polygons in degrees."""
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[tuple[float, float]]] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        arcs.append(points)

    def ring(numbers: list[int]) -> list[tuple[float, float]]:
        found: list[tuple[float, float]] = []
        for number in numbers:
            # A negative number is the arc of its complement, walked backwards.
            part = arcs[number] if number >= 0 else arcs[~number][::-1]
            found += part[1:] if found else part
        return found

    for geometry in topology["objects"]["land"]["geometries"]:
        shapes = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for rings in shapes:
            outer, *holes = [ring(numbers) for numbers in rings]
            yield Polygon(outer, holes).buffer(0)


def cut(land: list[Polygon]) -> MultiPolygon:
    """Cut land to the region, its eastern part moved on past the date line."""
    frame = box(WEST, SOUTH, EAST, NORTH)
    moved = [*land, *(translate(p, 360) for p in land)]
    whole = unary_union([p.intersection(frame) for p in moved if p.intersects(frame)])
    # Opened first: islands cut at the date line leave threads around the globe.
    rough = whole.buffer(-THREAD).buffer(THREAD).simplify(FINE)
    parts = rough.geoms if isinstance(rough, MultiPolygon) else [rough]
    return MultiPolygon([p for p in parts if p.area >= SMALLEST])


def main(arguments: list[str]) -> int:
    """Run the tool."""
    topology = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    region = mapping(cut(list(polygons(topology))))
    rounded = [
        [[[round(x, 2), round(y, 2)] for x, y in ring] for ring in polygon]
        for polygon in region["coordinates"]
    ]
    feature = {"type": "MultiPolygon", "coordinates": sorted(rounded)}
    TARGET.write_text(json.dumps(feature, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(rounded)} outlines, {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
