"""After any change the store holds what a new run would give, and what owlrl would."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perms_graph.reasoning import (
    INFERRED,
    RuleSet,
    close_ontology,
    compile_rules,
    extend,
    materialise,
    retract,
)
from perms_graph.reasoning.rules import quad
from perms_graph.store import Dataset
from perms_graph.store.loading import merge

Read = Callable[[str], list[ox.Triple]]
Oracle = Callable[[Iterable[ox.Triple]], frozenset[ox.Triple]]
ONTOLOGY = "https://w3id.org/perms/graph/ontology"
SOURCES = ("https://w3id.org/perms/graph/source/a", "https://w3id.org/perms/graph/source/b")

EVERYTHING = """
:A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :A owl:equivalentClass :A2 .
:D owl:equivalentClass [ owl:intersectionOf ( :B :E ) ] .
:F owl:equivalentClass [ owl:unionOf ( :A :G ) ] .
[ owl:onProperty :p ; owl:someValuesFrom :A ] rdfs:subClassOf :H .
[ owl:onProperty :p ; owl:someValuesFrom [ owl:onProperty :q ; owl:hasValue :a ] ]
    rdfs:subClassOf :E .
:I owl:equivalentClass [ owl:onProperty :q ; owl:hasValue :b ] .
:G rdfs:subClassOf [ owl:onProperty :r ; owl:allValuesFrom
    [ owl:onProperty :s ; owl:allValuesFrom :A ] ] .
