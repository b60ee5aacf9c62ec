"""Repairs of what a check found, each tried on the very data that were checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perms_graph.findings.model import Finding
from perms_graph.repair import Repair, repairs
from perms_graph.store.loading import Progress
from perms_graph.trial import Setting

MOST = 2
"""Repairs of one finding."""


def mended(
    setting: Setting, findings: Sequence[Finding], *, progress: Progress | None = None
) -> Mapping[tuple[str, ...], tuple[Repair, ...]]:
    """Look for repairs.

    Args:
        setting: What was checked; it is as before afterwards.
        findings: What to mend.
        progress: Told after each, as stage ``mend``.

    Returns:
        Key of a result → its repairs; ``()`` where none passed its trial.
    """
    found: dict[tuple[str, ...], tuple[Repair, ...]] = {}
    for done, finding in enumerate(findings, 1):
        result = finding.result
        if result.key not in found:
            found[result.key] = repairs(setting, result, limit=MOST)
        if progress is not None:
            progress("mend", done, len(findings))
    return found
