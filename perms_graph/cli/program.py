"""``perms`` itself: one way in, one place where every error becomes words and an exit code."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import click

from perms_graph import __version__
from perms_graph.cli.commands import Group, Option, shared_options
from perms_graph.cli.session import Session, language_of
from perms_graph.errors import (
    FileError,
    Message,
    ParameterError,
    PermsError,
    UnknownNameError,
    msg,
)
from perms_graph.translation import explain

STOPPED = 130


class Program(Group):
    """The group of all commands, each read in when it is first asked for.

    Reading all of them takes longer than most commands take to run.

    Args:
        places: Command → module and name of the function that adds it to the program.
        kw: As for ``Group``.
    """

    def __init__(self, name: str, *, places: Mapping[str, tuple[str, str]], **kw: Any) -> None:
        super().__init__(name, **kw)
        self.places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of all commands, in the order in which one meets them."""
        return list(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Read a command in, if there is one of that name."""
        if cmd_name in self.places and cmd_name not in self.commands:
            module, adder = self.places[cmd_name]
            getattr(import_module(module), adder)(self)
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; be quiet if whoever read the answer has gone."""
        try:
            answer = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            return _reader_gone()
        return answer

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command line and end the process with its exit code.

        Codes: 0 fine or conforms, 1 does not conform, 2 broken input, 130 stopped by the user.
        """
        words = list(sys.argv[1:] if args is None else args)
        session = Session(language_of(words, os.environ))
        try:
            answer = super().main(
                args=words,
                prog_name="perms",
                complete_var=complete_var,
                standalone_mode=False,
                windows_expand_args=windows_expand_args,
                obj=session,
                **extra,
            )
            code = answer if isinstance(answer, int) else 0
        except (KeyboardInterrupt, click.Abort):
            _complain(session, session.say(msg("Stopped.")))
            code = STOPPED
        except OSError as error:
            code = _fail(session, _system_error(error))
        except PermsError as error:
            code = _fail(session, error)
        except click.UsageError as error:
            code = _fail(session, _usage_error(error))
        except MemoryError:
            code = _fail(session, PermsError(msg("There is not enough memory for this.")))
        sys.exit(code)


def _fail(session: Session, error: PermsError) -> int:
    _complain(session, explain(error, session.language))
    return error.exit_code


def _complain(session: Session, text: str) -> None:
    # Nobody may be left to read it.
    with contextlib.suppress(OSError):
        session.err().print(text, style="red", soft_wrap=True)


def _reader_gone() -> int:
    """Be quiet: whoever read our answer (``head``, a pager) has seen enough."""
    # What is still in the buffer must not fail again when Python closes the stream.
    with contextlib.suppress(OSError, io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _system_error(error: OSError) -> PermsError:
    reason = error.strerror or str(error)
    if error.filename:
        return FileError(
            os.fsdecode(error.filename), msg("The system refuses: {reason}", reason=reason)
        )
    return PermsError(msg("The system refuses: {reason}", reason=reason))


def _usage_error(error: click.UsageError) -> PermsError:
    """Say in our words what click found wrong with a command line."""
    hint = None
    if error.ctx is not None:
        hint = msg("Help: {command}", command=f"{error.ctx.command_path} --help")
    if isinstance(error, click.NoSuchOption):
        near = tuple(sorted(error.possibilities or ()))
        found = UnknownNameError(
            msg("There is no option {name}.", name=error.option_name), error.option_name, near
        )
        found.hint = found.hint or hint
        return found
    if isinstance(error, click.BadOptionUsage):
        return ParameterError(_misused(error), hint)
    if isinstance(error, click.MissingParameter):
        name = (error.param.human_readable_name if error.param else None) or "?"
        return ParameterError(msg("{name} is missing.", name=name), hint)
    return ParameterError(
        msg("The command line is not understood: {reason}", reason=error.format_message()), hint
    )


def _misused(error: click.BadOptionUsage) -> Message:
    # Click raises this for both faults and tells them apart by its text alone.
    if "does not take a value" in error.message:
        return msg("{name} takes no value.", name=error.option_name)
    return msg("{name} needs a value.", name=error.option_name)


def _show_version(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"perms {__version__}")
        ctx.exit()


def _start(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def make_program(places: Mapping[str, tuple[str, str]]) -> Program:
    """Make the group.

    Args:
        places: Command → module and name of the function that adds it, in the order of the help.
    """
    program = Program(
        "perms",
        places=places,
        text=msg(
            "SPREP's partnership strategy as a graph: build it, check it, ask it, browse it.\n\n"
            "Exit codes: 0 fine or conforms, 1 does not conform, 2 broken input."
        ),
        usage=msg("[OPTIONS] COMMAND …"),
        examples=(
            "perms info",
            "perms gaps --on 2026-06-30",
            "perms --lang fr query partners_by_goal --goal rg3",
        ),
        invoke_without_command=True,
        callback=click.pass_context(_start),
    )
    program.params[-1:-1] = [
        *shared_options(),
        Option(
            ["--version"],
            text=msg("Show the version."),
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
        ),
    ]
    return program
