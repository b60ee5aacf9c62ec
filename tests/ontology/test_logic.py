"""What a reasoner adds is what the model page promises, and nothing contradicts itself."""

from __future__ import annotations

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import OWL, PROV, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from tests.ontology.files import PERMS

ORG = Namespace("http://www.w3.org/ns/org#")
EX = Namespace("https://w3id.org/perms/test/")
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")

INVERSES = {
    frozenset({"between", "partnerIn"}),
    frozenset({"hasPartner", "partyTo"}),
    frozenset({"formalisedBy", "formalises"}),
    frozenset({"benefits", "benefitsFrom"}),
    frozenset({"serves", "servedBy"}),
    frozenset({"givenBy", "gives"}),
    frozenset({"underAgreement", "hasContribution"}),
    frozenset({"heldBy", "holds"}),
    frozenset({"monitoredBy", "monitors"}),
    frozenset({"reviews", "reviewedIn"}),
    frozenset({"hasProvision", "provisionOf"}),
    frozenset({"hasPriority", "priorityOf"}),
}
CHAINS = {
    ("formalisedBy", "hasPartner", "between"),
    ("formalisedBy", "serves", "serves"),
    ("formalisedBy", "hasPurpose", "hasPurpose"),
    ("formalisedBy", "benefits", "benefits"),
    ("formalisedBy", "usesMechanism", "usesMechanism"),
    ("serves", "partOfGoal", "serves"),
    ("partnerIn", "serves", "contributesTo"),
}
SUB_PROPERTIES = {
    ("hasPartner", "hasParty"),
    ("servesGoal", "serves"),
    ("servesObjective", "serves"),
    ("renews", "hasPredecessor"),
    ("follows", "hasPredecessor"),
    ("isUnder", "hasPredecessor"),
}
SUB_CLASSES = {
    ("RegionalGoal", "Goal"),
    ("OrganisationalGoal", "Goal"),
    ("Convention", "Framework"),
    ("ReferenceGroup", "Body"),
    ("Policy", "Document"),
    ("Report", "Document"),
}


def name(term: object) -> str:
    return str(term).removeprefix(str(PERMS))


def logic(graph: Graph) -> Graph:
    """Leave out texts: they entail nothing, and owlrl spends most of its time on them."""
    bare = Graph()
    for s, p, o in graph:
        if not isinstance(o, Literal):
            bare.add((s, p, o))
    return bare


