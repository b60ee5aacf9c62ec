"""SPARQL as a row of tokens: enough to bind a variable or see a keyword, never by substring.

The grammar is that of SPARQL 1.1, section 19.8. Only what tells tokens apart is kept; the engine
does the parsing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

Kind = Literal["space", "comment", "iri", "string", "variable", "word", "punctuation"]

_TOKEN: Final = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>
        \"\"\"(?:(?:"|"")?(?:[^"\\]|\\.))*\"\"\"
      | '''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
      | "(?:[^"\\\n\r]|\\.)*"
      | '(?:[^'\\\n\r]|\\.)*'
      )
    | (?P<variable>[?$][^\W]\w*)
    | (?P<word>@?[^\W]?[\w.\-]*(?::(?:[\w.\-:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)?)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """One token.

    Attributes:
        kind: What it is.
        text: As written.
        start: Offset of its first character.
    """

    kind: Kind
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Split a SPARQL text.

    Args:
        text: A query or update, well formed or not.

    Yields:
        Tokens in order; joined, their texts give ``text`` again. What fits nothing comes as
        punctuation, a character each.
    """
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        kind = match.lastgroup if match and match.end() > position else None
        if match is None or kind is None:
            yield Token("punctuation", text[position], position)
            position += 1
        else:
            yield Token(kind, match.group(), position)  # type: ignore[arg-type]
            position = match.end()


def place(text: str, offset: int) -> tuple[int, int]:
    """Give line and column, both from 1, of an offset."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1
