"""What counts as the same when people type."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Fold capitals, accents and whatever stands between words."""
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """Give the words of a text, folded as the index folds them."""
    # Twice, as Unicode has it (3.13, D146): some letters are capitals only once taken apart.
    plain = text
    for _ in range(2):
        plain = unicodedata.normalize("NFKD", plain.casefold())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
