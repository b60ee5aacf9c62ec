"""Sentences that name things: one wording for a page, which links them, and for plain text."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from perms_graph.errors import Message
from perms_graph.labels import Label
from perms_graph.translation import translate


@dataclass(frozen=True)
class Thing:
    """A thing as a value of a message."""

    iri: str


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence: text, and the thing it names, or None."""

    text: str
    thing: str | None = None


def pieces(message: Message, names: Mapping[str, Label], language: str) -> tuple[Piece, ...]:
    """Say a sentence piece by piece.

    Args:
        message: Its values are texts, messages, numbers or ``Thing``.
        names: Labels of the things.
        language: ``en`` or ``fr``.
    """
    pattern = translate(message.pattern, language)
    found: list[Piece] = []
    for text, field, _, _ in string.Formatter().parse(pattern):
        if text:
            found.append(Piece(text))
        if field is not None:
            found.extend(_value(message.values[field], names, language))
    return tuple(found)


def plainly(message: Message, names: Mapping[str, Label], language: str) -> str:
    """Say a sentence as text."""
    return "".join(piece.text for piece in pieces(message, names, language))


def things(messages: Iterable[Message]) -> Iterator[str]:
    """Give the things that sentences name."""
    for message in messages:
        for value in message.values.values():
            if isinstance(value, Thing):
                yield value.iri
            elif isinstance(value, Message):
                yield from things([value])


def _value(value: object, names: Mapping[str, Label], language: str) -> Iterable[Piece]:
    if isinstance(value, Thing):
        label = names.get(value.iri)
        return (Piece(label.text if label else value.iri, value.iri),)
    if isinstance(value, Message):
        return pieces(value, names, language)
    return (Piece(str(value)),)
