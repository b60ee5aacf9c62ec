"""Duties of a day: stored questions, run and joined. The rules are in them and in the register."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue
from perms_graph.errors import PermsError, msg
from perms_graph.namespaces import XSD, shorten
from perms_graph.store import Dataset, Term

_DURATION: Final = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?(?:T0S)?"
)


class Light(StrEnum):
    """Where a duty stands, as the United Nations' reporting platforms show it by colour."""

    RED = "late"
    AMBER = "due"
    GREEN = "in time"
    UNKNOWN = "not known"


@dataclass(frozen=True)
class DutyKind:
    """A kind of duty.

    Attributes:
        iri: Its name in the register.
        lead: Time before the day from which it is due, as an ``xsd:duration``.
        grace: Time after the day before it is late.
    """

    iri: str
    lead: str
    grace: str


@dataclass(frozen=True)
class Duty:
    """Something to be done by a day.

    Attributes:
        kind: IRI of its kind.
        thing: What it is about.
        due_on: Last day on which it is in time; None if nobody knows when the waiting began.
        from_day: First day on which it is due rather than merely ahead; None without a day.
        late_after: Last day of grace; None without a day.
        light: Where it stands on the day judged from. Missing data make nothing late: a duty whose
            day is past is late only if the register would know of its being done.
        partnership: The partnership it is a duty of, or None.
        owners: Who does it: those who have undertaken to; otherwise the posts that hold the
            partnership, in IRI order.
        people: Who is in these posts.
        partners: The partners of the partnership.
    """

    kind: str
    thing: str
    due_on: dt.date | None
    from_day: dt.date | None
    late_after: dt.date | None
    light: Light
    partnership: str | None
    owners: tuple[str, ...]
    people: tuple[str, ...]
    partners: tuple[str, ...]

    def concerns(self, iri: str) -> bool:
        """Tell whether something has to do with it: as owner, person, partner or partnership."""
        return iri in {self.partnership, self.thing, *self.owners, *self.people, *self.partners}


@dataclass(frozen=True)
class Duties:
    """The duties that are open on a day.

    Attributes:
        day: Day judged from.
        until: Last day looked at.
        kinds: The kinds of duty, by IRI.
        found: By due day, kind and thing; those whose day is not known at the end.
    """

    day: dt.date
    until: dt.date
    kinds: Mapping[str, DutyKind]
    found: tuple[Duty, ...]

    def counts(self) -> Mapping[Light, int]:
        """Count the duties by where they stand."""
        counted = Counter(duty.light for duty in self.found)
        return {light: counted[light] for light in Light}

    @property
    def known(self) -> Duties:
        """Those of which is known where they stand."""
        kept = tuple(d for d in self.found if d.light is not Light.UNKNOWN)
        return replace(self, found=kept)

    def of(self, *things: str) -> Duties:
        """Keep the duties that concern every one of some things."""
        kept = tuple(d for d in self.found if all(d.concerns(thing) for thing in things))
        return replace(self, found=kept)


def find_duties(dataset: Dataset, catalogue: Catalogue, *, day: dt.date, until: dt.date) -> Duties:
    """Find what is due by a day, and what is late.

    Args:
        dataset: The register.
        catalogue: The stored questions.
        day: Day to judge from.
        until: Last day looked at.

    Returns:
        Every duty open on ``day`` with a day up to ``until``, or without a known day.

    Raises:
        PermsError: A kind of duty has a length of time that cannot be read.

    Source:
        PERMS, part 2. Lengths of time are in ``data/policy/duties.trig`` and are ours.
    """
    kinds = {
        row["kind"].value: DutyKind(row["kind"].value, row["lead"].value, row["grace"].value)
        for row in dataset.select(catalogue.find("kinds_of_duty").sparql)
    }
    people = _people(dataset, catalogue)
    rows: dict[tuple[str, str], list[Mapping[str, Term]]] = defaultdict(list)
    given = {"day": _date(day), "until": _date(until)}
    for row in dataset.select(catalogue.find("duties").sparql, given):
        rows[row["kind"].value, row["thing"].value].append(row)
    found = [
        # A kind of which nobody has set the lengths of time has none: due on its day, late after.
        _duty(kinds.get(kind) or DutyKind(kind, "P0D", "P0D"), thing, here, people, day)
        for (kind, thing), here in rows.items()
    ]
    found.sort(key=lambda d: (d.due_on or dt.date.max, d.kind, d.thing))
    return Duties(day, until, kinds, tuple(found))


_COLUMNS: Final = ("post", "person", "partner")


@dataclass(frozen=True)
class _People:
    """Who stands behind a partnership; one field for each of ``_COLUMNS``."""

    posts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()


def _people(dataset: Dataset, catalogue: Catalogue) -> Mapping[str, _People]:
    behind: dict[str, dict[str, dict[str, None]]] = {}
    for row in dataset.select(catalogue.find("people_of_partnerships").sparql):
        here = behind.setdefault(row["partnership"].value, {name: {} for name in _COLUMNS})
        for name in _COLUMNS:
            if name in row:
                here[name][row[name].value] = None
    return {p: _People(*(tuple(here[name]) for name in _COLUMNS)) for p, here in behind.items()}


def _duty(
    kind: DutyKind,
    thing: str,
    rows: Iterable[Mapping[str, Term]],
    people: Mapping[str, _People],
    day: dt.date,
) -> Duty:
    listed = list(rows)
    named = sorted({row["partnership"].value for row in listed if "partnership" in row})
    partnership = named[0] if named else None
    behind = people.get(partnership or "", _People())
    stated = tuple(sorted({row["owner"].value for row in listed if "owner" in row}))
    days = [dt.date.fromisoformat(row["due_on"].value[:10]) for row in listed if "due_on" in row]
    due = min(days, default=None)
    start = moved(due, kind.lead, kind, -1) if due else None
    end = moved(due, kind.grace, kind, 1) if due else None
    if start is None or end is None:
        light = Light.UNKNOWN
    else:
        light = Light.RED if end < day else Light.AMBER if start <= day else Light.GREEN
        if light is Light.RED and not all(row["certain"].value == "true" for row in listed):
            light = Light.UNKNOWN
    owners = stated or behind.posts
    return Duty(
        kind.iri, thing, due, start, end, light, partnership, owners, behind.people, behind.partners
    )


def moved(day: dt.date, length: str, kind: DutyKind, sign: int) -> dt.date:
    """Move a day by a length of time; the last day of a month if it has no such day.

    Args:
        day: Where from.
        length: An ``xsd:duration`` of years, months and days.
        kind: What the length is of, for the error.
        sign: 1 for later, -1 for earlier.

    Raises:
        PermsError: The length has hours, is negative, or is none.
    """
    match = _DURATION.fullmatch(length)
    if match is None or length == "P":
        raise PermsError(
            msg("“{text}” is no length of time for {name}.", text=length, name=shorten(kind.iri)),
            msg("Write years, months and days, such as P6M, in {folder}.", folder="data/policy"),
        )
    years, months, days = (int(match[name] or 0) for name in ("years", "months", "days"))
    year, month = divmod(day.year * 12 + day.month - 1 + sign * (12 * years + months), 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return dt.date.max if sign > 0 else dt.date.min
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last)) + dt.timedelta(days=sign * days)


def _date(day: dt.date) -> ox.Literal:
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(XSD + "date"))
