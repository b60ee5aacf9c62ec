"""The ledger: where every partnership stands on every principle on a day, and why."""

from perms_graph.compliance.judging import judge
from perms_graph.compliance.ledger import (
    Departure,
    Finding,
    Ledger,
    Principle,
    State,
    Verdict,
)

__all__ = ["Departure", "Finding", "Ledger", "Principle", "State", "Verdict", "judge"]
