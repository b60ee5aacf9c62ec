"""Patterns that are joined with nothing, and patterns that make an engine work hard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perms_graph.errors import msg
from perms_graph.guard.lexing import Places
from perms_graph.guard.model import Advice
from perms_graph.guard.outline import (
    Bind,
    Exists,
    Filter,
    Group,
    In,
    Item,
    Minus,
    Node,
    Optional,
    Outline,
    Query,
    Triple,
    Union,
    Values,
)
from perms_graph.guard.scopes import (
    NONE,
    Names,
    expression_mentions,
    expressions,
    mentioned,
    nameless,
    shown,
    visible_in,
)

_FEW = 10
"""Rows to which a sub-select may be limited and still count as few."""


@dataclass(frozen=True)
class _Setting:
    """What is known where a group stands.

    Attributes:
        fixed: Variables that have one value here: parameters, and what a row gives to an EXISTS.
        linked: Variables that neighbours outside the braces hold together.
        all_shown: Whether each row of the group makes a row of the answer.
    """

    fixed: Names
    linked: Names
    all_shown: bool


def faults_of_joins(outline: Outline, parameters: Names, places: Places) -> Iterator[Advice]:
    """Find products, whole scans without a limit, MINUS that takes nothing, and slow patterns.

    Args:
        outline: The query.
        parameters: Variables that get a value before the query is run.
        places: Of the query.
    """
    query = outline.query
    checker = _Checker(places)
    if query.where is not None:
        all_shown = query.form in {"SELECT", "CONSTRUCT"}
        checker.query(query, _Setting(parameters, NONE, all_shown))
    yield from checker.found


class _Checker:
    """Walks through a query and keeps what it finds."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.found: list[Advice] = []

    def query(self, query: Query, setting: _Setting) -> None:
        """Look at a query or a sub-select."""
        few = query.limit is not None or query.aggregates or bool(query.grouped) or query.distinct
        inner = _Setting(setting.fixed, NONE, setting.all_shown and not few)
        if query.where is not None:
            self.group(query.where, inner)
        seen = setting.fixed | (visible_in(query.where.items) if query.where else NONE)
        for expression in expressions(query):
            for one in expression.exists:
                self.group(one.group, _Setting(seen, NONE, False))

    def group(self, group: Group, setting: _Setting) -> None:
        """Look at a group and what stands in it."""
        self._products(group, setting)
        joined: list[Item] = [i for i in group.items if not isinstance(i, Filter | Minus)]
        for triple in [i for i in joined if isinstance(i, Triple)]:
            others = visible_in(i for i in joined if i is not triple) | setting.linked
            self._scan(triple, group, others, setting)
            self._path(triple, others, setting)
        before = NONE
        for item in group.items:
            beside = setting.linked | visible_in(i for i in joined if i is not item)
            self._inside(item, before, beside, setting)
            before = before | visible_in([item])

    def _inside(self, item: Item, before: Names, beside: Names, setting: _Setting) -> None:
        within = _Setting(setting.fixed, beside, setting.all_shown)
        match item:
            case Group():
                self.group(item, within)
            case In():
                # A graph that is named is a choice already.
                shown_too = setting.all_shown and item.name.open
                self.group(item.group, _Setting(setting.fixed, beside, shown_too))
            case Union():
                for branch in item.branches:
                    self.group(branch, within)
            case Optional():
                self.group(item.group, _Setting(setting.fixed, beside, False))
            case Minus():
                self._minus(item, before, setting)
                self.group(item.group, _Setting(setting.fixed, NONE, False))
            case Filter() | Bind():
                seen = beside | before
                for one in item.expression.exists:
                    self._exists(one, seen)
                    self.group(one.group, _Setting(setting.fixed | seen, NONE, False))
            case Query():
                self.query(item, setting)
            case _:
                pass

    def _products(self, group: Group, setting: _Setting) -> None:
        parts = _parts(group, setting, weak=False)
        wide = [p for p in parts if not any(_is_few(i, setting.fixed) for i in p)]
        if len(wide) < 2:
            return
        meant = sum(not all(_is_made_to_join(i) for i in p) for p in wide) < 2
        compared = len(_parts(group, setting, weak=True)) < len(parts)
        first, second = _named(wide[0], setting.fixed), _named(wide[1], setting.fixed)
        if not first or not second:
            return
        span = wide[1][0].span
        values = {"first": f"?{first}", "second": f"?{second}"}
        self._add(
            Advice(
                "cartesian_product",
                "info" if compared or meant else "warning",
                self.places.of(span.start, span.end),
                msg(
                    "Only a comparison links {second} with {first}: each is tried with each.",
                    **values,
                )
                if compared
                else msg(
                    "Nothing links {second} with {first}: each is combined with each.", **values
                ),
                msg("Add a pattern that has both {first} and {second}.", **values),
            )
        )

    def _scan(self, triple: Triple, group: Group, others: Names, setting: _Setting) -> None:
        names = _open(triple)
        if len(names) < 3 or names & (others | setting.fixed) or not setting.all_shown:
            return
        filtered = any(
            isinstance(i, Filter) and names & expression_mentions(i.expression) for i in group.items
        )
        self._add(
            Advice(
                "no_limit",
                "info" if filtered else "warning",
                self.places.of(triple.span.start, triple.span.end),
                msg("This pattern reads everything, and no LIMIT says how much is wanted."),
                msg("Add at the end: {line}", line="LIMIT 100"),
            )
        )

    def _path(self, triple: Triple, others: Names, setting: _Setting) -> None:
        ends = [triple.subject, triple.object]
        free = all(n.open and n.value not in others | setting.fixed for n in ends)
        if triple.path.repeats and free:
            self._add(
                Advice(
                    "slow",
                    "info",
                    self.places.of(triple.path.span.start, triple.path.span.end),
                    msg("This path is followed from everything there is: that can take long."),
                    msg("Say where it begins or ends, by another pattern or a name."),
                )
            )

    def _exists(self, one: Exists, seen: Names) -> None:
        if one.negated and seen & mentioned(one.group):
            self._add(
                Advice(
                    "slow",
                    "info",
                    self.places.of(one.mark.start, one.mark.end),
                    msg("NOT EXISTS is tried again for each row: with many rows that is slow."),
                    msg(
                        "The same in one go: {example}",
                        example="MINUS { SELECT DISTINCT ?x WHERE { … } }",
                    ),
                )
            )

    def _minus(self, item: Minus, before: Names, setting: _Setting) -> None:
        taken = visible_in(item.group.items)
        if not taken or taken & (before | setting.fixed):
            return
        self._add(
            Advice(
                "shares_nothing",
                "warning",
                self.places.of(item.span.start, item.group.span.start),
                msg("This MINUS takes nothing away: it shares no variable with what is before it."),
                msg("Use the same variable on both sides, or FILTER NOT EXISTS."),
            )
        )

    def _add(self, advice: Advice) -> None:
        self.found.append(advice)


