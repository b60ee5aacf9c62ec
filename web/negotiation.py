"""Which form of an answer suits who asks: media types and languages, by weight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from werkzeug.datastructures import LanguageAccept, MIMEAccept

from perms_graph.language import LANGUAGES

HTML: Final = "text/html"


@dataclass(frozen=True)
class Media:
    """One format we give: suffix of its address, media type, name."""

    suffix: str
    media_type: str
    name: str


@dataclass(frozen=True)
class Form(Media):
    """One RDF format we give, and other types for it."""

    rdf: ox.RdfFormat
    aliases: tuple[str, ...] = ()


FORMS: Final = (
    Form("ttl", "text/turtle", "Turtle", ox.RdfFormat.TURTLE, ("application/x-turtle",)),
    Form("jsonld", "application/ld+json", "JSON-LD", ox.RdfFormat.JSON_LD, ("application/json",)),
    Form("nt", "application/n-triples", "N-Triples", ox.RdfFormat.N_TRIPLES),
    Form("rdf", "application/rdf+xml", "RDF/XML", ox.RdfFormat.RDF_XML),
)

RECORDS: Final = (Media("json", "application/json", "JSON"), Media("csv", "text/csv", "CSV"))
"""What a thing is given in besides RDF. Who accepts JSON gets JSON-LD, which is JSON too."""


def form_of(suffix: str) -> Form | None:
    """Give the format with a suffix (without dot); None if there is none."""
    return next((form for form in FORMS if form.suffix == suffix), None)


def best_type(accept: MIMEAccept, offers: Sequence[str]) -> str | None:
    """Choose a media type by the rules of RFC 9110, section 12.5.1.

    Each offer gets the weight of the most specific range that matches it; the heaviest wins, and
    the first of equals. (Comparing the whole header with a known type, as is sometimes done, fails
    on every browser.)

    Args:
        accept: The header as parsed; empty if it was not sent, which accepts anything.
        offers: What there is, the preferred first.

    Returns:
        One of ``offers``; None if none is acceptable.
    """
    if not accept:
        return offers[0]
    best: tuple[float, str] | None = None
    for offer in offers:
        weight = _weight(offer, accept)
        if weight > 0 and (best is None or weight > best[0]):
            best = (weight, offer)
    return best[1] if best else None


def record_of(suffix: str) -> Media | None:
    """Give the format with a suffix among those that are not RDF; None if there is none."""
    return next((media for media in RECORDS if media.suffix == suffix), None)


def best_form(
    accept: MIMEAccept, *, html: bool = True, besides: Sequence[Media] = ()
) -> Media | str | None:
    """Choose between the page and the formats of data.

    Args:
        accept: The header as parsed.
        html: Whether there is a page.
        besides: Formats there are besides RDF.

    Returns:
        ``HTML``, one of ``FORMS`` or of ``besides``, or None if nothing we have is acceptable.
    """
    offers = [HTML] if html else []
    forms: dict[str, Media] = {}
    for form in FORMS:
        for name in (form.media_type, *form.aliases):
            forms[name] = form
    # Other names come last: a client that accepts anything must not get one by accident.
    offers += [form.media_type for form in FORMS]
    offers += [alias for form in FORMS for alias in form.aliases]
    for media in besides:
        if forms.setdefault(media.media_type, media) is media:
            offers.append(media.media_type)
    offers += ["application/xhtml+xml"] if html else []
    chosen = best_type(accept, offers)
    if chosen is None:
        return None
    return forms.get(chosen, HTML)


def best_language(accept: LanguageAccept) -> str:
    """Choose English or French; English if neither is asked for."""
    best = ("en", 0.0)
    for tag, weight in accept:
        primary = tag.lower().split("-")[0]
        if primary in LANGUAGES and weight > best[1]:
            best = (primary, weight)
    return best[0]


def _weight(offer: str, accept: Iterable[tuple[str, float]]) -> float:
    kind = offer.partition("/")[0]
    weight, specific = 0.0, -1
    for value, quality in accept:
        name = value.partition(";")[0].strip().lower()
        rank = {"*/*": 0, f"{kind}/*": 1, offer: 2}.get(name, -1)
        if rank > specific:
            weight, specific = quality, rank
    return weight
