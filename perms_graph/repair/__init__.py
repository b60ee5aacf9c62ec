"""Repairs: what would make a result go, tried before it is offered."""

from perms_graph.repair.offering import repairs, repairs_for
from perms_graph.repair.repairs import BLANK, Blank, Repair, Wanted
from perms_graph.repair.writing import as_dict, as_sparql, in_words, to_triples

__all__ = [
    "BLANK",
    "Blank",
    "Repair",
    "Wanted",
    "as_dict",
    "as_sparql",
    "in_words",
    "repairs",
    "repairs_for",
    "to_triples",
]
