"""What a query of a shape reads, as ``lineage`` tells it."""

from __future__ import annotations

from dataclasses import dataclass

from perms_graph.validation.paths import Read


@dataclass(frozen=True)
class Loose:
    """A pattern that nothing leads to from ``$this``.

    Attributes:
        predicate: IRI.
        subject: The subject's IRI in angle brackets; "" for any.
        object: The object's IRI in angle brackets; "" for any.
        also: Predicates and objects (in angle brackets) that the subject must have besides.
    """

    predicate: str
    subject: str = ""
    object: str = ""
    also: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Lineage:
    """What a query reads.

    Attributes:
        reads: Triples with the way to them from ``$this``.
        loose: Patterns that nothing leads to.
        bound: Whether ``$this`` has a value in every row of the query, and of every sub-select that
            hands it out.
    """

    reads: tuple[Read, ...]
    loose: frozenset[Loose]
    bound: bool = False
