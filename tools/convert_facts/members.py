"""SPREP itself, its 26 Members, and their membership."""

from __future__ import annotations

from typing import Final

from tools.convert_facts import documents as docs
from tools.convert_facts.book import BY_WORD, Book, Confidence
from tools.convert_facts.names import (
    GEO,
    boolean,
    dated,
    dcterms,
    english,
    french,
    iri,
    org,
    perms,
    skos,
    slug,
    text,
    thing,
    typed,
)
from tools.convert_facts.reading import Facts, Row
from tools.convert_facts.schemes import readings
from tools.convert_facts.translations import translations

FILE: Final = "register/members"
SPREP: Final = thing("organisation", "sprep")
SPREP_CODE: Final = "47097"


def member_slugs(facts: Facts) -> dict[str, str]:
    """Give ISO code → slug of each Member."""
    return {row["alpha2"]: slug(row["name_en"]) for row in facts.tables["members"]}


def convert(book: Book, facts: Facts) -> None:
    """Write SPREP, Members and memberships."""
    _sprep(book)
    codes = {r["ISO3166-1-Alpha-2"]: r for r in facts.codelists["country_codes_26_members"]}
    slugs = member_slugs(facts)
    for row in facts.tables["members"]:
        _member(book, facts, row, codes[row["alpha2"]])
        _membership(book, row, slugs[row["alpha2"]])


def _sprep(book: Book) -> None:
    """Codes of SPREP (register.md, section 1); its names are in the strategy's rows."""
    said = book.source(FILE, docs.DAC_CODES, Confidence.STATED)
    said.say(SPREP, perms("oecdCode"), text(SPREP_CODE))
    said.say(
        SPREP,
        skos("altLabel"),
        english("Pacific Regional Environment Programme"),
        french("Programme régional océanien de l'environnement"),
    )
    said.say(SPREP, perms("acronym"), english("SPREP"), french("PROE"))
    read = book.source(FILE, docs.DAC_CODES, Confidence.INFERRED)
    read.say(SPREP, perms("iatiIdentifier"), text(f"XM-DAC-{SPREP_CODE}"))
    read.say(
        SPREP,
        perms("identifierBasis"),
        english("form inferred from the OECD/IATI channel code"),
    )


def _member(book: Book, facts: Facts, row: Row, codes: Row) -> None:
    slugs = member_slugs(facts)
    node = thing("member", slugs[row["alpha2"]])
    said = book.source(FILE, row["source_url"], BY_WORD[row["confidence"]])
    listed = book.source(FILE, row["codes_source"], Confidence.STATED)
    known = book.source(FILE, row["coordinates_source"], Confidence.UNSOURCED)

    said.kind(node, perms("Member"))
    said.say(node, dcterms("identifier"), text(row["member_id"]))
    said.say(node, skos("prefLabel"), english(row["name_en"]))
    said.say(node, perms("memberType"), facts.concept("member-type", row["member_type"]))
    read = book.source(FILE, row["source_url"], Confidence.INFERRED)
    read.say(node, perms("programmeBeneficiary"), boolean(row["beneficiary"]))

    same_french = row["name_fr"] == row["un_name_fr"].replace("’", "'")
    named = listed if same_french else translations(book, FILE)
    named.say(node, skos("prefLabel"), french(row["name_fr"]))
    if row["un_name_en"] != row["name_en"]:
        listed.say(node, skos("altLabel"), english(row["un_name_en"]))
    if row["un_name_fr"] != row["name_fr"]:
        listed.say(node, skos("altLabel"), french(row["un_name_fr"]))

    listed.say(node, perms("alpha2"), text(row["alpha2"]))
    listed.say(node, perms("alpha3"), text(row["alpha3"]))
    listed.say(node, perms("m49"), text(row["m49"]))
    listed.say(node, perms("currency"), text(row["currency"]))
    listed.say(node, perms("smallIslandDevelopingState"), boolean(row["sids"]))
    listed.say(node, perms("leastDevelopedCountry"), boolean(row["ldc"]))
    listed.say(
        node,
        skos("exactMatch"),
        iri(f"http://www.wikidata.org/entity/{row['wikidata_id']}"),
        iri(f"https://sws.geonames.org/{row['geonames_id']}/"),
    )
    where = listed if row["subregion"] == codes["Sub-region Name"] else known
    where.say(node, perms("subregion"), english(row["subregion"]))
    if row["capital"]:
        where = listed if row["capital"] == codes["Capital"] else known
        where.say(node, perms("capital"), text(row["capital"]))
    known.say(node, iri(GEO + "lat"), typed(row["lat"], "decimal"))
    known.say(node, iri(GEO + "long"), typed(row["lon"], "decimal"))
    known.say(node, perms("politicalStatus"), english(row["political_status"]))
    known.say(node, perms("pacificAcpCountry"), boolean(row["pacp_edf_country"]))
    if row["associated_state_alpha2"]:
        state = thing("member", slugs[row["associated_state_alpha2"]])
        known.say(node, perms("associatedState"), state)
    if row["sprep_host"]:
        # register.md, section 1, names the page that lists headquarters and host agreements.
        hosts = book.source(FILE, docs.AGREEMENTS_PAGE, Confidence.STATED)
        hosts.say(node, perms("hostsOffice"), english(row["sprep_host"]))


def _membership(book: Book, row: Row, name: str) -> None:
    node = thing("membership", name)
    said = book.source(FILE, row["source_url"], BY_WORD[row["confidence"]])
    said.kind(node, org("Membership"))
    said.say(node, org("member"), thing("member", name))
    said.say(node, org("organization"), SPREP)
    ours = readings(book, FILE)
    ours.say(
        node,
        skos("prefLabel"),
        english(f"Membership of {row['name_en']}"),
        french(f"Adhésion : {row['name_fr']}"),
    )
    if row["member_from"]:
        since = book.source(FILE, row["status_source_url"], Confidence.STATED)
        since.say(node, perms("startsOn"), dated(row["member_from"]))
    if row["status_note"] and row["status_source_url"]:
        noted = book.source(FILE, row["status_source_url"], Confidence.PARAPHRASE)
        noted.say(node, skos("note"), english(row["status_note"]))
        noted.say(node, dcterms("source"), iri(row["status_source_url"]))
    elif row["status_note"]:
        # Without a page the note is general knowledge about the place, not about its membership.
        known = book.source(FILE, docs.GENERAL_KNOWLEDGE, Confidence.UNSOURCED)
        known.say(thing("member", name), skos("note"), english(row["status_note"]))
