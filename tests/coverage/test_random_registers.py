"""Coverage of random small registers, beside a count in plain Python."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import pyoxigraph as ox
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perms_graph.catalogue import Catalogue
from perms_graph.coverage import cover
from perms_graph.namespaces import ID, PERMS, RDF, XSD
from perms_graph.store import Dataset

from .conftest import DAY, iri

GOALS = ["goal/g1", "goal/g2"]
PARTS = {"objective/o1": "goal/g1", "objective/o2": "goal/g1", "focus-area/f1": "goal/g2"}
MEMBERS = ["member/a", "member/b"]
TYPES = {"partner/p1": "partner-type/x", "partner/p2": "partner-type/y"}
DAYS = [None, *(dt.date(2026, 6, 30) + dt.timedelta(days=n) for n in (-2, -1, 0, 1, 2))]

AGREEMENT = st.fixed_dictionaries(
    {
        "partnership": st.integers(0, 3),
        "serves": st.sets(st.sampled_from([*GOALS, *PARTS]), max_size=3),
        "benefits": st.sets(st.sampled_from(MEMBERS)),
        "partners": st.sets(st.sampled_from(list(TYPES)), min_size=1),
        "start": st.sampled_from(DAYS),
        "end": st.sampled_from(DAYS),
        "money": st.sampled_from([None, 10, 25]),
    }
)
REGISTERS = st.lists(AGREEMENT, max_size=6)


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(ID + name)


def built(agreements: list[dict[str, Any]]) -> Dataset:
    """Give the register as after reasoning: what serves an objective serves its goal."""
    triples: set[tuple[str, str, Any]] = set()
    for goal in GOALS:
        triples.add((goal, "a", "Goal"))
    for part, goal in PARTS.items():
        objective = part.startswith("objective")
        triples.add((part, "a", "Objective" if objective else "FocusArea"))
        triples.add((part, "partOfGoal" if objective else "focusOf", node(goal)))
    triples |= {(m, "a", "Member") for m in MEMBERS}
    triples |= {(p, "partnerType", node(t)) for p, t in TYPES.items()}
    for number, given_ in enumerate(agreements):
        name = f"agreement/{number}"
        triples.add((name, "a", "Agreement"))
        partnership = f"partnership/{given_['partnership']}"
        triples |= {(partnership, "a", "Partnership"), (partnership, "formalisedBy", node(name))}
        for served in given_["serves"]:
            upper = {served, PARTS[served]} if served.startswith("objective") else {served}
            # The reasoner says all of it of the partnership too; that must not count twice.
            triples |= {(s, "serves", node(u)) for u in upper for s in (name, partnership)}
        triples |= {
            (s, "benefits", node(m)) for m in given_["benefits"] for s in (name, partnership)
        }
        triples |= {(name, "hasPartner", node(p)) for p in given_["partners"]}
        for bounds, day in (("Start", given_["start"]), ("End", given_["end"])):
            for which in ("earliest", "latest") if day else ():
                literal = ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))
                triples.add((name, which + bounds, literal))
        if given_["money"] is not None:
            triples |= {
                (name, "hasAmount", node(f"amount/{number}")),
                (f"amount/{number}", "value", ox.Literal(given_["money"])),
                (f"amount/{number}", "currency", ox.Literal("USD")),
            }
    dataset = Dataset.memory()
    for subject, predicate, other in triples:
        if predicate == "a":
            predicate, other = RDF + "type", ox.NamedNode(PERMS + other)
        else:
            predicate = PERMS + predicate
        dataset.add([ox.Quad(node(subject), ox.NamedNode(predicate), other)])
    return dataset


def rank(agreement: dict[str, Any]) -> int:
    start, end = agreement["start"], agreement["end"]
    if start and end and start <= DAY <= end:
        return 2
    return 0 if (start and start > DAY) or (end and end < DAY) else 1


def places(agreement: dict[str, Any], axis: str) -> set[str]:
    if axis == "objective":
        return agreement["serves"] | {PARTS[s] for s in agreement["serves"] if s in PARTS}
    if axis == "member":
        return set(agreement["benefits"])
    return {TYPES[p] for p in agreement["partners"]}


def counted(agreements: list[dict[str, Any]], rows: str, columns: str | None) -> dict[Any, Any]:
    """Count cells one agreement after the other."""
    best: defaultdict[Any, dict[str, dict[Any, int]]] = defaultdict(
        lambda: {"partnerships": {}, "agreements": {}, "partners": {}, "money": {}}
    )
    for number, one in enumerate(agreements):
        for row in places(one, rows):
            for column in places(one, columns) if columns else {""}:
                cell = best[row, column]
                partners = {
                    p
                    for p in one["partners"]
                    if "partner-type" not in (rows, columns) or TYPES[p] in (row, column)
                }
                things = [("partnerships", one["partnership"]), ("agreements", number)]
                things += [("partners", p) for p in partners]
                things += [("money", number)] if one["money"] is not None else []
                for sort, thing in things:
                    cell[sort][thing] = max(rank(one), cell[sort].get(thing, 0))
    found = {}
    for (row, column), cell in best.items():
        sums: defaultdict[int, int] = defaultdict(int)
        for number, state in cell["money"].items():
            sums[state] += agreements[number]["money"]
        found[iri(row), iri(column)] = (
            *(
                tuple(sum(r == wanted for r in cell[s].values()) for wanted in (2, 1, 0))
                for s in ("partnerships", "agreements", "partners")
            ),
            dict(sums),
        )
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    agreements=REGISTERS,
    axes=st.sampled_from(
        [("objective", "member"), ("member", "partner-type"), ("objective", None)]
    ),
)
def test_cells_are_those_of_a_count_by_hand(
    catalogue: Catalogue, agreements: list[dict[str, Any]], axes: tuple[str, str | None]
) -> None:
    dataset = built(agreements)
    types = ox.NamedNode("http://www.w3.org/2004/02/skos/core#inScheme")
    scheme = node("scheme/partner-type")
    dataset.add([ox.Quad(node(t), types, scheme) for t in TYPES.values()])
    matrix = cover(dataset, catalogue, rows=axes[0], columns=axes[1], day=DAY)
    ranks = {"yes": 2, "not known": 1, "no": 0}
    found = {
        at: (
            *(
                (t.in_force, t.not_known, t.not_in_force)
                for t in (cell.partnerships, cell.agreements, cell.partners)
            ),
            {ranks[s.in_force]: s.total for s in cell.money},
        )
        for at, cell in matrix.cells.items()
    }
    assert found == counted(agreements, *axes)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(agreements=REGISTERS)
def test_a_goal_has_no_more_than_its_parts_together_and_no_less_than_any_of_them(
    catalogue: Catalogue, agreements: list[dict[str, Any]]
) -> None:
    # Nothing may name a goal itself, else it can have more than its parts.
    for one in agreements:
        one["serves"] = {s for s in one["serves"] if s in PARTS}
    matrix = cover(built(agreements), catalogue, columns=None, day=DAY)
    for goal in GOALS:
        parts = [matrix.at(iri(p)) for p, upper in PARTS.items() if upper == goal]
        known = [p.partnerships for p in parts if p is not None]
        whole = matrix.at(iri(goal))
        if whole is None:
            assert known == []
            continue
        for numbers in (
            lambda t: t.in_force,
            lambda t: t.in_force + t.not_known + t.not_in_force,
        ):
            each = [numbers(t) for t in known]
            assert max(each) <= numbers(whole.partnerships) <= sum(each)
