"""The shipped data use each term as the ontology says; no reasoner would mind otherwise."""

from __future__ import annotations

from collections import defaultdict

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SDO, XSD, Graph, URIRef

from tests.ontology.files import PERMS, ROOT

Statement = tuple[str, str, ox.NamedNode | ox.BlankNode | ox.Literal]


class Usage:
    """What the data state with our terms: kinds of things, and statements between them."""

    def __init__(self, ontology: Graph) -> None:
        self.kinds: dict[str, set[str]] = defaultdict(set)
        self.statements: list[Statement] = []
        self._ontology = ontology
        for path in sorted((ROOT / "data").rglob("*.trig")):
            for quad in ox.parse(path=str(path)):
                predicate = quad.predicate.value
                assert not isinstance(quad.object, ox.Triple)
                if predicate == str(RDF.type) and isinstance(quad.object, ox.NamedNode):
                    self.kinds[str(quad.subject)] |= self._above(quad.object.value)
                elif predicate.startswith(str(PERMS)):
                    self.statements.append((str(quad.subject), predicate, quad.object))

    def _above(self, kind: str) -> set[str]:
        return {str(k) for k in self._ontology.transitive_objects(URIRef(kind), RDFS.subClassOf)}

    def kinds_of(self, term: ox.NamedNode | ox.BlankNode | ox.Literal) -> set[str]:
        if isinstance(term, ox.Literal):
            return {str(XSD.string) if term.language else term.datatype.value}
        return self.kinds[str(term)]


@pytest.fixture(scope="module")
def usage(everything: Graph) -> Usage:
    return Usage(everything)


def allowed(ontology: Graph, side: URIRef) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for term, kind in ontology.subject_objects(side):
        found[str(term)].add(str(kind))
    return {term: kinds for term, kinds in found.items() if str(RDFS.Resource) not in kinds}


def test_nothing_is_of_two_kinds_that_exclude_each_other(usage: Usage, everything: Graph) -> None:
    apart = [(str(a), str(b)) for a, b in everything.subject_objects(OWL.disjointWith)]
    both = [
        (thing, a, b)
        for thing, kinds in usage.kinds.items()
        for a, b in apart
        if a in kinds and b in kinds
    ]
    assert both == []


def test_a_property_stands_on_the_kinds_of_thing_it_is_for(usage: Usage, ontology: Graph) -> None:
    kinds = allowed(ontology, SDO.domainIncludes)
    wrong = {
        (predicate.removeprefix(str(PERMS)), subject)
        for subject, predicate, _ in usage.statements
        if predicate in kinds and not kinds[predicate] & usage.kinds[subject]
    }
    assert wrong == set()


def test_a_property_leads_to_the_kinds_of_thing_or_value_it_is_for(
    usage: Usage, ontology: Graph
) -> None:
    kinds = allowed(ontology, SDO.rangeIncludes)
    wrong = {
        (predicate.removeprefix(str(PERMS)), str(value))
        for _, predicate, value in usage.statements
        if predicate in kinds and not kinds[predicate] & usage.kinds_of(value)
    }
    assert wrong == set()


def test_what_the_ontology_cites_as_ours_is_described_in_the_data(
    usage: Usage, ontology: Graph
) -> None:
    cited = {
        f"<{o}>"
        for s, p, o in ontology
        if isinstance(o, URIRef) and str(o).startswith("https://w3id.org/perms/id/")
    }
    assert {iri for iri in cited if not usage.kinds[iri]} == set()
