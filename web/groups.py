"""In which order a page tells what is known: groups of properties, each with a heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from perms_graph.errors import Message, msg
from perms_graph.namespaces import DCTERMS, FOAF, ORG, PERMS, PREFIXES, PROV, RDFS, SCHEMA, SKOS


@dataclass(frozen=True)
class Group:
    """A heading and the properties under it, in order."""

    key: str
    title: Message
    properties: tuple[str, ...]


def _perms(*names: str) -> tuple[str, ...]:
    return tuple(PERMS + name for name in names)


GROUPS: Final = (
    Group(
        "about",
        msg("About"),
        (
            DCTERMS + "description", SKOS + "definition", PERMS + "quotes", PERMS + "section",
            PERMS + "topic", SKOS + "note", SKOS + "scopeNote", PERMS + "reason",
            *_perms(
                "partnerType", "memberType", "politicalStatus", "associatedState", "countryCode",
                "subregion", "capital", "organOf", "organOfCountry", "hostsOffice",
                "smallIslandDevelopingState", "leastDevelopedCountry", "pacificAcpCountry",
                "programmeBeneficiary", "measureName", "about", "hasPosition", "passageOf",
                "itemOf", "stepOf",
            ),
            FOAF + "homepage", FOAF + "page", SCHEMA + "url",
        ),
    ),
    Group(
        "parties",
        msg("Who"),
        (
            *_perms(
                "between", "hasPartner", "hasParty", "partiesAsPrinted", "partyTo", "partnerIn",
                "benefits", "benefitsFrom", "givenBy", "undertakenBy", "decidedBy", "reportedBy",
                "heldBy", "occupiedBy", "priorityOf",
            ),
            ORG + "member", ORG + "organization", ORG + "memberOf", ORG + "hasMember",
            ORG + "postIn",
        ),
    ),
    Group(
        "time",
        msg("When"),
        _perms(
            "signedOn", "dateKind", "startsOn", "endsOn", "durationAsPrinted", "statedStatus",
            "statusNote", "earliestStart", "latestStart", "earliestEnd", "latestEnd", "year",
            "heldOn", "decidedOn", "dueOn", "doneOn", "expiresOn", "measuredOn", "vacantSince",
            "accessedOn", "frequency",
        ),
    ),
    Group(
        "aims",
        msg("Purpose and goals"),
        (
            *_perms(
                "hasPurpose", "servesGoal", "servesObjective", "serves", "contributesTo", "worksOn",
                "offersPurpose", "offers", "capabilityFor", "alignedWith", "partOfGoal", "goalOf",
                "focusOf", "pairedWith", "usesFramework", "evidenceFor", "departsFrom", "joins",
                "hasPriority",
            ),
            DCTERMS + "isPartOf",
        ),
    ),
    Group(
        "instruments",
        msg("Instruments"),
        _perms(
            "formalises", "formalisedBy", "underFramework", "usesMechanism", "legalNature",
            "mechanismGroup", "renews", "follows", "isUnder", "hasPredecessor", "underAgreement",
            "exampleAgreement", "hasProvision", "takenIn", "reviews", "reviewedIn", "ofPartnership",
        ),
    ),
    Group(
        "money",
        msg("Money"),
        _perms(
            "value", "currency", "unit", "hasAmount", "amountScope", "amountNote", "sameMoneyAs",
            "contributionKind", "hasContribution", "gives",
        ),
    ),
    Group(
        "following",
        msg("Following"),
        _perms(
            "monitoredBy", "monitors", "direction", "hasBaseline", "hasTarget", "ofIndicator",
            "verifiedBy", "upheld",
        ),
    ),
    Group(
        "names",
        msg("Names and codes"),
        (
            SKOS + "prefLabel", RDFS + "label", DCTERMS + "title", FOAF + "name",
            PERMS + "acronym", SKOS + "altLabel", SKOS + "notation",
            *_perms(
                "alpha2", "alpha3", "m49", "oecdCode", "iatiIdentifier", "identifierBasis",
            ),
            PREFIXES["geo"] + "lat", PREFIXES["geo"] + "long",
            SKOS + "exactMatch", SKOS + "closeMatch", SKOS + "relatedMatch",
        ),
    ),
    Group(
        "sources",
        msg("Where it comes from"),
        (DCTERMS + "source", PROV + "wasDerivedFrom", DCTERMS + "license"),
    ),
)  # fmt: skip

REST: Final = Group("rest", msg("More"), ())

_PLACE: Final = {
    p: (i, j) for i, group in enumerate(GROUPS) for j, p in enumerate(group.properties)
}


def place(iri: str) -> tuple[int, int]:
    """Give the place of a property: group, then place in it; unknown ones come last."""
    return _PLACE.get(iri, (len(GROUPS), 0))


def group_at(number: int) -> Group:
    """Give a group by its place."""
    return GROUPS[number] if number < len(GROUPS) else REST
