"""Running a query in the fence, for programs and for the page alike."""

from __future__ import annotations

from flask import request

from perms_graph.errors import PermsError, QueryError
from perms_graph.fence import Busy, Done, Outcome, Refused
from perms_graph.querying import Format

from .asked import Asked
from .asker import asker
from .reading import Reader
from .sending import RefusedError


def run(who: Reader, asked: Asked, format_: Format, *, rows: int | None = None) -> Outcome:
    """Run a query in the fence.

    Args:
        who: Who reads.
        asked: What is asked; with a query.
        format_: Of the answer.
        rows: Most rows, if less than allowed.

    Raises:
        RefusedError: There is no room now.
    """
    given: dict[str, object] = {
        "form": format_.name,
        "default": None if asked.default is None else list(asked.default),
        "named": None if asked.named is None else list(asked.named),
    }
    if rows is not None:
        given["rows"] = rows
    try:
        return asker(who).ask(
            given,
            (asked.query or "").encode("utf-8", "surrogatepass"),
            client=request.remote_addr or "",
            timeout=asked.timeout,
            gone=request.environ.get("waitress.client_disconnected"),
        )
    except Busy as busy:
        raise RefusedError(503, busy) from busy


def refused_by(outcome: Outcome) -> RefusedError:
    """Say why nothing came of a query."""
    if isinstance(outcome, Done):
        raise ValueError(outcome)
    return RefusedError(400 if isinstance(outcome, Refused) else 503, outcome.error)


def in_words(who: Reader, error: PermsError) -> str:
    """Say an error: where, what, and what to do, each on a line of its own."""
    lines = [who.say(error.message)]
    if isinstance(error, QueryError) and error.line is not None:
        lines[0] = f"{error.line}:{error.column or 1}: {lines[0]}"
    if error.hint:
        lines.append(who.say(error.hint))
    return "\n".join(lines)
