"""Building: load, merge, reason, derive, validate. A store on disk is made aside and swapped in."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox

from perms_graph import __version__
from perms_graph.errors import FileError, msg
from perms_graph.namespaces import GRAPH
from perms_graph.register.manifest import Manifest, fingerprint
from perms_graph.resources import Resources
from perms_graph.store import Dataset
from perms_graph.store.loading import Progress, Source, load, merge, parse, rdf_files

if TYPE_CHECKING:
    from perms_graph.validation import Report, ShapesGraph

POINTER = "current"
"""A file in the store's folder that names the build in use."""


@dataclass(frozen=True)
class Inputs:
    """What a register is built from.

    Attributes:
        sources: Files to load, in order.
        ontology: The files of the ontology among them.
        shapes: Files of shapes.
        software: Files whose change calls for a new build.
        illustrative: Whether invented data are among the sources.
    """

    sources: tuple[Source, ...]
    ontology: tuple[Path, ...]
    shapes: tuple[Path, ...]
    software: tuple[Path, ...]
    illustrative: bool

    def fingerprint(self) -> str:
        """Give a hash that changes when any input does."""
        paths = [s.path for s in self.sources] + list(self.shapes) + list(self.software)
        top = Path(os.path.commonpath([p.resolve() for p in paths]))
        return fingerprint((p.resolve().relative_to(top).as_posix(), p) for p in paths)


@dataclass(frozen=True)
class BuildReport:
    """What a build gave: its record, its validation report, and whether an earlier build served."""

    manifest: Manifest
    validation: Report | None
    reused: bool


def inputs(
    resources: Resources, *, illustrative: bool = False, extra: Sequence[Path] = ()
) -> Inputs:
    """List what the shipped register is built from.

    Args:
        resources: Folders that came with the software.
        illustrative: Whether to add the invented data.
        extra: More RDF files of the user; Turtle and the like go to a graph named for the file.

    Raises:
        FileError: A file in ``extra`` is missing.
    """
    # Turtle only: the folder also holds an XML catalogue for editors, which is not RDF.
    ontology = tuple(p for p in rdf_files(resources.ontology) if p.suffix == ".ttl")
    sources = [
        Source(p, GRAPH + ("alignment" if p.parent.name == "alignment" else "ontology"))
        for p in ontology
    ]
    data = resources.data
    for path in rdf_files(data):
        part = path.relative_to(data).parts[0]
        if (
            part in {"register", "strategy", "codelists", "policy"}
            or len(path.relative_to(data).parts) == 1
            or (part == "illustrative" and illustrative)
        ):
            sources.append(Source(path))
    for path in extra:
        if not path.is_file():
            raise FileError(path, msg("There is no such file."))
        # A file may have any name; a graph may not.
        sources.append(Source(path, f"{GRAPH}file/{quote(os.fsencode(path.stem), safe='')}"))
    package = Path(__file__).resolve().parent.parent
    software = [
        p
        for folder in ("reasoning", "validation", "register", "store")
        for p in sorted((package / folder).rglob("*"))
        if p.suffix in {".py", ".rq"}
    ]
    return Inputs(
        tuple(sources), ontology, tuple(rdf_files(resources.shapes)), tuple(software), illustrative
    )


def build_into(dataset: Dataset, given: Inputs, *, progress: Progress | None = None) -> BuildReport:
    """Build a register in an empty dataset.

    Args:
        dataset: Empty; left unusable if an error is raised.
        given: What to build from.
        progress: Told as stages go on: ``load``, ``merge``, ``reason``, ``derive``, ``validate``.

    Raises:
        FileError: An input is missing or broken; says file, line and column.
    """
    from perms_graph.validation import keep_report

    built, report, shapes = _build(dataset, given, progress or _silent)
    keep_report(dataset, report, shapes)
    return built


