"""The endpoint: SPARQL 1.1 Protocol and the reading half of the Graph Store Protocol."""

from __future__ import annotations

import json
from typing import Final

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from perms_graph.fence import Busy, Done
from perms_graph.querying import Format, QueryForm, is_volatile, told

from ..asked import NO_UPDATES, Asked, chosen_format, read_asked
from ..asker import asker
from ..describing import graph_bytes, merged_bytes, serialised
from ..errors import NotAcceptableError
from ..negotiation import FORMS, HTML, Form, best_form, best_type
from ..reading import Reader, reader
from ..running import in_words, refused_by, run
from ..sending import RefusedError
from ..service import describe_service

bp = Blueprint("sparql", __name__)

PROBLEM: Final = "application/problem+json"
PLAIN: Final = "text/plain"
CUT: Final = "Perms-Cut"
ROWS: Final = "Perms-Rows"
_SHOWN: Final = ", ".join((CUT, ROWS, "Server-Timing", "Retry-After", "Link", "ETag"))
_CHARSETS: Final = frozenset({"text/csv", "text/tab-separated-values", "text/turtle"})


@bp.route("/sparql", methods=["GET", "POST", "OPTIONS"])
def endpoint() -> ResponseReturnValue:
    """Answer a query, or describe the service if there is none."""
    if request.method == "OPTIONS":
        return _preflight()
    who = reader()
    try:
        asked = read_asked()
        if asked.query is None:
            return open_to_all(_service(who))
        form, format_ = chosen_format(asked, page=request.method != "POST")
        if isinstance(format_, str):
            return redirect(who.link("/query") + _rest(who), 303)
        return open_to_all(_answer(who, asked, form, format_))
    except RefusedError as refused:
        return open_to_all(_refusal(who, refused))
    except NotAcceptableError as error:
        text = "\n".join(error.offers) + "\n"
        return open_to_all(Response(text, 406, content_type=f"{PLAIN}; charset=utf-8"))


@bp.route("/graph-store", methods=["GET", "PUT", "POST", "DELETE", "PATCH"])
def graph_store() -> ResponseReturnValue:
    """Give a graph; refuse to change one."""
    who = reader()
    if request.method not in {"GET", "HEAD"}:
        return open_to_all(_refusal(who, RefusedError(403, NO_UPDATES)))
    form = best_form(request.accept_mimetypes, html=False)
    if not isinstance(form, Form):
        raise NotAcceptableError(tuple(f.media_type for f in FORMS))
    name = request.args.get("graph", "")
    merged = "default" in request.args
    found = merged_bytes(who.view, form) if merged else graph_bytes(who.view, name, form)
    if found is None:
        abort(404)
    return open_to_all(Response(found, content_type=_content_type(form.media_type)))


def open_to_all(answer: Response) -> Response:
    """Let pages of other sites read an answer: it is public, and nobody signs in here."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = _SHOWN
    answer.headers["Vary"] = "Accept, Accept-Language"
    return answer


def _answer(who: Reader, asked: Asked, form: QueryForm | None, format_: Format) -> Response:
    outcome = run(who, asked, format_)
    if not isinstance(outcome, Done):
        raise refused_by(outcome)
    body, said = told(outcome.body)
    answer = Response(bytes(body), content_type=_content_type(format_.media_type))
    answer.headers[ROWS] = str(said.rows)
    answer.headers["Server-Timing"] = f"query;dur={said.seconds * 1000:.1f}"
    answer.headers["Link"] = f'<{who.link("/limits")}>; rel="help"'
    if said.cut is not None:
        answer.headers[CUT] = said.cut
    if is_volatile(asked.query or ""):
        answer.headers["Cache-Control"] = "no-store"
    if asked.format and form == "SELECT" and format_.name in {"csv", "tsv"}:
        answer.headers["Content-Disposition"] = f'attachment; filename="query.{format_.name}"'
    if who.illustrative:
        answer.headers["X-Illustrative-Data"] = "included"
    return answer


def _service(who: Reader) -> Response:
    chosen = best_form(request.accept_mimetypes)
    if chosen is None:
        raise NotAcceptableError((HTML, *(f.media_type for f in FORMS)))
    if not isinstance(chosen, Form):
        # Who accepts anything is a program: people's browsers name pages first.
        if HTML in {value for value, _ in request.accept_mimetypes}:
            return redirect(who.link("/query"), 303)  # type: ignore[return-value]
        chosen = FORMS[0]
    root = request.url_root.rstrip("/")
    body = serialised(describe_service(who, root, asker(who).allowed), chosen)
    return Response(body, content_type=_content_type(chosen.media_type))


def _preflight() -> Response:
    answer = Response(status=204)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
    answer.headers["Access-Control-Allow-Headers"] = "Accept, Accept-Language, Content-Type"
    answer.headers["Access-Control-Max-Age"] = "86400"
    answer.headers["Allow"] = "GET, HEAD, POST, OPTIONS"
    return answer


def _refusal(who: Reader, refused: RefusedError) -> Response:
    """Say in words why there is no answer: plain, or as RFC 9457 has it for who reads JSON."""
    error = refused.error
    hint = who.say(error.hint) if error.hint else None
    line, column = (getattr(error, name, None) for name in ("line", "column"))
    # JSON only if it is named: a person with curl accepts anything.
    named = {value for value, _ in request.accept_mimetypes}
    json_types = {PROBLEM, "application/json", "application/sparql-results+json"}
    if named & json_types and best_type(request.accept_mimetypes, (*json_types, PLAIN)) != PLAIN:
        told_: dict[str, object] = {
            "type": "about:blank",
            "title": who.say(error.message),
            "status": refused.status,
        }
        more = {"detail": hint, "line": line, "column": column}
        told_ |= {k: v for k, v in more.items() if v is not None}
        answer = Response(json.dumps(told_, ensure_ascii=False) + "\n", refused.status)
        answer.content_type = PROBLEM
    else:
        answer = Response(
            in_words(who, error) + "\n", refused.status, content_type=f"{PLAIN}; charset=utf-8"
        )
    if refused.status == 503:
        seconds = error.retry_after if isinstance(error, Busy) else 10
        answer.headers["Retry-After"] = str(seconds)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _content_type(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type in _CHARSETS else media_type


def _rest(who: Reader) -> str:
    """Give what was asked as the rest of the address of the page; the view is in it already."""
    text = request.query_string.decode("ascii", "replace")
    if not text:
        return ""
    return ("&" if "?" in who.link("/query") else "?") + text
