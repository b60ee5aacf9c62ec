"""What a text is, how deep it goes, and on which line a thing stands: told before any parser."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from perms_graph.errors import FileError, PermsError
from perms_graph.findings.forms import MAX_DEPTH, form_of, screen
from perms_graph.findings.mentions import Mentions

A, B, C = b"<http://a/>", b"<http://b/>", b"<http://c/>"


@pytest.mark.parametrize(
    ("body", "form"),
    [
        (b"@prefix a: <http://a/> .", ox.RdfFormat.TRIG),
        (b"# a remark\nPREFIX a: <http://a/>", ox.RdfFormat.TRIG),
        (A + b" " + B + b' "a text"@en .', ox.RdfFormat.TRIG),
        (A + b" " + B + b' "a text"@en ' + C + b" .", ox.RdfFormat.N_QUADS),
        (A + b" " + B + b" _:c " + C + b" .\n", ox.RdfFormat.N_QUADS),
        (b"<a> <b> <c> .", ox.RdfFormat.TRIG),
        (b"<urn:a:b> a <urn:c> .", ox.RdfFormat.TRIG),
        (b'{"@id": "http://a/"}', ox.RdfFormat.JSON_LD),
        (b"  \n[ {} ]", ox.RdfFormat.JSON_LD),
        (b"{}", ox.RdfFormat.JSON_LD),
        (b"{ <http://a/> a <http://b/> }", ox.RdfFormat.TRIG),
        (b"[ a <http://b/> ] .", ox.RdfFormat.TRIG),
        (b"[] a <http://b/> .", ox.RdfFormat.TRIG),
        (b'<?xml version="1.0"?><a/>', ox.RdfFormat.RDF_XML),
        (b"<rdf:RDF/>", ox.RdfFormat.RDF_XML),
        (b"<!-- a remark --><a/>", ox.RdfFormat.RDF_XML),
        (b'<d:Description xmlns:d="http://d/"/>', ox.RdfFormat.RDF_XML),
    ],
)
def test_the_content_tells_the_format(body: bytes, form: ox.RdfFormat) -> None:
    assert form_of(body) == form


def test_a_format_asked_for_counts_and_an_unknown_one_is_named() -> None:
    assert form_of(A, "ntriples") == ox.RdfFormat.N_TRIPLES
    with pytest.raises(PermsError, match=r"“csv” is not a format we read") as error:
        form_of(A, "csv")
    assert error.value.hint is not None
    assert str(error.value.hint) == "Use one of: turtle trig ntriples nquads jsonld rdfxml"


@pytest.mark.parametrize("body", [b"", b" \n", "<a>".encode("utf-16"), b"\x00\x01", b"a\x00b"])
def test_what_is_no_text_is_refused(body: bytes) -> None:
    with pytest.raises(PermsError, match=r"nothing to check|not text in UTF-8"):
        form_of(body)


@pytest.mark.parametrize(
    ("opens", "closes", "form"),
    [
        (b"[ <http://b/> ", b" ]", ox.RdfFormat.TURTLE),
        (b"( ", b" )", ox.RdfFormat.TURTLE),
        (b"<<( <http://a/> <http://b/> ", b" )>>", ox.RdfFormat.TURTLE),
        (b'{"http://b/":', b"}", ox.RdfFormat.JSON_LD),
        (b"[", b"]", ox.RdfFormat.JSON_LD),
        (b"<a>", b"</a>", ox.RdfFormat.RDF_XML),
    ],
)
def test_depth_has_a_limit_and_the_line_is_said(
    opens: bytes, closes: bytes, form: ox.RdfFormat
) -> None:
    deepest = opens * MAX_DEPTH + closes * MAX_DEPTH
    screen(deepest * 3, form, "it")  # one after the other is not one in the other
    with pytest.raises(FileError, match="nested more than 100 deep") as error:
        screen(b"\n\n" + opens * (MAX_DEPTH + 1), form, "it")
    assert error.value.line == 3


@pytest.mark.parametrize(
    "body",
    [
        b'"' + b"[" * 200 + b'"',
        b"'" + b"(" * 200 + b"'",
        b'"""\n"' + b"[" * 200 + b'"""',
        b'"\\"' + b"[" * 200 + b'"',
        b"<http://a/" + b"(" * 200 + b">",
        b"# " + b"[" * 200,
    ],
)
def test_brackets_in_texts_names_and_remarks_do_not_count(body: bytes) -> None:
    screen(body, ox.RdfFormat.TURTLE, "it")


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE a><a/>",
        b"<?xml version='1.0'?><!-- " + b"x" * 10_000 + b" -->\n<!DOCTYPE a [<!ENTITY b 'c'>]><a/>",
        b"<! doctype a><a/>",
        b"<a><!ENTITY b 'c'></a>",
    ],
)
def test_declared_entities_are_refused_wherever_they_stand(body: bytes) -> None:
    with pytest.raises(FileError, match="DOCTYPE is refused"):
        screen(body, ox.RdfFormat.RDF_XML, "it")


def test_empty_elements_and_remarks_are_not_deep() -> None:
    screen(b"<a>" + b"<b/>" * 500 + b"<!-- <c> -->" * 500 + b"</a>", ox.RdfFormat.RDF_XML, "it")


def test_lines_are_those_where_a_thing_is_first_described() -> None:
    text = b"""@prefix p: <http://p/> .
@prefix pq: <http://p/q/> .

<http://a/>
    p:to p:b , <http://p/q/c> .
p:b p:to <http://a/> .
  pq:c a p:Thing .
p:b p:again p:b .
"""
    places = Mentions(text, {"p": "http://p/", "pq": "http://p/q/"})
    assert places.line_of("http://a/") == 4
    assert places.line_of("http://p/b") == 6
    assert places.line_of("http://p/q/c") == 7
    assert places.line_of("http://p/nowhere") is None


def test_lines_of_json_and_xml_are_those_of_the_name() -> None:
    json = b'{"@graph": [\n {"@id": "http://a/"},\n {"x": 1, "@id" : "http://b/"}]}'
    assert [Mentions(json, {}).line_of(f"http://{n}/") for n in "abc"] == [2, 3, None]
    xml = b'<rdf:RDF>\n<x\n rdf:about="http://a/"/></rdf:RDF>'
    assert Mentions(xml, {}).line_of("http://a/") == 3