def _build(
    dataset: Dataset, given: Inputs, tell: Progress
) -> tuple[BuildReport, Report, ShapesGraph]:
    """Build all but the report graph, which a build on disk never holds in memory."""
    # The engines take a second to import; whoever opens what is built already needs none of them.
    from perms_graph.reasoning import close_ontology, compile_rules, derive, materialise
    from perms_graph.validation import compile_shapes, load_shapes, validate

    # Shapes first: they are small, and a broken one should not cost a load.
    shapes = load_shapes(given.shapes)
    compiled = compile_shapes(shapes)
    schema = [q.triple for p in given.ontology for q in parse(p)]
    load(dataset, given.sources, progress=tell)
    tell("merge", 0, 1)
    merge(dataset)
    asserted = dataset.size(None)
    tell("merge", 1, 1)
    inferred = materialise(dataset, compile_rules(close_ontology(schema)), progress=tell)
    derived = derive(dataset, progress=tell)
    load(dataset, [Source(p, GRAPH + "shapes") for p in given.shapes])
    report = validate(dataset, compiled, progress=tell)
    counts = report.counts
    manifest = Manifest(
        fingerprint=given.fingerprint(),
        version=__version__,
        illustrative=given.illustrative,
        asserted=asserted,
        inferred=inferred,
        derived=derived,
        # The report's own graph is still to come.
        graphs=len(dataset.graphs()) + 1,
        violations=counts["Violation"],
        warnings=counts["Warning"],
        infos=counts["Info"],
    )
    return BuildReport(manifest, report, reused=False), report, shapes


def build(
    folder: Path, given: Inputs, *, force: bool = False, progress: Progress | None = None
) -> BuildReport:
    """Build a register in a folder, unless the same inputs have been built there.

    The new store is made beside the old one; a reader sees the old one until the new one is whole.
    The build before this one is kept for processes that still read it; older ones are removed.

    Args:
        folder: Made if missing.
        given: What to build from.
        force: Build even if nothing changed.
        progress: As in ``build_into``.

    Raises:
        FileError: An input is broken (the old build stays), or the folder cannot be written.
    """
    wanted = given.fingerprint()
    current = current_build(folder)
    if current is not None and not force:
        # A record of another version, or a damaged one, is no build to keep.
        with contextlib.suppress(FileError):
            manifest = Manifest.read(current / "manifest.json")
            if manifest.fingerprint == wanted:
                return BuildReport(manifest, None, reused=True)
    aside = folder / f"aside-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir()
    except OSError as error:
        raise FileError(
            folder,
            msg("The folder for the store cannot be written: {reason}", reason=str(error)),
        ) from error
    try:
        built = _build_on_disk(aside, given, progress or _silent)
        built.manifest.write(aside / "manifest.json")
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    _swap(folder, aside, wanted)
    return built


def current_build(folder: Path) -> Path | None:
    """Give the folder of the build in use; None if nothing has been built there."""
    pointer = folder / POINTER
    if not pointer.is_file():
        return None
    found = folder / pointer.read_text(encoding="utf-8", errors="replace").strip()
    return found if (found / "manifest.json").is_file() else None


def _build_on_disk(folder: Path, given: Inputs, tell: Progress) -> BuildReport:
    """Build in memory, then put it on disk: half the time of building it there."""
    from perms_graph.validation import write_report

    dataset = Dataset.memory()
    built, report, shapes = _build(dataset, given, tell)
    text = folder / "store.nq"
    dataset.store.dump(str(text), format=ox.RdfFormat.N_QUADS)
    # Two stores at once would need twice the memory.
    del dataset
    with text.open("ab") as stream:
        write_report(stream, report, shapes)
    kept = Dataset.open(folder / "store")
    kept.store.bulk_load(path=str(text), format=ox.RdfFormat.N_QUADS)
    kept.store.flush()
    text.unlink()
    return built


def _swap(folder: Path, aside: Path, wanted: str) -> None:
    before = current_build(folder)
    number = 1 + max(
        (
            int(p.name.split("-")[1])
            for p in folder.glob("build-*-*")
            if p.name.split("-")[1].isdigit()
        ),
        default=0,
    )
    fresh = folder / f"build-{number}-{wanted[:12]}"
    aside.rename(fresh)
    pointer = folder / f"{POINTER}.new"
    with pointer.open("w", encoding="utf-8") as stream:
        stream.write(fresh.name + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    pointer.replace(folder / POINTER)
    for old in folder.glob("build-*"):
        if old not in {fresh, before}:
            shutil.rmtree(old, ignore_errors=True)


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None
