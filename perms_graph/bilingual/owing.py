"""Which texts owe both languages, and which may read the same in both: data, with reasons."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from perms_graph.bilingual.pairs import Pair
from perms_graph.errors import FileError, msg

OWED: Final = "owed.csv"
ALIKE: Final = "alike.csv"

BOTH: Final = "both"
LATER: Final = "later"
PUBLISHED: Final = "published"
DEBTS: Final = (BOTH, LATER, PUBLISHED)
"""Owed in both languages; in both, but not yet (a debt we know); as others publish it."""


@dataclass(frozen=True)
class Rule:
    """One line of a list.

    Attributes:
        scope: Short IRI of a scheme, a class or a thing, or a kind of text; ``*`` stands for
            anything.
        match: Which text: for what is owed a property, for what is alike the text itself.
        owed: One of ``DEBTS``; empty in the list of what is alike.
        reason: Language → why.
    """

    scope: str
    match: str
    owed: str
    reason: Mapping[str, str]

    def fits(self, pair: Pair, text: str) -> bool:
        """Tell whether the line speaks of a pair and a text of it."""
        # Not fnmatch on the text: a sentence may hold a bracket or a question mark.
        if self.match not in {"*", text}:
            return False
        # The definition of a class owes what definitions owe, not what things of the class do.
        names = (pair.of, pair.kind, pair.thing if pair.kind == "data" else pair.kind)
        if "*" not in self.scope:
            return self.scope in names
        return any(fnmatchcase(name, self.scope) for name in names)


@dataclass(frozen=True)
class Owing:
    """What is owed.

    Attributes:
        owed: Lines in order; the first that fits counts.
        alike: Lines of texts that may read the same in both languages.
    """

    owed: tuple[Rule, ...]
    alike: tuple[Rule, ...]

    def debt(self, pair: Pair) -> Rule | None:
        """Give the line that says what a pair owes; None means both languages."""
        return next((r for r in self.owed if r.fits(pair, pair.part)), None)

    def may_be_alike(self, pair: Pair) -> Rule | None:
        """Give the line that lets a pair read the same in both languages; None if none does."""
        return next((r for r in self.alike if r.fits(pair, pair.english)), None)


def read_owing(locale: Path) -> Owing:
    """Read both lists.

    Raises:
        FileError: A list is missing or has a line that is not understood.
    """
    owed = _read(locale / OWED, ("scope", "property", "owed", "reason_en", "reason_fr"))
    alike = _read(locale / ALIKE, ("scope", "text", "reason_en", "reason_fr"))
    return Owing(
        tuple(Rule(r[0], r[1], r[2], {"en": r[3], "fr": r[4]}) for r in owed),
        tuple(Rule(r[0], r[1], "", {"en": r[2], "fr": r[3]}) for r in alike),
    )


def _read(path: Path, columns: tuple[str, ...]) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = msg("The list cannot be read: {reason}", reason=str(error))
        raise FileError(path, reason) from error
    if not rows or tuple(rows[0]) != columns:
        heading = msg("The first line must be: {line}", line=",".join(columns))
        raise FileError(path, heading, line=1)
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(columns) or not all(row):
            raise FileError(
                path, msg("Each line needs all {n} columns.", n=len(columns)), line=number
            )
        if "owed" in columns and row[2] not in DEBTS:
            raise FileError(
                path,
                msg("What is owed must be one of: {words}", words=", ".join(DEBTS)),
                line=number,
            )
    return rows[1:]
