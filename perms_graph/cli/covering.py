"""``perms coverage`` and ``perms diff``: who is served with what, and what changes in between."""

from __future__ import annotations

import datetime as dt

import click
from rapidfuzz import process

from perms_graph.cli.commands import Choice, Day, command, option
from perms_graph.cli.program import Program
from perms_graph.cli.registers import opened
from perms_graph.cli.session import Session
from perms_graph.coverage import (
    AXES,
    Matrix,
    Place,
    compare,
    cover,
    open_cell,
    open_difference,
    require_within,
    span_of,
)
from perms_graph.errors import ParameterError, UnknownNameError, msg
from perms_graph.labels import labels
from perms_graph.register import Register
from perms_graph.register.things import fold
from perms_graph.reports import coverage as reports
from perms_graph.reports import coverage_tables as tables
from perms_graph.reports import diff as diff_reports
from perms_graph.reports.gap_scores import lines, named_in
from perms_graph.reports.results import as_csv
from perms_graph.reports.tables import with_illustrative
from perms_graph.reports.values import moment
from perms_graph.reports.workbook import workbook

FORMATS = ("table", "csv", "json", "xlsx")
NO_COLUMNS = "none"
_AXES = tuple(a.name for a in AXES)
_ROWS = option(
    "--rows",
    type=Choice(*_AXES),
    default="objective",
    text=msg("What the rows are; objective if not given."),
    placeholder="|".join(_AXES),
)
_COLUMNS = option(
    "--columns",
    type=Choice(*_AXES, NO_COLUMNS),
    text=msg("What the columns are: one of the same or none; purpose if not given."),
    placeholder=msg("AXIS"),
)


def add_coverage(program: Program) -> None:
    """Add ``perms coverage``."""

    @command(
        program,
        "coverage",
        text=msg(
            "Show who is served with what, on a day.\n\n"
            "Rows and columns are objectives, goals, frameworks, kinds of support, Members, "
            "mechanisms or types of partner. A partnership counts once in a cell and once for a "
            "goal, however many of its objectives it serves. In force has three answers (yes, not "
            "known, no), shown apart and never added. CSV, JSON and XLSX hold partnerships, "
            "agreements, partners, money and days left; XLSX has what each number rests on in a "
            "second sheet. How things are counted: docs/coverage.md."
        ),
        usage=msg("[OPTIONS]"),
        examples=(
            "perms coverage --on 2026-06-30",
            "perms coverage --rows goal --columns member --on 2026-06-30 --format csv",
            "perms coverage --rows member --columns none --on 2026-06-30",
            "perms coverage --cell rg1 financialSupport --on 2026-06-30",
            "perms coverage --rows goal --explain --on 2026-06-30 --format csv",
        ),
        formats=FORMATS,
    )
    @_ROWS
    @_COLUMNS
    @option(
        "--show",
        "measure",
        type=Choice(*reports.MEASURES),
        default="partnerships",
        text=msg("What the cells of the table show; partnerships if not given."),
        placeholder="|".join(reports.MEASURES),
    )
    @option(
        "--cell",
        nargs=2,
        type=str,
        text=msg("Open one cell to what it rests on; write - for no column."),
        placeholder=msg("ROW COLUMN"),
    )
    @option(
        "--explain",
        is_flag=True,
        text=msg("Open each number to its statements, graphs and documents."),
    )
    def _coverage(
        session: Session,
        rows: str,
        columns: str | None,
        measure: str,
        cell: tuple[str, str] | None,
        explain: bool,
    ) -> None:
        chosen = session.choose_format(FORMATS)
        register = opened(session)
        _check_day(session, register)
        matrix = cover(
            register.dataset,
            register.catalogue,
            rows=rows,
            columns=_across(rows, columns),
            day=session.on,
        )
        if cell is not None:
            matrix = _only(register, matrix, cell)
        behind = None
        if explain or cell is not None or chosen == "xlsx":
            behind = {
                at: open_cell(register.dataset, register.catalogue, matrix, *at)
                for at in matrix.cells
            }
        _write(session, register, matrix, behind, measure, chosen)


def add_diff(program: Program) -> None:
    """Add ``perms diff``."""

    @command(
        program,
        "diff",
        text=msg(
            "Say what differs between two days.\n\n"
            "Partnerships begun, ended, renewed, newly known and newly not known to be in force; "
            "and cells of the coverage gained and lost. Both days are judged from what is "
            "recorded now. With --explain each opens to its statements and documents."
        ),
        usage=msg("DAY DAY [OPTIONS]"),
        examples=(
            "perms diff 2024-01-01 2026-06-30",
            "perms diff 2024-01-01 2026-06-30 --rows member --columns none --format csv",
            "perms diff 2024-01-01 2026-06-30 --explain --format json",
        ),
        formats=FORMATS,
    )
    @click.argument("days", nargs=-1)
    @_ROWS
    @_COLUMNS
    @option(
        "--explain",
        is_flag=True,
        text=msg("Open each difference to its statements, graphs and documents."),
    )
    def _diff(
        session: Session, days: tuple[str, ...], rows: str, columns: str | None, explain: bool
    ) -> None:
        chosen = session.choose_format(FORMATS)
        earlier, later = _two(days)
        register = opened(session)
        dataset, language = register.dataset, session.language
        found = compare(
            dataset,
            register.catalogue,
            earlier=earlier,
            later=later,
            rows=rows,
            columns=_across(rows, columns),
        )
        behind = None
        if explain or chosen == "xlsx":
            behind = open_difference(dataset, register.catalogue, found)
        names = labels(dataset, diff_reports.things_in(found, behind), language)
        if chosen == "json":
            illustrative = register.manifest.illustrative
            session.write(diff_reports.as_json(found, names, behind, illustrative=illustrative))
        elif chosen == "csv":
            table = with_illustrative(dataset, diff_reports.as_table(found, behind))
            session.write(as_csv(table))
        elif chosen == "xlsx":
            sheets = diff_reports.sheets(found, names, language, behind or {})
            session.write(workbook(sheets, language))
        else:
            session.show(diff_reports.view(found, names, language, behind))


