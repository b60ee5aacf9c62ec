"""Each term says what it means, in both languages, where that comes from and whose it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SDO, SKOS, VANN, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from tests.ontology.files import FOLDER, KINDS, MODULES, PERMS, Module

ROOT_IRI = URIRef("https://w3id.org/perms/def")
PASSAGES = {
    "part-1", "part-2", "part-3", "principle-b", "principle-c", "principle-d", "principle-e",
    "principle-f", "principle-gender", "principles-rule", "purposes", "mechanisms",
    "objective-4-1", "objective-4-2", "goal-oo4", "context-formalise", "context-gaps",
    "functions", "monitoring", "gap-heading",
}  # fmt: skip


def texts(graph: Graph, subject: URIRef, predicate: URIRef) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for value in graph.objects(subject, predicate):
        assert isinstance(value, Literal)
        found.setdefault(value.language, []).append(str(value))
    return found


def per_language(graph: Graph, subject: URIRef, predicate: URIRef) -> dict[str | None, int]:
    return {lang: len(found) for lang, found in texts(graph, subject, predicate).items()}


def name(term: Node) -> str:
    return str(term).removeprefix(str(PERMS))


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition])
def test_each_term_has_one_label_and_one_definition_in_each_language(
    ontology: Graph, terms: list[URIRef], predicate: URIRef
) -> None:
    wrong = {
        name(t): found
        for t in terms
        if (found := per_language(ontology, t, predicate)) != {"en": 1, "fr": 1}
    }
    assert wrong == {}


@pytest.mark.parametrize("predicate", [SKOS.scopeNote, SKOS.note])
def test_a_note_is_in_both_languages(
    ontology: Graph, terms: list[URIRef], predicate: URIRef
) -> None:
    wrong = [
        name(t)
        for t in terms
        if per_language(ontology, t, predicate) not in ({}, {"en": 1, "fr": 1})
    ]
    assert wrong == []


def test_the_two_languages_are_two_texts(ontology: Graph, terms: list[URIRef]) -> None:
    same = [
        name(t)
        for t in terms
        if texts(ontology, t, SKOS.definition)["en"] == texts(ontology, t, SKOS.definition)["fr"]
    ]
    assert same == []


def test_a_definition_is_one_or_more_whole_sentences(ontology: Graph, terms: list[URIRef]) -> None:
    wrong = [
        text
        for t in terms
        for values in texts(ontology, t, SKOS.definition).values()
        for text in values
        if not (text[0].isupper() or text.startswith("perms:")) or not text.endswith(".")
    ]
    assert wrong == []


def test_no_definition_begins_with_the_word_it_defines(
    ontology: Graph, terms: list[URIRef]
) -> None:
    circular = []
    for term in terms:
        for language in ("en", "fr"):
            label = texts(ontology, term, RDFS.label)[language][0].lower()
            definition = texts(ontology, term, SKOS.definition)[language][0].lower()
            if re.match(rf"(?:(?:a|an|the|un|une|le|la|les) |l')?{re.escape(label)}\b", definition):
                circular.append((name(term), language))
    assert circular == []


def test_no_two_classes_and_no_two_properties_share_a_label(ontology: Graph) -> None:
    seen: dict[tuple[str, str], list[str]] = {}
    for kind in KINDS:
        group = "class" if kind == OWL.Class else "property"
        for term in ontology.subjects(RDF.type, kind):
            for label in ontology.objects(term, RDFS.label):
                assert isinstance(label, Literal)
                key = (group, f"{label}@{label.language}")
                seen.setdefault(key, []).append(name(term))
    assert {key: who for key, who in seen.items() if len(who) > 1} == {}


def test_each_term_belongs_to_the_module_of_its_file(modules: list[Module]) -> None:
    for module in modules:
        found = {t: list(module.graph.objects(t, RDFS.isDefinedBy)) for t in module.terms}
        assert found == {t: [module.iri] for t in module.terms}


def test_each_term_is_defined_once(modules: list[Module], terms: list[URIRef]) -> None:
    assert sorted(t for m in modules for t in m.terms) == terms


def test_each_term_cites_a_source_or_says_that_it_is_ours(
    ontology: Graph, terms: list[URIRef]
) -> None:
    unsourced = []
    for term in terms:
        notes = texts(ontology, term, SKOS.note)
        ours = (
            notes.get("fr", [""])[0].startswith("Terme du projet."),
            notes.get("en", [""])[0].startswith("A term of this project."),
        )
        sourced = (term, DCTERMS.source, None) in ontology
        if ours != (not sourced, not sourced):
            unsourced.append(name(term))
    assert unsourced == []


def test_each_passage_cited_is_one_of_the_text(ontology: Graph) -> None:
    cited = {
        str(o).removeprefix("https://w3id.org/perms/id/passage/")
        for o in ontology.objects(None, DCTERMS.source)
        if "/id/passage/" in str(o)
    }
    assert cited - PASSAGES == set()


def test_classes_are_nouns_in_upper_camel_and_properties_in_lower_camel(
    ontology: Graph, terms: list[URIRef]
) -> None:
    wrong = [
        name(t)
        for t in terms
        if not re.fullmatch(
            r"[A-Z][A-Za-z]*" if (t, RDF.type, OWL.Class) in ontology else r"[a-z][A-Za-z0-9]*",
            name(t),
        )
    ]
    assert wrong == []


def test_dates_end_in_on_since_start_or_end(ontology: Graph) -> None:
    dated = {name(t) for t in ontology.subjects(SDO.rangeIncludes, XSD.date)}
    assert {n for n in dated if not re.search(r"(On|Since|Start|End)$", n)} == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_blocks_stand_in_alphabetical_order_classes_first(path: Path) -> None:
    names = re.findall(r"^perms:(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert names == sorted(set(names))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_french_comes_first_as_in_the_strategy(path: Path) -> None:
    body = path.read_text(encoding="utf-8").split("\n# Classes")[1]
    languages = re.findall(r'"@(fr|en)\b', body)
    assert languages == ["fr", "en"] * (len(languages) // 2)


def test_constraints_are_left_to_the_shapes(everything: Graph) -> None:
    assert list(everything.subject_objects(RDFS.domain)) == []
    assert list(everything.subject_objects(RDFS.range)) == []


def test_each_property_says_what_it_is_used_on_and_what_it_leads_to(
    ontology: Graph, terms: list[URIRef]
) -> None:
    anything = {"acronym", "about", "iatiElement"}
    properties = [t for t in terms if (t, RDF.type, OWL.Class) not in ontology]
    no_range = [name(t) for t in properties if (t, SDO.rangeIncludes, None) not in ontology]
    no_domain = {
        name(t) for t in properties if (t, SDO.domainIncludes, None) not in ontology
    } - anything
    assert (no_range, no_domain) == ([], set())


def test_object_properties_lead_to_things_and_datatype_properties_to_values(
    ontology: Graph,
) -> None:
    wrong = [
        name(t)
        for kind, is_value in ((OWL.ObjectProperty, False), (OWL.DatatypeProperty, True))
        for t in ontology.subjects(RDF.type, kind)
        for o in ontology.objects(t, SDO.rangeIncludes)
        if str(o).startswith(str(XSD)) != is_value
    ]
    assert wrong == []


def test_the_root_names_itself_its_version_its_prefix_and_its_licence() -> None:
    root = Graph().parse(FOLDER / "perms.ttl")
    assert str(root.value(ROOT_IRI, OWL.versionIRI)) == f"{ROOT_IRI}/0.1.0"
    assert root.value(ROOT_IRI, VANN.preferredNamespacePrefix) == Literal("perms")
    assert root.value(ROOT_IRI, VANN.preferredNamespaceUri) == Literal(str(PERMS))
    assert root.value(ROOT_IRI, DCTERMS.license) == URIRef("https://spdx.org/licenses/MIT")
    assert root.value(ROOT_IRI, DCTERMS.creator) == Literal("perms_graph")
    assert per_language(root, ROOT_IRI, DCTERMS.title) == {"en": 1, "fr": 1}
    created, modified = (root.value(ROOT_IRI, p) for p in (DCTERMS.created, DCTERMS.modified))
    assert isinstance(created, Literal)
    assert isinstance(modified, Literal)
    assert created.toPython() <= modified.toPython()
