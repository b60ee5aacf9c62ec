"""The files open in other people's tools: two parsers, whole declarations, no network."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SDO, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from tests.ontology.files import ALIGNMENTS, FILES, FOLDER, KINDS, MODULES, PERMS

BUILT_IN = (str(RDF), str(RDFS), str(OWL), "http://www.w3.org/2001/XMLSchema#")


def headers() -> dict[Path, URIRef]:
    found = {}
    for path in FILES:
        subjects = list(Graph().parse(path).subjects(RDF.type, OWL.Ontology))
        assert len(subjects) == 1
        found[path] = URIRef(str(subjects[0]))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_two_parsers_read_the_same_graph(path: Path) -> None:
    second = ox.serialize(ox.parse(path=str(path)), format=ox.RdfFormat.N_TRIPLES)
    assert second is not None
    again = Graph().parse(data=second.decode(), format="nt")
    assert isomorphic(Graph().parse(path), again)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_file_declares_each_prefix_it_uses_and_no_other(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    declared = {line.split()[1] for line in text.splitlines() if line.startswith("@prefix")}
    body = "\n".join(line for line in text.splitlines() if not line.startswith(("@prefix", "#")))
    assert {p for p in declared if p not in body} == set()
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_the_root_imports_each_module_and_nothing_else() -> None:
    root = Graph().parse(FOLDER / "perms.ttl")
    imported = {str(o) for o in root.objects(None, OWL.imports)}
    assert imported == {str(headers()[path]) for path in MODULES}


def test_no_other_file_imports_anything() -> None:
    others = [p for p in FILES if p.name != "perms.ttl"]
    assert [p.name for p in others if (None, OWL.imports, None) in Graph().parse(p)] == []


def test_the_name_of_a_module_is_that_of_its_file() -> None:
    expected = {FOLDER / "perms.ttl": "https://w3id.org/perms/def"}
    expected |= {p: f"https://w3id.org/perms/def/{p.stem}" for p in MODULES}
    expected |= {p: f"https://w3id.org/perms/def/alignment/{p.stem}" for p in ALIGNMENTS}
    assert {path: str(iri) for path, iri in headers().items()} == expected


def test_every_file_carries_the_same_version_and_a_title_of_its_own() -> None:
    titles, versions = [], set()
    for path, iri in headers().items():
        graph = Graph().parse(path)
        version = graph.value(iri, OWL.versionInfo)
        assert str(graph.value(iri, OWL.versionIRI)) == f"{iri}/{version}"
        versions.add(str(version))
        titles += [o.n3() for o in graph.objects(iri, DCTERMS.title) if isinstance(o, Literal)]
    assert versions == {"0.1.0"}
    assert len(titles) == len(set(titles)) == 2 * len(FILES)


def test_the_catalogue_leads_an_editor_to_each_module_without_network() -> None:
    tree = ET.parse(FOLDER / "catalog-v001.xml")  # noqa: S314 - a file of our own
    listed = {e.attrib["name"]: FOLDER / e.attrib["uri"] for e in tree.iter() if "uri" in e.attrib}
    assert listed == {str(headers()[p]): p for p in [FOLDER / "perms.ttl", *MODULES]}


def test_each_term_is_declared_as_exactly_one_kind_of_thing(everything: Graph) -> None:
    kinds: dict[URIRef, list[str]] = {}
    for kind in KINDS:
        for subject in everything.subjects(RDF.type, kind):
            kinds.setdefault(URIRef(str(subject)), []).append(str(kind))
    assert {s: k for s, k in kinds.items() if len(k) != 1} == {}


def test_every_property_we_use_is_declared(everything: Graph) -> None:
    properties = {URIRef(str(s)) for kind in KINDS[1:] for s in everything.subjects(RDF.type, kind)}
    used = {URIRef(str(p)) for p in everything.predicates() if not str(p).startswith(BUILT_IN)}
    assert used - properties == set()


@pytest.mark.parametrize("path", ALIGNMENTS, ids=lambda p: p.stem)
def test_a_link_starts_at_a_term_of_ours_and_ends_at_a_declared_term_of_theirs(
    path: Path, terms: list[URIRef]
) -> None:
    graph = Graph().parse(path)
    links = [
        (URIRef(str(s)), URIRef(str(o)))
        for p in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
        for s, o in graph.subject_objects(p)
    ]
    assert {s for s, _ in links} - set(terms) == set()
    assert {o for _, o in links if (o, RDF.type, None) not in graph} == set()
    assert {o for _, o in links if str(o).startswith(str(PERMS))} == set()


def test_a_link_joins_things_of_the_same_kind(everything: Graph) -> None:
    wrong = [
        (str(s), str(o))
        for p in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
        for s, o in everything.subject_objects(p)
        if ((s, RDF.type, OWL.Class) in everything) != ((o, RDF.type, OWL.Class) in everything)
    ]
    assert wrong == []


def test_what_a_term_is_used_on_is_declared(everything: Graph) -> None:
    classes = set(everything.subjects(RDF.type, OWL.Class))
    named = {
        o
        for p in (SDO.domainIncludes, SDO.rangeIncludes)
        for o in everything.objects(None, p)
        if not str(o).startswith(BUILT_IN)
    }
    assert named - classes == set()
