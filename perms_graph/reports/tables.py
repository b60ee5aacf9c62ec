"""Tables of answers for people: names in place of IRIs, dates and numbers in their language."""

from __future__ import annotations

from collections.abc import Mapping

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


def view(table: Table, names: dict[str, Label], language: str, *, iris: bool = False) -> RichTable:
    """Lay a table out for a terminal.

    Args:
        table: The answer.
        names: Labels of the things in it.
        language: ``en`` or ``fr``.
        iris: Whether to show short IRIs only.
    """
    laid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in table.columns:
        laid.add_column(
            Text(heading(column, language)),
            justify="right" if _numeric(table, column) else "left",
            overflow="fold",
        )
    for row in table.rows:
        laid.add_row(
            *(
                _cell(value, column, names, language, iris)
                for column, value in zip(table.columns, row, strict=True)
            )
        )
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
