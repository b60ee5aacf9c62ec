"""The words of the ontology as readers need them: names, definitions, inverses, hierarchy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from perms_graph.borrowed import BORROWED
from perms_graph.language import rank
from perms_graph.namespaces import ID, OWL, PERMS, RDFS, SKOS, shorten
from perms_graph.store import Dataset
from perms_graph.translation import translate

_TERMS: Final = """
SELECT DISTINCT ?term ?property ?value WHERE {
  VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty
                 rdfs:Class rdf:Property }
  ?term a ?kind .
  FILTER (isIRI(?term))
  VALUES ?property { rdf:type rdfs:label skos:definition skos:scopeNote skos:note owl:inverseOf
                     rdfs:subPropertyOf rdfs:subClassOf rdfs:isDefinedBy }
  ?term ?property ?value .
}
"""
_CHAINS: Final = """
SELECT ?term ?first ?second WHERE {
  ?term owl:propertyChainAxiom ?list .
  ?list rdf:first ?first ; rdf:rest ?rest .
  ?rest rdf:first ?second .
}
ORDER BY ?term ?first ?second
"""


@dataclass
class Term:
    """A class or a property.

    Attributes:
        iri: Its name.
        classes: What it is: ``owl:Class``, ``owl:ObjectProperty`` …
        labels: Language → name.
        definitions: Language → definition.
        notes: Language → scope note.
        origins: Language → where the term comes from.
        parents: Direct and inferred super-terms, itself excepted.
        inverses: Properties that say the same from the other end.
        module: The module that defines it.
    """

    iri: str
    classes: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    parents: set[str] = field(default_factory=set)
    inverses: set[str] = field(default_factory=set)
    module: str | None = None

    @property
    def is_class(self) -> bool:
        """Whether it is a class, not a property."""
        return bool(self.classes & {OWL + "Class", RDFS + "Class"})


class Terms:
    """Every term of the graph; read once, not changed afterwards."""

    def __init__(self, dataset: Dataset) -> None:
        found: dict[str, Term] = {}
        for row in dataset.select(_TERMS):
            iri, value = row["term"].value, row["value"]
            term = found.setdefault(iri, Term(iri))
            _take(term, row["property"].value, value)
        for term in list(found.values()):
            for other in term.inverses:
                if other in found:
                    found[other].inverses.add(term.iri)
        self._terms: Mapping[str, Term] = found
        chains: dict[str, list[tuple[str, str]]] = {}
        for row in dataset.select(_CHAINS):
            pair = (row["first"].value, row["second"].value)
            chains.setdefault(row["term"].value, []).append(pair)
        self._chains = chains
        self._above = {iri: self._climb(iri) for iri in found}

    def __iter__(self) -> Iterator[Term]:
        return iter(sorted(self._terms.values(), key=lambda t: t.iri))

    def get(self, iri: str) -> Term | None:
        """Give a term, or None."""
        return self._terms.get(iri)

    def label(self, iri: str, language: str) -> str:
        """Name a term; its short name if nobody does."""
        term = self._terms.get(iri)
        if term is not None and term.labels:
            return _best(term.labels, language) or shorten(iri)
        if iri in BORROWED:
            return translate(BORROWED[iri], language)
        if iri.startswith(ID):
            # A column of a code list, named by its source and explained by nobody.
            return iri.rpartition("/")[2].replace("-", " ")
        return shorten(iri)

    def definition(self, iri: str, language: str) -> str | None:
        """Define a term in a language; None if the ontology does not."""
        term = self._terms.get(iri)
        return term.definitions.get(language) if term else None

    def above(self, iri: str) -> frozenset[str]:
        """Give all super-terms, itself excepted."""
        return self._above.get(iri, frozenset())

    def inverses(self, iri: str) -> tuple[str, ...]:
        """Give the properties that say the same from the other end, sorted."""
        term = self._terms.get(iri)
        return tuple(sorted(term.inverses)) if term else ()

    def chains(self, iri: str) -> tuple[tuple[str, str], ...]:
        """Give the pairs of properties whose chain entails this one."""
        return tuple(self._chains.get(iri, ()))

    def specific(self, classes: Iterable[str]) -> list[str]:
        """Leave out classes that others of them entail; ours first, then by name."""
        given = set(classes)
        above = {c for g in given for c in self.above(g)}
        # Equivalent classes are above each other; neither may push the other out.
        kept = [
            c
            for c in given
            if c not in above or any(c in self.above(x) and x in self.above(c) for x in given)
        ]
        mine = [c for c in kept if c.startswith(PERMS)]
        return sorted(mine or [c for c in kept if c not in _PLAIN])

    def _climb(self, iri: str) -> frozenset[str]:
        seen: set[str] = set()
        waiting = [iri]
        while waiting:
            term = self._terms.get(waiting.pop())
            for parent in term.parents if term else ():
                if parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        return frozenset(seen - {iri})


_PLAIN: Final = frozenset({OWL + "Thing", OWL + "NamedIndividual", RDFS + "Resource"})


def _take(term: Term, name: str, value: object) -> None:
    if isinstance(value, ox.Literal):
        texts = {
            RDFS + "label": term.labels,
            SKOS + "definition": term.definitions,
            SKOS + "scopeNote": term.notes,
            SKOS + "note": term.origins,
        }.get(name)
        if texts is not None and value.language:
            known = texts.get(value.language)
            texts[value.language] = min(known, value.value) if known else value.value
    elif isinstance(value, ox.NamedNode):
        if name.endswith("#type"):
            term.classes.add(value.value)
        elif name == OWL + "inverseOf":
            term.inverses.add(value.value)
        elif name == RDFS + "isDefinedBy":
            term.module = value.value
        else:
            term.parents.add(value.value)


def _best(texts: Mapping[str, str], language: str) -> str | None:
    tag = min(texts, key=lambda tag: (rank(tag, language), tag), default=None)
    return texts[tag] if tag is not None else None
