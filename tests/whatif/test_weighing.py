"""What a proposal would change is what the register would say with it, and nothing is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from perms_graph.catalogue import Catalogue
from perms_graph.compliance import State, judge
from perms_graph.coverage import Tally, cover
from perms_graph.gaps import day_term, find_gaps
from perms_graph.namespaces import ID, PERMS
from perms_graph.register import build_into, inputs
from perms_graph.resources import Resources
from perms_graph.store import Dataset
from perms_graph.trial import Change, Setting
from perms_graph.whatif import Consequences, Duty, weigh
from perms_graph.whatif.reads import names_in, reaches

from .conftest import DAY, PROPOSAL, turtle


@pytest.fixture(scope="module")
def found(setting: Setting, catalogue: Catalogue, proposal: Change) -> Consequences:
    return weigh(setting, catalogue, proposal, day=DAY)


@pytest.fixture(scope="module")
def built(resources: Resources) -> Dataset:
    """The register built with the proposal in it, the long way."""
    dataset = Dataset.memory()
    build_into(dataset, inputs(resources, extra=[PROPOSAL]))
    return dataset


def test_nothing_is_kept(setting: Setting, catalogue: Catalogue, proposal: Change) -> None:
    before = Counter(setting.dataset.store)
    weigh(setting, catalogue, proposal, day=DAY)
    assert Counter(setting.dataset.store) == before


def test_verdicts_after_are_those_of_a_register_built_with_it(
    found: Consequences, built: Dataset, setting: Setting, catalogue: Catalogue
) -> None:
    def verdicts(dataset: Dataset) -> dict[tuple[str, str], State]:
        ledger = judge(dataset, catalogue, day=DAY)
        return {(v.partnership.value, v.principle.iri): v.state for v in ledger.verdicts}

    before, after = verdicts(setting.dataset), verdicts(built)
    expected = {
        (*key, before.get(key), after.get(key))
        for key in {*before, *after}
        if before.get(key) != after.get(key)
    }
    assert {(v.partnership, v.principle, v.before, v.after) for v in found.verdicts} == expected
    assert len(expected) == 6


def counts(dataset: Dataset, catalogue: Catalogue) -> dict[tuple[str, str], Tally]:
    cells = cover(dataset, catalogue, day=DAY).cells.items()
    return {at: replace(cell.partnerships, listed={}) for at, cell in cells}


def test_cells_after_are_those_of_a_register_built_with_it(
    found: Consequences, built: Dataset, setting: Setting, catalogue: Catalogue
) -> None:
    before = counts(setting.dataset, catalogue)
    after = counts(built, catalogue)
    changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    assert {(c.goal, c.purpose) for c in found.cells} == changed
    for cell in found.cells:
        assert cell.after == after[cell.goal, cell.purpose]
        assert cell.before == before[cell.goal, cell.purpose]


def test_gaps_after_are_those_of_a_register_built_with_it(
    found: Consequences, built: Dataset, setting: Setting, catalogue: Catalogue
) -> None:
    before = {g.question.name: g.table for g in find_gaps(setting.dataset, catalogue, day=DAY)}
    told = {g.question.name: g for g in found.gaps}
    for gap in find_gaps(built, catalogue, day=DAY):
        name = gap.question.name
        was, now = Counter(before[name].rows), Counter(gap.table.rows)
        if was == now:
            assert name not in told
            continue
        assert len(told[name].closed) == (was - now).total()
        assert len(told[name].opened) == (now - was).total()
        assert told[name].after == len(gap.table)
    assert ID + "member/guam" in {
        row["member"].value for row in told["members_without_partnership"].closed
    }


def test_a_partner_gains_its_share_of_an_objective(found: Consequences) -> None:
    (mine,) = (s for s in found.shares if s.partner == ID + "partner/spc")
    assert mine.goal == ID + "goal/rg3"
    assert mine.after[1] == mine.before[1] + 1
    assert mine.after[0] == mine.before[0] + 1


def test_the_load_of_the_holder_and_the_new_due_dates_are_told(found: Consequences) -> None:
    (load,) = found.loads
    assert (load.before, load.after) == ((), (ID + "partnership/proposal",))
    assert found.duties == (
        Duty("2027-06-30", "undertaking", ID + "undertaking/proposal"),
        Duty("2029-12-31", "end of agreement", ID + "agreement/proposal"),
    )
    assert found.dropped == ()


def test_work_under_way_is_told_and_the_proposal_is_not_its_own_overlap(
    found: Consequences,
) -> None:
    overlaps = found.overlaps[ID + "goal/rg3"]
    assert overlaps
    assert ID + "partnership/proposal" not in {o.thing for o in overlaps}


def test_an_empty_proposal_changes_nothing(setting: Setting, catalogue: Catalogue) -> None:
    found = weigh(setting, catalogue, Change(), day=DAY)
    assert (found.things, found.added, found.verdicts, found.cells, found.gaps) == ((),) * 5
    assert (found.shares, found.loads, found.duties, found.overlaps) == ((), (), (), {})


def test_a_cell_with_nothing_alive_is_filled(setting: Setting, catalogue: Catalogue) -> None:
    matrix = cover(setting.dataset, catalogue, rows="goal", day=DAY)
    goal, purpose = next(
        (g.iri, p.iri)
        for g in matrix.rows
        for p in matrix.columns
        if matrix.at(g.iri, p.iri) is None
    )
    text = f"""
        <{ID}partnership/x> a perms:Partnership ; perms:formalisedBy <{ID}agreement/x> .
        <{ID}agreement/x> a perms:Agreement ; perms:serves <{goal}> ; perms:hasPurpose <{purpose}> ;
            perms:startsOn "2027-01-01"^^xsd:date ; perms:endsOn "2028-01-01"^^xsd:date .
    """
    change = Change(turtle(text))
    found = weigh(setting, catalogue, change, day=DAY)
    filled = {(c.goal, c.purpose) for c in found.cells if c.filled}
    assert (goal, purpose) in filled
    assert not any(c.emptied for c in found.cells)


def test_taking_an_agreement_away_empties_and_drops(
    setting: Setting, catalogue: Catalogue, proposal: Change
) -> None:
    there = weigh(setting, catalogue, proposal, day=DAY)
    assert there.duties
    ended = setting.dataset.select(
        "SELECT ?a ?end { ?a a perms:Agreement ; perms:endsOn ?written ; perms:earliestEnd ?end "
        "FILTER (?end >= ?day) } ORDER BY ?a LIMIT 1",
        {"day": day_term(DAY)},
    )
    (row,) = ended
    triples = [
        q.triple
        for q in setting.dataset.store.quads_for_pattern(row["a"], None, None, None)
        if str(q.graph_name).startswith("<https://w3id.org/perms/graph/source")
    ]
    found = weigh(setting, catalogue, Change(removed=tuple(triples)), day=DAY)
    assert Duty(row["end"].value, "end of agreement", row["a"].value) in found.dropped


def test_a_proposal_that_breaks_a_commitment_is_not_valid(
    setting: Setting, catalogue: Catalogue
) -> None:
    dates = 'perms:startsOn "2028-01-01"^^xsd:date ; perms:endsOn "2027-01-01"^^xsd:date'
    text = f"<{ID}agreement/x> a perms:Agreement ; {dates} ."
    found = weigh(setting, catalogue, Change(turtle(text)), day=DAY)
    assert not found.valid
    assert found.added[0].severity.endswith("#Violation")


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("<urn:x> perms:serves <urn:y> .", "objectives_by_purpose", True),
        ("<urn:x> perms:monitoredBy <urn:y> .", "objectives_by_purpose", False),
        ("<urn:x> a perms:Undertaking .", "duties_ahead", True),
        ("<urn:x> a perms:Member .", "duties_ahead", False),
        ("<urn:x> perms:monitoredBy <urn:y> .", "partnerships_without_indicator", True),
    ],
)
def test_a_question_is_reached_by_what_it_reads(
    catalogue: Catalogue, text: str, name: str, expected: bool
) -> None:
    assert reaches(turtle(text), catalogue.find(name)) is expected


def test_no_question_that_is_asked_has_a_property_in_a_variable(catalogue: Catalogue) -> None:
    names = [q.name for q in catalogue.family("gaps")] + ["objectives_by_purpose", "duties_ahead"]
    for name in names:
        question = catalogue.find(name)
        assert any(iri.startswith(PERMS) for iri in names_in(question)), name


def test_the_example_says_that_it_is_invented() -> None:
    assert PROPOSAL.read_text(encoding="utf-8").count("perms:illustrative true") == 4
