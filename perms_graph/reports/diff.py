"""What differs between two days, for readers and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pyoxigraph as ox
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from perms_graph.coverage import Cell, CellChange, Change, Difference
from perms_graph.errors import Message, msg
from perms_graph.labels import Label
from perms_graph.openings import Stated
from perms_graph.reports.coverage import tally_text
from perms_graph.reports.coverage_tables import cell_json
from perms_graph.reports.gap_scores import cells_of, lines, named_in, statements
from perms_graph.reports.values import moment, plain, state
from perms_graph.reports.witness_sheet import HEADINGS as WITNESSES
from perms_graph.reports.witness_sheet import TITLE, statement_rows
from perms_graph.reports.workbook import Sheet, Value, sheet_of, value_of
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


Opened = Mapping[tuple[str, str, str], Sequence[Stated]]
"""Kind, thing, other → what that difference rests on; empty if nobody asked to see."""


def things_in(found: Difference, opened: Opened | None = None) -> list[str]:
    """List every thing that a report names, for one look-up of labels."""
    things = {c.partnership for c in found.changed}
    things |= {t for r in found.renewed for t in (r.partnership, r.successor, r.agreement)}
    things |= {t for c in (*found.gained, *found.lost) for t in (c.row, c.column) if t}
    stated = [s for found_here in (opened or {}).values() for s in found_here]
    return sorted(things | set(named_in(stated)))


def view(
    found: Difference,
    names: Mapping[str, Label],
    language: str,
    opened: Opened | None = None,
) -> RenderableType:
    """Lay the differences out: a short table for each kind, or a sentence that there are none.

    Args:
        found: From ``compare``.
        names: Labels of ``things_in``.
        language: ``en`` or ``fr``.
        opened: From ``open_difference``, to be shown below; None for the differences alone.
    """
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
            named = _called(kind, thing, other, names)
            answers = () if kind == "renewed" else (before, after)
            laid.add_row(Text(named), *(Text(state(t, language)) for t in answers))
        parts += ["", laid]
    if not rows:
        parts.append(Text(translate(msg("Nothing differs between the two days."), language)))
    else:
        parts += ["", *(Text(translate(line, language)) for line in _LEGEND)]
    for (kind, thing, other), stated in (opened or {}).items():
        where = translate(_KINDS[kind], language) + translate(msg(": "), language)
        where += _called(kind, thing, other, names)
        parts += ["", Text(where, "bold"), *lines(stated, names, language, indent=2)]
    return Group(*parts)


_LEGEND: Final = (
    msg("Begun: not in force, then in force. Ended: the reverse."),
    msg("Renewed: an agreement that renews or follows another (after the arrow) began in between."),
    msg("A cell is gained or lost when its first or its last partnership in force comes or goes."),
    msg("In cells: a number alone is in force, with ? not known if in force, with – not in force."),
)


def _called(kind: str, thing: str, other: str, names: Mapping[str, Label]) -> str:
    tie = " ← " if kind == "renewed" else " × "
    return plain(tie.join(names[iri].text for iri in (thing, other) if iri))


def as_table(found: Difference, opened: Opened | None = None) -> Table:
    """Give every difference as a row.

    Args:
        found: From ``compare``.
        opened: If given, columns with statements, graphs and documents are added.

    Returns:
        ``kind`` (begun, ended, renewed, newly_not_known, newly_known, gained, lost), ``thing`` (a
        partnership, a successor, or the row of a cell), ``other`` (the agreement renewed, or the
        column of a cell), and what is recorded ``before`` and ``after``.
    """
    return Table(
        _COLUMNS if opened is None else (*_COLUMNS, "statements", "graphs", "documents"),
        tuple(
            (
                ox.Literal(kind),
                ox.NamedNode(thing),
                ox.NamedNode(other) if other else None,
                _text(before),
                _text(after),
                *(() if opened is None else cells_of(opened.get((kind, thing, other), ()))),
            )
            for kind, thing, other, before, after in _rows(found)
        ),
    )


def sheets(
    found: Difference, names: Mapping[str, Label], language: str, opened: Opened
) -> tuple[Sheet, ...]:
    """Make two sheets of a workbook: the differences, and the statements behind each.

    Args:
        found: From ``compare``.
        names: Labels of ``things_in``.
        language: ``en`` or ``fr``, for kinds and answers too.
        opened: From ``open_difference``.
    """
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
    rest = [
        (translate(_KINDS[kind], language), *_places(thing, other, names), *row)
        for (kind, thing, other), stated in opened.items()
        for row in statement_rows(stated, names)
    ]
    heads = [*headings[:3], *(translate(h, language) for h in WITNESSES)]
    return (
        sheet_of(title, Table(table.columns, rows), headings, names),
        Sheet(translate(TITLE, language), heads, rest),
    )


def _places(thing: str, other: str, names: Mapping[str, Label]) -> Iterator[Value]:
    for iri in (thing, other):
        yield value_of(ox.NamedNode(iri), names) if iri else None


def as_json(
    found: Difference,
    names: Mapping[str, Label],
    opened: Opened | None = None,
    *,
    illustrative: bool,
) -> bytes:
    """Write the differences as JSON: IRIs for programs, names in the reader's language.

    Args:
        found: From ``compare``.
        names: Labels of ``things_in``.
        opened: If given, each difference gets its ``statements``.
        illustrative: Whether invented data may be in it.
    """

    def rests(kind: str, thing: str, other: str = "") -> dict[str, Any]:
        if opened is None:
            return {}
        return {"statements": statements(opened.get((kind, thing, other), ()))}

    def thing(iri: str) -> dict[str, str] | None:
        return {"iri": iri, "name": names[iri].text} if iri else None

    def partnerships(kind: str, changes: tuple[Change, ...]) -> list[dict[str, Any]]:
        return [
            {
                "partnership": thing(c.partnership),
                "before": c.before,
                "after": c.after,
                **rests(kind, c.partnership),
            }
            for c in changes
        ]

    def cells(kind: str, changes: tuple[CellChange, ...]) -> list[dict[str, Any]]:
        return [
            {
                "row": thing(c.row),
                "column": thing(c.column),
                "before": cell_json(c.before) if c.before else None,
                "after": cell_json(c.after) if c.after else None,
                **rests(kind, c.row, c.column),
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
        "begun": partnerships("begun", found.begun),
        "ended": partnerships("ended", found.ended),
        "renewed": [
            {
                "partnership": thing(r.partnership),
                "successor": thing(r.successor),
                "agreement": thing(r.agreement),
                **rests("renewed", r.successor, r.agreement),
            }
            for r in found.renewed
        ],
        "newly_not_known": partnerships("newly_not_known", found.newly_not_known),
        "newly_known": partnerships("newly_known", found.newly_known),
        "gained": cells("gained", found.gained),
        "lost": cells("lost", found.lost),
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
