"""Files of shapes: read, or refused in words that name the shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from perms_graph.errors import FileError
from perms_graph.validation import load_shapes

PREFIXES = (
    "@prefix ex: <https://w3id.org/perms/test/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
)


def written(folder: Path, text: str) -> Path:
    path = folder / "shapes.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


def test_broken_turtle_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        load_shapes([written(tmp_path, "ex:S a sh:NodeShape ;\n  sh:property [ .\n")])
    assert caught.value.line == 3


def test_a_word_that_shacl_lacks_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        load_shapes([written(tmp_path, "ex:S sh:path ex:p ; sh:mincount 1 .")])
    assert "sh:mincount" in str(caught.value)
    assert "sh:minCount" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ex:S a sh:NodeShape ; sh:minCount 1 .", "sh:path"),
        ("ex:S a sh:PropertyShape ; sh:minLength 1 .", "sh:path"),
        ("ex:S a sh:PropertyShape ; sh:path ex:p, ex:q .", "sh:path"),
        ("ex:S a sh:PropertyShape ; sh:path ( ex:p ) .", "sh:path"),
        ('ex:S a sh:PropertyShape ; sh:path ex:p ; sh:minCount "one" .', "sh:minCount"),
        ("ex:S a sh:PropertyShape ; sh:path ex:p ; sh:minCount 1, 2 .", "sh:minCount"),
        ("ex:S a sh:PropertyShape ; sh:path ex:p ; sh:class 1 .", "sh:class"),
        ("ex:S a sh:PropertyShape ; sh:path ex:p ; sh:nodeKind sh:Iri2 .", "sh:Iri2"),
        ("ex:S a sh:PropertyShape ; sh:path ex:p ; sh:nodeKind ex:IRI .", "sh:nodeKind"),
        ("ex:S a sh:PropertyShape ; sh:path ex:p ; sh:in 1 .", "sh:in"),
        ("ex:S a sh:NodeShape ; sh:or () .", "sh:or"),
        ("ex:S a sh:NodeShape ; sh:property ex:T . ex:T a sh:NodeShape .", "sh:property"),
        ("ex:S a sh:NodeShape ; sh:node ex:T . ex:T sh:path ex:p .", "sh:node"),
        ("ex:S a sh:NodeShape ; sh:sparql [ ] .", "sh:sparql"),
        ('ex:S a sh:NodeShape ; sh:severity "high" .', "sh:severity"),
        ('ex:S a sh:NodeShape ; sh:targetClass "A" .', "sh:targetClass"),
        ("ex:S a sh:NodeShape ; sh:datatype xsd:positiveInteger .", "xsd:integer"),
    ],
)
def test_an_ill_formed_shape_is_refused_by_name(text: str, word: str, tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        load_shapes([written(tmp_path, text)])
    assert word in str(caught.value)
    assert caught.value.path == str(tmp_path / "shapes.ttl")


def test_shapes_without_a_name_are_named_the_same_every_time(tmp_path: Path) -> None:
    path = written(tmp_path, "ex:S sh:property [ sh:path ex:p ], [ sh:path ex:q ] .")
    names = [[s.name for s in load_shapes([path]).shapes.values()] for _ in range(2)]
    assert (
        names[0]
        == names[1]
        == [
            "https://w3id.org/perms/test/S",
            "_:s0b0",
            "_:s0b1",
        ]
    )
