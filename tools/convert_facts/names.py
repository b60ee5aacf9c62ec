"""Names of things: slugs, concept names, and typed values."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import pyoxigraph as ox

from perms_graph import namespaces as ns

RDF_TYPE: Final = ox.NamedNode(ns.RDF + "type")
GEO: Final = ns.PREFIXES["geo"]
SDG: Final = ns.PREFIXES["sdg"]


def thing(kind: str, name: str) -> ox.NamedNode:
    """Name a thing by kind and slug: ``thing("partner", "spc")`` is ``id/partner/spc``."""
    return ox.NamedNode(f"{ns.ID}{kind}/{name}")


def perms(local: str) -> ox.NamedNode:
    """Name a term of the ontology."""
    return ox.NamedNode(ns.PERMS + local)


def skos(local: str) -> ox.NamedNode:
    """Name a SKOS term."""
    return ox.NamedNode(ns.SKOS + local)


def dcterms(local: str) -> ox.NamedNode:
    """Name a Dublin Core term."""
    return ox.NamedNode(ns.DCTERMS + local)


def org(local: str) -> ox.NamedNode:
    """Name a term of W3C ORG."""
    return ox.NamedNode(ns.ORG + local)


def foaf(local: str) -> ox.NamedNode:
    """Name a FOAF term."""
    return ox.NamedNode(ns.FOAF + local)


def slug(text: str) -> str:
    """Give a slug: ASCII, lower case, hyphens; accents are stripped.

    Raises:
        ValueError: Nothing is left of ``text``.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if not found:
        raise ValueError(f"no slug can be made of {text!r}")
    return found


def concept_name(text: str) -> str:
    """Give a lowerCamel name: ``UN agency`` becomes ``unAgency``."""
    first, *rest = slug(text).split("-")
    return first + "".join(word.capitalize() for word in rest)


def text(value: str, language: str | None = None) -> ox.Literal:
    """Give a text, with its language if it has one."""
    return ox.Literal(value, language=language) if language else ox.Literal(value)


def english(value: str) -> ox.Literal:
    """Give an English text."""
    return ox.Literal(value, language="en")


def french(value: str) -> ox.Literal:
    """Give a French text."""
    return ox.Literal(value, language="fr")


def typed(value: str, datatype: str) -> ox.Literal:
    """Give a typed value, written as in the source."""
    return ox.Literal(value, datatype=ox.NamedNode(ns.XSD + datatype))


def boolean(value: str) -> ox.Literal:
    """Turn ``yes`` or ``no`` into a boolean.

    Raises:
        ValueError: It is neither.
    """
    if value not in {"yes", "no"}:
        raise ValueError(f"expected yes or no, found {value!r}")
    return typed("true" if value == "yes" else "false", "boolean")


def dated(value: str) -> ox.Literal:
    """Type a date by the precision it is written with: year, month or day.

    Raises:
        ValueError: It is none of the three.
    """
    for pattern, datatype in (
        (r"\d{4}", "gYear"),
        (r"\d{4}-(0[1-9]|1[0-2])", "gYearMonth"),
        (r"\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])", "date"),
    ):
        if re.fullmatch(pattern, value):
            return typed(value, datatype)
    raise ValueError(f"not a year, month or day: {value!r}")


def iri(address: str) -> ox.NamedNode:
    """Name a page by its address, with the characters an IRI may not hold escaped."""
    return ox.NamedNode(re.sub(r'[<>"{}|\\^` ]', lambda m: f"%{ord(m.group()):02X}", address))


def grouped(number: str) -> tuple[str, str]:
    """Write a number for readers: ``(English, French)``, as in ``2,000,000`` and ``2 000 000``.

    The French spaces are narrow and do not break.
    """
    whole, point, rest = number.partition(".")
    in_english = f"{int(whole):,}"
    return in_english + point + rest, in_english.replace(",", "\u202f") + (
        "," if point else ""
    ) + rest
