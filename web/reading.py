"""Who reads: the language, the view and the day of one request, and links that keep them."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from gettext import NullTranslations
from typing import cast
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from flask import Flask, Request, abort, current_app, g, request
from flask_babel import get_translations

from perms_graph.coverage import Span
from perms_graph.errors import Message, ParameterError, msg
from perms_graph.language import LANGUAGES
from perms_graph.namespaces import expand

from . import formatting
from .negotiation import best_language
from .state import ILLUSTRATIVE, View, site


@dataclass(frozen=True)
class Reader:
    """What a page must know of who reads it.

    Attributes:
        language: ``en`` or ``fr``.
        view: The register shown.
        day: Day to judge from.
        today: The real day; ``day`` differs from it if the reader chose one.
        texts: Language in which things are named and quoted; that of the page unless the reader
            chose the other.
    """

    language: str
    view: View
    day: dt.date
    today: dt.date
    texts: str = ""

    def __post_init__(self) -> None:
        if not self.texts:
            object.__setattr__(self, "texts", self.language)

    @property
    def illustrative(self) -> bool:
        """Whether invented data are shown."""
        return self.view.name == ILLUSTRATIVE

    @property
    def chosen_day(self) -> str | None:
        """The day as an address has it, if it is not today."""
        return None if self.day == self.today else self.day.isoformat()

    @cached_property
    def _sentences(self) -> NullTranslations:
        # Looked up once a request: a page has hundreds of sentences.
        return cast("NullTranslations", get_translations())

    def say(self, pattern: str | Message, **values: object) -> str:
        """Say an English sentence of ours in the language of the request.

        Args:
            pattern: The sentence; English is the key of the catalogue.
            values: What stands for its ``{names}``; messages are said in the same language.
        """
        message = Message(pattern, values) if isinstance(pattern, str) else pattern
        said = {k: self.say(v) if isinstance(v, Message) else v for k, v in message.values.items()}
        sentence = self._sentences.gettext(message.pattern)
        return sentence.format(**said) if said else sentence

    def link(self, path: str, *, language: str | None = None, **query: object) -> str:
        """Give the address of a page, keeping the view and the day.

        Args:
            path: Without language; may have a query and a fragment.
            language: Another language than the reader's.
            query: More parameters, a list for several values; those that are None are left out.
        """
        return f"/{language or self.language}" + self.keep(path, **query)

    def keep(self, path: str, **query: object) -> str:
        """Add view, day and parameters to a path as it is, for addresses without language."""
        given: dict[str, str | list[str]] = {
            k.rstrip("_"): v if isinstance(v, list) else str(v)
            for k, v in query.items()
            if v is not None
        }
        given.setdefault("on", self.chosen_day or "")
        given.setdefault("with", ILLUSTRATIVE if self.illustrative else "")
        given.setdefault("texts", self.texts if self.texts != self.language else "")
        path, hash_, fragment = path.partition("#")
        more = urlencode({k: v for k, v in given.items() if v}, doseq=True, quote_via=quote)
        if more:
            path += ("&" if "?" in path else "?") + more
        return path + hash_ + fragment

    def moment(self, text: str) -> str:
        """Write a date."""
        return formatting.moment(text, self.language)

    def count(self, value: int) -> str:
        """Write a whole number."""
        return formatting.count(value, self.language)

    @property
    def span(self) -> Span | None:
        """The first and the last day of which the register knows anything, if it knows one."""
        return self.view.span

    def a_year_off(self, years: int, day: dt.date | None = None) -> dt.date | None:
        """Give the same day some years on, or back; None beyond what the register knows.

        The 29th of February becomes the 28th in a year that has none.

        Args:
            years: How many; negative for years back.
            day: Counted from; the reader's day if None.
        """
        here = day or self.day
        year = here.year + years
        if self.span is None or not dt.MINYEAR <= year <= dt.MAXYEAR:
            return None
        last = calendar.monthrange(year, here.month)[1]
        other = here.replace(year=year, day=min(here.day, last))
        return other if other in self.span else None

    def on_day(self, day: dt.date) -> str:
        """Give the address of this very page on another day, from its first part."""
        given = {k: v for k, v in request.args.items() if k not in {"on", "page"} and v}
        if day != self.today:
            given["on"] = day.isoformat()
        path = quote(request.path, safe="/~")
        return path + (f"?{urlencode(given, quote_via=quote)}" if given else "")

    def in_words_of(self, language: str) -> str:
        """Give the address of this very page with things named in a language."""
        given = [(k, v) for k, v in request.args.items(multi=True) if k != "texts" and v]
        if language != self.language:
            given.append(("texts", language))
        path = quote(request.path, safe="/~")
        return path + (f"?{urlencode(given, quote_via=quote)}" if given else "")

    def here(self, language: str) -> str:
        """Give the address of this very page in a language."""
        path = request.path
        rest = path[3:] if path[1:3] in LANGUAGES and path[3:4] in {"", "/"} else path
        query = request.query_string.decode("utf-8", "replace")
        return f"/{language}{quote(rest or '/', safe='/~')}" + (f"?{query}" if query else "")


def reader() -> Reader:
    """Give the reader of this request."""
    return cast("Reader", g.reader)


def language_of(asked: Request) -> str:
    """Tell the language: from the address, else from ``?lang=``, else from Accept-Language."""
    first = asked.path.split("/")[1] if "/" in asked.path else ""
    if first in LANGUAGES:
        return first
    wanted = asked.args.get("lang", "")
    return wanted if wanted in LANGUAGES else best_language(asked.accept_languages)


def install(app: Flask) -> None:
    """Make a reader before each request."""

    @app.before_request
    def _read() -> None:
        state = site(current_app)
        today = state.today()
        plain = state.views["register"]
        # First a reader who can be told of a mistake, then one with what was asked for.
        g.reader = Reader(language_of(request), plain, today, today)
        day = day_of(request.args.get("on", ""), today)
        texts = request.args.get("texts", "")
        g.reader = Reader(
            g.reader.language,
            _view(state.views),
            day,
            today,
            texts if texts in LANGUAGES else g.reader.language,
        )


def _view(views: object) -> View:
    known = cast("dict[str, View]", views)
    wanted = request.args.get("with", "")
    if not wanted:
        return known["register"]
    if wanted != ILLUSTRATIVE or ILLUSTRATIVE not in known:
        raise ParameterError(
            msg("There is no view called {name} here.", name=wanted),
            msg("Leave out “with” in the address to see the register."),
        )
    return known[ILLUSTRATIVE]


def day_of(text: str, today: dt.date) -> dt.date:
    """Give the day that a text names; ``today`` if it is empty.

    Raises:
        ParameterError: It is no day.
    """
    text = text.strip()
    if not text:
        return today
    try:
        if len(text) != 10:
            raise ValueError(text)
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ParameterError(
            msg("“{text}” is not a day.", text=text),
            msg("Write it as year-month-day, for instance {example}.", example=today.isoformat()),
        ) from error


def page_number() -> int:
    """Give the page asked for, from 1.

    Raises:
        ParameterError: It is no whole number from 1.
    """
    text = request.args.get("page", "1").strip() or "1"
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1_000_000:
        raise ParameterError(
            msg("“{text}” is not the number of a page.", text=text),
            msg("Pages are counted from 1."),
        )
    return int(text)


def asked_iri() -> str:
    """Give the IRI in ``?iri=``; 404 for one of absurd length.

    Raises:
        ParameterError: It is no IRI.
    """
    text = request.args.get("iri", "").strip()
    try:
        iri = expand(text) or text
        return ox.NamedNode(iri).value if len(iri) < 2_000 else abort(404)
    except ValueError as error:
        raise ParameterError(
            msg("“{text}” is not an IRI.", text=text[:200]),
            msg("Give one such as {example}.", example="http://metadata.un.org/sdg/14"),
        ) from error
