"""Dossiers: one partnership with its agreements, partners, money, evidence and following."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from benchmarks.chance import Chance
from benchmarks.groundwork import GOALS, MECHANISMS, OBJECTIVES, describe, url
from benchmarks.members import MEMBERS
from benchmarks.names import Names
from benchmarks.sheet import Sheet, date, number, text, typed

_PARTNER_TYPES: Final = (
    "cropAgency",
    "memberGovernment",
    "nonGovernmentalOrganisation",
    "university",
    "unitedNations",
    "developmentBank",
    "climateFund",
)
_PURPOSES: Final = (
    ("technicalSupport",),
    ("financialSupport", "technicalSupport"),
    ("sharedValues", "technicalSupport"),
    ("financialSupport",),
    ("procurement", "services"),
)
_PRINCIPLES: Final = (
    "strategicContribution",
    "collaboration",
    "sharedValues",
    "programmeIntegration",
    "mutualBenefit",
    "genderAndInclusion",
)
_CURRENCIES: Final = ("USD", "EUR", "AUD", "NZD")
_AGREEMENTS: Final = (1, 1, 1, 1, 2, 2, 3)
_WIDE: Final = 0.1
"""Share of agreements for the whole region, which name most island Members."""


class Dossiers:
    """Draws dossiers one after the other; numbers are given for good once a dossier is kept."""

    def __init__(self, chance: Chance, names: Names) -> None:
        self._chance = chance
        self._names = names
        self._kept: dict[str, int] = {}
        self._drawn: dict[str, int] = {}

    def draw(self) -> Sheet:
        """Draw a dossier; unless it is kept, the next one takes its numbers."""
        self._drawn = dict(self._kept)
        sheet = Sheet()
        partnership = self._new("partnership")
        agreements = self._agreements(sheet)
        sheet.graph = self._names.graph("project/test-partnerships")
        sheet.thing(
            partnership, "perms:Partnership", en=f"Partnership {self._drawn['partnership']}"
        )
        sheet.say(partnership, "perms:formalisedBy", *agreements)
        self._following(sheet, partnership, agreements)
        return sheet

    def keep(self) -> None:
        """Keep the dossier drawn last."""
        self._kept = dict(self._drawn)

    def lone_partner(self, sheet: Sheet) -> None:
        """Add a partner that has no partnership."""
        self._drawn = dict(self._kept)
        sheet.graph = self._names.source(0)
        self._partner(sheet)
        self.keep()

    def _new(self, kind: str) -> ox.NamedNode:
        self._drawn[kind] = self._drawn.get(kind, 0) + 1
        return self._names.thing(kind, self._drawn[kind])

    def _document(self, sheet: Sheet) -> int:
        page = self._new("document")
        document = self._drawn["document"]
        describe(sheet, self._names, document, "stated", page)
        describe(sheet, self._names, document, "inferred", page)
        sheet.graph = self._names.graph("provenance")
        sheet.thing(page, "perms:Document")
        sheet.say(page, "schema:url", url(document))
        return document

    def _agreements(self, sheet: Sheet) -> list[ox.NamedNode]:
        chance = self._chance
        document = self._document(sheet)
        sheet.graph = self._names.source(document)
        partners = self._partners(sheet)
        begun = chance.number(1995, 2026)
        agreements: list[ox.NamedNode] = []
        for _ in range(chance.one(_AGREEMENTS)):
            if agreements and chance.yes(0.8):
                document = self._document(sheet)
                sheet.graph = self._names.source(document)
            agreement = self._agreement(sheet, document, partners, begun)
            if agreements:
                verb = chance.one(("perms:renews", "perms:follows", "perms:isUnder"))
                sheet.say(agreement, verb, agreements[-1])
            agreements.append(agreement)
            begun = min(begun + chance.number(2, 6), 2027)
        return agreements

    def _partners(self, sheet: Sheet) -> list[ox.NamedNode]:
        chance, known = self._chance, self._kept.get("partner", 0)
        wanted = chance.one((1, 1, 1, 2, 3))
        chosen: dict[ox.NamedNode, None] = {}
        for _ in range(wanted):
            if known and chance.yes(0.55):
                chosen[self._names.thing("partner", 1 + chance.hub(known))] = None
            else:
                chosen[self._partner(sheet)] = None
        return list(chosen)

    def _partner(self, sheet: Sheet) -> ox.NamedNode:
        chance, it = self._chance, self._new("partner")
        name = chance.name()
        count = self._drawn["partner"]
        sheet.thing(it, "perms:Partner", en=f"{name} Institute {count}")
        if chance.yes(0.4):
            sheet.say(it, "skos:prefLabel", text(f"Institut {name} {count}", "fr"))
        if chance.yes(0.8):
            sheet.say(it, "perms:acronym", text(f"{name[:1]}I{count}"))
        sheet.say(it, "perms:partnerType", f"id:partner-type/{chance.one(_PARTNER_TYPES)}")
        sheet.say(it, "perms:countryCode", text(chance.one(MEMBERS).alpha2))
        if chance.yes(0.9):
            sheet.say(it, "foaf:homepage", ox.NamedNode(f"https://test.example/partner/{count}"))
        for slug in chance.some(GOALS[:4], 1, 2):
            sheet.say(it, "perms:worksOn", self._names.thing("goal", slug))
        for purpose in chance.one(_PURPOSES):
            sheet.say(it, "perms:offersPurpose", f"purpose:{purpose}")
        if chance.yes(0.1):
            capability = self._new("capability")
            sheet.thing(capability, "perms:Capability", en=f"Knows {chance.topic()[0]}")
            goal = self._names.thing("goal", chance.one(GOALS))
            sheet.say(capability, "perms:capabilityFor", goal)
            sheet.say(it, "perms:offers", capability)
        return it

    def _agreement(
        self, sheet: Sheet, document: int, partners: list[ox.NamedNode], begun: int
    ) -> ox.NamedNode:
        chance, it = self._chance, self._new("agreement")
        topic_en, topic_fr = chance.topic()
        slug, _, english, french = chance.one(MECHANISMS)
        count = self._drawn["agreement"]
        sheet.thing(it, "perms:Agreement", en=f"{english} {count} on {topic_en}")
        if chance.yes(0.1):
            sheet.say(it, "skos:prefLabel", text(f"{french} {count} sur {topic_fr}", "fr"))
        sheet.say(it, "skos:notation", text(f"TEST-{count}"))
        sheet.say(it, "perms:hasParty", "id:organisation/sprep")
        sheet.say(it, "perms:hasPartner", *partners)
        sheet.say(it, "perms:usesMechanism", self._names.thing("mechanism", slug))
        sheet.say(it, "perms:topic", text(topic_en, "en"))
        sheet.say(it, "dcterms:source", url(document))
        self._dates(sheet, it, begun)
        if chance.yes(0.03):
            sheet.say(it, "perms:statedStatus", f"id:status/{chance.one(('inForce', 'running'))}")
        self._scope(sheet, it, document)
        if chance.yes(0.3):
            amount = self._new("amount")
            sheet.thing(amount, "perms:Amount")
            self._money(sheet, amount)
            sheet.say(it, "perms:hasAmount", amount)
        if chance.yes(0.4):
            given = self._new("contribution")
            sheet.thing(given, "perms:Contribution")
            sheet.say(given, "perms:givenBy", chance.one(partners))
            sheet.say(given, "perms:underAgreement", it)
            sheet.say(given, "perms:contributionKind", "id:contribution-kind/project")
            sheet.say(given, "perms:year", date(str(begun)))
            self._money(sheet, given)
        return it

    def _dates(self, sheet: Sheet, it: ox.NamedNode, begun: int) -> None:
        chance = self._chance
        if chance.yes(0.65):
            sheet.say(it, "perms:signedOn", self._date(begun))
            kind = "signed" if chance.yes(0.7) else "announced"
            sheet.say(it, "perms:dateKind", f"id:date-kind/{kind}")
        if chance.yes(0.4):
            sheet.say(it, "perms:startsOn", self._date(begun))
        if chance.yes(0.3):
            sheet.say(it, "perms:endsOn", self._date(begun + chance.number(1, 9)))

    def _date(self, year: int) -> ox.Literal:
        """Draw a date in a year: a year, a month or a day, as sources have them."""
        precision = self._chance.one((4, 7, 7, 7, 10, 10))
        return date(self._chance.day(year, year)[:precision])

    def _scope(self, sheet: Sheet, it: ox.NamedNode, document: int) -> None:
        """State what an agreement is for. The goal is our reading, so it has its own graph."""
        chance, names = self._chance, self._names
        for purpose in chance.one(_PURPOSES):
            sheet.say(it, "perms:hasPurpose", f"purpose:{purpose}")
        if chance.yes(0.35):
            island = [m.alpha2.lower() for m in MEMBERS if m.kind != "metropolitan"]
            low, high = (10, 14) if chance.yes(_WIDE) else (1, 3)
            named = chance.some(island, low, high)
            sheet.say(it, "perms:benefits", *(names.thing("member", code) for code in named))
        sheet.graph = names.source(document, "inferred")
        if chance.yes(0.8):
            # The first goals have most agreements, as the real ones do.
            goal = GOALS[chance.hub(len(GOALS) - 1)]
            sheet.say(it, "perms:servesGoal", names.thing("goal", goal))
        if chance.yes(0.13):
            objective = OBJECTIVES[chance.hub(len(OBJECTIVES) - 4)]
            sheet.say(it, "perms:servesObjective", names.thing("objective", objective))
        sheet.graph = names.source(document)

    def _money(self, sheet: Sheet, it: ox.NamedNode) -> None:
        sheet.say(it, "perms:value", number(self._chance.number(1, 400) * 25_000))
        sheet.say(it, "perms:currency", text(self._chance.one(_CURRENCIES)))
        sheet.say(it, "perms:amountScope", "id:amount-scope/sprepProject")

    def _following(
        self, sheet: Sheet, partnership: ox.NamedNode, agreements: list[ox.NamedNode]
    ) -> None:
        chance = self._chance
        if chance.yes(0.5):
            sheet.say(partnership, "perms:heldBy", self._post(sheet))
        if chance.yes(0.3):
            sheet.say(partnership, "perms:monitoredBy", self._indicator(sheet))
        for principle in chance.some(_PRINCIPLES, 0, 3):
            provision = self._new("provision")
            sheet.thing(provision, "perms:Provision")
            sheet.say(provision, "perms:evidenceFor", f"principle:{principle}")
            sheet.say(provision, "perms:quotes", text(f"The parties agree on {principle}.", "en"))
            sheet.say(provision, "dcterms:source", self._names.thing("document", 1))
            sheet.say(partnership, "perms:hasProvision", provision)
        if chance.yes(0.3):
            undertaking = self._new("undertaking")
            sheet.thing(undertaking, "perms:Undertaking")
            sheet.say(undertaking, "perms:underAgreement", agreements[-1])
            sheet.say(undertaking, "perms:undertakenBy", "id:organisation/sprep")
            sheet.say(undertaking, "perms:dueOn", date(chance.day(2024, 2028)))
        if chance.yes(0.15):
            review = self._new("review")
            sheet.thing(review, "perms:Review")
            sheet.say(review, "perms:reviews", partnership)
            sheet.say(review, "perms:heldOn", date(chance.day(2018, 2026)))
            sheet.say(review, "perms:decidedBy", "id:body/prrg")
        if chance.yes(0.03):
            departure = self._new("departure")
            sheet.thing(departure, "perms:Departure")
            sheet.say(departure, "perms:ofPartnership", partnership)
            sheet.say(departure, "perms:departsFrom", f"principle:{chance.one(_PRINCIPLES)}")
            sheet.say(departure, "perms:reason", text("The text was settled before.", "en"))
            sheet.say(departure, "perms:decidedBy", "id:body/prrg")
            sheet.say(departure, "perms:decidedOn", date(chance.day(2020, 2026)))

    def _post(self, sheet: Sheet) -> ox.NamedNode:
        """Give a post: a new one for every eighth partnership held, so that posts hold several."""
        known = self._kept.get("post", 0)
        if known and self._chance.yes(0.875):
            return self._names.thing("post", self._chance.number(1, known))
        post = self._new("post")
        count = self._drawn["post"]
        sheet.thing(post, "perms:Post", en=f"Adviser {count}", fr=f"Conseiller {count}")
        sheet.say(post, "org:postIn", "id:organisation/sprep")
        return post

    def _indicator(self, sheet: Sheet) -> ox.NamedNode:
        chance, indicator = self._chance, self._new("indicator")
        sheet.thing(indicator, "perms:Indicator", en=f"Progress on {chance.topic()[0]}")
        sheet.say(indicator, "perms:unit", text("percent", "en"))
        sheet.say(indicator, "perms:direction", "id:direction/increase")
        for kind, verb in (("baseline", "perms:hasBaseline"), ("target", "perms:hasTarget")):
            point = self._point(sheet, kind)
            sheet.say(indicator, verb, point)
        for _ in range(chance.number(0, 3)):
            measurement = self._point(sheet, "measurement")
            sheet.say(measurement, "perms:ofIndicator", indicator)
        return indicator

    def _point(self, sheet: Sheet, kind: str) -> ox.NamedNode:
        point = self._new(kind)
        sheet.thing(point, f"perms:{kind.capitalize()}")
        sheet.say(point, "perms:value", typed(str(self._chance.number(0, 100)), "decimal"))
        sheet.say(point, "perms:measuredOn", date(self._chance.day(2018, 2026)))
        return point
