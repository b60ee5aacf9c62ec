"""The folder: written aside, looked through, and put in its place when it is whole."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType
from typing import Any, Final

import pyoxigraph as ox
from flask import Flask

from perms_graph import __version__
from perms_graph.errors import FileError, msg
from perms_graph.language import LANGUAGES
from perms_graph.namespaces import PREFIXES
from perms_graph.publishing import DUMPS, summarise
from perms_graph.register import Register

from ..app import create_app
from ..reading import reader
from . import names
from .addresses import ROOT, Address, Reading
from .crawl import Progress, Walk, walk
from .rewriting import Known, Rewriter, told
from .team import Team

MARK: Final = "perms-site.json"
"""The file by which a folder is known as written by us."""

_DUMPS: Final = MappingProxyType({f".{f.suffix}": f.rdf for f in DUMPS})
_TOP: Final = frozenset({*LANGUAGES, MARK, "data", "index.html", "static"})


@dataclass(frozen=True)
class Frozen:
    """What every page says at its foot.

    Attributes:
        day: Day that everything is judged from.
        read_until: When the last source was read, as precise as known; None if nobody noted it.
        fingerprint: Tells this state of the data from any other.
    """

    day: dt.date
    read_until: str | None
    fingerprint: str


@dataclass(frozen=True)
class Written:
    """What was written.

    Attributes:
        folder: Where.
        pages: Number of pages.
        files: Number of all files.
        size: Bytes of all files.
        lost: Addresses that the browser links to and where it has nothing; no page leads there.
    """

    folder: Path
    pages: int
    files: int
    size: int
    lost: tuple[str, ...]


def freeze(
    register: Register,
    folder: Path,
    *,
    day: dt.date,
    illustrative: bool = False,
    processes: int = 1,
    progress: Progress = lambda _stage, _done, _total: None,
) -> Written:
    """Write the whole browser as files that open from disk.

    The same register, day and software give the same bytes.

    Args:
        register: What is shown.
        folder: Where to. What stands there is replaced if we wrote it, when the new one is whole.
        day: Day that everything is judged from.
        illustrative: Whether the register holds invented data; every page then says so.
        processes: How many work at once. More than one only in a process that has drawn no picture
            yet: the engine that draws does not live on in a copy.
        progress: Told how far each stage has got.

    Raises:
        FileError: The folder holds something that we did not write, or cannot be written.
        PermsError: A page cannot be made.
    """
    folder = folder.resolve()
    refuse_what_is_not_ours(folder)
    invented = register if illustrative else None
    app = create_app(register, illustrative=invented, today=lambda: day)
    app.register_blueprint(names.bp)
    app.config["FROZEN"] = True
    summary = summarise(register.dataset, register.catalogue)
    frozen = Frozen(day, summary.read_until, register.manifest.fingerprint)

    @app.context_processor
    def _frozen() -> dict[str, object]:
        return {"frozen": frozen}

    reading = Reading(day, illustrative)
    with _aside(folder) as aside:
        found = walk(
            app, reading, aside, languages=LANGUAGES, processes=processes, progress=progress
        )
        known = _known(found)
        _rewrite(found, reading, known, aside, processes, progress)
        for language in LANGUAGES:
            _write_names(app, reading, known, language, aside)
        _write(aside / MARK, _mark(frozen, found, illustrative))
        written = sorted(p for p in aside.rglob("*") if p.is_file())
        size = sum(p.stat().st_size for p in written)
        lost = tuple(a.request for a in found.lost)
    return Written(folder, len(found.pages), len(written), size, lost)


def refuse_what_is_not_ours(folder: Path) -> None:
    """Refuse a folder in which something else than a site of ours would be lost.

    Raises:
        FileError: There is a file of that name, or the folder holds what we did not write.
    """
    if folder.exists() and not folder.is_dir():
        raise FileError(
            folder, msg("This is a file, not a folder."), msg("Name a folder that is new or empty.")
        )
    inside = {p.name for p in folder.iterdir()} if folder.is_dir() else set()
    foreign = sorted(inside - _TOP) if MARK in inside else sorted(inside)
    if foreign:
        raise FileError(
            folder,
            msg(
                "There is something here that was not written by “perms site”: {name}",
                name=foreign[0],
            ),
            msg("Name a folder that is new or empty, or take that away first."),
        )


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """Give a folder beside the one wanted, which takes its place if all goes well."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    except OSError as error:
        raise FileError(
            folder.parent, msg("The system refuses: {reason}", reason=error.strerror or str(error))
        ) from error
    try:
        new = work / "new"
        new.mkdir()
        yield new
        # Looked at again: it may have been filled while we wrote.
        refuse_what_is_not_ours(folder)
        if folder.exists():
            folder.rename(work / "old")
        try:
            new.rename(folder)
        except OSError:
            if (work / "old").exists():
                (work / "old").rename(folder)
            raise
    except OSError as error:
        where = os.fsdecode(error.filename) if error.filename else folder
        raise FileError(
            where, msg("The system refuses: {reason}", reason=error.strerror or str(error))
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _known(found: Walk) -> Known:
    """Tell files by address, those too that are written when all pages are known."""
    everything = {**found.pages, **found.files}
    everything |= {Address(f"/{x}/names.js"): f"{x}/names.js" for x in LANGUAGES}
    return told(everything, found.aliases)


def _rewrite(
    found: Walk, reading: Reading, known: Known, folder: Path, processes: int, progress: Progress
) -> None:
    rewriter = Rewriter(reading, known)
    data = [(a, f) for a, f in found.files.items() if f.endswith((".atom", ".ttl", *_DUMPS))]
    tasks = [*data, *found.pages.items()]

    def work(task: tuple[Address, str]) -> None:
        address, file = task
        path = folder / file
        if file.endswith(tuple(_DUMPS)):
            path.write_bytes(_ordered(path.read_bytes(), _DUMPS[path.suffix]))
            return
        text = path.read_text(encoding="utf-8")
        if file.endswith(".html"):
            text = rewriter.page(text, file, reading.request(address))
        elif ROOT in text:
            text = rewriter.data(text, file)
        else:
            return
        path.write_bytes(text.encode())

    with Team(work, processes) as team:
        for done, _ in enumerate(team.each(tasks), start=1):
            progress("write", done, len(tasks))


def _ordered(body: bytes, form: ox.RdfFormat) -> bytes:
    """Put statements in order: a store has none, and names blank nodes anew at each load."""
    dataset = ox.Dataset(ox.parse(body, format=form))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    quads = sorted(
        dataset, key=lambda q: (str(q.graph_name), str(q.subject), str(q.predicate), str(q.object))
    )
    prefixes = dict(PREFIXES) if form is ox.RdfFormat.TRIG else None
    return bytes(ox.serialize(quads, format=form, prefixes=prefixes) or b"")


def _write_names(app: Flask, reading: Reading, known: Known, language: str, folder: Path) -> None:
    asked = reading.request(Address(f"/{language}/a-z"))

    def file_of(link: str) -> str | None:
        address = reading.address(link)
        return known(address) if address is not None else None

    with app.test_request_context(asked, base_url=ROOT):
        app.preprocess_request()
        _write(folder / language / "names.js", names.names_script(reader(), file_of).encode())


def _mark(frozen: Frozen, found: Walk, illustrative: bool) -> bytes:
    told: dict[str, Any] = {
        "written by": f"perms-graph {__version__}",
        "day": frozen.day.isoformat(),
        "data": frozen.fingerprint,
        "sources read until": frozen.read_until,
        "illustrative": illustrative,
        "pages": len(found.pages),
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
