"""Seeded choices and invented words: the same seed gives the same, on every version of Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

_T = TypeVar("_T")

_TOPICS = (
    ("waste", "les déchets"),
    ("coral reefs", "les récifs coralliens"),
    ("mangroves", "les mangroves"),
    ("invasive species", "les espèces envahissantes"),
    ("climate services", "les services climatologiques"),
    ("marine litter", "les déchets marins"),
    ("turtles and whales", "les tortues et les baleines"),
    ("coastal adaptation", "l'adaptation côtière"),
    ("environmental law", "le droit de l'environnement"),
    ("oil spills", "les marées noires"),
    ("renewable energy", "les énergies renouvelables"),
    ("protected areas", "les aires protégées"),
    ("drought early warning", "l'alerte précoce à la sécheresse"),
    ("used tyres", "les pneus usagés"),
    ("environmental data", "les données environnementales"),
    ("island soils", "les sols insulaires"),
)

_SYLLABLES = ("ta", "lo", "ma", "ve", "su", "pi", "na", "ko", "fe", "ru", "wai", "hau", "é", "â")


class Chance:
    """Choices drawn from ``random.Random.random`` alone, whose sequence Python promises to keep."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed).random

    def yes(self, share: float) -> bool:
        """Answer yes with this probability."""
        return self._draw() < share

    def number(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return low + int(self._draw() * (high - low + 1))

    def one(self, items: Sequence[_T]) -> _T:
        """Draw one item."""
        return items[int(self._draw() * len(items))]

    def some(self, items: Sequence[_T], low: int, high: int) -> list[_T]:
        """Draw from ``low`` to ``high`` items, each at most once, or all where there are fewer."""
        rest = list(items)
        count = min(self.number(low, high), len(rest))
        return [rest.pop(int(self._draw() * len(rest))) for _ in range(count)]

    def hub(self, count: int) -> int:
        """Draw a number below ``count``, low ones far more often: a few have most of the links."""
        return int(count * self._draw() ** 3)

    def name(self) -> str:
        """Make up a name of two or three syllables, some with an accent."""
        return "".join(self.one(_SYLLABLES) for _ in range(self.number(2, 3))).capitalize()

    def topic(self) -> tuple[str, str]:
        """Draw a topic, in English and in French."""
        return self.one(_TOPICS)

    def day(self, first: int, last: int) -> str:
        """Draw a day in the years from ``first`` to ``last``, as ISO 8601."""
        return f"{self.number(first, last)}-{self.number(1, 12):02}-{self.number(1, 28):02}"
