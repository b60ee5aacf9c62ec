"""What if this were signed: what a proposal would change, looked at before it is."""

from perms_graph.whatif.model import (
    CellChange,
    Consequences,
    Duty,
    GapChange,
    LoadChange,
    ShareChange,
    VerdictChange,
)
from perms_graph.whatif.weighing import weigh

__all__ = [
    "CellChange",
    "Consequences",
    "Duty",
    "GapChange",
    "LoadChange",
    "ShareChange",
    "VerdictChange",
    "weigh",
]
