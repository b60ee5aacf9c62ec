"""The shipped product says everything in both languages, and no side has changed alone."""

from __future__ import annotations

from collections import Counter

import pyoxigraph as ox
import pytest

from perms_graph.bilingual import Finding, Ledger, one_language, product
from perms_graph.bilingual.judging import FAULTS
from perms_graph.namespaces import GRAPH
from perms_graph.register import Register
from perms_graph.resources import Resources
from perms_graph.store import Dataset
from perms_graph.store.loading import Source, load, rdf_files
from perms_graph.validation import compile_shapes, load_shapes, validate

WAY = (
    "Read both languages, put right the one that lags, then: perms translations --accept KEY … "
    "(all of these: perms translations --accept --all --state stale). New texts need nothing; "
    "perms translations --record notes them."
)


def test_nothing_is_missing_and_nothing_is_stale(shipped_findings: tuple[Finding, ...]) -> None:
    faulty = [f"{f.pair.key}: {f.state}" for f in shipped_findings if f.state in FAULTS]
    assert not faulty, "\n".join([*faulty, WAY])


def test_every_kind_of_text_is_watched(shipped_findings: tuple[Finding, ...]) -> None:
    watched = Counter(f.pair.kind for f in shipped_findings if f.entry is not None)
    assert watched["terms"] > 500
    assert watched["shapes"] > 150
    assert watched["questions"] > 400
    assert watched["interface"] > 800
    assert watched["data"] > 1_400
    assert watched["rules"] == 12
    assert watched["sentences"] == 42


def test_the_ledger_is_as_it_would_be_written(resources: Resources) -> None:
    path = resources.locale / "reviewed.csv"
    assert Ledger.read(path).text() == path.read_text(encoding="utf-8")


def test_keys_are_unique(shipped_findings: tuple[Finding, ...]) -> None:
    keys = Counter(f.pair.key for f in shipped_findings)
    assert [key for key, n in keys.items() if n > 1] == []


def test_fields_agree_but_for_the_sentence_that_names_a_kind_in_each_language(
    shipped_findings: tuple[Finding, ...],
) -> None:
    odd = [f.pair.key for f in shipped_findings if "fields" in f.remarks]
    assert odd == ["sentences/NodeKind/message"]


def test_the_counts_of_the_store_are_those_of_the_texts(
    shipped_findings: tuple[Finding, ...], resources: Resources
) -> None:
    lacks = one_language(product(resources))
    data = [f for f in shipped_findings if f.pair.kind == "data"]
    assert sum(x.both for x in lacks) == sum(not f.missing for f in data)
    assert sum(x.english for x in lacks) == sum(f.missing == "fr" for f in data)
    assert sum(x.french for x in lacks) == sum(f.missing == "en" for f in data)


def test_a_built_register_shows_the_same_texts_as_its_files(
    shipped_findings: tuple[Finding, ...], illustrative: Register, resources: Resources
) -> None:
    from perms_graph.bilingual import all_pairs

    built = {p.key: p for p in all_pairs(illustrative.dataset, resources)}
    assert built == {f.pair.key: f.pair for f in shipped_findings}


@pytest.fixture(scope="module")
def shapes_graph(resources: Resources) -> Dataset:
    dataset = Dataset.memory()
    files = rdf_files(resources.shapes)
    load(dataset, [Source(p, GRAPH + "shapes") for p in files])
    return dataset


def test_every_result_of_a_sparql_constraint_speaks_both_languages(
    illustrative: Register, resources: Resources
) -> None:
    # pySHACL drops the language tags of such messages; ours come from the shape, after the run.
    shapes = load_shapes(tuple(rdf_files(resources.shapes)))
    report = validate(illustrative.dataset, compile_shapes(shapes))
    found = [r for r in report.results if r.component.endswith("SPARQLConstraintComponent")]
    assert len(found) > 10
    assert {tuple(sorted(r.messages)) for r in found} == {("en", "fr")}
    quads = report.to_quads(ox.NamedNode(GRAPH + "report"))
    said = Counter(
        q.object.language
        for q in quads
        if q.predicate.value.endswith("#resultMessage") and isinstance(q.object, ox.Literal)
    )
    assert set(said) == {"en", "fr"}
    assert said["en"] == said["fr"]


def test_every_sparql_constraint_has_its_sentence_in_both_languages(shapes_graph: Dataset) -> None:
    table = shapes_graph.select(
        "SELECT ?shape (GROUP_CONCAT(DISTINCT ?tag) AS ?tags) WHERE { GRAPH ?g { "
        "{ SELECT DISTINCT ?shape ?tag WHERE { GRAPH ?g { ?shape sh:sparql ?rule . "
        "{ ?shape sh:message ?text } UNION { ?rule sh:message ?text } "
        "BIND (LANG(?text) AS ?tag) } } ORDER BY ?tag } } } GROUP BY ?shape"
    )
    assert len(table) >= 18
    assert {" ".join(sorted(row["tags"].value.split())) for row in table} == {"en fr"}
