"""The 17 disagreements: both positions, and both values where the model has a place for them."""

from __future__ import annotations

import pytest

from tools.convert_facts.disagreements import ABOUT, rows

ID = "https://w3id.org/perms/id/"
PERMS = "https://w3id.org/perms/def#"


def test_section_7_has_17_rows_and_each_says_what_it_is_about(shipped) -> None:
    topics = [topic for topic, _, _ in rows(shipped.facts.texts["register"])]
    assert len(topics) == 17
    assert set(topics) == set(ABOUT)


def test_each_disagreement_has_both_positions_in_its_words(shipped) -> None:
    for topic, one, other in rows(shipped.facts.texts["register"]):
        (node,) = (
            d for d in shipped.things("Disagreement") if topic in shipped.values(d)
        )  # fmt: skip
        positions = {v for p, v in shipped.about[node] if p == PERMS + "hasPosition"}
        said = {v for d in positions for p, v in shipped.about[d] if p.endswith("description")}
        assert said == {one, other}
        assert {v for p, v in shipped.about[node] if p == PERMS + "about"}


@pytest.mark.parametrize(
    ("subject", "predicate", "values"),
    [
        ("agreement/ag-104", "endsOn", {"2025", "2026", "2027"}),
        ("agreement/ag-064", "startsOn", {"2014", "2015"}),
        ("agreement/ag-125", "endsOn", {"2023", "2025"}),
        ("agreement/ag-145", "signedOn", {"2018-09", "2018-09-05", "2018-09-06"}),
        ("contribution/c-042", "endsOn", {"2016", "2017"}),
    ],
)
def test_values_that_disagree_stand_side_by_side(subject, predicate, values, shipped) -> None:
    assert {v for p, v in shipped.about[ID + subject] if p == PERMS + predicate} == values
    graphs = [shipped.where(subject, predicate, v) for v in values]
    assert all(graphs)
    assert len(set.union(*graphs)) > 1


@pytest.mark.parametrize(
    ("agreement", "sums"),
    [
        ("ag-108", {("39000000", "AUD"), ("40000000", "AUD")}),
        ("ag-113", {("20600000", "NZD"), ("20000000", "NZD")}),
        ("ag-122", {("4950000", "EUR"), ("5000000", "EUR")}),
        ("ag-124", {("30920000", "EUR"), ("35000000", "EUR")}),
    ],
)
def test_sums_that_disagree_are_amounts_of_their_own(agreement, sums, shipped) -> None:
    said = shipped.about[f"{ID}agreement/{agreement}"]
    amounts = [dict(shipped.about[v]) for p, v in said if p == PERMS + "hasAmount"]
    assert {(a[PERMS + "value"], a[PERMS + "currency"]) for a in amounts} == sums
