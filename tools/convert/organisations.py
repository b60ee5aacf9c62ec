"""SPREP, its Members and its partners."""

from __future__ import annotations

from tools.convert.book import Book, moment, node, slug, text, typed, yes
from tools.convert.facts import Row, codes
from tools.convert.schemes import concept

SPREP = "id:organisation/sprep"
GENERAL = "general knowledge"
COUNTRY_CODES = "https://github.com/datasets/country-codes"


def member_iri(row: Row) -> str:
    """Give the short name of a Member."""
    return "id:member/" + slug(row["name_en"])


def sprep(book: Book, strategy: list[Row]) -> None:
    """State who SPREP is."""
    (row,) = [r for r in strategy if r["code"] == "SPREP"]
    graph = book.source(row["source_url"], "officialText")
    file = "register/members.trig"
    book.say(file, graph, SPREP, "rdf:type", node("org:Organization"))
    book.say(file, graph, SPREP, "skos:prefLabel", text(row["label_en"], "en"), text(row["label_fr"], "fr"))
    book.say(file, graph, SPREP, "perms:acronym", text("SPREP", "en"), text("PROE", "fr"))
    book.say(
        file, book.source(row["source_url"], "paraphrase"), SPREP, "dcterms:description",
        text(row["description_en"], "en"),
    )  # fmt: skip
    channel = book.source("https://github.com/datasets/dac-and-crs-code-lists")
    book.say(file, channel, SPREP, "perms:oecdCode", text("47097"))
    inferred = book.source("https://github.com/datasets/dac-and-crs-code-lists", "inferred")
    book.say(file, inferred, SPREP, "perms:iatiIdentifier", text("XM-DAC-47097"))
    book.say(
        file, inferred, SPREP, "perms:identifierBasis",
        text("form inferred from the OECD/IATI channel code", "en"),
    )  # fmt: skip


def members(book: Book, rows: list[Row]) -> None:
    """State the Members, their codes, and their membership of SPREP."""
    file = "register/members.trig"
    by_code = {r["alpha2"]: member_iri(r) for r in rows}
    unsourced = book.source(GENERAL, "unsourced")
    for row in rows:
        iri = member_iri(row)
        graph = book.source(row["source_url"], row["confidence"])
        book.say(file, graph, iri, "rdf:type", node("perms:Member"))
        book.say(file, graph, iri, "skos:prefLabel", text(row["name_en"], "en"))
        book.say(file, graph, iri, "skos:notation", text(row["member_id"]))
        book.say(file, graph, iri, "perms:memberType", node(concept("member-type", row["member_type"])))
        book.say(file, graph, iri, "perms:programmeBeneficiary", yes(row["beneficiary"]))

        listed = book.source(COUNTRY_CODES)
        book.say(file, listed, iri, "skos:prefLabel", text(row["name_fr"], "fr"))
        for tag in ("en", "fr"):
            if row[f"un_name_{tag}"] != row[f"name_{tag}"]:
                book.say(file, listed, iri, "skos:altLabel", text(row[f"un_name_{tag}"], tag))
        for name in ("alpha2", "alpha3", "m49", "currency"):
            book.say(file, listed, iri, f"perms:{name}", text(row[name]))
        book.say(
            file, listed, iri, "skos:exactMatch",
            node(f"http://www.wikidata.org/entity/{row['wikidata_id']}"),
            node(f"https://sws.geonames.org/{row['geonames_id']}/"),
        )  # fmt: skip
        book.say(file, listed, iri, "perms:smallIslandDevelopingState", yes(row["sids"]))
        book.say(file, listed, iri, "perms:leastDevelopedCountry", yes(row["ldc"]))
        book.say(file, listed, iri, "perms:pacificAcpCountry", yes(row["pacp_edf_country"]))
        if row["capital"]:
            book.say(file, listed, iri, "perms:capital", text(row["capital"]))

        book.say(file, unsourced, iri, "perms:politicalStatus", text(row["political_status"], "en"))
        book.say(file, unsourced, iri, "perms:subregion", text(row["subregion"], "en"))
        book.say(file, unsourced, iri, "geo:lat", typed(row["lat"], "decimal"))
        book.say(file, unsourced, iri, "geo:long", typed(row["lon"], "decimal"))
        if row["associated_state_alpha2"]:
            state = by_code[row["associated_state_alpha2"]]
            book.say(file, unsourced, iri, "perms:associatedState", node(state))
        if row["sprep_host"]:
            book.say(
                file, book.source("https://www.sprep.org/governance/agreements-establishing-sprep"),
                iri, "perms:hostsOffice", text(row["sprep_host"], "en"),
            )  # fmt: skip

        membership = "id:membership/" + slug(row["name_en"])
        book.say(file, graph, membership, "rdf:type", node("org:Membership"))
        book.say(file, graph, membership, "org:member", node(iri))
        book.say(file, graph, membership, "org:organization", node(SPREP))
        label = f"Membership of {row['name_en']}"
        libelle = f"Qualité de Membre : {row['name_fr']}"
        book.say(file, book.project("readings", "inferred"), membership, "skos:prefLabel", text(label, "en"), text(libelle, "fr"))
        note_graph = book.source(row["status_source_url"]) if row["status_source_url"] else unsourced
        if row["member_from"]:
            book.say(file, note_graph, membership, "perms:startsOn", moment(row["member_from"]))
        if row["status_note"]:
            book.say(file, note_graph, membership, "skos:note", text(row["status_note"], "en"))


