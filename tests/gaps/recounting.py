"""Counts again what a gap or a part of a score says, from the statements behind it and no more.

It knows the definitions, not the questions: it is told triples as an output writes them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from statistics import median
from typing import Any

import pyoxigraph as ox

from perms_graph.namespaces import ID, PERMS, SKOS
from perms_graph.openings import Stated

UP = {PERMS + n for n in ("partOfGoal", "focusOf", "goalOf")} | {
    SKOS + "broader",
    "http://purl.org/dc/terms/isPartOf",
}
MONEY, TECHNICAL = (f"{ID}purpose/{n}" for n in ("financialSupport", "technicalSupport"))
PLACES = Decimal("0.0001")

Triple = tuple[str, str, str]


def bare(term: str) -> str:
    """Give what stands between the marks of N-Triples."""
    found = re.fullmatch(r'<(.*)>|"(.*)"(?:\^\^<.*>|@[\w-]+)?', term, re.DOTALL)
    assert found, term
    return found[1] or found[2] or ""


def of_stated(stated: Iterable[Stated]) -> set[Triple]:
    found = set()
    for s in stated:
        terms = (s.triple.subject, s.triple.predicate, s.triple.object)
        assert all(isinstance(t, ox.NamedNode | ox.Literal) for t in terms)
        found.add(tuple(bare(str(t)) for t in terms))
    return found  # type: ignore[return-value]


def of_json(statements: Iterable[Mapping[str, list[str]]]) -> set[Triple]:
    return {tuple(map(bare, s["triple"])) for s in statements}  # type: ignore[misc]


def of_cell(text: str) -> set[Triple]:
    """Read the cell ``statements`` of a CSV, a statement on a line."""
    return {tuple(map(bare, line.split(" ", 2))) for line in text.splitlines()}  # type: ignore[misc]


class Facts:
    """What can be counted from triples."""

    def __init__(self, triples: Iterable[Triple], day: dt.date) -> None:
        self.day = day
        self.forward: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self.backward: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        self.up: defaultdict[str, set[str]] = defaultdict(set)
        for s, p, o in triples:
            name = p.removeprefix(PERMS)
            name = "serves" if name in {"servesGoal", "servesObjective"} else name
            self.forward[s, name].add(o)
            self.backward[name, o].add(s)
            if p in UP:
                self.up[s].add(o)

    def may_be_in_force(self, agreement: str) -> bool:
        begins = self.forward[agreement, "earliestStart"]
        ends = self.forward[agreement, "latestEnd"]
        return not (
            any(self.day < dt.date.fromisoformat(b) for b in begins)
            or any(dt.date.fromisoformat(e) < self.day for e in ends)
        )

    def reaches(self, start: str, goal: str) -> bool:
        return start == goal or any(self.reaches(above, goal) for above in self.up[start])

    def at_work(self, goal: str, member: str | None = None) -> set[str]:
        """Give the agreements that serve a goal, and name a Member if there is one."""
        found = {
            agreement
            for (agreement, name), named in self.forward.items()
            if name == "serves" and any(self.reaches(n, goal) for n in list(named))
        }
        if member:
            found = {a for a in found if member in self.forward[a, "benefits"]}
        return {a for a in found - self.partnerships() if self.may_be_in_force(a)}

    def pairs(self, name: str) -> set[tuple[str, str]]:
        return {(s, o) for (s, n), found in self.forward.items() if n == name for o in found}

    def partnerships(self) -> set[str]:
        return {s for s, _ in self.pairs("formalisedBy")}

    def all_of(self, name: str, agreements: Iterable[str]) -> set[str]:
        return {o for a in agreements for o in self.forward[a, name]}

    def sums(self, goal: str, currency: str) -> dict[str, Decimal]:
        """Add up what each partner gives to a goal in a currency."""
        given: defaultdict[str, Decimal] = defaultdict(Decimal)
        for agreement in self.at_work(goal):
            direct = self.backward["underAgreement", agreement]
            for money in direct | self.forward[agreement, "hasAmount"]:
                givers = self.forward[money, "givenBy"] or self.forward[agreement, "hasPartner"]
                (giver,) = givers
                if self.forward[money, "currency"] == {currency}:
                    (value,) = self.forward[money, "value"]
                    given[giver] += Decimal(value)
        return dict(given)

    def concentration(self, goal: str, currency: str) -> dict[str, str | Decimal]:
        given = self.sums(goal, currency)
        whole = sum(given.values(), Decimal())
        partner = max(given, key=lambda p: given[p])
        return {
            "partner": partner,
            "given": given[partner],
            "total": whole,
            "share": (given[partner] / whole).quantize(PLACES),
            "hhi": sum((v * v for v in given.values()), Decimal()) / (whole * whole),
            "sources": Decimal(len(given)),
        }

    def shortfall(self, member: str) -> dict[str, Decimal]:
        (kind,) = self.forward[member, "memberType"]
        named = {
            peer: {
                partnership
                for partnership, agreement in self.pairs("formalisedBy")
                if peer in self.forward[agreement, "benefits"] and self.may_be_in_force(agreement)
            }
            for peer in self.backward["memberType", kind]
        }
        mine, middle = Decimal(len(named[member])), Decimal(median(map(len, named.values())))
        missing = ((middle - mine) / middle).quantize(PLACES)
        return {"partnerships": mine, "median": middle, "shortfall": missing}

    def overdue(self) -> set[str]:
        """Give the agreements with an undertaking that is late."""
        found = set()
        for undertaking, agreement in self.pairs("owedUnder"):
            (due,) = self.forward[undertaking, "dueOn"]
            done = self.forward[undertaking, "doneOn"]
            late = dt.date.fromisoformat(due) < self.day
            if late and all(self.day < dt.date.fromisoformat(d) for d in done):
                found.add(agreement)
        return found

    def ending(self, until: dt.date) -> set[str]:
        return {
            a
            for a, end in self.pairs("latestEnd")
            if self.day <= dt.date.fromisoformat(end) <= until
        }

    def departures_ending(self, until: dt.date) -> set[str]:
        found = set()
        for departure, partnership in self.pairs("ofPartnership"):
            (decided,), (expires,) = (
                self.forward[departure, n] for n in ("decidedOn", "expiresOn")
            )
            ends = dt.date.fromisoformat(expires)
            if dt.date.fromisoformat(decided) <= self.day <= ends <= until:
                found.add(partnership)
        return found


def same(told: Mapping[str, str], counted: Mapping[str, str | Decimal]) -> None:
    """Compare a row as told with what was counted, to four places."""
    for column, value in counted.items():
        if isinstance(value, Decimal):
            assert abs(Decimal(told[column]) - value) < PLACES, (column, told, counted)
        else:
            assert told[column] == value, (column, told, counted)


def recount(question: str, row: Mapping[str, str], facts: Facts) -> bool:
    """Count the numbers of a row of a gap again; say whether it has any."""
    if question == "goals_with_money_from_one_source":
        same(row, facts.concentration(row["goal"], row["currency"]))
    elif question == "members_with_fewer_partnerships_than_peers":
        same(row, facts.shortfall(row["member"]))
    elif question == "goals_with_one_partner":
        partners = facts.all_of("hasPartner", facts.at_work(row["goal"]))
        assert partners == {row["partner"]}
    elif question in {
        "goals_with_money_without_technical_support",
        "goals_with_technical_support_without_money",
    }:
        has, lacks = (MONEY, TECHNICAL) if "with_money" in question else (TECHNICAL, MONEY)
        agreements = facts.at_work(row["goal"])
        assert lacks not in facts.all_of("hasPurpose", agreements)
        counted = [a for a in agreements if has in facts.forward[a, "hasPurpose"]]
        assert len(counted) == int(row["agreements"])
    else:
        return False
    return True


def count_part(
    part: str, objective: str, member: str | None, things: set[str], facts: Facts, until: dt.date
) -> Decimal:
    """Count the value of a part of a score again.

    Args:
        part: Its name.
        objective: Goal or objective.
        member: Member, or None.
        things: What its rows name: all there is for what is missing, such as a holder.
        facts: From the statements behind it.
        until: Last day of the time ahead.
    """
    agreements = facts.at_work(objective, member)
    if part in {"noPartnership", "unanswered"}:
        assert not agreements
        return Decimal(1)
    if part == "onePartner":
        return Decimal(len(facts.all_of("hasPartner", agreements)) == 1)
    if part in {"moneyAlone", "technicalAlone"}:
        has, lacks = (MONEY, TECHNICAL) if part == "moneyAlone" else (TECHNICAL, MONEY)
        purposes = facts.all_of("hasPurpose", agreements)
        return Decimal(has in purposes and lacks not in purposes)
    if part == "oneSource":
        currencies = {c for _, c in facts.pairs("currency")}
        shares = [facts.concentration(objective, c)["share"] for c in currencies]
        return max(map(Decimal, shares))
    if part == "fewerThanPeers":
        return facts.shortfall(member or "")["shortfall"]
    if part in {"ending", "overdue"}:
        whole = agreements
        counted = facts.ending(until) if part == "ending" else facts.overdue()
        assert counted >= things
        counted &= things
    elif part == "mechanismMissing":
        whole = facts.all_of("hasPartner", agreements)
        counted = {p for p, _ in facts.pairs("requiresMechanism")}
    else:
        whole = {p for a in agreements for p in facts.backward["formalisedBy", a]}
        counted = facts.departures_ending(until) if part == "departureEnding" else things
        if part == "noHolder":
            assert not any(facts.forward[p, "heldBy"] for p in counted)
    assert counted & whole == things & whole == things
    return (Decimal(len(counted & whole)) / len(whole)).quantize(PLACES)


def weight_of(part: str, facts: Facts) -> Decimal:
    (weight,) = facts.forward[f"{ID}gap-part/{part}", "value"]
    return Decimal(weight)


def of_sheet(sheet: Any) -> list[tuple[tuple[str, ...], Triple, tuple[str, str, str]]]:
    """Read a sheet of statements: what stands before each, itself, and who states it.

    The last are its graph, its document and the address of that.
    """
    head, *rows = list(sheet.iter_rows())
    at = next(n for n, cell in enumerate(head) if cell.value in {"subject", "Subject", "sujet"})
    return [
        (
            tuple(_written(c) for c in row[:at]),
            tuple(_written(c) for c in row[at : at + 3]),  # type: ignore[misc]
            tuple(_written(c) for c in row[at + 3 : at + 6]),
        )
        for row in rows
    ]


def _written(cell: Any) -> str:
    if cell.hyperlink is not None:
        found = cell.hyperlink.target or ""
        return found + (f"#{cell.hyperlink.location}" if cell.hyperlink.location else "")
    if isinstance(cell.value, dt.datetime):
        return cell.value.date().isoformat()
    # Excel holds so many links in a sheet and no more; the others are written out.
    plain = re.fullmatch(r".* <(https?://\S+)>", str(cell.value), re.DOTALL)
    return plain[1] if plain else "" if cell.value is None else str(cell.value)