def closure(ontology: Graph, *facts: tuple[str, str, str]) -> Graph:
    """Close the ontology with facts; names are terms of ours, lower case ``ex:`` is a thing."""
    graph = logic(ontology)
    for s, p, o in facts:
        predicate = RDF.type if p == "a" else PERMS[p]
        graph.add((EX[s], predicate, PERMS[o] if p == "a" else EX[o]))
    DeductiveClosure(OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    return graph


def contradictions(graph: Graph) -> list[str]:
    return sorted(str(o) for o in graph.objects(None, ERROR))


def test_inverses_are_those_of_the_model_page(ontology: Graph) -> None:
    stated = {frozenset((name(s), name(o))) for s, o in ontology.subject_objects(OWL.inverseOf)}
    assert stated == INVERSES


def test_an_inverse_is_stated_on_both_sides(ontology: Graph) -> None:
    stated = {(s, o) for s, o in ontology.subject_objects(OWL.inverseOf)}
    assert {(o, s) for s, o in stated} == stated


def test_an_inverse_swaps_what_a_property_is_used_on_and_what_it_leads_to(
    ontology: Graph,
) -> None:
    includes = [URIRef(f"https://schema.org/{side}Includes") for side in ("domain", "range")]
    wrong = [
        (name(s), name(o))
        for s, o in ontology.subject_objects(OWL.inverseOf)
        if set(ontology.objects(s, includes[0])) != set(ontology.objects(o, includes[1]))
    ]
    assert wrong == []


def test_chains_are_those_of_the_model_page(ontology: Graph) -> None:
    stated = {
        (*(name(step) for step in Collection(ontology, head)), name(s))
        for s, head in ontology.subject_objects(OWL.propertyChainAxiom)
    }
    assert stated == CHAINS


def test_chains_form_no_circle(ontology: Graph) -> None:
    """OWL 2 DL wants an order among properties: no chain may feed on what it yields."""
    pairs = dict(ontology.subject_objects(OWL.inverseOf))

    def either_way(term: Node) -> str:
        return min(name(term), name(pairs.get(term, term)))

    feeds: dict[str, set[str]] = {}
    for target, head in ontology.subject_objects(OWL.propertyChainAxiom):
        for step in Collection(ontology, head):
            if step != target:
                feeds.setdefault(either_way(step), set()).add(either_way(target))
    for narrow, wide in ontology.subject_objects(RDFS.subPropertyOf):
        feeds.setdefault(either_way(narrow), set()).add(either_way(wide))

    def reachable(start: str) -> set[str]:
        found: set[str] = set()
        waiting = set(feeds.get(start, ()))
        while waiting:
            step = waiting.pop()
            if step not in found:
                found.add(step)
                waiting |= feeds.get(step, set())
        return found

    assert [p for p in feeds if p in reachable(p)] == []


def test_sub_properties_are_those_of_the_model_page(ontology: Graph) -> None:
    stated = {(name(s), name(o)) for s, o in ontology.subject_objects(RDFS.subPropertyOf)}
    assert stated == SUB_PROPERTIES


def test_sub_classes_are_those_of_the_model_page(ontology: Graph) -> None:
    stated = {(name(s), name(o)) for s, o in ontology.subject_objects(RDFS.subClassOf)}
    assert stated == SUB_CLASSES


def test_disjointness_is_stated_on_both_sides_between_our_own_classes(ontology: Graph) -> None:
    stated = {
        (s, o)
        for s, o in ontology.subject_objects(OWL.disjointWith)
        if str(o).startswith(str(PERMS))
    }
    assert {(o, s) for s, o in stated} == stated


def test_no_class_is_disjoint_from_a_class_above_it(everything: Graph) -> None:
    wrong = [
        (name(s), name(o))
        for s, o in everything.subject_objects(OWL.disjointWith)
        for above in everything.transitive_objects(s, RDFS.subClassOf)
        if above == o
    ]
    assert wrong == []


def test_each_class_can_have_a_member_without_contradiction(
    everything: Graph, terms: list[URIRef]
) -> None:
    classes = [name(t) for t in terms if (t, RDF.type, OWL.Class) in everything]
    closed = closure(everything, *((f"one-{c}", "a", c) for c in classes))
    assert contradictions(closed) == []
    assert list(closed.subjects(RDF.type, OWL.Nothing)) == []
    assert len(classes) == len(
        {s for c in classes for s in closed.subjects(RDF.type, PERMS[c])}
        & {EX[f"one-{c}"] for c in classes}
    )


def test_a_thing_that_is_partnership_and_agreement_is_a_contradiction(everything: Graph) -> None:
    closed = closure(everything, ("x", "a", "Agreement"), ("x", "a", "Partnership"))
    assert len(contradictions(closed)) == 2  # one for each side that states the disjointness


def test_a_partnership_is_between_the_partners_of_its_agreements(everything: Graph) -> None:
    closed = closure(
        everything,
        ("p", "formalisedBy", "ag"),
        ("ag", "hasPartner", "spc"),
        ("ag", "hasParty", "us"),
    )
    assert set(closed.objects(EX.p, PERMS.between)) == {EX.spc}
    assert set(closed.objects(EX.spc, PERMS.partnerIn)) == {EX.p}
    assert set(closed.objects(EX.ag, PERMS.hasParty)) == {EX.spc, EX.us}


def test_serving_an_objective_serves_its_goal(everything: Graph) -> None:
    closed = closure(
        everything,
        ("p", "formalisedBy", "ag"),
        ("ag", "servesObjective", "o41"),
        ("o41", "partOfGoal", "og4"),
        ("o42", "partOfGoal", "og4"),
    )
    assert set(closed.objects(EX.ag, PERMS.serves)) == {EX.o41, EX.og4}
    assert set(closed.objects(EX.p, PERMS.serves)) == {EX.o41, EX.og4}
    assert set(closed.subjects(PERMS.servedBy, EX.p)) == {EX.o41, EX.og4}


def test_a_partner_contributes_to_what_its_partnership_serves(everything: Graph) -> None:
    closed = closure(
        everything,
        ("p", "formalisedBy", "ag"),
        ("ag", "hasPartner", "spc"),
        ("ag", "servesGoal", "rg1"),
    )
    assert set(closed.objects(EX.spc, PERMS.contributesTo)) == {EX.rg1}


@pytest.mark.parametrize("link", ["renews", "follows", "isUnder"])
def test_to_renew_is_to_have_a_predecessor(everything: Graph, link: str) -> None:
    closed = closure(everything, ("later", link, "earlier"))
    assert set(closed.objects(EX.later, PERMS.hasPredecessor)) == {EX.earlier}
    assert set(closed.objects(EX.earlier, PERMS.hasPredecessor)) == set()


def test_an_undertaking_is_not_taken_for_a_contribution(everything: Graph) -> None:
    closed = closure(everything, ("task", "owedUnder", "ag"), ("money", "underAgreement", "ag"))
    assert set(closed.objects(EX.ag, PERMS.hasContribution)) == {EX.money}


def test_use_on_something_unexpected_does_not_give_it_a_type(everything: Graph) -> None:
    closed = closure(everything, ("memo", "formalisedBy", "cat"))
    assert {t for t in closed.objects(EX.cat, RDF.type) if t != OWL.Thing} == set()


def test_links_to_other_vocabularies_entail_what_they_should(everything: Graph) -> None:
    closed = closure(
        everything,
        ("spc", "a", "Partner"),
        ("spc", "partnerType", "crop"),
        ("post", "occupiedBy", "someone"),
        ("partnership", "heldBy", "post"),
        ("decision", "takenIn", "review"),
        ("sharedValues", "a", "Principle"),
    )
    assert (EX.spc, RDF.type, ORG.Organization) in closed
    assert set(closed.objects(EX.spc, ORG.classification)) == {EX.crop}
    assert set(closed.objects(EX.post, ORG.heldBy)) == {EX.someone}
    assert set(closed.objects(EX.partnership, ORG.heldBy)) == set()
    assert set(closed.objects(EX.decision, PROV.wasGeneratedBy)) == {EX.review}
    assert (EX.sharedValues, RDF.type, SKOS.Concept) in closed
