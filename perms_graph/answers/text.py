"""Answers as plain text, for a terminal and wherever there is no HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size

from perms_graph.answers.columns import text_of
from perms_graph.answers.values import Iri, Value
from perms_graph.answers.words import SHOWN, closing, is_number
from perms_graph.reports.values import plain

if TYPE_CHECKING:
    from perms_graph.answers.answer import Answer

_WIDEST: Final = 60
"""Letters of a cell that are shown."""


def as_text(answer: Answer) -> str:
    """Lay an answer out in columns: things by their short IRIs, as a query would name them."""
    shown = [answer[n] for n in range(min(SHOWN, len(answer)))]
    rows = [[_cell(v) for v in row] for row in shown]
    lines = [plain(answer.title)] if answer.title else []
    if answer.columns:
        heads = list(answer.columns)
        widths = [max(map(cell_len, column)) for column in zip(heads, *rows, strict=True)]
        right = [any(is_number(v) for v in column) for column in zip(*shown, strict=True)] or [
            False
        ] * len(heads)
        lines += [
            "  ".join(
                _set(text, width, at_right)
                for text, width, at_right in zip(cells, widths, right, strict=True)
            ).rstrip()
            for cells in (heads, ["─" * width for width in widths], *rows)
        ]
    return "\n".join([*lines, *map(plain, closing(answer))])


def _cell(value: Value | None) -> str:
    text = plain((value.short if isinstance(value, Iri) else text_of(value)) or "")
    if cell_len(text) <= _WIDEST:
        return text
    return set_cell_size(text, _WIDEST - 1).rstrip() + "…"


def _set(text: str, width: int, at_right: bool) -> str:
    blanks = " " * (width - cell_len(text))
    return blanks + text if at_right else text + blanks
