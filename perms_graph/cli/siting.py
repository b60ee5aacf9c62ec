"""``perms site``: the whole browser as files that open from disk."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import click

from perms_graph.cli.commands import command
from perms_graph.cli.program import Program
from perms_graph.cli.progress import Bar
from perms_graph.cli.registers import opened
from perms_graph.cli.serving import pages
from perms_graph.cli.session import Session
from perms_graph.errors import msg
from perms_graph.reports.values import number


def add_site(program: Program) -> None:
    """Add ``perms site``."""

    @command(
        program,
        "site",
        text=msg(
            "Write the whole browser as files: no server, no network, both languages.\n\n"
            "Open index.html in the folder. Every page says for what day it is judged and from "
            "when the data are. A folder that “perms site” wrote before is replaced when the new "
            "one is whole; any other that is not empty is refused. Takes some minutes."
        ),
        usage=msg("FOLDER [OPTIONS]"),
        examples=("perms site perms-site", "perms site perms-site --on 2026-06-30"),
    )
    @click.argument("folder", type=click.Path(path_type=Path))
    def _site(session: Session, folder: Path) -> None:
        freezing: Any = importlib.import_module(f"{pages().__name__}.freezing")
        # Before the register is read: a folder that is refused need not be waited for.
        freezing.refuse_what_is_not_ours(folder.resolve())
        register = opened(session)
        with Bar(session.err(), session.language) as bar:
            written = freezing.freeze(
                register,
                folder,
                day=session.on,
                illustrative=session.illustrative,
                processes=freezing.processors(),
                progress=bar,
            )
        out = session.out()
        for line in (
            msg(
                "Pages: {pages}. Files in all: {files}, {size} MB.",
                pages=number(str(written.pages), session.language),
                files=number(str(written.files), session.language),
                size=number(f"{written.size / 1_000_000:.1f}", session.language),
            ),
            msg("Open it: {file}", file=written.folder / "index.html"),
        ):
            out.print(session.say(line), soft_wrap=True)
