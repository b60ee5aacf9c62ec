"""A file of a user is looked at before it is parsed, and what is no data is set aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from perms_graph.errors import FileError
from perms_graph.findings.reading import read_file

DOCTYPE = '<!DOCTYPE a [<!ENTITY b "c">]><rdf:RDF/>'


@pytest.mark.parametrize(
    ("name", "body", "said", "line"),
    [
        ("a.ttl", b"never was RDF", "The file cannot be read as RDF", 1),
        ("a.ttl", b"<urn:a> <urn:p> 1 .\n<urn:a> <urn:p> .", "The file cannot be read as RDF", 2),
        ("a.ttl", b"\n", "This file is empty", None),
        ("a.pdf", b"%PDF", "This is not a kind of RDF file we read", None),
        ("a.ttl", b"<urn:a> <urn:p>\n " + b"[" * 100_000, "nested more than 100 deep", 2),
        ("a.jsonld", b"[" * 100_000, "nested more than 100 deep", 1),
        (
            "a.jsonld",
            b'{"@context": "https://example.org/c", "@id": "urn:a"}',
            "points to a JSON-LD context elsewhere, and nothing is fetched",
            1,
        ),
        ("a.rdf", DOCTYPE.encode(), "RDF/XML with a DOCTYPE is refused", 1),
        (
            "a.rdf",
            b'<?xml version="1.0"?>\n<!--' + b"x" * 9_000 + b"-->\n" + DOCTYPE.encode(),
            "RDF/XML with a DOCTYPE is refused",
            3,
        ),
        ("a.rdf", DOCTYPE.encode("utf-16"), "This is not text in UTF-8", None),
        ("a.rdf", DOCTYPE.encode("utf-16-le"), "This is not text in UTF-8", None),
    ],
)
def test_what_is_no_rdf_or_would_harm_is_refused_with_its_file(
    tmp_path: Path, name: str, body: bytes, said: str, line: int | None
) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(FileError) as error:
        read_file(path)
    assert said in str(error.value)
    assert (error.value.path, error.value.line) == (str(path), line)
    assert error.value.hint is not None


def test_a_long_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    with path.open("wb") as stream:
        stream.truncate(2_000_001)
    path.chmod(0)
    with pytest.raises(FileError, match=r"This file has 2\.0 MB\. Files of more than 2 MB"):
        read_file(path, max_bytes=2_000_000)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="There is no such file"):
        read_file(tmp_path / "a.ttl")


def test_shapes_imports_and_our_own_graphs_are_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "a.trig"
    path.write_text(
        """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX e: <http://e/>
        e:o <http://www.w3.org/2002/07/owl#imports> <http://far.invalid/> .
        e:s a sh:NodeShape ; sh:property [ sh:path e:p ; e:note 1 ] .
        <https://w3id.org/perms/graph/report> { e:r e:p 1 }
        e:a e:p 1 .
        """,
        encoding="utf-8",
    )
    found = read_file(path)
    assert [str(q.subject) for q in found.data] == ["<http://e/a>"]
    assert (found.shapes, found.imports, found.computed) == (4, ("http://far.invalid/",), 1)
    assert [str(m).split(" ")[1] for m in found.remarks()] == ["asks", "holds", "fills"]
    assert not found.whole


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(b"\xef\xbb\xbf<urn:a> <urn:p> 1 .")
    found = read_file(path)
    assert (len(found.data), found.marked, found.remarks()) == (1, True, [])
    path.write_bytes(b"\xef\xbb\xbf<urn:a> .")
    with pytest.raises(FileError) as error:
        read_file(path)
    assert error.value.path == str(path)
