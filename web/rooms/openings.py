"""Openings: who could fill a gap, why, by which mechanism, and what to join first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.errors import ParameterError, msg
from perms_graph.labels import labels
from perms_graph.namespaces import ID, PERMS, shorten
from perms_graph.openings import Candidate, Openings, PointsError, find_openings, place_of
from perms_graph.register import find_thing
from perms_graph.reports import opening_tables
from perms_graph.reports import openings as reports
from perms_graph.reports.results import as_csv
from perms_graph.reports.tables import with_illustrative
from perms_graph.reports.workbook import workbook
from perms_graph.resources import shipped
from perms_graph.store.loading import rdf_files

from ..downloads import XLSX, file_of
from ..opened import PARTS, candidates_of, overlaps_of, parts_of
from ..paging import pager
from ..pictures import codes_of
from ..reading import Reader, page_number, reader
from ..sending import fault_in_words
from ..showing import Names

bp = Blueprint("openings", __name__, url_prefix="/<any(en, fr):lang>")

GROUPS: Final = (
    (msg("Goals"), "Goal"),
    (msg("Objectives"), "Objective"),
    (msg("Focus areas"), "FocusArea"),
    (msg("Goals of frameworks"), "FrameworkGoal"),
)
"""What a gap can be about, in the order of the form."""

SIZE: Final = 10
"""Candidates on a page."""


@dataclass(frozen=True)
class Gap:
    """What is asked about, as IRIs; ``objective`` is missing as long as nobody chose one."""

    objective: str | None
    member: str | None
    purpose: str | None

    def query(self) -> dict[str, str | None]:
        """Give the parameters of an address."""
        given = {"objective": self.objective, "member": self.member, "purpose": self.purpose}
        return {name: shorten(iri) if iri else None for name, iri in given.items()}


@bp.get("/openings")
def show() -> ResponseReturnValue:
    """Show the form and, for an objective, who could fill the gap."""
    who = reader()
    gap = asked(who)
    form = _form(who, gap)
    if gap.objective is None:
        return render_template("openings.html", found=None, gap=gap, **form)
    try:
        found = openings_of(who, gap)
    except PointsError as error:
        # A weight that is missing or wrong is said with its file and line.
        wrong = place_of(error, rdf_files(shipped().data / "policy")) or error
        fault = fault_in_words(who, wrong)
        return render_template("openings.html", found=None, gap=gap, fault=fault, **form)
    page = pager(
        len(found.candidates),
        page_number(),
        lambda number: who.link("/openings", **gap.query(), page=number if number > 1 else None),
        SIZE,
    )
    here = found.candidates[max(0, page.first - 1) : page.last]
    opened = reports.opened(who.view.register.dataset, here)
    names = Names(who, reports.things_in(found, here, opened))
    near = next((n for n in found.near if n.objective == found.anchor), None)
    picture = {**gap.query(), "page": str(page.number) if page.number > 1 else None}
    return render_template(
        "openings.html",
        gap=gap,
        found=found,
        title=[names.thing(iri) for iri in (gap.objective, gap.member, gap.purpose) if iri],
        stand_in=(names.thing(found.anchor), who.say(reports.CLOSENESS[near.closeness]))
        if near and found.anchor != found.objective
        else None,
        candidates=candidates_of(who, found, here, page.first, opened, names),
        parts=[who.say(PARTS[n][0]) for n in parts_of(here)],
        overlaps=overlaps_of(found.overlaps, names),
        pager=page,
        picture={s: who.link(f"/charts/openings.{s}", **picture) for s in ("svg", "png", "json")},
        csv=who.link("/openings.csv", **gap.query()),
        csv_opened=who.link("/openings.csv", **gap.query(), explain="yes"),
        json=who.link("/openings.json", **gap.query()),
        xlsx=who.link("/openings.xlsx", **gap.query()),
        **form,
    )


@bp.get("/openings.csv")
def show_csv() -> Response:
    """Give all candidates as CSV, a row for each reason; with ``explain``, what it rests on."""
    who, found, opened = _whole()
    table = reports.as_table(found.candidates, who.language, opened)
    body = b"\xef\xbb\xbf" + as_csv(with_illustrative(who.view.register.dataset, table))
    name = _file_name(found)
    return Response(
        body,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}-{who.day.isoformat()}.csv"'},
    )


@bp.get("/openings.xlsx")
def show_xlsx() -> Response:
    """Give all candidates as a workbook: reasons, and on a second sheet what each rests on."""
    who = reader()
    found = openings_of(who, asked(who))
    dataset = who.view.register.dataset
    opened = reports.opened(dataset, found.candidates)
    names = labels(dataset, reports.things_in(found, found.candidates, opened), who.language)
    sheets = opening_tables.sheets(found.candidates, names, who.language, opened)
    return file_of(who, workbook(sheets, who.language), XLSX, _file_name(found), "xlsx")


@bp.get("/openings.json")
def show_json() -> Response:
    """Give all candidates as JSON; with ``explain``, what each reason rests on."""
    who, found, opened = _whole()
    wanted = reports.things_in(found, found.candidates, opened)
    names = labels(who.view.register.dataset, wanted, who.language)
    body = reports.as_json(
        found, found.candidates, names, who.language, opened, illustrative=who.illustrative
    )
    return Response(body, content_type="application/json; charset=utf-8")


def asked(who: Reader) -> Gap:
    """Read from the address what is asked about.

    Raises:
        ParameterError: The objective is no goal, objective, focus area or goal of a framework.
        UnknownNameError: Nothing is called that; gives the nearest names.
    """
    objective = _thing(who, "objective", None)
    if objective is not None:
        kinds = {PERMS + name for _, name in GROUPS}
        if not kinds & set(who.view.index.kinds_of(objective)):
            raise ParameterError(
                msg(
                    "{name} is no goal, objective, focus area or goal of a framework.",
                    name=request.args["objective"][:100],
                ),
                msg("Choose one on the page of openings."),
            )
    return Gap(objective, _thing(who, "member", "Member"), _thing(who, "purpose", "Purpose"))


def openings_of(who: Reader, gap: Gap) -> Openings:
    """Find openings, or remember them.

    Raises:
        ParameterError: No objective is given.
    """
    objective = gap.objective
    if objective is None:
        raise ParameterError(
            msg("The address needs {name}.", name="objective"),
            msg("Choose one on the page of openings."),
        )
    register = who.view.register
    return who.view.on(who.day).get(
        ("openings", objective, gap.member, gap.purpose),
        lambda: find_openings(
            register.dataset,
            register.catalogue,
            objective=objective,
            member=gap.member,
            purpose=gap.purpose,
            day=who.day,
        ),
    )


def shown_candidates(who: Reader, found: Openings) -> tuple[tuple[Candidate, ...], int]:
    """Give the candidates of the page asked for, and the rank of the first."""
    page = pager(len(found.candidates), page_number(), str, SIZE)
    return found.candidates[max(0, page.first - 1) : page.last], page.first


def _whole() -> tuple[Reader, Openings, reports.Opened]:
    who = reader()
    found = openings_of(who, asked(who))
    explain = "explain" in request.args
    dataset = who.view.register.dataset
    return who, found, reports.opened(dataset, found.candidates) if explain else {}


def _file_name(found: Openings) -> str:
    about = (found.objective, found.member, found.purpose)
    return "-".join(filter(None, ("openings", *map(_tail, about))))


def _tail(iri: str | None) -> str:
    return iri.rpartition("/")[2] if iri else ""


def _thing(who: Reader, name: str, kind: str | None) -> str | None:
    text = request.args.get(name, "").strip()[:200]
    if not text:
        return None
    if name == "purpose" and who.view.index.knows(f"{ID}purpose/{text}"):
        return f"{ID}purpose/{text}"
    of = PERMS + kind if kind else None
    found = find_thing(who.view.register.dataset, text, language=who.language, of=of)
    # A short name is found whatever it names.
    if name == "member" and of not in who.view.index.kinds_of(found):
        raise ParameterError(
            msg("{name} is no Member.", name=text), msg("Choose one on the page of openings.")
        )
    if name == "purpose" and of not in who.view.index.kinds_of(found):
        raise ParameterError(
            msg("{name} is no kind of support.", name=text),
            msg("Choose one on the page of openings."),
        )
    return found


def _form(who: Reader, gap: Gap) -> Mapping[str, object]:
    index = who.view.index
    kinds = [(title, index.of_class(PERMS + name)) for title, name in GROUPS]
    members = index.by_name(index.of_class(PERMS + "Member"), who.language)
    purposes = [row["purpose"].value for row in who.view.ask("purposes")]
    wanted = {t for _, things in kinds for t in things}
    names = Names(who, {*wanted, *members, *purposes}, states=False)
    codes = codes_of(who, sorted(wanted))

    def place(thing: str) -> tuple[list[tuple[int, str]], str]:
        return _natural(codes.get(thing, thing)), thing

    def choices(things: Iterable[str]) -> list[tuple[str, str]]:
        return [(shorten(t), f"{codes.get(t, '')} {names.text(t)}".strip()) for t in things]

    return {
        "objectives": [
            (who.say(title), choices(sorted(things, key=place)))
            for title, things in kinds
            if things
        ],
        "members": choices(members),
        "purposes": choices(purposes),
        "asked": gap.query(),
        "weights": bool(who.view.ask("points_of_reasons").rows),
    }


def _natural(code: str) -> list[tuple[int, str]]:
    """Sort OO2 before OO10."""
    return [(int(n), "") if n else (0, letters) for n, letters in re.findall(r"(\d+)|(\D+)", code)]
