"""What it takes to be in a class, as graph patterns: a name, or what an anonymous class says.

``owlrl`` types things by blank nodes on the way to a named class. We never store such types, so
wherever a rule asks for membership of an anonymous class, the ways into it are written out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, product

import pyoxigraph as ox

from perms_graph.errors import msg
from perms_graph.namespaces import OWL, RDFS
from perms_graph.reasoning.axioms import THING, Axioms, Node, OntologyError, Value
from perms_graph.reasoning.rules import A, Atom


@dataclass(frozen=True)
class Way:
    """One way into a class: all of these patterns, under all of these filters."""

    atoms: tuple[Atom, ...] = ()
    filters: tuple[str, ...] = ()

    def __add__(self, other: Way) -> Way:
        """Ask for both."""
        return Way(
            tuple(dict.fromkeys(self.atoms + other.atoms)),
            tuple(dict.fromkeys(self.filters + other.filters)),
        )


class Membership:
    """Writes the ways into the classes of an ontology."""

    def __init__(self, axioms: Axioms) -> None:
        self._axioms = axioms
        self._numbers = count(1)

    def atom(self, prop: Value, subject: str, value: str) -> Atom:
        """Write a pattern for a property, turned round if it is the nameless inverse of another.

        Raises:
            OntologyError: The property has no name and is no inverse.
        """
        if isinstance(prop, ox.NamedNode):
            return (subject, str(prop), value)
        inverted = self._axioms.values(prop, OWL + "inverseOf")
        if len(inverted) != 1 or not isinstance(inverted[0], ox.NamedNode):
            raise OntologyError(msg("A property of the ontology has no name and is no inverse."))
        return (value, str(inverted[0]), subject)

    def ways(self, kind: Value, who: str, within: tuple[Value, ...] = ()) -> list[Way]:
        """Give the ways for ``who`` to be in a class; any one is enough.

        Args:
            kind: The class, with or without a name.
            who: A variable.
            within: Anonymous classes that are being written out around this one.

        Raises:
            OntologyError: An anonymous class leads back to itself.
        """
        if kind == THING:
            return [Way()]
        if isinstance(kind, ox.NamedNode):
            return [Way(((who, A, str(kind)),))]
        if kind in within:
            raise OntologyError(
                msg("An anonymous class of the ontology leads back to itself."),
                msg("Give that class a name."),
            )
        below = [kind, *self._axioms.under(kind)]
        named = [c for c in below if isinstance(c, ox.NamedNode)]
        found = [Way(((who, A, str(c)),)) for c in named]
        for part in below:
            explained = any(self._axioms.below(part, name) for name in named)
            if isinstance(part, ox.BlankNode) and not explained:
                found += self.defined(part, who, (*within, kind))
                found += self._entered(part, who, (*within, kind))
        return list(dict.fromkeys(found))

    def defined(self, kind: Node, who: str, within: tuple[Value, ...] = ()) -> list[Way]:
        """Give the ways into a class by what it is defined to be.

        These are ``cls-hv2``, ``cls-svf1``, ``cls-svf2``, ``cls-int1``, ``cls-uni`` and ``cls-oo``
        of OWL 2 Profiles, table 6.
        """
        axioms = self._axioms
        found: list[Way] = []
        for prop in axioms.values(kind, OWL + "onProperty"):
            for value in axioms.values(kind, OWL + "hasValue"):
                found.append(Way((self.atom(prop, who, str(value)),)))
            for filler in axioms.values(kind, OWL + "someValuesFrom"):
                other = self.fresh()
                step = Way((self.atom(prop, who, other),))
                found += [step + way for way in self.ways(filler, other, within)]
        for head in axioms.values(kind, OWL + "intersectionOf"):
            choices = [self.ways(part, who, within) for part in axioms.items(head)]
            for choice in product(*choices):
                found.append(sum(choice, Way()))
        for head in axioms.values(kind, OWL + "unionOf"):
            for part in axioms.items(head):
                found += self.ways(part, who, within)
        for head in axioms.values(kind, OWL + "oneOf"):
            terms = ", ".join(str(term) for term in axioms.items(head))
            found.append(Way((), (f"{who} IN ({terms})",)))
        return found

    def fresh(self) -> str:
        """Give a variable that no other pattern uses."""
        return f"?v{next(self._numbers)}"

    def _entered(self, kind: Node, who: str, within: tuple[Value, ...]) -> Iterator[Way]:
        """Give the ways into an anonymous class by axioms that conclude it."""
        axioms = self._axioms
        literal = f"!isLiteral({who})"
        for prop, concluded in axioms.pairs(RDFS + "domain"):
            if concluded == kind:
                yield Way((self.atom(prop, who, self.fresh()),))
        for ranged, concluded in axioms.pairs(RDFS + "range"):
            if concluded == kind:
                yield Way((self.atom(ranged, self.fresh(), who),), (literal,))
        for restriction, concluded in axioms.pairs(OWL + "allValuesFrom"):
            if concluded != kind:
                continue
            for on in axioms.values(restriction, OWL + "onProperty"):
                holder = self.fresh()
                step = Way((self.atom(on, holder, who),), (literal,))
                for way in self.ways(restriction, holder, within):
                    yield step + way