def partners(book: Book, rows: list[Row], by_code: dict[str, str]) -> None:
    """State the partners. What they work on and offer is our reading of the page cited."""
    file = "register/partners.trig"
    for row in rows:
        iri = "id:partner/" + row["partner_id"]
        url = row["evidence_url"]
        graph = book.source(url, row["confidence"])
        reading = book.source(url, "inferred")
        book.say(file, graph, iri, "rdf:type", node("perms:Partner"))
        book.say(file, graph, iri, "skos:prefLabel", text(row["name"], "en"))
        book.say(file, graph, iri, "skos:notation", text(row["partner_id"]))
        book.say(file, graph, iri, "perms:partnerType", node(concept("partner-type", row["partner_type"])))
        book.say(file, graph, iri, "perms:countryCode", text(row["country"]))
        if row["name_fr"]:
            book.say(file, graph, iri, "skos:prefLabel", text(row["name_fr"], "fr"))
        if row["acronym"]:
            book.say(file, graph, iri, "perms:acronym", text(row["acronym"]))
        if row["homepage"]:
            book.say(file, graph, iri, "foaf:homepage", node(row["homepage"]))
        if row["note"]:
            book.say(file, book.source(url, "paraphrase"), iri, "skos:note", text(row["note"], "en"))
        basis = row["iati_id_basis"]
        coded = reading if "inferred" in basis else graph
        if row["oecd_channel_or_donor_code"]:
            book.say(file, graph, iri, "perms:oecdCode", text(row["oecd_channel_or_donor_code"]))
        if row["iati_org_id"]:
            book.say(file, coded, iri, "perms:iatiIdentifier", text(row["iati_org_id"]))
        if basis:
            book.say(file, coded, iri, "perms:identifierBasis", text(basis, "en"))
        ror = book.source("https://github.com/ror-community/ror-records")
        own = row["ror_applies_to"] != "parent organisation"
        if row["ror_id"]:
            match = "skos:exactMatch" if own else "skos:relatedMatch"
            book.say(file, ror, iri, match, node(row["ror_id"]))
        if row["wikidata_id"]:
            # The Wikidata identifier comes from the ROR record, so it is the parent's where ROR is.
            match = "skos:exactMatch" if own else "skos:relatedMatch"
            book.say(file, ror, iri, match, node(f"http://www.wikidata.org/entity/{row['wikidata_id']}"))
        for code in codes(row["works_with_sprep_on"]):
            if code == "OG":
                book.say(file, reading, iri, "skos:note", text("Works with SPREP on an organisational goal; the source does not say which.", "en"))
            else:
                book.say(file, reading, iri, "perms:worksOn", node(f"id:goal/{code.lower()}"))
        for code in codes(row["supports"]):
            book.say(file, reading, iri, "perms:offersPurpose", node(purpose(code)))
        for code in codes(row["organ_of_member"]):
            book.say(file, graph, iri, "perms:organOf", node(by_code[code]))


PURPOSES = {
    "PO-VALUES": "sharedValues",
    "PO-FIN": "financialSupport",
    "PO-TECH": "technicalSupport",
    "PO-TECH-DEV": "developmentPartner",
    "PO-TECH-PROC": "procurement",
    "PO-PROC-GOODS": "goods",
    "PO-PROC-SERV": "services",
}


def purpose(code: str) -> str:
    """Give the short name of a kind of support."""
    return "purpose:" + PURPOSES[code]
