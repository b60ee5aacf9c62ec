"""``perms build``."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import click

from perms_graph.cli.commands import command, option
from perms_graph.cli.program import Program
from perms_graph.cli.progress import Bar
from perms_graph.cli.registers import built, say_illustrative
from perms_graph.cli.session import Session
from perms_graph.errors import FileError, msg
from perms_graph.register import BuildReport, build_into, inputs
from perms_graph.reports.values import number
from perms_graph.resources import shipped
from perms_graph.store import Dataset


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
