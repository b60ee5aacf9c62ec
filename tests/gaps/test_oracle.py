"""On the real register and with the illustrative set: gap numbers counted again without SPARQL."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from statistics import median

import pyoxigraph as ox
import pytest

from perms_graph.gaps import Part, Score, find_gaps, later, score
from perms_graph.gaps.opening import open_rows
from perms_graph.namespaces import ID, PERMS, RDF
from perms_graph.register import Register
from perms_graph.store import Dataset

DAYS = ("2019-01-01", "2026-06-30")
PLAN = ID + "plan/sp2017"
IS_PART_OF = "http://purl.org/dc/terms/isPartOf"
MONEY, TECHNICAL = (ID + f"purpose/{name}" for name in ("financialSupport", "technicalSupport"))


class Facts:
    """The triples of a register, walked by hand.

    Args:
        dataset: Its default graph is read.
        day: To judge from; a year ahead counts as soon.
    """

    def __init__(self, dataset: Dataset, day: str) -> None:
        self.out: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.back: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for q in dataset.store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            one, other = (getattr(t, "value", str(t)) for t in (q.subject, q.object))
            name = q.predicate.value.removeprefix(PERMS)
            self.out[name][one].add(other)
            self.back[name][other].add(one)
        self.day, self.until = day, later(dt.date.fromisoformat(day), 12).isoformat()
        self.goals = {
            g
            for g in self.back[IS_PART_OF][PLAN]
            if self.out[RDF + "type"][g] & {PERMS + "Goal", PERMS + "Objective"}
        }
        self.members = {
            m for m in self.of_kind("Member") if "true" in self.out["programmeBeneficiary"][m]
        }

    def of_kind(self, kind: str) -> set[str]:
        return self.back[RDF + "type"][PERMS + kind]

    def open(self, agreement: str) -> bool:
        """Tell whether an agreement may be in force: neither not begun nor ended for certain."""
        begun = all(start <= self.day for start in self.out["earliestStart"][agreement])
        return begun and all(end >= self.day for end in self.out["latestEnd"][agreement])

    def serving(self, goal: str) -> set[str]:
        # Partnerships and initiatives serve goals too; only an agreement is signed and ends.
        return {a for a in self.back["serves"][goal] & self.of_kind("Agreement") if self.open(a)}

    def agreements(self, goal: str, member: str | None) -> set[str]:
        """Give those at work: with a partner, in a partnership, for the Member if there is one."""
        return {
            a
            for a in self.serving(goal) & set(self.out["hasPartner"])
            if self.back["formalisedBy"][a] and (not member or member in self.out["benefits"][a])
        }

    def partnerships_of(self, member: str) -> set[str]:
        named = (a for a in self.back["benefits"][member] if self.open(a))
        return {s for a in named for s in self.back["formalisedBy"][a]}

    def shortfall(self, member: str) -> Fraction:
        (kind,) = self.out["memberType"][member]
        peers = self.back["memberType"][kind] & self.members
        middle = Fraction(median(len(self.partnerships_of(m)) for m in peers))
        own = len(self.partnerships_of(member))
        return (middle - own) / middle if own < middle else Fraction(0)

    def given(self, goal: str) -> Mapping[str, Mapping[str, Decimal]]:
        """Give currency → partner → money under agreements that may be in force."""
        found: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for agreement in self.serving(goal):
            parts = {m for m in self.back["underAgreement"][agreement] if self.out["value"][m]}
            sums = {(m, p) for m in parts for p in self.out["givenBy"][m]}
            partners = self.out["hasPartner"][agreement]
            if not parts and len(partners) == 1:
                whole = self.out["hasAmount"][agreement] - set(self.out["sameMoneyAs"])
                sums = {(m, p) for m in whole for p in partners}
            for money, partner in sums:
                for currency in self.out["currency"][money]:
                    for value in self.out["value"][money]:
                        found[currency][partner] += Decimal(value)
        return found

    def main_share(self, goal: str) -> Fraction:
        shares = [
            Fraction(max(by.values())) / Fraction(sum(by.values()))
            for by in self.given(goal).values()
        ]
        return max((s for s in shares if s > Fraction(1, 2)), default=Fraction(0))

    def ends_soon(self, agreement: str) -> bool:
        followed = self.back["renews"][agreement] | self.back["follows"][agreement]
        ends = self.out["latestEnd"][agreement]
        return not followed and any(self.day <= end <= self.until for end in ends)

    def lacks_mechanism(self, partner: str) -> bool:
        wanted = self.out["requiresMechanism"][partner]
        used = {
            m
            for a in self.back["hasPartner"][partner]
            if self.open(a)
            for m in self.out["usesMechanism"][a]
        }
        return bool(wanted) and not wanted & used

    def overdue(self, agreement: str) -> bool:
        return any(
            any(due < self.day for due in self.out["dueOn"][u])
            and not any(done <= self.day for done in self.out["doneOn"][u])
            for u in self.back["owedUnder"][agreement] & self.of_kind("Undertaking")
        )

    def departs_soon(self, partnership: str) -> bool:
        return any(
            any(decided <= self.day for decided in self.out["decidedOn"][d])
            and any(self.day <= end <= self.until for end in self.out["expiresOn"][d])
            for d in self.back["ofPartnership"][partnership]
        )

    def parts(self, goal: str, member: str | None) -> dict[Part, Fraction]:
        """Reckon the parts of a score as data/policy defines them; those of 0 are left out."""
        agreements = self.agreements(goal, member)
        partners = {p for a in agreements for p in self.out["hasPartner"][a]}
        partnerships = {s for a in agreements for s in self.back["formalisedBy"][a]}
        found = {
            Part.ENDING: share(map(self.ends_soon, agreements)),
            Part.MECHANISM_MISSING: share(map(self.lacks_mechanism, partners)),
            Part.OVERDUE: share(map(self.overdue, agreements)),
            Part.DEPARTURE_ENDING: share(map(self.departs_soon, partnerships)),
            Part.NO_HOLDER: share(not self.out["heldBy"][s] for s in partnerships),
            Part.NO_INDICATOR: share(not self.out["monitoredBy"][s] for s in partnerships),
        }
        if member is None:
            serving = self.serving(goal)
            support = {p for a in serving for p in self.out["hasPurpose"][a]}
            every = {p for a in serving for p in self.out["hasPartner"][a]}
            found |= {
                Part.NO_PARTNERSHIP: Fraction(
                    not any(self.back["formalisedBy"][a] for a in serving)
                ),
                Part.ONE_PARTNER: Fraction(len(every) == 1),
                Part.MONEY_ALONE: Fraction(MONEY in support and TECHNICAL not in support),
                Part.TECHNICAL_ALONE: Fraction(TECHNICAL in support and MONEY not in support),
                Part.ONE_SOURCE: self.main_share(goal),
            }
        else:
            alone = not any(member in self.out["benefits"][a] for a in self.serving(goal))
            wished = self.back["alignedWith"][goal] & self.back["priorityOf"][member]
            found |= {
                Part.NO_PARTNERSHIP: Fraction(alone),
                Part.UNANSWERED: Fraction(alone and bool(wished)),
                Part.FEWER_THAN_PEERS: self.shortfall(member),
            }
        return {part: value for part, value in found.items() if value}


def share(answers: Iterable[bool]) -> Fraction:
    said = list(answers)
    return Fraction(sum(said), len(said)) if said else Fraction(0)


@pytest.fixture(params=["register", "illustrative"])
def shown(request: pytest.FixtureRequest) -> Register:
    found: Register = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("by", ["objective", "member_objective"])
def test_every_part_and_total_comes_out_the_same_without_sparql(
    shown: Register, day: str, by: str
) -> None:
    facts = Facts(shown.dataset, day)
    scores = score(
        shown.dataset,
        shown.catalogue,
        day=dt.date.fromisoformat(day),
        by="objective" if by == "objective" else "member_objective",
    )
    members = [None] if by == "objective" else sorted(facts.members)
    assert [(s.objective, s.member) for s in scores.rows] == [
        (g, m) for g in sorted(facts.goals) for m in members
    ]
    for found in scores.rows:
        expected = facts.parts(found.objective, found.member)
        assert set(found.parts) == set(expected), (found.objective, found.member)
        for part, value in found.parts.items():
            assert float(value) == pytest.approx(float(expected[part]), abs=0.00005001), part
        assert found.total == sum(
            (scores.weights[p] * v for p, v in found.parts.items()), Decimal(0)
        )


@pytest.mark.parametrize("day", DAYS)
def test_sums_and_shares_of_money_come_out_the_same_without_sparql(
    shown: Register, day: str
) -> None:
    facts = Facts(shown.dataset, day)
    (gap,) = find_gaps(
        shown.dataset,
        shown.catalogue,
        day=dt.date.fromisoformat(day),
        names={"goals_with_money_from_one_source"},
    )
    told = set()
    for row in gap.table:
        goal, currency, partner = (row[c].value for c in ("goal", "currency", "partner"))
        by = facts.given(goal)[currency]
        total = sum(by.values())
        told.add((goal, currency))
        assert (Decimal(row["given"].value), Decimal(row["total"].value)) == (by[partner], total)
        assert int(row["sources"].value) == len(by)
        assert by[partner] == max(by.values())
        squares = sum(Fraction(v) ** 2 for v in by.values()) / Fraction(total) ** 2
        assert float(row["share"].value) == pytest.approx(float(by[partner] / total))
        assert float(row["hhi"].value) == pytest.approx(float(squares))
    served = set(facts.back["serves"])
    assert told == {
        (goal, currency)
        for goal in served
        for currency, by in facts.given(goal).items()
        if max(by.values()) * 2 > sum(by.values())
    }


@pytest.mark.parametrize("day", DAYS)
def test_what_members_lack_of_the_median_comes_out_the_same_without_sparql(
    shown: Register, day: str
) -> None:
    facts = Facts(shown.dataset, day)
    (gap,) = find_gaps(
        shown.dataset,
        shown.catalogue,
        day=dt.date.fromisoformat(day),
        names={"members_with_fewer_partnerships_than_peers"},
    )
    told = {row["member"].value: row for row in gap.table}
    assert set(told) == {m for m in facts.members if facts.shortfall(m)}
    for member, row in told.items():
        assert int(row["partnerships"].value) == len(facts.partnerships_of(member))
        assert float(row["shortfall"].value) == pytest.approx(float(facts.shortfall(member)))


def _statements(dataset: Dataset, found: Score, part: Part) -> set[str]:
    evidence = found.evidence[part]
    opened = open_rows(dataset, [*evidence.rows, *evidence.work])
    assert opened
    assert all(ox.Quad(*s.triple) in dataset.store for s in opened)
    return {getattr(t, "value", "") for s in opened for t in s.triple}


def test_every_part_opens_to_statements_that_name_all_it_is_counted_from(
    illustrative: Register,
) -> None:
    day = dt.date(2026, 6, 30)
    scores = score(illustrative.dataset, illustrative.catalogue, day=day)
    assert scores.rows
    for found in scores.rows:
        for part, evidence in found.evidence.items():
            named = _statements(illustrative.dataset, found, part)
            assert set(evidence.whole) <= named, (found.objective, part)
            if evidence.column is not None and evidence.whole:
                assert {row[evidence.column].value for row in evidence.rows} <= named
