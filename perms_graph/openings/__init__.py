"""Openings: for a gap, the partners who could fill it, ranked, with reasons that open."""

from perms_graph.gaps.weights import place_of
from perms_graph.openings.finding import find_openings
from perms_graph.openings.model import (
    Behind,
    Candidate,
    Caution,
    Closeness,
    Fit,
    Kind,
    Near,
    Openings,
    Overlap,
    Reason,
    Terms,
    Witness,
)
from perms_graph.openings.overlaps import find_overlaps
from perms_graph.openings.points import Points, PointsError, read_points
from perms_graph.openings.witnesses import Stated, open_witnesses

__all__ = [
    "Behind",
    "Candidate",
    "Caution",
    "Closeness",
    "Fit",
    "Kind",
    "Near",
    "Openings",
    "Overlap",
    "Points",
    "PointsError",
    "Reason",
    "Stated",
    "Terms",
    "Witness",
    "find_openings",
    "find_overlaps",
    "open_witnesses",
    "place_of",
    "read_points",
]
