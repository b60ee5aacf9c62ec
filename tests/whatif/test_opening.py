"""What a proposal would change opens to statements: those of the register, and its own."""

from __future__ import annotations

from collections import Counter

import pytest

from perms_graph.catalogue import Catalogue
from perms_graph.coverage import Tally
from perms_graph.namespaces import GRAPH, ID, PERMS
from perms_graph.openings import Stated
from perms_graph.trial import Change, Setting
from perms_graph.whatif import Consequences, weigh
from perms_graph.whatif.opening import SECTIONS, Opened, open_consequences
from tests.gaps.recounting import Facts, of_stated

from .conftest import DAY

PROPOSED = GRAPH + "proposal"


@pytest.fixture(scope="module")
def found(setting: Setting, catalogue: Catalogue, proposal: Change) -> Consequences:
    return weigh(setting, catalogue, proposal, day=DAY)


@pytest.fixture(scope="module")
def opened(
    setting: Setting, catalogue: Catalogue, proposal: Change, found: Consequences
) -> tuple[Opened, ...]:
    return open_consequences(setting, catalogue, proposal, found)


def of(opened: tuple[Opened, ...], section: str) -> list[Opened]:
    return [one for one in opened if one.section == section]


def graphs(stated: tuple[Stated, ...]) -> set[str]:
    return {source.graph for s in stated for source in s.sources}


def test_every_section_that_changes_is_opened_in_order(
    opened: tuple[Opened, ...], found: Consequences
) -> None:
    sections = list(dict.fromkeys(one.section for one in opened))
    assert sections == [s for s in SECTIONS if s in sections]
    assert len(of(opened, "verdicts")) == len(found.verdicts) == 6
    assert {one.things for one in of(opened, "cells")} == {(c.goal, c.purpose) for c in found.cells}
    assert {one.things[0] for one in of(opened, "gaps")} == {g.question.name for g in found.gaps}
    assert {one.things[0] for one in of(opened, "shares")} == {s.goal for s in found.shares}
    assert [one.things for one in of(opened, "loads")] == [(p.post,) for p in found.loads]
    assert {one.things[0] for one in of(opened, "duties")} == {d.thing for d in found.duties}


def test_the_proposal_is_named_after_and_nowhere_before(opened: tuple[Opened, ...]) -> None:
    assert all(PROPOSED not in graphs(one.before) for one in opened)
    assert all(PROPOSED in graphs(one.after) for one in opened if one.section == "cells")
    assert PROPOSED in graphs(of(opened, "duties")[0].after)


def test_a_cell_counts_again_before_and_after(
    opened: tuple[Opened, ...], found: Consequences
) -> None:
    (cell,), (change,) = of(opened, "cells"), found.cells

    def tally(stated: tuple[Stated, ...]) -> tuple[int, int]:
        """Count partnerships that surely are in force, and all others that may be."""
        facts, best = Facts(of_stated(stated), DAY), dict[str, bool]()
        for partnership, agreement in facts.pairs("formalisedBy"):
            begun, lasts = (facts.forward[agreement, n] for n in ("latestStart", "earliestEnd"))
            day = DAY.isoformat()
            sure = any(b <= day for b in begun) and any(day <= e for e in lasts)
            if facts.may_be_in_force(agreement):
                best[partnership] = best.get(partnership, False) or sure
        return sum(best.values()), sum(not sure for sure in best.values())

    def told(counted: Tally) -> tuple[int, int]:
        return counted.in_force, counted.not_known

    assert (tally(cell.before), tally(cell.after)) == (told(change.before), told(change.after))
    assert told(change.after)[0] == told(change.before)[0] + 1


def test_shares_count_again_before_and_after(
    opened: tuple[Opened, ...], found: Consequences
) -> None:
    by_goal = {one.things[0]: one for one in of(opened, "shares")}
    for share in found.shares:
        one = by_goal[share.goal]
        for stated, told in ((one.before, share.before), (one.after, share.after)):
            facts = Facts(of_stated(stated), DAY)
            work = facts.at_work(share.goal)
            mine = {a for a in work if share.partner in facts.forward[a, "hasPartner"]}
            counted = [
                len({p for a in some for p in facts.backward["formalisedBy", a]})
                for some in (mine, work)
            ]
            assert tuple(counted) == told, share.partner
    assert len(found.shares) > 1


def test_the_load_of_a_holder_is_what_names_the_post(
    opened: tuple[Opened, ...], found: Consequences
) -> None:
    (load,) = of(opened, "loads")
    held = {s for s, p, o in of_stated(load.after) if p == PERMS + "heldBy" and o == load.things[0]}
    assert held == set(found.loads[0].after)
    assert load.before == ()


def test_a_gap_that_closes_is_opened_before_and_not_after(opened: tuple[Opened, ...]) -> None:
    guam = next(one for one in opened if one.things == ("members_without_partnership", GUAM))
    assert (GUAM, RDF_TYPE, PERMS + "Member") in of_stated(guam.before)
    assert guam.after == ()


def test_nothing_of_it_is_kept(
    setting: Setting, catalogue: Catalogue, proposal: Change, found: Consequences
) -> None:
    before = Counter(setting.dataset.store)
    open_consequences(setting, catalogue, proposal, found)
    assert Counter(setting.dataset.store) == before


GUAM = ID + "member/guam"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
