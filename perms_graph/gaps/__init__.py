"""Gaps, the gap score and coverage: stored questions, run and joined. The rules are in them."""

from perms_graph.gaps.finding import (
    MONTHS,
    PLAN,
    Cell,
    Coverage,
    Gap,
    coverage,
    day_term,
    find_gaps,
    known_values,
    later,
)
from perms_graph.gaps.scoring import Evidence, Score, Scores, score
from perms_graph.gaps.stability import DRAWS, TOP, in_top, weight_draws
from perms_graph.gaps.weights import Part, WeightError, place_of, read_weights

__all__ = [
    "DRAWS",
    "MONTHS",
    "PLAN",
    "TOP",
    "Cell",
    "Coverage",
    "Evidence",
    "Gap",
    "Part",
    "Score",
    "Scores",
    "WeightError",
    "coverage",
    "day_term",
    "find_gaps",
    "in_top",
    "known_values",
    "later",
    "place_of",
    "read_weights",
    "score",
    "weight_draws",
]
