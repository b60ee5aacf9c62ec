"""A request of the SPARQL 1.1 Protocol, read exactly: what is asked, of which graphs, in what form.

Addresses and forms are read here byte for byte: what Werkzeug gives has bad bytes put right, and a
query that was put right is another query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge

from perms_graph.errors import Message, ParameterError, PermsError, msg
from perms_graph.querying import Format, QueryForm, format_named, formats_of, query_form
from perms_graph.store.screen import MAX_BYTES

from .errors import NotAcceptableError
from .negotiation import HTML, best_type
from .sending import RefusedError

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_LONGEST: Final = 4 * MAX_BYTES
"""Bytes of a body: a query with every letter escaped, and room for what stands beside it."""

NO_UPDATES: Final = PermsError(
    msg("Updates are refused: what is kept here is written as text and built from it."),
    msg("Change the files and build again: perms build. To try a change, use /whatif or /check."),
)


@dataclass(frozen=True)
class Asked:
    """What is asked.

    Attributes:
        query: SPARQL; None if only the service is asked about.
        default: Graphs that make the default graph; None for ours.
        named: Named graphs; None for ours.
        format: What ``format=`` says.
        timeout: Seconds that who asks would wait.
    """

    query: str | None
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    format: str
    timeout: float | None


def read_asked() -> Asked:
    """Read the request.

    Raises:
        RefusedError: With 400, 403, 413 or 415, it is no request of the protocol, or an update.
    """
    given = _pairs(request.query_string, msg("The address"))
    if request.method in {"GET", "HEAD"}:
        if "update" in dict(given):
            raise _refused(msg("An update is sent by POST, and refused here."))
        return _asked(given)
    kind, body = request.mimetype, _body()
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if kind == UPDATE:
        raise RefusedError(403, NO_UPDATES)
    if kind not in {FORM, QUERY} or charset not in {"utf-8", "utf8"}:
        raise RefusedError(
            415,
            ParameterError(
                msg("“{text}” is not a way to send a query.", text=request.content_type or "–"),
                msg(
                    "Say in the header Content-Type: {names}, in UTF-8.",
                    names=f"{FORM} / {QUERY}",
                ),
            ),
        )
    if kind == FORM:
        return _asked([*given, *_pairs(body, msg("The form"))])
    if any(name in {"query", "update"} for name, _ in given):
        raise _refused(msg("There is a query in the address and one in the body."))
    return _asked([*given, ("query", _decoded(body, msg("The body")))])


def chosen_format(asked: Asked, *, page: bool) -> tuple[QueryForm | None, Format | str]:
    """Choose the format of the answer.

    Args:
        asked: What is asked; with a query.
        page: Whether a page could be given.

    Returns:
        The form of the query, and the format, or ``HTML`` if who asks would rather have a page.

    Raises:
        RefusedError: ``format=`` names none.
        NotAcceptableError: ``Accept`` has none.
    """
    form = query_form(asked.query or "")
    formats = formats_of(form)
    if asked.format:
        named = format_named(asked.format, form)
        if named is None:
            raise _refused(
                msg("There is no format “{text}” for this query.", text=asked.format[:100]),
                msg("Use one of: {names}", names=" ".join(f.name for f in formats)),
            )
        return form, named
    offers: dict[str, Format | str] = {f.media_type: f for f in formats}
    # Other names come last: a client that accepts anything must not get one by accident.
    offers |= {HTML: HTML} if page else {}
    for format_ in formats:
        for alias in format_.aliases:
            offers.setdefault(alias, format_)
    best = best_type(request.accept_mimetypes, tuple(offers))
    if best is None:
        raise NotAcceptableError(tuple(f.media_type for f in formats))
    return form, offers[best]


def _asked(given: Sequence[tuple[str, str]]) -> Asked:
    def one(name: str) -> str | None:
        values = [v for k, v in given if k == name]
        if len(values) > 1:
            raise _refused(msg("“{name}” is given more than once.", name=name))
        return values[0] if values else None

    if one("update") is not None:
        raise RefusedError(403, NO_UPDATES)
    named = tuple(v for k, v in given if k == "named-graph-uri")
    default = tuple(v for k, v in given if k == "default-graph-uri")
    query = one("query")
    if query is None and request.method == "POST":
        raise _refused(msg("There is no query in the form."), msg("Send it in the field “query”."))
    whole = not named and not default
    return Asked(
        query,
        None if whole else default,
        None if whole else named,
        (one("format") or "").strip().lower(),
        _timeout(one("timeout")),
    )


def _timeout(text: str | None) -> float | None:
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 1e6:
        raise _refused(
            msg("“{text}” does not suit {name}.", text=text[:100], name="timeout"),
            msg("Give seconds, such as 2.5."),
        )
    return seconds


def _pairs(encoded: bytes, where: Message) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=100,
        )
    except UnicodeDecodeError as error:
        raise _not_utf8(where) from error
    except ValueError as error:
        raise _refused(msg("There are too many fields.")) from error


def _body() -> bytes:
    request.max_content_length = _LONGEST
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise RefusedError(
            413,
            PermsError(
                msg("The query is longer than {limit} bytes.", limit=MAX_BYTES),
                msg("Ask for less at a time, or load the list of things as data."),
            ),
        ) from error


def _decoded(body: bytes, where: Message) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(where) from error


def _not_utf8(where: Message) -> RefusedError:
    return _refused(msg("{what} is not in UTF-8.", what=where))


def _refused(message: Message, hint: Message | None = None) -> RefusedError:
    return RefusedError(400, ParameterError(message, hint))
