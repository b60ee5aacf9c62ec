"""Our rule that makes partnerships of agreements."""

from __future__ import annotations

import itertools

import pytest

from tools.convert_facts.grouping import Group, Signed, group

SPC, UNEP = frozenset({"spc"}), frozenset({"unep"})
BOTH = SPC | UNEP


@pytest.mark.parametrize(
    ("agreements", "expected"),
    [
        pytest.param(
            [Signed("AG-1", SPC, "framework"), Signed("AG-2", SPC, "framework")],
            [Group(("AG-1", "AG-2"))],
            id="same partners, two frameworks: one partnership",
        ),
        pytest.param(
            [Signed("AG-1", SPC, "framework"), Signed("AG-2", BOTH, "framework")],
            [Group(("AG-1",)), Group(("AG-2",))],
            id="one partner more: another partnership",
        ),
        pytest.param(
            [Signed("AG-1", SPC, "project"), Signed("AG-2", SPC, "project")],
            [Group(("AG-1",)), Group(("AG-2",))],
            id="same partners, two projects: two partnerships",
        ),
        pytest.param(
            [Signed("AG-1", SPC, "project"), Signed("AG-2", UNEP, "funding", "AG-1", "follows")],
            [Group(("AG-1", "AG-2"))],
            id="what follows joins, whatever mechanism and partners",
        ),
        pytest.param(
            [Signed("AG-1", SPC, "framework"), Signed("AG-2", SPC, "framework", "AG-1", "renews")],
            [Group(("AG-1", "AG-2"))],
            id="what renews joins",
        ),
        pytest.param(
            [
                Signed("AG-1", SPC, "framework"),
                Signed("AG-2", BOTH, "framework", "AG-1", "part of or under"),
            ],
            [Group(("AG-1", "AG-2"))],
            id="a framework under a framework joins it",
        ),
        pytest.param(
            [
                Signed("AG-1", SPC, "framework"),
                Signed("AG-2", SPC, "project", "AG-1", "part of or under"),
            ],
            [Group(("AG-1",)), Group(("AG-2",), ("AG-1",))],
            id="a project under a framework stands alone and names it",
        ),
        pytest.param(
            [
                Signed("AG-1", SPC, "project"),
                Signed("AG-2", UNEP, "framework", "AG-1", "part of or under"),
            ],
            [Group(("AG-1",)), Group(("AG-2",), ("AG-1",))],
            id="a memorandum under a project stands alone and names it",
        ),
        pytest.param(
            [Signed("AG-1", frozenset(), "constitutive"), Signed("AG-2", frozenset(), "framework")],
            [Group(("AG-1",)), Group(("AG-2",))],
            id="no known partners are not the same partners",
        ),
    ],
)
def test_agreements_are_grouped_by_the_rule(agreements, expected) -> None:
    assert list(group(agreements)) == expected


def test_the_order_of_the_agreements_does_not_matter() -> None:
    agreements = [
        Signed("AG-1", SPC, "framework"),
        Signed("AG-2", SPC, "framework", "AG-1", "renews"),
        Signed("AG-3", UNEP, "project", "AG-2", "part of or under"),
        Signed("AG-4", UNEP, "project", "AG-3", "follows"),
    ]
    wanted = (Group(("AG-1", "AG-2")), Group(("AG-3", "AG-4"), ("AG-1",)))
    assert {group(order) for order in itertools.permutations(agreements)} == {wanted}


def test_an_unknown_predecessor_is_refused() -> None:
    with pytest.raises(KeyError, match="AG-9"):
        group([Signed("AG-1", SPC, "project", "AG-9", "follows")])


def test_every_agreement_is_in_exactly_one_partnership(shipped) -> None:
    formalised = [
        q.object.value for q in shipped.quads if q.predicate.value.endswith("#formalisedBy")
    ]
    assert len(formalised) == 157
    assert set(formalised) == shipped.things("Agreement")


@pytest.mark.parametrize(
    ("partnership", "agreements"),
    [
        ("p-010", {"ag-010", "ag-011", "ag-018"}),
        ("p-020", {"ag-020", "ag-021", "ag-022", "ag-023"}),
        ("p-050", {"ag-050"}),
        ("p-100", {"ag-100", "ag-101", "ag-102"}),
    ],
)
def test_known_partnerships_have_their_agreements(partnership, agreements, shipped) -> None:
    node = f"https://w3id.org/perms/id/partnership/{partnership}"
    found = {v.rsplit("/", 1)[1] for p, v in shipped.about[node] if p.endswith("#formalisedBy")}
    assert found == agreements


def test_a_project_names_the_partnership_of_its_framework(shipped) -> None:
    node = "https://w3id.org/perms/id/partnership/p-198"
    under = {v.rsplit("/", 1)[1] for p, v in shipped.about[node] if p.endswith("#underFramework")}
    assert under == {"p-050"}


def test_names_of_partnerships_are_told_apart(shipped) -> None:
    names = [
        (q.object.language, q.object.value)
        for q in shipped.quads
        if "/partnership/p-" in q.subject.value and q.predicate.value.endswith("#prefLabel")
    ]
    assert len(names) == len(set(names)) == 2 * 119
