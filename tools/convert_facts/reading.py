"""The facts as they lie in their folder: rows of tables, lines of texts."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from tools.convert_facts.names import thing

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
OURS: Final = ("measures", "names", "passages", "schemes", "translations")
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
        ours: Tables of this project: translations, schemes, passages to cut out, names.
    """

    folder: Path
    tables: dict[str, list[Row]]
    texts: dict[str, str]
    codelists: dict[str, list[Row]]
    ours: dict[str, list[Row]]

    @classmethod
    def read(cls, data: Path) -> Facts:
        """Read ``facts`` and, for what is ours, ``readings`` in the data folder.

        Raises:
            OSError: A file is missing.
        """
        folder = data / "facts"
        return cls(
            folder,
            {name: read_table(folder / f"{name}.csv") for name in TABLES},
            {name: (folder / f"{name}.md").read_text(encoding="utf-8") for name in TEXTS},
            {p.stem: read_table(p) for p in sorted((folder / "codelists").glob("*.csv"))},
            {name: read_table(data / "readings" / f"{name}.csv") for name in OURS},
        )

    def concept(self, scheme: str, word: str) -> ox.NamedNode:
        """Give the concept of one of our schemes by the facts' word for it.

        Raises:
            KeyError: The scheme has no such word: a new one wants a row in ``schemes.csv``.
        """
        for row in self.ours["schemes"]:
            if row["scheme"] == scheme and row["name"] and row["word"] == word:
                return thing(scheme, row["name"])
        raise KeyError(f"{scheme}: {word}")

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
