"""Which variables can be seen where (SPARQL 1.1, section 18.2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from perms_graph.guard.outline import (
    Bind,
    Exists,
    Expression,
    Filter,
    Group,
    In,
    Item,
    Minus,
    Optional,
    Query,
    Triple,
    Union,
    Use,
    Values,
)

Names = frozenset[str]
NONE: Names = frozenset()


def visible(item: Item) -> Names:
    """Give the variables that an item may bind for what stands beside it.

    Nameless nodes count as variables: they join patterns as variables do.
    """
    match item:
        case Triple():
            ends = {n.value for n in (item.subject, item.object) if n.open}
            return frozenset(ends | ({item.path.variable} if item.path.variable else set()))
        case Bind():
            return frozenset({item.target.name})
        case Values():
            return frozenset(u.name for u in item.targets)
        case Group():
            return visible_in(item.items)
        case Union():
            return frozenset().union(*(visible_in(b.items) for b in item.branches))
        case Optional():
            return visible_in(item.group.items)
        case In():
            name = {item.name.value} if item.name.open else set()
            return visible_in(item.group.items) | name
        case Query():
            return shown(item)
        case Filter() | Minus():
            return NONE


def visible_in(items: Iterable[Item]) -> Names:
    """Give the variables that some items of a group may bind."""
    return NONE.union(*(visible(i) for i in items))


def inside(query: Query) -> Names:
    """Give the variables that the pattern of a query may bind, with those of its last VALUES."""
    bound = visible_in(query.where.items) if query.where else NONE
    return bound | (visible(query.values) if query.values else NONE)


def shown(query: Query) -> Names:
    """Give the variables that a query shows."""
    if query.star:
        return frozenset(n for n in inside(query) if not nameless(n))
    return frozenset(p.use.name for p in query.projected)


def nameless(name: str) -> bool:
    """Tell whether a name stands for a node without one."""
    return name.startswith(("[]", "_:"))


def mentioned(item: Item) -> Names:
    """Give the variables that an item names and that can be those of its neighbours."""
    match item:
        case Filter():
            return expression_mentions(item.expression)
        case Bind():
            return visible(item) | expression_mentions(item.expression)
        case Optional() | Minus():
            return NONE.union(*(mentioned(i) for i in item.group.items))
        case Group():
            return NONE.union(*(mentioned(i) for i in item.items))
        case Union():
            return NONE.union(*(mentioned(i) for b in item.branches for i in b.items))
        case In():
            return visible(item).union(*(mentioned(i) for i in item.group.items))
        case _:
            return visible(item)


def expression_mentions(expression: Expression) -> Names:
    """Give the variables of an expression, with those of the groups of its EXISTS."""
    inner = (mentioned(i) for e in expression.exists for i in e.group.items)
    return expression.variables.union(*inner)


def expressions(query: Query) -> Iterator[Expression]:
    """Give the expressions of a query outside its pattern."""
    for item in query.projected:
        if item.expression is not None:
            yield item.expression
    for expression, _ in query.grouped:
        yield expression
    yield from query.having
    yield from query.ordered


def groups(query: Query) -> Iterator[tuple[Group, Query]]:
    """Give every group of a query, outermost first, each with the query whose it is."""
    if query.where is not None:
        yield from _within(query.where, query)
    for expression in expressions(query):
        yield from _of_exists(expression.exists, query)


def _within(group: Group, query: Query) -> Iterator[tuple[Group, Query]]:
    yield group, query
    for item in group.items:
        match item:
            case Group():
                yield from _within(item, query)
            case Union():
                for branch in item.branches:
                    yield from _within(branch, query)
            case Optional() | Minus() | In():
                yield from _within(item.group, query)
            case Filter() | Bind():
                yield from _of_exists(item.expression.exists, query)
            case Query():
                yield from groups(item)
            case _:
                pass


def _of_exists(exists: Iterable[Exists], query: Query) -> Iterator[tuple[Group, Query]]:
    for one in exists:
        yield from _within(one.group, query)


def bindings(query: Query) -> Iterator[Use]:
    """Give what a query names itself: after AS in its head and its groups."""
    for item in query.projected:
        if item.expression is not None:
            yield item.use
    for _, use in query.grouped:
        if use is not None:
            yield use
