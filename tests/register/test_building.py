"""A store is made aside and swapped in whole; a broken input leaves the old one as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perms_graph.errors import FileError
from perms_graph.namespaces import GRAPH
from perms_graph.register import Register, build, inputs, open_register
from perms_graph.register.building import Inputs, current_build
from perms_graph.resources import Resources
from perms_graph.store.loading import Source

ONTOLOGY = """
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix : <http://e/> .
:p a owl:ObjectProperty ; owl:inverseOf :q . :q a owl:ObjectProperty .
"""
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://e/> .
@prefix perms: <https://w3id.org/perms/def#> .
:S a sh:NodeShape ; sh:targetSubjectsOf :p ; sh:property :S-r .
:S-r a sh:PropertyShape ; sh:path :r ; sh:minCount 1 ; sh:severity sh:Violation ;
    sh:message "Add r."@en , "Ajoutez r."@fr .
"""


@pytest.fixture
def small(tmp_path: Path) -> Inputs:
    files = {
        "o.ttl": ONTOLOGY,
        "s.ttl": SHAPES,
        "d.ttl": "<http://e/a> <http://e/p> <http://e/b> .",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Inputs(
        sources=(
            Source(tmp_path / "o.ttl", GRAPH + "ontology"),
            Source(tmp_path / "d.ttl", GRAPH + "source/d"),
        ),
        ontology=(tmp_path / "o.ttl",),
        shapes=(tmp_path / "s.ttl",),
        software=(),
        illustrative=False,
    )


def test_a_build_loads_reasons_and_validates(small: Inputs, tmp_path: Path) -> None:
    report = build(tmp_path / "store", small)
    assert not report.reused
    assert report.manifest.inferred >= 1
    assert report.manifest.violations == 1
    assert not report.manifest.conforms
    assert report.validation is not None
    (result,) = report.validation.results
    assert result.messages == {"en": "Add r.", "fr": "Ajoutez r."}


def test_the_same_inputs_are_not_built_twice(small: Inputs, tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = build(store, small)
    second = build(store, small)
    assert (first.reused, second.reused) == (False, True)
    assert second.manifest == first.manifest
    assert not build(store, small, force=True).reused


def test_a_changed_file_calls_for_a_new_build(small: Inputs, tmp_path: Path) -> None:
    store = tmp_path / "store"
    build(store, small)
    (tmp_path / "d.ttl").write_text("<http://e/c> <http://e/r> 1 .", encoding="utf-8")
    report = build(store, small)
    assert not report.reused
    assert report.manifest.conforms


def test_a_broken_input_leaves_the_old_build_and_nothing_else(
    small: Inputs, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    build(store, small)
    before = sorted(p.name for p in store.iterdir())
    pointer = (store / "current").read_text()
    (tmp_path / "d.ttl").write_text("<http://e/a> <http://e/p> .", encoding="utf-8")
    with pytest.raises(FileError) as caught:
        build(store, small)
    assert caught.value.path == str(tmp_path / "d.ttl")
    assert sorted(p.name for p in store.iterdir()) == before
    assert (store / "current").read_text() == pointer


def test_a_first_build_that_fails_leaves_no_store(small: Inputs, tmp_path: Path) -> None:
    (tmp_path / "o.ttl").write_text("@prefix", encoding="utf-8")
    with pytest.raises(FileError):
        build(tmp_path / "store", small)
    assert current_build(tmp_path / "store") is None
    assert list((tmp_path / "store").iterdir()) == []


def test_a_reader_keeps_its_build_while_the_next_is_made(
    small: Inputs, tmp_path: Path, resources: Resources
) -> None:
    store = tmp_path / "store"
    build(store, small)
    reader = open_register(store, resources)
    (tmp_path / "d.ttl").write_text("<http://e/c> <http://e/r> 1 .", encoding="utf-8")
    build(store, small)
    assert reader.dataset.ask("ASK { <http://e/b> <http://e/q> <http://e/a> }")
    assert not open_register(store, resources).dataset.ask("ASK { <http://e/a> ?p ?o }")


def test_a_folder_without_a_build_says_how_to_make_one(
    tmp_path: Path, resources: Resources
) -> None:
    with pytest.raises(FileError, match="Nothing has been built"):
        open_register(tmp_path, resources)


def test_a_manifest_of_another_version_asks_for_a_build(
    small: Inputs, tmp_path: Path, resources: Resources
) -> None:
    store = tmp_path / "store"
    build(store, small)
    current = current_build(store)
    assert current is not None
    (current / "manifest.json").write_text(json.dumps({"old": 1}))
    with pytest.raises(FileError, match="not a built store"):
        open_register(store, resources)


def test_only_the_second_view_has_invented_data(
    register: Register, illustrative: Register, resources: Resources
) -> None:
    invented = "ASK { GRAPH ?g { ?s ?p ?o } FILTER (CONTAINS(STR(?g), '/illustrative')) }"
    assert not register.dataset.ask(invented)
    assert illustrative.dataset.ask(invented)
    assert not inputs(resources).illustrative


def test_the_default_graph_is_the_set_of_the_others(register: Register) -> None:
    (row,) = register.dataset.select(
        """
        SELECT (COUNT(*) AS ?n) WHERE {
          SELECT DISTINCT ?s ?p ?o WHERE {
            GRAPH ?g { ?s ?p ?o }
            FILTER (?g NOT IN (graph:shapes, graph:report, graph:catalogue))
          }
        }
        """
    )
    assert int(row["n"].value) == register.dataset.size(None)
    total = register.manifest
    assert total.asserted + total.inferred + total.derived == register.dataset.size(None)
