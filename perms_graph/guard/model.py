"""What the guard says of a query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from perms_graph.errors import Message
from perms_graph.guard.lexing import Place
from perms_graph.language import LANGUAGES
from perms_graph.translation import translate

Severity = Literal["error", "warning", "info"]
"""It cannot be run · it can, and most likely does not mean what is meant · worth knowing."""

Kind = Literal[
    "refused",
    "syntax",
    "unknown_prefix",
    "other_namespace",
    "unknown_term",
    "unused_term",
    "wrong_sort",
    "unknown_thing",
    "used_once",
    "unbound",
    "out_of_scope",
    "cartesian_product",
    "shares_nothing",
    "no_limit",
    "language_tag",
    "slow",
    "not_read",
]


@dataclass(frozen=True)
class Advice:
    """One finding.

    Attributes:
        kind: What sort of finding.
        severity: How much it matters.
        place: The tokens at fault.
        message: What is wrong.
        hint: What to do; None if the message says it.
        replacement: What may stand in the place of the tokens; None if there is no such thing.
            For an unknown prefix it is a line to put on top.
        nearest: Names that come nearest, best first, as they may be written in the query.
    """

    kind: Kind
    severity: Severity
    place: Place
    message: Message
    hint: Message | None = None
    replacement: str | None = None
    nearest: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Give plain values, the texts in each language, for a page or another process."""
        return {
            "kind": self.kind,
            "severity": self.severity,
            **place_data(self.place),
            "message": said(self.message),
            "hint": None if self.hint is None else said(self.hint),
            "replacement": self.replacement,
            "nearest": list(self.nearest),
        }


def place_data(place: Place) -> dict[str, int]:
    """Give a place as plain values."""
    return {
        "line": place.line,
        "column": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def said(message: Message) -> dict[str, str]:
    """Say a sentence in each language."""
    return {language: translate(message, language) for language in LANGUAGES}
