"""Shapes of the user's own: first whether they are shapes at all, by the shapes for shapes."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

import pyoxigraph as ox

from perms_graph.errors import FileError, PermsError, msg
from perms_graph.findings.owners import named_above
from perms_graph.findings.places import Places
from perms_graph.findings.reading import ReadFile, looked_at
from perms_graph.language import rank
from perms_graph.namespaces import SH, shorten
from perms_graph.store import Dataset
from perms_graph.store.loading import parse
from perms_graph.validation import Result, compile_shapes, load_shapes, validate


def check_shapes(path: Path, *, max_bytes: int, language: str) -> None:
    """Check that a file holds shapes, and that they are what SHACL allows.

    Args:
        path: The file.
        max_bytes: A longer one is refused unread.
        language: Of the sentence that the SHACL shapes say.

    Raises:
        FileError: It is no RDF, holds no shape, or breaks a rule of SHACL; says file, line, and the
            shape.

    Source:
        W3C SHACL, appendix C: "Shapes to Validate Shapes Graphs", as pySHACL ships it.
    """
    body, form = looked_at(path, max_bytes=max_bytes)
    quads = tuple(parse(path))
    if not any(q.predicate.value.startswith(SH) for q in quads):
        raise FileError(
            path,
            msg("There is no SHACL shape in this file."),
            msg("Data to check come without an option; --shapes takes rules."),
        )
    dataset = Dataset.memory()
    dataset.store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    with as_file(files("pyshacl") / "assets" / "shacl-shacl.ttl") as rules:
        report = validate(dataset, compile_shapes(load_shapes([rules])))
    if not report.results:
        return
    # The one that names a value says most; "one of these shapes" says least.
    first = min(report.results, key=lambda r: (r.value is None or r.path is None, r.key))
    places = Places([ReadFile(path, body, form, quads, 0, (), 0)])
    raise _broken(path, dataset, first, places, language)


def _broken(
    path: Path, dataset: Dataset, result: Result, places: Places, language: str
) -> PermsError:
    focus = result.focus
    nameless = [focus] if isinstance(focus, ox.BlankNode) else []
    above = named_above(dataset, nameless).get(focus)
    name = above[0] if above else str(getattr(focus, "value", focus))
    place = places.of_fault(focus, result.path, result.value)
    if place is None and above:
        place = places.of_fault(ox.NamedNode(above[0]), f"<{above[1]}>", None)
    said = min(result.messages, key=lambda tag: (rank(tag, language), tag), default=None)
    text = result.messages[said] if said is not None else shorten(result.component)
    value = result.value if result.value is not None and result.value != focus else None
    where = shorten((result.path or "").strip("<>"))
    reason = " · ".join(part for part in (where, str(value) if value else "", text) if part)
    return FileError(
        path,
        msg(
            "The shape {shape} is not what SHACL allows: {reason}",
            shape=shorten(name),
            reason=reason,
        ),
        msg("Mend the shape and try again; nothing was checked."),
        line=place.line if place else None,
        column=place.column if place else None,
    )
