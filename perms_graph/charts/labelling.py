"""Where to write names on a map so that they do not cover each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Align = Literal["left", "center", "right"]

LETTER: Final = 5.6
"""Mean width of a letter at the size names have, in pixels."""

HIGH: Final = 11.0
"""Height of a line, in pixels."""

_GAP: Final = 3.0

_ROUNDS: Final = 3


@dataclass(frozen=True)
class Spot:
    """A disc with a name.

    Attributes:
        x: Pixels from the left.
        y: Pixels from the top.
        radius: Of the disc, in pixels.
        text: Its name.
    """

    x: float
    y: float
    radius: float
    text: str


@dataclass(frozen=True)
class Written:
    """Where a name stands: its anchor, and on which side of the anchor it is."""

    x: float
    y: float
    align: Align


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: _Box) -> float:
        """Give the area in common."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0.0) * max(high, 0.0)


def write_names(spots: Sequence[Spot], width: float, height: float) -> list[Written]:
    """Place names beside their discs.

    Crowded spots choose first. Each takes the place with least covered area: of other discs, of
    names already written, and beyond the edge; among equals to the right, left, above, below.

    Args:
        spots: The discs.
        width: Of the map in pixels.
        height: Of the map in pixels.

    Returns:
        A place for each, in the same order.
    """
    discs = [_disc(s) for s in spots]
    crowd = {
        n: sum((s.x - t.x) ** 2 + (s.y - t.y) ** 2 < 90**2 for t in spots)
        for n, s in enumerate(spots)
    }
    frame = _Box(0, 0, width, height)
    order = sorted(crowd, key=lambda n: (-crowd[n], spots[n].text))
    placed: dict[int, tuple[Written, _Box]] = {}
    # Again, now that all stand somewhere: who chose early may have a better place.
    for number in order * _ROUNDS:
        taken = [d for n, d in enumerate(discs) if n != number]
        taken += [box for n, (_, box) in placed.items() if n != number]
        placed[number] = min(_places(spots[number]), key=lambda pair: _cost(pair[1], taken, frame))
    return [placed[n][0] for n in range(len(spots))]


def _disc(spot: Spot) -> _Box:
    r = spot.radius
    return _Box(spot.x - r, spot.y - r, spot.x + r, spot.y + r)


def _cost(box: _Box, taken: Iterable[_Box], frame: _Box) -> float:
    area = (box.right - box.left) * (box.bottom - box.top)
    outside = area - box.overlap(frame)
    return 4 * outside + sum(box.overlap(other) for other in taken)


def _places(spot: Spot) -> list[tuple[Written, _Box]]:
    long, off = LETTER * len(spot.text), spot.radius + _GAP
    slope = off * 0.75
    sides: list[tuple[float, float, Align]] = [
        (off, 0, "left"),
        (-off, 0, "right"),
        (0, -off - HIGH / 2, "center"),
        (0, off + HIGH / 2, "center"),
        (slope, -slope - HIGH / 3, "left"),
        (slope, slope + HIGH / 3, "left"),
        (-slope, -slope - HIGH / 3, "right"),
        (-slope, slope + HIGH / 3, "right"),
        (0, -off - HIGH, "left"),
        (0, off + HIGH, "left"),
        (0, -off - HIGH, "right"),
        (0, off + HIGH, "right"),
    ]
    found = []
    for dx, dy, align in sides:
        x, y = spot.x + dx, spot.y + dy
        left = {"left": x, "center": x - long / 2, "right": x - long}[align]
        box = _Box(left, y - HIGH / 2, left + long, y + HIGH / 2)
        found.append((Written(x, y, align), box))
    return found
