"""The W3C SHACL test suite: what passes is known test by test, and covers what our shapes use."""

from __future__ import annotations

import pytest

from perms_graph.resources import shipped
from perms_graph.store.loading import rdf_files
from perms_graph.validation import ShapesGraph, load_shapes
from perms_graph.validation.paths import (
    Alternative,
    Inverse,
    Path,
    Predicate,
    Repeat,
    Sequence,
)
from perms_graph.validation.terms import PARAMETERS
from tests.validation.w3c_suite import MARK, README, Case, cases, expected_failures, ours, table


@pytest.fixture(scope="module")
def shapes() -> ShapesGraph:
    return load_shapes(rdf_files(shipped().shapes))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_case_of_the_suite_passes_or_is_known_not_to(case: Case) -> None:
    verdict = ours(case)
    assert verdict.passed is (case.name not in expected_failures()), verdict.why


def test_the_suite_is_all_there() -> None:
    assert len(cases()) == 121
    assert {c.name.split("/")[0] for c in cases()} == {"core", "sparql"}


def test_each_known_failure_is_a_case_of_the_suite_and_gives_its_reason() -> None:
    names = {c.name for c in cases()}
    assert set(expected_failures()) <= names
    assert all(len(reason.split()) > 20 for reason in expected_failures().values())


def test_every_feature_that_our_shapes_use_passes(shapes: ShapesGraph) -> None:
    # What the two known failures are about, xsd:byte and $shapesGraph, is refused on loading.
    used = features(shapes)
    passed = {c.feature for c in cases() if ours(c).passed}
    failed = {c.feature for c in cases() if not ours(c).passed}
    assert used <= passed
    assert used & failed <= {"sh:datatype", "sparql: pre-binding"}
    assert {"sh:minCount", "sh:class", "core: targets", "core: path", "sparql: property"} <= used


def test_every_kind_of_path_that_our_shapes_use_has_a_case(shapes: ShapesGraph) -> None:
    tested = {
        Predicate: "core/path/path-sequence-001",
        Sequence: "core/path/path-sequence-001",
        Inverse: "core/path/path-inverse-001",
        Alternative: "core/path/path-alternative-001",
        Repeat: "core/path/path-zeroOrMore-001",
    }
    by_name = {c.name: c for c in cases()}
    kinds = {kind for s in shapes.shapes.values() if s.path for kind in parts(s.path)}
    assert {Predicate} <= kinds <= set(tested)
    assert all(ours(by_name[tested[kind]]).passed for kind in kinds)


def test_the_table_in_the_readme_says_what_passes() -> None:
    assert README.read_text(encoding="utf-8").partition(MARK)[2] == f"\n\n{table()}"


def features(shapes: ShapesGraph) -> set[str]:
    """Give the names under which the suite tests what shapes use."""
    found: set[str] = {"core: targets"}
    for shape in shapes.shapes.values():
        if shape.path is not None:
            found |= {"core: path", "sh:property"}
        for constraint in shape.constraints:
            if constraint.query is not None:
                found |= {"sparql: property", "sparql: node", "sparql: pre-binding"}
            else:
                assert constraint.parameter in PARAMETERS
                found.add(f"sh:{constraint.parameter}")
    return found


def parts(path: Path) -> set[type]:
    """Give the kinds of path that a path is made of."""
    match path:
        case Inverse(inner) | Repeat(inner, _):
            return {type(path)} | parts(inner)
        case Sequence(inner) | Alternative(inner):
            return {type(path)}.union(*(parts(p) for p in inner))
        case _:
            return {type(path)}
