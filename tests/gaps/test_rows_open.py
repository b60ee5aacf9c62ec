"""Every number of the gaps and of the score opens: its statements alone count to it again."""

from __future__ import annotations

import datetime as dt

import pyoxigraph as ox
import pytest

from perms_graph.catalogue import Catalogue
from perms_graph.description import INFERRED
from perms_graph.gaps import Gap, Part, find_gaps, later, rows_behind, score
from perms_graph.gaps.opening import open_gap, open_part, open_rows
from perms_graph.namespaces import ID, PERMS
from perms_graph.register import Register
from perms_graph.store import Dataset

from .conftest import DAY
from .recounting import Facts, count_part, of_stated, recount, weight_of

UNTIL = later(DAY, 12)


@pytest.fixture(scope="module")
def stated(small: Dataset) -> Dataset:
    """The small register with somebody who states it."""
    found = Dataset.memory()
    source = ox.NamedNode(PERMS + "source")
    for quad in small.store:
        found.add([quad, ox.Quad(*quad.triple, source)])
    return found


@pytest.fixture(scope="module")
def both(
    stated: Dataset, catalogue: Catalogue, illustrative: Register
) -> tuple[tuple[Dataset, Catalogue], ...]:
    return (stated, catalogue), (illustrative.dataset, illustrative.catalogue)


def gap_of(dataset: Dataset, catalogue: Catalogue, name: str, day: dt.date = DAY) -> Gap:
    (found,) = find_gaps(dataset, catalogue, day=day, names={name})
    return found


def test_rows_of_gaps_count_again_from_their_statements(
    both: tuple[tuple[Dataset, Catalogue], ...],
) -> None:
    counted = []
    for dataset, catalogue in both:
        rows = 0
        for gap in find_gaps(dataset, catalogue, day=DAY):
            for row, found in zip(gap.table, open_gap(dataset, catalogue, gap), strict=True):
                told = {column: term.value for column, term in row.items()}
                rows += recount(gap.question.name, told, Facts(of_stated(found), DAY))
        counted.append(rows)
    assert counted == [8, 29]


@pytest.mark.parametrize("by", ["objective", "member_objective"])
def test_parts_weights_and_totals_of_scores_count_again_from_their_statements(
    both: tuple[tuple[Dataset, Catalogue], ...], by: str
) -> None:
    for dataset, catalogue in both:
        scores = score(
            dataset,
            catalogue,
            day=DAY,
            by="objective" if by == "objective" else "member_objective",
        )
        seen = set()
        for s in [s for s in scores.rows if s.parts]:
            total = 0
            for part, evidence in s.evidence.items():
                facts = Facts(of_stated(open_part(dataset, part, evidence)), DAY)
                things = {row[evidence.column].value for row in evidence.rows if evidence.column}
                counted = count_part(part.value, s.objective, s.member, things, facts, UNTIL)
                assert counted == s.parts[part], (s.objective, s.member, part)
                total += weight_of(part.value, facts) * counted
                seen.add(part)
            assert total == s.total
        assert len(seen) >= 5


def test_a_part_opens_to_all_that_its_gap_opens_to(illustrative: Register) -> None:
    dataset, catalogue = illustrative.dataset, illustrative.catalogue
    scores = score(dataset, catalogue, day=DAY)
    gap = gap_of(dataset, catalogue, "goals_with_money_from_one_source")
    opened = dict(
        zip((r["goal"].value for r in gap.table), open_gap(dataset, catalogue, gap), strict=True)
    )
    found = 0
    for s in scores.rows:
        if Part.ONE_SOURCE in s.evidence:
            mine = open_part(dataset, Part.ONE_SOURCE, s.evidence[Part.ONE_SOURCE])
            assert set(of_stated(opened[s.objective])) <= set(of_stated(mine))
            documents = {g.url for x in mine for g in x.sources if g.url}
            assert {g.url for x in opened[s.objective] for g in x.sources if g.url} <= documents
            found += 1
    assert found > 0


def test_an_end_opens_to_the_day_that_is_printed_and_to_its_document(register: Register) -> None:
    dataset, catalogue = register.dataset, register.catalogue
    gap = gap_of(dataset, catalogue, "agreements_ended_without_successor")
    assert len(gap.table) == 22
    for row, found in zip(gap.table, open_gap(dataset, catalogue, gap), strict=True):
        mine = {
            s.triple.predicate.value.removeprefix(PERMS): s
            for s in found
            if s.triple.subject == row["agreement"]
        }
        assert mine["latestEnd"].sources[0].graph in INFERRED
        printed = [mine[n] for n in ("endsOn", "statedStatus", "startsOn", "signedOn") if n in mine]
        assert any(source.url for s in printed for source in s.sources), row["agreement"]
    ends = [s for found in open_gap(dataset, catalogue, gap) for s in found]
    named = {s.triple.predicate.value.removeprefix(PERMS) for s in ends}
    assert {"endsOn", "latestEnd", "earliestEnd"} <= named


