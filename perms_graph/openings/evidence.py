"""Evidence: stored questions, each asked once for all partners, kept by reason and partner."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue
from perms_graph.gaps import day_term
from perms_graph.namespaces import PERMS
from perms_graph.openings.model import Behind, Closeness, Kind, Near, Witness
from perms_graph.store import Bindable, Dataset, Table, Term

_MAYBE: Final = frozenset({"yes", "not known"})

_QUESTIONS: Final[Mapping[Kind, str]] = {
    Kind.AT_WORK_HERE: "partners_at_work_on_objective",
    Kind.AT_WORK: "partners_at_work_on_objective",
    Kind.AT_WORK_NEAR: "partners_at_work_on_objective",
    Kind.HAS_WORKED: "partners_at_work_on_objective",
    Kind.LAPSED: "partners_with_lapsed_agreement",
    Kind.OFFERS_WORK: "partners_offering_work",
    Kind.GIVES_SUPPORT: "partners_giving_support",
    Kind.OFFERS_SUPPORT: "partners_offering_support",
    Kind.WORKS_WITH_MEMBER: "partners_at_work_for_member",
    Kind.ORGAN_OF_MEMBER: "partners_of_member_state",
    Kind.SHARES_INITIATIVE: "partners_sharing_initiatives",
    Kind.BESIDE: "partners_beside_those_at_work",
    Kind.TYPE_ON_OBJECTIVE: "partnerships_behind_types_on_objective",
    Kind.TYPE_GIVES_SUPPORT: "partnerships_behind_types_giving_support",
}


@dataclass(frozen=True)
class Asker:
    """Asks stored questions; what they are given by name is an IRI."""

    dataset: Dataset
    catalogue: Catalogue
    on: dt.date

    @property
    def day(self) -> Mapping[str, Bindable]:
        """The day, as questions take it."""
        return {"day": day_term(self.on)}

    def __call__(
        self, name: str, values: Mapping[str, Bindable] | None = None, **things: str
    ) -> Table:
        """Ask."""
        given = {**(values or {}), **{k: ox.NamedNode(v) for k, v in things.items()}}
        # Without its header, half of the text: to bind values it is read token by token.
        lines = self.catalogue.find(name).sparql.splitlines()
        text = "\n".join(line for line in lines if not line.startswith("#+"))
        return self.dataset.select(text, given)


@dataclass
class Evidence:
    """What speaks for whom.

    Attributes:
        objective: What was asked about.
        member: The Member, or None.
        purpose: The kind of support, or None.
        day: The day, as questions take it.
        anchor: As in ``Openings``.
        near: As in ``Openings``.
        types: Partner → its type.
        shares: (kind, type of partner) → part and whole, in partnerships.
        at_work: Partner → state on exactly this gap.
    """

    objective: str
    member: str | None
    purpose: str | None
    day: Mapping[str, Bindable]
    anchor: str = ""
    near: tuple[Near, ...] = ()
    types: dict[str, str] = field(default_factory=dict)
    shares: dict[tuple[Kind, str], tuple[int, int]] = field(default_factory=dict)
    at_work: dict[str, str] = field(default_factory=dict)
    _facts: dict[tuple[Kind, str], list[Witness]] = field(default_factory=lambda: defaultdict(list))
    _behind: dict[tuple[Kind, str], Behind] = field(default_factory=dict)

    @property
    def partners_with_reasons(self) -> list[str]:
        """Partners that anything may speak for, in IRI order."""
        shared = {t for _, t in self.shares}
        return sorted(
            {p for _, p in self._facts} | {p for p, t in self.types.items() if t in shared}
        )

    def add(self, kind: Kind, partner: str, witness: Witness) -> None:
        """Keep a fact."""
        self._facts[kind, partner].append(witness)

    def witnesses(self, kind: Kind, partner: str) -> tuple[Witness, ...]:
        """Give the facts of a reason, each once, in IRI order."""
        found = self._facts.get((kind, partner))
        if found is None:
            return ()
        return tuple(sorted(dict.fromkeys(found), key=lambda w: (w.thing, w.beside or "")))

    def share(self, kind: Kind, partner: str) -> tuple[int, int]:
        """Give part and whole for the partner's type."""
        return self.shares.get((kind, self.types.get(partner, "")), (0, 0))

    def behind(self, kind: Kind, partner: str) -> Behind:
        """Name the question that gives the facts of a reason."""
        partner_type = self.types.get(partner, "") if kind.is_share else ""
        key = kind, partner_type
        if key not in self._behind:
            self._behind[key] = self._question(kind, partner_type)
        return self._behind[key]

    def _question(self, kind: Kind, partner_type: str) -> Behind:
        values: dict[str, Bindable] = {}
        if kind in {Kind.GIVES_SUPPORT, Kind.OFFERS_SUPPORT, Kind.TYPE_GIVES_SUPPORT}:
            values["purpose"] = ox.NamedNode(self.purpose or "")
        elif kind in {Kind.WORKS_WITH_MEMBER, Kind.ORGAN_OF_MEMBER}:
            values["member"] = ox.NamedNode(self.member or "")
        else:
            values["objective"] = ox.NamedNode(self.anchor)
        if kind.is_share:
            values["partner_type"] = ox.NamedNode(partner_type)
        if kind not in {Kind.OFFERS_SUPPORT, Kind.ORGAN_OF_MEMBER}:
            values |= self.day
        return Behind(_QUESTIONS[kind], values)


