"""Each shape, on good data and on data one edit away from it."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SH

from perms_graph.namespaces import PSH

HERE = Path(__file__).parent
GOOD = sorted(HERE.glob("*/conforms*.ttl"))
BAD = sorted(p for p in HERE.glob("*/violates-*.ttl") if not p.name.endswith(".expected.ttl"))

Found = Counter[tuple[str, ...]]
Engine = Callable[[Path, str], Found]


def case(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def expectation(path: Path) -> Path:
    return path.with_name(f"{path.stem}.expected.ttl")


@pytest.mark.parametrize("path", GOOD, ids=case)
def test_good_data_conforms(path: Path, engine: Engine) -> None:
    assert engine(path, path.parent.name) == Counter()


@pytest.mark.parametrize("path", BAD, ids=case)
def test_bad_data_gives_exactly_the_results_expected(
    path: Path, engine: Engine, expected_results: Callable[[Path], Found]
) -> None:
    assert engine(path, path.parent.name) == expected_results(expectation(path))


@pytest.mark.parametrize("path", BAD, ids=case)
def test_bad_data_is_one_edit_away_from_good_data(path: Path) -> None:
    lines = data_lines(path)
    edits = [
        [
            op
            for op in difflib.SequenceMatcher(None, data_lines(good), lines, False).get_opcodes()
            if op[0] != "equal"
        ]
        for good in path.parent.glob("conforms*.ttl")
    ]
    smallest = min(edits, key=len)
    assert len(smallest) == 1
    _, good_from, good_to, bad_from, bad_to = smallest[0]
    assert max(good_to - good_from, bad_to - bad_from) == 1


def test_each_property_shape_is_seen_to_fail(
    shapes_graph: Graph, expected_results: Callable[[Path], Found]
) -> None:
    failing = {shape for path in BAD for _, shape, _, _ in expected_results(expectation(path))}
    assert failing == {str(s) for s in shapes_graph.subjects(RDF.type, SH.PropertyShape)}


def test_each_node_shape_has_a_folder_and_each_folder_a_shape(shapes_graph: Graph) -> None:
    shapes = {str(s).removeprefix(PSH) for s in shapes_graph.subjects(RDF.type, SH.NodeShape)}
    folders = {p.parent.name for p in GOOD if p.name == "conforms.ttl"}
    assert folders == shapes


@pytest.mark.parametrize("path", GOOD, ids=case)
def test_good_data_hold_something_to_check(path: Path, shapes_graph: Graph) -> None:
    shape = URIRef(PSH + path.parent.name)
    links = {*shapes_graph[shape : SH.targetObjectsOf], *shapes_graph[shape : SH.targetSubjectsOf]}
    data = Graph().parse(path)
    found = set(shapes_graph[shape : SH.targetClass]) & set(data.objects(None, RDF.type))
    assert found | (links & set(data.predicates())) != set()


def data_lines(path: Path) -> list[str]:
    return [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "@prefix"))
    ]
