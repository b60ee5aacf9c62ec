"""SELECT queries in shapes: run once for all, they answer as if run for each focus node."""

from __future__ import annotations

from pathlib import Path

import pytest

from perms_graph.errors import FileError
from perms_graph.validation import compile_shapes, load_shapes, validate
from perms_graph.validation.reference import reference_validate
from tests.validation.conftest import keys, parsed, triples

PREFIXES = """
    @prefix ex:  <https://w3id.org/perms/test/> .
    @prefix sh:  <http://www.w3.org/ns/shacl#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = """
    ex:a a ex:A ; ex:p ex:b, ex:c, 1 ; ex:q 2 .
    ex:b a ex:A ; ex:p ex:a .
    ex:c a ex:A ; ex:r ex:c ; ex:q 1, 2, 3 .
    ex:d ex:p ex:a .
"""


def shapes(folder: Path, select: str) -> Path:
    path = folder / "shapes.ttl"
    path.write_text(
        PREFIXES
        + "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property ex:S-p .\n"
        + 'ex:S-p sh:path ex:p ; sh:sparql [ sh:select """'
        + f'PREFIX ex: <https://w3id.org/perms/test/> {select}""" ] .',
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("select", "found"),
    [
        pytest.param("SELECT $this { $this ex:p 1 }", "a", id="a plain pattern"),
        pytest.param("SELECT $this ?value { $this $PATH ?value }", "aaab", id="$PATH"),
        pytest.param("SELECT ?this { FILTER (?this = ex:c) }", "c", id="only a filter"),
        pytest.param("SELECT $this { ?x ex:p ex:a }", "abc", id="nothing about $this"),
        pytest.param(
            "SELECT $this { { ?x ex:q 2 FILTER (?x = $this) } UNION { ?x ex:r $this } }",
            "aCc",
            id="a filter in one branch, where no triple binds $this",
        ),
        pytest.param(
            "SELECT $this { ?y ex:p ?z OPTIONAL { ?x ex:r ?w FILTER (?w = $this) } "
            "FILTER (BOUND(?x)) }",
            "c",
            id="a filter in OPTIONAL",
        ),
        pytest.param(
            "SELECT $this { { BIND ($this AS ?me) ?me ex:r ?me } }", "c", id="BIND in a group"
        ),
        pytest.param("SELECT $this { FILTER NOT EXISTS { $this ex:p ?x } }", "c", id="NOT EXISTS"),
        pytest.param(
            "SELECT $this { FILTER NOT EXISTS { { ?x ex:p ?y FILTER (?x = $this) } UNION "
            "{ ?x ex:r $this } } }",
            "",
            id="a filter in a branch in NOT EXISTS",
        ),
        pytest.param(
            "SELECT $this ?n { { SELECT $this (COUNT(?v) AS ?n) { $this ex:q ?v } "
            "GROUP BY $this } FILTER (?n > 1) }",
            "c",
            id="a sub-select that gives $this",
        ),
        pytest.param(
            "SELECT $this (COUNT(?v) AS ?n) { $this ex:q ?v } GROUP BY $this "
            "HAVING (COUNT(?v) > 1) ORDER BY ?n",
            "c",
            id="groups by $this",
        ),
        pytest.param(
            "SELECT DISTINCT $this { $this ex:p ?x } # { a comment", "ab", id="rows that are alike"
        ),
        pytest.param(
            "SELECT $this ?x { $this ex:p ?x FILTER (isIRI(?x)||!isNumeric(?x)&&?x!=3) }",
            "aab",
            id="one result for each row that differs, though only ?x does",
        ),
        pytest.param(
            "SELECT $this { $this ex:q ?x FILTER (<http://www.w3.org/2001/XMLSchema#integer>"
            '(CONCAT("0", STR(?x))) = COALESCE(?none, 2)) }',
            "ac",
            id="functions that take any number of things, and casts",
        ),
    ],
)
def test_a_query_gives_the_results_of_pyshacl(select: str, found: str, tmp_path: Path) -> None:
    graph = load_shapes([shapes(tmp_path, select)])
    compiled = compile_shapes(graph)
    data = parsed(PREFIXES + DATA)
    report = validate(data, compiled)
    assert compiled.reference == ()
    names = "".join(str(r.focus)[-2] for r in report.results)
    assert sorted(names) == sorted(found.lower().replace("cc", "c"))
    assert keys(report) == keys(reference_validate(triples(data), graph))


@pytest.mark.parametrize(
    "select",
    [
        pytest.param("SELECT $this ?x { $this ex:p ?x } ORDER BY ?x LIMIT 1", id="a limit"),
        pytest.param(
            "SELECT $this ?n { { SELECT $this (COUNT(*) AS ?n) { $this ex:p ?x } "
            "GROUP BY $this ?x } { SELECT $this ?y { $this ex:p ?y } LIMIT 1 } }",
            id="a limit inside",
        ),
    ],
)
def test_what_counts_for_each_focus_node_goes_to_pyshacl(select: str, tmp_path: Path) -> None:
    graph = load_shapes([shapes(tmp_path, select)])
    compiled = compile_shapes(graph)
    data = parsed(PREFIXES + DATA)
    report = validate(data, compiled)
    assert report.engines == {"https://w3id.org/perms/test/S": "pyshacl"}
    assert keys(report) == keys(reference_validate(triples(data), graph))
    assert {str(r.focus)[-2] for r in report.results} == {"a", "b"}


@pytest.mark.parametrize(
    ("select", "word"),
    [
        ("SELECT $this { $this ex:p ?x MINUS { $this ex:q ?y } }", "MINUS"),
        ("SELECT $this { VALUES ?x { 1 } $this ex:p ?x }", "VALUES"),
        ("SELECT $this { SERVICE <http://example.org/> { $this ex:p ?x } }", "SERVICE"),
        ("SELECT $this { GRAPH ?g { $this ex:p ?x } }", "GRAPH"),
        ("SELECT ?x { $this ex:p ?x }", "SELECT without $this"),
        ("SELECT $this { { SELECT ?x { ?x ex:p 1 } } $this ex:p ?x }", "SELECT without $this"),
        ("SELECT $this { { SELECT * { $this ex:p 1 } } }", "SELECT *"),
        ("SELECT (?x AS ?this) { ?x ex:p 1 }", "AS ?this"),
        ("SELECT $this { $this ex:p $shapesGraph }", "$shapesGraph"),
        ("SELECT $this { $this other:p ?x }", "other:p"),
        ("SELECT $this { $this ex:p }", "error"),
    ],
)
def test_what_shacl_forbids_is_refused_with_the_word_and_the_shape(
    select: str, word: str, tmp_path: Path
) -> None:
    with pytest.raises(FileError) as caught:
        load_shapes([shapes(tmp_path, select)])
    assert word in str(caught.value)
    assert "test/S-p" in str(caught.value)
    assert caught.value.path == str(tmp_path / "shapes.ttl")
