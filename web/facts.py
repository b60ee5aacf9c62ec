"""The facts of one thing, in groups, each value with numbered notes on where it is from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from perms_graph.description import INFERRED, Description, GraphSource, Links, Statement
from perms_graph.errors import msg
from perms_graph.language import rank
from perms_graph.namespaces import GRAPH, ID

from . import paths
from .groups import group_at, place
from .links import BACKWARD, FIRST
from .reading import Reader
from .showing import Names, Shown, address, things_in

OUR_TRANSLATION = ID + "confidence/ourTranslation"


@dataclass(frozen=True)
class Value:
    """One value of a fact.

    Attributes:
        shown: How it prints.
        notes: Numbers of the notes on it.
        ours: Whether its words are our translation.
        inferred: Whether nobody states it and it follows from other statements.
        invented: Whether only the illustrative set states it.
    """

    shown: Shown
    notes: tuple[int, ...]
    ours: bool = False
    inferred: bool = False
    invented: bool = False


@dataclass(frozen=True)
class Fact:
    """A property with its values."""

    label: str
    href: str | None
    definition: str | None
    values: tuple[Value, ...]
    conflict: bool


@dataclass(frozen=True)
class FactGroup:
    """Facts under one heading."""

    key: str
    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Note:
    """Where a statement is from.

    Attributes:
        number: As printed beside the value.
        text: In words, where there is no document.
        document: The document's page with us.
        url: The document itself.
        confidence: How sure: ``stated``, ``inferred`` …, as a thing.
        accessed: When it was read.
        licence: Under what terms, where known.
        graph: The page of the graph that holds the statement.
    """

    number: int
    graph: Shown
    text: str | None = None
    document: Shown | None = None
    url: Shown | None = None
    confidence: Shown | None = None
    accessed: str | None = None
    licence: Shown | None = None


@dataclass
class Notes:
    """Numbers notes in the order in which the page first needs them."""

    reader: Reader
    names: Names
    sources: dict[str, GraphSource]
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def of(self, statement: Statement) -> tuple[int, ...]:
        """Give the numbers of the notes on a statement."""
        stated = [g for g in statement.graphs if g not in INFERRED]
        if stated:
            return tuple(sorted(self._number((g, ""), None, g) for g in stated))
        graph = statement.graphs[0]
        text = self._reason(statement.property, graph)
        return (self._number((graph, text), text, graph),)

    def _number(self, key: tuple[str, str], text: str | None, graph: str) -> int:
        if key not in self.numbers:
            self.numbers[key] = len(self.notes) + 1
            self.notes.append(self._note(len(self.notes) + 1, text, graph))
        return self.numbers[key]

    def _note(self, number: int, text: str | None, graph: str) -> Note:
        shown = self.names.thing(graph)
        if text is not None:
            return Note(number, shown, text=text)
        source = self.sources.get(graph)
        if source is None:
            return Note(number, shown)
        return Note(
            number,
            shown,
            document=self.names.thing(source.document) if source.document else None,
            url=address(self.reader, source.url),
            confidence=self.names.thing(source.confidence) if source.confidence else None,
            accessed=self.reader.moment(source.accessed) if source.accessed else None,
            licence=address(self.reader, source.licence),
        )

    def _reason(self, by: str, graph: str) -> str:
        say, terms, language = self.reader.say, self.reader.view.terms, self.reader.language
        if graph == GRAPH + "derived":
            return say(
                msg(
                    "Computed by our rule from the dates on record: the first and the last day "
                    "that they allow."
                )
            )
        if chains := terms.chains(by):
            first, second = chains[0]
            return say(
                msg(
                    "Follows from “{first}” and then “{second}” of what that leads to.",
                    first=terms.label(first, language),
                    second=terms.label(second, language),
                )
            )
        if inverses := terms.inverses(by):
            return say(
                msg(
                    "Follows from “{property}”, said from the other end.",
                    property=terms.label(inverses[0], language),
                )
            )
        return say(msg("Follows from other statements by the ontology."))


def visible(reader: Reader, found: Description) -> tuple[tuple[Statement, ...], tuple[Links, ...]]:
    """Leave out what only repeats something said better on the same page.

    A fact and its inverse are said once: as a fact here, or, where many things lead here, as a list
    (see ``BACKWARD``). A broader property that adds nothing to a narrower one goes too.
    """
    terms = reader.view.terms
    values: dict[str, list[Statement]] = {}
    for s in found.statements:
        values.setdefault(s.property, []).append(s)
    links = [link for link in found.links if not _covered(reader, link, found.links)]
    mirrored: set[str] = set()
    kept_links = []
    for link in links:
        back = [q for q in terms.inverses(link.property) if q in values]
        if any(
            len(values[q]) >= link.total
            and q not in BACKWARD
            and (link.total <= FIRST or any(not s.inferred for s in values[q]))
            for q in back
        ):
            continue
        mirrored.update(back)
        kept_links.append(link)
    # What was left out among the links for a better one must not come back as a fact.
    for link in set(found.links) - set(links):
        mirrored.update(q for q in terms.inverses(link.property) if q in BACKWARD)
    said: dict[object, set[str]] = {}
    for s in found.statements:
        said.setdefault(s.value, set()).add(s.property)
    kept = tuple(
        s
        for s in found.statements
        if not s.inferred
        or not (s.property in mirrored or any(s.property in terms.above(p) for p in said[s.value]))
    )
    return kept, tuple(kept_links)


def _covered(reader: Reader, link: Links, links: tuple[Links, ...]) -> bool:
    """Tell whether other links say the same as these, and better.

    Narrower ones that together are as many say it better, unless only the broader one has a name
    from the other end; then, or if the narrower are fewer, the broader says it all.
    """
    terms = reader.view.terms

    def named(other: Links) -> bool:
        return bool(terms.inverses(other.property))

    def below(other: Links, of: Links) -> bool:
        return of.property in terms.above(other.property) and other.property not in terms.above(
            of.property
        )

    narrower = [other for other in links if below(other, link)]
    if narrower and sum(o.total for o in narrower) >= link.total:
        return not named(link) or all(named(o) for o in narrower)
    return any(
        below(link, other)
        and other.total >= link.total
        and not (
            sum(o.total for o in links if below(o, other)) >= other.total
            and (not named(other) or all(named(o) for o in links if below(o, other)))
        )
        for other in links
    )


def needed(statements: Iterable[Statement], sources: Iterable[GraphSource]) -> set[str]:
    """Collect what must be named to print facts and notes."""
    listed = list(statements)
    things = things_in(s.value for s in listed)
    things |= {s.property for s in listed} | {g for s in listed for g in s.graphs}
    for source in sources:
        things |= {t for t in (source.document, source.confidence) if t}
    return things


def tell(
    reader: Reader,
    statements: Iterable[Statement],
    conflicts: Iterable[str],
    names: Names,
    notes: Notes,
) -> tuple[FactGroup, ...]:
    """Put facts in groups.

    Args:
        reader: Who reads.
        statements: What is known.
        conflicts: Properties on which sources disagree.
        names: Of everything in ``needed``.
        notes: Numbered as facts are told, so from 1 down the page.
    """
    disputed = set(conflicts)
    by: dict[str, list[Statement]] = {}
    for s in statements:
        by.setdefault(s.property, []).append(s)
    groups: dict[int, list[Fact]] = {}
    terms, language = reader.view.terms, reader.language
    for iri in sorted(by, key=lambda p: (place(p), terms.label(p, language), p)):
        values = sorted(by[iri], key=lambda s: _order(s, reader.texts, names))
        fact = Fact(
            terms.label(iri, language),
            _term_page(reader, iri),
            terms.definition(iri, language),
            tuple(_value(s, names, notes) for s in values),
            iri in disputed,
        )
        groups.setdefault(place(iri)[0], []).append(fact)
    return tuple(
        FactGroup(group_at(n).key, reader.say(group_at(n).title), tuple(facts))
        for n, facts in sorted(groups.items())
    )


def _term_page(reader: Reader, iri: str) -> str | None:
    """Give where a property is explained; None if nobody does (columns of a code list)."""
    if not paths.ours(iri):
        return iri
    known = reader.view.terms.get(iri) is not None or reader.view.index.knows(iri)
    return reader.link(paths.page(iri)) if known else None


def _value(statement: Statement, names: Names, notes: Notes) -> Value:
    stated = [g for g in statement.graphs if g not in INFERRED]
    confidences = {notes.sources[g].confidence for g in stated if g in notes.sources}
    return Value(
        names.term(statement.value),
        notes.of(statement),
        ours=confidences == {OUR_TRANSLATION},
        inferred=statement.inferred,
        invented=bool(stated) and all(g.startswith(GRAPH + "illustrative/") for g in stated),
    )


def _order(statement: Statement, language: str, names: Names) -> tuple[int, str]:
    value = statement.value
    if isinstance(value, ox.Literal):
        return rank(value.language, language), value.value
    return 0, names.term(value).text.casefold()


def rule_of_grouping(reader: Reader) -> str:
    """State the rule by which agreements are one partnership."""
    return reader.say(
        msg(
            "The sources list agreements, not partnerships. We take agreements as one partnership "
            "if one renews or follows another, or if they are between the same parties under a "
            "framework mechanism (memorandum, arrangement, treaty). A project, funding or delivery "
            "agreement is a partnership of its own, linked to the framework it names. The rule is "
            "ours."
        )
    )
