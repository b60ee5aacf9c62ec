"""What leaves a query without rows, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from perms_graph.errors import Message
from perms_graph.guard.lexing import Place
from perms_graph.guard.model import place_data, said
from perms_graph.guard.nearby import Hint

EmptiedBy = Literal[
    "pattern",
    "filter",
    "minus",
    "values",
    "union",
    "graph",
    "subselect",
    "group",
    "having",
    "offset",
    "limit",
    "template",
    "time",
    "not_read",
]


@dataclass(frozen=True)
class Emptied:
    """What first leaves nothing.

    Attributes:
        by: What it is; ``time`` if the time was up before it was found, ``not_read`` if the query
            goes beyond what we read.
        text: The pattern as written; of one said of the subject of another, with that subject.
        place: Where it stands.
        before: Patterns that were tried before it, in the order tried: with them there are rows.
        tried: How many parts of the outermost braces were tried, the one at fault among them.
        total: How many parts there are in the outermost braces, and in VALUES after them.
        message: What it is, in words.
        hints: What is near it in the data.
        inside: For a UNION what empties each branch; for a sub-select what empties it.
    """

    by: EmptiedBy
    text: str
    place: Place
    before: tuple[str, ...]
    tried: int
    total: int
    message: Message
    hints: tuple[Hint, ...] = ()
    inside: tuple[Emptied, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the cause was found."""
        return self.by not in {"time", "not_read"}

    def as_data(self) -> dict[str, Any]:
        """Give plain values, the texts in each language, for a page or another process."""
        return {
            "by": self.by,
            "text": self.text,
            **place_data(self.place),
            "before": list(self.before),
            "tried": self.tried,
            "total": self.total,
            "complete": self.complete,
            "message": said(self.message),
            "hints": [
                {
                    "message": said(h.message),
                    "replacement": h.replacement,
                    "place": place_data(h.place) if h.place else None,
                }
                for h in self.hints
            ],
            "inside": [e.as_data() for e in self.inside],
        }
