"""The shapes themselves: well formed, in both languages, and about terms that exist."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SH

from perms_graph.namespaces import ID, PERMS, PREFIXES, PSH
from perms_graph.resources import Resources
from perms_graph.store.loading import parse, rdf_files

ROOT = URIRef(PSH.removesuffix("#"))
SEVERITIES = {SH.Violation, SH.Warning, SH.Info}
WORD = re.compile(r"\b(\w+):(\w+)")


def node_shapes(graph: Graph) -> list[URIRef]:
    return sorted(s for s in graph.subjects(RDF.type, SH.NodeShape) if isinstance(s, URIRef))


def property_shapes(graph: Graph) -> list[URIRef]:
    return sorted(s for s in graph.subjects(RDF.type, SH.PropertyShape) if isinstance(s, URIRef))


def queries(graph: Graph) -> list[str]:
    return sorted(str(q) for q in graph.objects(None, SH.select))


def test_there_are_shapes_for_six_principles_and_more(shapes_graph: Graph) -> None:
    assert len(node_shapes(shapes_graph)) == 42
    assert len(property_shapes(shapes_graph)) == 127
    principles = set(shapes_graph.objects(None, DCTERMS.subject))
    assert principles == {
        URIRef(f"{ID}principle/{name}")
        for name in (
            "collaboration",
            "genderAndInclusion",
            "mutualBenefit",
            "programmeIntegration",
            "sharedValues",
            "strategicContribution",
        )
    }


def test_every_word_of_shacl_exists(shapes_graph: Graph) -> None:
    used = {str(t) for triple in shapes_graph for t in triple if str(t).startswith(str(SH))}
    # The namespace is closed: an unknown name raises.
    assert used == {str(SH[name.removeprefix(str(SH))]) for name in used}


def test_every_term_of_ours_is_in_the_ontology(shapes_graph: Graph, resources: Resources) -> None:
    defined = {
        str(s)
        for path in resources.ontology.glob("*.ttl")
        for s in Graph().parse(path).subjects(RDFS.isDefinedBy, None)
    }
    used = {str(t) for triple in shapes_graph for t in triple if str(t).startswith(PERMS)} - {PERMS}
    used |= {
        PERMS + name
        for query in queries(shapes_graph)
        for prefix, name in WORD.findall(query)
        if prefix == "perms"
    }
    assert used - defined == set()


def test_every_property_shape_states_its_severity(shapes_graph: Graph) -> None:
    for shape in property_shapes(shapes_graph):
        stated = list(shapes_graph.objects(shape, SH.severity))
        assert len(stated) == 1 and stated[0] in SEVERITIES, shape


def test_every_property_shape_says_what_to_do_in_both_languages(shapes_graph: Graph) -> None:
    for shape in property_shapes(shapes_graph):
        messages = list(shapes_graph.objects(shape, SH.message))
        assert sorted(getattr(m, "language", "") for m in messages) == ["en", "fr"], shape
        assert all(str(m).endswith(".") for m in messages), shape


def test_messages_are_on_shapes_not_on_queries(shapes_graph: Graph) -> None:
    # pySHACL loses the language of a message that stands on a SPARQL constraint.
    assert [
        q
        for q in shapes_graph.subjects(SH.select, None)
        if list(shapes_graph.objects(q, SH.message))
    ] == []


@pytest.mark.parametrize("term", [RDFS.label, RDFS.comment])
def test_every_node_shape_speaks_both_languages(shapes_graph: Graph, term: URIRef) -> None:
    for shape in node_shapes(shapes_graph):
        texts = shapes_graph.objects(shape, term)
        assert sorted(getattr(t, "language", "") for t in texts) == ["en", "fr"], shape


def test_labels_are_unique(shapes_graph: Graph) -> None:
    labels = Counter(
        label for s in node_shapes(shapes_graph) for label in shapes_graph[s : RDFS.label]
    )
    assert [label for label, times in labels.items() if times > 1] == []


def test_each_property_shape_belongs_to_the_node_shape_it_is_named_for(
    shapes_graph: Graph,
) -> None:
    for shape in property_shapes(shapes_graph):
        owners = list(shapes_graph.subjects(SH.property, shape))
        assert owners == [URIRef(str(shape).rpartition("-")[0])]


def test_every_passage_cited_exists(shapes_graph: Graph, resources: Resources) -> None:
    cited = {str(p) for p in shapes_graph.objects(None, DCTERMS.source)}
    passage = ox.NamedNode(PERMS + "Passage")
    known = {
        str(quad.subject)[1:-1]
        for path in rdf_files(resources.data / "strategy")
        for quad in parse(path)
        if quad.object == passage
    }
    assert cited - known == set()


def test_shapes_of_a_principle_cite_the_principle_and_the_rule_over_all(
    shapes_graph: Graph,
) -> None:
    for shape in shapes_graph.subjects(DCTERMS.subject, None):
        assert URIRef(f"{ID}passage/principles-rule") in set(shapes_graph[shape : DCTERMS.source])


def test_declared_prefixes_are_those_of_the_project(shapes_graph: Graph) -> None:
    declared = {
        str(shapes_graph.value(d, SH.prefix)): str(shapes_graph.value(d, SH.namespace))
        for d in shapes_graph.objects(ROOT, SH.declare)
    }
    assert declared == {name: PREFIXES[name] for name in declared}
    used = {prefix for query in queries(shapes_graph) for prefix, _ in WORD.findall(query)}
    assert used - set(declared) == set()


def test_queries_parse_and_stay_inside_what_shacl_allows(shapes_graph: Graph) -> None:
    store = ox.Store()
    prologue = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    for query in queries(shapes_graph):
        assert re.findall(r"\b(MINUS|VALUES|SERVICE|GRAPH)\b", query) == []
        runnable = query.replace("$PATH", "perms:serves")
        assert list(store.query(prologue + runnable)) == []


def test_files_hold_no_trailing_space_and_end_with_a_line(shape_files: list[Path]) -> None:
    for path in shape_files:
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"[ \t]+\n", text) == [], path
        assert text.endswith(".\n"), path


def test_evidence_that_is_missing_is_never_a_breach(shapes_graph: Graph) -> None:
    for principle_shape in shapes_graph.subjects(DCTERMS.subject, None):
        severities = {
            str(p).rpartition("-")[2]: shapes_graph.value(p, SH.severity)
            for p in shapes_graph.objects(principle_shape, SH.property)
        }
        assert severities.pop("upheld") == SH.Warning
        assert set(severities.values()) == {SH.Info}


def test_each_shape_of_a_principle_says_whether_it_asks_for_evidence_or_substance(
    shapes_graph: Graph,
) -> None:
    asks = URIRef(PERMS + "asks")
    of_principles = {
        str(p)
        for shape in shapes_graph.subjects(DCTERMS.subject, None)
        for p in shapes_graph.objects(shape, SH.property)
    }
    asked = {
        str(s): str(o).removeprefix(f"{ID}aspect/") for s, o in shapes_graph.subject_objects(asks)
    }
    assert set(asked) == of_principles
    assert {s for s, a in asked.items() if a == "substance"} == {
        s for s in of_principles if s.endswith("-upheld")
    }
    assert set(asked.values()) == {"evidence", "substance"}


def test_a_shape_can_be_taken_out_with_all_that_belongs_to_it(
    one_shape: Callable[[str], Graph],
) -> None:
    graph = one_shape("SharedValuesShape")
    assert node_shapes(graph) == [URIRef(PSH + "SharedValuesShape")]
    assert len(property_shapes(graph)) == 3
    assert len(queries(graph)) == 2


def test_every_property_shape_rests_on_a_passage_or_on_a_rule_of_ours(
    shape_files: list[Path], shapes_graph: Graph
) -> None:
    for path in shape_files:
        own = Graph().parse(path)
        ours = re.search(r"rules? of this project", path.read_text(encoding="utf-8").lower())
        assert (ours is not None) == (path.parent.name == "hygiene"), path
        for shape in property_shapes(own):
            (owner,) = shapes_graph.subjects(SH.property, shape)
            cited = {*shapes_graph[shape : DCTERMS.source], *shapes_graph[owner : DCTERMS.source]}
            assert ours is not None or cited != set(), shape


def test_every_link_between_things_of_ours_is_checked_to_lead_somewhere(
    shapes_graph: Graph, resources: Resources
) -> None:
    described = URIRef(PSH + "DescribedShape")
    checked = {str(p) for p in shapes_graph[described : SH.targetObjectsOf]}
    # A link whose kind another shape asks for, or whose values it lists.
    for demand in (SH["class"], SH["in"], SH["or"]):
        for shape in shapes_graph.subjects(demand, None):
            checked |= {str(p) for p in shapes_graph[shape : SH.path]}
    # What these lead to has a more general link, which is checked, or is a thing of the software.
    checked |= {
        PERMS + name
        for name in ("confidence", "follows", "isUnder", "renews", "servesGoal", "servesObjective")
    }
    used = {
        quad.predicate.value
        for path in rdf_files(resources.data)
        for quad in parse(path)
        if quad.predicate.value.startswith(PERMS)
        and isinstance(quad.object, ox.NamedNode)
        and quad.object.value.startswith(ID)
    }
    assert used - checked == set()
