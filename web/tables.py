"""Tables of things: columns filled for one page of a list, and the order of a whole list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox

from perms_graph.store import Term

from .columns import COUNT, STATE, VALUES, Column
from .formatting import NUMBERS
from .reading import Reader
from .showing import Names, Shown, things_in
from .sparql import listed

_STATES: Final = {"yes": 0, "not known": 1, "no": 2}
_MANY: Final = 6
_FEW: Final = 500


@dataclass(frozen=True)
class Cell:
    """What a cell prints: some values, how many more there are, or a number or state."""

    shown: tuple[Shown, ...] = ()
    more: int = 0
    state: str | None = None
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """One thing with its cells."""

    thing: Shown
    cells: tuple[Cell, ...]

    @property
    def bare(self) -> Shown:
        """The thing without its state, for a table with a column for that."""
        return replace(self.thing, state=None)


def fill(
    reader: Reader, things: Sequence[str], columns: Sequence[Column], *, kind: str | None = None
) -> tuple[Row, ...]:
    """Fill the columns for some things, in two queries however many there are.

    Args:
        reader: Who reads.
        things: In the order wanted.
        columns: What to show.
        kind: Class of the things. Few things of a kind may each have many others to count (26
            Members, thousands of partnerships), so their counts are made once and remembered.
    """
    if not things:
        return ()
    values = _values(reader, things, columns)
    counts = _all_counts(reader, things, columns, kind)
    terms = [t for found in values.values() for t in found]
    names = Names(reader, {*things, *things_in(terms)})
    states = reader.view.states(reader.day)
    rows = []
    for thing in things:
        cells = []
        for column in columns:
            if column.kind == STATE:
                cells.append(Cell(state=states.get(thing)))
            elif column.kind == COUNT:
                number = counts.get((thing, column.key), 0)
                cells.append(Cell((Shown(reader.count(number)),), numeric=True))
            else:
                cells.append(_cell(column, thing, values, names))
        rows.append(Row(names.thing(thing), tuple(cells)))
    return tuple(rows)


def values_for(
    reader: Reader, things: Sequence[str], columns: Sequence[Column], kind: str | None
) -> tuple[dict[tuple[str, str], list[Term]], dict[tuple[str, str], int]]:
    """Give what the columns of some things say: (thing, property) → values, (thing, key) → count.

    Args:
        reader: Who reads.
        things: Of one kind.
        columns: What is wanted.
        kind: As for ``fill``.
    """
    if not things:
        return {}, {}
    return _values(reader, things, columns), _all_counts(reader, things, columns, kind)


def ordered(
    reader: Reader, kind: str | None, things: Sequence[str], column: Column
) -> tuple[str, ...]:
    """Put a whole list in the order of a column; what has no value comes last.

    Args:
        reader: Who reads.
        kind: Class of the things, to ask for all at once.
        things: The list, in the order that breaks ties.
        column: A sortable one.
    """
    if column.kind == STATE:
        states = reader.view.states(reader.day)
        return tuple(sorted(things, key=lambda t: _STATES.get(states.get(t, ""), 3)))
    keys = _all_keys(reader, kind, column)
    if column.kind == COUNT:
        return tuple(sorted(things, key=lambda t: -float(keys.get(t, ("", 0.0))[1])))
    return tuple(sorted(things, key=lambda t: (t not in keys, keys.get(t, ("", 0.0)))))


def _all_keys(reader: Reader, kind: str | None, column: Column) -> dict[str, tuple[str, float]]:
    """Give what each thing of a kind sorts by in a column; counts as the number."""
    return reader.view.memo.get(("keys", kind, column.key), lambda: _keys(reader, kind, column))


def _keys(reader: Reader, kind: str | None, column: Column) -> dict[str, tuple[str, float]]:
    of = f"?thing a {ox.NamedNode(kind)} ." if kind else ""
    found: dict[str, tuple[str, float]] = {}
    if column.kind == COUNT:
        table = reader.view.select(
            f"SELECT ?thing (COUNT(DISTINCT ?other) AS ?n) WHERE {{ {of} "
            f"?other {ox.NamedNode(column.properties[0])} ?thing . {_counted(column)} }} "
            "GROUP BY ?thing"
        )
        return {row["thing"].value: ("", float(row["n"].value)) for row in table}
    for iri in column.properties:
        table = reader.view.select(
            f"SELECT ?thing ?value WHERE {{ {of} ?thing {ox.NamedNode(iri)} ?value }}"
        )
        fresh: dict[str, tuple[str, float]] = {}
        for row in table:
            key = _key(row["value"])
            thing = row["thing"].value
            fresh[thing] = min(key, fresh.get(thing, key))
        found = {**fresh, **found}
    return found


def _key(value: Term) -> tuple[str, float]:
    if isinstance(value, ox.Literal) and value.datatype.value in NUMBERS:
        return "", float(value.value)
    return value.value.casefold(), 0.0


def _counted(column: Column) -> str:
    return f"?other a {ox.NamedNode(column.of)} ." if column.of else ""


def _values(
    reader: Reader, things: Iterable[str], columns: Iterable[Column]
) -> dict[tuple[str, str], list[Term]]:
    properties = sorted({p for c in columns if c.kind == VALUES for p in c.properties})
    if not properties:
        return {}
    # A UNION over properties, not a second VALUES: Oxigraph would look up every pair by itself.
    each = " UNION ".join(
        f"{{ ?thing {p} ?value BIND ({p} AS ?property) }}" for p in map(ox.NamedNode, properties)
    )
    table = reader.view.select(
        f"SELECT ?thing ?property ?value WHERE {{ VALUES ?thing {{ {listed(things)} }} {each} }} "
        "ORDER BY ?thing ?property ?value"
    )
    found: dict[tuple[str, str], list[Term]] = {}
    for row in table:
        found.setdefault((row["thing"].value, row["property"].value), []).append(row["value"])
    return found


def _all_counts(
    reader: Reader, things: Sequence[str], columns: Iterable[Column], kind: str | None
) -> dict[tuple[str, str], int]:
    """Count for each thing and column, from memory where a whole kind has been counted."""
    few = kind is not None and len(reader.view.index.of_class(kind)) <= _FEW
    counts: dict[tuple[str, str], int] = {}
    rest = []
    for c in columns:
        if c.kind != COUNT:
            continue
        # A list sorted by a count has counted everything already.
        if few or reader.view.memo.find(("keys", kind, c.key)) is not None:
            keys = _all_keys(reader, kind, c)
            counts.update({(t, c.key): int(keys[t][1]) for t in things if t in keys})
        else:
            rest.append(c)
    counts.update(_counts(reader, things, rest))
    return counts


def _counts(
    reader: Reader, things: Sequence[str], columns: Iterable[Column]
) -> dict[tuple[str, str], int]:
    parts = [
        f'{{ SELECT ?thing ("{c.key}" AS ?column) (COUNT(DISTINCT ?other) AS ?n) WHERE {{ '
        f"VALUES ?thing {{ {listed(things)} }} "
        f"?other {ox.NamedNode(c.properties[0])} ?thing . {_counted(c)} }} GROUP BY ?thing }}"
        for c in columns
        if c.kind == COUNT
    ]
    if not parts:
        return {}
    table = reader.view.select("SELECT ?thing ?column ?n WHERE { " + " UNION ".join(parts) + " }")
    return {
        (row["thing"].value, row["column"].value): int(row["n"].value)
        for row in table
        if "thing" in row
    }


def _cell(
    column: Column, thing: str, values: dict[tuple[str, str], list[Term]], names: Names
) -> Cell:
    terms: list[Term] = []
    for iri in column.properties:
        terms += values.get((thing, iri), [])
        if terms and column.first:
            break
    shown = [names.term(t) for t in terms]
    texts = {s.text for s in shown if s.language is None}
    # A text in both languages is shown once, in the reader's.
    if texts and any(s.language for s in shown):
        shown = [s for s in shown if s.language is None or s.href]
    shown.sort(key=lambda s: (s.sort, s.text.casefold()))
    numeric = bool(terms) and all(
        isinstance(t, ox.Literal) and t.datatype.value in NUMBERS for t in terms
    )
    return Cell(tuple(shown[:_MANY]), max(0, len(shown) - _MANY), numeric=numeric)
