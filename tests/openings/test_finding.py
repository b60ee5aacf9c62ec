"""Who is found for a gap, for which reasons, with how many points."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from perms_graph.openings import Closeness, Fit, Kind
from perms_graph.translation import translate

from .conftest import Find, candidate, iri


def told(find: Find, name: str, **gap: object) -> dict[Kind, Decimal]:
    return {r.kind: r.points for r in candidate(find(**gap), name).reasons}


def test_points_of_reasons_are_added_and_the_most_come_first(find: Find) -> None:
    found = find()
    # Of the fund's three partnerships two serve water: 2/3 of a point. Of the charity's two one.
    assert [(c.partner.rpartition("/")[2], c.points) for c in found.candidates] == [
        ("birch", Decimal("7.00")),
        ("alder", Decimal("5.67")),
        ("cedar", Decimal("0.67")),
    ]
    assert told(find, "birch") == {
        Kind.HAS_WORKED: Decimal("2.0"),
        Kind.LAPSED: Decimal("1.0"),
        Kind.OFFERS_WORK: Decimal("2.0"),
        Kind.SHARES_INITIATIVE: Decimal("1.0"),
        Kind.BESIDE: Decimal("0.5"),
        Kind.TYPE_ON_OBJECTIVE: Decimal("0.50"),
    }


def test_ties_are_broken_by_name(find: Find) -> None:
    more = (
        'p:aa a perms:Partner ; perms:worksOn g:water ; skos:prefLabel "Zelkova"@en .\n'
        'p:zz a perms:Partner ; perms:worksOn g:water ; skos:prefLabel "acacia"@en .\n'
    )
    found = find(more=more)
    equal = [c.partner for c in found.candidates if c.points == 2]
    assert equal == [iri("partner/zz"), iri("partner/aa")]


def test_what_is_not_known_to_be_in_force_is_told_apart(find: Find) -> None:
    (reason,) = [r for r in candidate(find(), "alder").reasons if r.kind is Kind.AT_WORK]
    assert translate(reason.message, "en") == (
        "Already has agreements on this objective. In force: 1; not known: 1."
    )
    assert [(w.thing, w.in_force) for w in reason.witnesses] == [
        (iri("agreement/1"), "yes"),
        (iri("agreement/2"), "not known"),
    ]
    assert reason.points == Decimal("4.0")


def test_a_reason_gives_no_more_than_its_limit(find: Find) -> None:
    more = "".join(
        f"a:x{n} a perms:Agreement ; perms:hasPartner p:alder ; perms:serves g:water . "
        f"s:x{n} a perms:Partnership ; perms:formalisedBy a:x{n} .\n"
        for n in range(7)
    )
    assert told(find, "alder", more=more)[Kind.AT_WORK] == Decimal("8.0")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2019-12-31", False, id="on its last day it has not lapsed"),
        pytest.param("2020-01-01", True, id="the day after it has"),
    ],
)
def test_an_agreement_lapses_the_day_after_its_end(find: Find, day: str, expected: bool) -> None:
    reasons = told(find, "birch", day=dt.date.fromisoformat(day))
    assert (Kind.LAPSED in reasons) is expected
    assert (Kind.AT_WORK in reasons) is not expected


def test_an_agreement_with_a_successor_has_not_lapsed(find: Find) -> None:
    more = "a:next perms:renews a:3 ."
    reasons = told(find, "birch", more=more)
    assert Kind.LAPSED not in reasons
    assert reasons[Kind.HAS_WORKED] == Decimal("2.0")


def test_a_successor_that_begins_later_does_not_count_yet(find: Find) -> None:
    more = 'a:next perms:renews a:3 ; perms:earliestStart "2031-01-01"^^xsd:date .'
    assert Kind.LAPSED in told(find, "birch", more=more)


def test_what_has_not_begun_counts_for_nothing(find: Find) -> None:
    assert iri("partner/elm") not in {c.partner for c in find().candidates}
    later = find(day=dt.date(2030, 1, 1))
    assert [r.kind for r in candidate(later, "elm").reasons] == [Kind.AT_WORK]


def test_the_gap_of_a_member_tells_here_from_elsewhere(find: Find) -> None:
    tonga = told(find, "alder", member="tonga")
    assert (tonga[Kind.AT_WORK_HERE], tonga[Kind.AT_WORK]) == (Decimal("4.0"), Decimal("2.0"))
    fiji = told(find, "alder", member="fiji")
    assert fiji[Kind.AT_WORK] == Decimal("4.0")
    assert fiji[Kind.WORKS_WITH_MEMBER] == Decimal("2.0")
    assert Kind.AT_WORK_HERE not in fiji


def test_the_government_of_a_member_is_a_candidate_for_its_gaps(find: Find) -> None:
    assert told(find, "dogwood", member="fiji") == {Kind.ORGAN_OF_MEMBER: Decimal("4.0")}
    assert iri("partner/dogwood") not in {c.partner for c in find(member="tonga").candidates}


def test_a_kind_of_support_adds_who_gives_it(find: Find) -> None:
    reasons = told(find, "alder", purpose="money")
    assert reasons[Kind.GIVES_SUPPORT] == Decimal("0.5")
    # One of the fund's three partnerships brings money: a third of two points.
    assert reasons[Kind.TYPE_GIVES_SUPPORT] == Decimal("0.67")


def test_who_is_at_work_on_exactly_this_gap_is_marked(find: Find) -> None:
    def at_work(**gap: object) -> str | None:
        return candidate(find(**gap), "alder").at_work

    assert at_work() == "yes"
    assert at_work(member="tonga") == "yes"
    assert at_work(member="fiji") is None
    assert at_work(purpose="values") == "not known"
    assert at_work(member="tonga", purpose="values") is None


def test_a_mechanism_fits_if_the_candidate_or_its_type_has_used_it(find: Find) -> None:
    found = find()
    grant, mou = iri("mechanism/grant"), iri("mechanism/mou")
    assert candidate(found, "alder").mechanisms == (Fit(mou, 2, False), Fit(grant, 1, False))
    assert candidate(found, "cedar").mechanisms == (Fit(mou, 2, True), Fit(grant, 1, True))
    assert found.terms[grant].definition == {"en": "Money", "fr": "Argent"}
    assert found.terms[grant].legal_nature == {"en": "binding"}


def test_with_a_kind_of_support_only_mechanisms_that_carried_it_fit(find: Find) -> None:
    found = find(purpose="money")
    assert candidate(found, "alder").mechanisms == (Fit(iri("mechanism/grant"), 1, False),)


def test_where_no_agreement_serves_the_objective_the_nearest_stands_in(find: Find) -> None:
    found = find("objective/wells")
    assert found.anchor == iri("goal/water")
    assert [(n.objective, n.closeness) for n in found.near] == [
        (iri("objective/wells"), Closeness.SAME),
        (iri("goal/water"), Closeness.WHOLE),
    ]
    reasons = {r.kind: r.points for r in candidate(found, "alder").reasons}
    assert reasons[Kind.AT_WORK_NEAR] == Decimal("3.0")
    assert candidate(found, "alder").at_work is None


def test_an_agreement_on_the_objective_is_not_counted_again_for_its_goal(find: Find) -> None:
    more = "a:1 perms:serves o:wells ."
    found = find("objective/wells", more=more)
    reasons = {r.kind: [w.thing for w in r.witnesses] for r in candidate(found, "alder").reasons}
    assert found.anchor == iri("objective/wells")
    assert reasons[Kind.AT_WORK] == [iri("agreement/1")]
    assert reasons[Kind.AT_WORK_NEAR] == [iri("agreement/2")]


def test_what_is_under_way_is_to_be_joined_surest_first(find: Find) -> None:
    overlaps = find().overlaps
    assert [(o.thing.rpartition("/")[2], o.initiative, o.in_force) for o in overlaps] == [
        ("rivers", True, None),
        ("1", False, "yes"),
        ("2", False, "not known"),
    ]
    assert overlaps[0].agreements == (iri("partnership/4"),)
    assert overlaps[1].members == (iri("member/tonga"),)


def test_for_a_member_what_names_only_others_is_no_overlap(find: Find) -> None:
    things = [o.thing.rpartition("/")[2] for o in find(member="fiji").overlaps]
    assert things == ["rivers", "2"]


def test_of_an_unknown_objective_nothing_is_found(find: Find) -> None:
    found = find("goal/nowhere")
    assert (found.candidates, found.overlaps) == ((), ())
