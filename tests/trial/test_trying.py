"""A trial shows what a build with the change would give, and leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perms_graph.errors import PermsError
from perms_graph.namespaces import GRAPH, ID, ORG, PERMS, PSH, RDF, SH, SKOS, XSD
from perms_graph.reasoning import DERIVED, INFERRED
from perms_graph.store import Dataset
from perms_graph.store.loading import APART
from perms_graph.trial import PROPOSAL, Change, Outcome, Setting, trying
from perms_graph.validation import Report

Complete = Callable[[Dataset], Setting]

EX = "https://w3id.org/perms/test/"
TYPE = ox.NamedNode(RDF + "type")
AGREEMENT, PARTNERSHIP, TRUST = (
    ox.NamedNode(EX + n) for n in ("agreement", "partnership", "trust")
)
ENDS = ox.NamedNode(PERMS + "endsOn")
COMPUTED = {INFERRED, DERIVED, *APART}


def perms(name: str) -> ox.NamedNode:
    return ox.NamedNode(PERMS + name)


def typed(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


def keys(report: Report) -> list[tuple[str, ...]]:
    return [r.key for r in report.results]


def graph(dataset: Dataset, name: str | None) -> set[ox.Triple]:
    place = ox.DefaultGraph() if name is None else ox.NamedNode(name)
    return {q.triple for q in dataset.store.quads_for_pattern(None, None, None, place)}


def report_graph(dataset: Dataset) -> set[tuple[str, str, str]]:
    """The report graph, its own name and the names of its nameless nodes aside."""
    triples = graph(dataset, GRAPH + "report")
    whole = next(t.subject for t in triples if t.object == ox.NamedNode(SH + "ValidationReport"))

    def said(part: object) -> str:
        return "[]" if isinstance(part, ox.BlankNode) or part == whole else str(part)

    return {(said(t.subject), str(t.predicate), said(t.object)) for t in triples}


THINGS = [
    ox.NamedNode(EX + n)
    for n in ("partnership", "agreement", "other", "trust", "objective", "goal", "provision", "new")
]
PLACES = [
    ox.DefaultGraph(),
    *(ox.NamedNode(GRAPH + n) for n in ("source/a", "source/b", "source/c", "provenance")),
]
links = st.builds(
    ox.Triple,
    st.sampled_from(THINGS),
    st.sampled_from(
        [
            perms(n)
            for n in (
                *("formalisedBy", "formalises", "hasPartner", "servesObjective", "partOfGoal"),
                *("hasProvision", "provisionOf", "renews", "partyTo", "giver", "underAgreement"),
            )
        ]
    ),
    st.sampled_from(THINGS),
)
kinds = st.builds(
    ox.Triple,
    st.sampled_from(THINGS),
    st.just(TYPE),
    st.sampled_from(
        [
            *(perms(n) for n in ("Agreement", "Partnership", "Partner", "Objective", "Provision")),
            *(perms(n) for n in ("Contribution", "Goal")),
            ox.NamedNode(ORG + "Membership"),
        ]
    ),
)
dates = st.builds(
    ox.Triple,
    st.sampled_from(THINGS),
    st.sampled_from([perms(n) for n in ("startsOn", "endsOn", "signedOn")]),
    st.sampled_from(
        [typed("2020", "gYear"), typed("2024-05", "gYearMonth"), typed("soon", "string")]
    ),
)
readings = st.sampled_from(
    [
        ox.Triple(THINGS[1], perms("statedStatus"), ox.NamedNode(ID + "status/inPreparation")),
        ox.Triple(THINGS[2], perms("statedStatus"), ox.NamedNode(ID + "status/running")),
        ox.Triple(THINGS[2], perms("dateKind"), ox.NamedNode(EX + "signature")),
        ox.Triple(
            ox.NamedNode(EX + "signature"), perms("countsAsBeginning"), typed("true", "boolean")
        ),
        ox.Triple(ox.NamedNode(GRAPH + "source/b"), perms("accessedOn"), typed("2027", "gYear")),
        ox.Triple(THINGS[6], perms("upheld"), typed("true", "boolean")),
        ox.Triple(THINGS[3], ox.NamedNode(SKOS + "prefLabel"), ox.Literal("Fund", language="en")),
    ]
)
triples = st.one_of(links, kinds, dates, readings)
quads = st.builds(
    lambda t, g: ox.Quad(t.subject, t.predicate, t.object, g), triples, st.sampled_from(PLACES)
)
picks = st.lists(st.integers(0, 40), max_size=5)


@pytest.fixture(scope="module")
def shared(small: Complete) -> Setting:
    return small(Dataset.memory())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(added=st.lists(quads, max_size=5), picked=picks, anywhere=st.booleans())
def test_inside_stands_what_a_build_would_give_and_afterwards_nothing_has_changed(
    added: list[ox.Quad], picked: list[int], anywhere: bool, shared: Setting, complete: Complete
) -> None:
    dataset = shared.dataset
    before, graphs = set(dataset.store), dataset.graphs()
    stated = sorted(
        (
            q
            for q in before
            if isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value not in COMPUTED
        ),
        key=str,
    )
    chosen = [stated[n] for n in picked if n < len(stated)]
    change = Change(tuple(added), tuple(q.triple if anywhere else q for q in chosen))
    with trying(shared, change) as outcome:
        inside = set(dataset.store)
        built = Dataset.memory()
        built.add(
            q
            for q in inside
            if isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value not in COMPUTED
        )
        whole = complete(built)
        for name in (None, INFERRED, DERIVED):
            assert graph(dataset, name) == graph(built, name)
        assert keys(outcome.report) == keys(whole.report)
        assert report_graph(dataset) == report_graph(built)
        merged = {q.triple for q in before if isinstance(q.graph_name, ox.DefaultGraph)}
        assert set(outcome.came) == graph(built, None) - merged
        assert set(outcome.went) == merged - graph(built, None)
    assert set(dataset.store) == before
    assert dataset.graphs() == graphs


def renewal(kind: str = "gYear") -> Change:
    return Change(
        added=(ox.Triple(AGREEMENT, ENDS, typed("2030", kind)),),
        removed=tuple(
            ox.Triple(AGREEMENT, ENDS, date)
            for date in (typed("2024-05", "gYearMonth"), typed("2025", "gYear"))
        ),
    )


def bounds(outcome: Outcome) -> dict[str, str]:
    return {
        t.predicate.value.removeprefix(PERMS): t.object.value
        for t in outcome.came
        if "End" in t.predicate.value and isinstance(t.object, ox.Literal)
    }


def test_bounds_of_dates_follow(setting: Setting) -> None:
    with trying(setting, renewal()) as outcome:
        assert bounds(outcome) == {"earliestEnd": "2030-01-01", "latestEnd": "2030-12-31"}
        assert {t.object for t in outcome.went if "End" in t.predicate.value} == {
            typed("2024-05-01", "date"),
            typed("2025-12-31", "date"),
        }


def test_results_come_and_go(setting: Setting) -> None:
    with trying(setting, renewal("string")) as outcome:
        assert [r.source_shape for r in outcome.added] == [PSH + "AgreementDatesShape-endsOn"]
        assert [r.source_shape for r in outcome.removed] == [PSH + "SourcesAgreeShape-endsOn"]
        assert len(outcome.report.results) == len(setting.report.results)


def test_what_names_no_graph_goes_to_the_proposal(setting: Setting) -> None:
    with trying(setting, renewal()):
        assert graph(setting.dataset, PROPOSAL) == {
            ox.Triple(AGREEMENT, ENDS, typed("2030", "gYear"))
        }
    assert PROPOSAL not in setting.dataset.graphs()


def test_a_statement_taken_from_one_source_stays_if_another_makes_it(setting: Setting) -> None:
    one = ox.Quad(AGREEMENT, TYPE, perms("Agreement"), ox.NamedNode(GRAPH + "source/a"))
    with trying(setting, Change(removed=(one,))) as outcome:
        assert outcome.went == ()
    with trying(setting, Change(removed=(one.triple,))) as outcome:
        assert one.triple in outcome.went


def test_what_is_entailed_cannot_be_taken_away(setting: Setting) -> None:
    entailed = ox.Triple(PARTNERSHIP, perms("between"), TRUST)
    assert entailed in graph(setting.dataset, None)
    with trying(setting, Change(removed=(entailed,))) as outcome:
        assert (outcome.came, outcome.went) == ((), ())


def test_a_change_of_nothing_gives_the_report_as_it_was(setting: Setting) -> None:
    with trying(setting, Change()) as outcome:
        assert outcome.report == setting.report
        assert not Change()


def test_literals_are_those_of_the_store(setting: Setting) -> None:
    padded = ox.Triple(TRUST, perms("m49"), typed("007", "integer"))
    with trying(setting, Change((padded,))) as outcome:
        assert outcome.came == (ox.Triple(TRUST, perms("m49"), typed("7", "integer")),)


def test_an_error_inside_leaves_no_trace(setting: Setting) -> None:
    before = set(setting.dataset.store)
    with pytest.raises(KeyError, match="lost"), trying(setting, renewal()):
        raise KeyError("lost")
    assert set(setting.dataset.store) == before


@pytest.mark.parametrize("broken", ["extend", "derive", "recheck", "rewrite_report"])
def test_an_error_of_an_engine_leaves_no_trace(
    broken: str, setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, graphs = set(setting.dataset.store), setting.dataset.graphs()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(f"perms_graph.trial.making.{broken}", fail)
    with pytest.raises(RuntimeError, match="out of memory"), trying(setting, renewal()):
        pass
    assert set(setting.dataset.store) == before
    assert setting.dataset.graphs() == graphs


def test_an_error_in_the_middle_of_reasoning_leaves_no_trace(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, graphs = set(setting.dataset.store), setting.dataset.graphs()
    real, calls = Dataset.update, []

    def fail_later(self: Dataset, text: str) -> None:
        calls.append(text)
        if text.startswith("INSERT") and len(calls) == 3:
            raise RuntimeError("out of memory")
        real(self, text)

    monkeypatch.setattr(Dataset, "update", fail_later)
    new = Change((ox.Triple(AGREEMENT, perms("hasPartner"), ox.NamedNode(EX + "new")),))
    with pytest.raises(RuntimeError, match="out of memory"), trying(setting, new):
        pass
    assert set(setting.dataset.store) == before
    assert setting.dataset.graphs() == graphs


def test_a_trial_inside_a_trial_starts_from_there(setting: Setting) -> None:
    shape = PSH + "AgreementDatesShape-endsOn"
    bad = ox.Triple(AGREEMENT, ENDS, typed("2030", "string"))
    before = set(setting.dataset.store)
    with trying(setting, renewal("string")) as outer:
        inside = set(setting.dataset.store)
        with trying(outer.setting, Change(removed=(bad,))) as inner:
            assert [r.source_shape for r in inner.removed] == [shape]
            assert keys(inner.report) == [
                k for k in keys(setting.report) if PSH + "SourcesAgreeShape-endsOn" not in k
            ]
        assert set(setting.dataset.store) == inside
    assert set(setting.dataset.store) == before


def test_a_trial_inside_a_trial_does_not_start_from_before(setting: Setting) -> None:
    with (
        trying(setting, renewal("string")),
        pytest.raises(RuntimeError, match="needs the setting of that one's outcome"),
        trying(setting, renewal()),
    ):
        pass
    with trying(setting, renewal()) as outcome:
        assert bounds(outcome)["latestEnd"] == "2030-12-31"


@pytest.mark.parametrize("name", sorted(COMPUTED))
def test_graphs_that_we_write_are_refused(name: str, setting: Setting) -> None:
    quad = ox.Quad(AGREEMENT, ENDS, typed("2030", "gYear"), ox.NamedNode(name))
    for change in (Change((quad,)), Change(removed=(quad,))):
        with pytest.raises(PermsError, match="is written by us"), trying(setting, change):
            pass


def test_a_store_on_disk_is_put_back_too(tmp_path: Path, small: Complete) -> None:
    setting = small(Dataset.open(tmp_path / "store"))
    before = set(setting.dataset.store)
    with trying(setting, renewal()) as outcome:
        assert bounds(outcome) == {"earliestEnd": "2030-01-01", "latestEnd": "2030-12-31"}
    assert set(setting.dataset.store) == before


def test_equal_results_are_counted_one_by_one(setting: Setting) -> None:
    again = Report(
        tuple(r for r in setting.report.results for _ in (1, 2)),
        setting.report.engines,
        tuple(o for o in setting.report.origins for _ in (1, 2)),
    )
    place = ox.NamedNode(GRAPH + "report")
    dataset = setting.dataset
    for quad in list(dataset.store.quads_for_pattern(None, None, None, place)):
        dataset.store.remove(quad)
    dataset.add(again.to_quads(place))
    doubled = Setting(dataset, setting.rules, setting.compiled, again)
    with trying(doubled, renewal("string")) as outcome:
        assert [r.source_shape for r in outcome.removed] == [PSH + "SourcesAgreeShape-endsOn"] * 2
        expected = Dataset.memory()
        expected.add(outcome.report.to_quads(place))
        assert report_graph(dataset) == report_graph(expected)


def test_a_dataset_without_a_report_gets_none(setting: Setting) -> None:
    setting.dataset.store.remove_graph(ox.NamedNode(GRAPH + "report"))
    with trying(setting, renewal()):
        assert GRAPH + "report" not in setting.dataset.graphs()
