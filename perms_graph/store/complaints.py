"""What an engine says of a query that it cannot read, in words that a person understands.

Oxigraph names the furthest place that it reached and every token that it could have read there, a
screenful at times. We look at the text itself for the faults that people make, nearest cause first.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from rapidfuzz import fuzz, process

from perms_graph.errors import Message, QueryError, msg
from perms_graph.namespaces import PREFIXES
from perms_graph.store.tokens import Token, place, tokens

_PLACE: Final = re.compile(r"\s*at (\d+):(\d+):? ?")
_BRACKETED: Final = re.compile(r"<[^<>\n]*>")
_SHOWN: Final = 30

UPDATES: Final = frozenset(
    ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"]
)
_WORDS: Final = """
    A ABS ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT
    CONTAINS COPY COUNT CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP
    ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM GRAPH GROUP GROUP_CONCAT HAVING HOURS IF IN INSERT
    INTO IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LATERAL LCASE LIMIT LOAD MAX
    MD5 MIN MINUS MINUTES MONTH MOVE NAMED NOT NOW OFFSET OPTIONAL ORDER PREFIX RAND REDUCED REGEX
    REPLACE ROUND SAMETERM SAMPLE SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT
    STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TO
    TRUE TZ UCASE UNDEF UNION URI USING UUID VALUES WHERE WITH YEAR
"""
WORDS: Final = frozenset(_WORDS.split())
"""Every word of SPARQL 1.1 that stands without a prefix."""


def query_error(error: Exception, query: str, added_lines: int = 0) -> QueryError:
    """Turn an engine's complaint into words with the place in the text as the user wrote it.

    Args:
        error: What pyoxigraph raised; it writes places as ``error at 3:15: expected …``.
        query: The text of the user.
        added_lines: Lines of prefixes that we put in front of it.
    """
    said = str(error)
    found = _PLACE.search(said)
    if found is None:
        return QueryError(msg("The query cannot be run: {reason}", reason=said))
    parts = [t for t in tokens(query) if t.kind not in {"space", "comment"}]
    first = parts[0].text.upper() if parts else ""
    if not parts:
        return QueryError(
            msg("The query is empty."), msg("Start with SELECT, ASK, CONSTRUCT or DESCRIBE.")
        )
    if first in UPDATES:
        return _at(
            query,
            parts[0].start,
            msg("This is an update; what is kept here is not changed by queries."),
            msg("Start with SELECT, ASK, CONSTRUCT or DESCRIBE."),
        )
    blamed = (
        _unclosed(query, parts) or _unknown_prefix(query, parts, said) or _slashed(query, parts)
    )
    blamed = blamed or (
        _no_iri(query, parts) if "IRI parsing failed" in said else _unknown_word(query, parts)
    )
    if blamed is not None:
        return blamed
    line, column = int(found.group(1)) - added_lines, int(found.group(2))
    return QueryError(_near(query, parts, line, column), _hint(said), line=line, column=column)


def _unclosed(query: str, parts: list[Token]) -> QueryError | None:
    """Find a quotation mark or a bracket that is opened and not closed, or closed too often."""
    pairs = {")": "(", "}": "{", "]": "["}
    opened: list[Token] = []
    for token in parts:
        if token.kind != "punctuation":
            continue
        if token.text in "\"'":
            return _at(
                query,
                token.start,
                msg("A text in quotation marks is not closed."),
                msg("Text over several lines stands between three quotation marks."),
            )
        if token.text in pairs.values():
            opened.append(token)
        elif token.text in pairs:
            if not opened or opened[-1].text != pairs[token.text]:
                return _at(
                    query,
                    token.start,
                    msg("This bracket closes nothing: {bracket}", bracket=token.text),
                )
            opened.pop()
    if opened:
        token = opened[-1]
        return _at(
            query, token.start, msg("This bracket is not closed: {bracket}", bracket=token.text)
        )
    return None


def _unknown_prefix(query: str, parts: list[Token], said: str) -> QueryError | None:
    if "Prefix not found" not in said:
        return None
    declared = set(PREFIXES) | {"_"}
    for before, token in pairwise(parts):
        if before.text.upper() == "PREFIX":
            declared.add(token.text.removesuffix(":"))
    for token in parts:
        prefix, colon, _ = token.text.partition(":")
        if token.kind != "word" or not colon or prefix in declared:
            continue
        near = process.extractOne(
            prefix, sorted(declared - {"_"}), scorer=fuzz.ratio, score_cutoff=60
        )
        return _at(
            query,
            token.start,
            msg("The prefix {prefix} is not declared.", prefix=f"{prefix}:"),
            msg("Did you mean: {names}?", names=f"{near[0]}:")
            if near
            else msg("Declare it on the first line: {line}", line=f"PREFIX {prefix}: <http://…>"),
        )
    return None


def _slashed(query: str, parts: list[Token]) -> QueryError | None:
    """Find ``id:partner/spc``: a slash in a short name is read as a path of properties."""
    for name, slash, rest in zip(parts, parts[1:], parts[2:], strict=False):
        prefix, colon, local = name.text.partition(":")
        if not (name.kind == "word" and colon and prefix in PREFIXES and slash.text == "/"):
            continue
        end = name.start + len(name.text)
        if rest.kind != "word" or ":" in rest.text or rest.text == "a":
            continue
        if (slash.start, rest.start) == (end, end + 1):
            return _at(
                query,
                name.start,
                msg("A short name cannot hold a slash: {name}", name=f"{name.text}/{rest.text}"),
                msg("Write: {names}", names=f"<{PREFIXES[prefix]}{local}/{rest.text}>"),
            )
    return None


def _no_iri(query: str, parts: list[Token]) -> QueryError | None:
    """Find angle brackets around what is no IRI: with a space in it, or without a scheme."""
    for token in parts:
        text = token.text
        if token.kind == "punctuation" and text == "<":
            found = _BRACKETED.match(query, token.start)
            text = found.group() if found else ""
        elif token.kind != "iri" or ":" in text:
            continue
        if text:
            return _at(
                query,
                token.start,
                msg("This is not an IRI: {text}", text=_cut(text)),
                msg("An IRI is complete and has no spaces: <http://…>"),
            )
    return None


def _unknown_word(query: str, parts: list[Token]) -> QueryError | None:
    for token in parts:
        word = token.text.upper()
        if token.kind != "word" or not word.isalpha() or word in WORDS:
            continue
        near = process.extractOne(word, sorted(WORDS), scorer=fuzz.ratio, score_cutoff=60)
        return _at(
            query,
            token.start,
            msg("“{word}” is not a word of SPARQL.", word=token.text),
            msg("Did you mean: {names}?", names=near[0]) if near else None,
        )
    return None


def _near(query: str, parts: list[Token], line: int, column: int) -> Message:
    """Show the text at the furthest place reached; what stands before it if that is the end."""
    lines = query.splitlines()
    rest = lines[line - 1][column - 1 :].strip() if 0 < line <= len(lines) else ""
    if rest:
        return msg("The query cannot be read near “{text}”.", text=_cut(rest))
    # The engine reports the end of the text for many a fault before it.
    last = " ".join(t.text for t in parts[-4:])
    return msg("The query breaks off or lacks something near its end: “{text}”.", text=_cut(last))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _hint(said: str) -> Message | None:
    if "variable that is unbound" in said:
        return msg("With GROUP BY, SELECT may name only what is grouped, or a sum, a count …")
    return None


def _at(query: str, offset: int, message: Message, hint: Message | None = None) -> QueryError:
    line, column = place(query, offset)
    return QueryError(message, hint, line=line, column=column)
