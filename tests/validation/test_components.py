"""Each component, target and path: a graph that conforms, and one edit away one that does not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.namespaces import SH
from perms_graph.validation import compile_shapes, load_shapes, validate
from perms_graph.validation.graph import TripleIndex
from perms_graph.validation.paths import path_text, read_path
from perms_graph.validation.reference import reference_validate
from perms_graph.validation.terms import PARAMETERS, sh
from tests.validation.conftest import FIXTURES, TEST, Key, dataset, keys, triples

PASSED_BY_PYSHACL = {"datatype_of_years"}
"""rdflib does not say that a gYear is ill formed, so pySHACL passes it; the engine can tell."""

FILES = sorted((FIXTURES / "components").glob("*.trig"))


def graph_of(quads: list[ox.Quad], name: str) -> list[ox.Triple]:
    return [q.triple for q in quads if q.graph_name == ox.NamedNode(TEST + name)]


def turtle(found: list[ox.Triple], path: Path) -> Path:
    path.write_bytes(ox.serialize(found, format=ox.RdfFormat.TURTLE) or b"")
    return path


def expected(path: Path) -> Counter[Key]:
    index = TripleIndex.read([path])
    found: Counter[Key] = Counter()
    for node in dict.fromkeys(f.subject for f in index.triples):
        for focus in index.objects(node, sh("focusNode")):
            one = {n: index.objects(node, sh(n)) for n in ("resultPath", "value")}
            paths = [path_text(read_path(index, p)) for p in one["resultPath"]]
            values = [str(v) for v in one["value"]]
            (shape,) = index.objects(node, sh("sourceShape"))
            (component,) = index.objects(node, sh("sourceConstraintComponent"))
            (severity,) = index.objects(node, sh("resultSeverity"))
            key = (
                str(focus),
                paths[0] if paths else None,
                values[0] if values else None,
                str(shape)[1:-1],
                str(component)[1:-1],
                str(severity)[1:-1],
            )
            found[key] += 1
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_one_edit_gives_exactly_the_expected_results(path: Path, tmp_path: Path) -> None:
    quads = list(ox.parse(path=str(path), format=ox.RdfFormat.TRIG))
    shapes = load_shapes([turtle(graph_of(quads, "shapes"), tmp_path / "shapes.ttl")])
    compiled = compile_shapes(shapes)
    good, bad = graph_of(quads, "conforms"), graph_of(quads, "violates")
    wanted = expected(turtle(graph_of(quads, "expected"), tmp_path / "expected.ttl"))

    assert compiled.reference == ()
    assert len(set(good) ^ set(bad)) <= 2
    assert keys(validate(dataset(good), compiled)) == Counter()
    assert keys(validate(dataset(bad), compiled)) == wanted
    data = dataset(bad)
    reference = keys(reference_validate(triples(data), shapes))
    assert reference == (Counter() if path.stem in PASSED_BY_PYSHACL else wanted)


def test_every_component_of_shacl_core_has_a_fixture() -> None:
    seen = {
        q.object.value.removeprefix(SH).removesuffix("ConstraintComponent")
        for path in FILES
        for q in ox.parse(path=str(path), format=ox.RdfFormat.TRIG)
        if q.predicate == sh("sourceConstraintComponent") and isinstance(q.object, ox.NamedNode)
    }
    counts = {"QualifiedMinCount", "QualifiedMaxCount"}
    assert (
        seen == {p.component for p in PARAMETERS.values() if p.component} - {"Qualified"} | counts
    )
