"""Errors in words, for the person who meets them: what is wrong, where, and what to do.

Text is kept apart from values so that the edge (command line, page) can say it in the reader's
language.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Message:
    """A sentence to be translated: an English pattern and the values that fill it.

    Attributes:
        pattern: English, with ``{name}`` fields; also the key of its translation.
        values: What goes into the fields. Never translated.
    """

    pattern: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.pattern.format(**self.values)


def msg(pattern: str, **values: object) -> Message:
    """Mark an English sentence for translation and hold its values."""
    return Message(pattern, values)


class PermsError(Exception):
    """Something a person can understand and mend.

    Attributes:
        message: What is wrong.
        hint: What to do about it, or None.
        exit_code: What a command ends with (2: the input is broken or missing).
    """

    exit_code = 2

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint


class FileError(PermsError):
    """A file cannot be read or understood.

    Attributes:
        path: The file, as the user named it.
        line: Line, from 1; None if the fault has no place.
        column: Column, from 1; None if not known.
    """

    def __init__(
        self,
        path: Path | str,
        message: Message,
        hint: Message | None = None,
        *,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message, hint)
        self.path = str(path)
        self.line = line
        self.column = column

    @property
    def where(self) -> str:
        """The place as editors write it: ``file:line:column``."""
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(parts)


class UnknownNameError(PermsError):
    """A name that nothing carries.

    Attributes:
        name: What was asked for.
        nearest: Names that exist and look alike, best first; may be empty.
    """

    def __init__(self, message: Message, name: str, nearest: tuple[str, ...] = ()) -> None:
        hint = msg("Did you mean: {names}?", names=", ".join(nearest)) if nearest else None
        super().__init__(message, hint)
        self.name = name
        self.nearest = nearest


class ParameterError(PermsError):
    """A parameter of a stored question is missing, unknown or of the wrong type."""


class QueryError(PermsError):
    """A SPARQL text that cannot be run.

    Attributes:
        line: Line, from 1; None if not known.
        column: Column, from 1; None if not known.
    """

    def __init__(
        self,
        message: Message,
        hint: Message | None = None,
        *,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message, hint)
        self.line = line
        self.column = column
