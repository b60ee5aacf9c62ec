"""What contradicts the ontology is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from perms_graph.reasoning import close_ontology, compile_rules, inconsistencies, materialise
from perms_graph.reasoning.rules import quad
from perms_graph.store import Dataset

Read = Callable[[str], list[ox.Triple]]


def found(ontology: list[ox.Triple], data: list[ox.Triple]) -> list[tuple[str, str]]:
    dataset = Dataset.memory()
    dataset.add(quad(t) for t in [*ontology, *data])
    closed = close_ontology(ontology)
    materialise(dataset, compile_rules(closed))
    return [
        (i.rule, str(i.message).replace("http://example.org/", ":"))
        for i in inconsistencies(dataset, closed)
    ]


@pytest.mark.parametrize(
    ("ontology", "bad", "good", "expected"),
    [
        pytest.param(
            ":A owl:disjointWith :B . :C rdfs:subClassOf :B .",
            ":x a :A , :C .",
            ":x a :A . :y a :C .",
            ("cax-dw", ":x is in two classes that have nothing in common: :A and :B."),
            id="disjoint classes, one of them by inference",
        ),
        pytest.param(
            "[] a owl:AllDisjointClasses ; owl:members ( :A :B :C ) .",
            ":x a :A , :C .",
            ":x a :A . :y a :C .",
            ("cax-adc", ":x is in two classes that have nothing in common: :A and :C."),
            id="classes disjoint all together",
        ),
        pytest.param(
            ":A owl:complementOf :B .",
            ":x a :A , :B .",
            ":x a :A .",
            ("cls-com", ":x is in two classes that have nothing in common: :A and :B."),
            id="complement",
        ),
        pytest.param(
            ":A rdfs:subClassOf owl:Nothing .",
            ":x a :A .",
            ":x a :B .",
            ("cls-nothing2", ":x is in a class that can have no members."),
            id="a class below nothing",
        ),
        pytest.param(
            ":p owl:propertyDisjointWith :q .",
            ":x :p :y ; :q :y .",
            ":x :p :y ; :q :z .",
            ("prp-pdw", ":x is linked to :y by two properties that exclude each other: :p and :q."),
            id="disjoint properties",
        ),
        pytest.param(
            ":p a owl:IrreflexiveProperty .",
            ":x :p :x .",
            ":x :p :y .",
            ("prp-irp", ":x is linked to itself by :p, which never does that."),
            id="irreflexive property",
        ),
        pytest.param(
            ":p a owl:AsymmetricProperty .",
            ":x :p :y . :y :p :x .",
            ":x :p :y .",
            ("prp-asyp", ":x and :y are linked both ways by :p, which goes one way only."),
            id="asymmetric property",
        ),
        pytest.param(
            ":p a owl:FunctionalProperty .",
            ":x :p 1 , 2 .",
            ":x :p 1 .",
            ("prp-fp", ":x has two values for :p, which takes one: 1 and 2."),
            id="two literals where one is taken",
        ),
        pytest.param(
            ":p a owl:FunctionalProperty .",
            ":x :p :y , :z . :z owl:differentFrom :y .",
            ":x :p :y . :z owl:differentFrom :y .",
            ("eq-diff1", ":y and :z are said to be the same, and not to be."),
            id="the same, and different",
        ),
        pytest.param(
            "[] a owl:AllDifferent ; owl:distinctMembers ( :x :y :z ) .",
            ":x owl:sameAs :z .",
            ":x owl:sameAs :w .",
            ("eq-diff2", ":x and :z are said to be the same, and not to be."),
            id="different all together",
        ),
        pytest.param(
            "[] owl:sourceIndividual :x ; owl:assertionProperty :p ; owl:targetIndividual :y .",
            ":x :p :y .",
            ":x :p :z .",
            ("prp-npa", ":x is linked to :y by :p, and this is denied elsewhere."),
            id="denied",
        ),
    ],
)
def test_a_contradiction_is_found_where_there_is_one(
    ontology: str, bad: str, good: str, expected: tuple[str, str], triples: Read
) -> None:
    axioms = triples(ontology)
    assert found(axioms, triples(good)) == []
    assert found(axioms, triples(bad)) == [expected]
