"""Every word we use exists: ours in our modules, theirs in their vocabularies.

A misspelt ``sh:`` word is no error for a validator: the check silently does nothing. So the files
of the ontology, the shapes and the data, and the text of each question, are read word by word.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import (
    DCAT,
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    QB,
    RDF,
    RDFS,
    SDO,
    SH,
    SKOS,
    SOSA,
    TIME,
    VANN,
    VOID,
    XSD,
    Graph,
    URIRef,
)
from rdflib.namespace import ClosedNamespace, DefinedNamespace

from perms_graph.namespaces import PREFIXES
from tests.ontology.files import FOLDER, PERMS, ROOT

# rdflib's own entry for this one has "https", which is not its name.
GEO = ClosedNamespace(
    "http://www.w3.org/2003/01/geo/wgs84_pos#",
    ["Point", "SpatialThing", "alt", "lat", "lat_long", "location", "long"],
)
# rdflib has none for EARL. Names: W3C, "Evaluation and Report Language (EARL) 1.0 Schema",
# 2 February 2017, sections 2 and 4; those we use and those beside them.
EARL = ClosedNamespace(
    "http://www.w3.org/ns/earl#",
    [
        "Assertion", "Assertor", "OutcomeValue", "Software", "TestCriterion", "TestRequirement",
        "TestResult", "TestSubject", "assertedBy", "automatic", "cantTell", "failed",
        "inapplicable", "info", "mode", "outcome", "passed", "result", "semiAuto", "subject",
        "test", "untested",
    ],
)  # fmt: skip
CLOSED: tuple[type[DefinedNamespace] | ClosedNamespace, ...] = (
    DCAT, DCTERMS, EARL, FOAF, GEO, ORG, OWL, PROV, QB, RDF, RDFS, SDO, SH, SKOS, SOSA, TIME, VANN,
    VOID, XSD,
)  # fmt: skip
SPARQL_TEXT = {str(SH.select), str(SH.ask), str(SH.construct)}


def rdf_files() -> list[Path]:
    found = [
        p
        for folder in ("ontology", "shapes", "data")
        for suffix in ("*.ttl", "*.trig")
        for p in sorted((ROOT / folder).rglob(suffix))
    ]
    return sorted(found)


def queries() -> list[Path]:
    return sorted((ROOT / "perms_graph").rglob("*.rq"))


def words_of_sparql(text: str) -> set[str]:
    """Expand each prefixed name of a query, strings and comments left out."""
    code = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    code = re.sub(r'"(?:[^"\\\n]|\\.)*"', '""', code)
    prefixes = dict(PREFIXES) | dict(re.findall(r"(?i)PREFIX\s+([\w-]*):\s*<([^>]*)>", code))
    code = re.sub(r"(?i)PREFIX\s+[\w-]*:\s*<[^>]*>", "", code)
    found = set(re.findall(r"<(https?://[^>\s]*)>", code))
    code = re.sub(r"<[^>\s]*>", " ", code)
    for prefix, local in re.findall(r"(?<![\w?$])([A-Za-z][\w-]*):([A-Za-z]\w*)", code):
        found.add(prefixes.get(prefix, f"unknown prefix {prefix}:") + local)
    return found


def words_of_rdf(path: Path) -> set[str]:
    """Give each IRI of a file, and those of the queries inside its shapes."""
    found: set[str] = set()
    for quad in ox.parse(path=str(path)):
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode):
                found.add(term.value)
            elif isinstance(term, ox.Literal):
                found.add(term.datatype.value)
        if quad.predicate.value in SPARQL_TEXT and isinstance(quad.object, ox.Literal):
            found |= words_of_sparql(quad.object.value)
    return found


def unknown_words(words: set[str], ours: set[str]) -> list[str]:
    def exists(word: str) -> bool:
        if word.startswith("unknown prefix "):
            return False
        if word.startswith(str(PERMS)):
            return word in ours
        for vocabulary in CLOSED:
            base = str(vocabulary)
            if word.startswith(base) and word != base:
                return URIRef(word) in vocabulary
        return True

    return sorted(w for w in words if not exists(w))


@pytest.fixture(scope="session")
def ours(ontology: Graph) -> set[str]:
    return {str(s) for s in ontology.subjects(RDF.type) if str(s).startswith(str(PERMS))}


@pytest.mark.parametrize("path", rdf_files(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_word_of_a_file_exists_in_its_vocabulary(path: Path, ours: set[str]) -> None:
    assert unknown_words(words_of_rdf(path), ours) == []


@pytest.mark.parametrize("path", queries(), ids=lambda p: p.stem)
def test_every_word_of_a_question_exists_in_its_vocabulary(path: Path, ours: set[str]) -> None:
    assert unknown_words(words_of_sparql(path.read_text(encoding="utf-8")), ours) == []


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (f"{SH}minCount", []),
        (f"{SH}shape", [f"{SH}shape"]),
        (f"{SKOS}preflabel", [f"{SKOS}preflabel"]),
        (f"{ORG}member", []),
        (f"{ORG}memberOff", [f"{ORG}memberOff"]),
        (f"{PROV}wasDerivedfrom", [f"{PROV}wasDerivedfrom"]),
        ("http://www.w3.org/ns/earl#cantTell", []),
        ("http://www.w3.org/ns/earl#canttell", ["http://www.w3.org/ns/earl#canttell"]),
        (f"{PERMS}heldBy", []),
        (f"{PERMS}heldby", [f"{PERMS}heldby"]),
        ("http://www.w3.org/2003/01/geo/wgs84_pos#latitude",
         ["http://www.w3.org/2003/01/geo/wgs84_pos#latitude"]),
        ("https://sprep.org/node/64802", []),
    ],
)  # fmt: skip
def test_a_misspelt_word_is_found(word: str, expected: list[str], ours: set[str]) -> None:
    assert unknown_words({word}, ours) == expected


def test_words_are_read_from_a_query_and_not_from_its_strings() -> None:
    text = """#+ title.en: perms:notRead
    PREFIX p: <https://w3id.org/perms/def#>
    SELECT ?x { ?x a p:Partner ; skos:prefLabel "perms:notRead" . ?y:z <http://example.org/q> 1 }
    """
    assert words_of_sparql(text) == {
        f"{PERMS}Partner",
        f"{SKOS}prefLabel",
        "http://example.org/q",
    }


FAMILIES = {"Organisations", "Partnerships", "Strategy", "Following", "Provenance"}
IATI = ROOT / "data" / "facts" / "iati" / "schema"
SCHEMA = f"{{{str(XSD).rstrip('#')}}}"


def children(schema: list[ET.Element], element: ET.Element) -> dict[str, ET.Element]:
    """Give what an element of an XML schema may hold, by name; attributes begin with ``@``."""
    tops = {e.attrib["name"]: e for e in schema if e.tag == SCHEMA + "element"}
    types = {e.attrib["name"]: e for e in schema if e.tag == SCHEMA + "complexType"}
    found: dict[str, ET.Element] = {}

    def walk(node: ET.Element) -> None:
        for child in node:
            name = child.attrib.get("name") or child.attrib.get("ref", "")
            if child.tag == SCHEMA + "element":
                found[name] = tops[name] if "ref" in child.attrib else child
            elif child.tag == SCHEMA + "attribute":
                found["@" + name] = child
            else:
                walk(child)

    walk(types.get(element.attrib.get("type", ""), element))
    return found


def test_every_iati_path_can_be_followed_through_the_published_schema(everything: Graph) -> None:
    files = [IATI / "iati-activities-schema.xsd", IATI / "iati-common.xsd"]
    schema = [e for path in files for e in ET.parse(path).getroot()]  # noqa: S314 - our own files
    top = next(e for e in schema if e.attrib.get("name") == "iati-activity")
    broken = []
    for path in everything.objects(None, PERMS.iatiElement):
        steps = str(path).split("/")
        node: ET.Element | None = top if steps[0] == "iati-activity" else None
        for step in steps[1:]:
            node = None if node is None else children(schema, node).get(step)
        if node is None:
            broken.append(str(path))
    assert broken == []


def test_the_folder_holds_what_its_readme_lists() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([\w./-]+)`", text, re.MULTILINE))
    there = {
        p.relative_to(FOLDER).as_posix()
        for p in FOLDER.rglob("*")
        if p.is_file() and p.name != "README.md"
    }
    assert listed == there


def test_the_readme_shows_each_class_once(ontology: Graph) -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    block = text.split("## The classes, in families")[1].split("```")[1]
    shown = [word for word in re.findall(r"[A-Z][A-Za-z]+", block) if word not in FAMILIES]
    classes = {str(c).removeprefix(str(PERMS)) for c in ontology.subjects(RDF.type, OWL.Class)}
    assert sorted(shown) == sorted(c for c in classes if ":" not in c)


def test_the_model_page_names_no_term_that_is_not_defined(ours: set[str]) -> None:
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    named = set(re.findall(r"perms:(\w+)", text))
    assert named - {iri.removeprefix(str(PERMS)) for iri in ours} == set()
