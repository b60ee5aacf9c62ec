"""``perms gaps``: what is missing, how much it weighs, and what each number rests on."""

from __future__ import annotations

import json

import click
import pyoxigraph as ox
from rapidfuzz import process
from rich.text import Text

from perms_graph.cli.asking import write_table
from perms_graph.cli.commands import command, option
from perms_graph.cli.program import Program
from perms_graph.cli.registers import opened
from perms_graph.cli.session import Session
from perms_graph.cli.spans import check_day
from perms_graph.coverage import cover
from perms_graph.errors import ParameterError, UnknownNameError, msg
from perms_graph.gaps import MONTHS, Gap, WeightError, find_gaps, place_of, score
from perms_graph.gaps.opening import open_gap
from perms_graph.labels import labels
from perms_graph.register import Register
from perms_graph.reports import coverage as coverage_reports
from perms_graph.reports import gap_scores, gap_tables
from perms_graph.reports import gaps as gap_reports
from perms_graph.reports.gap_tables import names_of
from perms_graph.reports.results import as_csv
from perms_graph.reports.tables import with_illustrative
from perms_graph.reports.values import moment
from perms_graph.reports.workbook import workbook
from perms_graph.resources import shipped
from perms_graph.store import Table
from perms_graph.store.loading import rdf_files

TABLE = ("table", "csv", "json", "xlsx")


def add_gaps(program: Program) -> None:
    """Add ``perms gaps``."""

    @command(
        program,
        "gaps",
        text=msg(
            "Show what is missing: coverage by kind of support, and the gaps.\n\n"
            "With the name of a gap: its rows. In force has three answers (yes, no, not known), "
            "shown apart and never added. What counts as a gap is our reading, and so are the "
            "weights of the score: SPREP has set none."
        ),
        usage=msg("[NAME] [OPTIONS]"),
        examples=(
            "perms gaps",
            "perms gaps --on 2026-06-30 --format json",
            "perms gaps objectives_without_partnership --format csv",
            "perms gaps agreements_ending_without_successor --months 24 --explain",
            "perms gaps --score --explain --on 2026-06-30",
            "perms gaps --score --by-member --sort total --format csv",
        ),
        formats=TABLE,
    )
    @click.argument("name", required=False)
    @option("--score", "scored", is_flag=True, text=msg("Weigh the gaps of each objective."))
    @option("--by-member", is_flag=True, text=msg("Weigh them for each Member and objective."))
    @option(
        "--sort",
        type=click.Choice(["objective", "total"]),
        default="objective",
        text=msg("Order of the scores: objective or total."),
        placeholder=msg("ORDER"),
    )
    @option(
        "--explain",
        is_flag=True,
        text=msg("Open each number to its statements, graphs and documents."),
    )
    @option(
        "--months",
        type=int,
        default=MONTHS,
        text=msg("How many months ahead counts as soon; 12 if not given."),
        placeholder=msg("NUMBER"),
    )
    def _gaps(
        session: Session,
        name: str | None,
        scored: bool,
        by_member: bool,
        sort: str,
        explain: bool,
        months: int,
    ) -> None:
        if name is not None and (scored or by_member):
            raise ParameterError(
                msg("{words} is too much here.", words=name),
                msg("A score is of all gaps: leave the name out."),
            )
        if explain and name is None and not (scored or by_member):
            raise ParameterError(
                msg("Say what to explain: the name of a gap, or --score."),
                msg("Help: {command}", command="perms gaps --help"),
            )
        register = opened(session)
        check_day(session, register.dataset, register.catalogue)
        if scored or by_member:
            _show_scores(session, register, by_member, sort, explain, months)
            return
        found = find_gaps(register.dataset, register.catalogue, day=session.on, months=months)
        if name is None:
            show_gaps(session, register, found)
        else:
            _show_gap(session, register, _named(found, name), explain)


def show_gaps(session: Session, register: Register, found: tuple[Gap, ...]) -> None:
    """Write the summary: the matrix, then a line for each gap."""
    language, day = session.language, session.on
    chosen = session.choose_format(TABLE)
    if chosen == "csv":
        session.write(as_csv(gap_reports.summary_table(found, language)))
        return
    if chosen == "xlsx":
        behind = [open_gap(register.dataset, register.catalogue, gap) for gap in found]
        stated = [s for opened in behind for row in opened for s in row]
        things = {t for gap in found for t in names_of(gap.table)}
        known = labels(
            register.dataset, sorted(things | set(gap_scores.named_in(stated))), language
        )
        sheets = gap_tables.summary_sheets(found, behind, known, language)
        session.write(workbook(sheets, language))
        return
    matrix = cover(register.dataset, register.catalogue, day=day)
    places = [p.iri for p in (*matrix.rows, *matrix.columns)]
    names = labels(register.dataset, places, language)
    if chosen == "json":
        session.write(
            gap_reports.as_json(
                matrix,
                found,
                names,
                language,
                day=day,
                illustrative=register.manifest.illustrative,
            )
        )
        return
    out = session.out()
    title = msg("Coverage on {day}", day=moment(day.isoformat(), language))
    out.print(session.say(title), style="bold", soft_wrap=True)
    laid = coverage_reports.view(matrix, names, language, measure="partnerships", width=out.width)
    session.show(laid)
    out.print()
    out.print(session.say(msg("Gaps")), style="bold")
    session.show(gap_reports.summary_view(found, language))


