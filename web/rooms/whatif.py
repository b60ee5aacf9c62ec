"""What if this were signed: a proposal is weighed, and nothing of it is stored."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.errors import Message, ParameterError, PermsError, msg
from perms_graph.fence import Busy
from perms_graph.resources import shipped

from .. import paths
from ..checked import terms_of
from ..downloads import XLSX, file_of
from ..negotiation import HTML, best_type
from ..reading import Reader, day_of, reader
from ..sending import (
    JSON,
    RefusedError,
    answered,
    checker,
    is_form,
    is_readable,
    marked,
    of_form,
    read_sent,
    refusal,
    refuse_strangers,
    unkept,
)
from ..showing import Shown

bp = Blueprint("whatif", __name__)

EXAMPLE: Final = """curl --data-binary @proposal.ttl \\
  -H 'Content-Type: text/turtle' -H 'Accept: application/json' \\
  '{address}?on={day}'"""

EXAMPLE_DAY: Final = "2027-03-01"
"""A day on which the example is in force."""

MOST: Final = 100
"""Lines of a section that are shown."""

Told = Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """One number at a glance, with the section that it opens.

    Attributes:
        key: The section.
        number: How many.
        words: Of what.
        css: ``good``, ``grave`` or nothing.
    """

    key: str
    number: int
    words: str
    css: str = ""


@dataclass(frozen=True)
class Part:
    """A section of the answer.

    Attributes:
        key: What its anchor is named for.
        title: Its heading.
        grave: Whether it should come to the eye first.
        lines: Sentences, piece by piece; what the proposal itself brings has no page and no link.
        total: How many lines there are, shown or not.
    """

    key: str
    title: str
    grave: bool
    lines: tuple[tuple[Shown, ...], ...]
    total: int


@bp.get("/<any(en, fr):lang>/whatif")
def form() -> ResponseReturnValue:
    """Show the form, with the example in it if asked; the workers get ready meanwhile."""
    who = reader()
    checker(who).warm()
    if "example" in request.args:
        return _page(who, 200, pasted=example(), day=who.chosen_day or EXAMPLE_DAY)
    return _page(who, 200)


@bp.get("/whatif")
def find() -> ResponseReturnValue:
    """Lead to the form in the reader's language."""
    answer = redirect(reader().link("/whatif"), 303)
    answer.headers["Vary"] = "Accept-Language"
    return answer


@bp.post("/<any(en, fr):lang>/whatif")
@bp.post("/whatif")
def weigh() -> ResponseReturnValue:
    """Weigh what is sent, and answer with a page, with JSON or with an Excel file."""
    who = reader()
    wanted = best_type(request.accept_mimetypes, (HTML, JSON, XLSX)) or JSON
    try:
        return _weighed(who, wanted)
    except RefusedError as refused:
        if wanted == HTML:
            return marked(_page(who, refused.status, fault=refused.error), refused)
        return refusal(who, refused)


def example() -> str:
    """Give the text of the example proposal."""
    folder = shipped().data.parent / "docs" / "examples"
    return (folder / "proposal.ttl").read_text(encoding="utf-8")


def _weighed(who: Reader, wanted: str) -> ResponseReturnValue:
    refuse_strangers()
    sent = read_sent()
    day = _day(who).isoformat()
    if is_form() and request.form.get("as") == "xlsx":
        wanted = XLSX
    given = {
        "day": day,
        "form": sent.form,
        "language": who.language,
        "sections": "yes" if wanted == HTML else "",
        "explain": "yes" if wanted == JSON and "explain" in request.args else "",
        "workbook": "yes" if wanted == XLSX else "",
    }
    try:
        outcome = checker(who).weigh(
            given,
            sent.body,
            client=request.remote_addr or "",
            gone=request.environ.get("waitress.client_disconnected"),
        )
    except Busy as busy:
        raise RefusedError(503, busy) from busy
    told = json.loads(answered(outcome).body)
    if wanted == HTML:
        return unkept(_page(who, 200, told=told, day=day))
    if wanted == XLSX:
        name = f"whatif-as-on-{day}-asked"
        return unkept(file_of(who, base64.b64decode(told["workbook"]), XLSX, name, "xlsx"))
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    return unkept(Response(text, content_type=f"{JSON}; charset=utf-8"))


def _day(who: Reader) -> dt.date:
    """Read the day: of the form, which stands beside the text, else of the address."""
    try:
        return day_of(request.form.get("on", "") if is_form() else "", who.day)
    except ParameterError as error:
        raise RefusedError(400, error) from error


def _page(
    who: Reader,
    status: int,
    *,
    told: Told | None = None,
    pasted: str = "",
    day: str = "",
    fault: PermsError | None = None,
) -> Response:
    fields = of_form(who, status, fault)
    if pasted:
        fields["pasted"] = pasted
    if not day and is_readable(status):
        day = request.form.get("on", "")[:10]
    return make_response(
        render_template(
            "whatif.html",
            told=told,
            figures=_figures(who, told) if told else [],
            parts=_parts(who, told["sections"]) if told else [],
            unknown=terms_of(told["upload"]) if told else [],
            day=day or who.day.isoformat(),
            example=EXAMPLE.format(
                address=f"{request.host_url}{who.language}/whatif", day=who.day.isoformat()
            ),
            **fields,
        ),
        status,
    )


def _figures(who: Reader, told: Told) -> list[Figure]:
    """Count what changes; what does not change is not among them, but for the checks."""
    added = [r["severity"] for r in told["results"]["added"]]
    after = [v["after"] for v in told["verdicts"]]
    counted: list[tuple[str, int, Message, str]] = [
        ("results", added.count("Violation"), msg("commitments broken"), "grave"),
        ("filled", sum(c["filled"] for c in told["cells"]), msg("cells filled"), "good"),
        ("cells", sum(c["emptied"] for c in told["cells"]), msg("cells emptied"), "grave"),
        ("cells", _others(told), msg("other cells changed"), ""),
        ("gaps", sum(len(g["closed"]) for g in told["gaps"]), msg("gaps closed"), "good"),
        ("gaps", sum(len(g["opened"]) for g in told["gaps"]), msg("gaps opened"), "grave"),
        ("duties", len(told["duties"]), msg("new due dates"), ""),
        ("dropped", len(told["dropped"]), msg("due dates that go"), ""),
        ("verdicts", after.count("met"), msg("principles met"), "good"),
        ("verdicts", after.count("notMet"), msg("principles not met"), "grave"),
        ("verdicts", after.count("notEvidenced"), msg("principles not evidenced"), ""),
        ("verdicts", after.count("departedFrom"), msg("principles departed from"), ""),
        ("overlaps", sum(map(len, told["overlaps"].values())), msg("under way, to join"), ""),
    ]
    return [
        Figure(key, number, who.say(words), css) for key, number, words, css in counted if number
    ]


def _others(told: Told) -> int:
    return sum(not c["filled"] and not c["emptied"] for c in told["cells"])


def _parts(who: Reader, sections: Iterable[Told]) -> list[Part]:
    return [
        Part(
            section["key"],
            section["title"],
            section["grave"],
            tuple(
                tuple(_piece(who, text, thing) for text, thing in line)
                for line in section["lines"][:MOST]
            ),
            len(section["lines"]),
        )
        for section in sections
    ]


def _piece(who: Reader, text: str, thing: str | None) -> Shown:
    known = thing is not None and who.view.index.knows(thing)
    return Shown(text, who.link(paths.page(thing))) if known and thing else Shown(text)
