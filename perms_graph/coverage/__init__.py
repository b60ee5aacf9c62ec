"""Coverage: who is served, with what, by how many; on any day, and between two of them.

The rules are in the stored questions of the family ``coverage``; this joins what they answer.
"""

from perms_graph.coverage.axes import AXES, Axis, find_axis
from perms_graph.coverage.changes import CellChange, Change, Difference, Renewal, compare
from perms_graph.coverage.covering import cover
from perms_graph.coverage.events import Event, EventKind, find_events
from perms_graph.coverage.matrix import NO, NOT_KNOWN, YES, Cell, Matrix, Place, Sum, Tally
from perms_graph.coverage.opened_changes import open_difference
from perms_graph.coverage.opening import contents, open_cell
from perms_graph.coverage.span import Span, require_within, span_of

__all__ = [
    "AXES",
    "NO",
    "NOT_KNOWN",
    "YES",
    "Axis",
    "Cell",
    "CellChange",
    "Change",
    "Difference",
    "Event",
    "EventKind",
    "Matrix",
    "Place",
    "Renewal",
    "Span",
    "Sum",
    "Tally",
    "compare",
    "contents",
    "cover",
    "find_axis",
    "find_events",
    "open_cell",
    "open_difference",
    "require_within",
    "span_of",
]
