"""What the page of the ontology says about each term."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from perms_graph.language import rank
from perms_graph.namespaces import MODULE, OWL, shorten

from . import paths
from .examples import examples_of
from .ontology import (
    DOMAIN,
    MATCHES,
    RANGE,
    SAME,
    SOURCE,
    SUBCLASS,
    SUBPROPERTY,
    Ontology,
    ontology_of,
)
from .reading import Reader
from .rules import Rule, rules_of
from .showing import Names, Shown
from .terms import Term

Text = tuple[str, str]
"""A text and its language."""

_PLAIN: Final = frozenset(OWL + name for name in ("Thing", "topObjectProperty", "topDataProperty"))


@dataclass(frozen=True)
class Axioms:
    """What the ontology says between a term and others; each sorted by name of the other.

    Attributes:
        above: What it is a kind of.
        below: What is a kind of it.
        disjoint: What is never also of it.
        has: Properties of a class; classes that a property stands on.
        led_to: Properties that lead to a class; classes that a property leads to.
        inverses: Properties that say the same from the other end.
        chains: Pairs of properties from which this one follows.
        alike: Terms of other vocabularies.
    """

    above: tuple[Shown, ...]
    below: tuple[Shown, ...]
    disjoint: tuple[Shown, ...]
    has: tuple[Shown, ...]
    led_to: tuple[Shown, ...]
    inverses: tuple[Shown, ...]
    chains: tuple[tuple[Shown, Shown], ...]
    alike: tuple[Shown, ...]


@dataclass(frozen=True)
class TermRow:
    """A term as the page prints it.

    Attributes:
        anchor: Its anchor.
        short: Its short name.
        label: What it is called in the language of the page.
        other: The same in the other language.
        definition: What it means.
        note: How it is used.
        origin: Where the term comes from.
        sources: Passages it rests on.
        module: Anchor and name of the module that defines it.
        axioms: What it has to do with other terms.
        rules: Rules that look at it.
        things: Address of the list of things of a class, and how many there are.
        uses: How many statements have a property; None for a class.
        turtle: A thing of a class, in Turtle.
        statement: Subject and value of a statement with a property.
    """

    anchor: str
    short: str
    label: str
    other: str | None
    definition: Text | None
    note: Text | None
    origin: Text | None
    sources: tuple[Shown, ...]
    module: tuple[str, str] | None
    axioms: Axioms
    rules: tuple[Shown, ...]
    things: tuple[str, int] | None
    uses: int | None
    turtle: str | None
    statement: tuple[Shown, Shown] | None


def term_row(who: Reader, term: Term, names: Names) -> TermRow:
    """Gather what the page says of a term.

    Args:
        who: Who reads.
        term: The term.
        names: Names of its sources and of the things in its example.
    """
    view = who.view
    words, examples = ontology_of(view), examples_of(view)
    things = len(view.index.of_class(term.iri)) if term.is_class else 0
    word = paths.kind_of_class(term.iri)
    statement = None if term.is_class else examples.of_property(term.iri)
    return TermRow(
        anchor=term.iri.rpartition("#")[2],
        short=shorten(term.iri),
        label=view.terms.label(term.iri, who.language),
        other=term.labels.get("fr" if who.language == "en" else "en"),
        definition=said(term.definitions, who.language),
        note=said(term.notes, who.language),
        origin=said(term.origins, who.language),
        sources=tuple(names.thing(s) for s in words.of(term.iri, SOURCE)),
        module=_module(term),
        axioms=_axioms(who, term, words),
        rules=_rules(who, term),
        things=(who.link(f"/{word}"), things) if things and word else None,
        uses=None if term.is_class else _uses(who).get(term.iri, 0),
        turtle=examples.of_class(term.iri) if term.is_class else None,
        statement=(names.term(statement[0]), names.term(statement[1])) if statement else None,
    )


def term_shown(who: Reader, iri: str) -> Shown:
    """Name a term; one of another vocabulary by the name that its readers know."""
    if paths.ours(iri):
        return Shown(who.view.terms.label(iri, who.language), who.link(paths.page(iri)))
    return Shown(shorten(iri), iri if paths.followable(iri) else None, external=True)


def said(texts: Mapping[str, str], language: str) -> Text | None:
    """Give a text and its language: the reader's, or another that is marked as such."""
    tag = min(texts, key=lambda tag: (rank(tag, language), tag), default=None)
    return (texts[tag], tag) if tag is not None else None


def _module(term: Term) -> tuple[str, str] | None:
    if term.module is None or not term.module.startswith(MODULE):
        return None
    return paths.page(term.module).partition("#")[2], term.module[len(MODULE) :]


def _axioms(who: Reader, term: Term, words: Ontology) -> Axioms:
    terms = who.view.terms

    def shown(iris: Iterable[str]) -> tuple[Shown, ...]:
        return tuple(term_shown(who, iri) for iri in sorted(iris))

    has, led_to = (
        (words.to(term.iri, p) if term.is_class else words.of(term.iri, p)) for p in (DOMAIN, RANGE)
    )
    return Axioms(
        above=shown(term.parents - _PLAIN - {term.iri}),
        below=shown(words.to(term.iri, SUBCLASS, SUBPROPERTY)),
        disjoint=shown(words.disjoint(term.iri)),
        has=shown(has),
        led_to=shown(led_to),
        inverses=shown(terms.inverses(term.iri)),
        chains=tuple(
            (term_shown(who, first), term_shown(who, second))
            for first, second in terms.chains(term.iri)
        ),
        alike=shown({*words.of(term.iri, *SAME, *MATCHES), *words.to(term.iri, *SAME, *MATCHES)}),
    )


def _rules(who: Reader, term: Term) -> tuple[Shown, ...]:
    """Give the rules that look at a class or read a property, each leading to its page."""
    found: dict[str, Rule] = {}
    for rule in rules_of(who.view).values():
        if term.iri in rule.targets or term.iri == rule.path:
            text, _ = said(rule.labels, who.language) or (rule.name, "")
            # The parts of a rule bear its name; the one that holds them together leads to them.
            known = found.get(text)
            if known is None or _whole_first(rule) < _whole_first(known):
                found[text] = rule
    return tuple(
        Shown(text, who.link(paths.page(rule.iri)), language=_other(who, rule.labels))
        for text, rule in sorted(found.items())
    )


def _whole_first(rule: Rule) -> tuple[bool, int, str]:
    return rule.severity is not None, len(rule.name), rule.name


def _other(who: Reader, texts: Mapping[str, str]) -> str | None:
    named = said(texts, who.language)
    return named[1] if named and named[1] != who.language else None


def _uses(who: Reader) -> Mapping[str, int]:
    """Count the statements of the register with each property."""
    view = who.view
    return view.memo.get(
        ("uses",),
        lambda: {
            r["property"].value: int(r["count"].value) for r in view.ask("uses_of_properties")
        },
    )
