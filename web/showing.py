"""From RDF terms to what a template prints: text, link, language, marks. No HTML is made here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import msg
from perms_graph.labels import Label
from perms_graph.namespaces import ID, XSD, shorten
from perms_graph.register.things import exists
from perms_graph.store import Term

from . import formatting, paths
from .reading import Reader

_AMOUNT: Final = re.compile(r"(\d{4,}(?:\.\d+)?) ([A-Z]{3})( .*)?")


@dataclass(frozen=True)
class Shown:
    """One value, ready to print.

    Attributes:
        text: What stands there.
        href: Where it leads; None for plain text.
        external: Whether that is outside this site.
        language: Language of the text if it is not that of the page.
        state: ``yes``, ``no`` or ``not known`` for an agreement or a partnership.
        invented: Whether the thing is of the illustrative set.
        code: Whether the text is a name for machines, for want of a better one.
        long: Whether it is a text of several sentences.
        sort: What it sorts by.
    """

    text: str
    href: str | None = None
    external: bool = False
    language: str | None = None
    state: str | None = None
    invented: bool = False
    code: bool = False
    long: bool = False
    sort: str = ""


class Names:
    """The names of the things on one page; asked for once, then read."""

    def __init__(self, reader: Reader, things: Iterable[str], *, states: bool = True) -> None:
        self._reader = reader
        wanted = {t for t in things if reader.view.terms.get(t) is None}
        self._labels: Mapping[str, Label] = reader.view.labels(wanted, reader.texts)
        self._states = reader.view.states(reader.day) if states else {}

    def text(self, iri: str) -> str:
        """Give the name alone."""
        return self.thing(iri).text

    def thing(self, iri: str) -> Shown:
        """Show a thing: a link to its page here, or to the web if we know nothing of it."""
        reader = self._reader
        terms = reader.view.terms
        if terms.get(iri) is not None:
            return Shown(terms.label(iri, reader.language), reader.link(paths.page(iri)))
        label = self._labels.get(iri, Label(shorten(iri), None, own=False))
        tag = label.language
        href: str | None
        if self._has_page(iri):
            href, external = reader.link(paths.page(iri)), False
        elif paths.followable(iri):
            href, external = iri, True
        else:
            href, external = None, False
        web = external and not label.own
        return Shown(
            formatting.web_address(iri) if web else _readable(label.text, reader.language),
            href,
            external,
            tag if tag and tag.split("-")[0] != reader.language else None,
            self._states.get(iri),
            iri in reader.view.invented,
            code=not label.own and not web,
        )

    def _has_page(self, iri: str) -> bool:
        """Tell whether there is a page: one of ours that nothing is stated of has none."""
        view = self._reader.view
        if view.index.knows(iri):
            return True
        if iri.startswith(ID):
            return exists(view.register.dataset, iri)
        return paths.ours(iri)

    def term(self, term: Term | None) -> Shown:
        """Show any term."""
        if term is None:
            return Shown("")
        if isinstance(term, ox.NamedNode):
            return self.thing(term.value)
        if isinstance(term, ox.BlankNode):
            return Shown(self._reader.say(msg("(without a name)")))
        return literal(self._reader, term)


def literal(reader: Reader, value: ox.Literal) -> Shown:
    """Show a text, number, date, truth value or web address."""
    kind, text = value.datatype.value, value.value
    if value.language:
        other = value.language.split("-")[0] != reader.language
        return Shown(text, language=value.language if other else None, long=len(text) > 120)
    if formatting.is_moment(value):
        return Shown(reader.moment(text), sort=text)
    if kind in formatting.NUMBERS:
        return Shown(formatting.number(text, reader.language), sort=text)
    if kind == XSD + "boolean":
        return Shown(reader.say(msg("yes")) if text in {"true", "1"} else reader.say(msg("no")))
    if kind == XSD + "duration":
        return Shown(text)
    if paths.followable(text) and " " not in text:
        return Shown(formatting.web_address(text), text, external=True)
    return Shown(text, long=len(text) > 120)


def address(reader: Reader, text: str | None) -> Shown | None:
    """Show a web address or the name of a licence; None stays None.

    One of our own identities leads to its page here: nobody else can open it yet.
    """
    if not text:
        return None
    if paths.ours(text):
        return Shown(shorten(text), reader.link(paths.page(text)), code=True)
    if paths.followable(text):
        return Shown(formatting.web_address(text), text, external=True)
    return Shown(text)


def _readable(text: str, language: str) -> str:
    """Write a label as people do, where it is an address or an amount (``16000000 AUD (2019)``)."""
    if paths.followable(text) and " " not in text:
        return formatting.web_address(text)
    if match := _AMOUNT.fullmatch(text):
        return formatting.amount(match[1], match[2], language) + (match[3] or "")
    return text


def things_in(terms: Iterable[Term | None]) -> set[str]:
    """Collect the IRIs among terms."""
    return {t.value for t in terms if isinstance(t, ox.NamedNode)}
