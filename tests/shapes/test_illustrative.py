"""The illustrative set: it shows what the shapes find, and it never passes for fact."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.namespaces import GRAPH, ID, PERMS, PSH
from perms_graph.register import Register
from perms_graph.resources import Resources
from perms_graph.store.loading import parse, rdf_files
from perms_graph.validation import CompiledShapes, Report, validate

ILLUSTRATIVE = ox.NamedNode(PERMS + "illustrative")
PREF_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
TRUE = ox.Literal(True)

LINKS = {"heldBy", "monitoredBy", "hasProvision", "joins", "offers"}
"""What the set may add to a thing that is not invented."""

SHAPES_OF_PARTNERSHIPS = {
    PSH + name
    for name in (
        "CollaborationShape",
        "GenderAndInclusionShape",
        "MutualBenefitShape",
        "PartnershipHolderShape",
        "PartnershipIndicatorShape",
        "ProgrammeIntegrationShape",
        "SharedValuesShape",
        "StrategicContributionShape",
    )
}


@pytest.fixture(scope="session")
def invented(resources: Resources) -> list[ox.Quad]:
    return [q for path in rdf_files(resources.data / "illustrative") for q in parse(path)]


@pytest.fixture(scope="session")
def marked(invented: list[ox.Quad]) -> set[str]:
    """The things that say of themselves that they are invented."""
    return {str(q.subject) for q in invented if q.predicate == ILLUSTRATIVE and q.object == TRUE}


@pytest.fixture(scope="session")
def shown(illustrative: Register, compiled: CompiledShapes) -> Report:
    return validate(illustrative.dataset, compiled)


@pytest.fixture(scope="session")
def real(register: Register, compiled: CompiledShapes) -> Report:
    return validate(register.dataset, compiled)


def about(report: Report, partnership: str) -> list[tuple[str, str]]:
    return sorted(
        (r.source_shape.removeprefix(PSH), r.severity.rpartition("#")[2])
        for r in report.results
        if r.focus == ox.NamedNode(f"{ID}partnership/{partnership}")
        and r.node_shape in SHAPES_OF_PARTNERSHIPS
    )


@pytest.mark.parametrize(
    ("partnership", "expected"),
    [
        pytest.param("example-1", [], id="meets all, with holder and indicators"),
        pytest.param(
            "example-2",
            [("PartnershipHolderShape-heldBy", "Violation")],
            id="meets all, and nobody holds it",
        ),
        pytest.param(
            "example-3",
            [("ProgrammeIntegrationShape-upheld", "Warning")],
            id="one principle not upheld, no departure",
        ),
        pytest.param(
            "example-4",
            [
                ("MutualBenefitShape-monitoredBy", "Info"),
                ("SharedValuesShape-upheld", "Warning"),
            ],
            id="one principle not upheld, which a departure answers day by day",
        ),
        pytest.param(
            "example-5",
            [
                ("GenderAndInclusionShape-upheld", "Warning"),
                ("MutualBenefitShape-monitoredBy", "Info"),
            ],
            id="one principle not upheld, the departure had expired",
        ),
        pytest.param(
            "p-055",
            [
                ("CollaborationShape-joins", "Info"),
                ("ProgrammeIntegrationShape-hasProvision", "Info"),
                ("StrategicContributionShape-hasProvision", "Info"),
            ],
            id="a real partnership with evidence for three principles",
        ),
    ],
)
def test_each_case_gives_the_results_it_stands_for(
    shown: Report, partnership: str, expected: list[tuple[str, str]]
) -> None:
    found = about(shown, partnership)
    if partnership == "p-055":
        # Whether a real agreement is linked to a goal is a matter of the real register.
        found = [f for f in found if f[0] != "StrategicContributionShape-serves"]
    assert found == expected


def test_the_set_adds_one_violation_three_warnings_and_a_few_tasks(
    shown: Report, real: Report
) -> None:
    before = {r.key for r in real.results}
    added = sorted(
        (r.severity.rpartition("#")[2], r.source_shape.removeprefix(PSH))
        for r in shown.results
        if r.key not in before
    )
    assert added == [
        ("Info", "DefinedRolesShape-between"),
        ("Info", "DefinedRolesShape-owedUnder"),
        ("Info", "DefinedRolesShape-sprep"),
        ("Info", "DefinedRolesShape-sprep"),
        ("Info", "MutualBenefitShape-monitoredBy"),
        ("Info", "MutualBenefitShape-monitoredBy"),
        ("Info", "UndertakingShape-inTime"),
        ("Info", "VerifiedResultsShape-inTime"),
        ("Info", "VerifiedResultsShape-inTime"),
        ("Violation", "PartnershipHolderShape-heldBy"),
        ("Warning", "GenderAndInclusionShape-upheld"),
        ("Warning", "ProgrammeIntegrationShape-upheld"),
        ("Warning", "SharedValuesShape-upheld"),
    ]


def test_no_real_thing_is_found_at_fault_because_of_invented_data(shown: Report) -> None:
    faults = {
        str(r.focus) for r in shown.results if r.severity.endswith(("#Violation", "#Warning"))
    }
    assert {f for f in faults if "/example-" not in f} == set()


def test_the_set_stays_in_graphs_of_its_own(invented: list[ox.Quad]) -> None:
    graphs = {str(q.graph_name)[1:-1] for q in invented}
    assert graphs == {
        f"{GRAPH}illustrative/{name}"
        for name in (
            "evidence",
            "holders",
            "indicators",
            "partnerships",
            "prospects",
            "provenance",
            "reviews",
            "undertakings",
        )
    }


def test_each_of_its_graphs_says_that_it_is_illustrative(invented: list[ox.Quad]) -> None:
    confidence = ox.NamedNode(PERMS + "confidence")
    described = {
        str(q.subject)
        for q in invented
        if q.predicate == confidence and q.object == ox.NamedNode(ID + "confidence/illustrative")
    }
    assert described == {str(q.graph_name) for q in invented}


def test_every_invented_thing_is_marked_and_named_as_an_example(
    invented: list[ox.Quad], marked: set[str]
) -> None:
    for subject in {str(q.subject) for q in invented} - added_to_real_things(invented):
        assert subject in marked
        if subject.startswith(f"<{GRAPH}"):
            continue
        labels = {
            q.object.language: q.object.value
            for q in invented
            if str(q.subject) == subject
            and q.predicate == PREF_LABEL
            and isinstance(q.object, ox.Literal)
        }
        assert sorted(str(language) for language in labels) == ["en", "fr"], subject
        assert "Example" in labels["en"] and "xemple" in labels["fr"], labels


def test_real_things_only_get_links_to_invented_ones(
    invented: list[ox.Quad], marked: set[str]
) -> None:
    real_things = added_to_real_things(invented)
    for quad in invented:
        if str(quad.subject) in real_things:
            assert str(quad.predicate)[1:-1].removeprefix(PERMS) in LINKS
            assert str(quad.object) in marked


def test_every_real_thing_it_names_is_in_the_register(
    invented: list[ox.Quad], marked: set[str], register: Register
) -> None:
    named = {
        term
        for quad in invented
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(ID) and str(term) not in marked
    }
    unknown = [
        term.value
        for term in sorted(named, key=lambda t: t.value)
        if not register.dataset.ask(f"ASK {{ {term} a ?kind }}")
    ]
    assert unknown == []


def test_invented_text_says_so(invented: list[ox.Quad]) -> None:
    quotes = [
        q.object
        for q in invented
        if q.predicate == ox.NamedNode(PERMS + "quotes") and isinstance(q.object, ox.Literal)
    ]
    assert len(quotes) == 92
    marks = {"en": "[Invented] ", "fr": "[Inventé] "}
    assert [q.value for q in quotes if not q.value.startswith(marks[str(q.language)])] == []


def test_nothing_invented_is_in_the_register_unless_asked_for(register: Register) -> None:
    assert not register.dataset.ask("ASK { ?thing perms:illustrative true }")
    assert not register.dataset.ask(
        f"ASK {{ GRAPH ?g {{ ?s ?p ?o }} FILTER STRSTARTS(STR(?g), '{GRAPH}illustrative/') }}"
    )


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("Partnership", 5),
        ("Agreement", 6),
        ("Post", 4),
        ("Indicator", 9),
        ("Measurement", 21),
        ("Provision", 46),
        ("Review", 2),
        ("Decision", 3),
        ("Departure", 2),
        ("Undertaking", 8),
        ("Capability", 5),
        ("NationalPriority", 7),
        ("Initiative", 3),
    ],
)
def test_every_feature_is_shown(invented: list[ox.Quad], kind: str, count: int) -> None:
    assert sum(1 for _ in things(invented, kind)) == count


def test_files_hold_no_trailing_space(resources: Resources) -> None:
    files: list[Path] = sorted((resources.data / "illustrative").glob("*.trig"))
    assert [p.name for p in files if " \n" in p.read_text(encoding="utf-8")] == []


def things(quads: list[ox.Quad], kind: str) -> Iterator[ox.Quad]:
    return (q for q in quads if q.object == ox.NamedNode(PERMS + kind))


def added_to_real_things(invented: list[ox.Quad]) -> set[str]:
    return {
        str(q.subject)
        for q in invented
        if str(q.subject).startswith(f"<{ID}") and "/example-" not in str(q.subject)
    }
