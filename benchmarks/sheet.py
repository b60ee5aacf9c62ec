"""Writing statements with short names: a sheet is a list of quads that knows its names."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox

from perms_graph.namespaces import GRAPH, RDF, XSD, expand

Value = ox.NamedNode | ox.Literal

_TYPE = ox.NamedNode(RDF + "type")
PROVENANCE = ox.NamedNode(GRAPH + "provenance")


@lru_cache(maxsize=512)
def term(short: str) -> ox.NamedNode:
    """Give the term for a short name such as ``perms:Partner``.

    Raises:
        ValueError: Its prefix is unknown.
    """
    iri = expand(short)
    if iri is None:
        raise ValueError(short)
    return ox.NamedNode(iri)


def text(value: str, language: str | None = None) -> ox.Literal:
    """Make a text, with its language if it has one."""
    return ox.Literal(value, language=language)


def typed(value: str, kind: str) -> ox.Literal:
    """Make a literal of an XML Schema type, named without prefix."""
    return ox.Literal(value, datatype=ox.NamedNode(XSD + kind))


def number(value: Decimal | int) -> ox.Literal:
    """Make a decimal."""
    return typed(str(value), "decimal")


def date(value: str) -> ox.Literal:
    """Make a date of the precision written: a year, a month or a day."""
    return typed(value, ("gYear", "gYearMonth", "date")[value.count("-")])


class Sheet:
    """Statements in the order written, each in the graph that was current when it was made."""

    def __init__(self) -> None:
        self.quads: list[ox.Quad] = []
        self.graph = PROVENANCE

    def thing(self, subject: ox.NamedNode, kind: str, **labels: str) -> None:
        """State what a thing is, and its labels by language (``code`` for none)."""
        self.quads.append(ox.Quad(subject, _TYPE, term(kind), self.graph))
        for language, label in labels.items():
            said = text(label) if language == "code" else text(label, language)
            self.say(subject, "skos:prefLabel", said)

    def say(self, subject: ox.NamedNode, verb: str, *values: Value | str) -> None:
        """State a property; a value given as ``str`` is a short name."""
        for value in values:
            node = term(value) if isinstance(value, str) else value
            self.quads.append(ox.Quad(subject, term(verb), node, self.graph))
