"""Variables that lead nowhere: written once, bound nowhere, or out of sight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from perms_graph.errors import Message, msg
from perms_graph.guard.lexing import Places
from perms_graph.guard.model import Advice
from perms_graph.guard.outline import (
    Bind,
    Filter,
    Group,
    In,
    Minus,
    Optional,
    Outline,
    Query,
    Triple,
    Union,
    Use,
)
from perms_graph.guard.scopes import (
    NONE,
    Names,
    bindings,
    expressions,
    groups,
    inside,
    visible_in,
)

_MISSPELT: Final = 80
_SHORTEST: Final = 3


def faults_of_variables(outline: Outline, parameters: Names, places: Places) -> Iterator[Advice]:
    """Find variables that are bound nowhere, out of scope, or written only once.

    Args:
        outline: The query.
        parameters: Variables that get a value before the query is run.
        places: Of the query.
    """
    checker = _Checker(outline, parameters, places)
    checker.query(outline.query, NONE)
    yield from checker.found
    # What was meant by a name that nothing binds is not idle.
    meant = frozenset(name.removeprefix("?") for a in checker.found for name in a.nearest)
    yield from _used_once(outline, parameters | checker.told | meant, places)


class _Checker:
    """Walks through a query and keeps what it finds."""

    def __init__(self, outline: Outline, parameters: Names, places: Places) -> None:
        self.parameters = parameters
        self.places = places
        self.everywhere = frozenset(_all_bound(outline.query))
        self.told: Names = NONE
        self.found: list[Advice] = []

    def query(self, query: Query, lifted: Names) -> None:
        """Look at what a query shows and at its pattern.

        Args:
            query: The query or a sub-select.
            lifted: Variables that a row outside gives to an EXISTS around it.
        """
        own = frozenset(use.name for use in bindings(query))
        seen = inside(query) | own | lifted | self.parameters
        for item in query.projected:
            if item.expression is None and item.use.name not in seen:
                self._unbound(item.use, seen)
        for use in query.template:
            if use.name not in seen:
                self._unbound(use, seen)
        for expression in expressions(query):
            for use in expression.uses:
                if use.name not in seen:
                    self._unbound(use, seen)
            for one in expression.exists:
                self.group(one.group, seen, NONE)
        if query.where is not None:
            self.group(query.where, lifted, NONE)

    def group(self, group: Group, lifted: Names, left: Names) -> None:
        """Look at a group.

        Args:
            group: What stands in braces.
            lifted: Variables that a row outside gives to an EXISTS around it.
            left: Variables that the filters of an OPTIONAL see beside their own.
        """
        scope = visible_in(group.items) | lifted
        before = lifted
        for item in group.items:
            match item:
                case Filter():
                    self._uses(item.expression.uses, scope | left)
                    for one in item.expression.exists:
                        self.group(one.group, scope | left, NONE)
                case Bind():
                    self._uses(item.expression.uses, before, scope)
                    for one in item.expression.exists:
                        self.group(one.group, before, NONE)
                case Group():
                    self.group(item, lifted, NONE)
                case Union():
                    for branch in item.branches:
                        self.group(branch, lifted, NONE)
                case Optional():
                    self.group(item.group, lifted, before | left)
                case Minus() | In():
                    self.group(item.group, lifted, NONE)
                case Query():
                    self.query(item, lifted)
                case _:
                    pass
            before = before | visible_in([item])

    def _uses(self, uses: Iterable[Use], seen: Names, later: Names = NONE) -> None:
        for use in uses:
            if use.name in seen | self.parameters:
                continue
            if use.name in later:
                self._tell(
                    use,
                    msg("?{name} gets its value only further down.", name=use.name),
                    msg("Move the BIND below the patterns that it reads."),
                )
            elif use.name in self.everywhere:
                self._tell(
                    use,
                    msg("?{name} has no value here: it is bound in other braces.", name=use.name),
                    msg("Move this into the braces in which the variable gets its value."),
                )
            else:
                self._unbound(use, seen)

    def _tell(self, use: Use, message: Message, hint: Message) -> None:
        self.told = self.told | {use.name}
        place = self.places.of(use.span.start, use.span.end)
        self.found.append(Advice("out_of_scope", "warning", place, message, hint))

    def _unbound(self, use: Use, seen: Names) -> None:
        self.told = self.told | {use.name}
        near = _nearest(use.name, seen - self.parameters, slip=True)
        self.found.append(
            Advice(
                "unbound",
                "warning",
                self.places.of(use.span.start, use.span.end),
                msg("Nothing gives ?{name} a value.", name=use.name),
                msg("Did you mean: {names}?", names=f"?{near}") if near else None,
                f"?{near}" if near else None,
                (f"?{near}",) if near else (),
            )
        )


def _all_bound(query: Query) -> Iterator[str]:
    yield from inside(query)
    for group, owner in groups(query):
        yield from visible_in(group.items)
        yield from inside(owner)


def _nearest(name: str, others: Names, slip: bool = False) -> str | None:
    """Give the name that comes nearest; if it is sure to be a slip, one edit away will do."""
    pool = sorted(o for o in others if o != name and not o.startswith(("[", "_")))
    found = process.extractOne(
        name.lower(), {o: o.lower() for o in pool}, scorer=fuzz.ratio, score_cutoff=_MISSPELT
    )
    if len(name) < _SHORTEST:
        return None
    if found is None and slip:
        return next((o for o in pool if OSA.distance(name.lower(), o.lower()) == 1), None)
    return str(found[2]) if found else None


def _said_again(query: Query) -> Iterator[str]:
    """Give subjects of which more is said after a ``;`` or ``,``: written once, used again."""
    seen = set()
    for group, _ in groups(query):
        for item in group.items:
            if isinstance(item, Triple) and item.subject.open:
                if item.subject.span in seen:
                    yield item.subject.value
                seen.add(item.subject.span)


def bound_again(query: Query) -> Use | None:
    """Give the first variable that a BIND gives a value though it has one; engines refuse that."""
    for group, _ in groups(query):
        before = NONE
        for item in group.items:
            if isinstance(item, Bind) and item.target.name in before:
                return item.target
            before = before | visible_in([item])
    return None


def _used_once(outline: Outline, aside: Names, places: Places) -> Iterator[Advice]:
    """Find variables that are written once; with a near one, it is most likely a slip."""
    query = outline.query
    if query.star or (query.form == "CONSTRUCT" and not query.template):
        return
    counts = Counter(use.name for use in outline.uses)
    counts.update(_said_again(query))
    named = {use.name for use in bindings(query)}
    once = [
        use
        for use in outline.uses
        if counts[use.name] == 1 and not use.name.startswith("_") and use.name not in aside | named
    ]
    near = {use.name: _nearest(use.name, frozenset(counts) - aside) for use in once}
    for use in once:
        other = near[use.name]
        # ASK shows nothing: a variable there is often written once.
        if other is None and query.form == "ASK":
            continue
        if other is None and use.name in near.values():
            continue
        # Of two that are each written once, the second is the slip.
        if other in near and other is not None and not _is_before(other, use, once):
            continue
        replacement = f"?{other}" if other else f"?_{use.name}"
        yield Advice(
            "used_once",
            "warning" if other else "info",
            places.of(use.span.start, use.span.end),
            msg("?{name} is written only once.", name=use.name),
            msg("Did you mean: {names}?", names=replacement)
            if other
            else msg("If that is meant, write {other}: then nobody wonders.", other=replacement),
            replacement,
            (replacement,) if other else (),
        )


def _is_before(name: str, use: Use, uses: Iterable[Use]) -> bool:
    return any(u.name == name and u.span.start < use.span.start for u in uses)