:p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :v . :q owl:inverseOf :r .
:p owl:equivalentProperty :p2 . :s a owl:SymmetricProperty . :t a owl:TransitiveProperty .
:s rdfs:subPropertyOf [ owl:inverseOf :v ] .
:u owl:propertyChainAxiom ( :p :t ) . :u owl:propertyChainAxiom ( :u :s :r ) .
:f a owl:FunctionalProperty . :g a owl:InverseFunctionalProperty .
:u rdfs:domain :G . :u rdfs:range :A .
:C rdfs:subClassOf [ owl:onProperty :h ; owl:maxCardinality 1 ] .
"""

THINGS = [ox.NamedNode(f"http://example.org/{n}") for n in "abcdef"]
PROPERTIES = [ox.NamedNode(f"http://example.org/{n}") for n in (*"pqrstuvgfh", "p2")]
CLASSES = [ox.NamedNode(f"http://example.org/{n}") for n in (*"ABDEFGHI", "A2")]
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
BLANK = ox.BlankNode("data")

links = st.builds(
    ox.Triple,
    st.sampled_from([*THINGS, BLANK]),
    st.sampled_from(PROPERTIES),
    st.sampled_from([*THINGS, BLANK]),
)
types = st.builds(ox.Triple, st.sampled_from(THINGS), st.just(TYPE), st.sampled_from(CLASSES))
boxes = st.lists(st.one_of(links, links, types), max_size=9)


def inferred(dataset: Dataset) -> frozenset[ox.Triple]:
    return graph(dataset, ox.NamedNode(INFERRED))


def merged(dataset: Dataset) -> frozenset[ox.Triple]:
    return graph(dataset, ox.DefaultGraph())


def graph(dataset: Dataset, name: ox.NamedNode | ox.DefaultGraph) -> frozenset[ox.Triple]:
    return frozenset(q.triple for q in dataset.store.quads_for_pattern(None, None, None, name))


def complete(axioms: list[ox.Triple], rules: RuleSet, *sources: Iterable[ox.Triple]) -> Dataset:
    dataset = Dataset.memory()
    dataset.add(quad(t, ONTOLOGY) for t in axioms)
    for name, source in zip(SOURCES, sources, strict=False):
        dataset.add(quad(t, name) for t in source)
    merge(dataset)
    materialise(dataset, rules)
    return dataset


@pytest.fixture(scope="module")
def axioms(triples: Read) -> list[ox.Triple]:
    return triples(EVERYTHING)


@pytest.fixture(scope="module")
def rules(axioms: list[ox.Triple]) -> RuleSet:
    return compile_rules(close_ontology(axioms))


@settings(max_examples=25, deadline=None)
@given(data=boxes)
def test_any_data_is_closed_as_owlrl_closes_it(
    data: list[ox.Triple],
    axioms: list[ox.Triple],
    rules: RuleSet,
    owlrl_closure: Oracle,
    without_noise: Oracle,
) -> None:
    dataset = complete(axioms, rules, data)
    assert without_noise(merged(dataset)) == without_noise(owlrl_closure([*axioms, *data]))


def test_the_hurried_oracle_concludes_what_owlrl_does(
    axioms: list[ox.Triple],
    triples: Read,
    owlrl_closure: Callable[..., frozenset[ox.Triple]],
    without_noise: Oracle,
) -> None:
    data = triples(
        ":a a :A ; :p :b ; :f :c , :d . :b a :G ; :r :c ; :q :a . :c :s :d . :d :t :e . "
        ":e :t :f , 'literal'@en , 1 ; :g 2 . :f :g 2 ; :v [ :u :a ] ."
    )
    slow = without_noise(owlrl_closure([*axioms, *data]))
    assert len(slow) > 100
    assert without_noise(owlrl_closure([*axioms, *data], hurried=True)) == slow


@settings(max_examples=60, deadline=None)
@given(first=boxes, second=boxes)
def test_an_addition_gives_what_a_new_run_would(
    first: list[ox.Triple], second: list[ox.Triple], axioms: list[ox.Triple], rules: RuleSet
) -> None:
    dataset = complete(axioms, rules, first)
    before = merged(dataset)
    dataset.add(quad(t, SOURCES[1]) for t in second)
    brought = extend(dataset, rules, second)
    anew = complete(axioms, rules, first, second)
    assert (inferred(dataset), merged(dataset)) == (inferred(anew), merged(anew))
    assert frozenset(brought) == merged(anew) - before - frozenset(second)
    assert len(brought) == len(set(brought))


@settings(max_examples=60, deadline=None)
@given(first=boxes, second=boxes, choice=st.data())
def test_a_removal_gives_what_a_new_run_would(
    first: list[ox.Triple],
    second: list[ox.Triple],
    choice: st.DataObject,
    axioms: list[ox.Triple],
    rules: RuleSet,
) -> None:
    dataset = complete(axioms, rules, first, second)
    before = merged(dataset)
    removed = choice.draw(st.lists(st.sampled_from(first), unique=True) if first else st.just([]))
    for triple in removed:
        dataset.store.remove(quad(triple, SOURCES[0]))
    withdrawal = retract(dataset, rules, removed)
    anew = complete(axioms, rules, [t for t in first if t not in removed], second)
    assert (inferred(dataset), merged(dataset)) == (inferred(anew), merged(anew))
    assert frozenset(withdrawal.gone) == before - merged(anew)
    assert frozenset(withdrawal.kept) == (frozenset(removed) - frozenset(second)) & merged(anew)


def test_an_addition_says_what_it_brought_round_by_round(triples: Read) -> None:
    rules = compile_rules(
        close_ontology(triples(":p owl:inverseOf :q . :r owl:propertyChainAxiom ( :q :s ) ."))
    )
    dataset = complete([], rules, triples(":x :s :z ."))
    assert extend(dataset, rules, triples(":x :p :y .")) == triples(":y :q :x . :y :r :z .")


def test_an_inference_that_is_then_asserted_is_no_inference(triples: Read) -> None:
    rules = compile_rules(close_ontology(triples(":p owl:inverseOf :q .")))
    dataset = complete([], rules, triples(":x :p :y ."))
    (turned,) = triples(":y :q :x .")
    dataset.add([quad(turned, SOURCES[1])])
    assert extend(dataset, rules, [turned]) == []
    assert turned in merged(dataset)
    assert turned not in inferred(dataset)


def test_a_removed_assertion_that_still_follows_becomes_an_inference(triples: Read) -> None:
    rules = compile_rules(close_ontology(triples(":p owl:inverseOf :q .")))
    both = triples(":x :p :y . :y :q :x .")
    dataset = complete([], rules, both)
    dataset.store.remove(quad(both[1], SOURCES[0]))
    withdrawal = retract(dataset, rules, both[1:])
    assert (withdrawal.gone, withdrawal.kept) == ((), (both[1],))
    assert both[1] in inferred(dataset)


def test_what_another_source_states_stays(triples: Read) -> None:
    rules = compile_rules(close_ontology(triples(":p owl:inverseOf :q .")))
    stated = triples(":x :p :y .")
    dataset = complete([], rules, stated, stated)
    dataset.store.remove(quad(stated[0], SOURCES[0]))
    before = merged(dataset)
    assert retract(dataset, rules, stated).gone == ()
    assert merged(dataset) == before


def test_a_circle_does_not_hold_itself_up(triples: Read) -> None:
    rules = compile_rules(
        close_ontology(triples(":p a owl:SymmetricProperty , owl:TransitiveProperty ."))
    )
    data = triples(":a :p :b . :b :p :c .")
    dataset = complete([], rules, data)
    dataset.store.remove(quad(data[1], SOURCES[0]))
    retract(dataset, rules, data[1:])
    assert merged(dataset) - frozenset(rules.facts) == frozenset(
        triples(":a :p :b , :a . :b :p :a , :b .")
    )
