"""Every number of a matrix opens: from its statements alone it can be counted again."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

import pyoxigraph as ox
import pytest

from perms_graph.catalogue import Catalogue
from perms_graph.coverage import NO, NOT_KNOWN, YES, Cell, Matrix, cover, open_cell
from perms_graph.description import INFERRED
from perms_graph.namespaces import ID, PERMS, SKOS
from perms_graph.openings import Stated
from perms_graph.register import Register
from perms_graph.store import Dataset

from .conftest import DAY, iri

# What sources state is narrower than what the question asks for.
SERVES = ("serves", "servesGoal", "servesObjective")
TIES = {
    "objective": SERVES,
    "purpose": ("hasPurpose",),
    "member": ("benefits",),
    "mechanism": ("usesMechanism",),
    "partner-type": ("hasPartner",),
}
UP = {PERMS + n for n in ("partOfGoal", "focusOf", "goalOf", "partnerType")} | {
    SKOS + "broader",
    "http://purl.org/dc/terms/isPartOf",
}
RANK = {NO: 0, NOT_KNOWN: 1, YES: 2}

MATRICES = [
    pytest.param("objective", "purpose", "2026-06-30", id="objectives by kind of support"),
    pytest.param("goal", "member", "2019-03-01", id="goals by Member, in 2019"),
    pytest.param("partner-type", "goal", "2024-12-31", id="types of partner by goal"),
    pytest.param("member", None, "2026-06-30", id="Members alone"),
    pytest.param("mechanism", "purpose", "2022-07-01", id="mechanisms by kind of support"),
]


class Facts:
    """Triples behind a cell, and what can be counted from them; knows nothing of the questions."""

    def __init__(self, stated: Iterable[Stated], day: dt.date) -> None:
        self.day = day
        self.triples = {
            (s.triple.subject.value, s.triple.predicate.value, s.triple.object.value)
            for s in stated
            if not isinstance(s.triple.subject, ox.Triple)
            and not isinstance(s.triple.object, ox.Triple)
        }

    def objects(self, subject: str, *names: str) -> set[str]:
        wanted = {PERMS + n for n in names}
        return {o for s, p, o in self.triples if s == subject and p in wanted}

    def answer(self, agreement: str) -> str:
        def bound(name: str) -> dt.date | None:
            found = self.objects(agreement, name)
            return dt.date.fromisoformat(found.pop()) if found else None

        begun, not_before = bound("latestStart"), bound("earliestStart")
        not_ended, ended = bound("earliestEnd"), bound("latestEnd")
        if begun and not_ended and begun <= self.day <= not_ended:
            return YES
        if (not_before and self.day < not_before) or (ended and ended < self.day):
            return NO
        return NOT_KNOWN

    def above(self, start: str) -> set[str]:
        found, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            upper = {o for s, p, o in self.triples if s == here and p in UP} - found
            found |= upper
            waiting += upper
        return found

    def belongs(self, agreement: str, counted_as: str, end: str) -> bool:
        named = self.objects(agreement, *TIES[counted_as])
        return any(end in self.above(n) for n in named)


def recounted(matrix: Matrix, at: tuple[str, str], stated: Iterable[Stated]) -> dict[str, object]:
    facts = Facts(stated, matrix.day)
    best: defaultdict[str, dict[str, int]] = defaultdict(dict)
    money: dict[str, tuple[int, str, Decimal]] = {}
    ends: list[dt.date] = []
    unknown = 0
    axes = [(matrix.row_axis, at[0])]
    if matrix.column_axis:
        axes.append((matrix.column_axis, at[1]))
    types = [end for axis, end in axes if axis.counted_as == "partner-type"]
    for partnership, predicate, agreement in facts.triples:
        if predicate != PERMS + "formalisedBy":
            continue
        assert all(facts.belongs(agreement, axis.counted_as, end) for axis, end in axes)
        rank = RANK[facts.answer(agreement)]

        def better(sort: str, thing: str, rank: int = rank) -> None:
            best[sort][thing] = max(rank, best[sort].get(thing, 0))

        better("partnerships", partnership)
        better("agreements", agreement)
        for partner in facts.objects(agreement, "hasPartner"):
            if all(t in facts.above(partner) for t in types):
                better("partners", partner)
        if rank:
            end = facts.objects(agreement, "latestEnd")
            ends += [dt.date.fromisoformat(e) for e in end]
            unknown += not end
        sums = {s for s, p, o in facts.triples if p == PERMS + "underAgreement" and o == agreement}
        for thing in sums | facts.objects(agreement, "hasAmount"):
            (value,), (currency,) = facts.objects(thing, "value"), facts.objects(thing, "currency")
            before = money.get(thing, (0, "", Decimal()))[0]
            money[thing] = (max(rank, before), currency, Decimal(value))
    totals: defaultdict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for rank, currency, value in money.values():
        totals[rank, currency] += value
    return {
        **{
            sort: tuple(sum(r == wanted for r in best[sort].values()) for wanted in (2, 1, 0))
            for sort in ("partnerships", "agreements", "partners")
        },
        "money": dict(totals),
        "next_end": min(ends, default=None),
        "ends_not_known": unknown,
    }


def told(cell: Cell) -> dict[str, object]:
    tallies = {
        "partnerships": cell.partnerships,
        "agreements": cell.agreements,
        "partners": cell.partners,
    }
    return {
        **{s: (t.in_force, t.not_known, t.not_in_force) for s, t in tallies.items()},
        "money": {(RANK[s.in_force], s.currency): s.total for s in cell.money},
        "next_end": cell.next_end,
        "ends_not_known": cell.ends_not_known,
    }


@pytest.mark.parametrize(("rows", "columns", "day"), MATRICES)
def test_witnesses_recompute_to_every_number_of_a_matrix(
    illustrative: Register, rows: str, columns: str | None, day: str
) -> None:
    dataset, catalogue = illustrative.dataset, illustrative.catalogue
    matrix = cover(dataset, catalogue, rows=rows, columns=columns, day=dt.date.fromisoformat(day))
    assert len(matrix.cells) > 15
    for at, cell in matrix.cells.items():
        stated = open_cell(dataset, catalogue, matrix, *at)
        assert recounted(matrix, at, stated) == told(cell), at


def test_witnesses_recompute_on_the_small_register(small: Dataset, catalogue: Catalogue) -> None:
    named = Dataset.memory()
    source = ox.NamedNode(PERMS + "source")
    for quad in small.store:
        named.add([quad, ox.Quad(*quad.triple, source)])
    for rows, columns in [("objective", "purpose"), ("partner-type", "member"), ("goal", None)]:
        matrix = cover(named, catalogue, rows=rows, columns=columns, day=DAY)
        for at, cell in matrix.cells.items():
            assert recounted(matrix, at, open_cell(named, catalogue, matrix, *at)) == told(cell)


def test_counts_are_as_many_as_the_things_they_list(register: Register) -> None:
    matrix = cover(register.dataset, register.catalogue, rows="member", columns="goal", day=DAY)
    for cell in matrix.cells.values():
        for tally in (cell.partnerships, cell.agreements, cell.partners):
            numbers = (tally.in_force, tally.not_known, tally.not_in_force)
            assert numbers == tuple(len(tally.things(a)) for a in (YES, NOT_KNOWN, NO))
            assert len(set(tally.things())) == sum(numbers)


def test_what_a_source_states_comes_with_its_document(register: Register) -> None:
    dataset, catalogue = register.dataset, register.catalogue
    matrix = cover(dataset, catalogue, rows="goal", columns="purpose", day=DAY)
    stated = open_cell(dataset, catalogue, matrix, iri("goal/rg4"), iri("purpose/sharedValues"))
    known = {s.triple.predicate.value.removeprefix(PERMS): s.sources for s in stated}
    assert [s.url for s in known["servesGoal"]] == [
        "https://www.sprep.org/news/"
        "sprep-and-pacific-countries-forge-new-partnerships-at-the-eianz-conference-2023"
    ]
    assert {s.graph for s in known["latestStart"]} <= INFERRED


def test_a_cell_for_which_nothing_is_recorded_opens_to_nothing(register: Register) -> None:
    dataset, catalogue = register.dataset, register.catalogue
    matrix = cover(dataset, catalogue, rows="member", columns="goal", day=DAY)
    assert matrix.at(ID + "member/france", ID + "goal/rg1") is None
    assert open_cell(dataset, catalogue, matrix, ID + "member/france", ID + "goal/rg1") == ()
