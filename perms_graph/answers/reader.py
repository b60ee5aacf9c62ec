"""For whom answers are shown: the language, where names are looked up, where links lead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from perms_graph.errors import Message, ParameterError, PermsError, msg
from perms_graph.labels import Label, labels
from perms_graph.language import LANGUAGES
from perms_graph.namespaces import BASE
from perms_graph.store import Dataset
from perms_graph.translation import explain, translate

INVENTED: Final = msg("With the illustrative set: part of this is invented to show features.")

_LINKED: Final = frozenset({"http", "https"})


@dataclass(frozen=True)
class Reader:
    """A reader of answers.

    Attributes:
        dataset: Where names are looked up.
        language: ``en`` or ``fr``.
        browser: Address of a browser of the register, without a slash at its end: links to our
            things lead there. None: links are the IRIs themselves.
        known: Names looked up so far.
    """

    dataset: Dataset
    language: str
    browser: str | None = None
    known: dict[str, Label] = field(default_factory=dict, repr=False, compare=False)

    def names(self, things: Iterable[str]) -> dict[str, Label]:
        """Give the names of things in the reader's language, each looked up once."""
        wanted = list(dict.fromkeys(things))
        fresh = [thing for thing in wanted if thing not in self.known]
        if fresh:
            self.known.update(labels(self.dataset, fresh, self.language))
        return {thing: self.known[thing] for thing in wanted}

    def link(self, iri: str) -> str | None:
        """Give the address that an IRI leads to; None if it is no address of the web."""
        if not is_address(iri):
            return None
        if self.browser is not None and iri.startswith(BASE):
            return f"{self.browser}/{iri[len(BASE) :]}"
        return iri

    def say(self, message: Message | str) -> str:
        """Say a sentence in the reader's language."""
        return translate(message, self.language)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Let errors say all they know, in the reader's language, where Python prints them."""
        try:
            yield
        except PermsError as error:
            error.args = (explain(error, self.language),)
            raise


def reader_of(dataset: Dataset, language: str, browser: str | None) -> Reader:
    """Make a reader of what somebody wrote.

    Raises:
        ParameterError: There is no such language, or the browser's address is none.
    """
    with Reader(dataset, language if language in LANGUAGES else LANGUAGES[0]).told():
        if language not in LANGUAGES:
            raise ParameterError(
                msg("“{text}” does not suit {name}.", text=language, name="language"),
                msg("Give {wanted}.", wanted=" / ".join(LANGUAGES)),
            )
        if browser is not None and not is_address(browser):
            raise ParameterError(
                msg("“{text}” does not suit {name}.", text=browser, name="browser"),
                msg("For instance: {example}", example="http://127.0.0.1:8000"),
            )
    return Reader(dataset, language, browser.rstrip("/") if browser else None)


def is_address(text: str) -> bool:
    """Tell whether a text is an address of the web: only such a one becomes a link."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in _LINKED and bool(parts.netloc)
