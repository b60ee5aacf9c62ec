"""How far the order of a score hangs on its weights: many draws of weights, always the same."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from perms_graph.gaps.weights import Part

DRAWS: Final = 500
TOP: Final = 10
SEED: Final = 3
SPREAD: Final = 20.0
_NEAR: Final = 1e-9


def weight_draws(
    weights: Mapping[Part, Decimal], *, draws: int = DRAWS, seed: int = SEED
) -> tuple[Mapping[Part, float], ...]:
    """Draw sets of weights around the given ones.

    Each set is a draw from the Dirichlet distribution whose mean is the given weights as shares of
    their sum, and whose concentration is 20: a part that weighs a tenth comes between about 2 and
    25 hundredths in nine draws of ten. A part of weight 0 stays at 0.

    Args:
        weights: At least 0 each.
        draws: How many sets.
        seed: The same seed gives the same sets.

    Returns:
        Sets that add up to 1 each, or to 0 if all weights are 0.
    """
    return _drawn(tuple(weights.items()), draws, seed)


@lru_cache(maxsize=8)
def _drawn(
    weights: tuple[tuple[Part, Decimal], ...], draws: int, seed: int
) -> tuple[Mapping[Part, float], ...]:
    source = random.Random(seed)  # noqa: S311 - repeatable on purpose; nothing is kept secret
    whole = float(sum(weight for _, weight in weights))
    found = []
    for _ in range(draws):
        drawn = {
            part: source.gammavariate(SPREAD * float(weight) / whole, 1.0) if weight else 0.0
            for part, weight in weights
        }
        total = sum(drawn.values())
        found.append(
            MappingProxyType(
                {part: value / total if total else 0.0 for part, value in drawn.items()}
            )
        )
    return tuple(found)


def in_top(
    rows: Sequence[Mapping[Part, Decimal]],
    weights: Mapping[Part, Decimal],
    *,
    draws: int = DRAWS,
    top: int = TOP,
) -> tuple[float, ...]:
    """Give for each row the share of draws of weights in which it is among the first.

    A row is among the first ``top`` if fewer than ``top`` rows have more than it: rows that are
    level share their place. A row that totals 0 is not among them.

    Args:
        rows: The parts of each row.
        weights: The weights drawn around.
        draws: How many sets of weights.
        top: How many places count.

    Returns:
        Shares from 0 to 1, in the order of the rows.
    """
    # Many rows are alike, and those alike share their place.
    keys = [tuple(sorted(parts.items())) for parts in rows]
    alike = Counter(keys)
    values = {key: [(part, float(value)) for part, value in key] for key in alike}
    times: Counter[tuple[tuple[Part, Decimal], ...]] = Counter()
    for drawn in weight_draws(weights, draws=draws):
        totals = {key: sum(drawn[p] * v for p, v in found) for key, found in values.items()}
        before, level, last = 0, 0, float("inf")
        for key in sorted(totals, key=lambda k: -totals[k]):
            if totals[key] < last - _NEAR:
                before, level, last = before + level, 0, totals[key]
            if before >= top or totals[key] <= 0:
                break
            times[key] += 1
            level += alike[key]
    return tuple(times[key] / draws if draws else 0.0 for key in keys)
