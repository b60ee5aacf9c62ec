"""From a row of a gap to what it rests on: triples, the graphs that state them, the documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue
from perms_graph.description import INFERRED
from perms_graph.gaps.behind import rows_behind
from perms_graph.gaps.finding import Gap
from perms_graph.gaps.scoring import Evidence
from perms_graph.gaps.weights import Part
from perms_graph.namespaces import PERMS, RDF
from perms_graph.openings.model import Witness
from perms_graph.openings.trails import TIME, about, climb
from perms_graph.openings.witnesses import Stated, open_witnesses
from perms_graph.store import Dataset, Term

Row = Mapping[str, Term]

_TYPE: Final = ox.NamedNode(RDF + "type")
_FORMALISED: Final = ox.NamedNode(PERMS + "formalisedBy")
_SERVES: Final = ox.NamedNode(PERMS + "serves")
_VALUE: Final = ox.NamedNode(PERMS + "value")
_DECIDING: Final = (
    *TIME,
    *(ox.NamedNode(PERMS + name) for name in ("dueOn", "doneOn", "decidedOn", "expiresOn")),
)
"""Dates that decide whether an agreement, an undertaking or a departure is in a gap."""


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


def open_part(dataset: Dataset, part: Part, evidence: Evidence) -> tuple[Stated, ...]:
    """Open one part of a score to its weight and to the statements its value is counted from.

    Args:
        dataset: The register.
        part: The part.
        evidence: What it is counted from.

    Returns:
        The statement of the weight; then what ``open_gap`` gives for the rows of the gap that bear
        on it, and for a share what ties the whole to the objective and the Member.
    """
    weight = Witness(part.iri, tuple(about(dataset, ox.NamedNode(part.iri), _VALUE)))
    rows = open_rows(dataset, [*evidence.rows, *evidence.work])
    return (*open_witnesses(dataset, [weight]), *rows)


def open_rows(dataset: Dataset, rows: Iterable[Row]) -> tuple[Stated, ...]:
    """Open rows of a gap to the statements behind them.

    Args:
        dataset: The register.
        rows: As the gap question gave them, or as a score's evidence keeps them.

    Returns:
        Every statement that ties two things of one row, and the dates that decide whether they
        count (the printed one and the bounds that follow from it), with graphs and documents. What
        is missing has no statement: a thing that nothing else in its row is tied to comes with
        what it is said to be, so that the reader sees what the question was about. What follows
        from a statement that is given (the same tie read backwards, or a partnership's from its
        agreement's) is left out.
    """
    witnesses = []
    dated: dict[ox.NamedNode, tuple[ox.Triple, ...]] = {}
    for row in rows:
        triples = _without_echoes(dict.fromkeys(_ties(dataset, row)))
        for term in row.values():
            if isinstance(term, ox.NamedNode):
                if term not in dated:
                    dated[term] = tuple(_dates(dataset, term))
                triples += dated[term]
        witnesses.append(Witness(next(iter(row.values())).value, triples))
    return _said_once(open_witnesses(dataset, witnesses))


def _ties(dataset: Dataset, row: Row) -> Iterator[ox.Triple]:
    tied: set[ox.NamedNode] = set()
    for one, other in permutations(row.values(), 2):
        if not isinstance(one, ox.NamedNode):
            continue
        for triple in about(dataset, one, None, other):
            tied |= {t for t in (one, other) if isinstance(t, ox.NamedNode)}
            yield triple
            if triple.predicate == _SERVES and isinstance(other, ox.NamedNode):
                yield from _ways_up(dataset, one, other)
    for term in row.values():
        if isinstance(term, ox.NamedNode) and term not in tied:
            yield from about(dataset, term, _TYPE)


def _ways_up(dataset: Dataset, thing: ox.NamedNode, goal: ox.NamedNode) -> Iterator[ox.Triple]:
    """Give what a thing serves below a goal, and the steps from there to the goal."""
    for triple in about(dataset, thing, _SERVES):
        below = triple.object
        if isinstance(below, ox.NamedNode) and below != goal:
            steps = list(climb(dataset, below, goal))
            if steps:
                yield triple
                yield from steps


def _dates(dataset: Dataset, thing: ox.NamedNode) -> Iterator[ox.Triple]:
    for triple in about(dataset, thing, None):
        if triple.predicate in _DECIDING:
            yield triple


def _without_echoes(triples: Iterable[ox.Triple]) -> tuple[ox.Triple, ...]:
    """Leave out what a partnership has from its agreement, where the agreement has it too."""
    found = tuple(triples)
    known = set(found)
    echoes = set()
    for tie in found:
        if tie.predicate != _FORMALISED or not isinstance(tie.object, ox.NamedNode):
            continue
        partnership, agreement = tie.subject, tie.object
        for t in found:
            if t.subject == agreement and t.predicate != _TYPE:
                echoes.add(ox.Triple(partnership, t.predicate, t.object))
            elif t.object == agreement and isinstance(partnership, ox.NamedNode):
                echoes.add(ox.Triple(t.subject, t.predicate, partnership))
    return found if not echoes & known else tuple(t for t in found if t not in echoes)


def _said_once(found: tuple[Stated, ...]) -> tuple[Stated, ...]:
    """Leave out what is only inferred between two things that a statement ties already."""
    stated = {_ends(s) for s in found if not _inferred(s)}
    return tuple(
        s
        for s in found
        # A bound can be the day that is printed; both are given, for they say different things.
        if isinstance(s.triple.object, ox.Literal) or not _inferred(s) or _ends(s) not in stated
    )


def _inferred(stated: Stated) -> bool:
    return all(source.graph in INFERRED for source in stated.sources)


def _ends(stated: Stated) -> frozenset[object]:
    return frozenset((stated.triple.subject, stated.triple.object))
