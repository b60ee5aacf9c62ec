"""Gap scores: parts first, total second; each part opens to its rows and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.errors import Message, ParameterError, PermsError, msg
from perms_graph.gaps import Evidence, Part, Score, Scores, WeightError, place_of
from perms_graph.gaps.opening import open_part
from perms_graph.labels import labels
from perms_graph.namespaces import shorten
from perms_graph.openings import Stated
from perms_graph.register import find_thing
from perms_graph.reports import gap_scores as reports
from perms_graph.resources import shipped
from perms_graph.store import Table
from perms_graph.store.loading import rdf_files

from .. import formatting
from ..answers import answer
from ..downloads import behind_headings, behind_table, csv_file, json_file, xlsx_file
from ..opened import statements_of
from ..paging import pager, part
from ..pictures import codes_of
from ..reading import Reader, page_number, reader
from ..scored import EACH, asked, number, parts_of, rows_of, scores_of
from ..sending import fault_in_words
from ..showing import Names, Shown

bp = Blueprint("scores", __name__, url_prefix="/<any(en, fr):lang>/gaps")

MOST: Final = 60
"""Statements shown on the page of a part; files have them all."""

_WAYS: Final[dict[str, Message]] = {
    "presence": msg("It is 1 because there is such a row."),
    "greatest": msg("It is the greatest value in the column “{column}” of the rows."),
    "share": msg("It is {n} out of {whole}: what the rows name, out of what is at work here."),
}


@dataclass(frozen=True)
class Line:
    """One score.

    Attributes:
        code: Printed code of the goal.
        objective: The goal or objective.
        member: The Member, or None.
        parts: Points and where they open, in the order of the columns; None for nothing.
        total: The sum.
        steady: Share of the draws, in per cent.
    """

    code: str
    objective: Shown
    member: Shown | None
    parts: tuple[tuple[str, str] | None, ...]
    total: str
    steady: str


@bp.get("/scores")
def show() -> ResponseReturnValue:
    """Show scores, a row for each goal or objective, perhaps with a Member."""
    who = reader()
    given = asked(who)
    form = {"members": _members(who), "asked": given, "query": given.query(), "each": EACH}
    form["weights"] = bool(who.view.ask("weights_of_gap_parts").rows)
    try:
        found = scores_of(who, given)
    except WeightError as error:
        fault = place_of(error, rdf_files(shipped().data / "policy")) or error
        said = fault_in_words(who, fault)
        return render_template("scores.html", lines=None, fault=said, **form)
    rows = rows_of(who, found, given)
    page = pager(
        len(rows),
        page_number(),
        lambda number: who.link(
            "/gaps/scores", **given.query(), page=number if number > 1 else None
        ),
    )
    here = part(rows, page)
    parts = parts_of(here)
    names = Names(
        who,
        {p.iri for p in parts} | {iri for s in here for iri in (s.objective, s.member) if iri},
        states=False,
    )
    picture = {**given.query(), "page": str(page.number) if page.number > 1 else None}
    return render_template(
        "scores.html",
        parts=[(names.thing(p.iri), number(who, found.weights[p])) for p in parts],
        lines=_lines(who, found, here, parts, names),
        pager=page,
        steady=who.say(reports.how_steady()),
        drawn=picture,
        csv=who.link("/gaps/scores.csv", **given.query()),
        csv_opened=who.link("/gaps/scores.csv", **given.query(), explain="yes"),
        json=who.link("/gaps/scores.json", **given.query(), explain="yes"),
        xlsx=who.link("/gaps/scores.xlsx", **given.query()),
        **form,
    )


@bp.get("/scores/part")
def show_part() -> ResponseReturnValue:
    """Open one part of one score: its rows, and who states what they rest on."""
    who = reader()
    found, s, chosen = _part(who)
    evidence = s.evidence[chosen]
    question = who.view.register.catalogue.find(evidence.question)
    columns = tuple(r.name for r in question.returns)
    table = Table(columns, tuple(tuple(row.get(c) for c in columns) for row in evidence.rows))
    stated = _behind(who, chosen, evidence)
    told = stated[:MOST]
    places = {iri for iri in (chosen.iri, s.objective, s.member) if iri}
    names = Names(who, places | set(evidence.whole) | set(reports.named_in(told)))
    page = pager(
        len(table),
        page_number(),
        lambda n: who.link("/gaps/scores/part", **_named(s, chosen), page=n),
    )
    weight, value = found.weights[chosen], s.parts[chosen]
    counted = (
        evidence.rows
        if evidence.column is None
        else {row[evidence.column].value for row in evidence.rows}
    )
    return render_template(
        "score_part.html",
        part=names.thing(chosen.iri),
        title=[names.thing(iri) for iri in (s.objective, s.member) if iri],
        points=number(who, weight * value),
        weight=number(who, weight),
        value=number(who, value),
        way=who.say(
            _WAYS[evidence.way.value].pattern,
            column=_heading(who, evidence),
            n=who.count(len(counted)),
            whole=who.count(len(evidence.whole)),
        ),
        question=question,
        answer=answer(who, question, table, part(table.rows, page)),
        pager=page,
        whole=[names.thing(iri) for iri in evidence.whole],
        statements=statements_of(who, told, names),
        more=len(stated) - len(told),
        csv=who.link("/gaps/scores/part.csv", **_named(s, chosen)),
    )


@bp.get("/scores/part.csv")
def part_csv() -> Response:
    """Give what one part of one score rests on as CSV."""
    who = reader()
    _, s, chosen = _part(who)
    rows = behind_table(enumerate(([x] for x in _behind(who, chosen, s.evidence[chosen])), 1))
    return csv_file(who, f"{chosen.value}-{_tail(s)}", rows)


@bp.get("/scores.csv")
def show_csv() -> Response:
    """Give scores as CSV, a row for each part; with ``explain``, what each rests on."""
    who = reader()
    given = asked(who)
    found = scores_of(who, given)
    rows = rows_of(who, found, given)
    return csv_file(who, "gap-scores", reports.as_table(found, rows, _opened(who, rows)))


@bp.get("/scores.json")
def show_json() -> Response:
    """Give scores as JSON; with ``explain``, what each part rests on."""
    who = reader()
    given = asked(who)
    found = scores_of(who, given)
    rows = rows_of(who, found, given)
    behind = _opened(who, rows)
    names = labels(who.view.register.dataset, reports.things_in(rows, behind), who.language)
    return json_file(reports.as_json(found, rows, names, behind, illustrative=who.illustrative))


@bp.get("/scores.xlsx")
def show_xlsx() -> Response:
    """Give scores as a workbook: the parts, and on a second sheet what each rests on."""
    who = reader()
    given = asked(who)
    found = scores_of(who, given)
    rows = rows_of(who, found, given)
    dataset = who.view.register.dataset
    behind = reports.opened(dataset, rows)
    table = reports.as_table(found, rows, {})
    opened = [behind[s.objective, s.member, p] for s in rows for p in s.parts]
    return xlsx_file(
        who,
        "gap-scores",
        [
            (who.say(msg("Gap scores")), table, ()),
            (
                who.say(msg("What it rests on")),
                behind_table(enumerate(opened, 1)),
                behind_headings(who),
            ),
        ],
    )


def _lines(
    who: Reader, found: Scores, rows: Sequence[Score], parts: Sequence[Part], names: Names
) -> list[Line]:
    codes = codes_of(who, sorted({s.objective for s in rows}))
    return [
        Line(
            codes.get(s.objective, ""),
            names.thing(s.objective),
            names.thing(s.member) if s.member else None,
            tuple(
                (
                    number(who, found.weights[p] * s.parts[p]),
                    who.link("/gaps/scores/part", **_named(s, p)),
                )
                if p in s.parts
                else None
                for p in parts
            ),
            number(who, s.total),
            formatting.number(str(round(s.stability * 100, 1)), who.language),
        )
        for s in rows
    ]


def _named(s: Score, chosen: Part) -> dict[str, str | None]:
    return {
        "objective": shorten(s.objective),
        "member": shorten(s.member) if s.member else None,
        "part": chosen.value,
    }


def _part(who: Reader) -> tuple[Scores, Score, Part]:
    given = asked(who)
    text = request.args.get("objective", "").strip()[:200]
    wanted = request.args.get("part", "").strip()[:100]
    if not text or not wanted:
        raise _missing("part" if text else "objective")
    objective = find_thing(who.view.register.dataset, text, language=who.language)
    found = scores_of(who, given)
    for s in found.rows:
        if s.objective == objective and s.member == given.member:
            for p in s.parts:
                if p.value == wanted:
                    return found, s, p
    raise ParameterError(
        msg("The score of {name} has no part {part}.", name=text, part=wanted),
        msg("Choose a number on the page of scores: it leads here."),
    )


def _missing(name: str) -> PermsError:
    return ParameterError(
        msg("The address needs {name}.", name=name),
        msg("Choose a number on the page of scores: it leads here."),
    )


def _behind(who: Reader, chosen: Part, evidence: Evidence) -> tuple[Stated, ...]:
    dataset = who.view.register.dataset
    rows = [*evidence.rows, *evidence.work]
    key = ("behind", chosen, *(tuple(str(t) for t in row.values()) for row in rows))
    return who.view.memo.get(key, lambda: open_part(dataset, chosen, evidence))


def _opened(who: Reader, rows: Sequence[Score]) -> reports.Opened:
    return reports.opened(who.view.register.dataset, rows) if "explain" in request.args else {}


def _heading(who: Reader, evidence: Evidence) -> str:
    question = who.view.register.catalogue.find(evidence.question)
    for r in question.returns:
        if r.name == evidence.column:
            return r.description[who.language].rstrip(".")
    return evidence.column or ""


def _members(who: Reader) -> list[tuple[str, str]]:
    found = [row["member"].value for row in who.view.ask("members_for_programmes")]
    names = Names(who, found, states=False)
    return [(shorten(m), names.text(m)) for m in who.view.index.by_name(found, who.language)]


def _tail(s: Score) -> str:
    return "-".join(iri.rpartition("/")[2] for iri in (s.objective, s.member) if iri)
