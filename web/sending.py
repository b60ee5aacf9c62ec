"""What is sent to a page to be looked at in the fence: read up to a limit, refused in words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import urlsplit

from flask import Response, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from perms_graph.errors import Message, ParameterError, PermsError, msg
from perms_graph.fence import Busy, Done, Outcome, Refused
from perms_graph.uploads import FORM_NAMES, MAX_BYTES

from .checker import LIMITS, LONGEST_BODY, Checker
from .reading import Reader

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


def checker(who: Reader) -> Checker:
    """Give the fence of the register that is shown."""
    checkers = cast("dict[str, Checker]", current_app.extensions[KEY])
    return checkers[who.view.name]


def answered(outcome: Outcome) -> Done:
    """Give what was done; refuse in words where nothing was."""
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


def is_form() -> bool:
    """Tell whether a form was sent, and not a file by a program."""
    return request.mimetype in {"multipart/form-data", "application/x-www-form-urlencoded"}


def read_sent() -> Sent:
    """Read what was sent, up to the limit and no further."""
    request.max_content_length = LONGEST_BODY
    request.max_form_memory_size = LONGEST_BODY
    request.max_form_parts = 20
    try:
        found = _of_form() if is_form() else _of_program()
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


def refuse_strangers() -> None:
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


def fault_in_words(who: Reader, fault: PermsError | None) -> tuple[str, str] | None:
    """Say what is wrong and what to do; None if nothing is."""
    if fault is None:
        return None
    hint: Message | None = fault.hint
    return who.say(fault.message), who.say(hint) if hint else ""


def line_of(text: str, line: int) -> str | None:
    """Give a line, from 1, of a text; None if it has none."""
    lines = text.splitlines()
    return lines[line - 1][:300] if 0 < line <= len(lines) else None


def is_readable(status: int) -> bool:
    """Tell whether a form was sent that may be read for the page that answers with a status.

    What was refused before it was read is not read for the page either.
    """
    return is_form() and status not in {403, 413}


def of_form(who: Reader, status: int, fault: PermsError | None) -> dict[str, Any]:
    """Give what a page with the form needs: what was sent, what is wrong with it, the limits.

    Args:
        who: Who reads.
        status: Of the answer.
        fault: Why it was refused, or None.
    """
    readable = is_readable(status)
    pasted = request.form.get("text", "") if readable else ""
    line = getattr(fault, "line", None)
    return {
        "fault": fault_in_words(who, fault),
        "excerpt": line_of(pasted, line) if line else None,
        "line": line,
        "column": getattr(fault, "column", None),
        "pasted": pasted if len(pasted) <= KEPT else "",
        "chosen": request.form.get("format", "") if readable else "",
        "choices": [(name, NAMES[name]) for name in FORM_NAMES],
        "limit": MAX_BYTES // 1_000_000,
        "seconds": round(LIMITS.seconds),
    }


def unkept(answer: Response) -> Response:
    """Mark an answer to what was sent: nobody is to keep it."""
    answer.headers["Vary"] = "Accept, Accept-Language"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def marked(answer: Response, refused: RefusedError) -> Response:
    """Mark a refusal: nobody is to keep it, and it says when it is worth asking again."""
    if isinstance(refused.error, Busy):
        answer.headers["Retry-After"] = str(refused.error.retry_after)
    elif refused.status == 503:
        answer.headers["Retry-After"] = str(round(LIMITS.seconds))
    return unkept(answer)


def refusal(who: Reader, refused: RefusedError) -> Response:
    """Refuse a program, in JSON."""
    error = refused.error
    said = {
        "error": who.say(error.message),
        "hint": who.say(error.hint) if error.hint else None,
        "line": getattr(error, "line", None),
        "column": getattr(error, "column", None),
    }
    text = json.dumps(said, ensure_ascii=False, indent=2) + "\n"
    return marked(Response(text, refused.status, content_type=JSON), refused)
