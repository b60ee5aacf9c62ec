"""Every statement of a file has its line, whichever way the file is written."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.findings import Place
from perms_graph.findings.places import Places
from perms_graph.findings.reading import read_file
from perms_graph.findings.terms import key_of
from perms_graph.findings.turtle import statements_of

A, P, Q = ox.NamedNode("http://e/a"), "<http://e/p>", "<http://e/q>"

TURTLE = '''@prefix e: <http://e/> .
# e:a is not here
e:z e:p e:a .
e:a e:p "one"@en ,
        """two
lines"""@fr ;
    e:q 1.50 ; e:q true ;
    e:r [ e:p "inner" ] ,
        """e:a e:p "not a statement"
""" , ( 1 2 ) .
'''


def places(tmp_path: Path, text: str, name: str) -> Places:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return Places([read_file(path)])


def number(value: str) -> ox.Literal:
    return ox.Literal(value, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))


@pytest.mark.parametrize(
    ("path", "value", "line", "column"),
    [
        (P, ox.Literal("one", language="en"), 4, 9),
        (P, ox.Literal("two\nlines", language="fr"), 5, 9),
        (Q, number("1.5"), 7, 9),
        (Q, ox.Literal(True), 7, 20),
        (Q, None, 7, 9),
        ("<http://e/missing>", None, 4, 1),
        # What is inferred from a statement stands where that statement stands.
        ("<http://e/missing>", number("1.5"), 7, 9),
        (f"{P}/{Q}", number("1.5"), 7, 9),
        (None, None, 4, 1),
        (f"{P}/{Q}", None, 4, 1),
        ("^" + P, ox.NamedNode("http://e/z"), 3, 9),
    ],
)
def test_a_fault_in_turtle_stands_where_its_value_stands(
    tmp_path: Path, path: str | None, value: object, line: int, column: int
) -> None:
    found = places(tmp_path, TURTLE, "a.ttl").of_fault(A, path, value)
    assert found == Place(str(tmp_path / "a.ttl"), line, column)


def test_a_thing_that_no_file_describes_has_no_place(tmp_path: Path) -> None:
    found = places(tmp_path, TURTLE, "a.ttl")
    assert found.of_thing("http://e/y") is None
    assert found.of_fault(ox.BlankNode("x"), P, None) is None
    assert found.of_name("http://e/r") == Place(str(tmp_path / "a.ttl"), 8, 9)


def test_a_graph_of_trig_is_read_too(tmp_path: Path) -> None:
    text = "PREFIX e: <http://e/>\nGRAPH e:g {\n e:a e:p 1 .\n}\ne:h { e:a e:p 2 }\n"
    found = places(tmp_path, text, "a.trig")
    at = [found.of_fault(A, P, number(v)) for v in "12"]
    assert [p and (p.line, p.column) for p in at] == [(3, 10), (5, 15)]


def test_a_line_of_n_triples_is_a_statement(tmp_path: Path) -> None:
    text = '# one\n<http://e/b> <http://e/p> "x" .\n\n<http://e/a> <http://e/p> "x" .\n'
    found = places(tmp_path, text, "a.nt")
    assert found.of_fault(A, P, ox.Literal("x")) == Place(str(tmp_path / "a.nt"), 4)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.jsonld", '[{"@id": "http://e/b"},\n {"@id": "http://e/a", "http://e/p": 1}]', 2),
        (
            "a.rdf",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
            '\n\n<rdf:Description rdf:about="http://e/a"><e:p>1</e:p></rdf:Description></rdf:RDF>',
            3,
        ),
        # What is newer than RDF 1.1 is beyond rdflib: the line of the thing is left.
        ("a.ttl", "PREFIX e: <http://e/>\n\ne:a e:p 1 {| e:q 2 |} .\n", 3),
    ],
)
def test_elsewhere_the_line_of_the_thing_is_given(
    tmp_path: Path, name: str, text: str, line: int
) -> None:
    found = places(tmp_path, text, name).of_fault(A, P, ox.Literal("1"))
    assert found == Place(str(tmp_path / name), line)


@pytest.mark.parametrize("path", sorted(Path("data").rglob("*.trig")), ids=lambda p: p.name)
def test_our_own_files_are_placed_whole(path: Path) -> None:
    body = path.read_bytes()
    found = statements_of(body)
    assert found is not None
    wanted = {
        (key_of(q.subject), key_of(q.predicate), key_of(q.object))
        for q in ox.parse(body, format=ox.RdfFormat.TRIG)
        if not isinstance(q.subject, ox.BlankNode)
    }
    assert wanted - set(found[0]) == set()


def test_what_is_only_named_stands_where_it_is_named(tmp_path: Path) -> None:
    found = places(tmp_path, TURTLE, "a.ttl")
    name = str(tmp_path / "a.ttl")
    # No file states it, so it was inferred; what is described has its own place instead.
    mine = places(tmp_path, "PREFIX e: <http://e/>\ne:a e:p 1 .\ne:b e:q e:far .\n", "b.ttl")
    far = ox.NamedNode("http://e/far")
    assert mine.of_fault(A, Q, far) == Place(str(tmp_path / "b.ttl"), 3, 9)
    assert mine.of_fault(far, None, None) == Place(str(tmp_path / "b.ttl"), 3, 9)
    assert found.of_fault(A, "<http://e/none>", ox.NamedNode("http://e/z")) == Place(name, 4, 1)
