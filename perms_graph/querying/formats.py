"""Forms of queries, and the formats in which each is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import pyoxigraph as ox

from perms_graph.store.complaints import UPDATES
from perms_graph.store.screen import unescaped
from perms_graph.store.tokens import tokens

QueryForm = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "UPDATE"]

_FORMS: Final[dict[str, QueryForm]] = {
    "SELECT": "SELECT",
    "ASK": "ASK",
    "CONSTRUCT": "CONSTRUCT",
    "DESCRIBE": "DESCRIBE",
    **dict.fromkeys(UPDATES, "UPDATE"),
}
_VOLATILE: Final = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})


@dataclass(frozen=True)
class Format:
    """A format of answers.

    Attributes:
        name: In ``format=`` and at the end of a file's name.
        media_type: Its registered type.
        aliases: Other types that get it.
        rdf: How triples are written; None for rows.
        uri: What the W3C calls it (http://www.w3.org/ns/formats/); empty if it does not.
    """

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()
    rdf: ox.RdfFormat | None = None
    uri: str = ""


_W3C: Final = "http://www.w3.org/ns/formats/"
RESULTS: Final = (
    Format(
        "json",
        "application/sparql-results+json",
        ("application/json",),
        uri=_W3C + "SPARQL_Results_JSON",
    ),
    Format(
        "xml",
        "application/sparql-results+xml",
        ("application/xml", "text/xml"),
        uri=_W3C + "SPARQL_Results_XML",
    ),
    Format("csv", "text/csv", uri=_W3C + "SPARQL_Results_CSV"),
    Format("tsv", "text/tab-separated-values", uri=_W3C + "SPARQL_Results_TSV"),
)
"""Formats of rows, and of yes and no; the first if the client does not mind."""

GRAPHS: Final = (
    Format(
        "ttl", "text/turtle", ("application/x-turtle",), ox.RdfFormat.TURTLE, uri=_W3C + "Turtle"
    ),
    Format(
        "nt",
        "application/n-triples",
        ("text/plain",),
        ox.RdfFormat.N_TRIPLES,
        uri=_W3C + "N-Triples",
    ),
    Format(
        "jsonld",
        "application/ld+json",
        ("application/json",),
        ox.RdfFormat.JSON_LD,
        uri=_W3C + "JSON-LD",
    ),
    Format(
        "rdf",
        "application/rdf+xml",
        ("application/xml", "text/xml"),
        ox.RdfFormat.RDF_XML,
        uri=_W3C + "RDF_XML",
    ),
)
"""Formats of triples; the first if the client does not mind."""


def query_form(text: str) -> QueryForm | None:
    """Tell the form of a query by its first word after the prologue; None if it has none."""
    for token in tokens(unescaped(text)):
        if token.kind == "word":
            form = _FORMS.get(token.text.upper())
            if form is not None:
                return form
    return None


def is_volatile(text: str) -> bool:
    """Tell whether the answer may change though the data do not: by clock or by chance."""
    return any(
        token.kind == "word" and token.text.upper() in _VOLATILE
        for token in tokens(unescaped(text))
    )


def formats_of(form: QueryForm | None) -> tuple[Format, ...]:
    """Give the formats in which a form is answered, the preferred first."""
    return GRAPHS if form in {"CONSTRUCT", "DESCRIBE"} else RESULTS


def format_named(name: str, form: QueryForm | None) -> Format | None:
    """Give the format that a form is answered in by its short name or its media type."""
    return next((f for f in formats_of(form) if name in {f.name, f.media_type}), None)
