"""What differs between two days, for readers and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pyoxigraph as ox
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from perms_graph.coverage import Cell, CellChange, Change, Difference
from perms_graph.errors import Message, msg
from perms_graph.labels import Label
from perms_graph.reports.coverage import tally_text
from perms_graph.reports.coverage_tables import cell_json
from perms_graph.reports.values import moment, plain, state
from perms_graph.reports.workbook import Sheet, sheet_of
from perms_graph.store import Table, Term
from perms_graph.translation import translate

_KINDS: Final[Mapping[str, Message]] = {
    "begun": msg("Begun"),
    "ended": msg("Ended"),
    "renewed": msg("Renewed"),
    "newly_not_known": msg("Newly not known"),
    "newly_known": msg("Newly known"),
    "gained": msg("Cells gained"),
    "lost": msg("Cells lost"),
}
"""What can differ, in the order in which it is told."""

_COLUMNS: Final = ("kind", "thing", "other", "before", "after")
_HEADINGS: Final = (msg("kind"), msg("thing"), msg("with"), msg("before"), msg("after"))


def things_in(found: Difference) -> list[str]:
    """List every thing that a report names, for one look-up of labels."""
    things = {c.partnership for c in found.changed}
    things |= {t for r in found.renewed for t in (r.partnership, r.successor, r.agreement)}
    things |= {t for c in (*found.gained, *found.lost) for t in (c.row, c.column) if t}
    return sorted(things)


def view(found: Difference, names: Mapping[str, Label], language: str) -> RenderableType:
    """Lay the differences out: a short table for each kind, or a sentence that there are none."""
    earlier, later = (moment(m.day.isoformat(), language) for m in (found.before, found.after))
    title = msg("From {earlier} to {later}", earlier=earlier, later=later)
    parts: list[RenderableType] = [Text(translate(title, language), "bold")]
    rows = list(_rows(found))
    for kind, heading in _KINDS.items():
        mine = [row for row in rows if row[0] == kind]
        if not mine:
            continue
        laid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        laid.add_column(Text(f"{translate(heading, language)} ({len(mine)})"), overflow="fold")
        if kind != "renewed":
            for words in (msg("before"), msg("after")):
                laid.add_column(Text(translate(words, language)), overflow="fold")
        for _, thing, other, before, after in mine:
            named = plain(names[thing].text)
            if other:
                tie = " ← " if kind == "renewed" else " × "
                named += tie + plain(names[other].text)
            answers = () if kind == "renewed" else (before, after)
            laid.add_row(Text(named), *(Text(state(t, language)) for t in answers))
        parts += ["", laid]
    if not rows:
        parts.append(Text(translate(msg("Nothing differs between the two days."), language)))
    else:
        parts += ["", *(Text(translate(line, language)) for line in _LEGEND)]
    return Group(*parts)


_LEGEND: Final = (
    msg("Begun: not in force, then in force. Ended: the reverse."),
    msg("Renewed: an agreement that renews or follows another (after the arrow) began in between."),
    msg("A cell is gained or lost when its first or its last partnership in force comes or goes."),
    msg("In cells: a number alone is in force, with ? not known if in force, with – not in force."),
)


def as_table(found: Difference) -> Table:
    """Give every difference as a row.

    Returns:
        ``kind`` (begun, ended, renewed, newly_not_known, newly_known, gained, lost), ``thing`` (a
        partnership, a successor, or the row of a cell), ``other`` (the agreement renewed, or the
        column of a cell), and what is recorded ``before`` and ``after``.
    """
    return Table(
        _COLUMNS,
        tuple(
            (
                ox.Literal(kind),
                ox.NamedNode(thing),
                ox.NamedNode(other) if other else None,
                _text(before),
                _text(after),
            )
            for kind, thing, other, before, after in _rows(found)
        ),
    )


def sheets(found: Difference, names: Mapping[str, Label], language: str) -> tuple[Sheet, ...]:
    """Make the sheet of a workbook; kinds and answers are in the reader's language."""
    table = as_table(found)

    def said(term: Term | None) -> Term | None:
        if not isinstance(term, ox.Literal):
            return term
        kind = _KINDS.get(term.value)
        words = translate(kind, language) if kind else state(term.value, language)
        return ox.Literal(words)

    rows = tuple(tuple(said(term) for term in row) for row in table.rows)
    headings = [translate(h, language) for h in _HEADINGS]
    title = translate(msg("Differences"), language)
    return (sheet_of(title, Table(table.columns, rows), headings, names),)


def as_json(found: Difference, names: Mapping[str, Label], *, illustrative: bool) -> bytes:
    """Write the differences as JSON: IRIs for programs, names in the reader's language."""

    def thing(iri: str) -> dict[str, str] | None:
        return {"iri": iri, "name": names[iri].text} if iri else None

    def partnerships(changes: tuple[Change, ...]) -> list[dict[str, Any]]:
        return [
            {"partnership": thing(c.partnership), "before": c.before, "after": c.after}
            for c in changes
        ]

    def cells(changes: tuple[CellChange, ...]) -> list[dict[str, Any]]:
        return [
            {
                "row": thing(c.row),
                "column": thing(c.column),
                "before": cell_json(c.before) if c.before else None,
                "after": cell_json(c.after) if c.after else None,
            }
            for c in changes
        ]

    columns = found.before.column_axis
    content = {
        "earlier": found.before.day.isoformat(),
        "later": found.after.day.isoformat(),
        "illustrative": illustrative,
        "row_axis": found.before.row_axis.name,
        "column_axis": columns.name if columns else None,
        "begun": partnerships(found.begun),
        "ended": partnerships(found.ended),
        "renewed": [
            {
                "partnership": thing(r.partnership),
                "successor": thing(r.successor),
                "agreement": thing(r.agreement),
            }
            for r in found.renewed
        ],
        "newly_not_known": partnerships(found.newly_not_known),
        "newly_known": partnerships(found.newly_known),
        "gained": cells(found.gained),
        "lost": cells(found.lost),
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _rows(found: Difference) -> Iterator[tuple[str, str, str, str, str]]:
    """Give kind, thing, other, before, after of every difference."""
    for kind, changes in (
        ("begun", found.begun),
        ("ended", found.ended),
        ("newly_not_known", found.newly_not_known),
        ("newly_known", found.newly_known),
    ):
        yield from ((kind, c.partnership, "", c.before, c.after) for c in changes)
    yield from (("renewed", r.successor, r.agreement, "", "") for r in found.renewed)
    for kind, cells in (("gained", found.gained), ("lost", found.lost)):
        yield from ((kind, c.row, c.column, _tally(c.before), _tally(c.after)) for c in cells)


def _tally(cell: Cell | None) -> str:
    return tally_text(cell.partnerships) if cell else ""


def _text(text: str) -> Term | None:
    return ox.Literal(text) if text else None
