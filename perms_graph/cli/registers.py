"""Where the graph comes from: built in memory, or in a folder if it is not there yet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from perms_graph.cli.progress import Bar
from perms_graph.cli.session import Session
from perms_graph.errors import FileError, msg
from perms_graph.register import BuildReport, Register, build, inputs, open_register
from perms_graph.resources import shipped

EXTRA = "extra.json"
"""In a store's folder: files of the user that were built in, so that the next command knows."""


def built(
    session: Session, *, extra: Sequence[Path] | None = None, force: bool = False
) -> BuildReport:
    """Build the register in the session's folder, unless it is there and up to date.

    Args:
        session: Says which folder, and whether with invented data.
        extra: Files of the user to build in; None takes those of the build that is there.
        force: Build even if nothing changed.

    Raises:
        FileError: An input is broken, or the folder cannot be written.
    """
    folder = session.folder
    before = _extra(folder)
    files = before if extra is None else tuple(p.resolve() for p in extra)
    given = inputs(shipped(), illustrative=session.illustrative, extra=files)
    with Bar(session.err(), session.language) as bar:
        try:
            report = build(folder, given, force=force, progress=bar)
        except FileError as error:
            if error.path == str(folder) and error.hint is None:
                error.hint = msg("Name another folder with --store, or use --memory.")
            raise
    if files != before:
        (folder / EXTRA).write_text(json.dumps([str(p) for p in files]) + "\n", encoding="utf-8")
    return report


def opened(session: Session) -> Register:
    """Give the register that the session asks for; says so if it holds invented data.

    Raises:
        FileError: As in ``built``, or the store is damaged.
    """
    if session.memory:
        with Bar(session.err(), session.language) as bar:
            register = Register.in_memory(
                shipped(), illustrative=session.illustrative, progress=bar
            )
    else:
        built(session)
        register = open_built(session)
    if register.manifest.illustrative:
        say_illustrative(session)
    return register


def open_built(session: Session) -> Register:
    """Open what ``built`` has built.

    Raises:
        FileError: It is damaged; the hint says how to build it again.
    """
    try:
        return open_register(session.folder, shipped())
    except FileError as error:
        command = f"perms build --force --store {session.store or session.folder}"
        if session.illustrative:
            command = f"perms build --force --with illustrative --store {session.folder.parent}"
        error.hint = msg("Build it again: {command}", command=command)
        raise


def say_illustrative(session: Session) -> None:
    """Say on stderr that what follows may be invented."""
    session.note(msg("With the illustrative set: part of this is invented to show features."))


def _extra(folder: Path) -> tuple[Path, ...]:
    try:
        listed = json.loads((folder / EXTRA).read_text(encoding="utf-8"))
        return tuple(Path(str(p)) for p in listed)
    except (OSError, ValueError, TypeError):
        # None were built in, or nothing is built here: the same for who reads on.
        return ()
