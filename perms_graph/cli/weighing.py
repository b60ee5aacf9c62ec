"""``perms whatif``: what a proposal would change."""

from __future__ import annotations

from pathlib import Path

import click

from perms_graph.catalogue import load_catalogue
from perms_graph.cli.checking import Megabytes
from perms_graph.cli.commands import command, option
from perms_graph.cli.program import Program
from perms_graph.cli.progress import Bar
from perms_graph.cli.registers import say_illustrative
from perms_graph.cli.session import Session
from perms_graph.cli.spans import check_day
from perms_graph.errors import ParameterError, PermsError, msg
from perms_graph.findings.reading import MAX_BYTES, read_file
from perms_graph.register import build_into, inputs
from perms_graph.reports import whatif as reports
from perms_graph.reports import whatif_tables as tables
from perms_graph.reports.results import as_csv
from perms_graph.reports.values import moment
from perms_graph.reports.workbook import workbook
from perms_graph.resources import shipped
from perms_graph.store import Dataset
from perms_graph.trial import Change, Setting
from perms_graph.whatif import weigh
from perms_graph.whatif.opening import Opened, open_consequences
from perms_graph.whatif.proposal import nothing_to_weigh, speaks_of_partnerships, strange_names

FORMATS = ("text", "csv", "json", "xlsx")


def add_whatif(program: Program) -> None:
    """Add ``perms whatif``."""

    @command(
        program,
        "whatif",
        text=msg(
            "Say what a proposal would change if it were signed. Nothing is kept.\n\n"
            "The files are added to a copy of the register; what the checks say of them, the "
            "verdicts, coverage, gaps, dependence on partners, load on holders, due dates and "
            "what is under way already are compared before and after. With --explain each figure "
            "opens to its statements and documents. Exit code 0 if the proposal breaks no "
            "commitment, 1 if it does."
        ),
        usage=msg("FILE … [OPTIONS]"),
        examples=(
            "perms whatif docs/examples/proposal.ttl",
            "perms whatif docs/examples/proposal.ttl --on 2027-06-30 --format json",
            "perms whatif docs/examples/proposal.ttl --explain --format csv",
        ),
        formats=FORMATS,
    )
    @click.argument("files", nargs=-1, type=click.Path(path_type=Path))
    @option(
        "--max-size",
        "max_bytes",
        type=Megabytes(),
        default=MAX_BYTES,
        text=msg("Refuse a longer file unread; megabytes, 50 if not given."),
        placeholder="MB",
    )
    @option(
        "--explain",
        is_flag=True,
        text=msg("Open each number to its statements, graphs and documents."),
    )
    def _whatif(session: Session, files: tuple[Path, ...], max_bytes: int, explain: bool) -> int:
        chosen = session.choose_format(FORMATS)
        if not files:
            raise ParameterError(
                msg("The file of the proposal is missing."),
                msg("For instance: {example}", example="perms whatif docs/examples/proposal.ttl"),
            )
        read = [read_file(path, max_bytes=max_bytes) for path in files]
        for remark in (remark for file in read for remark in file.remarks()):
            session.note(remark)
        proposal = tuple(dict.fromkeys(quad for file in read for quad in file.data))
        if not proposal:
            raise PermsError(
                msg("There is no statement in the proposal."),
                msg("Describe an agreement in it: {example}", example="docs/examples/proposal.ttl"),
            )
        resources = shipped()
        given = inputs(resources, illustrative=session.illustrative)
        dataset = Dataset.memory()
        with Bar(session.err(), session.language) as bar:
            report = build_into(dataset, given, progress=bar).validation
        setting = Setting.of(dataset, given, report=report)
        if session.illustrative:
            say_illustrative(session)
        # Names of graphs in the file do not matter: the proposal stands in a graph of its own.
        change = Change(tuple(dict.fromkeys(quad.triple for quad in proposal)))
        catalogue = load_catalogue(resources.queries)
        unknown = strange_names(dataset, read)
        if not speaks_of_partnerships(dataset, change):
            raise nothing_to_weigh(read, unknown)
        check_day(session, dataset, catalogue)
        found = weigh(setting, catalogue, change, day=session.on)
        language = session.language
        shown = (*tables.unknown_names(unknown), *reports.sections(found, language))
        opened: tuple[Opened, ...] = ()
        if explain or chosen == "xlsx":
            opened = open_consequences(setting, catalogue, change, found)
        names = reports.names(dataset, change, shown, language, tables.things_opened(opened))
        titles = {g.question.name: g.question.title[language] for g in found.gaps}
        if chosen == "json":
            statements = tables.opened_json(opened) if explain else None
            session.write(reports.as_json(found, shown, names, language, unknown, statements))
        elif chosen == "xlsx":
            sheets = tables.sheets(shown, opened, names, language, titles)
            session.write(workbook(sheets, language))
        elif chosen == "csv":
            table = tables.as_table(shown, names, language)
            session.write(as_csv(tables.opened_table(opened) if explain else table))
        else:
            out = session.out()
            title = msg("If this were signed: {day}", day=moment(found.day.isoformat(), language))
            out.print(session.say(title), style="bold", soft_wrap=True)
            if not shown:
                out.print(session.say(msg("Nothing would change.")), soft_wrap=True)
            else:
                out.print()
                session.show(reports.view(shown, names, language))
            if opened:
                out.print()
                session.show(tables.opened_view(opened, names, language, titles))
        return 0 if found.valid else 1
