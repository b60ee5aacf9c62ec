"""``perms validate``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from perms_graph.cli.commands import Choice, command, option
from perms_graph.cli.program import Program
from perms_graph.cli.progress import Bar
from perms_graph.cli.registers import opened, say_illustrative
from perms_graph.cli.session import Session
from perms_graph.errors import ParameterError, msg
from perms_graph.reports.findings import FORMATS, text, write

AGAINST: Final = ("ontology", "strategy", "register")
_MEGABYTE: Final = 1_000_000


class Megabytes(click.ParamType[int]):
    """A length of files: typed in megabytes, given in bytes."""

    name = "megabytes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Give the number of bytes, or say what numbers there are."""
        if isinstance(value, int):
            return value
        try:
            found = float(str(value).replace(",", "."))
        except ValueError:
            found = 0.0
        if not 0 < found <= 10_000:
            raise ParameterError(
                msg("“{text}” does not suit {name}.", text=value, name="--max-size"),
                msg("Give a number of megabytes, such as {example}.", example="50"),
            )
        return int(found * _MEGABYTE)


def add_validate(program: Program) -> None:
    """Add ``perms validate``."""

    @command(
        program,
        "validate",
        text=msg(
            "Check against the principles and the rules of recording.\n\n"
            "Without files: the register. With files: these files together, with what the "
            "ontology says of them. Exit code 0 if there is no violation, 1 if there is, 2 if a "
            "file cannot be checked."
        ),
        usage=msg("[FILE …] [OPTIONS]"),
        examples=(
            "perms validate",
            "perms validate --min-severity violation --format csv",
            "perms validate --principle c --focus p-055",
            "perms validate data/illustrative/*.trig --against register",
        ),
        formats=FORMATS,
    )
    @click.argument("files", nargs=-1, type=click.Path(path_type=Path))
    @option(
        "--against",
        type=Choice(*AGAINST),
        default="strategy",
        text=msg("What the files may refer to; strategy (with code lists) if not given."),
        placeholder="ontology|strategy|register",
    )
    @option(
        "--principle",
        text=msg("Only this principle: its letter, name or IRI."),
        placeholder=msg("NAME"),
    )
    @option(
        "--focus",
        multiple=True,
        text=msg("Only this thing, or all of this partnership; may be given several times."),
        placeholder=msg("NAME"),
    )
    @option(
        "--min-severity",
        "least",
        type=Choice("violation", "warning", "info"),
        default="info",
        text=msg("Leave out what is less grave."),
        placeholder="violation|warning|info",
    )
    @option(
        "--shapes",
        type=click.Path(path_type=Path),
        text=msg("SHACL shapes of your own, asked beside ours."),
        placeholder=msg("FILE"),
    )
    @option(
        "--max-size",
        "max_bytes",
        type=Megabytes(),
        default=50 * _MEGABYTE,
        text=msg("Refuse a longer file unread; megabytes, 50 if not given."),
        placeholder="MB",
    )
    @option(
        "--repairs",
        is_flag=True,
        text=msg("Say how to mend it: only what was tried, with blanks for you to fill."),
    )
    def _validate(
        session: Session,
        files: tuple[Path, ...],
        against: str,
        principle: str | None,
        focus: tuple[str, ...],
        least: str,
        shapes: Path | None,
        max_bytes: int,
        repairs: bool,
    ) -> int:
        # The engines take a while to import; whoever asks for help needs none of them.
        from perms_graph.findings.checking import check_files, check_register
        from perms_graph.findings.narrowing import Wanted

        chosen = session.choose_format(FORMATS if not repairs else ("text", "json"))
        if repairs and not (files or focus):
            raise ParameterError(
                msg("Repairs are tried for files or for things: say which."),
                msg("For instance: {example}", example="perms validate --focus p-055 --repairs"),
            )
        wanted = Wanted(principle, focus, least.capitalize(), session.language)
        if files:
            with Bar(session.err(), session.language) as bar:
                checked = check_files(
                    files,
                    against=against,
                    day=session.on,
                    illustrative=session.illustrative,
                    progress=bar,
                    max_bytes=max_bytes,
                    shapes=shapes,
                    wanted=wanted,
                    repairing=repairs,
                )
            if checked.illustrative:
                say_illustrative(session)
        else:
            register = opened(session)
            with Bar(session.err(), session.language) as bar:
                checked = check_register(
                    register.dataset,
                    register.catalogue,
                    day=session.on,
                    progress=bar,
                    max_bytes=max_bytes,
                    shapes=shapes,
                    wanted=wanted,
                    repairing=repairs,
                )
        if chosen == "text":
            session.show(text.view(checked, session.language))
        else:
            session.write(write(checked, chosen, session.language))
        return 0 if checked.conforms else 1