def _show_scores(
    session: Session, register: Register, by_member: bool, sort: str, explain: bool, months: int
) -> None:
    chosen, dataset = session.choose_format(TABLE), register.dataset
    try:
        scores = score(
            dataset,
            register.catalogue,
            day=session.on,
            by="member_objective" if by_member else "objective",
            months=months,
        )
    except WeightError as error:
        place = place_of(error, rdf_files(shipped().data / "policy"))
        raise place or error from error
    rows = scores.by_total() if sort == "total" else scores.rows
    behind = gap_scores.opened(dataset, rows) if explain or chosen == "xlsx" else {}
    if chosen == "csv":
        table = gap_scores.as_table(scores, rows, behind)
        session.write(as_csv(with_illustrative(dataset, table)))
        return
    names = labels(dataset, gap_scores.things_in(rows, behind), session.language)
    if chosen == "json":
        invented = register.manifest.illustrative
        session.write(gap_scores.as_json(scores, rows, names, behind, illustrative=invented))
        return
    if chosen == "xlsx":
        sheets = gap_tables.score_sheets(scores, rows, names, session.language, behind)
        session.write(workbook(sheets, session.language))
        return
    session.show(gap_scores.view(scores, rows, names, session.language, behind))
    session.out().print()
    remark = msg(
        "The weights are ours, not SPREP's; perms query weights_of_gap_parts shows them. A score "
        "says where to look, not who has failed."
    )
    session.out().print(session.say(remark), soft_wrap=True)


def _named(found: tuple[Gap, ...], name: str) -> Gap:
    by_name = {g.question.name: g for g in found}
    wanted = name.strip().lower().replace("-", "_")
    if wanted in by_name:
        return by_name[wanted]
    near = process.extract(wanted, list(by_name), limit=3, score_cutoff=40)
    raise UnknownNameError(
        msg("There is no gap question named {name}.", name=name),
        name,
        tuple(n for n, _, _ in near),
    )


def _show_gap(session: Session, register: Register, gap: Gap, explain: bool) -> None:
    chosen, dataset, language = session.choose_format(TABLE), register.dataset, session.language
    if chosen == "table":
        out = session.out()
        title = gap.question.title[language]
        day = gap.values.get("day")
        if isinstance(day, ox.Literal):
            title += f" ({moment(day.value, language)})"
        out.print(Text(title, "bold"), soft_wrap=True)
        out.print(Text(gap.question.reading[language]), soft_wrap=True)
        out.print()
        if not gap.table.rows:
            out.print(session.say(msg("No rows.")))
    if not explain and chosen != "xlsx":
        write_table(session, register, gap.table)
        return
    behind = open_gap(dataset, register.catalogue, gap)
    if chosen == "xlsx":
        stated = [s for found in behind for s in found]
        wanted = [*names_of(gap.table), *gap_scores.named_in(stated)]
        known = labels(dataset, wanted, language)
        session.write(workbook(gap_tables.gap_sheets(gap, behind, known, language), language))
        return
    if chosen == "json":
        rows = [
            {
                "row": {column: term.value for column, term in row.items()},
                "statements": gap_scores.statements(stated),
            }
            for row, stated in zip(gap.table, behind, strict=True)
        ]
        content = {"illustrative": register.manifest.illustrative, "rows": rows}
        session.write((json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())
        return
    if chosen == "csv":
        cells = (gap_scores.cells_of(stated) for stated in behind)
        wide = tuple((*row, *more) for row, more in zip(gap.table.rows, cells, strict=True))
        columns = (*gap.table.columns, "statements", "graphs", "documents")
        session.write(as_csv(with_illustrative(dataset, Table(columns, wide))))
        return
    write_table(session, register, gap.table)
    stated = list({s.triple: s for found in behind for s in found}.values())
    names = labels(dataset, gap_scores.named_in(stated), language)
    out.print()
    out.print(session.say(msg("What it rests on")), style="bold")
    for line in gap_scores.lines(stated, names, language):
        out.print(line, soft_wrap=True)
