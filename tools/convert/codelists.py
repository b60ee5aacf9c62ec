"""Public code lists as concept schemes: IATI, OECD, countries, ROR."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # noqa: S405 - our own copy of published files, no DOCTYPE
from pathlib import Path

from perms_graph.namespaces import GRAPH
from tools.convert.book import Book, node, slug, text
from tools.convert.facts import read

_IATI = "https://github.com/IATI/IATI-Codelists"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# file → (kind of thing, title en, title fr, origin, licence, code column, name columns by language)
TABLES: dict[str, tuple[str, str, str, str, str | None, str, dict[str, str]]] = {
    "country_codes_26_members.csv": (
        "country", "Countries and territories of the Members", "Pays et territoires des Membres",
        "https://github.com/datasets/country-codes", "https://opendatacommons.org/licenses/pddl/1-0/",
        "ISO3166-1-Alpha-2",
        {"official_name_en": "en", "official_name_fr": "fr", "official_name_es": "es",
         "official_name_ar": "ar", "official_name_cn": "zh", "official_name_ru": "ru"},
    ),
    "dac_members.csv": (
        "dac-member", "DAC members", "Membres du CAD",
        "https://github.com/datasets/dac-and-crs-code-lists", "https://opendatacommons.org/licenses/pddl/1-0/",
        "code", {"name_en": "en", "name_fr": "fr"},
    ),
    "oecd_channel_codes.csv": (
        "oecd-channel", "OECD channels of delivery", "Canaux d'acheminement de l'OCDE",
        "https://github.com/datasets/dac-and-crs-code-lists", "https://opendatacommons.org/licenses/pddl/1-0/",
        "code", {"name_en": "en", "name_fr": "fr"},
    ),
    "oecd_agencies_of_sprep_donors.csv": (
        "oecd-agency", "Agencies of the donors met here", "Organismes des bailleurs rencontrés ici",
        "https://github.com/datasets/dac-and-crs-code-lists", "https://opendatacommons.org/licenses/pddl/1-0/",
        "code+agency_code", {"agency_name_en": "en", "agency_name_fr": "fr"},
    ),
    "iati_crs_channel_code.csv": (
        "crs-channel", "IATI's mirror of the channel codes", "Copie IATI des codes de canal",
        "https://github.com/IATI/IATI-Codelists-NonEmbedded", None, "code",
        {"name_en": "en", "name_fr": "fr"},
    ),
    "iati_dportal_funders.csv": (
        "funder", "Funder codes of D-Portal", "Codes des financeurs de D-Portal",
        "https://github.com/IATI/D-Portal", "https://spdx.org/licenses/MIT", "IATI-code", {"name": "en"},
    ),
    "ror_partners_extract.csv": (
        "ror-record", "ROR records of partners", "Notices ROR des partenaires",
        "https://github.com/ror-community/ror-records", "https://creativecommons.org/publicdomain/zero/1.0/",
        "partner_id", {"ror_name": "en"},
    ),
}  # fmt: skip


def tables(book: Book, folder: Path, licences: dict[str, str]) -> None:
    """State the lists that come as tables; what is neither code nor name is kept as named values."""
    for name, (kind, en, fr, origin, licence, key, labels) in TABLES.items():
        graph = f"{GRAPH}codelist/{kind}"
        book.graphs[graph] = (origin, "stated")
        book.document(origin)
        if licence:
            licences[graph] = licence
        file = f"codelists/{kind}.trig"
        scheme = f"id:scheme/{kind}"
        book.say(file, graph, scheme, "rdf:type", node("skos:ConceptScheme"))
        book.say(file, graph, scheme, "skos:prefLabel", text(en, "en"), text(fr, "fr"))
        seen: dict[str, int] = {}
        for row in read(folder / "codelists", name):
            code = "-".join(row[k] for k in key.split("+"))
            local = slug(code) or "none"
            seen[local] = seen.get(local, 0) + 1
            iri = f"id:{kind}/{local}" + (f"-{seen[local]}" if seen[local] > 1 else "")
            book.say(file, graph, iri, "rdf:type", node("skos:Concept"))
            book.say(file, graph, iri, "skos:inScheme", node(scheme))
            book.say(file, graph, iri, "skos:notation", text(code))
            for column, tag in labels.items():
                if row[column]:
                    book.say(file, graph, iri, "skos:prefLabel", text(row[column], tag))
            for column, value in row.items():
                if value and column not in labels and column not in key.split("+"):
                    part = f"id:code-value/{kind}-{iri.rsplit('/', 1)[-1]}-{slug(column)}"
                    book.say(file, graph, iri, "perms:hasCodeValue", node(part))
                    book.say(file, graph, part, "perms:column", text(column))
                    book.say(file, graph, part, "perms:cell", text(value))
            if "+" in key:
                book.say(file, graph, iri, "skos:altLabel", text(f"{row['donor_name_en']}", "en"))


def iati(book: Book, folder: Path) -> None:
    """State the IATI code lists, with names and descriptions by language."""
    for path in sorted((folder / "iati" / "codelists").glob("*.xml")):
        root = ET.parse(path).getroot()  # noqa: S314 - our own copy
        name = root.get("name") or path.stem
        kind = "iati-" + _hyphens(name)
        graph = f"{GRAPH}codelist/{kind}"
        book.graphs[graph] = (_IATI, "stated")
        book.document(_IATI)
        file = f"codelists/{kind}.trig"
        scheme = f"id:scheme/{kind}"
        book.say(file, graph, scheme, "rdf:type", node("skos:ConceptScheme"))
        book.say(file, graph, scheme, "skos:notation", text(name))
        meta = root.find("metadata")
        if meta is not None:
            _narratives(book, file, graph, scheme, meta, "name", "skos:prefLabel")
            _narratives(book, file, graph, scheme, meta, "description", "dcterms:description")
        for item in root.iter("codelist-item"):
            code = (item.findtext("code") or "").strip()
            iri = f"id:{kind}/{slug(code)}"
            book.say(file, graph, iri, "rdf:type", node("skos:Concept"))
            book.say(file, graph, iri, "skos:inScheme", node(scheme))
            book.say(file, graph, iri, "skos:notation", text(code))
            _narratives(book, file, graph, iri, item, "name", "skos:prefLabel")
            _narratives(book, file, graph, iri, item, "description", "skos:definition")
            if item.get("status") == "withdrawn":
                book.say(file, graph, iri, "skos:note", text("withdrawn", "en"))
            for part in ("category", "url"):
                value = (item.findtext(part) or "").strip()
                if value:
                    book.say(file, graph, iri, "skos:note", text(f"{part}: {value}"))


def _narratives(
    book: Book, file: str, graph: str, iri: str, parent: ET.Element, tag: str, predicate: str
) -> None:
    seen = set()
    for narrative in parent.findall(f"{tag}/narrative"):
        language = narrative.get(_LANG) or "en"
        value = " ".join((narrative.text or "").split())
        if value:
            # A list that names a code twice in one language keeps the second name as an alternative.
            again = predicate == "skos:prefLabel" and language in seen
            book.say(file, graph, iri, "skos:altLabel" if again else predicate, text(value, language))
            seen.add(language)


def _hyphens(name: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))
