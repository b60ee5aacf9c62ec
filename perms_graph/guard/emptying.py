"""Why an answer is empty: the first pattern after which nothing is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from perms_graph.errors import Message, QueryError, msg
from perms_graph.guard.emptied import Emptied, EmptiedBy
from perms_graph.guard.lexing import Places, lexemes
from perms_graph.guard.nearby import (
    Hint,
    Probe,
    near_filter,
    near_graph,
    near_text,
    near_triple,
    near_values,
)
from perms_graph.guard.outline import (
    Filter,
    Group,
    In,
    Item,
    Minus,
    Node,
    Outline,
    Query,
    Span,
    Triple,
    Union,
    Values,
)
from perms_graph.guard.reading import outline
from perms_graph.guard.scopes import mentioned
from perms_graph.namespaces import RDF
from perms_graph.store import Dataset, screen

_FEW: Final = 5
_SHOWN: Final = 120
_TYPE: Final = RDF + "type"
_ANYTHING: Final = "?guard_other ?guard_class ?guard_value"

Clock = Callable[[], float]
Wrap = Callable[[str], str]


def why_empty(
    text: str, dataset: Dataset, budget_seconds: float, *, clock: Clock = time.monotonic
) -> Emptied | None:
    """Find which pattern of a query first leaves no rows.

    The patterns are put together in the order in which they are written, the filters of a group
    after its patterns, and each step is asked of the dataset, without those before it that share
    no variable with it or with what it is linked to. Braces, GRAPH and the branches of
    UNION are entered where they leave nothing; a sub-select is one part.

    Args:
        text: A query that gave no rows; parameters are bound already. A stranger's text belongs
            behind a fence, which also ends a step that takes too long.
        dataset: What was asked. Not modified.
        budget_seconds: The clock is looked at before each step; a step begun is not broken off.
        clock: Seconds that only grow.

    Returns:
        What empties it, or how far we came when the time was up; None if there are rows after all,
        or the query has no pattern.

    Raises:
        QueryError: The text is refused (see ``screen``).
    """
    screen(text)
    read = outline(text)
    if read is None:
        parts = lexemes(text)
        place = Places(text).of(parts[0].start if parts else 0, parts[-1].end if parts else 0)
        message = msg("This query goes beyond SPARQL 1.1, so its patterns were not tried.")
        return Emptied("not_read", text.strip(), place, (), 0, 0, message)
    search = _Search(text, read, dataset, clock() + budget_seconds, clock)
    try:
        return search.query(read.query)
    except _TimeUpError as up:
        return up.so_far


class _TimeUpError(Exception):
    def __init__(self, so_far: Emptied) -> None:
        super().__init__()
        self.so_far = so_far


@dataclass
class _Search:
    text: str
    read: Outline
    dataset: Dataset
    deadline: float
    clock: Clock
    tried: int = 0
    total: int = 0
    trail: list[Item] = field(default_factory=list)
    """What was tried and had rows, from the outermost braces to where we are."""
    graphs: list[Node] = field(default_factory=list)
    """Names of the graphs that we are in, the outermost first."""

    def __post_init__(self) -> None:
        self.places = Places(self.text)
        span = self.read.prologue
        self.prologue = self.text[span.start : span.end]
        chosen = self.read.query.dataset
        self.chosen = self.text[chosen.start : chosen.end] if chosen else ""

    def query(self, query: Query) -> Emptied | None:
        """Look at a query, or at a sub-select by itself."""
        if query.where is None:
            return None
        if not self.total:
            self.total = len(query.where.items) + (query.values is not None)
        top = query is self.read.query
        # A sum over everything is one row, even over nothing.
        summed = query.form == "SELECT" and query.aggregates and not query.grouped
        found = None if summed else self.group(query.where, self._here, top=top)
        if found is None and query.values is not None and not summed:
            self.tried += top
            found = self._step(query.values, [query.where], self._here)
        return found or self._after_pattern(query)

    def _after_pattern(self, query: Query) -> Emptied | None:
        """Look at what follows a pattern that has rows."""
        if query.limit == 0 and query.cut:
            return self._emptied("limit", query.cut, msg("LIMIT 0 asks for no rows."))
        if query.form == "SELECT":
            if query.having:
                span = Span(query.having[0].span.start, query.having[-1].span.end)
                if self._ask(self._here(self._without(query, query.cut))) is False:
                    message = msg("There are rows, but HAVING lets none of the groups through.")
                    return self._emptied("having", span, message)
            whole = self._here(self._without(query, None))
            if query.offset and query.cut and self._ask(whole) is False:
                message = msg("There are rows, but not so many as OFFSET leaves out.")
                return self._emptied("offset", query.cut, message)
        if query.form == "CONSTRUCT" and not self._makes_triples(query):
            span = query.template[0].span if query.template else query.span
            message = msg("There are rows, but the template makes no triple of them.")
            return self._emptied("template", span, message)
        return None

    def _makes_triples(self, query: Query) -> bool:
        try:
            return bool(self.dataset.construct(self.text)) if query is self.read.query else True
        except QueryError:
            return True

    def group(self, group: Group, wrap: Wrap, *, top: bool = False) -> Emptied | None:
        """Put a group together step by step.

        Args:
            group: What stands in braces.
            wrap: Puts what is in the braces into what stands around them.
            top: Whether these are the outermost braces, whose parts are counted.
        """
        done: list[Item] = []
        for item in _in_order(group):
            if self.clock() >= self.deadline:
                raise _TimeUpError(self._time_up(item))
            self.tried += top
            found = self._step(item, done, wrap)
            if found is not None:
                return found
            done.append(item)
            self.trail.append(item)
        return None

    def _step(self, item: Item, done: list[Item], wrap: Wrap) -> Emptied | None:
        if self._ask(wrap(self._after(done, item, self.part(item)))) is not False:
            return None
        return self._blame(item, done, wrap)

    def _blame(self, item: Item, done: list[Item], wrap: Wrap) -> Emptied:
        def after(body: str) -> str:
            return wrap(self._after(done, item, body))

        probe = Probe(self._ask_in_time, self._select, after, self._here)
        shown = _cut(self.shown(item))
        match item:
            case Triple():
                alone = self._ask(self._here(self.part(item))) is False
                message = (
                    msg("Nothing matches this pattern, even by itself: {example}", example=shown)
                    if alone
                    else msg(
                        "Nothing matches this pattern together with what stands before it: "
                        "{example}",
                        example=shown,
                    )
                )
                steps = [n.text for n in self.read.names if item.path.span.holds(n.span)]
                hints = near_triple(item, probe, self._types(item), steps, alone=alone)
                for literal in self._listed(item):
                    hints += tuple(near_text(literal, replace(probe, joined=self._here)))
                if self.chosen and self._ask_in_time(_ANYTHING) is False:
                    hints = (Hint(msg("Nothing is in the graphs that FROM names.")),)
                return self._emptied("pattern", item.span, message, hints, shown=self.shown(item))
            case Filter():
                message = msg("This filter lets no row through: {example}", example=shown)
                hints = near_filter(item, probe, lexemes(self.text))
                return self._emptied("filter", item.span, message, hints)
            case Minus():
                message = msg("This MINUS takes all rows away: {example}", example=shown)
                return self._emptied("minus", item.span, message)
            case Values():
                message = msg(
                    "None of these values goes with what stands before them: {example}",
                    example=shown,
                )
                return self._emptied("values", item.span, message, near_values(item, probe))
            case Union():
                return self._no_branch(item, after, shown)
            case In():
                name = item.name
                self.graphs.append(name)
                inner = self.group(
                    item.group, lambda body: after(f"GRAPH {name.text} {{ {body} }}")
                )
                self.graphs.pop()
                hints = near_graph(item, probe, self.slice(item.group.span))
                if inner is not None:
                    return replace(inner, hints=(*hints, *inner.hints))
                message = msg("Nothing in this graph matches: {example}", example=shown)
                return self._emptied("graph", item.span, message, hints)
            case Group(items=(Query() as query,)):
                return self._no_rows(query, item, shown)
            case Group():
                inner = self.group(item, lambda body: after(f"{{ {body} }}"))
                if inner is not None:
                    return inner
            case Query():
                return self._no_rows(item, item, shown)
            case _:
                pass
        message = msg("After this nothing is left: {example}", example=shown)
        return self._emptied("group", item.span, message)

    def _no_branch(self, item: Union, after: Wrap, shown: str) -> Emptied:
        kept, inside = self.trail, []
        for branch in item.branches:
            self.trail = list(kept)
            found = self.group(branch, lambda body: after(f"{{ {body} }}"))
            inside += [found] if found else []
        self.trail = kept
        message = msg("No branch of this UNION matches: {example}", example=shown)
        return self._emptied("union", item.span, message, inside=tuple(inside))

    def _no_rows(self, query: Query, item: Item, shown: str) -> Emptied:
        if self._ask(self._here(self.part(item))) is False:
            kept, self.trail = self.trail, []
            inner = self.query(query)
            self.trail = kept
            message = msg("This sub-select has no rows: {example}", example=shown)
            inside = (inner,) if inner else ()
            return self._emptied("subselect", item.span, message, inside=inside)
        message = msg(
            "No row of this sub-select goes with what stands before it: {example}", example=shown
        )
        return self._emptied("subselect", item.span, message)

    def _types(self, triple: Triple) -> dict[str, str]:
        """Give the classes that patterns before this one ask of its ends: variable → class."""
        ends = {triple.subject.value, triple.object.value}
        return {
            item.subject.text: item.object.text
            for item in self.trail
            if isinstance(item, Triple)
            and item.path.iri == _TYPE
            and item.object.sort == "iri"
            and item.subject.value in ends
        }

    def _listed(self, triple: Triple) -> list[Triple]:
        """Write a text that VALUES gives to the object into the pattern itself."""
        rows = [
            (use.name, node)
            for item in self.trail
            if isinstance(item, Values)
            for row in item.rows
            for use, node in zip(item.targets, row, strict=False)
        ]
        return [
            replace(triple, object=node)
            for name, node in rows
            if name == triple.object.value and node is not None and node.sort == "literal"
        ][:_FEW]

    def _time_up(self, item: Item) -> Emptied:
        message = msg(
            "The time was up before this was tried: {example}. With what stands before it "
            "there are rows.",
            example=_cut(self.shown(item)),
        )
        return self._emptied("time", item.span, message, shown=self.shown(item))

    def _emptied(
        self,
        by: EmptiedBy,
        span: Span,
        message: Message,
        hints: tuple[Hint, ...] = (),
        inside: tuple[Emptied, ...] = (),
        shown: str | None = None,
    ) -> Emptied:
        return Emptied(
            by,
            shown or self.slice(span),
            self.places.of(span.start, span.end),
            tuple(self.shown(item) for item in self.trail),
            self.tried,
            self.total,
            message,
            tuple(
                replace(h, place=self.places.of(h.span.start, h.span.end)) if h.span else h
                for h in hints
            ),
            inside,
        )

    def _here(self, body: str) -> str:
        """Put a pattern into the graphs that we are in."""
        for name in reversed(self.graphs):
            body = f"GRAPH {name.text} {{ {body} }}"
        return body

    def _after(self, done: list[Item], item: Item, body: str) -> str:
        return " ".join([*map(self.part, self._linked(done, item)), body])

    def _linked(self, done: list[Item], item: Item) -> list[Item]:
        """Give those before an item that share variables with it, or with each other and it.

        The others have rows and cannot take any away; with them an engine may try every pair.
        """
        if any(name.open for name in self.graphs):
            return done  # the same graph links them
        names, more = mentioned(item), True
        while more:
            wider = names.union(*(n for n in map(mentioned, self.trail) if n & names))
            names, more = wider, wider != names
        return [other for other in done if mentioned(other) & names]

    def slice(self, span: Span) -> str:
        """Give a stretch of the text as written."""
        return self.text[span.start : span.end]

    def part(self, item: Item) -> str:
        """Write an item so that it can stand in a query of ours."""
        if isinstance(item, Triple):
            return f"{item.subject.text} {item.path.text} {item.object.text} ."
        if isinstance(item, Query):
            return f"{{ {self.slice(item.span)} }}"
        return self.slice(item.span)

    def shown(self, item: Item) -> str:
        """Write an item for a reader."""
        if isinstance(item, Triple):
            return f"{item.subject.shown} {item.path.text} {item.object.shown}"
        return self.slice(item.span)

    def _without(self, query: Query, span: Span | None) -> str:
        """Write a SELECT as a sub-select without some stretch of it, and without FROM."""
        text = self.slice(query.span)
        for gap in sorted(
            (g for g in (span, query.dataset) if g), key=lambda g: g.start, reverse=True
        ):
            start, end = gap.start - query.span.start, gap.end - query.span.start
            text = f"{text[:start]} {text[end:]}"
        return f"{{ {text} }}"

    def _ask(self, body: str) -> bool | None:
        """Tell whether a pattern has rows; None if the engine cannot say."""
        try:
            return self.dataset.ask(f"{self.prologue}\nASK {self.chosen} {{ {body}\n}}")
        except QueryError:
            return None

    def _ask_in_time(self, body: str) -> bool | None:
        """Ask for what is near, as long as there is time."""
        return self._ask(body) if self.clock() < self.deadline else None

    def _select(self, names: str, body: str, limit: int) -> list[dict[str, Any]]:
        if self.clock() >= self.deadline:
            return []
        text = f"SELECT DISTINCT {names} {self.chosen} {{ {body}\n}} LIMIT {limit}"
        try:
            return list(self.dataset.select(f"{self.prologue}\n{text}"))
        except QueryError:
            return []


def _in_order(group: Group) -> list[Item]:
    """Give the items of a group as they are tried: filters hold for the whole of it, so last."""
    return [i for i in group.items if not isinstance(i, Filter)] + [
        i for i in group.items if isinstance(i, Filter)
    ]


def _cut(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _SHOWN else one_line[:_SHOWN] + "…"
