"""What the application holds while it runs: one or two views of the register, read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, cast

from flask import Flask

from perms_graph.compliance import Ledger, judge
from perms_graph.coverage import Matrix, Span, cover, span_of
from perms_graph.gaps import Gap, day_term, find_gaps
from perms_graph.labels import Label, labels
from perms_graph.namespaces import GRAPH, PERMS
from perms_graph.register import Register
from perms_graph.search import SearchIndex
from perms_graph.store import Bindable, Table

from .index import Index
from .memo import Memo
from .terms import Terms

KEY: Final = "perms_graph"
HUBS: Final = frozenset(
    PERMS + name
    for name in (
        "Framework", "FrameworkGoal", "Goal", "Member", "Mechanism", "Principle", "Programme",
    )
)  # fmt: skip
"""Kinds of which few things are named by thousands: all that is said of one takes long to read."""
ILLUSTRATIVE: Final = "illustrative"


@dataclass(frozen=True)
class View:
    """One register with what pages derive from it.

    Attributes:
        name: ``register``, or ``illustrative`` for the one with invented data.
        register: The graph, its questions, its manifest.
        index: Names and kinds.
        terms: The ontology.
        invented: Things that only the illustrative set describes.
        memo: Answers already worked out.
        heavy: The same for things that very many others name.
        days: The same for days, each with its own; of many days asked for, few are kept.
    """

    name: str
    register: Register
    index: Index
    terms: Terms
    invented: frozenset[str]
    memo: Memo = field(default_factory=Memo)
    heavy: Memo = field(default_factory=Memo)
    days: Memo = field(default_factory=lambda: Memo(4))

    @cached_property
    def finder(self) -> SearchIndex:
        """The full-text index, made when first asked: about a second for each 100,000 names."""
        return SearchIndex.of(self.register.dataset)

    @classmethod
    def of(cls, register: Register, name: str = "register") -> View:
        """Read what pages need from a register; takes a moment for each 100,000 names."""
        dataset = register.dataset
        invented: frozenset[str] = frozenset()
        if name == ILLUSTRATIVE:
            table = dataset.select(
                "SELECT DISTINCT ?thing WHERE { GRAPH ?g { ?thing a ?kind } "
                f'FILTER (STRSTARTS(STR(?g), "{GRAPH}illustrative/")) FILTER (isIRI(?thing)) }}'
            )
            invented = frozenset(row["thing"].value for row in table)
        return cls(name, register, Index(dataset), Terms(dataset), invented)

    @cached_property
    def span(self) -> Span | None:
        """The first and the last day of which the register knows anything, if it knows one."""
        return span_of(self.register.dataset, self.register.catalogue)

    def on(self, day: dt.date) -> Memo:
        """Give the memory of what was worked out for a day."""
        return self.days.get(day, Memo)

    def kind_of(self, thing: str) -> str | None:
        """Give the most specific class of ours that a thing is of; the first if there are two."""
        kinds = self.terms.specific(self.index.kinds_of(thing))
        return kinds[0] if kinds else None

    def ask(self, name: str, values: Mapping[str, Bindable] | None = None) -> Table:
        """Ask a stored question, or remember its answer."""
        given = dict(values or {})
        key = ("ask", name, tuple(sorted((k, str(v)) for k, v in given.items())))
        return self.memo.get(key, lambda: self.register.ask_terms(name, given))

    def select(self, query: str, values: Mapping[str, Bindable] | None = None) -> Table:
        """Run a query of ours on the graph."""
        return self.register.dataset.select(query, values)

    def labels(self, things: set[str], language: str) -> dict[str, Label]:
        """Name all things of a page, in one query and from memory."""
        found = self._labels_of_hubs(language)
        named = {t: found[t] for t in things if t in found}
        others = sorted(things - named.keys())
        return named | (labels(self.register.dataset, others, language) if others else {})

    def is_hub(self, thing: str) -> bool:
        """Tell whether thousands of others may name a thing."""
        return not HUBS.isdisjoint(self.index.kinds_of(thing))

    def hubs(self) -> list[str]:
        """Give the things that thousands of others may name, in the order of their names."""
        return sorted({thing for kind in HUBS for thing in self.index.of_class(kind)})

    def _labels_of_hubs(self, language: str) -> Mapping[str, Label]:
        # The engine goes through all that is said of a thing to find its name.
        return self.memo.get(
            ("labels of hubs", language),
            lambda: labels(self.register.dataset, self.hubs(), language),
        )

    def states(self, day: dt.date) -> Mapping[str, str]:
        """Say of each agreement and partnership whether it is in force on a day.

        The rule is in the stored questions.

        Returns:
            IRI → ``yes``, ``no`` or ``not known``.
        """

        def make() -> dict[str, str]:
            given = {"day": day_term(day)}
            return {
                row[column].value: row["in_force"].value
                for name, column in (
                    ("agreements_by_state", "agreement"),
                    ("partnerships_by_state", "partnership"),
                )
                for row in self.register.ask_terms(name, given)
            }

        return self.on(day).get("states", make)

    def gaps(self, day: dt.date) -> tuple[Gap, ...]:
        """Run the gap questions for a day."""
        r = self.register
        return self.on(day).get("gaps", lambda: find_gaps(r.dataset, r.catalogue, day=day))

    def matrix(self, rows: str, columns: str | None, day: dt.date) -> Matrix:
        """Count what is recorded for two axes on a day."""
        r = self.register
        return self.on(day).get(
            ("matrix", rows, columns),
            lambda: cover(r.dataset, r.catalogue, rows=rows, columns=columns, day=day),
        )

    def ledger(self, day: dt.date) -> Ledger:
        """Judge every partnership by every principle for a day."""
        r = self.register
        return self.on(day).get("ledger", lambda: judge(r.dataset, r.catalogue, day=day))


@dataclass(frozen=True)
class Site:
    """The application's own state.

    Attributes:
        views: By name; ``register`` is always there.
        today: What day it is.
        stamp: Changes when the pages themselves do (templates, style, software).
    """

    views: Mapping[str, View]
    today: Callable[[], dt.date]
    stamp: str


def site(app: Flask) -> Site:
    """Give the state of an application made by ``create_app``."""
    return cast("Site", app.extensions[KEY])
