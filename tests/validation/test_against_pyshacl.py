"""The compiled run and pySHACL, result by result, on random data."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perms_graph.namespaces import RDF, RDFS, XSD
from perms_graph.validation import (
    ShapesGraph,
    compile_shapes,
    recheck,
    revalidate,
    validate,
)
from perms_graph.validation.reference import reference_validate
from tests.validation.conftest import TEST, dataset, keys, triples

TYPE = ox.NamedNode(RDF + "type")
CLASSES = [ox.NamedNode(TEST + n) for n in ("A", "B", "C", "Klass")]
THINGS = [ox.NamedNode(TEST + n) for n in "abcd"]
PROPERTIES = [ox.NamedNode(TEST + n) for n in "pqrs"]
DAYS = [ox.NamedNode(TEST + n) for n in "tuv"]
LITERALS = [
    ox.Literal("1", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("2", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("5", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("2.5", datatype=ox.NamedNode(XSD + "decimal")),
    ox.Literal("many", datatype=ox.NamedNode(XSD + "integer")),
    ox.Literal("x"),
    ox.Literal("xyzB"),
    ox.Literal("xb", language="en"),
    ox.Literal("xx", language="en"),
    ox.Literal("xb", language="fr"),
    ox.Literal("y", language="de"),
]

kinds = st.builds(ox.Triple, st.sampled_from(THINGS), st.just(TYPE), st.sampled_from(CLASSES))
facts = st.builds(
    ox.Triple,
    st.sampled_from(THINGS),
    st.sampled_from(PROPERTIES),
    st.sampled_from([*THINGS, *LITERALS]),
)
# pySHACL compares unlike values by rdflib's own order where SPARQL says they cannot be compared:
# these properties have days only.
days = st.builds(
    ox.Triple,
    st.sampled_from(THINGS),
    st.sampled_from(DAYS),
    st.sampled_from(
        [ox.Literal(f"2024-01-0{n}", datatype=ox.NamedNode(XSD + "date")) for n in (1, 2, 3)]
    ),
)
hierarchy = st.just(ox.Triple(CLASSES[2], ox.NamedNode(RDFS + "subClassOf"), CLASSES[0]))
graphs = st.sets(st.one_of(kinds, facts, facts, facts, days, hierarchy), max_size=14)
careful = settings(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@careful
@given(graph=graphs)
def test_every_component_gives_the_results_of_pyshacl(
    everything: ShapesGraph, graph: set[ox.Triple]
) -> None:
    data = dataset(graph)
    compiled = compile_shapes(everything)
    assert compiled.reference == ()
    assert keys(validate(data, compiled)) == keys(reference_validate(triples(data), everything))


@careful
@given(graph=graphs, chosen=st.sets(st.sampled_from(THINGS), min_size=1))
def test_a_narrow_run_gives_what_a_whole_run_gives_for_these_target_nodes(
    everything: ShapesGraph, graph: set[ox.Triple], chosen: set[ox.NamedNode]
) -> None:
    data = dataset(graph)
    compiled = compile_shapes(everything)
    whole = validate(data, compiled)
    wanted = [
        result
        for result, origin in zip(whole.results, whole.origins, strict=True)
        if origin.root in chosen
    ]
    assert list(validate(data, compiled, focus=chosen).results) == wanted


@careful
@given(before=graphs, after=graphs)
def test_a_report_brought_up_to_date_equals_a_whole_run(
    everything: ShapesGraph, before: set[ox.Triple], after: set[ox.Triple]
) -> None:
    compiled = compile_shapes(everything)
    old = validate(dataset(before), compiled)
    data = dataset(after)
    new = validate(data, compiled)
    assert revalidate(data, compiled, old, before ^ after) == new
    found = recheck(data, compiled, old, before ^ after)
    assert found.report.results == new.results
    assert found.report.counts == new.counts
    was, now = (Counter(r.key for r in report.results) for report in (old, new))
    assert [r.key for r in found.added] == sorted((now - was).elements())
    assert [r.key for r in found.removed] == sorted((was - now).elements())