def _parts(group: Group, setting: _Setting, *, weak: bool) -> list[list[Item]]:
    """Put the items of a group together that are linked; in the order of the text.

    Args:
        group: The group.
        setting: What is known where it stands.
        weak: Whether any filter links, and not only one that makes things equal.
    """
    links: list[Names] = [setting.linked]
    items: list[Item] = []
    for item in group.items:
        match item:
            case Filter():
                if weak or item.expression.equates:
                    links.append(mentioned(item))
            case Minus():
                pass
            case _:
                items.append(item)
                links.append(mentioned(item))
    classes: list[set[str]] = []
    for link in links:
        mine = set(link - setting.fixed)
        for other in [c for c in classes if c & mine]:
            mine |= other
            classes.remove(other)
        if mine:
            classes.append(mine)
    parts: list[list[Item]] = [[] for _ in classes]
    for item in items:
        names = mentioned(item) - setting.fixed
        for index, names_of_class in enumerate(classes):
            if names & names_of_class:
                parts[index].append(item)
                break
    return sorted((p for p in parts if p), key=lambda p: p[0].span.start)


def _is_few(item: Item, fixed: Names) -> bool:
    """Tell whether an item has few rows by itself, as far as one can see.

    What is said of one thing, what carries one text, a list written down, or one sum.
    """

    def known(node: Node) -> bool:
        return not node.open or node.value in fixed

    match item:
        case Triple():
            text = item.object.sort == "literal" or item.object.value in fixed
            return known(item.subject) or text
        case Values():
            return True
        case Bind():
            return not (mentioned(item) - fixed - {item.target.name})
        case Query():
            one = item.aggregates and not item.grouped
            where = item.where.items if item.where else ()
            limited = item.limit is not None and item.limit <= _FEW
            return one or limited or any(_is_few(i, fixed) for i in where)
        case Group():
            return any(_is_few(i, fixed) for i in item.items)
        case In():
            return any(_is_few(i, fixed) for i in item.group.items)
        case Union():
            return all(any(_is_few(i, fixed) for i in b.items) for b in item.branches)
        case _:
            return False


def _is_made_to_join(item: Item) -> bool:
    """Tell whether an item is a sub-select of different rows: whoever writes one means to join."""
    if isinstance(item, Group):
        return len(item.items) == 1 and _is_made_to_join(item.items[0])
    return isinstance(item, Query) and (item.distinct or bool(item.grouped))


def _named(part: Iterable[Item], fixed: Names) -> str | None:
    """Give the first variable of some items, by the order of the text."""
    for item in part:
        names: Iterable[str]
        if isinstance(item, Triple):
            names = [n.value for n in (item.subject, item.object) if n.open]
        else:
            names = sorted(mentioned(item) if not isinstance(item, Query) else shown(item))
        for name in names:
            if not nameless(name) and name not in fixed:
                return name
    return None


def _open(triple: Triple) -> Names:
    ends = {n.value for n in (triple.subject, triple.object) if n.open}
    return frozenset(ends | ({triple.path.variable} if triple.path.variable else set()))
