"""Results of two engines, side by side: whether they found the same, one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path


def write_findings(path: Path, findings: Iterable[tuple[str, ...]]) -> None:
    """Write results for ``compare``, one a line: focus node, path, value, shape and so on."""
    lines = ["\t".join(f.replace("\n", " ").replace("\t", " ") for f in one) for one in findings]
    path.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")


def compare(ours: Path, theirs: Path) -> str:
    """Say in how many results two engines agree, and how many only one of them has.

    Args:
        ours: From ``write_findings``.
        theirs: The same of the plain stack.

    Returns:
        Such as ``all 1870``, or ``1868; 2 of ours alone, 0 of pySHACL alone``; "" if one of the
        files is missing because an engine was stopped.
    """
    if not ours.is_file() or not theirs.is_file():
        return ""
    one, other = (Counter(p.read_text(encoding="utf-8").splitlines()) for p in (ours, theirs))
    if one == other:
        return f"all {one.total()}"
    return (
        f"{(one & other).total()}; {(one - other).total()} of ours alone, "
        f"{(other - one).total()} of pySHACL alone"
    )
