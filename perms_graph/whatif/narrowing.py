"""Asking a stored question only about the things whose rows a change can alter.

A question about a million triples answers with thousands of rows, of which a proposal alters a few.
Where a column of the answer splits the question (no row of one thing rests on what is known of
another), the question is asked for those things alone: with them named wherever the column stands.
Which things they are is worked out from the changed triples, as for shapes after a change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Question
from perms_graph.namespaces import sparql_prologue
from perms_graph.store.tokens import Token, tokens
from perms_graph.validation.footprint import Lineage
from perms_graph.validation.touching import Walker

MOST: Final = 50
"""Things asked about by name; for more, asking for all takes no longer."""

_AGGREGATES: Final = frozenset({"COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"})
_SOLUTION: Final = frozenset({"ORDER", "HAVING", "LIMIT", "OFFSET", "VALUES", "SELECT", "UNION"})
_BLANK: Final = frozenset({"space", "comment"})


@dataclass(frozen=True)
class Split:
    """A question and a column that splits it.

    Attributes:
        sparql: The question, in pieces between which things are named.
        column: Name of the column.
        lineage: What its rows rest on, seen from a thing in the column.
    """

    sparql: tuple[str, ...]
    column: str
    lineage: Lineage

    def among(self, things: Collection[ox.NamedNode]) -> str:
        """Write the question about these things alone."""
        named = " ".join(sorted(str(thing) for thing in things))
        return f" VALUES ?{self.column} {{ {named} }} ".join(self.sparql)


def narrowed(question: Question, walker: Walker) -> str | None:
    """Give a question about what a change can have altered.

    Args:
        question: A stored question.
        walker: Knows the change, and the graph after it.

    Returns:
        A query with the rows of the question that can differ, and perhaps others, in the same order
        before and after; "" if none can differ; None if the whole question must be asked.
    """
    split = split_of(question)
    if split is None:
        return None
    things = walker.rows(split.lineage)
    if things is None or len(things) > MOST:
        return None
    return split.among(things) if things else ""


def split_of(question: Question) -> Split | None:
    """Find the first column of a question that splits it, if there is one."""
    names = tuple(r.name for r in question.returns if r.type == "iri")
    return _split(question.sparql, names)


@lru_cache(maxsize=256)
def _split(sparql: str, columns: tuple[str, ...]) -> Split | None:
    # rdflib's parser takes long to import, and small registers are asked whole.
    from perms_graph.validation.lineage import THIS, query_lineage

    parts = tuple(tokens(sparql))
    found = tuple(_selects(parts))
    for column in columns:
        places = _places(found, column)
        if places is None:
            continue
        text = "".join(f"?{THIS}" if _is(t, column) else t.text for t in parts)
        lineage = query_lineage(sparql_prologue(text) + text)
        if lineage is not None and lineage.bound:
            bounds = [0, *places, len(parts)]
            pieces = ("".join(t.text for t in parts[a:b]) for a, b in pairwise(bounds))
            return Split(tuple(pieces), column, lineage)
    return None


@dataclass(frozen=True)
class _Select:
    """A SELECT in a query.

    Attributes:
        shown: Variables that it hands out as they are.
        body: Variables between its braces, those of SELECTs within left out.
        opened: Number of the token after its opening brace.
        direct: Whether its body is nothing but another SELECT.
        grouped: What it groups by; None if it counts nothing together.
        cut: Whether it gives only some of its rows.
        inner: The SELECTs directly within.
    """

    shown: frozenset[str]
    body: frozenset[str]
    opened: int
    direct: bool
    grouped: frozenset[str] | None
    cut: bool
    inner: tuple[_Select, ...]


def _places(found: Sequence[_Select], column: str) -> list[int] | None:
    """Give where things must be named; None if the column does not split the query."""
    if len(found) != 1 or column not in found[0].shown:
        return None
    places: list[int] = []

    def fits(select: _Select) -> bool:
        within = [s for s in select.inner if column in s.shown]
        if select.cut or not all(fits(s) for s in select.inner):
            return False
        if column not in select.body and not within:
            return column not in select.shown
        if column not in select.shown:
            return False
        if select.grouped is not None and column not in select.grouped:
            return False
        if not select.direct:
            places.append(select.opened)
        return True

    return sorted(places) if fits(found[0]) else None


def _selects(parts: Sequence[Token], start: int = 0, end: int | None = None) -> Iterator[_Select]:
    """Give the SELECTs between two tokens, not those within another."""
    here, end = start, len(parts) if end is None else end
    while here < end:
        if _word(parts[here]) == "SELECT":
            made, here = _read(parts, here, end)
            yield made
        else:
            here += 1


def _read(parts: Sequence[Token], start: int, end: int) -> tuple[_Select, int]:
    """Read the SELECT at a token; gives it, and the number of the token after it."""
    here, depth, shown, counted = start + 1, 0, set(), False
    while parts[here].text != "{":
        token = parts[here]
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token.kind == "variable" and not depth:
            shown.add(token.text[1:])
        counted |= _word(token) in _AGGREGATES
        here += 1
    opened = here + 1
    closed = _closing(parts, here)
    grouped, cut, here = _modifiers(parts, closed + 1, end, counted=counted)
    first = next((t for t in parts[opened:closed] if t.kind not in _BLANK), None)
    made = _Select(
        frozenset(shown),
        _own(parts, opened, closed),
        opened,
        first is not None and _word(first) == "SELECT",
        grouped,
        cut,
        tuple(_selects(parts, opened, closed)),
    )
    return made, here


def _modifiers(
    parts: Sequence[Token], start: int, end: int, *, counted: bool
) -> tuple[frozenset[str] | None, bool, int]:
    """Read what follows the braces: what it groups by, whether rows are cut off, where it ends."""
    grouped: set[str] | None = set() if counted else None
    cut, clause, here = False, "", start
    while here < end and parts[here].text not in {"}", "{"}:
        word = _word(parts[here])
        if word == "GROUP":
            clause, grouped = word, grouped or set()
        elif word in _SOLUTION:
            clause = word
            cut |= word in {"LIMIT", "OFFSET"}
        elif parts[here].kind == "variable" and clause == "GROUP" and grouped is not None:
            grouped.add(parts[here].text[1:])
        here += 1
    return None if grouped is None else frozenset(grouped), cut, here


def _own(parts: Sequence[Token], start: int, end: int) -> frozenset[str]:
    """Give the variables between two tokens, those within a SELECT there left out."""
    found: set[str] = set()
    here = start
    while here < end:
        if _word(parts[here]) == "SELECT":
            _, here = _read(parts, here, end)
            continue
        if parts[here].kind == "variable":
            found.add(parts[here].text[1:])
        here += 1
    return frozenset(found)


def _closing(parts: Sequence[Token], start: int) -> int:
    depth = 0
    for number in range(start, len(parts)):
        depth += {"{": 1, "}": -1}.get(parts[number].text, 0)
        if not depth:
            return number
    return len(parts) - 1


def _word(token: Token) -> str:
    return token.text.upper() if token.kind == "word" else ""


def _is(token: Token, name: str) -> bool:
    return token.kind == "variable" and token.text[1:] == name
