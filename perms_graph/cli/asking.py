"""``perms query``: stored questions, files and standard input."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import pyoxigraph as ox
from rich.text import Text

from perms_graph.catalogue import (
    FAMILIES,
    Catalogue,
    Question,
    bind_values,
    load_catalogue,
    read_question,
)
from perms_graph.cli.commands import RDF, command, option
from perms_graph.cli.guarding import check_query, why_nothing
from perms_graph.cli.hints import unknown_names
from perms_graph.cli.program import Program
from perms_graph.cli.progress import interruptible, waiting
from perms_graph.cli.registers import opened
from perms_graph.cli.session import Session
from perms_graph.errors import FileError, ParameterError, QueryError, UnknownNameError, msg
from perms_graph.namespaces import shorten
from perms_graph.register import Register
from perms_graph.reports.graphs import as_rdf
from perms_graph.reports.results import as_csv, as_json, as_tsv
from perms_graph.reports.tables import heading, names_in, view, with_illustrative
from perms_graph.resources import shipped
from perms_graph.store import Bindable, Table, screen

TABLE_FORMATS = ("table", "csv", "tsv", "json")


@dataclass(frozen=True)
class Asked:
    """What is to be asked.

    Attributes:
        sparql: The query.
        question: The stored question it is from, or None for a text of the user.
        given: Parameter → value as written.
        name: What errors call it.
    """

    sparql: str
    question: Question | None
    given: dict[str, str]
    name: str


def add_query(program: Program) -> None:
    """Add the command."""

    @command(
        program,
        "query",
        text=msg(
            "Ask a stored question, a SPARQL file, or standard input (-).\n\n"
            "Without a name: the list of stored questions. The parameters of a question are "
            "options: --goal rg1 --day 2026-06-30. Where a thing is wanted, its name, acronym or "
            "short IRI does; the parameter day is today if not given."
        ),
        usage=msg("NAME|FILE|- [--parameter VALUE …] [OPTIONS]"),
        examples=(
            "perms query",
            "perms query partners_by_goal --goal rg3",
            "perms query agreements_expiring --until 2027-12-31 --format csv",
            "echo 'SELECT ?p { ?p a perms:Partner } LIMIT 5' | perms query -",
        ),
        formats=(*TABLE_FORMATS, *RDF),
        spare=True,
    )
    @click.argument("words", nargs=-1, type=click.UNPROCESSED)
    @option(
        "-p",
        "--param",
        "pairs",
        multiple=True,
        text=msg("A parameter, written the other way."),
        placeholder=msg("NAME=VALUE"),
    )
    @option("--iris", is_flag=True, text=msg("Show short IRIs in place of names."))
    @option(
        "--describe",
        is_flag=True,
        text=msg("Say what a stored question asks, how to read it and what it needs."),
    )
    @option(
        "--check",
        is_flag=True,
        text=msg("Say what may be wrong with the query, by line and column, without running it."),
    )
    @click.pass_context
    def _query(
        ctx: click.Context,
        session: Session,
        words: tuple[str, ...],
        pairs: tuple[str, ...],
        iris: bool,
        describe: bool,
        check: bool,
    ) -> None:
        catalogue = load_catalogue(shipped().queries)
        name, given = parse_words([*words, *(w for p in pairs for w in ("--param", p))])
        if name is None:
            if given:
                raise ParameterError(
                    msg("{name} is missing.", name="NAME|FILE|-"),
                    msg("Help: {command}", command="perms query --help"),
                )
            list_questions(session, catalogue)
            return
        asked = what_is_asked(name, given, catalogue)
        if describe:
            describe_question(session, asked)
            return
        if check:
            ctx.exit(check_query(session, opened(session).dataset, asked.sparql, asked.name))
        answer_it(session, asked, iris=iris)


def parse_words(words: Sequence[str]) -> tuple[str | None, dict[str, str]]:
    """Split words into the question and its parameters.

    Args:
        words: Such as ``["partners_by_goal", "--goal", "rg3"]``; ``--param name=value`` too.

    Raises:
        ParameterError: A parameter lacks its value, or there are two questions.
    """
    name: str | None = None
    given: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "-" or not word.startswith("-"):
            if name is not None:
                raise ParameterError(
                    msg("{words} is too much here.", words=word),
                    msg("Put a value of several words in quotation marks."),
                )
            name = word
            continue
        if not word.startswith("--"):
            raise ParameterError(
                msg("There is no option {name}.", name=word),
                msg("Help: {command}", command="perms query --help"),
            )
        key, equals, value = word[2:].partition("=")
        if not equals:
            if not rest:
                raise ParameterError(msg("{name} needs a value.", name=word))
            value = rest.pop(0)
        if key == "param":
            key, equals, value = value.partition("=")
            if not equals:
                raise ParameterError(
                    msg("“{text}” does not suit {name}.", text=key, name="--param"),
                    msg("Write it as name=value."),
                )
        given[key.replace("-", "_")] = value
    return name, given


def what_is_asked(name: str, given: dict[str, str], catalogue: Catalogue) -> Asked:
    """Find the question that a word names: stored, in a file, or on standard input.

    Raises:
        UnknownNameError: It is none of these; gives the nearest stored questions.
        FileError: The file is missing or no text.
        QueryError: The text asks what is refused (see ``screen``).
        ParameterError: A text without header is given parameters.
    """
    path = Path(name)
    if name == "-":
        return _of_text(_decoded("-", sys.stdin.buffer.read()), given, "-")
    looks_like_file = path.suffix in {".rq", ".sparql"} or len(path.parts) > 1
    if not looks_like_file:
        try:
            question = catalogue.find(name)
        except UnknownNameError:
            if not path.is_file():
                raise
        else:
            return Asked(question.sparql, question, given, question.name)
    if not path.is_file():
        raise FileError(
            path, msg("There is no such file."), msg("Check the name and the folder you are in.")
        )
    text = _decoded(name, path.read_bytes())
    if any(line.startswith("#+ param ") for line in text.splitlines()):
        screen(text)
        question = read_question(path)
        return Asked(question.sparql, question, given, question.name)
    return _of_text(text, given, name)


def answer_it(session: Session, asked: Asked, *, iris: bool = False) -> None:
    """Ask, and write the answer in the format wanted.

    Raises:
        PermsError: Of any kind that asking raises.
    """
    given = dict(asked.given)
    names = {p.name for p in asked.question.parameters} if asked.question else set()
    if "day" in names:
        given.setdefault("day", session.on.isoformat())
    register = opened(session)
    values: dict[str, Bindable] = {}
    if asked.question is not None:
        values = bind_values(
            asked.question,
            given,
            lambda p, text: register.resolve(p, text, language=session.language),
        )
    with waiting(session.err(), session.language):
        answer = interruptible(
            lambda: _asked(register, asked, values),
            lambda: session.note(msg("Stopped.")),
        )
    if isinstance(answer, bool):
        _write_yes_or_no(session, answer)
    elif isinstance(answer, Table):
        write_table(session, register, answer, iris=iris)
        if not answer.rows:
            _explain_nothing(session, register, asked)
    else:
        session.write(as_rdf(answer, session.choose_format(RDF)))
        if not answer:
            _explain_nothing(session, register, asked)


def write_table(session: Session, register: Register, table: Table, *, iris: bool = False) -> None:
    """Write the answer of a SELECT."""
    chosen = session.choose_format(TABLE_FORMATS)
    illustrative = register.manifest.illustrative
    if illustrative and chosen != "json":
        table = with_illustrative(register.dataset, table)
    if chosen == "json":
        session.write(as_json(table, illustrative=illustrative))
    elif chosen == "csv":
        session.write(as_csv(table))
    elif chosen == "tsv":
        session.write(as_tsv(table))
    elif table.rows:
        names = {} if iris else names_in(register.dataset, table, session.language)
        width = session.out().width
        session.show(view(table, names, session.language, iris=iris, width=width))


def list_questions(session: Session, catalogue: Catalogue) -> None:
    """List the stored questions by family."""
    session.choose_format(("table",))
    out = session.out()
    family = ""
    width = max(len(q.name) for q in catalogue)
    for question in catalogue:
        if question.family != family:
            if family:
                out.print()
            family = question.family
            out.print(session.say(FAMILIES.get(family, family)), style="bold")
        parameters = " ".join(f"--{p.name}" for p in question.parameters)
        line = Text(f"  {question.name:<{width}}  {question.title[session.language]}")
        line.append(f"  {parameters}" if parameters else "", "dim")
        out.print(line, soft_wrap=True)


def describe_question(session: Session, asked: Asked) -> None:
    """Say all there is to say about a question."""
    out, language = session.out(), session.language
    question = asked.question
    if question is None:
        out.print(Text(asked.sparql), soft_wrap=True)
        return
    out.print(Text(f"{question.title[language]} ({question.name})", "bold"), soft_wrap=True)
    for said in (question.question, question.reading, question.source):
        out.print(Text(said[language]), soft_wrap=True)
    if question.parameters:
        out.print()
        out.print(session.say(msg("Parameters")), style="bold")
    for p in question.parameters:
        kind = shorten(p.of) if p.of else p.type
        example = session.say(msg("for instance {example}", example=p.example))
        text = f"  --{p.name} ({kind}): {p.description[language]} ({example})"
        out.print(Text(text), soft_wrap=True)
    out.print()
    out.print(session.say(msg("Columns")), style="bold")
    for r in question.returns:
        title = heading(r.name, language)
        text = f"  {r.name} ({title}): {r.description[language]}"
        out.print(Text(text), soft_wrap=True)
    body = [line for line in question.sparql.splitlines() if not line.startswith("#+")]
    out.print()
    out.print("SPARQL", style="bold")
    out.print(Text("\n".join(body).strip()), soft_wrap=True)


def _asked(
    register: Register, asked: Asked, values: dict[str, Bindable]
) -> Table | bool | list[ox.Triple]:
    answer = register.dataset.query(asked.sparql, values)
    return answer if isinstance(answer, Table | bool) else list(answer)


def _of_text(text: str, given: dict[str, str], name: str) -> Asked:
    if given:
        raise ParameterError(
            msg("Only questions with a header take parameters; this text has none."),
            msg("Write the values into the query, or add lines such as: #+ param goal iri"),
        )
    try:
        screen(text)
    except QueryError as error:
        raise _placed(error, name) from error
    return Asked(text, None, {}, name)


def _placed(error: QueryError, name: str) -> QueryError | FileError:
    """Give the place of a fault in a file as editors write it."""
    if name == "-":
        return error
    return FileError(name, error.message, error.hint, line=error.line, column=error.column)


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(
            name,
            msg("This is not a text in UTF-8."),
            msg("Save it as UTF-8 and try again."),
            line=data.count(b"\n", 0, error.start) + 1,
        ) from error


def _write_yes_or_no(session: Session, answer: bool) -> None:
    if session.choose_format(("table", "json")) == "json":
        session.write(as_json(answer, illustrative=session.illustrative))
    else:
        session.out().print(session.say(msg("yes") if answer else msg("no")))


def _explain_nothing(session: Session, register: Register, asked: Asked) -> None:
    """Say what an empty answer means: on stdout where a person reads the answer itself."""
    as_table = session.format in {None, "table"}
    console = session.out() if as_table else session.err()
    console.print(session.say(msg("No rows.")), soft_wrap=True)
    if asked.question is not None:
        console.print(Text(asked.question.reading[session.language]), soft_wrap=True)
        return
    unknown = unknown_names(register.dataset, asked.sparql)
    if unknown:
        message = msg("Nothing in the register has these names: {names}.", names=", ".join(unknown))
        console.print(session.say(message), soft_wrap=True)
        return
    told = why_nothing(session, register.dataset, asked.sparql)
    if told is not None:
        console.print(Text(told), soft_wrap=True)
