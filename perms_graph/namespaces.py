"""Names: one base, the prefixes everyone uses, and how to go between a short and a long name.

The base ``https://w3id.org/perms/`` is not registered to this project yet (see the README). It
stands here and in the prefix lines of the data, nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

BASE: Final = "https://w3id.org/perms/"
PERMS: Final = BASE + "def#"
PSH: Final = BASE + "shape#"
ID: Final = BASE + "id/"
GRAPH: Final = BASE + "graph/"
QUESTION: Final = BASE + "question/"
MODULE: Final = BASE + "def/"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"
ORG: Final = "http://www.w3.org/ns/org#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
SCHEMA: Final = "https://schema.org/"
EARL: Final = "http://www.w3.org/ns/earl#"

PREFIXES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "perms": PERMS,
        "psh": PSH,
        "id": ID,
        "principle": ID + "principle/",
        "purpose": ID + "purpose/",
        "graph": GRAPH,
        "question": QUESTION,
        "dcterms": DCTERMS,
        "earl": EARL,
        "foaf": FOAF,
        "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
        "org": ORG,
        "owl": OWL,
        "prov": PROV,
        "rdf": RDF,
        "rdfs": RDFS,
        "schema": SCHEMA,
        "sdg": "http://metadata.un.org/sdg/",
        "sh": SH,
        "skos": SKOS,
        "vann": "http://purl.org/vocab/vann/",
        "xsd": XSD,
    }
)


def expand(name: str) -> str | None:
    """Give the full IRI of a short name such as ``perms:Partner`` or ``id:partner/spc``.

    Args:
        name: A short name, or an IRI, bare or in angle brackets.

    Returns:
        The IRI, or None if ``name`` has no prefix that we know.
    """
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    if name.startswith(("http://", "https://", "urn:")):
        return name
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return PREFIXES[prefix] + local
    return None


def shorten(iri: str) -> str:
    """Give the short name of an IRI, by its longest known prefix; the IRI itself if none fits.

    Args:
        iri: A full IRI.

    Returns:
        For instance ``perms:Partner``; ``expand`` undoes it.
    """
    best = max(
        (item for item in PREFIXES.items() if iri.startswith(item[1])),
        key=lambda item: len(item[1]),
        default=None,
    )
    if best is None or len(iri) == len(best[1]):
        return iri
    return f"{best[0]}:{iri[len(best[1]) :]}"


def sparql_prologue(text: str) -> str:
    """Give ``PREFIX`` lines for the known prefixes that ``text`` uses but does not declare.

    Args:
        text: A SPARQL query.

    Returns:
        Lines ending in a newline, in the order of ``PREFIXES``; empty if nothing is missing.
    """
    lowered = text.lower()
    missing = [
        prefix
        for prefix in PREFIXES
        if f"{prefix}:" in text and f"prefix {prefix}:" not in " ".join(lowered.split())
    ]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in missing)
