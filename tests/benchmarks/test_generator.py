from __future__ import annotations

import hashlib
import io
from collections import Counter

import pyoxigraph as ox
import pytest

from benchmarks.generator import generate, size, write
from benchmarks.members import MEMBERS
from benchmarks.names import TEST, Names
from perms_graph.namespaces import GRAPH, ID, OWL, PERMS, RDF
from perms_graph.resources import Resources
from perms_graph.store.loading import parse, rdf_files

TYPE = ox.NamedNode(RDF + "type")


def written(triples: int, seed: int = 1) -> bytes:
    out = io.BytesIO()
    write(triples, out, seed=seed)
    return out.getvalue()


def test_the_same_seed_and_size_give_the_same_bytes() -> None:
    assert written(2_000) == written(2_000)
    assert hashlib.sha256(written(2_000)).hexdigest()[:16] == "64251bd3324d42b0"


def test_another_seed_gives_another_register() -> None:
    assert written(2_000, seed=1) != written(2_000, seed=2)


@pytest.mark.parametrize("triples", [1_000, 3_000, 10_000, 100_000])
def test_the_size_is_within_five_per_cent_and_no_triple_comes_twice(triples: int) -> None:
    distinct = {q.triple for q in generate(triples)}
    assert abs(len(distinct) - triples) <= triples * 0.05


def test_what_is_written_parses_and_is_counted() -> None:
    out = io.BytesIO()
    count = write(1_500, out)
    assert len(list(ox.parse(out.getvalue(), format=ox.RdfFormat.N_QUADS))) == count


def test_every_thing_described_is_marked_as_a_test() -> None:
    subjects = {str(q.subject.value) for q in generate(5_000)}
    assert {s for s in subjects if not s.startswith((TEST, GRAPH + "source/test-"))} == set()
    named = {str(q.subject.value) for q in generate(5_000, names=Names(base=ID))}
    assert {s for s in named if not s.rpartition("/")[2].startswith("test-")} == {
        s for s in named if s.endswith("/inferred")
    }


def test_every_thing_referred_to_under_test_is_described() -> None:
    quads = list(generate(5_000))
    described = {q.subject for q in quads if q.predicate == TYPE}
    referred = {
        q.object
        for q in quads
        if isinstance(q.object, ox.NamedNode) and q.object.value.startswith(TEST)
    }
    assert referred - described == set()


def test_every_graph_is_described_with_its_source_and_confidence() -> None:
    quads = list(generate(5_000))
    graphs = {q.graph_name for q in quads if "/source/" in q.graph_name.value}
    for verb in ("confidence", "accessedOn"):
        has = {q.subject for q in quads if q.predicate.value == PERMS + verb}
        assert graphs - has == set()


def test_there_are_26_members_whatever_the_size() -> None:
    assert len(MEMBERS) == 26
    for triples in (1_000, 20_000):
        kinds = Counter(q.object for q in generate(triples) if q.predicate == TYPE)
        assert kinds[ox.NamedNode(PERMS + "Member")] == 26


def test_the_secretariat_is_a_party_of_all_agreements() -> None:
    quads = list(generate(5_000))
    sprep = ox.NamedNode(ID + "organisation/sprep")
    agreements = {q.subject for q in quads if q.object == ox.NamedNode(PERMS + "Agreement")}
    parties = {
        q.subject for q in quads if q.predicate.value == PERMS + "hasParty" and q.object == sprep
    }
    assert agreements == parties != set()


def test_dates_are_years_months_and_days_and_many_are_missing() -> None:
    quads = list(generate(30_000))
    signed = [q.object for q in quads if q.predicate.value == PERMS + "signedOn"]
    agreements = sum(q.object == ox.NamedNode(PERMS + "Agreement") for q in quads)
    kinds = {o.datatype.value.rpartition("#")[2] for o in signed if isinstance(o, ox.Literal)}
    assert kinds == {"gYear", "gYearMonth", "date"}
    assert 0.5 < len(signed) / agreements < 0.8


def test_a_few_partners_have_many_agreements() -> None:
    verb = PERMS + "hasPartner"
    degrees = Counter(q.object for q in generate(100_000) if q.predicate.value == verb)
    (_, most), *_ = degrees.most_common(1)
    assert most > 50
    assert sum(n == 1 for n in degrees.values()) > len(degrees) / 3


def test_every_term_of_ours_is_declared_in_the_ontology(resources: Resources) -> None:
    used = set()
    for quad in generate(30_000):
        used.add(quad.predicate.value)
        if quad.predicate == TYPE:
            used.add(quad.object.value)
    kinds = {OWL + k for k in ("Class", "ObjectProperty", "DatatypeProperty")}
    declared = {
        q.subject.value
        for path in rdf_files(resources.ontology)
        for q in parse(path)
        if q.predicate == TYPE and str(q.object.value) in kinds
    }
    assert {t for t in used if t.startswith(PERMS)} - declared == set()


@pytest.mark.parametrize(
    ("written_as", "triples"), [("900", 900), ("10k", 10_000), ("1M", 1_000_000)]
)
def test_sizes_are_read_with_k_and_m(written_as: str, triples: int) -> None:
    assert size(written_as) == triples


@pytest.mark.parametrize("written_as", ["", "k", "1.5m", "many"])
def test_what_is_not_a_size_is_refused(written_as: str) -> None:
    with pytest.raises(ValueError, match=r"invalid literal"):
        size(written_as)
