"""Texts compared with names that carry a language: "Fiji" is not "Fiji"@en."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import msg
from perms_graph.guard.lexing import Lexeme, Places
from perms_graph.guard.model import Advice
from perms_graph.guard.outline import Group, Outline, Triple, Values
from perms_graph.guard.scopes import groups
from perms_graph.guard.vocabulary import Vocabulary
from perms_graph.language import LANGUAGES, rank
from perms_graph.store import Dataset

_MOST: Final = 3
_WRITTEN: Final = (
    "SELECT DISTINCT ?tag {{ ?s {property} ?o FILTER (isLiteral(?o) && STR(?o) = {text}) "
    "BIND (LANG(?o) AS ?tag) }} ORDER BY ?tag"
)


def faults_of_texts(
    outline: Outline,
    parts: tuple[Lexeme, ...],
    vocabulary: Vocabulary,
    dataset: Dataset | None,
    places: Places,
) -> Iterator[Advice]:
    """Find plain texts where the data write texts with a language.

    Args:
        outline: The query.
        parts: Its tokens.
        vocabulary: Says in which languages the texts of a property are.
        dataset: Asked how a text is written, where a property has texts of both sorts; without it
            nothing is said of such a property.
        places: Of the query.
    """
    tagged: set[str] = set()
    for group, _ in groups(outline.query):
        for item in group.items:
            if isinstance(item, Triple):
                languages = _languages(item, vocabulary)
                if languages and "plain" not in languages and item.object.sort == "variable":
                    tagged.add(item.object.value)
        yield from _in_patterns(group, vocabulary, dataset, places)
    for group, _ in groups(outline.query):
        for item in group.items:
            if isinstance(item, Values):
                yield from _in_values(item, tagged, places)
    yield from _in_comparisons(parts, tagged, places)


def _languages(triple: Triple, vocabulary: Vocabulary) -> list[str]:
    known = vocabulary["terms"].get(triple.path.iri or "")
    return known["languages"] if known else []


def _in_patterns(
    group: Group, vocabulary: Vocabulary, dataset: Dataset | None, places: Places
) -> Iterator[Advice]:
    for item in group.items:
        if not isinstance(item, Triple):
            continue
        node, languages = item.object, _languages(item, vocabulary)
        if node.sort != "literal" or node.tag or not set(languages) - {"plain"}:
            continue
        tags = _as_written(dataset, item.path.iri or "", node.value) if dataset else None
        if tags is not None and "" in tags:
            continue
        message = msg("The data write this text with a language; here it has none.")
        if not tags:
            if "plain" in languages:
                continue
            tags = languages
            message = msg(
                "The texts of {name} carry a language; this one has none.", name=item.path.text
            )
        # The two languages of the register first.
        tags = sorted(tags, key=lambda tag: (min(rank(tag, ours) for ours in LANGUAGES), tag))
        written = [f"{node.text}@{tag}" for tag in tags[:_MOST]]
        yield Advice(
            "language_tag",
            "warning",
            places.of(node.span.start, node.span.end),
            message,
            msg("Did you mean: {names}?", names=", ".join(written)),
            written[0],
            tuple(written),
        )


def _as_written(dataset: Dataset, iri: str, text: str) -> list[str]:
    query = _WRITTEN.format(property=ox.NamedNode(iri), text=ox.Literal(text))
    return [row["tag"].value for row in dataset.select(query)]


def _in_values(item: Values, tagged: set[str], places: Places) -> Iterator[Advice]:
    for row in item.rows:
        for use, node in zip(item.targets, row, strict=False):
            if node is None or node.sort != "literal" or node.tag or use.name not in tagged:
                continue
            written = f"{node.text}@en"
            yield Advice(
                "language_tag",
                "warning",
                places.of(node.span.start, node.span.end),
                msg(
                    "The texts of {name} carry a language; this one has none.", name=f"?{use.name}"
                ),
                msg("Did you mean: {names}?", names=written),
                written,
                (written,),
            )


def _in_comparisons(
    parts: tuple[Lexeme, ...], tagged: set[str], places: Places
) -> Iterator[Advice]:
    for index, part in enumerate(parts):
        if part.kind != "variable" or part.text[1:] not in tagged:
            continue
        if _compared_after(parts, index) is None and _compared_before(parts, index) is None:
            continue
        written = f"STR({part.text})"
        yield Advice(
            "language_tag",
            "warning",
            places.of(part.start, part.end),
            msg(
                "The texts of {name} carry a language; a text without one never equals them.",
                name=part.text,
            ),
            msg("Did you mean: {names}?", names=written),
            written,
            (written,),
        )


def compared_texts(parts: tuple[Lexeme, ...]) -> Iterator[tuple[Lexeme, Lexeme]]:
    """Give the variables that are compared with a plain text, each with the text."""
    for index, part in enumerate(parts):
        if part.kind != "variable":
            continue
        for at in (_compared_after(parts, index), _compared_before(parts, index)):
            if at is not None:
                yield part, parts[at]


def _compared_after(parts: tuple[Lexeme, ...], index: int) -> int | None:
    """Find the text in ``= "…"``, ``!= "…"`` or ``IN ("…"`` after a variable."""
    at = index + 1
    if at < len(parts) and parts[at].says("NOT"):
        at += 1
    if at + 1 < len(parts) and parts[at].says("IN") and parts[at + 1].says("("):
        return _plain(parts, at + 2)
    if at < len(parts) and parts[at].says("!"):
        at += 1
    return _plain(parts, at + 1) if at < len(parts) and parts[at].says("=") else None


def _compared_before(parts: tuple[Lexeme, ...], index: int) -> int | None:
    """Find the text in ``"…" =`` or ``"…" !=`` before a variable."""
    at = index - 1
    if at < 0 or not parts[at].says("="):
        return None
    at -= 1
    if at >= 0 and parts[at].says("!"):
        at -= 1
    return _plain(parts, at) if at >= 0 else None


def _plain(parts: tuple[Lexeme, ...], index: int) -> int | None:
    """Give the place back if a text without language or type stands there."""
    if index >= len(parts) or parts[index].kind != "string":
        return None
    after = parts[index + 1] if index + 1 < len(parts) else None
    if after is not None and (after.text.startswith("@") or after.says("^")):
        return None
    return index
