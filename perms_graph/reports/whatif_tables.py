"""What a proposal would change, for CSV and Excel; and the names in it that nothing describes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyoxigraph as ox
from rich.console import Group, RenderableType
from rich.text import Text

from perms_graph.errors import Message, msg
from perms_graph.findings.model import Unknown
from perms_graph.labels import Label
from perms_graph.namespaces import shorten
from perms_graph.reports.gap_scores import lines, named_in, statements
from perms_graph.reports.sentences import plainly
from perms_graph.reports.values import plain
from perms_graph.reports.whatif import DUTIES, Section
from perms_graph.reports.witness_sheet import (
    HEADINGS,
    STATEMENT,
    TITLE,
    statement_rows,
    statement_terms,
)
from perms_graph.reports.workbook import Sheet
from perms_graph.store import Table, Term
from perms_graph.translation import translate
from perms_graph.whatif.opening import Opened

_ABOUT: Final[Mapping[str, Message]] = {
    "results": msg("What the checks say of it"),
    "verdicts": msg("Verdicts on the principles"),
    "cells": msg("Cells of the coverage matrix"),
    "gaps": msg("Gaps"),
    "shares": msg("Dependence on one partner"),
    "loads": msg("Load on holders"),
    "duties": msg("New due dates"),
    "dropped": msg("Due dates that go"),
    "overlaps": msg("Under way already, to join (principle c)"),
    "mended": msg("What the checks no longer find"),
}


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
    shown: Sequence[Section],
    opened: Sequence[Opened],
    names: Mapping[str, Label],
    language: str,
    titles: Mapping[str, str],
) -> tuple[Sheet, ...]:
    """Give two sheets: the sentences, and the statements on which each figure rests.

    Args:
        shown: The sections, in order.
        opened: From ``open_consequences``.
        names: Labels of all that is named.
        language: ``en`` or ``fr``.
        titles: Of gap questions, by name.
    """

    def say(*messages: Message) -> tuple[str, ...]:
        return tuple(translate(message, language) for message in messages)

    sentences = [
        (translate(section.title, language), plainly(line, names, language))
        for section in shown
        for line in section.lines
    ]
    before, after = say(msg("before"), msg("after"))
    behind = [
        (*about(one, names, language, titles), when, *row)
        for one in opened
        for when, stated in ((before, one.before), (after, one.after))
        for row in statement_rows(stated, names)
    ]
    first, second = say(msg("What would change"), TITLE)
    heads = say(msg("about"), msg("what"), msg("when"), *HEADINGS)
    return (
        Sheet(first, say(msg("about"), msg("sentence")), sentences),
        Sheet(second, heads, behind),
    )


def opened_table(opened: Sequence[Opened]) -> Table:
    """Give every statement as a row for CSV, once for each graph that makes it.

    Returns:
        ``section`` and ``things`` as in JSON, ``when`` (before or after the proposal), the
        statement, its ``graph``, ``document`` and the ``address`` of that.
    """
    rows: list[tuple[Term | None, ...]] = []
    for one in opened:
        place = (ox.Literal(one.section), ox.Literal("\n".join(one.things)))
        for when, stated in (("before", one.before), ("after", one.after)):
            rows += [(*place, ox.Literal(when), *terms) for terms in statement_terms(stated)]
    return Table(("section", "things", "when", *STATEMENT), tuple(rows))


def opened_json(opened: Sequence[Opened]) -> list[dict[str, Any]]:
    """Give for JSON what each change rests on, before and after."""
    return [
        {
            "section": one.section,
            "things": list(one.things),
            "before": statements(one.before),
            "after": statements(one.after),
        }
        for one in opened
    ]


def opened_view(
    opened: Sequence[Opened],
    names: Mapping[str, Label],
    language: str,
    titles: Mapping[str, str],
) -> RenderableType:
    """Lay out as text what each change rests on."""
    parts: list[RenderableType] = [Text(translate(TITLE, language), "bold")]
    for one in opened:
        section, what = about(one, names, language, titles)
        parts += ["", Text(plain(f"{section}{translate(msg(': '), language)}{what}"), "bold")]
        for when, stated in ((msg("before"), one.before), (msg("after"), one.after)):
            if stated:
                parts.append(Text("  " + translate(when, language), "dim"))
                parts += lines(stated, names, language, indent=4)
    return Group(*parts)


def about(
    one: Opened, names: Mapping[str, Label], language: str, titles: Mapping[str, str]
) -> tuple[str, str]:
    """Say what was opened: the heading of its section, and its things by name."""
    called = [
        names[t].text
        if t in names
        else titles.get(t) or (translate(DUTIES[t], language) if t in DUTIES else shorten(t))
        for t in one.things
    ]
    return translate(_ABOUT[one.section], language), " · ".join(called)


def things_opened(opened: Sequence[Opened]) -> list[str]:
    """List the things that ``opened`` names, for one look-up of labels."""
    stated = [s for one in opened for s in (*one.before, *one.after)]
    things = {t for one in opened for t in one.things if "://" in t}
    return sorted(things | set(named_in(stated)))
