"""``perms build`` and ``perms validate``."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from perms_graph.catalogue import load_catalogue
from perms_graph.cli.commands import Choice, command, option
from perms_graph.cli.program import Program
from perms_graph.cli.progress import Bar
from perms_graph.cli.registers import built, opened, say_illustrative
from perms_graph.cli.session import Session
from perms_graph.compliance import State, judge
from perms_graph.errors import FileError, PermsError, msg
from perms_graph.labels import labels
from perms_graph.namespaces import PERMS
from perms_graph.register import BuildReport, build_into, inputs
from perms_graph.register.building import Inputs
from perms_graph.reports import validation as reports
from perms_graph.reports.results import as_csv
from perms_graph.reports.tables import with_illustrative
from perms_graph.reports.values import moment, number
from perms_graph.resources import shipped
from perms_graph.store import Dataset, Term
from perms_graph.store.loading import parse
from perms_graph.validation import Report, compile_shapes, load_shapes, validate

FORMATS = ("text", "json", "turtle", "csv")
AGAINST = ("ontology", "strategy", "register")


def add_build(program: Program) -> None:
    """Add ``perms build``."""

    @command(
        program,
        "build",
        text=msg(
            "Build the register: load, merge, reason, check.\n\n"
            "With files: build them in as well; later commands keep them until the next build. "
            "Nothing is done if nothing changed. If an input is broken, the build before stays."
        ),
        usage=msg("[FILE …] [OPTIONS]"),
        examples=("perms build", "perms build --force --with illustrative"),
    )
    @click.argument("files", nargs=-1, type=click.Path(path_type=Path))
    @option("--force", is_flag=True, text=msg("Build even if nothing changed."))
    def _build(session: Session, files: tuple[Path, ...], force: bool) -> None:
        _need(files)
        started = time.monotonic()
        if session.memory:
            given = inputs(shipped(), illustrative=session.illustrative, extra=files)
            with Bar(session.err(), session.language) as bar:
                report = build_into(Dataset.memory(), given, progress=bar)
        else:
            report = built(session, extra=files, force=force)
        if session.illustrative:
            say_illustrative(session)
        _report_build(session, report, time.monotonic() - started)


def add_validate(program: Program) -> None:
    """Add ``perms validate``."""

    @command(
        program,
        "validate",
        text=msg(
            "Check against the principles and the rules of recording.\n\n"
            "Without files: the register. With files: these files together, with what the "
            "ontology says of them. Exit code 0 if there is no violation, 1 if there is."
        ),
        usage=msg("[FILE …] [OPTIONS]"),
        examples=(
            "perms validate",
            "perms validate --min-severity violation --format csv",
            "perms validate data/illustrative/*.trig --against register",
        ),
        formats=FORMATS,
    )
    @click.argument("files", nargs=-1, type=click.Path(path_type=Path))
    @option(
        "--min-severity",
        "least",
        type=Choice("violation", "warning", "info"),
        default="info",
        text=msg("Leave out what is less grave."),
        placeholder="violation|warning|info",
    )
    @option(
        "--against",
        type=Choice(*AGAINST),
        default="strategy",
        text=msg("What the files may refer to; strategy (with code lists) if not given."),
        placeholder="ontology|strategy|register",
    )
    def _validate(session: Session, files: tuple[Path, ...], least: str, against: str) -> int:
        chosen = session.choose_format(FORMATS)
        if files:
            _need(files)
            dataset, report = check_files(session, files, against)
        else:
            register = opened(session)
            dataset = register.dataset
            with Bar(session.err(), session.language) as bar:
                compiled = compile_shapes(load_shapes(inputs(shipped()).shapes))
                report = validate(dataset, compiled, progress=bar)
        shown = reports.at_least(report, least.capitalize())
        _write(session, dataset, report, shown, chosen)
        return 0 if report.conforms else 1


def check_files(session: Session, files: Sequence[Path], against: str) -> tuple[Dataset, Report]:
    """Check files of the user together.

    Args:
        session: Says whether the illustrative set is there to refer to.
        files: RDF files.
        against: What else is loaded: the ontology alone, the strategy and code lists too, or the
            whole register too.

    Returns:
        The graph, and the results about things that the files speak of.

    Raises:
        FileError: A file is missing or broken; says line and column.
        PermsError: The files hold nothing that the shapes look at.
    """
    given = _inputs(session, files, against)
    spoken_of: set[Term] = set()
    for path in files:
        for quad in parse(path):
            spoken_of |= {quad.subject, quad.object}  # type: ignore[arg-type]
    dataset = Dataset.memory()
    with Bar(session.err(), session.language) as bar:
        report = build_into(dataset, given, progress=bar).validation
    if report is None or not _has_ours(dataset, files):
        raise PermsError(
            msg("There is RDF here, but no thing of the kinds that are checked."),
            msg(
                "Give things a type such as perms:Agreement: perms query counts_by_kind lists them."
            ),
        )
    return dataset, reports.about(report, spoken_of)


def _inputs(session: Session, files: Sequence[Path], against: str) -> Inputs:
    resources = shipped()
    given = inputs(resources, illustrative=session.illustrative)
    own = inputs(resources, extra=files).sources[-len(files) :]
    loaded = {s.path.resolve() for s in own}
    ontology = set(given.ontology)
    sources = [
        source
        for source in given.sources
        if source.path.resolve() not in loaded
        and (
            against == "register"
            or source.path in ontology
            or (against == "strategy" and source.path.parent.name in {"strategy", "codelists"})
        )
    ]
    return replace(given, sources=(*sources, *own))


def _has_ours(dataset: Dataset, files: Sequence[Path]) -> bool:
    """Tell whether the files name something that is, stated or inferred, of a kind of ours."""
    subjects = {q.subject for path in files for q in parse(path)}
    table = dataset.select(
        f'SELECT DISTINCT ?thing {{ ?thing a ?kind FILTER (STRSTARTS(STR(?kind), "{PERMS}")) }}'
    )
    return bool(subjects & set(table.column("thing")))


def _need(files: Sequence[Path]) -> None:
    for path in files:
        if not path.is_file():
            raise FileError(
                path,
                msg("There is no such file."),
                msg("Check the name and the folder you are in."),
            )


def _report_build(session: Session, report: BuildReport, seconds: float) -> None:
    manifest, out = report.manifest, session.out()

    def n(value: int) -> str:
        return number(str(value), session.language)

    lines = []
    if report.reused:
        lines.append(msg("Nothing changed: the build of before serves."))
    lines += [
        msg(
            "Triples: {asserted} asserted, {inferred} inferred, {derived} derived. "
            "Graphs: {graphs}.",
            asserted=n(manifest.asserted),
            inferred=n(manifest.inferred),
            derived=n(manifest.derived),
            graphs=n(manifest.graphs),
        ),
        msg(
            "Violations: {violations}. Warnings: {warnings}. Remarks: {infos}.",
            violations=n(manifest.violations),
            warnings=n(manifest.warnings),
            infos=n(manifest.infos),
        ),
        msg("Took {seconds} s.", seconds=number(f"{seconds:.1f}", session.language)),
    ]
    if not session.memory:
        lines.append(msg("Store: {folder}", folder=session.folder))
    for line in lines:
        out.print(session.say(line), soft_wrap=True)


def _write(session: Session, dataset: Dataset, report: Report, shown: Report, chosen: str) -> None:
    illustrative = dataset.ask("ASK { ?thing perms:illustrative true }")
    if illustrative and not session.illustrative:
        say_illustrative(session)  # it came with the user's own files
    if chosen == "json":
        session.write(reports.as_json(shown, illustrative=illustrative))
    elif chosen == "turtle":
        session.write(reports.as_turtle(shown))
    elif chosen == "csv":
        table = reports.as_table(shown, session.language)
        session.write(as_csv(with_illustrative(dataset, table) if illustrative else table))
    else:
        out = session.out()
        names = labels(dataset, sorted(reports.things_in(shown)), session.language)
        if shown.results:
            session.show(reports.view(shown, names, session.language))
        out.print(session.say(reports.summary(report)), style="bold", soft_wrap=True)
        answered = _answered(session, dataset, shown)
        if answered:
            line = msg(
                "Answered by a departure in force on {day}: {count} of these "
                "(perms explain says which).",
                day=moment(session.on.isoformat(), session.language),
                count=number(str(answered), session.language),
            )
            out.print(session.say(line), soft_wrap=True)
        verdict = msg("It conforms.") if report.conforms else msg("It does not conform.")
        out.print(session.say(verdict), style="green" if report.conforms else "red")


def _answered(session: Session, dataset: Dataset, report: Report) -> int:
    """Count the results that a departure answers on the day: no shape knows what day it is."""
    ledger = judge(dataset, load_catalogue(shipped().queries), day=session.on)
    departed = {
        (v.partnership, f.shape)
        for v in ledger.verdicts
        if v.state is State.DEPARTED_FROM
        for f in v.findings
    }
    return sum((r.focus, r.source_shape) in departed for r in report.results)
