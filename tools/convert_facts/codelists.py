"""Public code lists as concept schemes: tables from OECD, ISO, ROR and IATI's portal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph import namespaces as ns
from tools.convert_facts import documents as docs
from tools.convert_facts.book import Book, Page
from tools.convert_facts.members import member_slugs
from tools.convert_facts.names import english, foaf, french, perms, skos, slug, text, thing
from tools.convert_facts.reading import Facts, Row

LABEL: Final = ox.NamedNode(ns.RDFS + "label")


@dataclass(frozen=True)
class CodeList:
    """How a table becomes a scheme.

    Attributes:
        table: Name of the CSV file.
        name: Kind of its concepts, and name of its graph and file.
        key: Document it comes from.
        en: English name of the scheme.
        fr: French name of the scheme.
        code: Columns that make the code.
        names: Column → language of the preferred name; no language means as printed.
        others: Column → language of further names.
    """

    table: str
    name: str
    key: str
    en: str
    fr: str
    code: tuple[str, ...]
    names: dict[str, str | None]
    others: dict[str, str | None]


LISTS: Final = (
    CodeList(
        "country_codes_26_members", "country", docs.COUNTRY_CODES,
        "Country codes of the 26 Members", "Codes de pays des 26 Membres",
        ("ISO3166-1-Alpha-2",),
        {"official_name_en": "en", "official_name_fr": "fr", "official_name_es": "es",
         "official_name_ar": "ar", "official_name_ru": "ru", "official_name_cn": "zh"},
        {f"UNTERM {language} {form}": tag
         for language, tag in (("English", "en"), ("French", "fr"), ("Spanish", "es"),
                               ("Arabic", "ar"), ("Russian", "ru"), ("Chinese", "zh"))
         for form in ("Short", "Formal")},
    ),
    CodeList(
        "dac_members", "dac-member", docs.DAC_CODES,
        "Donor codes of the OECD's Development Assistance Committee",
        "Codes des donneurs du Comité d'aide au développement de l'OCDE",
        ("code",), {"name_en": "en", "name_fr": "fr"}, {},
    ),
    CodeList(
        "oecd_agencies_of_sprep_donors", "oecd-agency", docs.DAC_CODES,
        "Agencies of donors met in the register",
        "Organismes des donneurs rencontrés dans le registre",
        ("code", "agency_code"), {"agency_name_en": "en", "agency_name_fr": "fr"}, {},
    ),
    CodeList(
        "oecd_channel_codes", "oecd-channel", docs.DAC_CODES,
        "OECD channels of delivery", "Canaux d'acheminement de l'OCDE",
        ("code",), {"name_en": "en", "name_fr": "fr"}, {},
    ),
    CodeList(
        "iati_crs_channel_code", "crs-channel", docs.IATI_LISTS_NON_EMBEDDED,
        "IATI's mirror of the channel codes, partners only",
        "Copie par l'IITA des codes de canal, partenaires seulement",
        ("code",), {"name_en": "en", "name_fr": "fr"}, {},
    ),
    CodeList(
        "iati_dportal_funders", "funder", docs.D_PORTAL,
        "Funder codes of IATI's D-Portal", "Codes de bailleurs du D-Portal de l'IITA",
        ("IATI-code",), {"name": None}, {},
    ),
    CodeList(
        "ror_partners_extract", "ror-record", docs.ROR,
        "ROR records of partners", "Notices ROR de partenaires",
        ("partner_id",), {"ror_name": None}, {},
    ),
)  # fmt: skip


def convert(book: Book, facts: Facts) -> None:
    """Write every list; each column that is not a name is a property of its own."""
    members = member_slugs(facts)
    for codelist in LISTS:
        page = book.codelist(f"codelists/{codelist.name}", codelist.name, codelist.key)
        scheme = thing("scheme", codelist.name)
        page.kind(scheme, skos("ConceptScheme"))
        page.say(scheme, skos("prefLabel"), english(codelist.en), french(codelist.fr))
        rows = facts.codelists[codelist.table]
        columns = [c for c in rows[0] if c not in codelist.names | codelist.others]
        for column in columns:
            node = _column(codelist, column)
            page.kind(node, ox.NamedNode(ns.RDF + "Property"))
            page.say(node, LABEL, text(column))
        seen: dict[str, int] = {}
        for row in rows:
            name = slug("-".join(row[c] for c in codelist.code) or "none")
            seen[name] = seen.get(name, 0) + 1
            # D-Portal lists a few codes twice, and one row has none.
            node = thing(codelist.name, name if seen[name] == 1 else f"{name}-{seen[name]}")
            page.say(node, skos("inScheme"), scheme)
            _concept(page, codelist, row, node, columns)
            if codelist.name == "country":
                page.say(node, foaf("focus"), thing("member", members[row["ISO3166-1-Alpha-2"]]))
            if codelist.name == "ror-record":
                page.say(node, foaf("focus"), thing("partner", row["partner_id"]))


def _concept(
    page: Page, codelist: CodeList, row: Row, node: ox.NamedNode, columns: list[str]
) -> None:
    page.kind(node, skos("Concept"))
    code = "-".join(filter(None, (row[c] for c in codelist.code)))
    if code:
        page.say(node, skos("notation"), text(code))
    preferred: dict[str | None, str] = {}
    for column, language in codelist.names.items():
        if row[column].strip():
            preferred[language] = row[column]
            page.say(node, skos("prefLabel"), text(row[column], language))
    for column, language in codelist.others.items():
        if row[column].strip() and row[column] != preferred.get(language):
            page.say(node, skos("altLabel"), text(row[column], language))
    for column in columns:
        if row[column].strip():
            page.say(node, _column(codelist, column), text(row[column]))
    broader = row.get("category", "")
    if broader and broader != row["code"] and codelist.name == "oecd-channel":
        page.say(node, skos("broader"), thing(codelist.name, broader))
    for column in ("acronym_en", "acronym_fr"):
        if row.get(column):
            page.say(node, perms("acronym"), text(row[column], column[-2:]))


def _column(codelist: CodeList, column: str) -> ox.NamedNode:
    return thing("column", f"{codelist.name}-{slug(column)}")
