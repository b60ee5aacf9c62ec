"""Reasoning: what the ontology entails (OWL 2 RL), and what our own rules compute."""

from perms_graph.reasoning.changing import Withdrawal, extend, retract
from perms_graph.reasoning.closing import close_ontology
from perms_graph.reasoning.compiling import compile_rules
from perms_graph.reasoning.contradictions import Inconsistency, inconsistencies
from perms_graph.reasoning.deriving import DERIVED, Derivation, bounded_by, derivations, derive
from perms_graph.reasoning.materialising import materialise
from perms_graph.reasoning.recording import Journal
from perms_graph.reasoning.rules import INFERRED, Rule, RuleSet, Stratum

__all__ = [
    "DERIVED",
    "INFERRED",
    "Derivation",
    "Inconsistency",
    "Journal",
    "Rule",
    "RuleSet",
    "Stratum",
    "Withdrawal",
    "bounded_by",
    "close_ontology",
    "compile_rules",
    "derivations",
    "derive",
    "extend",
    "inconsistencies",
    "materialise",
    "retract",
]
