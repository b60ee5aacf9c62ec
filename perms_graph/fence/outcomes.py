"""What became of a job, and the words for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from perms_graph.errors import (
    FileError,
    Message,
    ParameterError,
    PermsError,
    QueryError,
    UnknownNameError,
    msg,
)


class Busy(PermsError):  # noqa: N818 — it says how things are, not that something is broken
    """There is no room for a job now.

    Attributes:
        retry_after: Whole seconds after which it is worth asking again.
    """

    def __init__(self, message: Message, retry_after: int) -> None:
        super().__init__(
            message, msg("Try again in {seconds} seconds.", seconds=max(1, retry_after))
        )
        self.retry_after = max(1, retry_after)


@dataclass(frozen=True)
class Done:
    """It was done.

    Attributes:
        body: The answer.
        cut: Whether it was longer than allowed, and ends where the limit fell.
    """

    body: bytes
    cut: bool = False

    @property
    def value(self) -> Any:
        """Read the answer as JSON.

        Raises:
            ValueError: It is cut, or was never JSON.
        """
        return json.loads(self.body)


@dataclass(frozen=True)
class TimedOut:
    """It took longer than allowed and was stopped."""

    seconds: float

    @property
    def error(self) -> PermsError:
        """Say so."""
        return PermsError(
            msg("This took longer than {seconds} seconds and was stopped.", seconds=self.seconds),
            msg("Ask for less at a time."),
        )


@dataclass(frozen=True)
class OutOfMemory:
    """It needed more memory than allowed and was stopped."""

    megabytes: int

    @property
    def error(self) -> PermsError:
        """Say so."""
        return PermsError(
            msg("This needs more memory than the {limit} MB allowed.", limit=self.megabytes),
            msg("Ask for less at a time."),
        )


@dataclass(frozen=True)
class Crashed:
    """It ended its process, or failed in a way that nobody foresaw.

    Attributes:
        reason: For the log; never for a page.
    """

    reason: str

    @property
    def error(self) -> PermsError:
        """Say so."""
        return PermsError(
            msg("The engine broke down over this, and nothing else was harmed."),
            msg("It may be nested too deeply, or joined too widely: make it simpler."),
        )


@dataclass(frozen=True)
class Gone:
    """Nobody waits for it any more, so it was stopped."""

    @property
    def error(self) -> PermsError:
        """Say so."""
        return PermsError(msg("This was stopped because nobody waited for it."))


@dataclass(frozen=True)
class Refused:
    """The task itself refused what it was given, in words."""

    error: PermsError


Outcome = Done | TimedOut | OutOfMemory | Crashed | Gone | Refused


def packed(error: PermsError) -> dict[str, Any]:
    """Write an error so that another process can read it: its pattern is still to be translated."""
    given: dict[str, Any] = {
        "kind": next(k.__name__ for k in _KINDS if isinstance(error, k)),
        "message": _packed_message(error.message),
        "hint": None if error.hint is None else _packed_message(error.hint),
    }
    for name in ("path", "line", "column", "name", "nearest"):
        if hasattr(error, name):
            given[name] = getattr(error, name)
    return given


def unpacked(given: Mapping[str, Any]) -> PermsError:
    """Undo ``packed``.

    Raises:
        ValueError: It is no such thing.
    """
    try:
        message = _message(given["message"])
        hint = None if given["hint"] is None else _message(given["hint"])
        kind = given["kind"]
        line, column = given.get("line"), given.get("column")
        if kind == "FileError":
            return FileError(str(given["path"]), message, hint, line=line, column=column)
        if kind == "QueryError":
            return QueryError(message, hint, line=line, column=column)
        if kind == "UnknownNameError":
            return UnknownNameError(message, str(given["name"]), tuple(given["nearest"]))
        return (
            ParameterError(message, hint) if kind == "ParameterError" else PermsError(message, hint)
        )
    except (KeyError, TypeError) as error:
        raise ValueError(str(error)) from error


_KINDS = (FileError, QueryError, UnknownNameError, ParameterError, PermsError)


def _packed_message(message: Message) -> dict[str, Any]:
    values = {
        name: value if isinstance(value, int | float | str) else str(value)
        for name, value in message.values.items()
    }
    return {"pattern": message.pattern, "values": values}


def _message(given: Mapping[str, Any]) -> Message:
    return Message(str(given["pattern"]), dict(given["values"]))
