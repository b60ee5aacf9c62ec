"""The calendar of duties for readers: a table, CSV, JSON and an iCalendar feed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import pyoxigraph as ox
from icalendar import Alarm, Calendar, Event
from rich import box
from rich.table import Table as RichTable
from rich.text import Text

from perms_graph.duties import Duties, Duty, Light
from perms_graph.errors import Message, msg
from perms_graph.labels import Label
from perms_graph.namespaces import XSD
from perms_graph.reports.tables import heading, named
from perms_graph.reports.values import moment
from perms_graph.store import Table, Term
from perms_graph.translation import translate

LIGHTS: Final[Mapping[Light, Message]] = MappingProxyType(
    {
        Light.RED: msg("late"),
        Light.AMBER: msg("due"),
        Light.GREEN: msg("in time"),
        Light.UNKNOWN: msg("not known if late"),
    }
)
"""Where a duty stands, in words."""

STYLES: Final[Mapping[Light, str]] = MappingProxyType(
    {Light.RED: "bold red", Light.AMBER: "yellow", Light.GREEN: "green", Light.UNKNOWN: "dim"}
)

_COLUMNS: Final = (
    "due_on", "light", "kind", "thing", "partnership", "owners", "people", "from_day", "late_after",
)  # fmt: skip


def things_in(duties: Duties) -> list[str]:
    """List every thing that a reader is told of, for one look-up of labels."""
    found: set[str] = set()
    for d in duties.found:
        found |= {d.kind, d.thing, *d.owners, *d.people, *d.partners}
        found |= {d.partnership} if d.partnership else set()
    return sorted(found)


def summary(duties: Duties, language: str) -> str:
    """Say in a line how many duties stand where; the four are never added."""
    counts = duties.counts()
    return " · ".join(f"{translate(words, language)} {counts[s]}" for s, words in LIGHTS.items())


def view(duties: Duties, names: dict[str, Label], language: str) -> RichTable:
    """Lay the duties out for a terminal: when, how it stands, what, and who does it."""
    laid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    laid.add_column(Text(heading("due_on", language)), no_wrap=True)
    for column in ("light", "kind", "thing", "owners"):
        laid.add_column(Text(heading(column, language)), overflow="fold")
    for d in duties.found:
        light = Text(translate(LIGHTS[d.light], language), style=STYLES[d.light])
        when = moment(d.due_on.isoformat(), language) if d.due_on else ""
        who = Text(", ").join(named(o, names) for o in d.owners)
        laid.add_row(when, light, Text(names[d.kind].text), named(d.thing, names), who)
    return laid


def as_table(duties: Duties) -> Table:
    """Give the duties as a table for CSV; several owners stand on lines of one cell."""
    return Table(_COLUMNS, tuple(_row(d) for d in duties.found))


def _row(d: Duty) -> tuple[Term | None, ...]:
    def several(iris: Sequence[str]) -> Term | None:
        if len(iris) == 1:
            return ox.NamedNode(iris[0])
        return ox.Literal("\n".join(iris)) if iris else None

    def day(value: dt.date | None) -> Term | None:
        return ox.Literal(value.isoformat(), datatype=_DATE) if value else None

    return (
        day(d.due_on),
        ox.Literal(d.light.value),
        ox.NamedNode(d.kind),
        ox.NamedNode(d.thing),
        ox.NamedNode(d.partnership) if d.partnership else None,
        several(d.owners),
        several(d.people),
        day(d.from_day),
        day(d.late_after),
    )


_DATE: Final = ox.NamedNode(XSD + "date")


def as_json(
    duties: Duties, names: Mapping[str, Label], language: str, *, illustrative: bool
) -> bytes:
    """Write the duties as JSON, each thing with its name beside it."""

    def thing(iri: str | None) -> dict[str, str] | None:
        return None if iri is None else {"iri": iri, "label": names[iri].text}

    def day(value: dt.date | None) -> str | None:
        return value.isoformat() if value else None

    content: dict[str, Any] = {
        "day": duties.day.isoformat(),
        "until": duties.until.isoformat(),
        "illustrative": illustrative,
        "counts": {light.value: n for light, n in duties.counts().items()},
        "duties": [
            {
                "due_on": day(d.due_on),
                "light": d.light.value,
                "says": translate(LIGHTS[d.light], language),
                "kind": thing(d.kind),
                "thing": thing(d.thing),
                "partnership": thing(d.partnership),
                "owners": [thing(o) for o in d.owners],
                "people": [thing(p) for p in d.people],
                "partners": [thing(p) for p in d.partners],
                "from_day": day(d.from_day),
                "late_after": day(d.late_after),
            }
            for d in duties.found
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def as_calendar(
    duties: Duties,
    names: Mapping[str, Label],
    language: str,
    *,
    title: str | None = None,
    illustrative: bool = False,
) -> bytes:
    """Write the duties of which is known where they stand as an iCalendar feed (RFC 5545).

    Args:
        duties: What to write; the same duties give the same bytes.
        names: Labels of ``things_in``.
        language: ``en`` or ``fr``.
        title: For whom the feed is; None for everybody.
        illustrative: Whether invented data may be in it, which the calendar's name then says.

    Returns:
        One all-day event for each duty, with an alarm on the first day that it is due.
    """
    name = translate(msg("Duties of partnerships"), language)
    words = [name, title, translate(msg("illustrative"), language) if illustrative else None]
    calendar = Calendar()
    calendar.add("prodid", "-//perms-graph//perms due//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", " · ".join(w for w in words if w))
    calendar.add("x-wr-calname", " · ".join(w for w in words if w))
    for duty in duties.known.found:
        if duty.due_on is not None and duty.from_day is not None:
            event = _event(duty, duty.due_on, names, language, duties.day)
            event.add_component(_alarm(duty.due_on - duty.from_day, event))
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(
    duty: Duty, due: dt.date, names: Mapping[str, Label], language: str, day: dt.date
) -> Event:
    event = Event()
    identity = hashlib.sha256(f"{duty.kind}\0{duty.thing}".encode()).hexdigest()[:32]
    event.add("uid", f"{identity}@perms-graph")
    # The day judged from, not the clock: the same register gives the same feed all day.
    event.add("dtstamp", dt.datetime.combine(day, dt.time(), dt.UTC))
    event.add("dtstart", due)
    event.add("dtend", due + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    kind, thing = names[duty.kind].text, names[duty.thing].text
    event.add("summary", f"{kind[:1].upper()}{kind[1:]} – {thing}")
    event.add("url", duty.thing)
    event.add("categories", [translate(LIGHTS[duty.light], language)])
    lines = []
    for label, iris in (
        (heading("partnership", language), [duty.partnership] if duty.partnership else []),
        (heading("owners", language), duty.owners),
        (heading("people", language), duty.people),
        (heading("partners", language), duty.partners),
    ):
        if iris:
            said = ", ".join(names[iri].text for iri in iris)
            gap = "\N{NO-BREAK SPACE}" if language == "fr" else ""
            lines.append(f"{label[:1].upper()}{label[1:]}{gap}: {said}")
    event.add("description", "\n".join(lines))
    return event


def _alarm(before: dt.timedelta, event: Event) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event["summary"])
    alarm.add("trigger", -before)
    return alarm
