"""What one run of the command line knows: the language, where the register is, where to write."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
from rich.console import Console, Group, RenderableType
from rich.text import Text

from perms_graph.errors import Message, ParameterError, msg
from perms_graph.language import LANGUAGES
from perms_graph.translation import translate

ILLUSTRATIVE = "illustrative"
_WIDE = 100_000


@dataclass
class Session:
    """One run.

    Attributes:
        language: ``en`` or ``fr``.
        environment: Variables of the environment, for defaults.
        store: Folder of the built register as the user gave it, or None.
        memory: Whether to build in memory and keep nothing.
        illustrative: Whether invented data are wanted.
        day: Day to judge from as the user gave it, or None.
        format: Format the user asked for, or None.
    """

    language: str
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    store: Path | None = None
    memory: bool = False
    illustrative: bool = False
    day: dt.date | None = None
    format: str | None = None

    @property
    def folder(self) -> Path:
        """Where the built register is kept; the one with invented data has a folder of its own."""
        base = self.store or default_store(self.environment)
        return base / ILLUSTRATIVE if self.illustrative else base

    @property
    def on(self) -> dt.date:
        """Day to judge from: the one given, else today. The only place that asks the clock."""
        return self.day or dt.date.today()

    def choose_format(self, offered: Sequence[str]) -> str:
        """Give the format to write: the one asked for, else the first offered.

        Raises:
            ParameterError: The one asked for is not offered here.
        """
        if self.format is None:
            return offered[0]
        if self.format not in offered:
            raise ParameterError(
                msg("This answer cannot be written as {format}.", format=self.format),
                msg("Formats that suit it: {formats}.", formats=", ".join(offered)),
            )
        return self.format

    def say(self, message: Message | str) -> str:
        """Say a sentence in the reader's language."""
        return translate(message, self.language)

    def out(self) -> Console:
        """Give the console for answers. What is not a terminal gets lines as long as they are."""
        return console(sys.stdout, self.environment)

    def err(self) -> Console:
        """Give the console for remarks and errors."""
        return console(sys.stderr, self.environment)

    def note(self, message: Message) -> None:
        """Write a remark beside the answer, on stderr."""
        self.err().print(self.say(message), style="dim", soft_wrap=True)

    def show(self, laid: RenderableType) -> None:
        """Write what is laid out in columns, without the blanks that fill its lines up."""
        out = self.out()
        if out.is_terminal:
            out.print(laid)
            return
        parts = laid.renderables if isinstance(laid, Group) and out.width == _WIDE else [laid]
        lines = [line.rstrip() for part in parts for line in _lines(out, part)]
        click.echo("\n".join(lines))

    def write(self, data: bytes) -> None:
        """Write bytes of a machine's format, as they are."""
        click.echo(data, nl=False)


def _lines(out: Console, part: RenderableType) -> list[str]:
    """Give the lines of what is laid out."""
    if isinstance(part, Text | str) and out.width == _WIDE:
        # A line that nothing folds is as it is: laying out thousands takes longer than a check.
        return str(part).split("\n")
    with out.capture() as captured:
        out.print(part)
    return captured.get().splitlines()


class _Console(Console):
    """A console that leaves it to the program what to do when nobody reads on."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console(stream: object, environment: Mapping[str, str]) -> Console:
    """Make a console without markup, so that brackets in a name stay brackets."""
    columns = environment.get("COLUMNS", "")
    is_terminal = bool(getattr(stream, "isatty", lambda: False)())
    width = int(columns) if columns.isdigit() and int(columns) > 0 else None
    return _Console(
        file=stream,  # type: ignore[arg-type]
        width=width or (None if is_terminal else _WIDE),
        markup=False,
        highlight=False,
        emoji=False,
    )


def default_store(environment: Mapping[str, str]) -> Path:
    """Give the folder of the built register if none is named.

    ``PERMS_STORE``, else ``perms-graph`` in the user's folder for what can be made again.
    """
    named = environment.get("PERMS_STORE")
    if named:
        return Path(named)
    cache = environment.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "perms-graph"


def language_of(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """Tell the reader's language before anything is parsed, for errors and help need it too.

    Args:
        words: The command line.
        environment: Variables of the environment.

    Returns:
        What ``--lang`` says, the last one winning; else French if the environment is; else English.
    """
    found = None
    for index, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang" and index + 1 < len(words):
            found = words[index + 1].lower()
        elif word.startswith("--lang="):
            found = word.partition("=")[2].lower()
    if found in LANGUAGES:
        return str(found)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name)
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"
