"""The ledger: for each text, what English and French were when somebody last looked."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from perms_graph.bilingual.pairs import Pair
from perms_graph.errors import FileError, msg

NAME: Final = "reviewed.csv"
COLUMNS: Final = ("key", "english", "french", "reviewed_on", "reviewed_by")

_DIGEST: Final = re.compile(r"[0-9a-f]{16}|")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}|")


@dataclass(frozen=True)
class Entry:
    """What is kept of a pair.

    Attributes:
        english: Digest of the English text.
        french: Digest of the French text.
        reviewed_on: Day of the review, YYYY-MM-DD; empty if the pair was recorded as it stood and
            nobody has said since that they read it.
        reviewed_by: Who read it; may be empty.
    """

    english: str
    french: str
    reviewed_on: str = ""
    reviewed_by: str = ""


@dataclass(frozen=True)
class Ledger:
    """All entries by key."""

    entries: Mapping[str, Entry]

    @classmethod
    def read(cls, path: Path) -> Ledger:
        """Read a ledger; a file that is not there is an empty one.

        Raises:
            FileError: A line is not understood (says which), or a key stands twice.
        """
        if not path.exists():
            return cls({})
        try:
            rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")), strict=True))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            reason = msg("The ledger cannot be read: {reason}", reason=str(error))
            raise FileError(path, reason) from error
        if not rows or tuple(rows[0]) != COLUMNS:
            heading = msg("The first line must be: {line}", line=",".join(COLUMNS))
            raise FileError(path, heading, line=1)
        entries: dict[str, Entry] = {}
        for number, row in enumerate(rows[1:], start=2):
            if (
                len(row) != len(COLUMNS)
                or not row[0]
                or not (_DIGEST.fullmatch(row[1]) and _DIGEST.fullmatch(row[2]))
                or not _DAY.fullmatch(row[3])
            ):
                raise FileError(
                    path,
                    msg("This line of the ledger is not understood."),
                    msg("Take the file back from version control, then record what is new."),
                    line=number,
                )
            if row[0] in entries:
                raise FileError(path, msg("{key} stands twice.", key=row[0]), line=number)
            entries[row[0]] = Entry(*row[1:])
        return cls(entries)

    def reviewed(self, pairs: Iterable[Pair], *, day: str, by: str = "") -> Ledger:
        """Note that somebody has read pairs and found that they say the same.

        Args:
            pairs: What was read.
            day: YYYY-MM-DD; empty to record pairs as they stand, without a claim.
            by: Who read them.
        """
        fresh = {p.key: Entry(digest(p.english), digest(p.french), day, by) for p in pairs}
        return Ledger({**self.entries, **fresh})

    def only(self, keys: Iterable[str]) -> Ledger:
        """Leave out the entries of texts that are gone."""
        kept = set(keys)
        return Ledger({k: e for k, e in self.entries.items() if k in kept})

    def text(self) -> str:
        """Write as CSV, in the order of keys: the same entries give the same bytes."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for key, e in sorted(self.entries.items()):
            writer.writerow([key, e.english, e.french, e.reviewed_on, e.reviewed_by])
        return out.getvalue()

    def write(self, path: Path) -> None:
        """Write to a file: a reader sees the old one or the new one, never half of it.

        Raises:
            FileError: It cannot be written.
        """
        aside = path.with_name(f"{path.name}.{os.getpid()}.new")
        try:
            with aside.open("w", encoding="utf-8", newline="") as stream:
                stream.write(self.text())
                stream.flush()
                os.fsync(stream.fileno())
            aside.replace(path)
        except OSError as error:
            aside.unlink(missing_ok=True)
            raise FileError(
                path,
                msg("The ledger cannot be written: {reason}", reason=str(error)),
                msg("Work in a checkout, or name another file with --ledger."),
            ) from error


def digest(text: str) -> str:
    """Give 16 hex digits for a text, the same for the same letters; empty for no text."""
    if not text:
        return ""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:16]
