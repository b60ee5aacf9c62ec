"""Where partnerships stand on the principles, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from perms_graph.compliance import Principle, State, Verdict
from perms_graph.language import rank
from perms_graph.reports.verdicts import (
    MARKS,
    WORDS,
    departure_in_words,
    message_of,
    things_in,
    to_act_on,
)

from . import paths
from .reading import Reader
from .showing import Names, Shown


@dataclass(frozen=True)
class Standing:
    """A state as it is printed: sign, word, and a class for its colour."""

    state: State
    mark: str
    words: str
    css: str


@dataclass(frozen=True)
class Text:
    """A principle with its words.

    Attributes:
        slug: The end of its IRI, for addresses.
        name: Its name.
        letter: The letter printed before it, if any.
        quotes: The passage in French.
        passage: The passage's page.
        translation: Ours, for readers of English.
        href: Its page among the verdicts.
    """

    slug: str
    name: str
    letter: str | None
    quotes: str | None
    passage: Shown | None
    translation: str | None
    href: str


@dataclass(frozen=True)
class Judged(Text):
    """One verdict with its reasons.

    Attributes:
        state: The verdict.
        evidence: What it relies on: provisions, links, documents.
        departure: Who decided, when and until when, leading to the departure; or None.
        reason: Why.
        to_do: What to do, with the rule that asks for it.
    """

    state: Standing
    evidence: tuple[Shown, ...]
    departure: Shown | None
    reason: str
    to_do: tuple[tuple[str, str], ...]


def standing(who: Reader, state: State) -> Standing:
    """Say a state."""
    css = {"notMet": "not-met", "notEvidenced": "not-evidenced", "departedFrom": "departed-from"}
    return Standing(state, MARKS[state], who.say(WORDS[state]), css.get(state.value, state.value))


def text_of(who: Reader, principle: Principle, names: Names) -> Text:
    """Show a principle with its passage."""
    slug = principle.iri.rpartition("/")[2]
    return Text(
        slug,
        names.text(principle.iri),
        principle.letter,
        principle.quotes,
        None if principle.passage is None else names.thing(principle.passage),
        None if who.language == "fr" else principle.translation,
        who.link(f"/compliance/{slug}"),
    )


def things_judged(verdicts: Sequence[Verdict]) -> set[str]:
    """Collect what must be named to print verdicts."""
    return set(things_in(verdicts))


def strip(who: Reader, verdicts: Sequence[Verdict], names: Names) -> list[Judged]:
    """Show the verdicts on one partnership, in the order of the principles."""
    return [_judged(who, verdict, names) for verdict in verdicts]


def _judged(who: Reader, verdict: Verdict, names: Names) -> Judged:
    text = text_of(who, verdict.principle, names)
    departure, reason = None, ""
    if verdict.departure is not None:
        iri = verdict.departure.iri
        known = {
            t.value: who.view.labels({t.value}, who.language)[t.value]
            for t in (verdict.departure.decided_by,)
            if isinstance(t, ox.NamedNode)
        }
        said, reason = departure_in_words(verdict.departure, known, who.language)
        href = names.thing(iri.value).href if isinstance(iri, ox.NamedNode) else None
        departure = Shown(who.say(said), href)
    return Judged(
        text.slug,
        text.name,
        text.letter,
        text.quotes,
        text.passage,
        text.translation,
        who.link(f"/compliance/{text.slug}/{verdict.state.value}"),
        standing(who, verdict.state),
        tuple(names.term(t) for t in (*verdict.evidence, *verdict.documents)),
        departure,
        reason,
        tuple(
            (message_of(f, who.language), who.link(paths.page(f.shape))) for f in to_act_on(verdict)
        ),
    )


def best(texts: dict[str, str], language: str) -> str:
    """Choose a text in the reader's language, else in another."""
    return texts[min(texts, key=lambda tag: (rank(tag, language), tag))]
