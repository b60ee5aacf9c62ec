"""Reading the tables."""

from __future__ import annotations

import csv
from pathlib import Path

Row = dict[str, str]


def read(folder: Path, name: str) -> list[Row]:
    """Read a table; cells are stripped of surrounding space."""
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(stream)]


def codes(cell: str) -> list[str]:
    """Split a cell that holds several codes."""
    return [c.strip() for c in cell.split(";") if c.strip()]
