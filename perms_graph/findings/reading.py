"""Reading the files of a user: looked at before they are parsed, and what is no data set aside."""

from __future__ import annotations

import codecs
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import FileError, Message, PermsError, msg
from perms_graph.findings.aside import COMPUTED, IMPORTS, of_shapes
from perms_graph.findings.forms import form_of, screen
from perms_graph.store.loading import parse, rdf_format

MEGABYTE: Final = 1_000_000
MAX_BYTES: Final = 50 * MEGABYTE
"""Longest file, unless the user says otherwise."""

_ELSEWHERE: Final = re.compile(rb'"@(?:context|import)"\s*:\s*(?:\[[^\]]*?)?("[^"]*")')
"""A JSON-LD context that is an address."""


@dataclass(frozen=True)
class ReadFile:
    """A file of the user.

    Attributes:
        path: As the user named it.
        body: Its text, without a byte order mark.
        form: Its format.
        data: Its quads that are data, terms as written.
        shapes: How many of its statements belong to shapes.
        imports: What it asks for with ``owl:imports``.
        computed: How many of its statements are in graphs that we write ourselves.
        marked: Whether it began with a byte order mark, which the store's reader refuses.
    """

    path: Path
    body: bytes
    form: ox.RdfFormat
    data: tuple[ox.Quad, ...]
    shapes: int
    imports: tuple[str, ...]
    computed: int
    marked: bool = False

    @property
    def whole(self) -> bool:
        """Whether it can be loaded as it is: nothing of it is set aside."""
        return not (self.shapes or self.imports or self.computed or self.marked)

    def remarks(self) -> list[Message]:
        """Say what was set aside."""
        found = []
        name = str(self.path)
        if self.imports:
            found.append(
                msg(
                    "{file} asks for {imports} with owl:imports. Imports are ignored: nothing is "
                    "fetched. Give those files beside this one.",
                    file=name,
                    imports=", ".join(self.imports),
                )
            )
        if self.shapes:
            found.append(
                msg(
                    "{file} holds SHACL shapes, and shapes among the data are never run. "
                    "Statements left aside: {count}. Give shapes of your own with --shapes.",
                    file=name,
                    count=self.shapes,
                )
            )
        if self.computed:
            found.append(
                msg(
                    "{file} fills graphs that we write ourselves. Statements left aside: {count}.",
                    file=name,
                    count=self.computed,
                )
            )
        return found


def read_file(path: Path, *, max_bytes: int = MAX_BYTES) -> ReadFile:
    """Look at a file, and read it if that is safe.

    Args:
        path: Where it is; its suffix tells the format.
        max_bytes: A longer file is refused before it is read.

    Raises:
        FileError: It is missing, too long, of an unknown kind, no text in UTF-8, empty, nested too
            deep, declares entities, or is no RDF; says the line where there is one.
    """
    body, form = looked_at(path, max_bytes=max_bytes)
    marked = path.stat().st_size > len(body)
    try:
        quads = list(dict.fromkeys(_unmarked(path, body) if marked else parse(path)))
    except FileError as error:
        _explain(error, body, form)
        raise
    shapes = of_shapes([q.triple for q in quads])
    data: list[ox.Quad] = []
    imports: set[str] = set()
    computed = aside = 0
    for q in quads:
        if isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value in COMPUTED:
            computed += 1
        elif q.predicate.value == IMPORTS:
            imports.add(str(getattr(q.object, "value", q.object)))
        elif q.subject in shapes:
            aside += 1
        else:
            data.append(q)
    found = tuple(sorted(imports))[:20]
    return ReadFile(path, body, form, tuple(data), aside, found, computed, marked)


def looked_at(path: Path, *, max_bytes: int) -> tuple[bytes, ox.RdfFormat]:
    """Give the text of a file and its format, once nothing in it can harm a parser.

    Raises:
        FileError: As for ``read_file``, save that it may still be no RDF.
    """
    _be_a_file(path)
    form = rdf_format(path)
    size = path.stat().st_size
    if size > max_bytes:
        raise FileError(
            path,
            msg(
                "This file has {size} MB. Files of more than {most} MB are refused unread.",
                size=f"{size / MEGABYTE:.1f}",
                most=f"{max_bytes / MEGABYTE:g}",
            ),
            msg("Split it, or allow more with --max-size."),
        )
    try:
        body = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        raise FileError(path, msg("The file cannot be read: {reason}", reason=str(error))) from None
    if not body.strip():
        raise FileError(path, msg("This file is empty."), msg("Check that it was saved."))
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise FileError(
            path,
            msg("This is not text in UTF-8."),
            msg("Save the file as UTF-8 and try again."),
            line=None if b"\x00" in body[:4096] else body.count(b"\n", 0, error.start) + 1,
        ) from None
    try:
        form_of(body)
    except PermsError as error:
        raise FileError(path, error.message, error.hint) from None
    screen(body, form, str(path))
    return body, form


def _be_a_file(path: Path) -> None:
    try:
        if path.is_file():
            return
        message = msg("There is no such file.")
        hint = msg("Check the name and the folder you are in.")
        if path.is_dir():
            message = msg("This is a folder, not a file.")
            hint = msg("Name the files in it, for instance {example}.", example=path / "*.ttl")
        elif path.exists():
            message = msg("This is not a plain file, and its size cannot be told.")
            hint = msg("Save it first, and check what was saved.")
    except OSError as error:  # a folder above it that may not be entered
        message, hint = msg("The file cannot be read: {reason}", reason=str(error)), None
    raise FileError(path, message, hint)


def _explain(error: FileError, body: bytes, form: ox.RdfFormat) -> None:
    """Add to an error of the store's reader what a look at the text tells."""
    if error.line is not None:
        seen = form_of(body)
        if seen != form and seen in {ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD}:
            error.hint = msg(
                "The name says {form}, and the text looks like {seen}. Name the file for what "
                "it is.",
                form=form.name,
                seen=seen.name,
            )
        return
    context = _ELSEWHERE.search(body) if form == ox.RdfFormat.JSON_LD else None
    if context is not None:
        error.line = body.count(b"\n", 0, context.start(1)) + 1


def _unmarked(path: Path, body: bytes) -> list[ox.Quad]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(body)
        try:
            return parse(copy)
        except FileError as error:
            error.path = str(path)
            raise
