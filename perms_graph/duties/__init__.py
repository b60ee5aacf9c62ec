"""The calendar of duties: what is due, from when, for whom, and what is late."""

from perms_graph.duties.finding import Duties, Duty, DutyKind, Light, find_duties

__all__ = ["Duties", "Duty", "DutyKind", "Light", "find_duties"]
