"""Binding parameters of a stored question as RDF terms.

Oxigraph's own ``substitutions`` only reach variables that the query projects (0.5.13: any other
raises), and no SPARQL server has such a thing at all. So a parameter is bound where it stands: each
token ``?name`` becomes the term, written by the engine's own serialiser. Text of a user is never
pasted: what goes in is a term, and it can only come out as a term.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import pyoxigraph as ox

from perms_graph.errors import ParameterError, msg
from perms_graph.store.tokens import Token, tokens

Bindable = ox.NamedNode | ox.Literal


def bind(query: str, values: Mapping[str, Bindable]) -> str:
    """Put terms in the place of variables.

    Args:
        query: A SPARQL query.
        values: Variable name without ``?`` → term.

    Returns:
        The query with each of those variables replaced, in every scope; in a projection as ``(term
        AS ?name)``.

    Raises:
        ParameterError: A name does not occur in the query, or the query assigns it (``AS``,
            ``VALUES``) or groups or orders by it, where a constant cannot stand.
    """
    parts = _read(query)
    seen: set[str] = set()
    out: list[str] = []
    clause = _Clause()
    for token in parts:
        clause.read(token)
        name = token.text[1:]
        if token.kind != "variable" or name not in values:
            out.append(token.text)
            continue
        seen.add(name)
        if clause.assigns or clause.name in {"VALUES", "GROUP", "ORDER"}:
            raise ParameterError(
                msg("The question assigns or sorts by its own parameter ?{name}.", name=name)
            )
        term = str(values[name])
        out.append(f"({term} AS ?{name})" if clause.projects else term)
    unknown = sorted(set(values) - seen)
    if unknown:
        raise ParameterError(msg("The query has no variable ?{names}.", names=", ?".join(unknown)))
    return "".join(out)


@lru_cache(maxsize=256)
def _read(query: str) -> tuple[Token, ...]:
    """Read a query once: stored questions are asked again and again with other values."""
    return tuple(tokens(query))


class _Clause:
    """Where in a query we stand: which clause, how deep, and whether a name is being assigned."""

    _WORDS = frozenset(
        {
            "SELECT",
            "WHERE",
            "FROM",
            "VALUES",
            "GROUP",
            "ORDER",
            "HAVING",
            "LIMIT",
            "OFFSET",
            "CONSTRUCT",
            "ASK",
        }
    )

    def __init__(self) -> None:
        self.name = ""
        self.depth = 0
        self.assigns = False
        self._after_as = False

    @property
    def projects(self) -> bool:
        """Whether a variable here is an item of a projection."""
        return self.name == "SELECT" and self.depth == 0

    def read(self, token: Token) -> None:
        if token.kind in {"space", "comment"}:
            return
        self.assigns = self._after_as
        self._after_as = False
        if token.kind == "word":
            word = token.text.upper()
            if word == "AS":
                self._after_as = True
            elif word in self._WORDS:
                self.name, self.depth = word, 0
        elif token.text == "(":
            self.depth += 1
        elif token.text == ")":
            self.depth -= 1
        elif (
            token.text in "{}" and token.kind == "punctuation" and self.name != "VALUES"
        ) or token.text == "}":
            self.name, self.depth = "WHERE", 0
