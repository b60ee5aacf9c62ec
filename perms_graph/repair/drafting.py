"""A repair being written: triples to add and to remove, and the blanks that stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import Message
from perms_graph.namespaces import RDF, XSD
from perms_graph.repair.blanks import Blanks
from perms_graph.repair.expectations import CONCEPT, Demand, Expectations
from perms_graph.repair.repairs import Blank, Wanted, substitute
from perms_graph.store import Term
from perms_graph.validation.paths import Inverse, Path, Predicate, Repeat, Sequence
from perms_graph.validation.shapes import Constraint, Shape

TYPE: Final = ox.NamedNode(RDF + "type")

_DEPTH: Final = 3
"""A new thing may need others; those may need more. Beyond this nobody would fill it in."""


class Draft:
    """What a repair will add and remove.

    Attributes:
        adds: Triples, in the order written. Blanks stand in them by name.
        removes: Triples.
        blanks: Name → blank.
    """

    def __init__(self, expected: Expectations) -> None:
        self.expected = expected
        self.adds: dict[ox.Triple, None] = {}
        self.removes: dict[ox.Triple, None] = {}
        self.asked = Blanks(expected)
        self._kinds: dict[Term, tuple[str, ...]] = {}

    @property
    def blanks(self) -> Mapping[str, Blank]:
        """Give the blanks by name."""
        return self.asked.by_name

    def copy(self) -> Draft:
        """Give another draft that starts from here."""
        other = Draft(self.expected)
        other.adds, other.removes = dict(self.adds), dict(self.removes)
        other.asked, other._kinds = self.asked.copy(), dict(self._kinds)
        return other

    def add(self, subject: Term, predicate: str, value: Term) -> None:
        """Add a triple."""
        if not isinstance(subject, ox.Literal):
            self.adds[ox.Triple(subject, ox.NamedNode(predicate), value)] = None

    def remove(self, subject: Term, predicate: str, value: Term) -> None:
        """Remove a triple."""
        if not isinstance(subject, ox.Literal):
            self.removes[ox.Triple(subject, ox.NamedNode(predicate), value)] = None

    def tried(self, turn: int) -> list[ox.Triple]:
        """Give what is added, with blanks filled to be tried.

        Args:
            turn: Number of the trial, from 0: another one tries other values where there are any.
        """
        values = self.asked.values(turn)
        return [substitute(t, values) for t in self.adds]

    def enter(self, node: Term, kind: str) -> None:
        """Note that a node will be in a class."""
        self._kinds[node] = self.expected.above([kind])

    def kinds_of(self, node: Term) -> tuple[str, ...]:
        """Give the classes that a node will be in."""
        return self._kinds.get(node) or self.expected.kinds_of(node)

    def put(
        self, start: Term, path: Path, *, end: Term | None, own: Demand, new: bool, depth: int = 0
    ) -> bool:
        """Add a value at the end of a path.

        Args:
            start: The node that the path starts from.
            path: The path.
            end: The value; None for a blank.
            own: What the value has to be.
            new: Whether to describe a new thing rather than link to one that is recorded.
            depth: How many things are being described around this one.

        Returns:
            Whether it could be done.
        """
        match path:
            case Predicate(iri):
                value = end or self.value(start, iri, own=own, new=new, depth=depth, bare=True)
                if value is None:
                    return False
                # The link first: it may be what the new thing must have, read the other way.
                self.add(start, iri, value)
                self.complete(value, depth + 1)
                return True
            case Inverse(Predicate(iri)):
                kinds = own.classes or self.expected.holders(iri)
                source = end or self.thing(
                    kinds, predicate=None, new=new, depth=depth + 1, bare=True
                )
                if source is None:
                    return False
                self.add(source, iri, start)
                self.complete(source, depth + 1)
                return True
            case Sequence((Predicate(iri), Inverse() as back)) if self.expected.objects(start, iri):
                # Said of what is there already, by another thing: of several, the last.
                there = self.expected.objects(start, iri)[-1]
                return self.put(there, back, end=end, own=own, new=True, depth=depth)
            case Sequence((Predicate(iri), *rest)):
                step = self.value(start, iri, own=Demand(), new=True, depth=depth, bare=True)
                if step is None or isinstance(step, ox.Literal):
                    return False
                self.add(start, iri, step)
                onward = rest[0] if len(rest) == 1 else Sequence(tuple(rest))
                done = self.put(step, onward, end=end, own=own, new=new, depth=depth + 1)
                self.complete(step, depth + 1)
                return done
            case Repeat(inner, _):
                return self.put(start, inner, end=end, own=own, new=new, depth=depth)
        return False

    def value(
        self,
        subject: Term,
        predicate: str,
        *,
        own: Demand,
        new: bool,
        depth: int = 0,
        bare: bool = False,
    ) -> Term | None:
        """Ask for a value of a property, as shapes, ontology and data want it.

        Args:
            subject: What has the property.
            predicate: The property.
            own: What is asked for already.
            new: Whether to describe a new thing rather than link to one that is recorded.
            depth: How many things are being described around this one.
            bare: Leave a new thing with its class alone: the caller says the rest.

        Returns:
            What stands for the value; None if it would lead too far.
        """
        kinds = self.kinds_of(subject)
        demand = self.expected.demand(predicate, kinds, own)
        who, of = self.asked.who(kinds, predicate), self.asked.at(subject)
        if demand.classes and not demand.choices:
            return self.thing(
                demand.classes,
                predicate=predicate,
                new=new,
                depth=depth + 1,
                bare=bare,
                who=who,
                of=of,
            )
        if demand.choices:
            choices = tuple(sorted(demand.choices, key=str))
            return self.asked.ask(
                Wanted.CHOICE,
                predicate=predicate,
                who=who,
                of=of,
                fillings=choices[:3],
                choices=choices,
            )
        if demand.address:
            made_up = [ox.NamedNode("https://example.org/to-be-named")]
            return self.asked.ask(
                Wanted.ADDRESS, predicate=predicate, who=who, of=of, fillings=made_up
            )
        language = demand.languages[0] if demand.languages else None
        datatypes = demand.datatypes or (XSD + "string",)
        return self.asked.ask(
            Wanted.VALUE,
            predicate=predicate,
            who=who,
            of=of,
            fillings=self.asked.literals(subject, datatypes, language, demand),
            kinds=(RDF + "langString",) if language else datatypes,
            language=language,
        )

    def thing(
        self,
        classes: tuple[str, ...],
        *,
        predicate: str | None,
        new: bool,
        depth: int,
        bare: bool = False,
        who: Message | None = None,
        of: Blank | None = None,
    ) -> Term | None:
        """Ask for a thing of one of some classes: recorded, or new with what it must have."""
        if not classes or depth > _DEPTH:
            return None
        kind = classes[0]
        who = who or self.asked.who((), "")
        if not new:
            known = self.expected.instances(classes, 3)
            if not known:
                return None
            return self.asked.ask(
                Wanted.THING,
                called=kind,
                who=who,
                fillings=known,
                predicate=predicate,
                kinds=classes,
                of=of,
            )
        node = self.asked.ask(Wanted.NEW, called=kind, who=who, kinds=(kind,))
        self.enter(node, kind)
        self.add(node, TYPE.value, ox.NamedNode(kind))
        if not bare:
            self.require(node, depth)
        return node

    def complete(self, node: Term, depth: int) -> None:
        """Add what a thing must have, if it is a new one."""
        blank = self.asked.at(node)
        if blank is not None and blank.wanted is Wanted.NEW:
            self.require(node, depth)

    def require(self, node: Term, depth: int) -> None:
        """Add what the shapes of a thing's classes ask for, as far as it is not there."""
        for shape, constraint in self.expected.required(self.kinds_of(node)):
            if shape.path is not None and not self._has(node, shape.path, constraint):
                self.demand(node, shape, constraint, depth)

    def demand(self, node: Term, shape: Shape, constraint: Constraint, depth: int = 0) -> bool:
        """Add one value that a shape may not miss; tells whether it could be done."""
        if shape.path is None:
            return False
        own, end = self.expected.of_shape(shape), None
        if constraint.component == "HasValue" and not isinstance(constraint.value, ox.BlankNode):
            end = constraint.value
        elif constraint.component == "QualifiedMinCount":
            own = self.expected.of_shape(self.expected.graph.shape(constraint.value))
        return self.put(
            node, shape.path, end=end, own=own, new=self.prefers_new(node, shape), depth=depth
        )

    def prefers_new(self, node: Term, shape: Shape) -> bool:
        """Tell whether a value is more likely a new thing than one that is recorded."""
        path = shape.path
        if not isinstance(path, Predicate):
            return True
        own = self.expected.of_shape(shape)
        classes = self.expected.demand(path.iri, self.kinds_of(node), own).classes
        if CONCEPT in self.expected.above(classes):
            return False
        return self.expected.belongs_to_one(path.iri) or not self.expected.instances(classes, 1)

    def _has(self, node: Term, path: Path, constraint: Constraint) -> bool:
        """Tell whether the draft gives a new thing a value already."""
        match path:
            case Predicate(iri):
                back = self.expected.inverses(iri)
                given = [
                    *self.expected.objects(node, iri),
                    *(t.object for t in self.adds if _says(t, iri) and t.subject == node),
                    *(t.subject for t in self.adds if _says(t, *back) and t.object == node),
                ]
            case Inverse(Predicate(iri)):
                given = [t.subject for t in self.adds if _says(t, iri) and t.object == node]
            case _:
                return False
        if constraint.component == "HasValue":
            return constraint.value in given
        if constraint.component == "QualifiedMinCount":
            wanted = self.expected.of_shape(self.expected.graph.shape(constraint.value)).languages
            asked = [self.asked.at(g) for g in given]
            filled = [b.tried if b else g for b, g in zip(asked, given, strict=True)]
            return any(isinstance(f, ox.Literal) and f.language in wanted for f in filled)
        return bool(given)


def _says(triple: ox.Triple, *predicates: str) -> bool:
    return triple.predicate.value in predicates
