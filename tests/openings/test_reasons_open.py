"""Every reason opens: its facts recompute to its points, and each fact to who states it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from perms_graph.compliance import State, judge
from perms_graph.description import INFERRED
from perms_graph.namespaces import ID, PERMS
from perms_graph.openings import (
    Kind,
    Openings,
    Reason,
    find_openings,
    open_witnesses,
    read_points,
)
from perms_graph.register import Register

from .conftest import DAY, candidate

GAPS = [
    pytest.param("goal/rg3", None, None, id="a goal"),
    pytest.param("goal/rg1", "member/fiji", "purpose/financialSupport", id="Member and support"),
    pytest.param("objective/og4-4-1", None, None, id="an objective"),
    pytest.param("focus-area/fa-r2", "member/tuvalu", None, id="a focus area"),
    pytest.param("framework-goal/cp2025-sg3", None, "purpose/sharedValues", id="a framework"),
]


def openings(
    register: Register, objective: str, member: str | None = None, purpose: str | None = None
) -> Openings:
    return find_openings(
        register.dataset,
        register.catalogue,
        objective=ID + objective,
        member=ID + member if member else None,
        purpose=ID + purpose if purpose else None,
        day=DAY,
    )


def share(register: Register, reason: Reason) -> tuple[int, int]:
    table = register.ask_terms(reason.behind.question, reason.behind.values)
    part = {r["partnership"].value for r in table if r["counts"].value == "true"}
    return len(part), len({r["partnership"].value for r in table})


@pytest.mark.parametrize(("objective", "member", "purpose"), GAPS)
def test_facts_recompute_to_the_points_of_every_reason(
    register: Register, objective: str, member: str | None, purpose: str | None
) -> None:
    points = read_points(register.dataset, register.catalogue)
    found = openings(register, objective, member, purpose)
    assert len(found.candidates) > 50
    shares: dict[tuple[Kind, str | None], tuple[int, int]] = {}
    for one in found.candidates:
        assert one.points == sum(r.points for r in one.reasons)
        for reason in one.reasons:
            if reason.kind.is_share:
                key = reason.kind, one.partner_type
                if key not in shares:
                    shares[key] = share(register, reason)
                part, whole = shares[key]
                assert (reason.message.values["part"], reason.message.values["whole"]) == (
                    part,
                    whole,
                )
                assert reason.points == points[reason.kind].of_share(part, whole)
            else:
                things = {w.thing for w in reason.witnesses}
                assert reason.points == points[reason.kind].of_facts(len(things))


@pytest.mark.parametrize(("objective", "member", "purpose"), GAPS)
def test_every_fact_is_in_the_register_and_says_who_states_it(
    register: Register, objective: str, member: str | None, purpose: str | None
) -> None:
    found = openings(register, objective, member, purpose)
    for one in found.candidates[:5]:
        for reason in one.reasons:
            stated = open_witnesses(register.dataset, reason.witnesses)
            said = {(s.triple.subject, s.triple.object) for s in stated}
            asked = {(t.subject, t.object) for w in reason.witnesses for t in w.triples}
            assert said == asked
            for statement in stated:
                assert statement.sources
                for source in statement.sources:
                    assert source.graph in INFERRED or source.document or source.confidence


def test_a_fact_opens_to_the_narrower_statement_of_its_document(register: Register) -> None:
    afd = candidate(openings(register, "goal/rg3", "member/fiji"), "fr-afd")
    (reason,) = [r for r in afd.reasons if r.kind is Kind.AT_WORK_HERE]
    stated = open_witnesses(register.dataset, reason.witnesses)
    assert [s.triple.predicate.value for s in stated] == [
        PERMS + "hasPartner",
        PERMS + "servesGoal",
        PERMS + "benefits",
    ]
    assert {g.url for s in stated for g in s.sources} == {
        "https://www.sprep.org/news/pacific-officials-to-review-five-years-of-progress-under-the-"
        "sustainable-waste-actions-in-the-pacific-project-and-set-vision-for-phase-ii"
    }


def test_cautions_are_the_verdicts_of_the_ledger(illustrative: Register) -> None:
    ledger = judge(illustrative.dataset, illustrative.catalogue, day=DAY)
    verdicts = {
        (v.partnership.value, v.principle.iri): v.state
        for v in ledger.verdicts
        if v.state in {State.NOT_MET, State.DEPARTED_FROM}
    }
    found = {
        (x.partnership, x.principle): x.state
        for goal in ("rg1", "rg2", "rg3", "rg4")
        for c in openings(illustrative, f"goal/{goal}").candidates
        for x in c.cautions
    }
    assert found
    assert {State.NOT_MET, State.DEPARTED_FROM} == set(found.values())
    assert found.items() <= verdicts.items()
    # What is missing is only what has surely ended.
    running = {
        row["partnership"].value
        for row in illustrative.ask("partnerships_by_state", {"day": DAY.isoformat()})
        if row["in_force"].value != "no"
    }
    assert {key for key in verdicts if key[0] in running} == set(found)


def reason_of(register: Register, goal: str, partner: str, kind: Kind) -> Reason:
    found = candidate(openings(register, goal), partner)
    (reason,) = [r for r in found.reasons if r.kind is kind]
    return reason


def test_a_capability_without_agreement_is_a_reason_where_it_is_recorded(
    illustrative: Register,
) -> None:
    reason = reason_of(illustrative, "goal/rg4", "example-d", Kind.OFFERS_WORK)
    assert [w.thing for w in reason.witnesses] == [ID + "capability/example-law-drafting"]
    stated = open_witnesses(illustrative.dataset, reason.witnesses)
    assert [s.triple.predicate.value.removeprefix(PERMS) for s in stated] == [
        "offers",
        "capabilityFor",
    ]
    overlaps = openings(illustrative, "goal/rg2").overlaps
    assert ID + "initiative/example-reef-watch" in {o.thing for o in overlaps}


def test_a_shared_framework_opens_to_both_its_ends(register: Register) -> None:
    reason = reason_of(register, "goal/og1", "griffith", Kind.SHARES_INITIATIVE)
    said = {
        " ".join(t.value.rpartition("/")[2].rpartition("#")[2] for t in triple)  # type: ignore[union-attr]
        for w in reason.witnesses
        for triple in w.triples
    }
    assert said == {
        "p-050 between griffith",
        "p-198 underFramework p-050",
        "p-198 serves og1",
    }


def test_points_are_never_negative_and_no_partner_comes_twice(register: Register) -> None:
    found = openings(register, "goal/rg2")
    partners = [c.partner for c in found.candidates]
    assert len(partners) == len(set(partners))
    assert all(r.points >= Decimal(0) for c in found.candidates for r in c.reasons)


def test_on_a_day_before_all_agreements_only_the_undated_speak(register: Register) -> None:
    found = find_openings(
        register.dataset,
        register.catalogue,
        objective=ID + "goal/rg3",
        day=dt.date(1950, 1, 1),
    )
    states = {
        w.in_force
        for c in found.candidates
        for r in c.reasons
        if r.kind is Kind.AT_WORK
        for w in r.witnesses
    }
    assert states == {"not known"}
