"""Terms as keys: what two readers of one text must agree on, whichever way they write a number."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import XSD

Key = tuple[str, ...]
"""What a term is known by; all nameless nodes are alike, for no two readers name them alike."""

NAMELESS: Final[Key] = ("nameless",)

_NUMBERS: Final = frozenset(
    XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "gYear")
)


def key_of(term: object) -> Key:
    """Give the key of a term of pyoxigraph."""
    if isinstance(term, ox.NamedNode):
        return iri_key(term.value)
    if isinstance(term, ox.Literal):
        return literal_key(term.value, term.datatype.value, term.language)
    return NAMELESS


def iri_key(iri: str) -> Key:
    """Give the key of an IRI."""
    return ("iri", iri)


def literal_key(text: str, datatype: str | None, language: str | None) -> Key:
    """Give the key of a literal: its value for a number, a truth or a moment, else its text.

    A store writes ``1.50`` as ``1.5`` and ``+00:00`` as ``Z``; the file still has what was typed.
    """
    if language:
        return ("text", text, language.lower())
    if datatype in _NUMBERS:
        try:
            return ("number", str(Decimal(text).normalize()))
        except InvalidOperation:
            return ("text", text)
    if datatype == XSD + "boolean":
        return ("truth", {"1": "true", "0": "false"}.get(text, text))
    if datatype in {XSD + "dateTime", XSD + "date", XSD + "time"}:
        moment = text.removesuffix("+00:00").removesuffix("-00:00").removesuffix("Z")
        return ("moment", moment.rstrip("0").rstrip(".") if "." in moment else moment)
    return ("text", text)
