"""The facts as they lie in their folder: rows of tables, lines of texts."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

Row = dict[str, str]

TABLES: Final = (
    "members",
    "partners",
    "agreements",
    "mechanisms",
    "contributions",
    "measures",
    "strategy",
)
TEXTS: Final = ("perms-fr", "register", "strategy")

_URL: Final = re.compile(r"https?://[^\s|,;\"`)(<>]+(?:\([^\s)]*\))?[^\s|,;\"`)(<>]*")


@dataclass(frozen=True)
class Facts:
    """Everything in the folder of facts.

    Attributes:
        folder: Where it is.
        tables: Table name → rows, as printed.
        texts: Name of a Markdown file → its text.
        codelists: Name of a CSV code list → rows.
    """

    folder: Path
    tables: dict[str, list[Row]]
    texts: dict[str, str]
    codelists: dict[str, list[Row]]

    @classmethod
    def read(cls, folder: Path) -> Facts:
        """Read the folder.

        Raises:
            OSError: A file is missing.
        """
        return cls(
            folder,
            {name: read_table(folder / f"{name}.csv") for name in TABLES},
            {name: (folder / f"{name}.md").read_text(encoding="utf-8") for name in TEXTS},
            {p.stem: read_table(p) for p in sorted((folder / "codelists").glob("*.csv"))},
        )

    def addresses(self) -> Iterator[str]:
        """Give every address in tables and texts, repeated ones too."""
        for rows in self.tables.values():
            for row in rows:
                for column, cell in row.items():
                    if column.endswith("_url") or column.endswith("_url_2"):
                        if cell.startswith("http") and " " not in cell:
                            yield cell
                    else:
                        yield from addresses_in(cell)
        for text in self.texts.values():
            yield from addresses_in(text)


def addresses_in(text: str) -> list[str]:
    """Find web addresses in running text; a full stop at the end is not part of one."""
    return [found.rstrip(".:'") for found in _URL.findall(text)]


def read_table(path: Path) -> list[Row]:
    """Read a CSV file with a heading line."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