def gather(ask: Asker, objective: str, member: str | None, purpose: str | None) -> Evidence:
    """Ask all that bears on a gap.

    Args:
        ask: For the day.
        objective: IRI of the objective.
        member: IRI of the Member, or None.
        purpose: IRI of the kind of support, or None.
    """
    found = Evidence(objective, member, purpose, ask.day)
    for row in ask("types_of_partners"):
        if "partner_type" in row:
            found.types.setdefault(row["partner"].value, row["partner_type"].value)
    found.near = tuple(
        Near(row["near"].value, Closeness(row["closeness"].value))
        for row in ask("objectives_near", objective=objective)
    )
    here = _for_member(ask, found)
    supported = _support(ask, found)
    on_objective = _work(ask, found, here, supported)
    _other_work(found, here, on_objective)
    _at_anchor(ask, found)
    return found


Rows = list[tuple[str, str, str]]
"""Partner, agreement, and whether the agreement is in force."""


def _for_member(ask: Asker, found: Evidence) -> Rows:
    if found.member is None:
        return []
    for row in ask("partners_of_member_state", member=found.member):
        partner = row["partner"].value
        organ = _triple(partner, "organOf", found.member)
        found.add(Kind.ORGAN_OF_MEMBER, partner, Witness(found.member, (organ,)))
    return _rows(ask("partners_at_work_for_member", ask.day, member=found.member))


def _support(ask: Asker, found: Evidence) -> set[str] | None:
    """Keep who gives or offers the kind of support; give the agreements with it, None for any."""
    if found.purpose is None:
        return None
    rows = _rows(ask("partners_giving_support", ask.day, purpose=found.purpose))
    for partner, agreement, state in rows:
        if state in _MAYBE:
            triples = _party(agreement, partner), _triple(agreement, "hasPurpose", found.purpose)
            found.add(Kind.GIVES_SUPPORT, partner, Witness(agreement, triples, state))
    for row in ask("partners_offering_support", purpose=found.purpose):
        partner = row["partner"].value
        offers = _triple(partner, "offersPurpose", found.purpose)
        found.add(Kind.OFFERS_SUPPORT, partner, Witness(found.purpose, (offers,)))
    for row in ask("partner_types_giving_support", ask.day, purpose=found.purpose):
        key = Kind.TYPE_GIVES_SUPPORT, row["partner_type"].value
        found.shares[key] = int(row["giving"].value), int(row["partnerships"].value)
    return {agreement for _, agreement, _ in rows}


