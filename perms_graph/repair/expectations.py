"""What may stand where: read from the shapes, from the ontology, and from what is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from perms_graph.borrowed import BORROWED
from perms_graph.errors import Message, msg
from perms_graph.labels import labels
from perms_graph.language import LANGUAGES
from perms_graph.namespaces import RDF, RDFS, SCHEMA, SKOS, XSD
from perms_graph.store import Term
from perms_graph.translation import translate
from perms_graph.trial import Setting
from perms_graph.validation.graph import Node
from perms_graph.validation.paths import Predicate
from perms_graph.validation.shapes import Constraint, Shape

CONCEPT: Final = SKOS + "Concept"
TEXTS: Final = frozenset({XSD + "string", RDF + "langString"})

_WORDS: Final[Mapping[str, Message]] = {
    "boolean": msg("true or false"),
    "date": msg("a day"),
    "decimal": msg("a number"),
    "double": msg("a number"),
    "dayTimeDuration": msg("a length of time"),
    "duration": msg("a length of time"),
    "gYear": msg("a year"),
    "gYearMonth": msg("a month"),
    "integer": msg("a number"),
    "string": msg("a text"),
    "yearMonthDuration": msg("a length of time"),
}
"""Datatypes of XML Schema, in words."""

_MANY: Final = 40
"""More values than this are no list to choose from."""
_SAMPLE: Final = 1_000
"""No more than this is looked at to see what is usual: it should not grow with the register."""
_ENOUGH: Final = 3
"""Fewer values than this show no habit."""


@dataclass(frozen=True)
class Demand:
    """What a value has to be: any of the classes, or any of the datatypes …; empty where free."""

    classes: tuple[str, ...] = ()
    datatypes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    choices: tuple[Term, ...] = ()
    patterns: tuple[str, ...] = ()
    least: str | None = None
    address: bool = False

    def with_defaults(self, other: Demand) -> Demand:
        """Ask for what ``other`` asks where this asks for nothing of the sort."""
        typed = self.classes or self.datatypes or self.choices or self.address
        return Demand(
            self.classes or (() if typed else other.classes),
            self.datatypes or (() if typed else other.datatypes),
            self.languages or other.languages,
            self.choices or other.choices,
            self.patterns or other.patterns,
            self.least or other.least,
            self.address or (not typed and other.address),
        )


class Expectations:
    """What the shapes of a setting, its ontology and its data say of values.

    Looks things up once; made anew for each question, since trials change the data.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.dataset = setting.dataset
        self.graph = setting.compiled.shapes
        self._names: dict[str, Mapping[str, str]] = {}

    @cached_property
    def by_name(self) -> Mapping[str, Shape]:
        """Name of a shape → the shape."""
        return {s.name: s for s in self.graph.shapes.values()}

    def names(self, iri: str) -> Mapping[str, str]:
        """Give what a thing or a term is called: language → name."""
        if iri not in self._names:
            words = BORROWED.get(iri) or _WORDS.get(iri.removeprefix(XSD))
            if words is not None:
                found = {lang: translate(words, lang) for lang in LANGUAGES}
            else:
                found = {lang: labels(self.dataset, [iri], lang)[iri].text for lang in LANGUAGES}
            self._names[iri] = found
        return self._names[iri]

    def kinds_of(self, node: Term) -> tuple[str, ...]:
        """Give the classes of a node, those that it is in by another one too."""
        if isinstance(node, ox.Literal):
            return ()
        quads = self.dataset.store.quads_for_pattern(
            node, ox.NamedNode(RDF + "type"), None, ox.DefaultGraph()
        )
        return self.above(q.object.value for q in quads if isinstance(q.object, ox.NamedNode))

    def above(self, classes: Iterable[str]) -> tuple[str, ...]:
        """Give classes with all that stand above them."""
        listed = " ".join(f"<{c}>" for c in sorted(set(classes)))
        if not listed:
            return ()
        table = self.dataset.select(
            f"SELECT DISTINCT ?above WHERE {{ VALUES ?class {{ {listed} }} "
            "?class rdfs:subClassOf* ?above FILTER (isIRI(?above)) }"
        )
        return tuple(sorted(t.value for t in table.column("above") if t is not None))

    def instances(self, classes: Iterable[str], limit: int) -> list[ox.NamedNode]:
        """Give some things with names of their own that are of one of the classes, in IRI order."""
        either = " UNION ".join(f"{{ ?x a <{c}> }}" for c in dict.fromkeys(classes))
        if not either:
            return []
        table = self.dataset.select(
            f"SELECT DISTINCT ?x WHERE {{ {either} FILTER (isIRI(?x)) }} LIMIT {_SAMPLE}"
        )
        found = [x for x in table.column("x") if isinstance(x, ox.NamedNode)]
        return sorted(found, key=str)[:limit]

    def values(self, predicate: str) -> list[Term]:
        """Give values that a property has somewhere, in the order of their text."""
        table = self.dataset.select(
            "SELECT DISTINCT ?v WHERE "
            f"{{ SELECT ?v WHERE {{ ?s <{predicate}> ?v }} LIMIT {_SAMPLE} }}"
        )
        return sorted((v for v in table.column("v") if v is not None), key=str)

    def objects(self, node: Term, predicate: str) -> list[Term]:
        """Give the values that a thing has, in the order of their text."""
        if isinstance(node, ox.Literal):
            return []
        quads = self.dataset.store.quads_for_pattern(
            node, ox.NamedNode(predicate), None, ox.DefaultGraph()
        )
        return sorted((q.object for q in quads if isinstance(q.object, Term)), key=str)

    def holders(self, predicate: str) -> tuple[str, ...]:
        """Give the classes of things that have a property, by the ontology."""
        table = self.dataset.select(
            f"SELECT DISTINCT ?c WHERE {{ <{predicate}> schema:domainIncludes ?c "
            "FILTER (isIRI(?c)) }"
        )
        return tuple(sorted(t.value for t in table.column("c") if t is not None))

    def inverses(self, predicate: str) -> tuple[str, ...]:
        """Give the properties that say the same the other way round."""
        table = self.dataset.select(
            f"SELECT DISTINCT ?p WHERE {{ <{predicate}> owl:inverseOf|^owl:inverseOf ?p "
            "FILTER (isIRI(?p)) }"
        )
        return tuple(sorted(t.value for t in table.column("p") if t is not None))

    def belongs_to_one(self, predicate: str) -> bool:
        """Tell whether each value of a property has one thing that it is the value of."""
        table = self.dataset.select(
            "SELECT (COUNT(?v) AS ?all) (COUNT(DISTINCT ?v) AS ?different) "
            f"WHERE {{ SELECT ?v WHERE {{ ?s <{predicate}> ?v }} LIMIT {_SAMPLE} }}"
        )
        (row,) = table.rows
        values, different = (int(t.value) if t is not None else 0 for t in row)
        return values == different and values >= _ENOUGH

    def demand(self, predicate: str, kinds: Iterable[str], own: Demand | None = None) -> Demand:
        """Say what a value of a property has to be.

        Args:
            predicate: The property.
            kinds: Classes of the thing that has it.
            own: What is asked for already; it goes before all else.
        """
        among = set(kinds)
        found = own or Demand()
        for shape, owner in self._about(predicate):
            if among & set(owner.targets.classes):
                found = found.with_defaults(self.of_shape(shape))
        for shape, _ in self._about(predicate):
            found = found.with_defaults(replace(self.of_shape(shape), least=None))
        return found.with_defaults(self._by_ontology(predicate))

    def of_shape(self, shape: Shape, depth: int = 0) -> Demand:
        """Say what a shape asks of a node, as far as it is put in words that we know."""
        found = Demand()
        for constraint in shape.constraints:
            found = found.with_defaults(self._of_constraint(constraint, depth))
        return found

    def required(self, kinds: Iterable[str]) -> list[tuple[Shape, Constraint]]:
        """List what must be said of a thing: values that may not be missing.

        Those with a narrower demand come first: what they bring serves the others too.
        """
        among = set(kinds)
        found = []
        for root in self.graph.roots:
            if not among & set(root.targets.classes):
                continue
            for node in root.properties:
                shape = self.graph.shape(node)
                found += [(shape, c) for c in shape.constraints if _is_demanded(c)]
        order = {"HasValue": 0, "QualifiedMinCount": 1, "MinCount": 2}
        return sorted(found, key=lambda pair: order[pair[1].component])

    def _about(self, predicate: str) -> list[tuple[Shape, Shape]]:
        found = []
        for root in self.graph.roots:
            for node in root.properties:
                shape = self.graph.shape(node)
                if shape.path == Predicate(predicate):
                    found.append((shape, root))
        return found

    def _of_constraint(self, constraint: Constraint, depth: int) -> Demand:
        value = constraint.value
        text = value.value if not isinstance(value, ox.BlankNode) else ""
        match constraint.component:
            case "Class":
                return Demand(classes=(text,))
            case "Datatype":
                return Demand(datatypes=(text,))
            case "In":
                return Demand(choices=tuple(i for i in constraint.items if _is_term(i)))
            case "LanguageIn":
                tags = (i.value for i in constraint.items if isinstance(i, ox.Literal))
                return Demand(languages=tuple(tags))
            case "Pattern":
                return Demand(patterns=(text,))
            case "MinInclusive" | "MinExclusive":
                return Demand(least=text)
            case "NodeKind":
                return Demand(address=text.endswith("#IRI"))
            case "Or" if depth < 3:
                parts = [self.of_shape(self.graph.shape(i), depth + 1) for i in constraint.items]
                return _either(parts)
            case "Node" if depth < 3:
                return self.of_shape(self.graph.shape(value), depth + 1)
        return Demand()

    def _by_ontology(self, predicate: str) -> Demand:
        quads = self.dataset.store.quads_for_pattern(
            ox.NamedNode(predicate),
            ox.NamedNode(SCHEMA + "rangeIncludes"),
            None,
            ox.DefaultGraph(),
        )
        kinds = sorted(q.object.value for q in quads if isinstance(q.object, ox.NamedNode))
        datatypes = tuple(k for k in kinds if k.startswith(XSD) or k in TEXTS)
        classes = tuple(k for k in kinds if k not in {*datatypes, RDFS + "Resource"})
        if classes and CONCEPT not in classes:
            return Demand(classes=classes)
        if datatypes:
            return Demand(datatypes=datatypes)
        used = self.values(predicate)
        if used and all(isinstance(v, ox.NamedNode) for v in used):
            if CONCEPT in classes and len(used) <= _MANY:
                return Demand(choices=tuple(used))
            return Demand(address=True)
        return Demand(address=bool(kinds))


def _is_demanded(constraint: Constraint) -> bool:
    if constraint.component == "QualifiedMinCount":
        return int(constraint.number) > 0
    if constraint.component == "MinCount":
        return isinstance(constraint.value, ox.Literal) and int(constraint.value.value) > 0
    return constraint.component == "HasValue"


def _is_term(node: Node) -> bool:
    return isinstance(node, ox.NamedNode | ox.Literal)


def _either(parts: list[Demand]) -> Demand:
    """Put alternatives together. A text in one of some languages may also be one in none."""
    languages = tuple(dict.fromkeys(x for p in parts for x in p.languages))
    datatypes = tuple(dict.fromkeys(x for p in parts for x in p.datatypes))
    return Demand(
        classes=tuple(dict.fromkeys(x for p in parts for x in p.classes)),
        datatypes=() if languages else datatypes,
        languages=languages,
        choices=tuple(dict.fromkeys(x for p in parts for x in p.choices)),
        patterns=(),
        address=any(p.address for p in parts),
    )
