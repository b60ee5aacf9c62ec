"""Files into graphs. Everything is parsed by pyoxigraph, which fetches nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import FileError, msg
from perms_graph.namespaces import GRAPH
from perms_graph.store.dataset import Dataset

Progress = Callable[[str, int, int], None]
"""Called with the name of a stage, how much of it is done, and how much there is."""

FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
}

APART: Final = (GRAPH + "shapes", GRAPH + "report", GRAPH + "catalogue")
"""Named graphs that speak about the data and are not part of it, so never of the default graph."""

_NOISE: Final = re.compile(r"^Parser error (?:at|between) .*?: | \(line \d+\)$")


@dataclass(frozen=True)
class Source:
    """A file to load.

    Attributes:
        path: Where it is.
        graph: Graph for its triples; None where the file names its graphs itself (TriG, N-Quads).
    """

    path: Path
    graph: str | None = None


def load(dataset: Dataset, sources: Sequence[Source], *, progress: Progress | None = None) -> None:
    """Load files into their named graphs; the default graph is left alone.

    Args:
        dataset: Where to.
        sources: Read in this order.
        progress: Told after each file, in bytes.

    Raises:
        FileError: A file is missing, of an unknown kind, or broken (with line and column). Files
            before it have been
            loaded: build into a new dataset and throw it away on error.
    """
    total = sum(s.path.stat().st_size for s in sources if s.path.is_file())
    done = 0
    for source in sources:
        _load_one(dataset, source)
        done += source.path.stat().st_size
        if progress:
            progress("load", done, total)


def rdf_format(path: Path) -> ox.RdfFormat:
    """Tell the format of a file by its suffix.

    Raises:
        FileError: No RDF format has that suffix; names those that do.
    """
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise FileError(
            path,
            msg(
                "This is not a kind of RDF file we read: {suffix}", suffix=path.suffix or path.name
            ),
            msg("Use one of: {suffixes}", suffixes=" ".join(FORMATS)),
        )
    return found


def parse(path: Path, *, base: str | None = None) -> list[ox.Quad]:
    """Read a file into quads, terms as written (a store would rewrite ``007`` to ``7``).

    Raises:
        FileError: As in ``load``.
    """
    kind = rdf_format(path)
    _check(path, kind)
    try:
        return list(ox.parse(path=str(path), format=kind, base_iri=base))
    except (SyntaxError, OSError, UnicodeDecodeError, MemoryError) as error:
        raise _file_error(path, error) from error


def merge(dataset: Dataset) -> None:
    """Make the default graph the set of all triples in named graphs, those of ``APART`` excepted.

    A set, not a bag: a triple that two sources state stands once, so that counts are right.
    """
    apart = ", ".join(f"<{g}>" for g in APART)
    dataset.update(
        f"INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER (?g NOT IN ({apart})) }}"
    )


def rdf_files(folder: Path) -> Iterable[Path]:
    """Give the RDF files below a folder, in order of their paths."""
    # An editor's catalogue of modules (catalog-v001.xml) is XML, but not RDF/XML.
    return sorted(
        p
        for p in folder.rglob("*")
        if p.suffix.lower() in FORMATS and p.is_file() and not p.name.startswith("catalog-v")
    )


def _load_one(dataset: Dataset, source: Source) -> None:
    path, kind = source.path, rdf_format(source.path)
    _check(path, kind)
    try:
        if source.graph is not None and not kind.supports_datasets:
            dataset.store.bulk_load(
                path=str(path), format=kind, to_graph=ox.NamedNode(source.graph)
            )
        else:
            dataset.store.bulk_load(path=str(path), format=kind)
    except (SyntaxError, OSError, UnicodeDecodeError, MemoryError) as error:
        raise _file_error(path, error) from error


def _check(path: Path, kind: ox.RdfFormat) -> None:
    if not path.is_file():
        raise FileError(
            path, msg("There is no such file."), msg("Check the name and the folder you are in.")
        )
    if kind == ox.RdfFormat.RDF_XML:
        with path.open("rb") as stream:
            if b"<!DOCTYPE" in stream.read(4096):
                # Entities expand without limit in every RDF/XML parser we have: 58 kB became 100
                # MB.
                raise FileError(
                    path,
                    msg("RDF/XML with a DOCTYPE is refused: its entities can grow without limit."),
                    msg("Write the entities out, or use Turtle."),
                )


def _file_error(path: Path, error: Exception) -> FileError:
    line = getattr(error, "lineno", None)
    column = getattr(error, "offset", None)
    reason = _NOISE.sub("", _NOISE.sub("", str(getattr(error, "msg", None) or error)))
    if "LoadDocumentCallback" in reason:
        return FileError(
            path,
            msg("The file points to a JSON-LD context elsewhere, and nothing is fetched."),
            msg("Put the context into the file."),
        )
    return FileError(
        path,
        msg("The file cannot be read as RDF: {reason}", reason=reason),
        msg("Mend the place named and try again; nothing was stored."),
        line=line,
        column=column,
    )