def test_what_decides_about_an_undertaking_and_a_departure_is_given(
    stated: Dataset, catalogue: Catalogue
) -> None:
    late = gap_of(stated, catalogue, "undertakings_overdue")
    found = of_stated(s for row in open_gap(stated, catalogue, late) for s in row)
    assert (ID + "undertaking/4", PERMS + "doneOn", "2026-07-01") in found
    ending = gap_of(stated, catalogue, "departures_expiring")
    found = of_stated(s for row in open_gap(stated, catalogue, ending) for s in row)
    assert (ID + "departure/1", PERMS + "decidedOn", "2026-06-30") in found


def test_a_thing_that_nothing_is_tied_to_says_what_it_is(stated: Dataset) -> None:
    goal = ox.NamedNode(ID + "goal/air")
    (found,) = open_rows(stated, [{"goal": goal}])
    assert found.triple.object == ox.NamedNode(PERMS + "Goal")
    assert open_rows(stated, [{"goal": ox.NamedNode(ID + "goal/nowhere")}]) == ()


def test_what_is_served_below_a_goal_comes_with_the_steps_up_to_it() -> None:
    text = """
        @prefix perms: <https://w3id.org/perms/def#> . @prefix : <https://w3id.org/perms/id/> .
        :a perms:serves :below , :goal . :below perms:partOfGoal :goal .
    """
    dataset = Dataset.memory()
    source, inferred = ox.NamedNode(PERMS + "source"), ox.NamedNode(sorted(INFERRED)[0])
    for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
        chained = quad.object == ox.NamedNode(ID + "goal") and "serves" in str(quad.predicate)
        dataset.add([quad, ox.Quad(*quad.triple, inferred if chained else source)])
    row = {"goal": ox.NamedNode(ID + "goal"), "agreement": ox.NamedNode(ID + "a")}
    assert of_stated(open_rows(dataset, [row])) == {
        (ID + "a", PERMS + "serves", ID + "goal"),
        (ID + "a", PERMS + "serves", ID + "below"),
        (ID + "below", PERMS + "partOfGoal", ID + "goal"),
    }


def test_a_tie_is_not_said_again_backwards_nor_for_the_partnership() -> None:
    text = """
        @prefix perms: <https://w3id.org/perms/def#> . @prefix : <https://w3id.org/perms/id/> .
        :p perms:formalisedBy :a . :a perms:benefits :m .
        :p perms:benefits :m . :m perms:benefitsFrom :a , :p . :a perms:formalises :p .
    """
    dataset = Dataset.memory()
    source, inferred = ox.NamedNode(PERMS + "source"), ox.NamedNode(sorted(INFERRED)[0])
    printed = {(ID + "p", PERMS + "formalisedBy"), (ID + "a", PERMS + "benefits")}
    for quad in ox.parse(text, format=ox.RdfFormat.TURTLE):
        by = source if (quad.subject.value, quad.predicate.value) in printed else inferred
        dataset.add([quad, ox.Quad(*quad.triple, by)])
    row = {name: ox.NamedNode(ID + name) for name in ("p", "a", "m")}
    assert of_stated(open_rows(dataset, [row])) == {
        (ID + "p", PERMS + "formalisedBy", ID + "a"),
        (ID + "a", PERMS + "benefits", ID + "m"),
    }


def test_rows_behind_a_row_are_those_of_its_own_goal_and_currency(
    small: Dataset, catalogue: Catalogue
) -> None:
    gap = gap_of(small, catalogue, "goals_with_money_from_one_source")
    behind = rows_behind(small, catalogue, gap)
    assert len(behind) == len(gap.table) == 2
    for row, found in zip(gap.table, behind, strict=True):
        assert {(f["goal"], f["currency"]) for f in found} == {(row["goal"], row["currency"])}
    soil = next(f for r, f in zip(gap.table, behind, strict=True) if "soil" in str(r["goal"]))
    assert sorted(row["value"].value for row in soil) == ["30", "70"]


def test_a_gap_whose_rows_say_all_has_nothing_behind_them(
    small: Dataset, catalogue: Catalogue
) -> None:
    gap = gap_of(small, catalogue, "undertakings_overdue")
    assert rows_behind(small, catalogue, gap) == ((),) * len(gap.table)
    nothing = gap_of(small, catalogue, "departures_expiring", dt.date(1990, 1, 1))
    assert rows_behind(small, catalogue, nothing) == ()
