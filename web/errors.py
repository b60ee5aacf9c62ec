"""Answers to what cannot be answered: in the reader's language, with a way on."""

from __future__ import annotations

import json
import logging

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotAcceptable

from perms_graph.errors import Message, ParameterError, PermsError, UnknownNameError, msg
from perms_graph.namespaces import ID
from perms_graph.translation import explain

from . import paths
from .negotiation import FORMS
from .reading import Reader, reader
from .showing import Names, Shown

_log = logging.getLogger(__name__)

TITLES: dict[int, Message] = {
    400: msg("This address cannot be understood"),
    404: msg("Nothing is here"),
    405: msg("This cannot be done here"),
    406: msg("There is no such format"),
    500: msg("Something went wrong on our side"),
}
TEXTS: dict[int, Message] = {
    400: msg("A part of the address is not what we expect."),
    404: msg("No page has this address, and nothing is recorded under this name."),
    405: msg("Pages here are for reading: they answer GET and HEAD only."),
    406: msg("None of the formats you ask for is among those we have."),
    500: msg("The fault is ours and has been written down. Please try again later."),
}


class NotAcceptableError(NotAcceptable):
    """No form of an answer suits who asks; says which there are."""

    def __init__(self, offers: tuple[str, ...]) -> None:
        super().__init__()
        self.offers = offers


def install(app: Flask) -> None:
    """Answer errors in words."""
    app.register_error_handler(PermsError, _perms)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _other)


def _perms(error: PermsError) -> ResponseReturnValue:
    if isinstance(error, UnknownNameError):
        code = 404
    elif isinstance(error, ParameterError):
        code = 400
    else:
        _log.error("%s", error, exc_info=error)
        code = 500
    what, _, hint = explain(error, reader().language).partition("\n")
    return _page(code, what, hint)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or (error.code or 500) < 400:
        return error
    code = error.code or 500
    body, _ = _page(code, "", "", offers=getattr(error, "offers", ()))
    headers = [(k, v) for k, v in error.get_headers() if k.lower() != "content-type"]
    if code == 406:
        headers.append(("Vary", "Accept, Accept-Language"))
    return body, code, headers


def _other(error: Exception) -> ResponseReturnValue:
    _log.error("A page failed: %s", request.path, exc_info=error)
    return _page(500, "", "")


def _page(
    code: int, what: str, hint: str, *, offers: tuple[str, ...] = ()
) -> tuple[str | Response, int]:
    who = reader()
    known = code if code in TITLES else (500 if code >= 500 else 400)
    if request.path.startswith("/api/"):
        return _problem(code, who.say(TITLES[known]), what or who.say(TEXTS[known]), hint, offers)
    near: list[Shown] = []
    if code == 404:
        try:
            near = _near(who)
        except Exception as error:  # noqa: BLE001, RUF100 - a page about an error must not fail
            _log.error("Nearest names failed.", exc_info=error)
    body = render_template(
        "error.html",
        code=code,
        title=who.say(TITLES[known]),
        text=what or who.say(TEXTS[known]),
        hint=hint,
        near=near,
        offers=offers,
        forms=FORMS if offers else (),
        asked=request.headers.get("Accept", "") if code == 406 else "",
    )
    return body, code


def _problem(
    code: int, title: str, text: str, hint: str, offers: tuple[str, ...]
) -> tuple[Response, int]:
    """Tell a program, as RFC 9457 has it."""
    told: dict[str, object] = {"type": "about:blank", "title": title, "status": code}
    told |= {"detail": text} if text else {}
    told |= {"hint": hint} if hint else {}
    told |= {"offers": list(offers)} if offers else {}
    body = json.dumps(told, ensure_ascii=False) + "\n"
    return Response(body, content_type="application/problem+json"), code


def _near(who: Reader) -> list[Shown]:
    """Give things whose names look like the last words of the address."""
    words = request.path.rstrip("/").rsplit("/", 1)[-1].partition(".")[0]
    if not words or len(words) > 100:
        return []
    things = [hit.thing for hit in who.view.index.nearest(words)]
    same = ID + "/".join(request.path.strip("/").split("/")[-2:])
    names = Names(who, [t for t in things if t != same], states=False)
    return [names.thing(t) for t in things if t != same and paths.ours(t)]
