"""What changed: between two days, on a page and as files; and what happened when, as a feed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.coverage import (
    Cell,
    CellChange,
    Change,
    Difference,
    Event,
    EventKind,
    compare,
    find_events,
    open_difference,
)
from perms_graph.errors import Message, msg
from perms_graph.labels import labels
from perms_graph.namespaces import expand, shorten
from perms_graph.publishing import DATASET
from perms_graph.register import find_thing
from perms_graph.reports import diff as reports
from perms_graph.reports import feed as feeds
from perms_graph.reports.workbook import workbook

from .. import covered, paths
from ..downloads import XLSX, csv_file, file_of, json_file
from ..opened import Statement, statements_of
from ..reading import Reader, day_of, reader
from ..showing import Names, Shown

bp = Blueprint("changes", __name__, url_prefix="/<any(en, fr):lang>")


@dataclass(frozen=True)
class Line:
    """One difference.

    Attributes:
        things: A partnership; the row and column of a cell; a successor and what it renews.
        before: What it was, as a state or in words.
        after: What it is.
        is_state: Whether both are answers to "in force".
        href: Where it opens on the second day, for a cell.
        rests: What it rests on, for a partnership and a renewal.
    """

    things: tuple[Shown, ...]
    before: str
    after: str
    is_state: bool
    href: str | None = None
    rests: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Section:
    """All differences of one kind."""

    key: str
    title: str
    help: str
    lines: tuple[Line, ...]


@bp.get("/changes")
def show() -> ResponseReturnValue:
    """Show what differs between two days."""
    who = reader()
    earlier, later = _days(who)
    given = covered.asked()
    found = _found(who, given, earlier, later)
    register = who.view.register
    opened = open_difference(register.dataset, register.catalogue, found, cells=False)
    names = Names(who, reports.things_in(found, opened), states=False)
    query = {
        **given.query(), "measure": None, "from": earlier.isoformat(), "to": later.isoformat()
    }  # fmt: skip
    return render_template(
        "changes.html",
        earlier=earlier,
        later=later,
        asked=given,
        axes=[(name, who.say(heading)) for name, heading in covered.axes()],
        none=covered.NONE,
        sections=_sections(who, given, found, names, opened),
        files={s: who.link(f"/changes.{s}", **query) for s in ("csv", "json", "xlsx")},
        csv_opened=who.link("/changes.csv", **query, explain="yes"),
        feed=who.link("/changes.atom"),
    )


@bp.get("/changes.<any(csv, json, xlsx):suffix>")
def show_file(suffix: str) -> Response:
    """Give the differences as a file."""
    who = reader()
    earlier, later = _days(who)
    found = _found(who, covered.asked(), earlier, later)
    name = f"changes-from-{earlier.isoformat()}-to-{later.isoformat()}-asked"
    register = who.view.register
    behind = None
    if suffix == "xlsx" or "explain" in request.args:
        behind = open_difference(register.dataset, register.catalogue, found)
    if suffix == "csv":
        return csv_file(who, name, reports.as_table(found, behind))
    names = labels(register.dataset, reports.things_in(found, behind), who.language)
    if suffix == "json":
        return json_file(reports.as_json(found, names, behind, illustrative=who.illustrative))
    body = workbook(reports.sheets(found, names, who.language, behind or {}), who.language)
    return file_of(who, body, XLSX, name, "xlsx")


@bp.get("/changes.atom")
def show_feed() -> Response:
    """Give what happened when, the newest first, as a feed for news readers."""
    who = reader()
    root = request.url_root.rstrip("/")
    register = who.view.register
    text = request.args.get("thing", "").strip()[:200]
    thing = None
    if text:
        thing = find_thing(register.dataset, expand(text) or text, language=who.language)
    events = who.view.on(who.day).get(
        ("events", thing),
        lambda: find_events(register.dataset, register.catalogue, day=who.day, thing=thing),
    )
    named = [*feeds.things_in(events), *([thing] if thing else [])]
    names = labels(register.dataset, named, who.language)

    def page_of(event: Event) -> str:
        read = event.kind is EventKind.SOURCES_READ
        return root + who.link("/sources" if read else paths.page(event.about))

    title = [
        who.say(msg("Changes in partnerships")),
        names[thing].text if thing else None,
        who.say(msg("illustrative")) if who.illustrative else None,
    ]
    # The day is no part of it: a feed goes on from day to day.
    identity = [DATASET, "#changes-", who.language, "-illustrative" if who.illustrative else ""]
    query = {"thing": shorten(thing) if thing else None}
    feed = feeds.Feed(
        "".join(identity) + (f"?{quote(thing, safe=':/')}" if thing else ""),
        " · ".join(part for part in title if part),
        root + who.link("/changes.atom", **query),
        root + who.link("/changes"),
        who.language,
    )
    body = feeds.as_atom(feed, events, names, page_of=page_of, invented=who.view.invented)
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def _days(who: Reader) -> tuple[dt.date, dt.date]:
    """Read the two days; a year up to the chosen day if they are not given."""
    later = day_of(request.args.get("to", ""), who.day)
    back = who.a_year_off(-1, later) or (who.span.first if who.span else later)
    return day_of(request.args.get("from", ""), min(back, later)), later


def last_year(who: Reader) -> Difference:
    """Give what changed in the year before the reader's day, as the page has it without choices."""
    earlier, later = _days(who)
    return _found(who, covered.asked(), earlier, later)


