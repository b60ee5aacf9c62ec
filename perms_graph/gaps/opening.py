"""From a row of a gap to what it rests on: triples, the graphs that state them, the documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue
from perms_graph.gaps.behind import rows_behind
from perms_graph.gaps.finding import Gap
from perms_graph.namespaces import RDF
from perms_graph.openings.model import Witness
from perms_graph.openings.witnesses import Stated, open_witnesses
from perms_graph.store import Dataset, Term

_TYPE = ox.NamedNode(RDF + "type")


def open_gap(dataset: Dataset, catalogue: Catalogue, gap: Gap) -> tuple[tuple[Stated, ...], ...]:
    """Open each row of a gap to the statements behind it and behind its numbers.

    Args:
        dataset: The register.
        catalogue: The stored questions.
        gap: From ``find_gaps``.

    Returns:
        For each row, in order, what ``open_rows`` gives for it and for the rows that its counts and
        sums are made of.
    """
    behind = rows_behind(dataset, catalogue, gap)
    return tuple(
        open_rows(dataset, [row, *more]) for row, more in zip(gap.table, behind, strict=True)
    )


def open_rows(dataset: Dataset, rows: Iterable[Mapping[str, Term]]) -> tuple[Stated, ...]:
    """Open rows of a gap to the statements behind them.

    Args:
        dataset: The register.
        rows: As the gap question gave them, or as a score's evidence keeps them.

    Returns:
        Every statement that ties two things of one row, with its graphs and documents. What is
        missing has no statement: a thing that nothing else in its row is tied to comes with what
        it is said to be, so that the reader sees what the question was about.
    """
    witnesses = []
    for row in rows:
        triples = tuple(dict.fromkeys(_ties(dataset, row)))
        witnesses.append(Witness(next(iter(row.values())).value, triples))
    return open_witnesses(dataset, witnesses)


def _ties(dataset: Dataset, row: Mapping[str, Term]) -> Iterator[ox.Triple]:
    default = ox.DefaultGraph()
    tied: set[ox.NamedNode] = set()
    for one, other in permutations(row.values(), 2):
        if not isinstance(one, ox.NamedNode):
            continue
        for quad in dataset.store.quads_for_pattern(one, None, other, default):
            tied |= {t for t in (one, other) if isinstance(t, ox.NamedNode)}
            yield quad.triple
    for term in row.values():
        if isinstance(term, ox.NamedNode) and term not in tied:
            for quad in dataset.store.quads_for_pattern(term, _TYPE, None, default):
                yield quad.triple