def _across(rows: str, columns: str | None) -> str | None:
    """Say what the columns are: kinds of support unless those are the rows."""
    if columns is None:
        return "goal" if rows == "purpose" else "purpose"
    return None if columns == NO_COLUMNS else columns


def _two(days: tuple[str, ...]) -> tuple[dt.date, dt.date]:
    if len(days) != 2:
        raise ParameterError(
            msg("Two days are needed, not {n}.", n=len(days)),
            msg("For instance: {example}", example="perms diff 2024-01-01 2026-06-30"),
        )
    kind = Day()
    earlier, later = (kind.convert(d, None, None) for d in days)
    return earlier, later


def _check_day(session: Session, register: Register) -> None:
    """Refuse a day given that lies outside the span; of today, only say so."""
    span = span_of(register.dataset, register.catalogue)
    try:
        require_within(span, session.on)
    except ParameterError as error:
        if session.day is not None:
            raise
        session.note(error.message)


def _only(register: Register, matrix: Matrix, cell: tuple[str, str]) -> Matrix:
    """Keep one cell of a matrix; nothing recorded leaves none."""
    row = _place(register, matrix.rows, cell[0])
    columns: tuple[Place, ...] = ()
    if matrix.column_axis is not None:
        columns = (_place(register, matrix.columns, cell[1]),)
    elif cell[1] != "-":
        raise ParameterError(
            msg("“{text}” does not suit {name}.", text=cell[1], name="--cell"),
            msg("There are no columns: write - in the place of the second."),
        )
    at = (row.iri, columns[0].iri if columns else "")
    found = matrix.at(*at)
    return Matrix(
        matrix.row_axis,
        matrix.column_axis,
        matrix.day,
        (row,),
        columns,
        {} if found is None else {at: found},
    )


def _place(register: Register, places: tuple[Place, ...], text: str) -> Place:
    """Find a row or column by IRI, code, slug or name in either language."""
    called: dict[str, Place] = {}
    for language in ("en", "fr"):
        for iri, label in labels(register.dataset, [p.iri for p in places], language).items():
            called.setdefault(fold(label.text), next(p for p in places if p.iri == iri))
    for p in places:
        called |= {fold(name): p for name in (p.iri, p.iri.rsplit("/", 1)[-1], p.code or "")}
    wanted = fold(text)
    if wanted in called and wanted:
        return called[wanted]
    near = process.extract(wanted, list(called), limit=6, score_cutoff=50)
    slugs = dict.fromkeys(called[name].iri.rsplit("/", 1)[-1] for name, _, _ in near)
    raise UnknownNameError(
        msg("There is no row or column named {name}.", name=text), text, tuple(slugs)[:3]
    )


def _write(
    session: Session,
    register: Register,
    matrix: Matrix,
    behind: tables.Opened | None,
    measure: str,
    chosen: str,
) -> None:
    dataset, language = register.dataset, session.language
    names = labels(dataset, tables.things_in(matrix, behind), language)
    if chosen == "json":
        illustrative = register.manifest.illustrative
        session.write(tables.as_json(matrix, names, behind, illustrative=illustrative))
    elif chosen == "csv":
        table = (
            tables.cells_table(matrix)
            if behind is None
            else tables.statements_table(matrix, behind)
        )
        session.write(as_csv(with_illustrative(dataset, tables.with_names(table, names))))
    elif chosen == "xlsx":
        session.write(workbook(tables.sheets(matrix, behind or {}, names, language), language))
    else:
        _show(session, register, matrix, behind, measure)


def _show(
    session: Session,
    register: Register,
    matrix: Matrix,
    behind: tables.Opened | None,
    measure: str,
) -> None:
    dataset, language, out = register.dataset, session.language, session.out()
    names = labels(dataset, tables.things_in(matrix), language)
    day = moment(matrix.day.isoformat(), language)
    out.print(session.say(msg("Coverage on {day}", day=day)), style="bold", soft_wrap=True)
    session.show(reports.view(matrix, names, language, measure=measure, width=out.width))
    for (row, column), stated in (behind or {}).items():
        out.print()
        where = " × ".join(names[iri].text for iri in (row, column) if iri)
        out.print(session.say(msg("{cell}: what it rests on", cell=where)), style="bold")
        known = labels(dataset, named_in(stated), language)
        for line in lines(stated, known, language):
            out.print(line, soft_wrap=True)
