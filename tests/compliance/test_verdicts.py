"""Where partnerships stand: the four states, the boundary days, and what a verdict rests on."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pyoxigraph as ox
import pytest

from perms_graph.catalogue import Catalogue
from perms_graph.compliance import Ledger, State, Verdict, judge
from perms_graph.namespaces import ID, PSH
from perms_graph.register import Register
from tests.compliance.conftest import Build

DAY = dt.date(2026, 6, 30)
PRINCIPLES = [
    "strategicContribution",
    "collaboration",
    "sharedValues",
    "programmeIntegration",
    "mutualBenefit",
    "genderAndInclusion",
]


def name(iri: str) -> str:
    return iri.rpartition("/")[2]


def states(ledger: Ledger, partnership: str) -> dict[str, str]:
    found = ledger.by_partnership[ox.NamedNode(partnership)]
    return {name(v.principle.iri): v.state.value for v in found}


def verdict_on(ledger: Ledger, partnership: str, principle: str) -> Verdict:
    (found,) = [
        v
        for v in ledger.by_partnership[ox.NamedNode(partnership)]
        if name(v.principle.iri) == principle
    ]
    return found


@pytest.fixture(scope="module")
def real(register: Register) -> Ledger:
    return judge(register.dataset, register.catalogue, day=DAY)


@pytest.fixture(scope="module")
def shown(illustrative: Register) -> Ledger:
    return judge(illustrative.dataset, illustrative.catalogue, day=DAY)


def test_on_public_facts_alone_nothing_is_evidenced_and_nothing_is_a_breach(real: Ledger) -> None:
    assert len(real.by_partnership) == 119
    assert Counter(v.state for v in real.verdicts) == {State.NOT_EVIDENCED: 6 * 119}
    assert all(v.findings and v.departure is None for v in real.verdicts)
    assert {f.aspect for v in real.verdicts for f in v.findings} == {"evidence"}


def test_principles_come_as_printed_and_the_one_without_a_letter_last(real: Ledger) -> None:
    assert [name(p.iri) for p in real.principles] == PRINCIPLES
    assert [p.letter for p in real.principles] == ["b", "c", "d", "e", "f", None]
    assert real.principles[2].passage == f"{ID}passage/principle-d"
    assert real.principles[2].quotes == "être fondés sur des valeurs partagées"
    assert real.principles[2].translation == "be founded on shared values"
    assert real.principles[5].translation == (
        "encourage gender and social inclusion in all collaborations."
    )


@pytest.mark.parametrize(
    ("example", "unlike_met"),
    [
        pytest.param("example-1", {}, id="meets all"),
        pytest.param("example-2", {}, id="meets all; its missing holder is another matter"),
        pytest.param(
            "example-3", {"programmeIntegration": "notMet"}, id="a text shows the contrary"
        ),
        pytest.param(
            "example-4",
            {"sharedValues": "departedFrom", "mutualBenefit": "notEvidenced"},
            id="a departure in force answers; no indicator measures the benefit",
        ),
        pytest.param(
            "example-5",
            {"genderAndInclusion": "notMet", "mutualBenefit": "notEvidenced"},
            id="the departure had expired",
        ),
    ],
)
def test_each_example_stands_where_it_should(
    shown: Ledger, example: str, unlike_met: dict[str, str]
) -> None:
    expected = dict.fromkeys(PRINCIPLES, "met") | unlike_met
    assert states(shown, f"{ID}partnership/{example}") == expected


@pytest.mark.parametrize(
    ("example", "principle", "day", "expected"),
    [
        ("example-4", "sharedValues", "2025-04-15", "notMet"),  # the day before the decision
        ("example-4", "sharedValues", "2025-04-16", "departedFrom"),  # the day of the decision
        ("example-4", "sharedValues", "2027-12-31", "departedFrom"),  # its last day
        ("example-4", "sharedValues", "2028-01-01", "notMet"),  # the day after
        ("example-5", "genderAndInclusion", "2024-04-16", "notMet"),
        ("example-5", "genderAndInclusion", "2024-04-17", "departedFrom"),
        ("example-5", "genderAndInclusion", "2025-12-31", "departedFrom"),
        ("example-5", "genderAndInclusion", "2026-01-01", "notMet"),
    ],
)
def test_a_departure_counts_from_its_decision_to_its_last_day(
    illustrative: Register, example: str, principle: str, day: str, expected: str
) -> None:
    ledger = judge(illustrative.dataset, illustrative.catalogue, day=dt.date.fromisoformat(day))
    assert states(ledger, f"{ID}partnership/{example}")[principle] == expected


def test_a_verdict_says_what_it_relies_on(shown: Ledger) -> None:
    verdict = verdict_on(shown, f"{ID}partnership/example-4", "sharedValues")
    assert verdict.evidence == (ox.NamedNode(f"{ID}provision/example-4-shared-values"),)
    assert verdict.documents == (ox.NamedNode(f"{ID}document/example-agreements"),)
    assert verdict.departure is not None
    assert str(verdict.departure.iri) == f"<{ID}departure/example-live>"
    assert (verdict.departure.decided, verdict.departure.expires) == ("2025-04-16", "2027-12-31")
    assert verdict.departure.decided_by == ox.NamedNode(f"{ID}body/example-reference-group")
    assert verdict.departure.reasons["en"].startswith("The partner's law fixes the text")
    assert sorted(verdict.departure.reasons) == ["en", "fr"]
    (finding,) = verdict.findings
    assert (finding.shape, finding.aspect) == (PSH + "SharedValuesShape-upheld", "substance")
    assert finding.value == verdict.evidence[0]
    assert finding.messages["en"].startswith("This provision goes against shared values")
    assert finding.messages["fr"].startswith("Cette disposition s'oppose aux valeurs partagées")


def test_counts_are_of_partnerships_and_hold_every_pair(shown: Ledger) -> None:
    assert len(shown.counts) == 6 * 4
    for principle in shown.principles:
        assert sum(shown.counts[principle.iri, s] for s in State) == 124
    values = f"{ID}principle/sharedValues"
    assert [shown.counts[values, s] for s in State] == [0, 117, 1, 6]


def test_the_stored_questions_agree_with_each_other(illustrative: Register, shown: Ledger) -> None:
    day = DAY.isoformat()
    table = illustrative.ask("verdict_counts_by_principle", {"day": day})
    counted = {
        (r["principle"].value, State(name(r["verdict"].value))): int(r["partnerships"].value)
        for r in table
    }
    assert counted == {k: n for k, n in shown.counts.items() if n}
    for principle in shown.principles:
        for state in State:
            listed = illustrative.ask(
                "partnerships_with_verdict",
                {"principle": principle.iri, "verdict": state.iri, "day": day},
            )
            assert list(listed.column("partnership")) == [
                v.partnership
                for v in shown.verdicts
                if (v.principle, v.state) == (principle, state)
            ]
    for example in ("example-3", "example-4", "p-055"):
        iri = f"{ID}partnership/{example}"
        table = illustrative.ask("verdicts_by_partnership", {"partnership": iri, "day": day})
        assert {name(r["principle"].value): name(r["verdict"].value) for r in table} == states(
            shown, iri
        )


UNJUDGED = {
    "strategicContribution": "perms:serves ex:goal ;",
    "collaboration": "",
    "sharedValues": "",
    "programmeIntegration": "",
    "mutualBenefit": "perms:monitoredBy ex:indicator ;",
    "genderAndInclusion": "",
}
"""Principle → the link that it also asks for."""


@pytest.mark.parametrize("principle", PRINCIPLES)
def test_a_text_that_nobody_has_judged_is_no_evidence(
    built: Build, catalogue: Catalogue, principle: str
) -> None:
    turtle = (
        f"ex:p a perms:Partnership ; {UNJUDGED[principle]} perms:hasProvision ex:v , ex:w . "
        f"ex:v perms:evidenceFor principle:{principle} . "
        f"ex:w perms:evidenceFor principle:{principle} {{judgement}} ."
    )
    partnership = "https://w3id.org/perms/test/p"
    quoted = verdict_on(
        judge(built(turtle.format(judgement="")), catalogue, day=DAY), partnership, principle
    )
    assert quoted.state is State.NOT_EVIDENCED
    assert {(name(f.shape).rpartition("-")[2], f.aspect) for f in quoted.findings} == {
        ("judged", "evidence")
    }
    assert {f.value for f in quoted.findings} == {
        ox.NamedNode(f"https://w3id.org/perms/test/{v}") for v in "vw"
    }
    judged = judge(built(turtle.format(judgement="; perms:upheld true")), catalogue, day=DAY)
    assert verdict_on(judged, partnership, principle).state is State.MET


def test_an_initiative_joined_is_evidence_beside_a_text_that_nobody_has_judged(
    built: Build, catalogue: Catalogue
) -> None:
    ledger = judge(
        built(
            "ex:p a perms:Partnership ; perms:joins ex:i ; perms:hasProvision ex:v . "
            "ex:v perms:evidenceFor principle:collaboration ."
        ),
        catalogue,
        day=DAY,
    )
    assert states(ledger, "https://w3id.org/perms/test/p")["collaboration"] == "met"


BROKEN = """
ex:p a perms:Partnership ; perms:hasProvision ex:v .
ex:v perms:evidenceFor principle:sharedValues ; perms:upheld false .
"""
DEPARTED = BROKEN + ("ex:d perms:ofPartnership ex:p ; perms:departsFrom principle:sharedValues ")


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        pytest.param("ex:p a perms:Partnership .", "notEvidenced", id="nothing recorded"),
        pytest.param(BROKEN, "notMet", id="a text shows the contrary"),
        pytest.param(BROKEN.replace("false", "true"), "met", id="a text shows it"),
        pytest.param(
            BROKEN + "ex:p perms:hasProvision ex:w . ex:w perms:evidenceFor "
            "principle:sharedValues ; perms:upheld true .",
            "notMet",
            id="one text for it does not undo one against",
        ),
        pytest.param(
            DEPARTED + '; perms:decidedOn "2026-06-30"^^xsd:date .',
            "departedFrom",
            id="decided on the day, without an end",
        ),
        pytest.param(DEPARTED + ".", "notMet", id="nobody knows when it was decided"),
        pytest.param(
            BROKEN + "ex:d perms:ofPartnership ex:p ; perms:departsFrom principle:collaboration ; "
            'perms:decidedOn "2020-01-01"^^xsd:date .',
            "notMet",
            id="a departure from another principle",
        ),
        pytest.param(
            "ex:p a perms:Partnership . ex:d perms:ofPartnership ex:p ; perms:departsFrom "
            'principle:sharedValues ; perms:decidedOn "2020-01-01"^^xsd:date .',
            "departedFrom",
            id="a departure needs no provision",
        ),
    ],
)
def test_the_first_rule_that_applies_decides(
    built: Build, catalogue: Catalogue, turtle: str, expected: str
) -> None:
    ledger = judge(built(turtle), catalogue, day=DAY)
    assert states(ledger, "https://w3id.org/perms/test/p")["sharedValues"] == expected


def test_of_two_departures_in_force_the_latest_decided_is_named(
    built: Build, catalogue: Catalogue
) -> None:
    ledger = judge(
        built(
            "ex:p a perms:Partnership . "
            + "".join(
                f"ex:d{year} perms:ofPartnership ex:p ; perms:departsFrom principle:sharedValues ;"
                f' perms:decidedOn "{year}-01-01"^^xsd:date . '
                for year in (2021, 2023, 2022, 2027)
            )
        ),
        catalogue,
        day=DAY,
    )
    departure = verdict_on(ledger, "https://w3id.org/perms/test/p", "sharedValues").departure
    assert departure is not None
    assert (departure.decided, departure.expires) == ("2023-01-01", None)


def test_a_departure_of_what_is_no_partnership_gives_no_verdict(
    built: Build, catalogue: Catalogue
) -> None:
    ledger = judge(
        built(
            "ex:x perms:label2 1 . ex:d perms:ofPartnership ex:x ; perms:departsFrom "
            'principle:sharedValues ; perms:decidedOn "2020-01-01"^^xsd:date .'
        ),
        catalogue,
        day=DAY,
    )
    assert ledger.verdicts == ()
    assert list(ledger.to_quads(ox.NamedNode("https://w3id.org/perms/graph/verdicts"))) == []
