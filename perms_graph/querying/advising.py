"""What the guard says of a query from outside: the tasks of a fence of its own.

The guard takes half a second to import, so those who answer do not wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from perms_graph import guard
from perms_graph.guard import Vocabulary, vocabulary_of
from perms_graph.querying import answering
from perms_graph.store import Dataset


@dataclass(frozen=True)
class Prepared:
    """What queries are held against.

    Attributes:
        dataset: The register.
        vocabulary: Its words.
    """

    dataset: Dataset
    vocabulary: Vocabulary


def prepare(given: Mapping[str, Any]) -> Prepared:
    """Open the register and read its words, once in each worker.

    Args:
        given: As for those who answer.

    Raises:
        OSError: It cannot be read.
    """
    dataset = Dataset(answering.prepare(given))
    return Prepared(dataset, vocabulary_of(dataset))


def advise(prepared: Prepared, given: Mapping[str, Any], body: bytes) -> list[dict[str, Any]]:
    """Say what may be wrong with a query, without running it.

    Args:
        prepared: From ``prepare``.
        given: Nothing is needed.
        body: The query, in UTF-8.

    Returns:
        Findings as ``perms_graph.guard.Advice.as_data`` writes them, the gravest first.
    """
    found = guard.advise(body.decode(), prepared.vocabulary, prepared.dataset)
    return [finding.as_data() for finding in found]


def why_empty(prepared: Prepared, given: Mapping[str, Any], body: bytes) -> list[dict[str, Any]]:
    """Say which pattern of a query first leaves nothing.

    Args:
        prepared: From ``prepare``.
        given: ``seconds``: how long to look.
        body: The query, in UTF-8; it has no rows.

    Returns:
        One finding as ``perms_graph.guard.Emptied.as_data`` writes it; none if there are rows.
    """
    found = guard.why_empty(body.decode(), prepared.dataset, float(given["seconds"]))
    return [] if found is None else [found.as_data()]
