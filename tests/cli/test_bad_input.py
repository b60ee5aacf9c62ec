"""``perms validate`` and bad input: exit code, words and line; no crash, and no call out."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import TOP, Perms

PREFIXES = """@prefix perms: <https://w3id.org/perms/def#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix e: <https://example.org/> .
"""
PACT = PREFIXES + 'e:pact a perms:Agreement ;\n  skos:prefLabel "Pact"@en , "Accord"@en .\n'
"""One fault: two English names, on line 5."""
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://e.org/">'
DEEP = 100_000


def alone(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own: what kills a parser would kill it."""
    return subprocess.run(
        [sys.executable, "-m", "perms_graph", "validate", *words],
        cwd=TOP,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "COLUMNS": "1000"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "body", "place", "said"),
    [
        ("a.ttl", b"no RDF at all", ":1:1", "The file cannot be read as RDF"),
        ("a.ttl", b"<!doctype html>\n<p>", ":1:1", "The file cannot be read as RDF"),
        ("a.ttl", b"<?xml version='1.0'?><a/>", ":1:1", "the text looks like RDF/XML"),
        ("a.docx", b"PK", "", "This is not a kind of RDF file we read: .docx"),
        ("a.ttl", b"", "", "This file is empty."),
        ("a.ttl", b" \r\n\n", "", "This file is empty."),
        ("a.ttl", b"# only a remark\n", "", "There is no statement in this."),
        ("a.ttl", PREFIXES.encode(), "", "There is no statement in this."),
        ("a.ttl", (PREFIXES + "# Récif").encode("latin-1"), ":4", "This is not text in UTF-8."),
        ("a.ttl", PACT.encode("utf-16"), "", "This is not text in UTF-8."),
        ("a.ttl", PREFIXES.encode() + b'e:a e:b "open .\n', ":4", "cannot be read as RDF"),
        (
            "a.ttl",
            PREFIXES.encode() + b"e:a a perms:Agrement .",
            ":4:7",
            "perms:Agrement is not known. Did you mean: perms:Agreement",
        ),
        (
            "a.rdf",
            b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>',
            ":2",
            "RDF/XML with a DOCTYPE is refused",
        ),
        (
            "a.jsonld",
            b'{"@id": "urn:a",\n "@context": "http://127.0.0.1:9/c"}',
            ":2",
            "points to a JSON-LD context elsewhere, and nothing is fetched",
        ),
        (
            "a.jsonld",
            b'{"@context": {"@version": 1.1,\n"@import": "http://127.0.0.1:9/c"}, "@id": "urn:a"}',
            ":2",
            "points to a JSON-LD context elsewhere, and nothing is fetched",
        ),
    ],
)
def test_what_is_no_data_is_refused_with_its_place(
    perms: Perms, tmp_path: Path, name: str, body: bytes, place: str, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    done = perms("validate", str(path), COLUMNS="1000")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{path}{place}")
    assert said in done.err


def test_a_folder_a_pipe_and_a_missing_file_are_told_apart(perms: Perms, tmp_path: Path) -> None:
    folder, pipe = tmp_path / "folder.ttl", tmp_path / "pipe.ttl"
    folder.mkdir()
    os.mkfifo(pipe)
    for path, english, french in (
        (folder, "This is a folder, not a file.", "C’est un dossier, pas un fichier."),
        (pipe, "This is not a plain file", "Ce n’est pas un fichier ordinaire"),
        (tmp_path / "none.ttl", "There is no such file.", "Ce fichier n’existe pas."),
    ):
        for language, said in (("en", english), ("fr", french)):
            done = perms("validate", str(path), "--lang", language)
            assert (done.code, done.out) == (2, "")
            assert said in done.err


def test_one_bad_file_of_several_is_named(perms: Perms, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_text(PACT, encoding="utf-8")
    bad.write_text(PACT + "e:b .\n", encoding="utf-8")
    done = perms("validate", str(good), str(bad))
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{bad}:6:")


def test_a_file_of_51_mb_is_refused_unread(perms: Perms, tmp_path: Path) -> None:
    path = tmp_path / "long.ttl"
    with path.open("wb") as stream:
        stream.truncate(51_000_000)
    done = perms("validate", str(path))
    assert (done.code, done.out) == (2, "")
    assert "This file has 51.0 MB. Files of more than 50 MB are refused unread." in done.err
    # Had it been read first, it would be refused for what is in it.
    assert "UTF-8" in perms("validate", str(path), "--max-size", "52").err


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda b: b"\xef\xbb\xbf" + b, id="a byte order mark"),
        pytest.param(lambda b: b.replace(b"\n", b"\r\n"), id="line ends of Windows"),
        pytest.param(lambda b: b"\xef\xbb\xbf" + b.replace(b"\n", b"\r\n"), id="both"),
    ],
)
def test_marks_and_line_ends_of_windows_change_no_finding_and_no_line(
    perms: Perms, tmp_path: Path, change: object
) -> None:
    path = tmp_path / "a.ttl"
    assert callable(change)
    path.write_bytes(PACT.encode())
    plain = perms("validate", str(path))
    path.write_bytes(change(PACT.encode()))
    assert perms("validate", str(path)) == plain
    assert plain.code == 1
    assert f"{path}:5 · " in plain.out


