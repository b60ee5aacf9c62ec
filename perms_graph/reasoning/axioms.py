"""A closed ontology, indexed: who is below whom, what an anonymous class says, what lists hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from perms_graph.errors import PermsError, msg
from perms_graph.namespaces import OWL, RDF, RDFS, shorten

Node = ox.NamedNode | ox.BlankNode
Value = Node | ox.Literal

THING = ox.NamedNode(OWL + "Thing")
NOTHING = ox.NamedNode(OWL + "Nothing")


class OntologyError(PermsError):
    """The ontology says something that our reasoner does not read."""


class Axioms:
    """Look-ups over the closed axioms; every answer in a fixed order."""

    def __init__(self, closed: Iterable[ox.Triple]) -> None:
        self._by: dict[str, dict[Value, list[Value]]] = defaultdict(lambda: defaultdict(list))
        for triple in sorted(closed, key=str):
            subject, value = triple.subject, triple.object
            if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
                raise OntologyError(msg("The ontology has a triple inside a triple."))
            self._by[triple.predicate.value][subject].append(value)
        self._above = {
            name: {s: set(o) for s, o in self._by[RDFS + name].items()}
            for name in ("subClassOf", "subPropertyOf")
        }

    def pairs(self, predicate: str) -> list[tuple[Node, Value]]:
        """Give subject and object of each axiom with a predicate."""
        return [
            (s, o)
            for s, values in self._by[predicate].items()
            if not isinstance(s, ox.Literal)
            for o in values
        ]

    def values(self, subject: Value, predicate: str) -> list[Value]:
        """Give the objects of a subject."""
        return list(self._by[predicate].get(subject, ()))

    def typed(self, kind: str) -> list[Node]:
        """Give what is declared of a type."""
        wanted = ox.NamedNode(kind)
        return [s for s, o in self.pairs(RDF + "type") if o == wanted]

    def items(self, head: Value) -> list[Value]:
        """Give the members of a list, in its order.

        Raises:
            OntologyError: The list is broken or goes round.
        """
        found: list[Value] = []
        seen = {head}
        while head != ox.NamedNode(RDF + "nil"):
            first, rest = self.values(head, RDF + "first"), self.values(head, RDF + "rest")
            if len(first) != 1 or len(rest) != 1 or rest[0] in seen:
                raise OntologyError(msg("A list in the ontology is broken."))
            found.append(first[0])
            head = rest[0]
            seen.add(head)
        return found

    def below(self, one: Value, other: Value, relation: str = "subClassOf") -> bool:
        """Tell whether ``one`` is ``other`` or below it."""
        return one == other or other in self._above[relation].get(one, ())

    def under(self, top: Value) -> list[Node]:
        """Give the classes below a class, itself left out."""
        return [s for s, o in self.pairs(RDFS + "subClassOf") if o == top and s != top]

    def direct(self, relation: str) -> list[tuple[ox.NamedNode, ox.NamedNode]]:
        """Give the named pairs of ``subClassOf`` or ``subPropertyOf`` that no third one explains.

        Going up step by step, each instance is looked at once a step instead of once a pair of the
        closure. Equivalent names stay linked both ways.
        """
        pairs = [
            (s, o)
            for s, o in self.pairs(RDFS + relation)
            if isinstance(s, ox.NamedNode)
            and isinstance(o, ox.NamedNode)
            and s != o
            and THING not in (s, o)
            and s != NOTHING
        ]
        between = defaultdict(set)
        for low, high in pairs:
            between[low].add(high)
        return [
            (low, high)
            for low, high in pairs
            if not any(
                high in between[middle]
                and low not in between[middle]
                and middle not in between[high]
                for middle in between[low]
                if middle != high
            )
        ]

    def names_of(self, kind: Value) -> list[ox.NamedNode]:
        """Give a class itself if it has a name, else the lowest named classes above it."""
        if isinstance(kind, ox.NamedNode):
            return [] if kind == THING else [kind]
        above = [
            o
            for o in self.values(kind, RDFS + "subClassOf")
            if isinstance(o, ox.NamedNode) and o != THING
        ]
        return [
            high
            for high in above
            if not any(
                low != high and self.below(low, high) and not self.below(high, low) for low in above
            )
        ]


def written(subject: Value, predicate: str, value: object) -> str:
    """Write an axiom in one line, for the record of a rule."""
    return f"{_short(subject)} {shorten(predicate)} {_short(value)}"


def _short(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    if isinstance(term, list):
        return "( " + " ".join(_short(t) for t in term) + " )"
    return "[]" if isinstance(term, ox.BlankNode) else str(term)
