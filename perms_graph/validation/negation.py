"""Negations in queries of shapes that can be asked once for all instead of once for each row.

``FILTER NOT EXISTS { P }`` is defined for one row at a time, and the engine does run it so: where P
has an end that is the same for all rows (a principle, say), each row looks at everything that leads
there, and the time grows with the square of the data (64 s at 1 million triples; 0.2 s as below).
SHACL forbids ``MINUS`` in shapes, as pre-binding a variable does not reach into it. Run for all
focus nodes at once nothing is pre-bound, and ``MINUS { SELECT DISTINCT ?shared WHERE { P } }`` at
the end of the same group keeps the same rows if

- P is triple patterns and filters alone, without braces, and without a path that may have no steps
  (which, asked for all, finds only what is in the data);
- each variable that stands in P and elsewhere is bound by a triple pattern of P and by one of the
  group, so that every row of both sides has it;
- there is such a variable: without one, ``MINUS`` removes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from perms_graph.store.tokens import Token


@dataclass(frozen=True)
class Negation:
    """A filter that may be asked once for all.

    Attributes:
        end: Number of its last token, the closing brace.
        inner: The tokens between its braces.
        shared: Variables that it shares with the rest of the query, in order of their names.
    """

    end: int
    inner: tuple[Token, ...]
    shared: tuple[str, ...]


def negations(parts: Sequence[Token]) -> dict[int, Negation]:
    """Find the filters that mean the same as a ``MINUS`` at the end of their group.

    Args:
        parts: A query without comments and spaces, its names in full.

    Returns:
        Number of the token ``FILTER`` → the filter.
    """
    spans = list(_braces(parts))
    hidden = [s for s in spans if parts[s[0] - 1].text.upper() == "EXISTS"]
    found: dict[int, Negation] = {}
    for start, end in hidden:
        words = [t.text.upper() for t in parts[max(start - 3, 0) : start]]
        around = [s for s in spans if s[0] < start and end < s[1]]
        if words != ["FILTER", "NOT", "EXISTS"] or any(s in around for s in hidden):
            continue
        inner = parts[start + 1 : end]
        if any(t.kind == "punctuation" and t.text in "{*?" for t in inner):
            continue
        elsewhere = {
            token.text
            for number, token in enumerate(parts)
            if token.kind == "variable"
            and not start < number < end
            and not any(s[0] < number < s[1] and s not in around for s in hidden)
        } | {"?this"}
        shared = {t.text for t in inner if t.kind == "variable"} & elsewhere
        group = max(around)
        bound = set(_bound(parts, *group, spans)) | {"?this"}
        if shared and shared <= bound & set(_bound(parts, start, end, spans)):
            found[start - 3] = Negation(end, tuple(inner), tuple(sorted(shared)))
    return found


def _braces(parts: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Give the numbers of the braces of each group."""
    opened: list[int] = []
    for number, token in enumerate(parts):
        if token.text == "{":
            opened.append(number)
        elif token.text == "}" and opened:
            yield opened.pop(), number


def _bound(
    parts: Sequence[Token], start: int, end: int, spans: Sequence[tuple[int, int]]
) -> Iterator[str]:
    """Give the variables that triple patterns of a group bind, not those of groups inside it."""
    depth = 0
    for number in range(start + 1, end):
        token = parts[number]
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        # Outside brackets a group has variables in triple patterns only.
        if token.kind == "variable" and depth == 0:
            innermost = max(s for s in spans if s[0] < number < s[1])
            if innermost == (start, end):
                yield token.text
