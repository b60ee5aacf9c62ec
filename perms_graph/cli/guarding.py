"""``perms query … --check``, and why an answer is empty: what the guard says of a query."""

from __future__ import annotations

import json
from typing import Final

from rich.text import Text

from perms_graph.cli.session import Session
from perms_graph.errors import msg
from perms_graph.guard import Advice, Emptied, advise, vocabulary_of, why_empty
from perms_graph.store import Dataset

_SECONDS: Final = 5.0
"""How long we look for the cause of an empty answer."""

_INDENT: Final = "  "


def check_query(session: Session, dataset: Dataset, sparql: str, name: str) -> int:
    """Write what may be wrong with a query, without running it.

    Args:
        session: The run.
        dataset: What the query would be asked of.
        sparql: The query.
        name: What to call it where findings are told.

    Returns:
        Exit code: 1 if there is an error or a warning.
    """
    chosen = session.choose_format(("table", "json"))
    found = advise(sparql, vocabulary_of(dataset), dataset)
    if chosen == "json":
        data = json.dumps([a.as_data() for a in found], ensure_ascii=False, indent=2)
        session.write(f"{data}\n".encode())
    elif not found:
        session.out().print(session.say(msg("Nothing to remark.")), soft_wrap=True)
    else:
        for advice in found:
            session.out().print(Text(_line(session, advice, name)), soft_wrap=True)
    return int(any(a.severity != "info" for a in found))


def _line(session: Session, advice: Advice, name: str) -> str:
    severity = {
        "error": msg("error"),
        "warning": msg("warning"),
        "info": msg("remark"),
    }[advice.severity]
    where = f"{name}:{advice.place.line}:{advice.place.column}"
    text = f"{where}: {session.say(severity)}: {session.say(advice.message)}"
    return text if advice.hint is None else f"{text}\n{_INDENT}{session.say(advice.hint)}"


def why_nothing(session: Session, dataset: Dataset, sparql: str) -> str | None:
    """Say which pattern empties an answer, with what is near it; None if we cannot tell."""
    emptied = why_empty(sparql, dataset, _SECONDS)
    return None if emptied is None else "\n".join(_told(session, emptied, ""))


def _told(session: Session, emptied: Emptied, indent: str) -> list[str]:
    line = session.say(msg("line {line}", line=emptied.place.line))
    lines = [f"{indent}{session.say(emptied.message)} ({line})"]
    lines += [f"{indent}{_INDENT}{session.say(h.message)}" for h in emptied.hints]
    for inner in emptied.inside:
        lines += _told(session, inner, indent + _INDENT)
    return lines
