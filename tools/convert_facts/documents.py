"""Documents whose address, name or licence the facts state in words, and the library of all."""

from __future__ import annotations

from typing import Final

from tools.convert_facts.book import Document, Library
from tools.convert_facts.reading import Facts

PDDL: Final = "https://opendatacommons.org/licenses/pddl/1-0/"
CC0: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
MIT: Final = "https://spdx.org/licenses/MIT"

STRATEGY_TEXT: Final = "file:perms-fr.md"
GENERAL_KNOWLEDGE: Final = "general knowledge"
REGISTER_NOTES: Final = "register.md"
STRATEGY_NOTES: Final = "strategy.md"
COUNTRY_CODES: Final = "https://github.com/datasets/country-codes @caa72d1 (ODC-PDDL)"
DAC_CODES: Final = "https://github.com/datasets/dac-and-crs-code-lists"
IATI_LISTS: Final = "https://github.com/IATI/IATI-Codelists"
IATI_LISTS_NON_EMBEDDED: Final = "https://github.com/IATI/IATI-Codelists-NonEmbedded"
D_PORTAL: Final = "https://github.com/IATI/D-Portal"
POLICY_MARKERS: Final = "https://huggingface.co/datasets/devinitorg/iati-policy-markers"
ROR: Final = "https://github.com/ror-community/ror-records"
SDG_SOURCE: Final = (
    "https://github.com/UNStats/LOD4Stats sdg-data/sdg-kos-goals-targets-indicators.ttl "
    "@0ae578bacb1f4339596f5a6a19338457e4b22ba3"
)
THEMES_SOURCE: Final = "search-index:github-file-id:7586250933"
AGREEMENTS_PAGE: Final = "https://www.sprep.org/governance/agreements-establishing-sprep"

KNOWN: Final = (
    Document(
        STRATEGY_TEXT,
        "perms-fr-md",
        None,
        "Engagement des partenaires et stratégie de mobilisation des ressources",
    ),
    Document(GENERAL_KNOWLEDGE, "general-knowledge", None, "General knowledge, no page cited"),
    Document(REGISTER_NOTES, "register-md", None, "data/facts/register.md"),
    Document(STRATEGY_NOTES, "strategy-md", None, "data/facts/strategy.md"),
    Document(
        COUNTRY_CODES,
        "github-com-datasets-country-codes",
        "https://github.com/datasets/country-codes",
        "datasets/country-codes",
        PDDL,
        "caa72d1e0e5af8876c170bb36a9e4d64a01bba88",
    ),
    Document(
        DAC_CODES,
        "github-com-datasets-dac-and-crs-code-lists",
        DAC_CODES,
        "datasets/dac-and-crs-code-lists",
        PDDL,
        "4bb5a5e72f17ce8ca96b353bc0f69e5a14f80625",
    ),
    Document(
        IATI_LISTS,
        "github-com-iati-iati-codelists",
        IATI_LISTS,
        "IATI/IATI-Codelists, version 2.03",
    ),
    Document(
        IATI_LISTS_NON_EMBEDDED,
        "github-com-iati-iati-codelists-nonembedded",
        IATI_LISTS_NON_EMBEDDED,
        "IATI/IATI-Codelists-NonEmbedded",
        None,
        "7aeece773c60afa0265eb95e988d5e61e96d8482",
    ),
    Document(
        D_PORTAL,
        "github-com-iati-d-portal",
        D_PORTAL,
        "IATI/D-Portal",
        MIT,
        "4ac3861d445f978fa82d06403d74c80c2b994751",
    ),
    Document(
        POLICY_MARKERS,
        "huggingface-co-datasets-devinitorg-iati-policy-markers",
        POLICY_MARKERS,
        "devinitorg/iati-policy-markers",
    ),
    Document(
        ROR,
        "github-com-ror-community-ror-records",
        ROR,
        "ror-community/ror-records",
        CC0,
        "d93fc667872f8ef9386896bd6c68bd3c6103603e",
    ),
    Document(
        SDG_SOURCE,
        "github-com-unstats-lod4stats",
        "https://github.com/UNStats/LOD4Stats",
        "UNStats/LOD4Stats, sdg-data/sdg-kos-goals-targets-indicators.ttl",
        None,
        "0ae578bacb1f4339596f5a6a19338457e4b22ba3",
    ),
    Document(THEMES_SOURCE, "github-file-7586250933", None, "GitHub file 7586250933"),
)

MENTIONED: Final = (
    # Addresses that the facts print without their scheme.
    "https://sprep.org/project/pacific-ocean-litter-project",
)


def library(facts: Facts) -> Library:
    """Name every document that the facts mention."""
    return Library([*facts.addresses(), *MENTIONED], KNOWN)
