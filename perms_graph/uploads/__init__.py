"""Checking what a stranger sends: looked at first, then read and judged inside the fence.

``prepare`` and ``check`` are what a fence runs; nothing else here is meant for others. What is sent
is data: it is added to a copy of the register, or of the strategy alone, judged, and forgotten.
"""

from perms_graph.uploads.checking import AGAINST, check, prepare
from perms_graph.uploads.forms import FORM_NAMES, MAX_BYTES

__all__ = ["AGAINST", "FORM_NAMES", "MAX_BYTES", "check", "prepare"]
