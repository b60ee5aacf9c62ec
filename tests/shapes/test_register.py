"""What the shapes say of the real register."""

from __future__ import annotations

from collections import Counter

import pytest

from perms_graph.namespaces import PSH
from perms_graph.register import Register
from perms_graph.validation import CompiledShapes, Report, validate

MAKING_AND_FOLLOWING = {
    "DefinedPurposeShape",
    "DefinedRolesShape",
    "DemandedMechanismShape",
    "NamedInstrumentShape",
    "ProcurementShape",
    "ReviewsInTimeShape",
    "VerifiedResultsShape",
}


@pytest.fixture(scope="session")
def report(register: Register, compiled: CompiledShapes) -> Report:
    return validate(register.dataset, compiled)


def test_public_facts_break_no_rule_and_leave_most_principles_without_evidence(
    report: Report, register: Register
) -> None:
    assert (report.counts["Violation"], report.counts["Warning"]) == (0, 0)
    (row,) = register.dataset.select(
        "SELECT (COUNT(*) AS ?n) WHERE { ?p a perms:Partnership }"
    ).rows
    partnerships = int(getattr(row[0], "value", "0"))
    for shape in (
        "CollaborationShape-joins",
        "GenderAndInclusionShape-hasProvision",
        "MutualBenefitShape-hasProvision",
        "ProgrammeIntegrationShape-hasProvision",
        "SharedValuesShape-hasProvision",
        "StrategicContributionShape-hasProvision",
    ):
        found = [r for r in report.results if r.source_shape == PSH + shape]
        assert len(found) == partnerships


def test_disagreements_between_sources_are_reported_as_such(
    report: Report, register: Register
) -> None:
    found = {
        str(r.focus).rpartition("/")[2].rstrip(">")
        for r in report.results
        if r.node_shape == PSH + "SourcesAgreeShape"
    }
    assert found == {"ag-064", "ag-104", "ag-108", "ag-113", "ag-122", "ag-124", "ag-125", "ag-145"}
    described = register.dataset.select(
        "SELECT DISTINCT ?thing WHERE { ?d a perms:Disagreement ; perms:about ?thing }"
    ).column("thing")
    assert found <= {str(thing).rpartition("/")[2].rstrip(">") for thing in described}


def test_results_of_a_principle_carry_its_passage(report: Report) -> None:
    passages = {
        (r.passage or "").rpartition("/")[2]
        for r in report.results
        if r.node_shape == PSH + "SharedValuesShape"
    }
    assert passages == {"principle-d"}


def test_what_is_left_to_do_is_asked_once_for_each_thing(report: Report) -> None:
    asked = Counter(
        r.source_shape.removeprefix(PSH)
        for r in report.results
        if r.node_shape.removeprefix(PSH) in MAKING_AND_FOLLOWING
    )
    # Nobody has published who does what; 25 agreements are known from a page alone; the four
    # contracts are recorded as technical or financial support, and one of them with its amount.
    assert asked == {
        "DefinedRolesShape-owedUnder": 119,
        "NamedInstrumentShape-usesMechanism": 25,
        "ProcurementShape-hasAmount": 3,
        "ProcurementShape-hasPurpose": 4,
    }
