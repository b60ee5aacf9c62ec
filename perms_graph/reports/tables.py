"""Tables of answers for people: names in place of IRIs, dates and numbers in their language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox
from rich import box
from rich.table import Table as RichTable
from rich.text import Text

from perms_graph.errors import Message, msg
from perms_graph.labels import Label, labels
from perms_graph.namespaces import PERMS, XSD, shorten
from perms_graph.reports.values import plain, state, term
from perms_graph.store import Dataset, Table, Term
from perms_graph.translation import translate

_CHUNK = 2_000
_READABLE = 16
"""Letters that a column of words needs; narrower, words are chopped until nobody reads them."""
_GAP = 2
"""Blanks between columns."""

HEADINGS: dict[str, Message] = {
    "agreement": msg("agreement"),
    "agreements": msg("agreements"),
    "amount": msg("amount"),
    "aspect": msg("what is asked"),
    "confidence": msg("confidence"),
    "contribution": msg("contribution"),
    "contributions": msg("contributions"),
    "count": msg("count"),
    "currency": msg("currency"),
    "decided": msg("decided on"),
    "decided_by": msg("decided by"),
    "departure": msg("departure"),
    "disagreement": msg("disagreement"),
    "document": msg("document"),
    "due_on": msg("due on"),
    "earliest_end": msg("earliest end"),
    "earliest_start": msg("earliest start"),
    "end": msg("end"),
    "ended": msg("ended on"),
    "evidence": msg("evidence"),
    "expires": msg("until"),
    "from_day": msg("to be seen to from"),
    "given": msg("given"),
    "goal": msg("goal or objective"),
    "graph": msg("graph"),
    "hhi": msg("concentration (HHI)"),
    "hole": msg("hole"),
    "illustrative": msg("illustrative"),
    "in_force": msg("in force"),
    "kind": msg("kind"),
    "late_after": msg("late after"),
    "latest_end": msg("latest end"),
    "latest_start": msg("latest start"),
    "letter": msg("letter"),
    "light": msg("where it stands"),
    "mechanism": msg("mechanism"),
    "median": msg("median of its peers"),
    "member": msg("Member"),
    "member_type": msg("type of Member"),
    "message": msg("to do"),
    "not_in_force": msg("not in force"),
    "not_known": msg("not known"),
    "objective": msg("goal or objective"),
    "owners": msg("who does it"),
    "part": msg("part"),
    "partner": msg("partner"),
    "partners": msg("partners"),
    "partnership": msg("partnership"),
    "partnerships": msg("partnerships"),
    "party": msg("who owes it"),
    "passage": msg("passage"),
    "people": msg("person in post"),
    "position": msg("position"),
    "principle": msg("principle"),
    "priority": msg("priority"),
    "property": msg("property"),
    "purpose": msg("purpose"),
    "quotes": msg("words of the passage"),
    "reason": msg("reason"),
    "result": msg("result"),
    "same_money": msg("same money as"),
    "scope": msg("scope"),
    "shape": msg("shape"),
    "share": msg("share"),
    "shortfall": msg("missing of the median"),
    "source": msg("source"),
    "sources": msg("sources"),
    "state": msg("state"),
    "statements": msg("statements"),
    "successor": msg("successor"),
    "thing": msg("thing"),
    "total": msg("total"),
    "translation": msg("our translation"),
    "undertaking": msg("undertaking"),
    "value": msg("value"),
    "verdict": msg("verdict"),
    "weight": msg("weight"),
    "what": msg("what is missing"),
    "year": msg("year"),
}
"""Headings of the columns that stored questions return; others are shown as they are named."""


def heading(column: str, language: str) -> str:
    """Give a column's heading."""
    found = HEADINGS.get(column)
    return translate(found, language) if found else column.replace("_", " ")


def names_in(dataset: Dataset, table: Table, language: str) -> dict[str, Label]:
    """Look up the names of all things in a table."""
    things = {t.value for row in table.rows for t in row if isinstance(t, ox.NamedNode)}
    return labels(dataset, sorted(things), language)