def _found(who: Reader, given: covered.Asked, earlier: dt.date, later: dt.date) -> Difference:
    r = who.view.register
    return who.view.on(later).get(
        ("changes", given.rows, given.columns, earlier),
        lambda: compare(
            r.dataset,
            r.catalogue,
            earlier=earlier,
            later=later,
            rows=given.rows,
            columns=given.columns,
        ),
    )


def _sections(
    who: Reader, given: covered.Asked, found: Difference, names: Names, opened: reports.Opened
) -> list[Section]:
    def rests(kind: str, thing: str, other: str = "") -> tuple[Statement, ...]:
        return statements_of(who, opened[kind, thing, other], names)

    def partnerships(kind: str, changes: Iterable[Change]) -> tuple[Line, ...]:
        return tuple(
            Line(
                (names.thing(c.partnership),),
                c.before,
                c.after,
                is_state=True,
                rests=rests(kind, c.partnership),
            )
            for c in changes
        )

    def cells(changes: Iterable[CellChange]) -> tuple[Line, ...]:
        return tuple(
            Line(
                tuple(names.thing(iri) for iri in (c.row, c.column) if iri),
                _counted(who, c.before),
                _counted(who, c.after),
                is_state=False,
                href=covered.cell_link(who, given, c.row, c.column, found.after.day),
            )
            for c in changes
        )

    renewed = tuple(
        Line(
            (names.thing(r.successor), names.thing(r.agreement)),
            "",
            "",
            is_state=False,
            rests=rests("renewed", r.successor, r.agreement),
        )
        for r in found.renewed
    )
    made: list[tuple[str, Message, Message, tuple[Line, ...]]] = [
        (
            "begun",
            msg("Partnerships begun"),
            msg("Surely not in force on the first day, surely in force on the second."),
            partnerships("begun", found.begun),
        ),
        (
            "ended",
            msg("Partnerships ended"),
            msg("Surely in force on the first day, surely not on the second."),
            partnerships("ended", found.ended),
        ),
        (
            "renewed",
            msg("Renewed"),
            msg("An agreement that renews or follows another began in between."),
            renewed,
        ),
        (
            "known",
            msg("Now known"),
            msg("On the first day nobody could say; on the second one can."),
            partnerships("newly_known", found.newly_known),
        ),
        (
            "unknown",
            msg("No longer known"),
            msg("On the first day one could say; on the second nobody can: no end is published."),
            partnerships("newly_not_known", found.newly_not_known),
        ),
        (
            "gained",
            msg("Cells gained"),
            msg("No partnership was surely in force there, and one is."),
            cells(found.gained),
        ),
        (
            "lost",
            msg("Cells lost"),
            msg("A partnership was surely in force there, and none is."),
            cells(found.lost),
        ),
    ]
    return [Section(key, who.say(t), who.say(h), lines) for key, t, h, lines in made]


def _counted(who: Reader, cell: Cell | None) -> str:
    if cell is None:
        return who.say(msg("none"))
    tally = cell.partnerships
    return who.say(
        msg(
            "in force {yes}, not known {unknown}",
            yes=who.count(tally.in_force),
            unknown=who.count(tally.not_known),
        )
    )