def _work(ask: Asker, found: Evidence, here: Rows, supported: set[str] | None) -> set[str]:
    """Keep who works or has worked on the objective or near it; set the anchor.

    Returns:
        The agreements found.
    """
    of_member = {agreement for _, agreement, _ in here}
    seen: set[str] = set()
    for near in found.near:
        rows = _rows(ask("partners_at_work_on_objective", ask.day, objective=near.objective))
        same = near.closeness is Closeness.SAME
        if rows and not found.anchor:
            found.anchor = near.objective
        for partner, agreement, state in rows:
            if agreement in seen:
                continue
            triples = [_party(agreement, partner), _triple(agreement, "serves", near.objective)]
            kind = Kind.AT_WORK if same else Kind.AT_WORK_NEAR
            if state not in _MAYBE:
                kind = Kind.HAS_WORKED
            elif same and agreement in of_member:
                kind = Kind.AT_WORK_HERE
                triples.append(_triple(agreement, "benefits", found.member or ""))
            found.add(kind, partner, Witness(agreement, tuple(triples), state))
            exact = kind is Kind.AT_WORK_HERE or (kind is Kind.AT_WORK and found.member is None)
            if exact and (supported is None or agreement in supported):
                found.at_work[partner] = min(state, found.at_work.get(partner, state), key=_surest)
        seen |= {agreement for _, agreement, _ in rows}
    found.anchor = found.anchor or found.objective
    return seen


def _other_work(found: Evidence, here: Rows, on_objective: set[str]) -> None:
    for partner, agreement, state in here:
        if agreement not in on_objective and state in _MAYBE:
            triples = _party(agreement, partner), _triple(agreement, "benefits", found.member or "")
            found.add(Kind.WORKS_WITH_MEMBER, partner, Witness(agreement, triples, state))


def _at_anchor(ask: Asker, found: Evidence) -> None:
    anchor = found.anchor
    for row in ask("partners_with_lapsed_agreement", ask.day, objective=anchor):
        partner, agreement = row["partner"].value, row["agreement"].value
        ended = ox.Triple(ox.NamedNode(agreement), ox.NamedNode(PERMS + "latestEnd"), row["ended"])
        triples = _party(agreement, partner), _triple(agreement, "serves", anchor), ended
        found.add(Kind.LAPSED, partner, Witness(agreement, triples, "no"))
    for objective in dict.fromkeys((found.objective, anchor)):
        for row in ask("partners_offering_work", ask.day, objective=objective):
            partner, offer = row["partner"].value, row["offer"].value
            found.add(Kind.OFFERS_WORK, partner, _offered(partner, offer, objective))
    for row in ask("partners_sharing_initiatives", ask.day, objective=anchor):
        witness = _shared(ask, anchor, row)
        found.add(Kind.SHARES_INITIATIVE, row["partner"].value, witness)
    for row in ask("partners_beside_those_at_work", ask.day, objective=anchor):
        partner, agreement = row["partner"].value, row["agreement"].value
        beside = row["beside"].value
        both = _party(agreement, partner), _party(agreement, beside)
        found.add(Kind.BESIDE, partner, Witness(agreement, both, None, beside))
    for row in ask("partner_types_on_objective", ask.day, objective=anchor):
        key = Kind.TYPE_ON_OBJECTIVE, row["partner_type"].value
        found.shares[key] = int(row["serving"].value), int(row["partnerships"].value)


def _shared(ask: Asker, objective: str, row: dict[str, Term]) -> Witness:
    shared, mine = row["shared"].value, row["partnership"].value
    working = row["working"].value
    links = [
        _triple(thing, link, shared)
        for thing in dict.fromkeys((mine, working))
        for link in ("joins", "underFramework")
    ]
    said = [t for t in links if ox.Quad(*t) in ask.dataset.store]
    ends = _triple(mine, "between", row["partner"].value), _triple(working, "serves", objective)
    return Witness(shared, (*ends, *said), None, mine)


def _offered(partner: str, offer: str, objective: str) -> Witness:
    if offer == objective:
        return Witness(offer, (_triple(partner, "worksOn", offer),))
    triples = _triple(partner, "offers", offer), _triple(offer, "capabilityFor", objective)
    return Witness(offer, triples)


def _rows(table: Table) -> Rows:
    columns = [
        [t.value for t in table.column(name) if t is not None]
        for name in ("partner", "agreement", "in_force")
    ]
    # An agreement that formalises two partnerships comes twice.
    return list(dict.fromkeys(zip(*columns, strict=True)))


def _surest(state: str) -> int:
    return 0 if state == "yes" else 1


def _party(agreement: str, partner: str) -> ox.Triple:
    return _triple(agreement, "hasPartner", partner)


def _triple(subject: str, predicate: str, value: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(PERMS + predicate), ox.NamedNode(value))
