"""The kinds of thing there are: classes of ours that have things, and words in identities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.register.things import fold

from . import paths
from .formatting import capitalised
from .plurals import PLURALS
from .reading import Reader

MAIN: Final = ("partnership", "agreement", "partner", "member", "goal", "objective", "mechanism")
"""Kinds a reader comes for; they come first."""

_BEHIND: Final = frozenset({"source-graph"})


@dataclass(frozen=True)
class Kind:
    """A kind of thing.

    Attributes:
        word: As in addresses: ``framework-goal``.
        label: What many of it are called, in the reader’s language.
        definition: What it is, if the ontology says.
        iri: The class; None for a family of codes that has only a word.
        things: Those of this kind, in IRI order.
    """

    word: str
    label: str
    definition: str | None
    iri: str | None
    things: tuple[str, ...]


def find_kind(who: Reader, word: str) -> Kind | None:
    """Find a kind by its word; None if nothing is of it."""
    terms, index = who.view.terms, who.view.index
    iri = paths.class_of_kind(word)
    term = terms.get(iri)
    if things := index.of_class(iri):
        label = _label(who, word, terms.label(iri, who.language) if term else None)
        return Kind(word, label, terms.definition(iri, who.language), iri, things)
    if term is not None and term.is_class:
        return Kind(
            word, terms.label(iri, who.language), terms.definition(iri, who.language), iri, ()
        )
    if things := index.of_word(word):
        return Kind(word, _label_of_word(who, word, things), None, None, things)
    return None


@dataclass(frozen=True)
class Kinds:
    """The kinds that have things: those readers come for, others of ours, and lists of codes."""

    main: tuple[Kind, ...]
    others: tuple[Kind, ...]
    codes: tuple[Kind, ...]


def kinds_with_things(who: Reader) -> Kinds:
    """Give the kinds that have things: the main ones in their order, then the others by name."""
    return who.view.memo.get(("kinds", who.language), lambda: _kinds(who))


def _kinds(who: Reader) -> Kinds:
    found: dict[str, Kind] = {}
    covered: set[str] = set()
    for row in who.view.ask("counts_by_kind"):
        word = paths.kind_of_class(row["kind"].value)
        kind = find_kind(who, word) if word and word not in _BEHIND else None
        if kind is not None and kind.things:
            found[kind.word] = kind
            covered.update(kind.things)
    codes = []
    for word in who.view.index.words():
        things = who.view.index.of_word(word)
        # A word whose things all are of a kind of ours is no kind of its own.
        if word not in found and word not in paths.RESERVED and not covered.issuperset(things):
            kind = find_kind(who, word)
            if kind is not None and kind.things:
                codes.append(kind)

    def by_name(kind: Kind) -> tuple[str, str]:
        return fold(kind.label), kind.word

    return Kinds(
        tuple(found[w] for w in MAIN if w in found),
        tuple(sorted((k for w, k in found.items() if w not in MAIN), key=by_name)),
        tuple(sorted(codes, key=by_name)),
    )


def many(who: Reader, word: str) -> str:
    """Say what many of a kind are called."""
    return _label(who, word, who.view.terms.label(paths.class_of_kind(word), who.language))


def _label_of_word(who: Reader, word: str, things: tuple[str, ...]) -> str:
    """Name a family of things without class of its own, such as the codes of a scheme."""
    if word in PLURALS:
        return who.say(PLURALS[word])
    scheme = next(
        iter(
            who.view.select(
                "SELECT ?scheme WHERE { ?thing skos:inScheme ?scheme } ORDER BY ?scheme LIMIT 1",
                {"thing": ox.NamedNode(things[0])},
            )
        ),
        None,
    )
    if scheme is not None:
        iri = scheme["scheme"].value
        label = who.view.labels({iri}, who.language)[iri]
        if label.own:
            return label.text
    return capitalised(word.replace("-", " "))


def _label(who: Reader, word: str, one: str | None) -> str:
    """Name many of a kind: by our own table, else by the ontology's name of one."""
    return who.say(PLURALS[word]) if word in PLURALS else capitalised(one or word.replace("-", " "))