def view(
    table: Table,
    names: dict[str, Label],
    language: str,
    *,
    iris: bool = False,
    width: int | None = None,
) -> RichTable:
    """Lay a table out for a terminal.

    Args:
        table: The answer.
        names: Labels of the things in it.
        language: ``en`` or ``fr``.
        iris: Whether to show short IRIs only.
        width: How many columns of text there are; None for as many as it takes.

    Returns:
        Columns side by side. Where they would be too narrow to read, each row is a block instead:
        a line for each column that holds something, a blank line between rows.
    """
    heads = [Text(heading(column, language)) for column in table.columns]
    cells = [
        [
            _cell(value, column, names, language, iris)
            for column, value in zip(table.columns, row, strict=True)
        ]
        for row in table.rows
    ]
    numeric = [_numeric(table, column) for column in table.columns]
    if width is not None and width < _least(heads, cells, numeric):
        return _blocks(heads, cells, language)
    laid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head, of_numbers in zip(heads, numeric, strict=True):
        laid.add_column(head, justify="right" if of_numbers else "left", overflow="fold")
    for found in cells:
        laid.add_row(*found)
    return laid


def _least(heads: Sequence[Text], cells: Sequence[Sequence[Text]], numeric: Sequence[bool]) -> int:
    """Give how wide a table must be to be read: numbers whole, words not chopped small."""
    widths = []
    for n, (head, of_numbers) in enumerate(zip(heads, numeric, strict=True)):
        most = max((_longest(row[n].plain, whole=of_numbers) for row in cells), default=0)
        mine = max(_longest(head.plain, whole=False), most)
        widths.append(mine if of_numbers else min(mine, _READABLE))
    return sum(widths) + _GAP * (len(widths) - 1)


def _longest(text: str, *, whole: bool) -> int:
    return len(text) if whole else max(map(len, text.split()), default=0)


def _blocks(heads: Sequence[Text], cells: Sequence[Sequence[Text]], language: str) -> RichTable:
    laid = RichTable.grid(padding=(0, 1, 0, 0))
    laid.add_column(style="dim", overflow="fold", max_width=_READABLE + 3 * _GAP)
    laid.add_column(overflow="fold")
    colon = translate(msg(": "), language).rstrip()
    for number, row in enumerate(cells):
        if number:
            laid.add_row()
        for head, value in zip(heads, row, strict=True):
            if value.plain:
                laid.add_row(Text(head.plain + colon), value)
    return laid


def named(iri: str, names: Mapping[str, Label]) -> Text:
    """Write a thing: its name, and its short IRI beside it."""
    label = names.get(iri)
    short = plain(shorten(iri))
    if label is None or not label.own:
        return Text(short)
    return Text.assemble(plain(label.text), " ", (f"({short})", "dim"))


def with_illustrative(dataset: Dataset, table: Table) -> Table:
    """Add a column ``illustrative`` that says of each row whether a thing in it is invented.

    Args:
        dataset: The graph that was asked.
        table: Its answer.

    Returns:
        The table itself if nothing in it is invented, or if it has a column of that name.
    """
    things = sorted({t.value for row in table.rows for t in row if isinstance(t, ox.NamedNode)})
    invented: set[str] = set()
    for start in range(0, len(things), _CHUNK):
        nodes = " ".join(str(ox.NamedNode(t)) for t in things[start : start + _CHUNK])
        found = dataset.select(
            f"SELECT ?thing WHERE {{ VALUES ?thing {{ {nodes} }} "
            f"?thing <{PERMS}illustrative> true }}"
        )
        invented |= {row["thing"].value for row in found}
    if not invented or "illustrative" in table.columns:
        return table
    return Table(
        (*table.columns, "illustrative"), tuple((*row, _flag(row, invented)) for row in table.rows)
    )


def _flag(row: tuple[Term | None, ...], invented: set[str]) -> ox.Literal:
    yes = any(isinstance(t, ox.NamedNode) and t.value in invented for t in row)
    return ox.Literal("true" if yes else "false", datatype=ox.NamedNode(XSD + "boolean"))


def _cell(
    value: Term | None, column: str, names: dict[str, Label], language: str, iris: bool
) -> Text:
    if isinstance(value, ox.NamedNode):
        return Text(plain(shorten(value.value))) if iris else named(value.value, names)
    written = term(value, language)
    return Text(state(written, language) if column in {"in_force", "state"} else written)


def _numeric(table: Table, column: str) -> bool:
    found = [t for t in table.column(column) if t is not None]
    kinds = {XSD + "integer", XSD + "decimal", XSD + "double"}
    return bool(found) and all(
        isinstance(t, ox.Literal) and t.datatype.value in kinds for t in found
    )
