"""Why a query gave nothing, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from perms_graph.answers.reader import Reader
from perms_graph.errors import msg
from perms_graph.guard import Emptied, why_empty
from perms_graph.store import Dataset

_SECONDS: Final = 5.0
"""How long we look for the cause."""


def reasons(dataset: Dataset, sparql: str, reader: Reader) -> Sequence[str]:
    """Say which pattern first empties an answer, with what is near it.

    Args:
        dataset: What was asked.
        sparql: The query, which gave no rows.
        reader: For whom it is said.

    Returns:
        Sentences, the cause first; none if we cannot tell.
    """
    emptied = why_empty(sparql, dataset, _SECONDS)
    return [] if emptied is None else _told(emptied, reader)


def _told(emptied: Emptied, reader: Reader) -> list[str]:
    line = reader.say(msg("line {line}", line=emptied.place.line))
    said = [f"{reader.say(emptied.message)} ({line})"]
    said += [reader.say(hint.message) for hint in emptied.hints]
    for inner in emptied.inside:
        said += _told(inner, reader)
    return said
