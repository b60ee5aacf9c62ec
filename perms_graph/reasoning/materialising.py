"""From scratch: run the rules in the store until nothing new comes.

Rules read the default graph, and write each new triple to it and to ``graph:inferred``. A stratum
that does not feed itself runs once. One that does runs again only on joins with what is new
(semi-naive evaluation), so that a round costs what the round before it brought.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import pyoxigraph as ox

from perms_graph.namespaces import GRAPH, OWL
from perms_graph.reasoning.rules import INFERRED, A, News, Rule, RuleSet, quad, signature
from perms_graph.store import Dataset
from perms_graph.store.loading import APART

Progress = Callable[[str, int, int], None]

WORKING = GRAPH + "reasoning/"
"""Graphs below this hold new triples between two rounds; none is left when a call ends."""

_SOME_SAMENESS = f"ASK {{ ?x <{OWL}sameAs> ?y FILTER (!sameTerm(?x, ?y)) }}"


def materialise(dataset: Dataset, rules: RuleSet, *, progress: Progress | None = None) -> int:
    """Compute all that the rules entail, from scratch.

    Args:
        dataset: Its default graph is the merged set. What an earlier run inferred is taken out
            first. Afterwards ``graph:inferred`` holds what is entailed and not asserted, and the
            default graph holds both.
        rules: What ``compile_rules`` gave. Axioms count only if they were compiled; a
            ``rdfs:subClassOf`` that stands in data alone does not.
        progress: Told ``reason``, strata done, strata in all.

    Returns:
        Number of inferred triples.
    """
    withdraw(dataset, INFERRED)
    state(dataset, rules.facts)
    total = len(rules.strata) + 1
    with working_graphs(dataset) as fresh:
        for done, stratum in enumerate(rules.strata):
            if progress:
                progress("reason", done, total)
            if not stratum.recursive:
                for rule in stratum.rules:
                    dataset.update(rule.insert)
                continue
            _run_to_rest(dataset, stratum.rules, fresh)
        if dataset.ask(_SOME_SAMENESS):
            _run_to_rest(dataset, rules.rules, fresh)
    if progress:
        progress("reason", total, total)
    return dataset.size(INFERRED)


def state(dataset: Dataset, facts: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Add triples to the inferred and the default graph, those that are not yet in the default.

    Returns:
        The triples added.
    """
    new = [t for t in dict.fromkeys(facts) if quad(t) not in dataset.store]
    dataset.add(quad(t, graph) for t in new for graph in (None, INFERRED))
    return new


def withdraw(dataset: Dataset, graph: str) -> None:
    """Empty a graph, and take its triples out of the default graph where no other states them."""
    others = ", ".join(f"<{g}>" for g in (graph, *APART))
    dataset.update(
        f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} "
        f"FILTER NOT EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (?g NOT IN ({others})) }} }} ;\n"
        f"DROP SILENT GRAPH <{graph}>"
    )


@contextmanager
def working_graphs(dataset: Dataset) -> Iterator[Callable[[], str]]:
    """Lend names of empty graphs, and drop those graphs afterwards.

    No name is used twice: Oxigraph in memory walks over the dead triples of a graph that was filled
    and emptied before, and on a large register that made small changes ten times as slow.

    Yields:
        A function that gives a name not used before.
    """
    lent: list[str] = []

    def fresh() -> str:
        lent.append(f"{WORKING}{uuid4().hex}")
        return lent[-1]

    try:
        yield fresh
    finally:
        if lent:
            dataset.update(" ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in lent))


def run_on(
    dataset: Dataset, rules: Iterable[Rule], fresh: Callable[[], str], news: News
) -> Iterator[str]:
    """Run rules on what is new, then on what that brought, until nothing new comes.

    Args:
        dataset: Its default graph has the news already.
        rules: All that may fire.
        fresh: Gives names of working graphs.
        news: Where to start.

    Yields:
        After each round, the name of the graph with what that round brought.
    """
    chosen = tuple(rules)
    while news.size:
        following = fresh()
        for rule in chosen:
            text = rule.update(also=following, news=news)
            if text:
                dataset.update(text)
        yield following
        news = look(dataset, following)


def look(dataset: Dataset, graph: str) -> News:
    """Say what a working graph holds."""
    table = dataset.select(
        f"SELECT ?p ?c (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} "
        f"BIND (IF(?p = {A}, ?o, ?p) AS ?c) }} GROUP BY ?p ?c"
    )
    found = [(row["p"], row["c"], row["n"]) for row in table]
    return News(
        graph,
        sum(int(n.value) for _, _, n in found if isinstance(n, ox.Literal)),
        frozenset(("?s", str(p), str(c) if str(p) == A else "?o") for p, c, _ in found),
    )


def announce(dataset: Dataset, graph: str, triples: Iterable[ox.Triple]) -> News:
    """Put triples in an empty working graph."""
    new = list(dict.fromkeys(triples))
    dataset.add(quad(t, graph) for t in new)
    return News(graph, len(new), frozenset(signature(t) for t in new))


def _run_to_rest(dataset: Dataset, rules: Iterable[Rule], fresh: Callable[[], str]) -> None:
    chosen = tuple(rules)
    first = fresh()
    for rule in chosen:
        dataset.update(rule.update(also=first))
    for _ in run_on(dataset, chosen, fresh, look(dataset, first)):
        pass
