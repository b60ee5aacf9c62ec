"""The 17 disagreements of register.md, section 7: both positions, and the second values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tools.convert_facts import documents as docs
from tools.convert_facts.agreements import name_amount
from tools.convert_facts.book import Book, Confidence
from tools.convert_facts.names import (
    dated,
    dcterms,
    english,
    french,
    iri,
    perms,
    skos,
    slug,
    text,
    thing,
    typed,
)
from tools.convert_facts.reading import Facts, addresses_in
from tools.convert_facts.schemes import readings
from tools.convert_facts.translations import translations

FILE: Final = "register/disagreements"

IN_SHORT: Final = {
    # Pages that the table names without their address → the address printed elsewhere in the facts.
    "einpresswire 742780853": "https://www.einpresswire.com/article/742780853/remarks-by-sefanaia-"
    "nawadra-sprep-director-general-upon-the-occasion-of-the-donation-to-sprep-from-the-government-"
    "of-the-people-s-republic-of-china",
    "sprep.org/project/pacific-ocean-litter-project": docs.MENTIONED[0],
    "(outremers360)": "http://outremers360.com/planete/pacifique-un-fonds-de-de-3092-millions-"
    "deuros-pour-renforcer-la-resilience-des-ecosystemes-des-economies-et-des-communautes",
    "(afd.fr)": "https://www.afd.fr/fr/actualites/communique-de-presse/initiative-kiwa-nouveaux-"
    "projets-resilience-climatique-region-pacifique",
    "(SPC)": "https://www.spc.int/updates/news/2017/05/australia-reaffirms-commitment-to-"
    "strengthening-pacific-island-meteorological",
    "AUD 39 million (SPREP)": "https://sprep.org/news/sprep-hosts-9th-cosppac-planning-and-"
    "steering-committee-meeting",
    "(greenclimate.fund)": "https://www.greenclimate.fund/news/gcf-readiness-results-vanuatu",
    "sprep.org Dec 2017": "https://sprep.org/news/sprep-signs-new-project-agreements-adaptation-"
    "fund-and-green-climate-fund-projects",
    "(release)": "https://sdg.iisd.org/news/sprep-germany-sign-e5-million-eba-project",
    "(paper)": "https://docslib.org/doc/7217705/wp-11-2-3-page-1",
    "(RNZ)": "https://tunapacific.ffa.int/2018/09/05/huge-grant-from-europe-to-help-save-pacific-ocean/",
    "(dateline)": "https://sundayislessolomonislands.com/si-and-pacific-region-to-benefit-from-eu-fund/",
    "(asiapacificadapt.net)": "http://asiapacificadapt.net/adaptation-practices/pacific-islands-"
    "climate-change-assistance-programme-piccap",
    "GEF 2,440,000 USD": "https://www.thegef.org/gef/project_detail?projID=336",
    "(UNDP ERC)": "https://erc.undp.org/evaluation/evaluations/detail/7810",
    "(identification form)": "https://docsbay.net/financing-plan-in-us-s18",
}

ABOUT: Final = {
    # Topic as printed → (things it is about, French name of ours).
    "China, year of the increase to USD 200,000": (
        ("agreement/ag-133", "contribution/c-042"),
        "Chine, année du passage à 200 000 dollars",
    ),
    "POLP end": (("agreement/ag-104",), "Fin du projet POLP"),
    "COSPPac phase 1": (("agreement/ag-108",), "COSPPac, phase 1"),
    "Kiwa": (("agreement/ag-124",), "Kiwa"),
    "PacWastePlus": (("agreement/ag-141", "agreement/ag-142"), "PacWastePlus"),
    "Vanuatu GCF project": (
        ("agreement/ag-166", "agreement/ag-196"),
        "Projet du Fonds vert pour le climat à Vanuatu",
    ),
    "Vanuatu US$23 million": (("agreement/ag-166",), "Vanuatu, 23 millions de dollars"),
    "SPREP size class at the GCF": (
        ("agreement/ag-164", "agreement/ag-165"),
        "Catégorie de taille du PROE au Fonds vert pour le climat",
    ),
    "PRISMSS RIR": (("agreement/ag-113",), "PRISMSS RIR"),
    "ROK-PI CliPS start": (("agreement/ag-064",), "Début de ROK-PI CliPS"),
    "SWAP I": (("agreement/ag-125",), "SWAP I"),
    "PEBACC": (("agreement/ag-122",), "PEBACC"),
    "PEUMP signing": (("agreement/ag-145",), "Signature de PEUMP"),
    "PICCAP size": (("agreement/ag-188",), "Montant de PICCAP"),
    # No agreement of the register is this project; the fund is what pages share.
    "GEF-PAS invasive species countries": (
        ("partner/gef",),
        "Pays du projet GEF-PAS sur les espèces envahissantes",
    ),
    "CCCD project number": (("agreement/ag-189",), "Numéro du projet CCCD"),
    '"$23m" for the PCCC': (("agreement/ag-128",), "« 23 millions » pour le PCCC"),
}


@dataclass(frozen=True)
class Second:
    """A value another source gives for what the tables already give one for."""

    thing: str
    term: str
    value: str
    key: str
    confidence: Confidence = Confidence.STATED


@dataclass(frozen=True)
class SecondAmount:
    """A sum another source gives; an amount of its own, so that each keeps its currency."""

    agreement: str
    number: int
    value: str
    currency: str
    scope: str
    key: str


SECOND: Final = (
    # If the increase came in 2018, the smaller sum ran through 2017.
    Second(
        "contribution/c-042", "endsOn", "2017", IN_SHORT["einpresswire 742780853"],
        Confidence.INFERRED,
    ),
    Second("agreement/ag-104", "endsOn", "2025", docs.REGISTER_NOTES),
    Second("agreement/ag-104", "endsOn", "2026", docs.MENTIONED[0]),
    Second("agreement/ag-104", "endsOn", "2027", "https://www.sprep.org/polp"),
    Second(
        "agreement/ag-064", "startsOn", "2015",
        "https://www.pacificclimatechange.net/project/"
        "republic-korea-pacific-islands-climate-prediction-services-project",
    ),
    Second(
        "agreement/ag-064", "endsOn", "2017",
        "https://www.pacificclimatechange.net/project/"
        "republic-korea-pacific-islands-climate-prediction-services-project",
    ),
    Second(
        "agreement/ag-125", "endsOn", "2023",
        "https://sprep.org/SWAP/sustainable-waste-actions-in-the-pacific-swap",
    ),
    # Both days are of reports; the year is inferred from the Forum.
    Second("agreement/ag-145", "signedOn", "2018-09-05", IN_SHORT["(RNZ)"], Confidence.INFERRED),
    Second(
        "agreement/ag-145", "signedOn", "2018-09-06", IN_SHORT["(dateline)"],
        Confidence.INFERRED,
    ),
)  # fmt: skip

SECOND_AMOUNTS: Final = (
    SecondAmount("AG-108", 2, "40000000", "AUD", "wholeProgramme", IN_SHORT["(SPC)"]),
    SecondAmount("AG-113", 2, "20000000", "NZD", "projectBySprep", docs.REGISTER_NOTES),
    SecondAmount("AG-122", 2, "5000000", "EUR", "projectBySprep", IN_SHORT["(release)"]),
    SecondAmount("AG-124", 1, "30920000", "EUR", "kiwaInitiative", IN_SHORT["(outremers360)"]),
    SecondAmount("AG-124", 2, "35000000", "EUR", "kiwaInitiative", IN_SHORT["(afd.fr)"]),
)

IDENTIFIERS: Final = (
    ("agreement/ag-189", "GEF 6982", IN_SHORT["(UNDP ERC)"]),
    ("agreement/ag-189", "GEF 5131", IN_SHORT["(identification form)"]),
)


def rows(markdown: str) -> list[tuple[str, str, str]]:
    """Read section 7 of register.md: topic, source A, source B."""
    section = re.split(r"^## 7\..*$", markdown, flags=re.MULTILINE)[1].split("\n## ")[0]
    found = []
    for line in section.splitlines():
        if line.startswith("| ") and not line.startswith("| topic "):
            topic, one, other = (cell.strip() for cell in line.strip("| ").split(" | "))
            found.append((topic, one, other))
    return found


def convert(book: Book, facts: Facts) -> None:
    """Write disagreements, positions, and the values that stand beside those of the tables.

    Raises:
        KeyError: A row of section 7 is new and nobody said what it is about.
    """
    said = book.source(FILE, docs.REGISTER_NOTES, Confidence.STATED)
    for topic, one, other in rows(facts.texts["register"]):
        about, fr = ABOUT[topic]
        node = thing("disagreement", slug(topic))
        said.kind(node, perms("Disagreement"))
        said.say(node, skos("prefLabel"), english(topic))
        translations(book, FILE).say(node, skos("prefLabel"), french(fr))
        for name in about:
            said.say(node, perms("about"), thing(*name.split("/")))
        for letter, words in (("a", one), ("b", other)):
            position = thing("position", f"{slug(topic)}-{letter}")
            said.say(node, perms("hasPosition"), position)
            said.kind(position, perms("Position"))
            said.say(position, dcterms("description"), english(words))
            readings(book, FILE).say(
                position,
                skos("prefLabel"),
                english(f"{topic} – {letter.upper()}"),
                french(f"{fr} – {letter.upper()}"),
            )
            named = [key for short, key in IN_SHORT.items() if short in words]
            for address in [*addresses_in(words), *named]:
                said.say(position, dcterms("source"), iri(address))
    _second_values(book)


def _second_values(book: Book) -> None:
    for second in SECOND:
        page = book.source(FILE, second.key, second.confidence)
        page.say(thing(*second.thing.split("/")), perms(second.term), dated(second.value))
    for amount in SECOND_AMOUNTS:
        code = slug(amount.agreement)
        node = thing("amount", f"{code}-{amount.number}")
        page = book.source(FILE, amount.key, Confidence.STATED)
        page.kind(node, perms("Amount"))
        page.say(thing("agreement", code), perms("hasAmount"), node)
        page.say(node, perms("value"), typed(amount.value, "decimal"))
        page.say(node, perms("currency"), text(amount.currency))
        page.say(node, perms("amountScope"), thing("amount-scope", amount.scope))
        name_amount(book, FILE, node, amount.value, amount.currency, amount.agreement)
    for name, identifier, key in IDENTIFIERS:
        page = book.source(FILE, key, Confidence.STATED)
        page.say(thing(*name.split("/")), dcterms("identifier"), text(identifier))
