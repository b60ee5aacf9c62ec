"""Shared by the tests of reasoning: small datasets, and owlrl as the oracle."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import owlrl
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, XSD

from perms_graph.reasoning.noise import is_noise, names_anonymous_class
from perms_graph.store import Dataset
from perms_graph.store.loading import merge

PREFIXES = """
@prefix : <http://example.org/> .
@prefix g: <https://w3id.org/perms/graph/source/> .
@prefix graph: <https://w3id.org/perms/graph/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix perms: <https://w3id.org/perms/def#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


class HurriedOracle(owlrl.OWLRL_Semantics):
    """owlrl, spared the work that can bring nothing but noise.

    It offers every triple to every rule, and chooses the rule by the predicate and, for
    ``rdf:type``, the class: words of OWL, RDF and RDFS alone. And it makes everything the same as
    itself, on which its replacement rules then walk over all that is said of the thing. On the
    shipped register that is 40 s against 3 s; a test holds the two to the same conclusions.
    """

    _WORDS = (str(OWL), str(RDF), str(RDFS))

    def rules(self, triple: tuple[rdflib.term.Node, ...], cycle: int) -> None:
        _, predicate, value = triple
        word = value if predicate == RDF.type else predicate
        # str(): a URIRef's own startswith takes no tuple, and says False.
        if str(word).startswith(self._WORDS):
            super().rules(triple, cycle)

    def _equality(self, triple: tuple[rdflib.term.Node, ...], cycle: int) -> None:
        subject, predicate, value = triple
        if predicate == OWL.sameAs and subject != value:
            super()._equality(triple, cycle)


def _triples(text: str) -> list[ox.Triple]:
    return [q.triple for q in ox.parse(PREFIXES + text, format=ox.RdfFormat.TURTLE)]


def _dataset(text: str) -> Dataset:
    dataset = Dataset.memory()
    dataset.add(ox.parse(PREFIXES + text, format=ox.RdfFormat.TRIG))
    merge(dataset)
    return dataset


def _oracle(triples: Iterable[ox.Triple], *, hurried: bool = False) -> frozenset[ox.Triple]:
    graph = rdflib.Graph()
    for t in triples:
        graph.add((_out(t.subject), _out(t.predicate), _out(t.object)))
    semantics = HurriedOracle if hurried else owlrl.OWLRL_Semantics
    owlrl.DeductiveClosure(semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    return frozenset(
        ox.Triple(_back(s), _back(p), _back(o))
        for s, p, o in graph
        if not isinstance(s, rdflib.Literal) and isinstance(p, rdflib.URIRef)
    )


def _out(term: object) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, ox.Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)


def _back(term: rdflib.term.Node) -> Any:
    if isinstance(term, rdflib.BNode):
        return ox.BlankNode(str(term))
    if isinstance(term, rdflib.Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype or XSD.string)))
    return ox.NamedNode(str(term))


def _heard(triples: Iterable[ox.Triple]) -> frozenset[ox.Triple]:
    return frozenset(t for t in triples if not is_noise(t) and not names_anonymous_class(t))


@pytest.fixture(scope="session")
def triples() -> Callable[[str], list[ox.Triple]]:
    """Turtle, without its prefixes, as triples."""
    return _triples


@pytest.fixture(scope="session")
def dataset_of() -> Callable[[str], Dataset]:
    """TriG, without its prefixes, as a dataset whose default graph is the merged set."""
    return _dataset


@pytest.fixture(scope="session")
def owlrl_closure() -> Callable[..., frozenset[ox.Triple]]:
    """All that owlrl makes of some triples."""
    return _oracle


@pytest.fixture(scope="session")
def without_noise() -> Callable[[Iterable[ox.Triple]], frozenset[ox.Triple]]:
    """A graph without what says nothing, for comparing."""
    return _heard
