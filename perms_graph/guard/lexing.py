"""The tokens of a query that mean something, with both their ends.

The tokeniser of the store keeps only what binding needs: a full stop or a minus sign may stick to a
word there. Here they are taken apart, as the grammar of SPARQL 1.1 (section 19.8) does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from perms_graph.store.tokens import Kind, tokens

_NUMBER: Final = re.compile(r"[+-]?(?:\d+\.\d+|\.\d+|\d+)(?:[eE][+-]?\d+)?|[+-]?\d+\.[eE][+-]?\d+")
_WORD: Final = re.compile(r"(?:\w[\w.\-]*)?:.*|@[\w\-]+|\w+", re.DOTALL)


class Lexeme(NamedTuple):
    """A token that is neither space nor comment.

    Attributes:
        kind: As in the store's tokens; a number is a ``word``.
        text: As written.
        start: Offset of its first character.
        end: Offset after its last one.
    """

    kind: Kind
    text: str
    start: int
    end: int

    def says(self, *words: str) -> bool:
        """Tell whether this is one of some keywords (given in capitals) or marks."""
        if self.kind == "word":
            return self.text.upper() in words
        return self.kind == "punctuation" and self.text in words


@dataclass(frozen=True)
class Place:
    """Where something stands, in characters from 1.

    Attributes:
        line: Line of its first character.
        column: Column of its first character.
        end_line: Line of its last character.
        end_column: Column after its last character.
    """

    line: int
    column: int
    end_line: int
    end_column: int


class Places:
    """From offsets in a text to lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(m.end() for m in re.finditer("\n", text))]

    def of(self, start: int, end: int) -> Place:
        """Give the place of the text from one offset up to another."""
        return Place(*self._at(start), *self._at(max(start, end)))

    def _at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def lexemes(text: str) -> tuple[Lexeme, ...]:
    """Give the tokens of a query, without spaces and comments.

    Args:
        text: A query, well formed or not.

    Returns:
        In the order of the text.
    """
    return tuple(
        lexeme
        for token in tokens(text)
        if token.kind not in {"space", "comment"}
        for lexeme in (
            _apart(token.text, token.start)
            if token.kind == "word"
            else [Lexeme(token.kind, token.text, token.start, token.start + len(token.text))]
        )
    )


def _apart(text: str, start: int) -> Iterator[Lexeme]:
    """Take full stops and minus signs off a word."""
    position = 0
    if text.upper() == "PREFIX:":  # no blank before the empty prefix
        yield Lexeme("word", text[:-1], start, start + len(text) - 1)
        position = len(text) - 1
    while position < len(text):
        rest = text[position:]
        match = _NUMBER.fullmatch(rest.rstrip(".")) or _WORD.match(rest)
        found = match.group().rstrip(".") if match else ""
        kind: Kind = "word" if found else "punctuation"
        found = found or rest[0]
        at = start + position
        yield Lexeme(kind, found, at, at + len(found))
        position += len(found)
