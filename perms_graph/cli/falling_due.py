"""``perms due``: the calendar of duties."""

from __future__ import annotations

import datetime as dt
import re
from types import MappingProxyType
from typing import Any, Final

import click

from perms_graph.cli.commands import command, option
from perms_graph.cli.program import Program
from perms_graph.cli.registers import opened
from perms_graph.cli.session import Session
from perms_graph.duties import Duties, find_duties
from perms_graph.errors import ParameterError, msg
from perms_graph.gaps import later
from perms_graph.labels import Label, labels
from perms_graph.register import find_thing
from perms_graph.reports import duties as reports
from perms_graph.reports.results import as_csv
from perms_graph.reports.tables import with_illustrative
from perms_graph.reports.values import moment

FORMATS: Final = ("text", "csv", "json", "ics")
_UNITS: Final = MappingProxyType(
    # French writes jours, semaines and ans.
    dict.fromkeys(("", "d", "j"), (0, 1))
    | dict.fromkeys(("w", "s"), (0, 7))
    | {"m": (1, 0), "y": (12, 0), "a": (12, 0)}
)


class Ahead(click.ParamType[tuple[int, int]]):
    """A length of time: ``90`` or ``90d``; weeks, months and years too."""

    name = "ahead"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Give months and days, or say how to write them."""
        if isinstance(value, tuple):
            return value
        match = re.fullmatch(r"(\d{1,4})\s*([a-z]?)", str(value).strip().lower())
        unit = _UNITS.get(match[2]) if match else None
        if match is None or unit is None:
            raise ParameterError(
                msg("“{text}” does not suit {name}.", text=value, name="--within"),
                msg("Give days, weeks, months or years, such as {example}.", example="90d, 6m, 2y"),
            )
        return int(match[1]) * unit[0], int(match[1]) * unit[1]


def add_due(program: Program) -> None:
    """Add ``perms due``."""

    @command(
        program,
        "due",
        text=msg(
            "Show what is to be done for partnerships, by when, and what is late.\n\n"
            "Undertakings, measurements, targets, reviews, renewals and ends of departures. How "
            "long before its day a duty is due, and how long after it is late, are data and ours. "
            "With --format ics the answer is a calendar."
        ),
        usage=msg("[OPTIONS]"),
        examples=(
            "perms due",
            "perms due --within 2y --on 2026-06-30 --format csv",
            "perms due --for sprep --with illustrative --format ics",
        ),
        formats=FORMATS,
    )
    @option(
        "--within",
        type=Ahead(),
        default="90d",
        text=msg("How far ahead to look; 90 days if not given. What is late is always shown."),
        placeholder=msg("TIME"),
    )
    @option(
        "--for",
        "whom",
        multiple=True,
        text=msg(
            "Only what concerns this post, person, partner or partnership; may be given several "
            "times."
        ),
        placeholder=msg("NAME"),
    )
    @option(
        "--all",
        "everything",
        is_flag=True,
        text=msg("List in the text what may be late too: nobody has recorded whether it was done."),
    )
    def _due(
        session: Session, within: tuple[int, int], whom: tuple[str, ...], everything: bool
    ) -> None:
        chosen = session.choose_format(FORMATS)
        register = opened(session)
        language = session.language
        until = _after(session.on, *within)
        asked = [find_thing(register.dataset, text, language=language) for text in whom]
        found = find_duties(register.dataset, register.catalogue, day=session.on, until=until)
        found = found.of(*asked)
        if chosen == "csv":
            table = reports.as_table(found)
            session.write(as_csv(with_illustrative(register.dataset, table)))
            return
        names = labels(register.dataset, [*reports.things_in(found), *asked], language)
        invented = register.manifest.illustrative
        if chosen == "json":
            session.write(reports.as_json(found, names, language, illustrative=invented))
        elif chosen == "ics":
            title = ", ".join(names[iri].text for iri in asked) or None
            session.write(
                reports.as_calendar(found, names, language, title=title, illustrative=invented)
            )
        else:
            _show(session, found, found if everything else found.known, names)


def _show(session: Session, found: Duties, shown: Duties, names: dict[str, Label]) -> None:
    out = session.out()
    day, until = (moment(d.isoformat(), session.language) for d in (found.day, found.until))
    title = msg("Duties open on {day}, up to {until}", day=day, until=until)
    out.print(session.say(title), style="bold", soft_wrap=True)
    out.print(reports.summary(found, session.language), soft_wrap=True)
    if shown.found:
        out.print()
        session.show(reports.view(shown, names, session.language))
        if len(shown.found) < len(found.found):
            session.note(msg("What may be late is listed by {command}.", command="perms due --all"))
    else:
        out.print(
            session.say(
                msg("Nothing is due or late that the register knows of; it knows few duties yet.")
            ),
            soft_wrap=True,
        )


def _after(day: dt.date, months: int, days: int) -> dt.date:
    """Give a day some time later, or the last that the calendar has."""
    try:
        return later(day, months) + dt.timedelta(days=days)
    except (ParameterError, OverflowError):
        return dt.date.max
