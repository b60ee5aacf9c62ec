"""After a change: what an addition brings, and what a removal takes away.

Both give what ``materialise`` would give from scratch, and cost what the change touches.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from perms_graph.reasoning.materialising import announce, run_on, working_graphs
from perms_graph.reasoning.recording import Journal
from perms_graph.reasoning.rules import INFERRED, News, RuleSet, quad
from perms_graph.store import Dataset
from perms_graph.store.loading import APART


@dataclass(frozen=True)
class Withdrawal:
    """What a removal did to the default graph.

    Attributes:
        gone: Triples no longer in it, asserted or inferred before.
        kept: Triples that were removed as assertions and are still entailed.
    """

    gone: tuple[ox.Triple, ...]
    kept: tuple[ox.Triple, ...]


def extend(
    dataset: Dataset,
    rules: RuleSet,
    added: Iterable[ox.Triple],
    *,
    journal: Journal | None = None,
) -> list[ox.Triple]:
    """Infer what an addition brings.

    Args:
        dataset: Complete before the addition. The added triples stand in a named graph; they need
            not be in the default graph yet.
        rules: What it was materialised with.
        added: Data, not axioms: a changed ontology is compiled and materialised anew.
        journal: Told all that is written, so that it can be undone.

    Returns:
        The triples newly inferred, in the order of the rounds that brought them.
    """
    journal = journal or Journal(dataset)
    new = list(dict.fromkeys(added))
    # What is asserted is no longer an inference; what was entailed already brings nothing new.
    journal.remove(quad(t, INFERRED) for t in new)
    journal.add(quad(t) for t in new)
    return _spread(dataset, rules, new, journal)


def retract(
    dataset: Dataset,
    rules: RuleSet,
    removed: Iterable[ox.Triple],
    *,
    journal: Journal | None = None,
) -> Withdrawal:
    """Take back what rested on a removal alone.

    All that was ever derived with a removed triple is withdrawn, then whatever still follows from
    the rest is put back (Gupta, Mumick and Subrahmanian 1993, "delete and rederive").

    Args:
        dataset: Complete before the removal; the triples have left their named graphs, and are
            still in the default graph.
        rules: What it was materialised with.
        removed: Data, not axioms. A triple that another named graph states stays as it is.
        journal: Told all that is written, so that it can be undone.

    Returns:
        What has gone from the default graph, and what stays there as an inference.
    """
    journal = journal or Journal(dataset)
    lost = [t for t in dict.fromkeys(removed) if not _is_stated(dataset, t)]
    doubtful = _resting_on(dataset, rules, lost)
    journal.remove(quad(t, graph) for t in doubtful for graph in (None, INFERRED))
    entailed = dict.fromkeys(_still_entailed(dataset, rules, doubtful))
    back = [t for t in entailed if quad(t) not in dataset.store]
    journal.add(quad(t, graph) for t in back for graph in (None, INFERRED))
    _spread(dataset, rules, back, journal)
    held = {t for t in doubtful if quad(t) in dataset.store}
    return Withdrawal(
        tuple(t for t in doubtful if t not in held), tuple(t for t in lost if t in held)
    )


def _spread(
    dataset: Dataset, rules: RuleSet, new: list[ox.Triple], journal: Journal
) -> list[ox.Triple]:
    found: list[ox.Triple] = []
    rounds: list[str] = []
    with working_graphs(dataset) as lend:
        news = announce(dataset, lend(), new)

        def following() -> str:
            rounds.append(lend())
            return rounds[-1]

        try:
            for _ in run_on(dataset, rules.rules, following, news):
                pass
        finally:
            # Read even if a round broke off: what it had written by then must be undone too.
            for graph in rounds:
                quads = dataset.store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
                found += [q.triple for q in quads]
            journal.note(quad(t, graph) for t in found for graph in (None, INFERRED))
    return found


def _resting_on(dataset: Dataset, rules: RuleSet, lost: list[ox.Triple]) -> list[ox.Triple]:
    """Give the lost triples and every inferred triple that was derived with one of them."""
    found = dict.fromkeys(lost)
    fresh = list(found)
    while fresh:
        following: dict[ox.Triple, None] = {}
        with working_graphs(dataset) as lend:
            news = announce(dataset, lend(), fresh)
            for rule in rules.rules:
                query = rule.heads_from(news)
                if query is None:
                    continue
                for triple in dataset.construct(query):
                    if triple not in found and quad(triple, INFERRED) in dataset.store:
                        following[triple] = None
        found |= following
        fresh = list(following)
    return list(found)


def _still_entailed(dataset: Dataset, rules: RuleSet, doubtful: list[ox.Triple]) -> list[ox.Triple]:
    facts = frozenset(rules.facts)
    found = [t for t in doubtful if t in facts]
    with working_graphs(dataset) as lend:
        news: News = announce(dataset, lend(), doubtful)
        for rule in rules.rules:
            found += dataset.construct(rule.rederivation(news))
    return found


def _is_stated(dataset: Dataset, triple: ox.Triple) -> bool:
    apart = {INFERRED, *APART}
    return any(
        isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value not in apart
        for q in dataset.store.quads_for_pattern(
            triple.subject, triple.predicate, triple.object, None
        )
    )
