"""Commands whose help speaks the reader's language and ends with examples that run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from rapidfuzz import fuzz, process

from perms_graph.cli.session import ILLUSTRATIVE, Session
from perms_graph.errors import Message, ParameterError, UnknownNameError, msg
from perms_graph.language import LANGUAGES
from perms_graph.translation import translate

RDF = ("turtle", "ntriples", "jsonld", "rdfxml")
FORMATS = ("table", "text", "csv", "tsv", "json", *RDF)


def session_of(ctx: click.Context) -> Session:
    """Give the run that a context belongs to; in English where there is none (completion)."""
    found = ctx.find_object(Session)
    return found if found is not None else Session("en")


class Option(click.Option):
    """An option with its explanation in both languages.

    Args:
        text: What it does.
        placeholder: What stands for its value in the help, such as ``DAY``; None for a switch.
    """

    def __init__(
        self,
        declared: Sequence[str],
        *,
        text: Message,
        placeholder: Message | str | None = None,
        **kw: Any,
    ) -> None:
        super().__init__(declared, help=str(text), **kw)
        self.text = text
        self.placeholder = placeholder

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Give the two columns of the help."""
        if self.hidden:
            return None
        language = session_of(ctx).language
        names = ", ".join(sorted([*self.opts, *self.secondary_opts], key=len))
        if self.placeholder is not None:
            # Words to be typed as they are come as a str and are not translated.
            given = self.placeholder
            names += f" {given if isinstance(given, str) else translate(given, language)}"
        return names, translate(self.text, language)


