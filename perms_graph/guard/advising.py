"""A look at a query before it is run."""

from __future__ import annotations

import re
from typing import Final

from perms_graph.errors import msg
from perms_graph.guard.joins import faults_of_joins
from perms_graph.guard.lexing import Places, lexemes
from perms_graph.guard.model import Advice
from perms_graph.guard.names import other_namespaces, unknown_terms, unknown_things
from perms_graph.guard.outline import Use
from perms_graph.guard.reading import outline
from perms_graph.guard.syntax import refused, syntax_error, unknown_prefixes
from perms_graph.guard.texts import faults_of_texts
from perms_graph.guard.variables import bound_again, faults_of_variables
from perms_graph.guard.vocabulary import Vocabulary
from perms_graph.store import Dataset
from perms_graph.store.tokens import tokens

_PARAMETER: Final = re.compile(r"#\+ param (\w+) ")
_ORDER: Final = ("error", "warning", "info")


def advise(text: str, vocabulary: Vocabulary, dataset: Dataset | None = None) -> tuple[Advice, ...]:
    """Say what is, or may be, wrong with a query, without running it.

    Args:
        text: SPARQL 1.1, from anybody. It is read in this process: a stranger's text belongs
            behind a fence, where this function may be a task.
        vocabulary: What ``vocabulary_of`` gave, perhaps by way of JSON.
        dataset: Looked up for things of ours (one question each) and for how texts are written;
            without it, nothing is said of them.

    Returns:
        Findings by severity, then by place. A text that is refused, or cannot be read, has only
        findings of severity ``error``. Variables that a stored question declares as parameters
        (``#+ param day date``) count as bound. ``()`` if there is nothing to say.
    """
    places = Places(text)
    no = refused(text, places)
    if no is not None:
        return (no,)
    parts = lexemes(text)
    found, undeclared = unknown_prefixes(parts, vocabulary["prefixes"], places)
    fault = syntax_error(text, parts, undeclared, places)
    read = outline(text)
    if fault is not None:
        again = bound_again(read.query) if read else None
        return _sorted([*found, _of_bound(again, places) if again else fault])
    if read is None:
        whole = places.of(parts[0].start, parts[-1].end)
        message = msg("This query goes beyond SPARQL 1.1: only its syntax was looked at.")
        return _sorted([*found, Advice("not_read", "info", whole, message)])
    given = parameters_of(text)
    found += other_namespaces(read, vocabulary["prefixes"], places)
    found += unknown_terms(read, vocabulary, places)
    if dataset is not None:
        found += unknown_things(read, vocabulary, dataset, places)
    found += faults_of_variables(read, given, places)
    found += faults_of_joins(read, given, places)
    found += faults_of_texts(read, parts, vocabulary, dataset, places)
    return _sorted(found)


def parameters_of(text: str) -> frozenset[str]:
    """Give the variables that the header of a stored question declares as parameters."""
    matches = (_PARAMETER.match(t.text) for t in tokens(text) if t.kind == "comment")
    return frozenset(m[1] for m in matches if m)


def _of_bound(use: Use, places: Places) -> Advice:
    return Advice(
        "syntax",
        "error",
        places.of(use.span.start, use.span.end),
        msg("BIND cannot give ?{name} a value: it has one already.", name=use.name),
        msg("Use another name, or FILTER with = instead."),
    )


def _sorted(found: list[Advice]) -> tuple[Advice, ...]:
    return tuple(
        sorted(
            found,
            key=lambda a: (_ORDER.index(a.severity), a.place.line, a.place.column, a.kind),
        )
    )
