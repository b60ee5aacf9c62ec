"""Files become graphs; what is broken is named with its place; the default graph is a set."""

from __future__ import annotations

from pathlib import Path

import pytest

from perms_graph.errors import FileError
from perms_graph.namespaces import GRAPH
from perms_graph.store import Dataset
from perms_graph.store.loading import Source, load, merge, parse


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_triple_that_two_sources_state_counts_once(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "two.trig",
        "@prefix : <http://e/> . :g1 { :a :b :c . } :g2 { :a :b :c . :a :b :d . }",
    )
    dataset = Dataset.memory()
    load(dataset, [Source(path)])
    assert dataset.size(None) == 0
    merge(dataset)
    assert dataset.size(None) == 2
    assert dataset.size("http://e/g2") == 2


@pytest.mark.parametrize("name", ["shapes", "report", "catalogue"])
def test_graphs_about_the_data_stay_out_of_the_default_graph(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, "s.ttl", "<http://e/a> <http://e/b> 1 .")
    dataset = Dataset.memory()
    load(dataset, [Source(path, GRAPH + name)])
    merge(dataset)
    assert dataset.size(None) == 0
    assert dataset.graphs() == [GRAPH + name]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        pytest.param("a.ttl", "@prefix : <http://e/> .\n:a :b .\n", 2, id="Turtle"),
        pytest.param("a.nq", "<http://e/a> <http://e/b> <c> .\n", 1, id="relative IRI"),
        pytest.param(
            "a.trig", '@prefix : <http://e/> .\n:g { :a :b "open . }\n', 2, id="open text"
        ),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    tmp_path: Path, name: str, text: str, line: int
) -> None:
    path = write(tmp_path, name, text)
    with pytest.raises(FileError) as caught:
        load(Dataset.memory(), [Source(path)])
    assert caught.value.line == line
    assert caught.value.where.startswith(str(path))
    with pytest.raises(FileError):
        parse(path)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.csv", "a,b", "kind of RDF"),
        ("a.rdf", "<!DOCTYPE r [<!ENTITY a 'b'>]><r/>", "DOCTYPE"),
        ("a.jsonld", '{"@context": "http://127.0.0.1:9/c", "a": 1}', "context"),
    ],
)
def test_what_is_not_read_is_refused_in_words(
    tmp_path: Path, name: str, text: str, words: str
) -> None:
    path = write(tmp_path, name, text)
    with pytest.raises(FileError, match=words):
        load(Dataset.memory(), [Source(path)])


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        load(Dataset.memory(), [Source(tmp_path / "none.ttl")])


def test_parsing_keeps_a_text_as_written(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a.ttl",
        '<http://e/a> <http://e/b> "007"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    )
    (quad,) = parse(path)
    assert quad.object.value == "007"  # type: ignore[union-attr]
