"""Trials: what would this change do? Made, looked at and undone; nothing is kept."""

from perms_graph.trial.change import PROPOSAL, Change
from perms_graph.trial.making import Outcome, trying
from perms_graph.trial.setting import Setting

__all__ = ["PROPOSAL", "Change", "Outcome", "Setting", "trying"]
