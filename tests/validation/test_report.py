"""What a report says, and its RDF."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.errors import PermsError, UnknownNameError
from perms_graph.namespaces import SH, XSD
from perms_graph.validation import (
    Report,
    affected,
    compile_shapes,
    load_shapes,
    revalidate,
    validate,
)
from perms_graph.validation.graph import TripleIndex
from perms_graph.validation.paths import path_text, read_path
from perms_graph.validation.pathtext import parse_path
from perms_graph.validation.reference import reference_validate
from tests.validation.conftest import TEST, keys, parsed, triples

PREFIXES = (
    "@prefix ex: <https://w3id.org/perms/test/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
    "@prefix dcterms: <http://purl.org/dc/terms/> .\n"
)
SHAPES = '''
ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property ex:S-p, ex:S-q, ex:S-r ;
    dcterms:source ex:passage .
ex:S-p sh:path ex:p ; sh:minCount 1 ; sh:severity sh:Warning ;
    sh:message "Name the post."@en, "Indiquez le poste."@fr .
ex:S-q sh:path ( ex:q [ sh:inversePath ex:r ] ) ; sh:maxCount 0 ; sh:severity sh:Info ;
    dcterms:source ex:other .
ex:S-r sh:path ex:r ; sh:severity sh:Violation ; sh:sparql [
    sh:message "{$this} has {?value}, not {?other}"@en ;
    sh:select """SELECT $this ?value ?other
        { $this $PATH ?value . BIND (STRLEN(?value) AS ?other) }""" ] .
'''


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "shapes.ttl"
    found.write_text(PREFIXES + SHAPES, encoding="utf-8")
    return found


def report(path: Path, data: str) -> Report:
    return validate(parsed(PREFIXES + data), compile_shapes(load_shapes([path])))


def test_a_warning_alone_conforms_and_is_counted(path: Path) -> None:
    found = report(path, "ex:a a ex:A .")
    assert found.conforms is True
    assert dict(found.counts) == {"Violation": 0, "Warning": 1, "Info": 0}
    (result,) = found.results
    assert result.messages == {"en": "Name the post.", "fr": "Indiquez le poste."}
    assert (result.source_shape, result.node_shape) == (TEST + "S-p", TEST + "S")
    assert result.passage == TEST + "passage"
    assert set(found.engines.values()) == {"sparql"}


def test_a_message_names_what_the_query_found(path: Path) -> None:
    found = report(path, 'ex:a a ex:A ; ex:p 1 ; ex:r "four" .')
    (result,) = found.results
    assert result.messages == {"en": "https://w3id.org/perms/test/a has four, not 4"}
    assert found.conforms is False


def test_a_shape_without_words_gets_a_sentence_in_both_languages(path: Path) -> None:
    found = report(path, "ex:a a ex:A ; ex:p 1 ; ex:q ex:b . ex:c ex:r ex:b .")
    (result,) = found.results
    assert result.passage == TEST + "other"
    assert result.messages == {
        "en": "There must be no more than 0 value(s).",
        "fr": "Il ne faut pas plus de 0 valeur(s).",
    }


def test_a_report_as_rdf_is_the_same_every_time_and_names_its_results(path: Path) -> None:
    data = 'ex:a a ex:A ; ex:q ex:b ; ex:r "x" . ex:b a ex:A . ex:c ex:r ex:b .'
    graph = ox.NamedNode("https://w3id.org/perms/graph/report")
    found = list(report(path, data).to_quads(graph))
    assert found == list(report(path, data).to_quads(graph))
    assert {q.graph_name for q in found} == {graph}
    results = [q.object for q in found if q.predicate.value == SH + "result"]
    assert len(results) == 4
    assert all(isinstance(r, ox.NamedNode) and "/id/result/" in r.value for r in results)
    conforms = [q.object for q in found if q.predicate.value == SH + "conforms"]
    assert conforms == [ox.Literal("false", datatype=ox.NamedNode(XSD + "boolean"))]


def test_a_path_in_a_report_reads_as_the_path_of_the_shape(path: Path) -> None:
    found = report(path, "ex:a a ex:A ; ex:p 1 ; ex:q ex:b . ex:c ex:r ex:b .")
    index = TripleIndex()
    for quad in found.to_quads(ox.NamedNode("https://w3id.org/perms/graph/report")):
        index.add(quad.subject, quad.predicate, quad.object, path)  # type: ignore[arg-type]
    (node,) = [f.object for f in index.triples if f.predicate.value == SH + "resultPath"]
    assert path_text(read_path(index, node)) == found.results[0].path


@pytest.mark.parametrize(
    "text",
    [
        "<a:b>",
        "^<a:b>",
        "<a:b>/(^<c:d>)",
        "(<a:b>/<c:d>)*",
        "(<a:b>|<c:d>|(<e:f>?))+",
        "^(<a:b>/<c:d>)",
    ],
)
def test_a_path_is_read_back_as_written(text: str) -> None:
    assert path_text(parse_path(text)) == text


def test_an_unknown_shape_is_refused(path: Path) -> None:
    compiled = compile_shapes(load_shapes([path]))
    with pytest.raises(UnknownNameError):
        validate(parsed(""), compiled, shapes=[TEST + "T"])


def test_a_run_of_one_shape_gives_its_results_only(path: Path) -> None:
    compiled = compile_shapes(load_shapes([path]))
    data = parsed(PREFIXES + 'ex:a a ex:A ; ex:r "x" .')
    found = validate(data, compiled, shapes=[TEST + "S-r"])
    assert [r.source_shape for r in found.results] == [TEST + "S-r"]


def test_the_inverse_of_a_sequence_is_walked_from_its_end(tmp_path: Path) -> None:
    # pySHACL 0.40.1 walks it from its beginning, so it cannot be the judge here.
    found = tmp_path / "shapes.ttl"
    found.write_text(
        PREFIXES
        + "ex:S sh:targetNode ex:a ; sh:path [ sh:inversePath ( ex:p ex:q ) ] ; sh:maxCount 0 .",
        encoding="utf-8",
    )
    compiled = compile_shapes(load_shapes([found]))
    assert (
        len(validate(parsed(PREFIXES + "ex:c ex:p ex:b . ex:b ex:q ex:a ."), compiled).results) == 1
    )
    assert validate(parsed(PREFIXES + "ex:c ex:q ex:b . ex:b ex:p ex:a ."), compiled).results == ()


def test_a_shape_that_rests_on_itself_goes_to_pyshacl(tmp_path: Path) -> None:
    found = tmp_path / "shapes.ttl"
    found.write_text(
        PREFIXES
        + "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property ex:S-p .\n"
        + "ex:S-p sh:path ex:p ; sh:maxCount 1 ; sh:node ex:S .",
        encoding="utf-8",
    )
    shapes = load_shapes([found])
    compiled = compile_shapes(shapes)
    data = parsed(PREFIXES + "ex:a a ex:A ; ex:p ex:b . ex:b ex:p ex:c, ex:d ; ex:z 1 .")
    whole = validate(data, compiled)
    assert compiled.checks == ()
    assert whole.engines == {TEST + "S": "pyshacl"}
    assert keys(whole) == keys(reference_validate(triples(data), shapes))
    assert [str(r.component).removeprefix(SH) for r in whole.results] == ["NodeConstraintComponent"]


def test_a_component_of_an_author_goes_to_pyshacl(tmp_path: Path) -> None:
    found = tmp_path / "shapes.ttl"
    found.write_text(
        PREFIXES
        + """ex:Starts a sh:ConstraintComponent ; sh:parameter [ sh:path ex:start ] ;
            sh:validator [ a sh:SPARQLAskValidator ; sh:message "Not so"@en ;
                sh:ask "ASK { FILTER STRSTARTS(STR($value), STR($start)) }" ] .
        ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property ex:S-p .
        ex:S-p sh:path ex:p ; ex:start "x" .""",
        encoding="utf-8",
    )
    compiled = compile_shapes(load_shapes([found]))
    data = parsed(PREFIXES + 'ex:a a ex:A ; ex:p "xy", "yx" .')
    found_report = validate(data, compiled)
    assert [(str(r.focus)[-2], r.component) for r in found_report.results] == [
        ("a", TEST + "Starts")
    ]
    assert set(found_report.engines.values()) == {"pyshacl"}


def test_when_pyshacl_gives_up_the_reason_is_told(path: Path) -> None:
    shapes = load_shapes([path])
    broken = parsed(PREFIXES + "ex:a a ex:A ; ex:p [] .")
    path.write_text(PREFIXES + "ex:S sh:targetClass ex:A ; sh:path ex:p ; sh:lessThan ex:p .")
    shapes = load_shapes([path])
    with pytest.raises(PermsError, match="BlankNode"):
        reference_validate(triples(broken), shapes)


def test_an_edit_of_one_thing_checks_that_thing_only(path: Path) -> None:
    compiled = compile_shapes(load_shapes([path]))
    before = parsed(PREFIXES + "ex:a a ex:A . ex:b a ex:A .")
    old = validate(before, compiled)
    triple = ox.Triple(ox.NamedNode(TEST + "a"), ox.NamedNode(TEST + "p"), ox.Literal("post"))
    before.add([ox.Quad(triple.subject, triple.predicate, triple.object)])
    touched = affected(compiled, before, [triple])
    assert touched.whole == frozenset()
    assert {n for nodes in touched.focus.values() for n in nodes} == {triple.subject}
    assert len(touched.focus) == 1
    new = revalidate(before, compiled, old, [triple])
    assert new == validate(before, compiled)
    assert [str(r.focus) for r in new.results] == [f"<{TEST}b>"]


def test_progress_is_told_from_none_to_all(path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    compiled = compile_shapes(load_shapes([path]))
    validate(parsed(""), compiled, progress=lambda *args: told.append(args))
    assert told[0] == ("validate", 0, 3)
    assert told[-1] == ("validate", 3, 3)
