"""The translation ledger: which texts lack a language, and which changed on one side only."""

from perms_graph.bilingual.collecting import all_pairs, product
from perms_graph.bilingual.judging import Finding, State, judge_pairs
from perms_graph.bilingual.ledger import Entry, Ledger, digest
from perms_graph.bilingual.owing import Owing, read_owing
from perms_graph.bilingual.pairs import KINDS, Lack, Pair
from perms_graph.bilingual.remarks import REMARKS
from perms_graph.bilingual.texts_of_graphs import one_language

__all__ = [
    "KINDS",
    "REMARKS",
    "Entry",
    "Finding",
    "Lack",
    "Ledger",
    "Owing",
    "Pair",
    "State",
    "all_pairs",
    "digest",
    "judge_pairs",
    "one_language",
    "product",
    "read_owing",
]
