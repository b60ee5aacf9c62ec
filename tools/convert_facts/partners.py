"""Partners: who they are, their identifiers, and our reading of what they do with SPREP."""

from __future__ import annotations

from typing import Final

from tools.convert_facts import documents as docs
from tools.convert_facts.book import BY_WORD, Book, Confidence, Page
from tools.convert_facts.members import member_slugs
from tools.convert_facts.names import (
    dcterms,
    english,
    foaf,
    french,
    iri,
    perms,
    skos,
    text,
    thing,
)
from tools.convert_facts.purposes import PURPOSES
from tools.convert_facts.reading import Facts, Row, addresses_in

FILE: Final = "register/partners"
CROSS_CUTTING: Final = "OG"
CROSS_CUTTING_NOTE: Final = (
    "Works with SPREP on its organisational goals (OG); which one is not said."
)

_BASIS: Final = {
    # What the facts say of an identifier → document, and how sure it is.
    "form inferred from the OECD/IATI channel code": (docs.DAC_CODES, Confidence.INFERRED),
    "inferred form from the DAC agency list": (docs.DAC_CODES, Confidence.INFERRED),
    "DAC donor code only": (docs.DAC_CODES, Confidence.STATED),
    "seen in IATI D-Portal iati_funders.csv": (docs.D_PORTAL, Confidence.STATED),
    "seen in IATI D-Portal iati_funders.csv (as AusAID); agency 5 in the DAC list": (
        docs.D_PORTAL,
        Confidence.STATED,
    ),
    "seen in the Hugging Face data set devinitorg/iati-policy-markers": (
        docs.POLICY_MARKERS,
        Confidence.STATED,
    ),
    "seen in the retired IATI OrganisationIdentifier codelist": (
        docs.IATI_LISTS_NON_EMBEDDED,
        Confidence.STATED,
    ),
    "seen in IATIOrganisationIdentifier codelist (EC development directorate, since renamed "
    "INTPA)": (docs.IATI_LISTS_NON_EMBEDDED, Confidence.STATED),
}
_WITHDRAWN: Final = frozenset({"47094"})
"""Codes that only IATI's mirror of the OECD list still holds."""


def convert(book: Book, facts: Facts) -> None:
    """Write all partners."""
    members = member_slugs(facts)
    registered = {row["partner_id"]: row for row in facts.codelists["ror_partners_extract"]}
    for row in facts.tables["partners"]:
        node = thing("partner", row["partner_id"])
        said = book.source(FILE, row["evidence_url"], BY_WORD[row["confidence"]])
        said.kind(node, perms("Partner"))
        said.say(node, skos("prefLabel"), english(row["name"]))
        if row["name_fr"]:
            said.say(node, skos("prefLabel"), french(row["name_fr"]))
        if row["acronym"]:
            said.say(node, perms("acronym"), text(row["acronym"]))
        said.say(node, perms("partnerType"), facts.concept("partner-type", row["partner_type"]))
        said.say(node, perms("countryCode"), text(row["country"]))
        if row["homepage"]:
            said.say(node, foaf("homepage"), iri(row["homepage"]))
        said.say(node, dcterms("source"), iri(row["evidence_url"]))
        if row["organ_of_member"]:
            code = row["organ_of_member"]
            if code in members:
                said.say(node, perms("organOf"), thing("member", members[code]))
            else:
                said.say(node, perms("organOfCountry"), text(code))
        if row["note"]:
            noted = book.source(FILE, row["evidence_url"], Confidence.PARAPHRASE)
            noted.say(node, skos("note"), english(row["note"]))
            for address in addresses_in(row["note"]):
                noted.say(node, dcterms("source"), iri(address))
        _identifiers(book, row, registered.get(row["partner_id"]))
        _reading(book.source(FILE, row["evidence_url"], Confidence.INFERRED), row)


def _identifiers(book: Book, row: Row, registered: Row | None) -> None:
    node = thing("partner", row["partner_id"])
    code = row["oecd_channel_or_donor_code"]
    if code:
        key = docs.IATI_LISTS_NON_EMBEDDED if code in _WITHDRAWN else docs.DAC_CODES
        book.source(FILE, key, Confidence.STATED).say(node, perms("oecdCode"), text(code))
    if row["iati_id_basis"]:
        page = book.source(FILE, *_BASIS[row["iati_id_basis"]])
        page.say(node, perms("identifierBasis"), english(row["iati_id_basis"]))
        if row["iati_org_id"]:
            page.say(node, perms("iatiIdentifier"), text(row["iati_org_id"]))
    ror = book.source(FILE, docs.ROR, Confidence.STATED)
    if row["ror_id"]:
        own = row["ror_applies_to"] == "organisation"
        ror.say(node, skos("exactMatch" if own else "relatedMatch"), iri(row["ror_id"]))
    if row["wikidata_id"]:
        entity = iri(f"http://www.wikidata.org/entity/{row['wikidata_id']}")
        if registered and registered["wikidata"] == row["wikidata_id"]:
            own = row["ror_applies_to"] == "organisation"
            ror.say(node, skos("exactMatch" if own else "relatedMatch"), entity)
        else:
            # Every other one is that of a country whose government is the partner: akin, not same.
            known = book.source(FILE, docs.GENERAL_KNOWLEDGE, Confidence.UNSOURCED)
            known.say(node, skos("relatedMatch"), entity)


def _reading(page: Page, row: Row) -> None:
    """What a partner does with SPREP is our reading of the page."""
    node = thing("partner", row["partner_id"])
    for goal in filter(None, row["works_with_sprep_on"].split(";")):
        if goal == CROSS_CUTTING:
            page.say(node, skos("note"), english(CROSS_CUTTING_NOTE))
        else:
            page.say(node, perms("worksOn"), thing("goal", goal.lower()))
    for purpose in filter(None, row["supports"].split(";")):
        page.say(node, perms("offersPurpose"), thing("purpose", PURPOSES[purpose]))
