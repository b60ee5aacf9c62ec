"""Findings: what a check found, with its place in a file and the partnership it belongs to.

``model`` is what writers read; ``checking`` makes it.
"""

from perms_graph.findings.model import Checked, Finding, Place, Unknown

__all__ = ["Checked", "Finding", "Place", "Unknown"]