@pytest.mark.parametrize(
    ("name", "opens", "inside", "closes", "start", "end"),
    [
        ("a.ttl", "[ e:b ", "1", "]", PREFIXES + "e:a e:b ", " ."),
        ("a.ttl", "( ", "", ")", PREFIXES + "e:a e:b ", " ."),
        ("a.ttl", "<<( e:a e:b ", "e:c ", ")>> ", PREFIXES + "e:a e:b ", " ."),
        # Each of these hides the brackets from whoever takes what stands before them for a
        # remark, a text, or the end of a tag.
        ("a.ttl", "<<( e:a e:b ", "e:c ", ")>> ", PREFIXES + "e:a e:b e:x\\# , ", " ."),
        ("a.ttl", "<<( e:a e:b ", "e:c ", ")>> ", PREFIXES + "e:a e:b e:x\\' , ", " , e:y\\' ."),
        ("a.ttl", "<<( e:a e:b ", "e:c ", ")>> ", PREFIXES + "# a remark\re:a e:b ", " ."),
        ("a.nt", "<<( <urn:a> <urn:b> ", "<urn:c> ", ")>> ", "<urn:a> <urn:b> ", " ."),
        ("a.jsonld", '{"urn:b": ', "1", "}", "", ""),
        ("a.jsonld", "[", "", "]", '{"@graph": ', "}"),
        ("a.rdf", "<rdf:Description><e:b>", "", "</e:b></rdf:Description>", XML, "</rdf:RDF>"),
        ("a.rdf", '<rdf:li e:x="/>">', "", "</rdf:li>", XML + "<rdf:Bag>", "</rdf:Bag></rdf:RDF>"),
    ],
)
def test_what_is_nested_100000_deep_ends_in_words(
    tmp_path: Path, name: str, opens: str, inside: str, closes: str, start: str, end: str
) -> None:
    path = tmp_path / name
    text = start + opens * DEEP + inside + closes * DEEP + end
    path.write_text(text, encoding="utf-8", newline="")
    done = alone(str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{path}:")
    assert "This is nested more than 100 deep." in done.stderr


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def test_nothing_is_fetched_whatever_a_file_asks_for(
    tmp_path: Path, listener: socket.socket
) -> None:
    there = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    imports = f"e:o <http://www.w3.org/2002/07/owl#imports> <{there}more.ttl> .\n"
    query = f"SELECT $this {{ $this a ?kind SERVICE <{there}> {{ ?s ?p ?o }} }}"
    shape = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        "e:s a sh:NodeShape ; sh:targetClass perms:Agreement ;\n"
        f'  sh:sparql [ sh:select "{query}" ; sh:message "m" ] .\n'
        f"<{there}> sh:shapesGraph <{there}shapes> .\n"
    )
    data, context, shapes = (tmp_path / name for name in ("a.ttl", "a.jsonld", "s.ttl"))
    data.write_text(PACT + imports + shape, encoding="utf-8")
    shapes.write_text(PREFIXES + shape, encoding="utf-8")
    context.write_text(f'{{"@context": "{there}c", "@id": "urn:a"}}', encoding="utf-8")
    aside = alone(str(data))
    assert aside.returncode == 1
    assert f"{data} asks for {there}more.ttl with owl:imports." in aside.stdout
    assert f"{data} holds SHACL shapes, and shapes among the data are never run." in aside.stdout
    assert alone(str(context)).returncode == 2
    service = alone(str(data), "--shapes", str(shapes))
    assert (service.returncode, service.stdout) == (2, "")
    assert "uses SERVICE, which shapes may not use there" in service.stderr
    with pytest.raises(BlockingIOError):
        listener.accept()
