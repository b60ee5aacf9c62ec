"""Which triples a query of a shape reads, and the way back from each to ``$this``.

Take any row that a change of the data adds, removes or alters. Somewhere in how it comes about, or
did, stands a changed triple. The patterns that must hold together with that triple's pattern lead
from ``$this`` to it; the first changed triple on that way is reached by triples that stand before
and after alike. So the ways below, walked back from every changed triple, find every such row.

Only patterns that hold in the same row may be walked: those of the same group and of the groups
around it, never those of another branch of a UNION or of an OPTIONAL. Where nothing leads from
``$this`` to a pattern (a look-alike found by comparing texts, a setting), a change to a triple that
fits the pattern may alter any row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from rdflib import BNode, URIRef, Variable
from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery, traverse
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from perms_graph.store.tokens import Token, tokens
from perms_graph.validation.footprint import Lineage, Loose
from perms_graph.validation.paths import (
    Alternative,
    Inverse,
    Path,
    Predicate,
    Read,
    Repeat,
    Sequence,
    join,
    reads,
)

Edge = tuple[str, Path, str]
"""A triple pattern: its ends and its path. Ends are names of variables, IRIs in angle brackets, or
"" for a literal."""

Scope = tuple[tuple[int, frozenset[str]], ...]
"""The sub-selects around a pattern, outermost first, with the variables that each hands out."""

THIS: Final = "this"


class _Unknown(Exception):  # noqa: N818 - the query is run whole; nobody sees it
    """What a part of the query reads cannot be told."""


def query_lineage(text: str) -> Lineage | None:
    """Tell what a SELECT reads.

    Args:
        text: The query, without a prologue.

    Returns:
        None if that cannot be told, as where a predicate is a variable: then any change may alter
        any row.
    """
    found: dict[Read, None] = {}
    loose: set[Loose] = set()
    algebra = translateQuery(parseQuery(_bare(text))).algebra
    try:
        for edge, known in _patterns(algebra, (), ()):
            its = _reads(edge, known)
            if its is None:
                loose.update(_loose(edge, known))
            else:
                found.update(dict.fromkeys(its))
    except _Unknown:
        return None
    return Lineage(tuple(found), frozenset(loose), _bound_everywhere(algebra))


def _bound_everywhere(algebra: Any) -> bool:
    unbound: list[object] = []

    def visit(part: object) -> None:
        if isinstance(part, CompValue) and part.name == "ToMultiSet":
            inner = _projection(part)
            if inner is not None and Variable(THIS) in inner.PV and not _binds(inner.p):
                unbound.append(part)

    traverse(algebra, visitPre=visit)
    return not unbound and _binds(algebra)


def _binds(part: Any) -> bool:
    """Tell whether ``$this`` has a value in every row of a part."""
    match part.name:
        case "BGP":
            return any(Variable(THIS) in row for row in part.triples)
        case "Join":
            return _binds(part.p1) or _binds(part.p2)
        case "Union":
            return _binds(part.p1) and _binds(part.p2)
        case "LeftJoin" | "Minus":
            return _binds(part.p1)
        case "ToMultiSet":
            inner = _projection(part)
            return inner is not None and Variable(THIS) in inner.PV and _binds(inner.p)
        case _:
            return "p" in part and _binds(part.p)


def _bare(text: str) -> str:
    """Leave out expressions without patterns: they read no triple, and take longest to parse."""
    parts = list(tokens(text))
    out: list[str] = []
    number = 0
    while number < len(parts):
        word = parts[number].text.upper() if parts[number].kind == "word" else ""
        number += 1
        out.append(parts[number - 1].text)
        if word not in {"FILTER", "BIND", "HAVING"}:
            continue
        while number < len(parts) and parts[number].kind in {"space", "comment"}:
            number += 1
        end = _closing(parts, number)
        inside = parts[number + 1 : end]
        if end is None or any(t.text == "{" for t in inside):
            out.append(" ")
            continue
        # What BIND names is in sight, so it counts in a sub-select.
        last = [t.text for t in inside if t.kind == "variable"][-1:]
        out.append(f" (1 AS {last[0]})" if word == "BIND" and last else " (true)")
        number = end + 1
    return "".join(out)


def _closing(parts: list[Token], start: int) -> int | None:
    """Give the number of the bracket that closes the one at ``start``; None if there is none."""
    depth = 0
    for number in range(start, len(parts)):
        depth += {"(": 1, ")": -1}.get(parts[number].text, 0)
        if depth == 0:
            return None if number == start else number
    return None


def query_predicates(text: str) -> frozenset[str] | None:
    """Give the predicates in the triple patterns of a SELECT; None if a variable is one."""
    found: set[str] = set()

    def visit(part: object) -> None:
        # For a key that is missing, ``get`` gives the key.
        rows = part["triples"] if isinstance(part, CompValue) and "triples" in part else ()
        for row in rows:
            # A triple, or inside EXISTS a flat row of several.
            for predicate in row[1::3]:
                found.update(r.predicate for r in reads(_path(predicate)))

    try:
        traverse(translateQuery(parseQuery(_bare(text))).algebra, visitPost=visit)
    except _Unknown:
        return None
    return frozenset(found)


def _reads(edge: Edge, known: tuple[Edge, ...]) -> tuple[Read, ...] | None:
    """Give what a pattern reads: walked from the end that is nearer to ``$this``.

    The shortest way there never uses the pattern itself, and where it uses another one, that one's
    own way is its beginning: so the first changed triple on a way is always found by its own.
    """
    ways: dict[str, Path | None] = {THIS: None}
    order = {THIS: 0}
    fresh = [THIS]
    # In an order of its own: all patterns of a group must find the same ways.
    steps = sorted(set(known), key=repr)
    while fresh:
        near: list[str] = []
        for start in fresh:
            for subject, path, other in steps:
                for here, there, step in ((subject, other, path), (other, subject, Inverse(path))):
                    if here == start and _is_variable(there) and there not in ways:
                        ways[there] = join(ways[start], step)
                        order[there] = order[start] + 1
                        near.append(there)
        fresh = near
    subject, path, other = edge
    far = len(known) + 1
    if subject not in ways and other not in ways:
        return None
    if order.get(subject, far) <= order.get(other, far):
        return tuple(reads(path, ways[subject]))
    return tuple(reads(path, ways[other], backwards=True))


def _loose(edge: Edge, known: tuple[Edge, ...]) -> Iterator[Loose]:
    subject, path, other = edge
    if not isinstance(path, Predicate):
        yield from (Loose(r.predicate) for r in reads(path))
        return
    also = frozenset(
        (way.iri, end)
        for start, way, end in known
        if start == subject and isinstance(way, Predicate) and end.startswith("<")
        if (start, way, end) != edge and _is_variable(subject)
    )
    start, end = ("" if _is_variable(e) else e for e in (subject, other))
    yield Loose(path.iri, start, end, also)


def _is_variable(end: str) -> bool:
    return bool(end) and not end.startswith("<")


def _patterns(
    part: Any, given: tuple[Edge, ...], scope: Scope
) -> Iterator[tuple[Edge, tuple[Edge, ...]]]:
    """Give each triple pattern, with all that hold whenever it does, itself included.

    Args:
        part: Of the algebra.
        given: Patterns that hold whenever this part is asked.
        scope: Marks the variables of a sub-select that nobody sees outside.
    """
    match part.name:
        case "BGP":
            own = _certain(part, scope)
            for edge in own:
                yield edge, given + own
        case "Join":
            yield from _patterns(part.p1, given + _certain(part.p2, scope), scope)
            yield from _patterns(part.p2, given + _certain(part.p1, scope), scope)
        case "LeftJoin":
            first = given + _certain(part.p1, scope)
            yield from _patterns(part.p1, given, scope)
            yield from _patterns(part.p2, first, scope)
            yield from _negated(part.expr, first + _certain(part.p2, scope), scope)
        case "Union":
            yield from _patterns(part.p1, given, scope)
            yield from _patterns(part.p2, given, scope)
        case "Filter" | "Extend":
            yield from _patterns(part.p, given, scope)
            yield from _negated(part.expr, given + _certain(part.p, scope), scope)
        case "Minus":
            # Written by us: rows of its second part matter where they meet one of the first.
            yield from _patterns(part.p1, given, scope)
            yield from _patterns(part.p2, given + _certain(part.p1, scope), scope)
        case "ToMultiSet" if _projection(part) is not None:
            yield from _patterns(part.p, given, _inner(part, scope))
        case "ToMultiSet" if part.p.name == "values":
            return
        case "SelectQuery" | "Project" | "Distinct" | "Reduced" | "OrderBy" | "Group":
            yield from _patterns(part.p, given, scope)
        case "AggregateJoin":
            yield from _patterns(part.p, given, scope)
            yield from _negated(part.A, given + _certain(part.p, scope), scope)
        case _:
            raise _Unknown


def _negated(
    expression: Any, given: tuple[Edge, ...], scope: Scope
) -> Iterator[tuple[Edge, tuple[Edge, ...]]]:
    """Give the patterns in EXISTS and NOT EXISTS."""
    if isinstance(expression, CompValue):
        if expression.name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
            yield from _patterns(expression.graph, given, scope)
            return
        for value in expression.values():
            yield from _negated(value, given, scope)
    elif isinstance(expression, list | tuple):
        for value in expression:
            yield from _negated(value, given, scope)


def _certain(part: Any, scope: Scope) -> tuple[Edge, ...]:
    """Give the patterns that hold in every row of a part."""
    match part.name:
        case "BGP":
            # A triple, or inside EXISTS a flat row of several.
            flat = [term for row in part.triples for term in row]
            rows = zip(flat[::3], flat[1::3], flat[2::3], strict=True)
            return tuple((_name(s, scope), _path(p), _name(o, scope)) for s, p, o in rows)
        case "Join":
            return _certain(part.p1, scope) + _certain(part.p2, scope)
        case "LeftJoin" | "Minus":
            return _certain(part.p1, scope)
        case "Union":
            return ()
        case "ToMultiSet" if _projection(part) is not None:
            return _certain(part.p, _inner(part, scope))
        case "ToMultiSet" if part.p.name == "values":
            return ()
        case _ if "p" in part:
            return _certain(part.p, scope)
        case _:
            raise _Unknown


def _inner(part: Any, scope: Scope) -> Scope:
    """Mark a sub-select: its variables are its own, but for those that it hands out."""
    return (*scope, (id(part), frozenset(str(v) for v in _projection(part).PV)))


def _projection(part: Any) -> Any:
    """Give what a sub-select projects; None for what is no sub-select."""
    inner = part.p
    while inner.name in {"Distinct", "Reduced", "OrderBy"}:
        inner = inner.p
    return inner if inner.name == "Project" else None


def _name(term: object, scope: Scope) -> str:
    if isinstance(term, URIRef):
        return f"<{term}>"
    if not isinstance(term, Variable | BNode):
        return ""
    for mark, shown in reversed(scope):
        if str(term) not in shown:
            return f"{mark} {term}"
    return str(term)


def _path(term: object) -> Path:
    match term:
        case URIRef():
            return Predicate(str(term))
        case InvPath():
            return Inverse(_path(term.arg))
        case SequencePath():
            return Sequence(tuple(_path(a) for a in term.args))
        case AlternativePath():
            return Alternative(tuple(_path(a) for a in term.args))
        case MulPath():
            return Repeat(_path(term.path), str(term.mod))
        case _:
            raise _Unknown
