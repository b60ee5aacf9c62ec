r"""A first look at SPARQL from outside, before an engine sees it.

Measured with pyoxigraph 0.5.13: 850 nested ``NOT EXISTS`` or 1,005 nested calls (5 kB) end the
process; ``SERVICE`` reaches the network and cannot be switched off. So both are refused here, on
tokens: never by searching the text, because ``\u0053ERVICE`` is the same keyword and ``"SERVICE"``
in a string is not one. The limits leave room for any query that a person writes; a fenced worker is
still needed where strangers send queries.
"""

from __future__ import annotations

import re
from typing import Final

from perms_graph.errors import QueryError, msg
from perms_graph.store.tokens import place, tokens

MAX_BYTES: Final = 64_000
MAX_DEPTH: Final = 64
MAX_OPERATORS: Final = 1_000

_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def screen(query: str) -> None:
    """Refuse a query that would reach the network or break the engine.

    Args:
        query: SPARQL text from outside.

    Raises:
        QueryError: It calls ``SERVICE``, is longer than ``MAX_BYTES`` bytes, nests deeper than
            ``MAX_DEPTH``, or has more than ``MAX_OPERATORS`` operators. Says which, and where.
    """
    if len(query.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise QueryError(
            msg("The query is longer than {limit} bytes.", limit=MAX_BYTES),
            msg("Ask for less at a time, or load the list of things as data."),
        )
    text = unescaped(query)
    depth = operators = 0
    for token in tokens(text):
        if token.kind == "word" and token.text.upper() == "SERVICE":
            line, column = place(text, token.start)
            raise QueryError(
                msg("SERVICE is switched off: a query here never reaches another server."),
                msg("Load the data you need as a file and ask it here."),
                line=line,
                column=column,
            )
        if token.kind == "punctuation":
            if token.text in "({[":
                depth += 1
            elif token.text in ")}]":
                depth -= 1
            elif token.text in "+*/|!-=":
                operators += 1
        elif token.kind == "word" and token.text.upper() in {
            "UNION",
            "OPTIONAL",
            "MINUS",
            "EXISTS",
        }:
            operators += 1
        if depth > MAX_DEPTH or operators > MAX_OPERATORS:
            line, column = place(text, token.start)
            raise QueryError(
                msg("The query nests or joins more than the engine can take safely."),
                msg(
                    "Keep brackets under {depth} deep and operators under {count}.",
                    depth=MAX_DEPTH,
                    count=MAX_OPERATORS,
                ),
                line=line,
                column=column,
            )


def unescaped(query: str) -> str:
    r"""Read ``\u0053`` and its like, which SPARQL reads before anything else."""
    return _ESCAPE.sub(_character, query)


def _character(match: re.Match[str]) -> str:
    code = int(match.group(1) or match.group(2), 16)
    return chr(code) if code <= 0x10FFFF else match.group()
