"""Gaps and the gap score: stored questions, run and joined. The rules are in them."""

from perms_graph.gaps.behind import BEHIND, Behind, rows_behind
from perms_graph.gaps.finding import (
    MONTHS,
    PLAN,
    Gap,
    day_term,
    find_gaps,
    known_values,
    later,
)
from perms_graph.gaps.scoring import Evidence, Score, Scores, score
from perms_graph.gaps.stability import DRAWS, SEED, SPREAD, TOP, in_top, weight_draws
from perms_graph.gaps.weights import Part, WeightError, place_of, read_weights

__all__ = [
    "BEHIND",
    "DRAWS",
    "MONTHS",
    "PLAN",
    "SEED",
    "SPREAD",
    "TOP",
    "Behind",
    "Evidence",
    "Gap",
    "Part",
    "Score",
    "Scores",
    "WeightError",
    "day_term",
    "find_gaps",
    "in_top",
    "known_values",
    "later",
    "place_of",
    "read_weights",
    "rows_behind",
    "score",
    "weight_draws",
]
