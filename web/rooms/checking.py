"""Check a file of one's own: pasted, chosen or sent by a program. Nothing is stored."""

from __future__ import annotations

import json
from typing import Final

from flask import Blueprint, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.errors import ParameterError, PermsError, msg
from perms_graph.fence import Busy
from perms_graph.uploads import AGAINST

from ..checked import shown, terms_of
from ..negotiation import HTML, best_type
from ..reading import Reader, reader
from ..results import SEVERITIES, severity_words
from ..sending import (
    JSON,
    RefusedError,
    answered,
    checker,
    is_readable,
    marked,
    of_form,
    read_sent,
    refusal,
    refuse_strangers,
    unkept,
)

bp = Blueprint("checking", __name__)

ANSWERS: Final = {HTML: "", JSON: "", "text/turtle": "turtle", "application/ld+json": "jsonld"}
EXAMPLE: Final = """curl --data-binary @records.ttl \\
  -H 'Content-Type: text/turtle' -H 'Accept: application/json' \\
  '{address}?against=register'"""

REPAIRING: Final = "0.8"
"""Seconds in which repairs are looked for, the gravest finding first."""


@bp.get("/<any(en, fr):lang>/check")
def form() -> ResponseReturnValue:
    """Show the form. Whoever reads it will send something: the workers get ready meanwhile."""
    checker(reader()).warm()
    return _page(reader(), 200)


@bp.get("/check")
def find() -> ResponseReturnValue:
    """Lead to the form in the reader's language."""
    answer = redirect(reader().link("/check"), 303)
    answer.headers["Vary"] = "Accept-Language"
    return answer


@bp.post("/<any(en, fr):lang>/check")
@bp.post("/check")
def check() -> ResponseReturnValue:
    """Check what is sent, and answer in the form that suits who asks."""
    who = reader()
    wanted = best_type(request.accept_mimetypes, tuple(ANSWERS)) or JSON
    try:
        return _checked(who, wanted)
    except RefusedError as refused:
        return _refusal(who, wanted, refused)


def _checked(who: Reader, wanted: str) -> ResponseReturnValue:
    refuse_strangers()
    sent = read_sent()
    against = request.values.get("against", "register")
    if against not in AGAINST:
        raise RefusedError(
            400,
            ParameterError(
                msg("“{text}” is nothing that can be checked against.", text=against[:100]),
                msg("Use one of: {names}", names=" ".join(AGAINST)),
            ),
        )
    given = {
        "against": against,
        "day": who.day.isoformat(),
        "form": sent.form,
        "rdf": ANSWERS[wanted],
        # How many are found in a given time is chance; a program gets them only if it asks.
        "repairing": REPAIRING if wanted == HTML or "repairs" in request.args else "0",
        "language": who.language,
    }
    try:
        outcome = checker(who).check(
            given,
            sent.body,
            client=request.remote_addr or "",
            gone=request.environ.get("waitress.client_disconnected"),
        )
    except Busy as busy:
        raise RefusedError(503, busy) from busy
    done = answered(outcome)
    if wanted == HTML:
        return _page(who, 200, told=json.loads(done.body), against=against)
    return unkept(Response(done.body, content_type=f"{wanted}; charset=utf-8"))


def _refusal(who: Reader, wanted: str, refused: RefusedError) -> Response:
    if wanted == HTML:
        return marked(_page(who, refused.status, fault=refused.error), refused)
    return refusal(who, refused)


def _page(
    who: Reader,
    status: int,
    *,
    told: dict[str, object] | None = None,
    against: str = "register",
    fault: PermsError | None = None,
) -> Response:
    if is_readable(status):
        against = request.form.get("against", against)
    partnerships, others = shown(who, told) if told else ([], [])
    answer = make_response(
        render_template(
            "check.html",
            told=told,
            partnerships=partnerships,
            others=others,
            unknown=terms_of(told) if told else [],
            severities=_severities(who),
            **of_form(who, status, fault),
            against=against if against in AGAINST else "register",
            example=EXAMPLE.format(address=f"{request.host_url}{who.language}/check"),
        ),
        status,
    )
    return answer


def _severities(who: Reader) -> dict[str, tuple[str, str]]:
    return {
        iri.rpartition("#")[2]: (css, who.say(severity_words(iri, rests_on_passage=False)))
        for iri, (_, css, _) in SEVERITIES.items()
    }
