"""Pictures of the register for pages: what each is drawn from, and the table that says the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

from perms_graph.charts import (
    PacificMap,
    Place,
    Span,
    Spec,
    TimeBars,
    as_png,
    as_svg,
    is_on_map,
)
from perms_graph.coverage import Tally
from perms_graph.errors import Message, msg
from perms_graph.store import Term

from . import covered
from .reading import Reader
from .showing import Names, Shown
from .sparql import listed

FORMS: Final = {
    "svg": "image/svg+xml; charset=utf-8",
    "png": "image/png",
    "json": "application/json; charset=utf-8",
}

LINES: Final = 40
"""Agreements that a picture of times, and its table, hold."""

COUNTED: Final = msg("partnerships in force; +n?: n more not known")

_SURE: Final = msg("surely in force")
_MAYBE: Final = msg("perhaps in force")
_YEAR: Final = dt.timedelta(days=365)


@dataclass(frozen=True)
class MemberRow:
    """One Member with the partnerships whose agreements name it.

    Attributes:
        member: The Member.
        tally: The three counts.
        href: Where they open; None if there is nothing.
        place: Latitude and longitude, or None.
        on_map: Whether the map shows it.
    """

    member: Shown
    tally: Tally
    href: str | None
    place: tuple[float, float] | None
    on_map: bool


@dataclass(frozen=True)
class TimeRow:
    """One agreement with the bounds of its dates."""

    agreement: Shown
    earliest_start: dt.date | None
    latest_start: dt.date | None
    earliest_end: dt.date | None
    latest_end: dt.date | None

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The days known."""
        known = (self.earliest_start, self.latest_start, self.earliest_end, self.latest_end)
        return tuple(d for d in known if d)


def drawn(who: Reader, key: tuple[Hashable, ...], make: Callable[[], Spec], suffix: str) -> object:
    """Draw a picture, or remember it.

    Args:
        who: Who reads; language, day and view are part of what is remembered.
        key: What the picture shows.
        make: Gives its description.
        suffix: A key of ``FORMS``.

    Returns:
        Text of SVG, bytes of PNG, or the description itself.
    """
    whole = ("picture", *key, who.language, who.texts, who.day)
    spec = who.view.memo.get(whole, make)
    if suffix == "json":
        return spec
    draw: Callable[[], str | bytes] = (
        (lambda: as_svg(spec, who.language))
        if suffix == "svg"
        else (lambda: as_png(spec, who.language))
    )
    return who.view.memo.get((*whole, suffix), draw)


def members(who: Reader) -> list[MemberRow]:
    """Count for each Member the partnerships whose agreements name it, each once, by name."""
    given = covered.Asked("member", None, "partnerships")
    matrix = covered.matrix_of(who, given)
    places = {
        row["member"].value: (float(row["latitude"].value), float(row["longitude"].value))
        for row in who.view.ask("members_named")
        if "latitude" in row and "longitude" in row
    }
    all_members = {p.iri for p in matrix.rows}
    names = Names(who, all_members, states=False)
    rows = []
    for member in who.view.index.by_name(all_members, who.texts):
        cell = matrix.at(member)
        tally = cell.partnerships if cell else Tally()
        place = places.get(member)
        rows.append(
            MemberRow(
                names.thing(member),
                tally,
                covered.cell_link(who, given, member, "") if cell else None,
                place,
                place is not None and is_on_map(*place),
            )
        )
    return rows


def members_map(who: Reader) -> PacificMap:
    """Give the map of partnerships by Member."""
    return PacificMap(
        tuple(
            Place(row.member.text, *row.place, covered.mark(row.tally))
            for row in members(who)
            if row.place and row.on_map
        ),
        who.say(COUNTED),
    )


def times(who: Reader, thing: str) -> tuple[list[TimeRow], int]:
    """Give the agreements of a partnership or a partner with the bounds of their dates.

    Returns:
        The first ``LINES`` of them, the earliest first, and how many there are.
    """
    table = who.view.ask("agreements_in_time", {"thing": ox.NamedNode(thing)})
    shown = list(islice(table, LINES))
    names = Names(who, (row["agreement"].value for row in shown))
    rows = [
        TimeRow(
            names.thing(row["agreement"].value),
            *(
                _date(row.get(c))
                for c in ("earliest_start", "latest_start", "earliest_end", "latest_end")
            ),
        )
        for row in shown
    ]
    return rows, len(table)


def time_chart(who: Reader, rows: Sequence[TimeRow]) -> TimeBars:
    """Give the picture of agreements in time: what is sure, and what the bounds leave open.

    An end that is not known stays open to the edge of the picture, a year after the last day known;
    so does a start, to the other edge.
    """
    dated = [row for row in rows if row.days]
    days = [d for row in dated for d in row.days] + [who.day]
    left, right = min(days), max(days) + _YEAR
    sure, maybe = who.say(_SURE), who.say(_MAYBE)
    labels = _apart([row.agreement.text for row in dated])
    spans = []
    for label, row in zip(labels, dated, strict=True):
        first, last = row.earliest_start or left, row.latest_end or right
        begun, ended = row.latest_start, row.earliest_end
        if begun and ended and begun <= ended:
            spans.append(Span(label, begun, ended, sure))
            spans += [
                Span(label, start, end, maybe)
                for start, end in ((first, begun), (ended, last))
                if start < end
            ]
        else:
            spans.append(Span(label, first, max(first, last), maybe))
    return TimeBars(
        tuple(labels), (sure, maybe), tuple(spans), who.day, who.moment(who.day.isoformat())
    )


def codes_of(who: Reader, things: Sequence[str]) -> dict[str, str]:
    """Give the codes that are printed for goals and objectives."""
    if not things:
        return {}
    table = who.view.select(
        f"SELECT ?thing ?code WHERE {{ VALUES ?thing {{ {listed(things)} }} "
        "?thing skos:notation ?code } ORDER BY DESC(?code)"
    )
    return {row["thing"].value: row["code"].value for row in table}


def _apart(labels: Sequence[str]) -> list[str]:
    """Keep apart agreements of one name: rows of a picture are told by their names."""
    seen: dict[str, int] = {}
    found = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        found.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return found


def _date(term: Term | None) -> dt.date | None:
    return dt.date.fromisoformat(term.value[:10]) if term is not None else None


ALT: Final[dict[str, Message]] = {
    "coverage": msg("Heat map of goals by kind of support, as on {day}; the table says the same."),
    "members": msg(
        "Map of the Pacific with the partnerships that name each Member, as on {day}; the table "
        "says the same."
    ),
    "times": msg("Bars of time, one for each agreement; the table says the same."),
    "openings": msg("Bars of points, one for each candidate; the table says the same."),
}
"""What stands for a picture where it is not seen."""
