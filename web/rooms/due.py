"""What is due and what is late: a page, its data, and a calendar to subscribe to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.duties import Duties, Duty, Light, find_duties
from perms_graph.errors import Message, ParameterError, msg
from perms_graph.gaps import later
from perms_graph.labels import labels
from perms_graph.namespaces import expand, shorten
from perms_graph.register import find_thing
from perms_graph.reports import duties as reports
from perms_graph.reports.results import as_csv
from perms_graph.reports.tables import with_illustrative

from ..paging import pager, part
from ..reading import Reader, page_number, reader
from ..showing import Names, Shown

bp = Blueprint("due", __name__, url_prefix="/<any(en, fr):lang>")

AHEAD: Final = (
    (1, msg("1 month")),
    (3, msg("3 months")),
    (6, msg("6 months")),
    (12, msg("12 months")),
    (36, msg("36 months")),
)
"""How far ahead one may look, in months."""

USUAL: Final = 3
SIZE: Final = 100

MARKS: Final = {
    Light.RED: ("not-met", "!"),
    Light.AMBER: ("departed-from", "◔"),
    Light.GREEN: ("met", "✓"),
    Light.UNKNOWN: ("not-evidenced", "?"),
}
"""Style and sign of each light; colour alone says nothing."""


@dataclass(frozen=True)
class Row:
    """A duty as the page prints it."""

    light: str
    css: str
    mark: str
    due: str | None
    kind: Shown
    thing: Shown
    partnership: Shown | None
    owners: tuple[Shown, ...]


@dataclass(frozen=True)
class Asked:
    """What the address asks for.

    Attributes:
        months: How far ahead to look.
        whom: The post, person, partner or partnership that it must concern; None for all.
        light: Only duties that stand so; None for those of which it is known.
    """

    months: int
    whom: str | None
    light: Light | None

    def query(self) -> dict[str, str | None]:
        """Give the parameters of an address."""
        return {
            "months": str(self.months) if self.months != USUAL else None,
            "for": shorten(self.whom) if self.whom else None,
            "light": self.light.value.replace(" ", "-") if self.light else None,
        }


@bp.get("/due")
def show() -> ResponseReturnValue:
    """Show the duties by their day, with counts of where they stand."""
    who = reader()
    asked = _asked(who)
    everything = duties_of(who, asked.months)
    mine = everything.of(asked.whom) if asked.whom else everything
    kept = tuple(d for d in mine.found if d.light is asked.light) if asked.light else None
    listed = mine.known.found if kept is None else kept
    page = pager(
        len(listed),
        page_number(),
        lambda number: who.link("/due", **asked.query(), page=number if number > 1 else None),
        SIZE,
    )
    here = part(listed, page, SIZE)
    owners = sorted({o for d in everything.found for o in (*d.owners, *d.partners)})
    names = Names(who, {*_things(here), *owners, *({asked.whom} if asked.whom else ())})
    query = asked.query()
    return render_template(
        "due.html",
        asked=asked,
        until=mine.until,
        whom=names.thing(asked.whom) if asked.whom else None,
        rows=[_row(who, duty, names) for duty in here],
        pager=page,
        tiles=lights(who, mine, asked),
        ahead=[(months, who.say(words)) for months, words in AHEAD],
        people=sorted(
            ((shorten(o), names.text(o)) for o in owners), key=lambda pair: pair[1].casefold()
        ),
        everything=who.link("/due", **(query | {"light": None})),
        files={s: who.link(f"/due.{s}", **query) for s in ("ics", "csv", "json")},
    )


@bp.get("/due.<any(ics, csv, json):suffix>")
def give(suffix: str) -> Response:
    """Give the duties as a calendar, as CSV or as JSON."""
    who = reader()
    asked = _asked(who)
    found = duties_of(who, asked.months)
    found = found.of(asked.whom) if asked.whom else found
    dataset = who.view.register.dataset
    if suffix == "csv":
        table = with_illustrative(dataset, reports.as_table(found))
        return _file(b"\xef\xbb\xbf" + as_csv(table), "text/csv; charset=utf-8", asked, suffix)
    things = [*reports.things_in(found), *([asked.whom] if asked.whom else [])]
    names = labels(dataset, things, who.language)
    if suffix == "json":
        body = reports.as_json(found, names, who.language, illustrative=who.illustrative)
        return Response(body, content_type="application/json; charset=utf-8")
    title = names[asked.whom].text if asked.whom else None
    body = reports.as_calendar(
        found, names, who.language, title=title, illustrative=who.illustrative
    )
    return _file(body, "text/calendar; charset=utf-8", asked, suffix)


@dataclass(frozen=True)
class Tile:
    """How many duties stand so, and where they are listed."""

    words: str
    css: str
    mark: str
    count: int
    href: str
    chosen: bool


def lights(who: Reader, found: Duties, asked: Asked) -> list[Tile]:
    """Count duties by where they stand; each count leads to its list."""
    tiles = []
    for light, number in found.counts().items():
        name = light.value.replace(" ", "-")
        query = asked.query() | {"light": name}
        words = who.say(reports.LIGHTS[light])
        href = who.link("/due", **query)
        tiles.append(Tile(words, *MARKS[light], number, href, light is asked.light))
    return tiles


def duties_of(who: Reader, months: int) -> Duties:
    """Find the duties of the reader's day, or remember them."""
    r = who.view.register
    until = later(who.day, months) if who.day.year < dt.MAXYEAR - 3 else dt.date.max
    return who.view.on(who.day).get(
        ("duties", months),
        lambda: find_duties(r.dataset, r.catalogue, day=who.day, until=until),
    )


def _asked(who: Reader) -> Asked:
    """Read the address.

    Raises:
        ParameterError: The time ahead or the light is none that there is.
        UnknownNameError: Nothing is called as ``for`` says; gives the nearest names.
    """
    months = request.args.get("months", "").strip() or str(USUAL)
    known = [str(m) for m, _ in AHEAD]
    if months not in known:
        raise _wrong(months, "months", known)
    light = request.args.get("light", "").strip()
    lights = {found.value.replace(" ", "-"): found for found in Light}
    if light and light not in lights:
        raise _wrong(light, "light", list(lights))
    text = request.args.get("for", "").strip()[:200]
    whom = None
    if text:
        whom = find_thing(who.view.register.dataset, expand(text) or text, language=who.language)
    return Asked(int(months), whom, lights.get(light))


def _wrong(text: str, name: str, choices: list[str]) -> ParameterError:
    advice: Message = msg("Choose one of: {choices}.", choices=", ".join(choices))
    return ParameterError(msg("“{text}” does not suit {name}.", text=text[:200], name=name), advice)


def _things(duties: Sequence[Duty]) -> set[str]:
    found: set[str] = set()
    for d in duties:
        found |= {d.kind, d.thing, *d.owners, *({d.partnership} if d.partnership else ())}
    return found


def _row(who: Reader, duty: Duty, names: Names) -> Row:
    css, mark = MARKS[duty.light]
    apart = duty.partnership and duty.partnership != duty.thing
    return Row(
        who.say(reports.LIGHTS[duty.light]),
        css,
        mark,
        who.moment(duty.due_on.isoformat()) if duty.due_on else None,
        names.thing(duty.kind),
        names.thing(duty.thing),
        names.thing(duty.partnership) if apart and duty.partnership else None,
        tuple(names.thing(o) for o in duty.owners),
    )


def _file(body: bytes, content_type: str, asked: Asked, suffix: str) -> Response:
    tail = asked.whom.rpartition("/")[2] if asked.whom else "all"
    return Response(
        body,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="due-{tail}.{suffix}"'},
    )
