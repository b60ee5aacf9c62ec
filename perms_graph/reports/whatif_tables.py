"""What a proposal would change, for CSV and Excel; and the names in it that nothing describes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from perms_graph.errors import Message, msg
from perms_graph.findings.model import Unknown
from perms_graph.labels import Label
from perms_graph.namespaces import shorten
from perms_graph.reports.sentences import plainly
from perms_graph.reports.whatif import Section
from perms_graph.reports.workbook import Sheet
from perms_graph.store import Table, Term
from perms_graph.translation import translate
from perms_graph.whatif import Consequences


def unknown_names(unknown: Sequence[Unknown]) -> tuple[Section, ...]:
    """Put names that nothing describes into words, with their places and the nearest names."""
    lines = tuple(_unknown(name) for name in unknown)
    if not lines:
        return ()
    return (Section("unknown", msg("Names that nothing describes"), lines, grave=True),)


def _unknown(name: Unknown) -> Message:
    where = f"{name.place.file}:{name.place.line}" if name.place else ""
    if not name.nearest:
        return msg("{place} {name} is not known.", place=where, name=shorten(name.name))
    near = ", ".join(shorten(iri) for iri in name.nearest)
    return msg(
        "{place} {name} is not known. Did you mean: {names}?",
        place=where,
        name=shorten(name.name),
        names=near,
    )


def as_table(shown: Sequence[Section], names: Mapping[str, Label], language: str) -> Table:
    """Give the sentences as a table for CSV: what about, and the sentence."""
    return Table(
        ("section", "title", "sentence"),
        tuple(
            (
                ox.Literal(section.key),
                ox.Literal(translate(section.title, language)),
                ox.Literal(plainly(line, names, language)),
            )
            for section in shown
            for line in section.lines
        ),
    )


def sheets(
    found: Consequences, shown: Sequence[Section], names: Mapping[str, Label], language: str
) -> tuple[Sheet, ...]:
    """Give sheets: the sentences, and the rows of gaps that close and open, on which they rest."""

    def say(*messages: Message) -> tuple[str, ...]:
        return tuple(translate(message, language) for message in messages)

    sentences = [
        (translate(section.title, language), plainly(line, names, language))
        for section in shown
        for line in section.lines
    ]
    behind = [
        (
            change.question.title[language],
            translate(said, language),
            "; ".join(f"{column}: {_short(term)}" for column, term in row.items()),
        )
        for change in found.gaps
        for said, rows in ((msg("closed"), change.closed), (msg("opened"), change.opened))
        for row in rows
    ]
    first, second = say(msg("What would change"), msg("What it rests on"))
    return (
        Sheet(first, say(msg("about"), msg("sentence")), sentences),
        Sheet(second, say(msg("gap"), msg("change"), msg("row")), behind),
    )


def _short(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, ox.Literal) else str(term)
