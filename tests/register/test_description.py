"""A description has the source of each statement, links from elsewhere, and conflicts."""

from __future__ import annotations

import datetime as dt

import pytest

from perms_graph.coverage import cover
from perms_graph.description import describe
from perms_graph.gaps import find_gaps
from perms_graph.namespaces import GRAPH, ID, PERMS
from perms_graph.register import Register

DAY = dt.date(2026, 6, 30)


def test_every_statement_of_a_thing_has_a_described_graph(register: Register) -> None:
    found = describe(register.dataset, register.catalogue, ID + "agreement/ag-010")
    assert found is not None
    assert found.types[0] == PERMS + "Agreement"
    for statement in found.statements:
        for graph in statement.graphs:
            source = found.sources[graph]
            assert statement.inferred or source.confidence, graph
            if graph.startswith(GRAPH + "source/") and "general-knowledge" not in graph:
                assert source.url, graph
                assert source.accessed == "2026-11"


def test_links_are_counted_in_full_and_listed_in_part(register: Register) -> None:
    found = describe(register.dataset, register.catalogue, ID + "organisation/sprep", limit=3)
    assert found is not None
    parties = next(x for x in found.links if x.property == PERMS + "hasParty")
    assert len(parties.things) == 3
    assert parties.total > 100


def test_nothing_is_described_where_nothing_is_known(register: Register) -> None:
    assert describe(register.dataset, register.catalogue, ID + "partner/nobody") is None


def test_a_disagreement_between_sources_is_seen(register: Register) -> None:
    # POLP: 2025 or 2026 on one page of SPREP, 2027 on another.
    found = describe(register.dataset, register.catalogue, ID + "agreement/ag-104")
    assert found is not None
    assert PERMS + "endsOn" in found.conflicts


def test_the_matrix_has_every_goal_and_kind_of_support(register: Register) -> None:
    matrix = cover(register.dataset, register.catalogue, day=DAY)
    names = [p.iri.removeprefix(ID) for p in matrix.rows if p.depth == 0]
    assert names[:4] == ["goal/rg1", "goal/rg2", "goal/rg3", "goal/rg4"]
    assert (len(names), len(matrix.rows), len(matrix.columns)) == (9, 20, 5)
    assert all(c.partnerships.things() for c in matrix.cells.values())


def test_a_cell_counts_the_partnerships_behind_it(register: Register) -> None:
    matrix = cover(register.dataset, register.catalogue, day=DAY)
    for (goal, purpose), cell in matrix.cells.items():
        table = register.ask(
            "cell_partnerships", {"goal": goal, "purpose": purpose, "day": DAY.isoformat()}
        )
        best: dict[str, int] = {}
        for row in table:
            state = ("no", "not known", "yes").index(row["in_force"].value)
            best[row["partnership"].value] = max(state, best.get(row["partnership"].value, 0))
        states = list(best.values())
        assert (states.count(2), states.count(1), states.count(0)) == (
            cell.partnerships.in_force,
            cell.partnerships.not_known,
            cell.partnerships.not_in_force,
        )


def test_gap_questions_are_all_asked(register: Register) -> None:
    gaps = {
        g.question.name: len(g.table)
        for g in find_gaps(register.dataset, register.catalogue, day=DAY)
    }
    assert set(gaps) == {q.name for q in register.catalogue.family("gaps")}
    # No holder and no indicator is public: every partnership of the register is without.
    partnerships = len(register.ask("things_of_kind", {"kind": "perms:Partnership"}))
    assert gaps["partnerships_without_holder"] == partnerships
    assert gaps["partnerships_without_indicator"] == partnerships


@pytest.mark.parametrize(
    ("agreement", "day", "expected"),
    [
        pytest.param("ag-001", "2026-06-30", "yes", id="the treaty is said to be in force"),
        pytest.param("ag-055", "2026-06-30", "yes", id="Monash: five years from September 2024"),
        pytest.param("ag-055", "2030-01-01", "no", id="Monash: ended"),
        pytest.param("ag-010", "2014-01-01", "yes", id="SPC 2011, four years"),
        pytest.param("ag-010", "2015-09-15", "not known", id="ends some day in September 2015"),
        pytest.param("ag-023", "2026-06-30", "not known", id="a memorandum without end"),
        pytest.param("ag-190", "2026-06-30", "no", id="in preparation"),
        pytest.param("ag-104", "2026-06-30", "not known", id="sources disagree on the end"),
    ],
)
def test_in_force_has_three_values(
    register: Register, agreement: str, day: str, expected: str
) -> None:
    table = register.ask("agreements_by_state", {"day": day})
    states = {row["agreement"].value: row["in_force"].value for row in table}
    assert len(states) == 157
    assert states[f"{ID}agreement/{agreement}"] == expected
