"""Each construct of OWL 2 RL that we read, on data one step away from the conclusion."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyoxigraph as ox
import pytest

from perms_graph.reasoning import (
    INFERRED,
    RuleSet,
    Stratum,
    close_ontology,
    compile_rules,
    materialise,
)
from perms_graph.reasoning.axioms import OntologyError
from perms_graph.reasoning.noise import is_noise
from perms_graph.reasoning.rules import quad
from perms_graph.store import Dataset
from perms_graph.store.loading import merge

Read = Callable[[str], list[ox.Triple]]
Oracle = Callable[[Iterable[ox.Triple]], frozenset[ox.Triple]]
ONTOLOGY = "https://w3id.org/perms/graph/ontology"
DATA = "https://w3id.org/perms/graph/source/a"


def reasoned(ontology: list[ox.Triple], data: list[ox.Triple]) -> tuple[Dataset, RuleSet]:
    dataset = Dataset.memory()
    dataset.add(quad(t, ONTOLOGY) for t in ontology)
    dataset.add(quad(t, DATA) for t in data)
    merge(dataset)
    rules = compile_rules(close_ontology(ontology))
    materialise(dataset, rules)
    return dataset, rules


def in_graph(dataset: Dataset, graph: str | None = INFERRED) -> frozenset[ox.Triple]:
    name = ox.DefaultGraph() if graph is None else ox.NamedNode(graph)
    return frozenset(q.triple for q in dataset.store.quads_for_pattern(None, None, None, name))


CASES = [
    pytest.param(
        ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .",
        ":x a :A .",
        ":x a :B , :C .",
        id="sub-classes, all the way up",
    ),
    pytest.param(
        ":A owl:equivalentClass :B .",
        ":x a :A . :y a :B .",
        ":x a :B . :y a :A .",
        id="equivalent classes",
    ),
    pytest.param(
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .",
        ":x :p :y .",
        ":x :q :y ; :r :y .",
        id="sub-properties, all the way up",
    ),
    pytest.param(
        ":p owl:equivalentProperty :q .",
        ":x :p :y ; :q 1 .",
        ":x :q :y ; :p 1 .",
        id="equivalent properties",
    ),
    pytest.param(
        ":p owl:inverseOf :q .", ":x :p :y . :a :q :b .", ":y :q :x . :b :p :a .", id="inverses"
    ),
    pytest.param(":p owl:inverseOf :q .", ":x :p 1 .", "", id="a literal has no inverse"),
    pytest.param(
        ":p rdfs:subPropertyOf [ owl:inverseOf :q ] .",
        ":x :p :y .",
        ":y :q :x .",
        id="below a nameless inverse",
    ),
    pytest.param(
        ":p a owl:SymmetricProperty .", ":x :p :y .", ":y :p :x .", id="symmetric property"
    ),
    pytest.param(
        ":p a owl:TransitiveProperty .",
        ":a :p :b . :b :p :c . :c :p :d .",
        ":a :p :c , :d . :b :p :d .",
        id="transitive property",
    ),
    pytest.param(
        ":r owl:propertyChainAxiom ( :p :q ) .",
        ":x :p :y . :y :q :z .",
        ":x :r :z .",
        id="chain of two",
    ),
    pytest.param(
        ":r owl:propertyChainAxiom ( :p :q :s ) .",
        ":x :p :y . :y :q :z . :z :s 7 .",
        ":x :r 7 .",
        id="chain of three, ending in a literal",
    ),
    pytest.param(
        ":r owl:propertyChainAxiom ( :p :r ) .",
        ":x :p :y . :y :p :z . :z :r :w .",
        ":y :r :w . :x :r :w .",
        id="chain that feeds itself",
    ),
    pytest.param(
        ":r owl:propertyChainAxiom ( :p [ owl:inverseOf :q ] ) .",
        ":x :p :y . :z :q :y .",
        ":x :r :z .",
        id="chain over a nameless inverse",
    ),
    pytest.param(":p rdfs:domain :A .", ":x :p 1 .", ":x a :A .", id="domain"),
    pytest.param(
        ":p rdfs:range :A .", ":x :p :y , 1 .", ":y a :A .", id="range, never of a literal"
    ),
    pytest.param(
        ":A owl:equivalentClass [ owl:onProperty :p ; owl:hasValue :v ] .",
        ":x :p :v . :y a :A . :z :p :w .",
        ":x a :A . :y :p :v .",
        id="has value, both ways",
    ),
    pytest.param(
        "[ owl:onProperty :p ; owl:someValuesFrom :B ] rdfs:subClassOf :A .",
        ":x :p :y . :y a :B . :z :p :w .",
        ":x a :A .",
        id="some values from a class",
    ),
    pytest.param(
        "[ owl:onProperty :p ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf :A .",
        ":x :p :y .",
        ":x a :A .",
        id="some values from anything",
    ),
    pytest.param(
        "[ owl:onProperty :p ; owl:someValuesFrom [ owl:onProperty :q ; owl:hasValue 1 ] ] "
        "rdfs:subClassOf :A .",
        ":x :p :y . :y :q 1 . :z :p :w . :w :q 2 .",
        ":x a :A .",
        id="one restriction within another",
    ),
    pytest.param(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :B ] .",
        ":x a :A ; :p :y .",
        ":y a :B .",
        id="all values from a class",
    ),
    pytest.param(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom "
        "[ owl:onProperty :q ; owl:allValuesFrom :B ] ] .",
        ":x a :A ; :p :y . :y :q :z .",
        ":z a :B .",
        id="all values, two steps away",
    ),
    pytest.param(
        ":A owl:equivalentClass [ owl:intersectionOf ( :B :C ) ] .",
        ":x a :B , :C . :y a :A . :z a :B .",
        ":x a :A . :y a :B , :C .",
        id="intersection, both ways",
    ),
    pytest.param(
        ":A owl:intersectionOf ( :B [ owl:onProperty :p ; owl:hasValue 1 ] ) .",
        ":x a :B ; :p 1 . :y a :B .",
        ":x a :A .",
        id="intersection with a restriction",
    ),
    pytest.param(
        ":A owl:equivalentClass [ owl:unionOf ( :B :C ) ] .",
        ":x a :B . :y a :C . :z a :A .",
        ":x a :A . :y a :A .",
        id="union",
    ),
    pytest.param(
        ":p rdfs:domain [ owl:unionOf ( :B :C ) ] .",
        ":x :p 1 .",
        "",
        id="a domain that is a union names no class",
    ),
    pytest.param(
        ":A owl:equivalentClass [ owl:oneOf ( :x :y ) ] .",
        ":z a :B .",
        ":x a :A . :y a :A .",
        id="listed members",
    ),
    pytest.param(
        "[ owl:onProperty :p ; owl:someValuesFrom [ owl:oneOf ( :u :v ) ] ] rdfs:subClassOf :A .",
        ":x :p :u . :y :p :w .",
        ":x a :A .",
        id="some value out of a list",
    ),
    pytest.param(
        ":p a owl:FunctionalProperty .",
        ":x :p :y , :z . :y :q 1 .",
        ":y owl:sameAs :z . :z owl:sameAs :y ; :q 1 .",
        id="functional property",
    ),
    pytest.param(
        ":p a owl:InverseFunctionalProperty .",
        ":x :p 1 . :y :p 1 ; :q :w .",
        ":x owl:sameAs :y ; :q :w . :y owl:sameAs :x .",
        id="inverse functional property",
    ),
    pytest.param(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxCardinality 1 ] .",
        ":x a :A ; :p :y , :z .",
        ":y owl:sameAs :z . :z owl:sameAs :y .",
        id="at most one",
    ),
    pytest.param(
        ":A rdfs:subClassOf [ owl:onProperty :p ; owl:maxQualifiedCardinality 1 ; owl:onClass :B ]"
        " .",
        ":x a :A ; :p :y , :z , :w . :y a :B . :z a :B .",
        ":y owl:sameAs :z . :z owl:sameAs :y .",
        id="at most one of a class",
    ),
    pytest.param(
        "",
        ":a owl:sameAs :b . :b owl:sameAs :c . :a :p 1 . :x :q :c .",
        ":b owl:sameAs :a . :c owl:sameAs :a , :b . :a owl:sameAs :c . "
        ":b :p 1 . :c :p 1 . :x :q :a , :b .",
        id="what is said of one is said of the same",
    ),
    pytest.param(
        ":A rdfs:subClassOf :B .", ":x a :A , :B .", "", id="what is asserted is not inferred"
    ),
]


@pytest.mark.parametrize(("ontology", "data", "expected"), CASES)
def test_a_construct_entails_this_and_no_more(
    ontology: str, data: str, expected: str, triples: Read
) -> None:
    axioms = triples(ontology)
    dataset, rules = reasoned(axioms, triples(data))
    assert in_graph(dataset) - frozenset(rules.facts) == frozenset(triples(expected)) - frozenset(
        rules.facts
    )
    assert frozenset(triples(expected)) <= in_graph(dataset, None)


@pytest.mark.parametrize(("ontology", "data", "expected"), CASES)
def test_a_construct_entails_what_owlrl_says(
    ontology: str,
    data: str,
    expected: str,
    triples: Read,
    owlrl_closure: Oracle,
    without_noise: Oracle,
) -> None:
    axioms, facts = triples(ontology), triples(data)
    dataset, _ = reasoned(axioms, facts)
    assert without_noise(in_graph(dataset, None)) == without_noise(owlrl_closure(axioms + facts))


def test_the_default_graph_is_what_is_asserted_and_inferred(triples: Read) -> None:
    ontology = triples(":p owl:inverseOf :q . :A rdfs:subClassOf :B .")
    data = triples(":x a :A ; :p :y .")
    dataset, _ = reasoned(ontology, data)
    assert in_graph(dataset, None) == in_graph(dataset) | set(ontology) | set(data)
    assert not in_graph(dataset) & (set(ontology) | set(data))


def test_reasoning_twice_gives_the_same(triples: Read) -> None:
    dataset, rules = reasoned(
        triples(":p a owl:TransitiveProperty ; owl:inverseOf :q ."),
        triples(":a :p :b . :b :p :c . :c :q :b ."),
    )
    before = in_graph(dataset), in_graph(dataset, None)
    count = materialise(dataset, rules)
    assert (in_graph(dataset), in_graph(dataset, None)) == before
    assert count == len(before[0])


def test_an_inference_that_rested_on_old_data_is_gone_after_a_new_run(triples: Read) -> None:
    dataset, rules = reasoned(triples(":p owl:inverseOf :q ."), triples(":x :p :y ."))
    (old,) = triples(":x :p :y .")
    dataset.store.remove(quad(old, DATA))
    dataset.store.remove(quad(old))
    materialise(dataset, rules)
    assert in_graph(dataset) == frozenset(rules.facts) - set(triples(":p owl:inverseOf :q ."))


def test_noise_is_never_stored(triples: Read) -> None:
    dataset, _ = reasoned(
        triples(
            ":A a owl:Class ; rdfs:subClassOf :B ; rdfs:label 'a' . :B a owl:Class ; "
            "owl:equivalentClass [ owl:onProperty :p ; owl:hasValue 1 ] . "
            ":p a owl:DatatypeProperty , owl:SymmetricProperty . "
            ":f a owl:FunctionalProperty ."
        ),
        triples(":x a :A ; :p 1 , 2 ; :f :y , :z , 'l' ; owl:sameAs :x ."),
    )
    stored = in_graph(dataset)
    assert [t for t in stored if is_noise(t)] == []
    assert [t for t in stored if isinstance(t.subject, ox.BlankNode)] == []
    assert [t for t in stored if isinstance(t.object, ox.BlankNode)] == []


def test_nothing_is_left_of_the_working_graphs(triples: Read) -> None:
    dataset, _ = reasoned(
        triples(":p a owl:TransitiveProperty ."), triples(":a :p :b . :b :p :c .")
    )
    assert dataset.graphs() == [INFERRED, ONTOLOGY, DATA]


def test_blank_nodes_of_the_data_are_things_like_others(triples: Read) -> None:
    dataset, _ = reasoned(
        triples(":p a owl:TransitiveProperty ; owl:inverseOf :q ."),
        triples("[] :p [ :p :c ] ."),
    )
    (row,) = dataset.select(
        "SELECT ?a ?b WHERE { ?a <http://example.org/p> ?b FILTER (isBlank(?a) && isBlank(?b)) }"
    ).rows
    assert set(
        dataset.select(
            "SELECT ?o WHERE { <http://example.org/c> <http://example.org/q> ?o }"
        ).column("o")
    ) == set(row)


def test_only_rules_that_feed_each_other_run_again(triples: Read) -> None:
    rules = compile_rules(
        close_ontology(
            triples(
                ":p owl:inverseOf :q . :q owl:inverseOf :p . :p rdfs:subPropertyOf :r . "
                ":r owl:propertyChainAxiom ( :s :r ) ."
            )
        )
    )
    again = [[rule.name for rule in s.rules] for s in rules.strata if s.recursive]
    assert again == [["prp-spo2"]]
    assert sorted(rule.name for s in rules.strata if not s.recursive for rule in s.rules) == [
        "prp-inv1",
        "prp-inv2",
        "prp-spo1",
    ]


def test_a_rule_names_its_axioms(triples: Read) -> None:
    rules = compile_rules(close_ontology(triples(":p owl:inverseOf :q . :q owl:inverseOf :p .")))
    assert [rule.axioms for rule in rules.rules[:1]] == [
        (
            "http://example.org/p owl:inverseOf http://example.org/q",
            "http://example.org/q owl:inverseOf http://example.org/p",
        )
    ]


def test_an_ontology_without_axioms_has_no_rules_but_equality() -> None:
    rules = compile_rules(close_ontology([]))
    assert (rules.strata, rules.facts) == ((), ())
    assert [rule.name for rule in rules.rules] == [
        "eq-sym",
        "eq-trans",
        "eq-rep-s",
        "eq-rep-p",
        "eq-rep-o",
    ]


def test_strata_say_which_rules_they_hold(triples: Read) -> None:
    rules = compile_rules(close_ontology(triples(":A rdfs:subClassOf :B .")))
    assert rules.strata == (Stratum((rules.rules[0],), recursive=False),)


@pytest.mark.parametrize(
    ("ontology", "reason"),
    [
        pytest.param(
            ":A owl:hasKey ( :p ) .",
            "The ontology uses http://www.w3.org/2002/07/owl#hasKey, which we do not read.",
            id="keys",
        ),
        pytest.param(
            ":p owl:propertyChainAxiom [ rdf:first :q ] .",
            "A list in the ontology is broken.",
            id="a list without an end",
        ),
        pytest.param(
            "[] rdfs:subPropertyOf :p .",
            "A property of the ontology has no name and is no inverse.",
            id="a property without a name",
        ),
        pytest.param(
            "_:r owl:onProperty :p ; owl:someValuesFrom _:f ; rdfs:subClassOf _:f , :A . "
            "_:f owl:onProperty :q ; owl:hasValue 1 .",
            "An anonymous class of the ontology leads back to itself.",
            id="an anonymous class in its own definition",
        ),
    ],
)
def test_what_is_not_read_is_refused(ontology: str, reason: str, triples: Read) -> None:
    with pytest.raises(OntologyError) as caught:
        compile_rules(close_ontology(triples(ontology)))
    assert str(caught.value) == reason
