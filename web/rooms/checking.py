"""Check a file of one's own: pasted, chosen or sent by a program. Nothing is stored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from perms_graph.errors import Message, ParameterError, PermsError, msg
from perms_graph.fence import Busy, Done, Outcome, Refused
from perms_graph.translation import translate
from perms_graph.uploads import AGAINST, FORM_NAMES, MAX_BYTES

from ..checked import shown, terms_of
from ..checker import LIMITS, LONGEST_BODY, Checker
from ..negotiation import HTML, best_type
from ..reading import Reader, reader
from ..results import SEVERITIES, severity_words

bp = Blueprint("checking", __name__)

KEY: Final = "perms_graph.checkers"
JSON: Final = "application/json"
TYPES: Final = {
    "text/turtle": "turtle",
    "application/x-turtle": "turtle",
    "application/trig": "trig",
    "application/n-triples": "ntriples",
    "application/n-quads": "nquads",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    # These say too little; the content tells.
    "application/json": "",
    "application/xml": "",
    "text/xml": "",
    "text/plain": "",
    "application/octet-stream": "",
}
ANSWERS: Final = {HTML: "", JSON: "", "text/turtle": "turtle", "application/ld+json": "jsonld"}
NAMES: Final[dict[str, str]] = {
    "turtle": "Turtle",
    "trig": "TriG",
    "ntriples": "N-Triples",
    "nquads": "N-Quads",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF/XML",
}
KEPT: Final = 200_000
"""Longest pasted text that is shown again beside what was found."""

EXAMPLE: Final = """curl --data-binary @records.ttl \\
  -H 'Content-Type: text/turtle' -H 'Accept: application/json' \\
  '{address}?against=register'"""

REPAIRING: Final = "0.8"
"""Seconds in which repairs are looked for, the gravest finding first."""

TOO_LARGE: Final = msg(
    "This is larger than {limit} MB and was not read.", limit=MAX_BYTES // 1_000_000
)


@dataclass(frozen=True)
class Sent:
    """What was sent: the bytes, and the format said."""

    body: bytes
    form: str


class RefusedError(Exception):
    """What was sent is not checked; says why, and with which status."""

    def __init__(self, status: int, error: PermsError) -> None:
        super().__init__(str(error))
        self.status = status
        self.error = error


@bp.get("/<any(en, fr):lang>/check")
def form() -> ResponseReturnValue:
    """Show the form. Whoever reads it will send something: the workers get ready meanwhile."""
    _checker(reader()).warm()
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
    _refuse_strangers()
    sent = _sent()
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
        outcome = _checker(who).check(
            given,
            sent.body,
            client=request.remote_addr or "",
            gone=request.environ.get("waitress.client_disconnected"),
        )
    except Busy as busy:
        raise RefusedError(503, busy) from busy
    done = _done(outcome)
    if wanted == HTML:
        return _page(who, 200, told=json.loads(done.body), against=against)
    answer = Response(done.body, content_type=f"{wanted}; charset=utf-8")
    answer.headers["Vary"] = "Accept, Accept-Language"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _done(outcome: Outcome) -> Done:
    if isinstance(outcome, Done):
        if outcome.cut:
            raise RefusedError(
                503,
                PermsError(
                    msg("There is more to say about this than one answer holds."),
                    msg("Send less at a time."),
                ),
            )
        return outcome
    raise RefusedError(400 if isinstance(outcome, Refused) else 503, outcome.error)


def _is_form() -> bool:
    return request.mimetype in {"multipart/form-data", "application/x-www-form-urlencoded"}


def _sent() -> Sent:
    """Read what was sent, up to the limit and no further."""
    request.max_content_length = LONGEST_BODY
    request.max_form_memory_size = LONGEST_BODY
    request.max_form_parts = 20
    try:
        found = _of_form() if _is_form() else _of_program()
    except RequestEntityTooLarge as error:
        raise _too_large() from error
    if len(found.body) > MAX_BYTES:
        raise _too_large()
    return found


def _of_form() -> Sent:
    pasted = request.form.get("text", "")
    file = request.files.get("file")
    body = file.read(MAX_BYTES + 1) if file is not None and file.filename else b""
    if body and pasted.strip():
        raise RefusedError(
            400,
            ParameterError(
                msg("There is a text and a file."), msg("Send one of them: empty the other.")
            ),
        )
    return Sent(body or pasted.encode("utf-8", "replace"), request.form.get("format", ""))


def _of_program() -> Sent:
    kind = request.mimetype
    if kind not in TYPES:
        raise RefusedError(
            415,
            ParameterError(
                msg("“{text}” is not a format we read.", text=kind[:100]),
                msg(
                    "Say what you send in the header Content-Type: {names}.",
                    names=", ".join(k for k, v in TYPES.items() if v),
                ),
            ),
        )
    return Sent(request.get_data(cache=False), request.args.get("format", "") or TYPES[kind])


def _too_large() -> RefusedError:
    return RefusedError(
        413,
        PermsError(TOO_LARGE, msg("Check it in parts, or on your own machine: perms validate.")),
    )


def _refuse_strangers() -> None:
    """Refuse another site's page that sends along what its reader is known by.

    A check changes nothing, so anyone may ask for one; but nobody may do so in another's name.
    """
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    if foreign and (request.headers.get("Cookie") or request.headers.get("Authorization")):
        raise RefusedError(
            403,
            PermsError(
                msg("Another site asks this in your name, and that is refused."),
                msg("Open this page itself, or send the request without signing in."),
            ),
        )


def _refusal(who: Reader, wanted: str, refused: RefusedError) -> ResponseReturnValue:
    error = refused.error
    line = getattr(error, "line", None)
    column = getattr(error, "column", None)
    if wanted == HTML:
        answer = make_response(_page(who, refused.status, fault=error))
    else:
        said = {
            "error": translate(error.message, who.language),
            "hint": translate(error.hint, who.language) if error.hint else None,
            "line": line,
            "column": column,
        }
        answer = Response(
            json.dumps(said, ensure_ascii=False, indent=2) + "\n",
            refused.status,
            content_type=JSON,
        )
    if isinstance(error, Busy):
        answer.headers["Retry-After"] = str(error.retry_after)
    elif refused.status == 503:
        answer.headers["Retry-After"] = str(round(LIMITS.seconds))
    answer.headers["Vary"] = "Accept, Accept-Language"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(
    who: Reader,
    status: int,
    *,
    told: dict[str, object] | None = None,
    against: str = "register",
    fault: PermsError | None = None,
) -> Response:
    # What was refused before it was read is not read for the page either.
    readable = _is_form() and status not in {403, 413}
    pasted = request.form.get("text", "") if readable else ""
    against = request.form.get("against", against) if readable else against
    partnerships, others = shown(who, told) if told else ([], [])
    line = getattr(fault, "line", None)
    answer = make_response(
        render_template(
            "check.html",
            told=told,
            partnerships=partnerships,
            others=others,
            unknown=terms_of(told) if told else [],
            severities=_severities(who),
            fault=_fault(who, fault),
            excerpt=_line_of(pasted, line) if line else None,
            line=line,
            column=getattr(fault, "column", None),
            pasted=pasted if len(pasted) <= KEPT else "",
            against=against if against in AGAINST else "register",
            chosen=request.form.get("format", "") if readable else "",
            choices=[(name, NAMES[name]) for name in FORM_NAMES],
            limit=MAX_BYTES // 1_000_000,
            seconds=round(LIMITS.seconds),
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


def _fault(who: Reader, fault: PermsError | None) -> tuple[str, str] | None:
    if fault is None:
        return None
    hint: Message | None = fault.hint
    return translate(fault.message, who.language), translate(hint, who.language) if hint else ""


def _line_of(text: str, line: int) -> str | None:
    lines = text.splitlines()
    return lines[line - 1][:300] if 0 < line <= len(lines) else None


def _checker(who: Reader) -> Checker:
    checkers = cast("dict[str, Checker]", current_app.extensions[KEY])
    return checkers[who.view.name]
