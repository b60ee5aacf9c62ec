"""Whether a text is a query that the engine can run, and with which prefixes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Final

import pyoxigraph as ox
from rapidfuzz import fuzz, process
from rdflib import Graph

from perms_graph.errors import QueryError, msg
from perms_graph.guard.lexing import Lexeme, Place, Places, lexemes
from perms_graph.guard.model import Advice
from perms_graph.namespaces import sparql_prologue
from perms_graph.store import screen
from perms_graph.store.complaints import query_error
from perms_graph.store.screen import MAX_BYTES

_NOWHERE: Final = "http://example.org/not-declared/"
_ALIKE: Final = 60
_OF_THINGS: Final = ("id", "principle", "purpose", "question", "graph")

# No rows at the end: the engine reads the whole query and has nothing to compute.
_NO_ROWS: Final = "\nVALUES () {}"


def refused(text: str, places: Places) -> Advice | None:
    """Give the reason why a text is not even looked at: too long, too deep, or ``SERVICE``."""
    try:
        screen(text)
    except QueryError as error:
        short = len(text) <= MAX_BYTES
        return _of_error("refused", error, text, lexemes(text) if short else (), places)
    return None


def unknown_prefixes(
    parts: tuple[Lexeme, ...], known: Mapping[str, str], places: Places
) -> tuple[list[Advice], tuple[str, ...]]:
    """Find short names whose prefix is declared nowhere and is none of ours.

    Args:
        parts: Tokens of the query.
        known: Prefixes that need no declaration.
        places: Of the query.

    Returns:
        A finding for each such prefix, at its first use; and the prefixes.
    """
    declared = {
        after.text.removesuffix(":") for before, after in pairwise(parts) if before.says("PREFIX")
    }
    found: dict[str, Lexeme] = {}
    for part in parts:
        prefix, colon, _ = part.text.partition(":")
        if part.kind == "word" and colon and prefix != "_" and prefix not in declared | set(known):
            found.setdefault(prefix, part)
    usual = {prefix: str(namespace) for prefix, namespace in Graph().namespaces()}
    advice = []
    for prefix, part in found.items():
        near = process.extractOne(
            prefix, sorted(declared | set(known)), scorer=fuzz.ratio, score_cutoff=_ALIKE
        )
        namespace = usual.get(prefix)
        line = f"PREFIX {prefix}: <{namespace or 'http://…'}>"
        replacement = line if namespace else None
        hint = msg("Declare it on the first line: {line}", line=line)
        if namespace is None and near:
            hint = msg("Did you mean: {names}?", names=f"{near[0]}:")
            replacement = near[0] + part.text[len(prefix) :]
        advice.append(
            Advice(
                "unknown_prefix",
                "error",
                places.of(part.start, part.end),
                msg("The prefix {prefix} is not declared.", prefix=f"{prefix}:"),
                hint,
                replacement,
                (f"{near[0]}:",) if near else (),
            )
        )
    return advice, tuple(found)


def syntax_error(
    text: str, parts: tuple[Lexeme, ...], undeclared: tuple[str, ...], places: Places
) -> Advice | None:
    """Ask the engine whether it can read a text.

    Args:
        text: A query that was not refused.
        parts: Its tokens.
        undeclared: Prefixes that another finding names: taken as declared here.
        places: Of the query.

    Returns:
        The fault, with the nearest cause; None if it can be read. The query is run on no data and
        joined with no rows, so that there is nothing to compute.
    """
    slashed = _slash_in_name(parts, places)
    prologue = sparql_prologue(text)
    prefixes = dict.fromkeys(undeclared, _NOWHERE)
    error: Exception | None = None
    for ending in (_NO_ROWS, ""):
        try:
            ox.Store().query(prologue + text + ending, prefixes=prefixes)
        except (SyntaxError, RuntimeError, OSError, ValueError) as raised:
            error = raised
        else:
            return None
    if slashed is not None:
        return slashed
    assert error is not None  # noqa: S101 — both attempts ended in one
    said = query_error(error, text, prologue.count("\n"))
    return _of_error("syntax", said, text, parts, places)


def _slash_in_name(parts: tuple[Lexeme, ...], places: Places) -> Advice | None:
    """Find ``id:partner/spc``: as a short name in a query it is a path of two properties."""
    for index, part in enumerate(parts):
        prefix = part.text.partition(":")[0]
        if part.kind != "word" or ":" not in part.text or prefix not in _OF_THINGS:
            continue
        end = index + 1
        while end < len(parts) and parts[end].start == parts[end - 1].end:
            if parts[end].kind not in {"word", "punctuation"} or parts[end].says(*",;.){}("):
                break
            end += 1
        run = parts[index:end]
        if len(run) > 1 and run[1].says("/"):
            written = "".join(p.text for p in run).replace("/", "\\/")
            return Advice(
                "syntax",
                "error",
                places.of(run[0].start, run[-1].end),
                msg("A slash cannot stand in a short name as it is."),
                msg("Did you mean: {names}?", names=written),
                written,
                (written,),
            )
    return None


def _of_error(
    kind: str, error: QueryError, text: str, parts: tuple[Lexeme, ...], places: Places
) -> Advice:
    start = end = 0
    if error.line is not None and error.column is not None:
        starts = [0, *(m.end() for m in re.finditer("\n", text))]
        line = min(error.line, len(starts))
        start = min(starts[line - 1] + error.column - 1, len(text))
        end = start
        for part in parts:
            if part.start <= start < part.end:
                start, end = part.start, part.end
    elif parts and kind != "refused":
        start, end = parts[0].start, parts[-1].end
    place: Place = places.of(start, end)
    replacement = None
    nearest: tuple[str, ...] = ()
    if error.hint is not None and error.hint.pattern == "Did you mean: {names}?":
        replacement = str(error.hint.values["names"])
        nearest = (replacement,)
    return Advice(
        "refused" if kind == "refused" else "syntax",
        "error",
        place,
        error.message,
        error.hint,
        replacement,
        nearest,
    )