class Command(click.Command):
    """A command with its help in both languages.

    Args:
        text: What it does: one sentence; after an empty line more, if needed.
        usage: What follows its name.
        examples: Command lines that run as they are.
        spare: Whether words beyond the declared ones are its own business (left in ``ctx.args``).
    """

    def __init__(
        self,
        name: str | None,
        *,
        text: Message,
        usage: Message,
        examples: tuple[str, ...],
        spare: bool = False,
        **kw: Any,
    ) -> None:
        kw["help"] = str(text)
        super().__init__(name, add_help_option=False, **kw)
        self.text = text
        self.usage = usage
        self.examples = examples
        self.spare = spare
        # Surplus words are refused by us, in words.
        self.allow_extra_args = True
        self.ignore_unknown_options = spare
        self.params.append(
            Option(
                ["--help", "-h"],
                text=msg("Show this help."),
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_help,
            )
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, and refuse surplus words."""
        rest = super().parse_args(ctx, args)
        if ctx.args and not self.spare and not isinstance(self, click.Group):
            raise ParameterError(
                msg("{words} is too much here.", words=" ".join(ctx.args)),
                msg("Say it as: {command} {usage}", command=ctx.command_path, usage=self.usage),
            )
        return rest

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write usage, explanation, commands, options, examples."""
        language = session_of(ctx).language

        def say(message: Message) -> str:
            return translate(message, language)

        # French puts a space before the colon that click adds.
        gap = "\N{NO-BREAK SPACE}" if language == "fr" else ""
        formatter.write_usage(ctx.command_path, say(self.usage), say(msg("Usage:")) + " ")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(say(self.text))
        if isinstance(self, click.Group):
            with formatter.section(say(msg("Commands")) + gap):
                formatter.write_dl(
                    [
                        (name, say(c.text).split("\n\n")[0])
                        for name in self.list_commands(ctx)
                        if isinstance(c := self.get_command(ctx, name), Command)
                    ]
                )
        with formatter.section(say(msg("Options")) + gap):
            options = [p for p in self.params if isinstance(p, Option)]
            records = [p.get_help_record(ctx) for p in options]
            formatter.write_dl([r for r in records if r is not None])
        with formatter.section(say(msg("Examples")) + gap):
            for line in self.examples:
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


class Group(Command, click.Group):
    """A command with commands; a name it has not is answered with the nearest."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command."""
        name = args[0]
        found = self.get_command(ctx, name)
        if found is None:
            # Whole words are compared: a part of a name makes a short one look like any other.
            near = process.extract(
                name, self.list_commands(ctx), scorer=fuzz.ratio, limit=2, score_cutoff=60
            )
            raise UnknownNameError(
                msg("There is no command named {name}.", name=name),
                name,
                tuple(n for n, _, _ in near),
            )
        return name, found, args[1:]


class Choice(click.ParamType[str]):
    """One of a few words."""

    name = "choice"

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the word in lower case, or say which there are."""
        word = str(value).lower()
        if word not in self.choices:
            raise ParameterError(
                msg("“{text}” does not suit {name}.", text=value, name=_name(param)),
                msg("Choose one of: {choices}.", choices=", ".join(self.choices)),
            )
        return word


class Day(click.ParamType[dt.date]):
    """A day of the calendar."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Give the day, or say how to write one."""
        try:
            return dt.datetime.strptime(str(value), "%Y-%m-%d").date()
        except ValueError as error:
            raise ParameterError(
                msg("“{text}” does not suit {name}.", text=value, name=_name(param)),
                msg(
                    "Give {wanted}.",
                    wanted=msg("a day written YYYY-MM-DD, such as {example}", example="2026-06-30"),
                ),
            ) from error


class Port(click.ParamType[int]):
    """A port of this machine."""

    name = "port"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Give the number, or say what numbers there are."""
        text = str(value)
        if not (text.isascii() and text.isdigit() and 0 <= int(text) <= 65535):
            raise ParameterError(
                msg("“{text}” does not suit {name}.", text=value, name=_name(param)),
                msg("Give a whole number from 0 to 65535; 0 takes any free port."),
            )
        return int(text)


def command(
    parent: click.Group,
    name: str,
    *,
    text: Message,
    usage: Message,
    examples: tuple[str, ...],
    formats: tuple[str, ...] = (),
    spare: bool = False,
) -> Callable[[Callable[..., Any]], click.Command]:
    """Declare a command of a group; the options that all commands share are added.

    Args:
        parent: Its group.
        name: Its name.
        text: As for ``Command``.
        usage: As for ``Command``.
        examples: As for ``Command``.
        formats: What ``--format`` takes; empty if it writes no tables or graphs.
        spare: As for ``Command``.
    """

    def declare(function: Callable[..., Any]) -> click.Command:
        made = click.command(
            name, cls=Command, text=text, usage=usage, examples=examples, spare=spare
        )(click.pass_obj(function))
        made.params[-1:-1] = shared_options(formats)
        parent.add_command(made)
        return made

    return declare


def option(*declared: str, text: Message, **kw: Any) -> Callable[[Any], Any]:
    """Declare an option of a command; as ``click.option``, with ``text`` and ``placeholder``."""
    return click.option(*declared, cls=Option, text=text, **kw)


def shared_options(formats: tuple[str, ...] = FORMATS) -> list[click.Parameter]:
    """Make the options that may stand before or after the command's name; the last one wins."""
    found: list[click.Parameter] = [
        _shared(
            "--lang",
            msg("Language of what is said; from the environment if not given."),
            "en|fr",
            Choice(*LANGUAGES),
            "language",
        ),
        _shared(
            "--store",
            msg("Folder of the built register (PERMS_STORE, else the user's cache)."),
            msg("DIR"),
            click.Path(path_type=Path),
            "store",
        ),
        Option(
            ["--memory"],
            text=msg("Build in memory and keep nothing."),
            is_flag=True,
            expose_value=False,
            callback=_keep("memory"),
        ),
        Option(
            ["--with", "with_"],
            text=msg("Add the illustrative set: invented, and marked so."),
            placeholder=ILLUSTRATIVE,
            type=Choice(ILLUSTRATIVE),
            expose_value=False,
            callback=_keep("illustrative"),
        ),
        _shared("--on", msg("Day to judge from; today if not given."), msg("DAY"), Day(), "day"),
    ]
    if formats:
        found.append(
            Option(
                ["--format", "-f"],
                text=msg("How to write the answer."),
                placeholder="|".join(formats),
                type=Choice(*formats),
                expose_value=False,
                callback=_keep("format"),
            )
        )
    return found


def _shared(
    name: str, text: Message, placeholder: Message | str, kind: click.ParamType[Any], attribute: str
) -> Option:
    return Option(
        [name],
        text=text,
        placeholder=placeholder,
        type=kind,
        expose_value=False,
        callback=_keep(attribute),
    )


def _keep(attribute: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
        if value is None or value is False:
            return
        setattr(session_of(ctx), attribute, True if attribute == "illustrative" else value)

    return callback


def _show_help(ctx: click.Context, _param: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(ctx.get_help())
        ctx.exit()


def _name(param: click.Parameter | None) -> str:
    return max(param.opts, key=len) if param is not None else ""
