"""Where things, statements and names stand in the files of a user."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from perms_graph.findings.mentions import Mentions
from perms_graph.findings.model import Place
from perms_graph.findings.reading import ReadFile
from perms_graph.findings.terms import NAMELESS, Key, iri_key, key_of
from perms_graph.findings.turtle import At, Statement, statements_of

_BY_LINE: Final = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
_TURTLE: Final = (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
_STEP: Final = re.compile(r"(\^?)<([^<>]*)>")


@dataclass(frozen=True)
class _Index:
    """The places of one file.

    Attributes:
        file: As the user named it.
        statements: Statement → where its object stands.
        pairs: Subject and predicate → where the objects stand.
        values: Subject and object → where the object first stands.
        subjects: Subject → where it is first described.
        names: IRI → where it first stands anywhere.
    """

    file: str
    statements: dict[Statement, At]
    pairs: dict[tuple[Key, Key], list[At]]
    values: dict[tuple[Key, Key], At]
    subjects: dict[Key, At]
    names: dict[Key, At]

    def place(self, at: At) -> Place:
        return Place(self.file, at[0], at[1] or None)


class Places:
    """Places in some files, which are looked through once.

    Args:
        files: In the order in which they are searched.
    """

    def __init__(self, files: Sequence[ReadFile]) -> None:
        self._indexes = [_index(file) for file in files]

    def of_fault(self, focus: object, path: str | None, value: object) -> Place | None:
        """Give the place of what is at fault.

        Args:
            focus: The thing.
            path: The SPARQL path that was looked along, or None.
            value: The value at fault, or None.

        Returns:
            The statement with that value; else one with that value and another property, from
            which it may have been inferred; else one with that property; else where the thing is
            first described, or at least named; None if no file speaks of it.
        """
        step = _STEP.fullmatch(path or "")
        if step and not step[1]:
            found = self.of_statement(key_of(focus), step[2], key_of(value) if value else None)
            if found:
                return found
        elif step and value is not None:
            found = self.of_statement(key_of(value), step[2], key_of(focus))
            if found:
                return found
        if value is not None and value != focus:
            found = self._of_value(key_of(focus), key_of(value))
            if found:
                return found
        if step and isinstance(value, ox.NamedNode) and self.of_thing(value.value) is None:
            # What a file states of one thing may be inferred of another.
            found = self.of_name(value.value)
            if found:
                return found
        key = key_of(focus)
        return self._first("subjects", key) or self._first("names", key)

    def of_statement(self, subject: Key, predicate: str, value: Key | None) -> Place | None:
        """Give the place of a statement; without that value, of another of the same property."""
        name = iri_key(predicate)
        if subject is NAMELESS:
            return None
        if value is not None:
            for index in self._indexes:
                if at := index.statements.get((subject, name, value)):
                    return index.place(at)
            if place := self._of_value(subject, value):
                return place
        for index in self._indexes:
            if found := index.pairs.get((subject, name)):
                return index.place(min(found))
        return None

    def _of_value(self, subject: Key, value: Key) -> Place | None:
        for index in self._indexes:
            if value is not NAMELESS and (at := index.values.get((subject, value))):
                return index.place(at)
        return None

    def of_thing(self, iri: str) -> Place | None:
        """Give the place where a thing is first described."""
        return self._first("subjects", iri_key(iri))

    def of_name(self, iri: str) -> Place | None:
        """Give the place where an IRI first stands, in whatever role."""
        return self._first("names", iri_key(iri))

    def _first(self, kind: str, key: Key) -> Place | None:
        if key is NAMELESS:
            return None
        for index in self._indexes:
            if at := getattr(index, kind).get(key):
                return index.place(at)
        return None


def shown_name(path: Path) -> str:
    """Give the name of a file as it can be written: it may hold bytes that are no UTF-8."""
    return os.fsencode(path).decode(errors="replace")


def _index(file: ReadFile) -> _Index:
    name = shown_name(file.path)
    if file.form in _TURTLE:
        found = statements_of(file.body)
        if found is not None:
            return _indexed(name, list(found[0].items()), found[1])
    if file.form in _BY_LINE:
        placed = _of_lines(file)
        if placed is not None:
            return _indexed(name, placed, {})
    return _mentioned(name, file)


def _indexed(name: str, placed: Iterable[tuple[Statement, At]], subjects: dict[Key, At]) -> _Index:
    statements: dict[Statement, At] = {}
    pairs: dict[tuple[Key, Key], list[At]] = {}
    values: dict[tuple[Key, Key], At] = {}
    firsts, names = dict(subjects), dict(subjects)
    for statement, at in placed:
        statements.setdefault(statement, at)
        pairs.setdefault(statement[:2], []).append(at)
        values.setdefault((statement[0], statement[2]), at)
        firsts.setdefault(statement[0], at)
        for key in statement:
            names[key] = min(names.get(key, at), at)
    return _Index(name, statements, pairs, values, firsts, names)


def _of_lines(file: ReadFile) -> list[tuple[Statement, At]] | None:
    """Pair statements with lines, one on each; None if the text has them otherwise."""
    lines = [
        number
        for number, line in enumerate(file.body.split(b"\n"), 1)
        if line.strip() and not line.lstrip().startswith(b"#")
    ]
    quads = list(ox.parse(file.body, format=file.form))
    if len(lines) != len(quads):
        return None
    return [
        ((key_of(q.subject), key_of(q.predicate), key_of(q.object)), (line, 0))
        for q, line in zip(quads, lines, strict=True)
    ]


def _mentioned(name: str, file: ReadFile) -> _Index:
    """Find the line on which each thing is first described; where else it stands is a guess."""
    parser = ox.parse(file.body, format=file.form, base_iri="https://file.invalid/")
    used: set[str] = set()
    things: set[str] = set()
    for quad in parser:
        things |= {t.value for t in (quad.subject,) if isinstance(t, ox.NamedNode)}
        used |= {
            t.value
            for t in (quad.subject, quad.predicate, quad.object)
            if isinstance(t, ox.NamedNode)
        }
    mentions = Mentions(file.body, dict(parser.prefixes))
    subjects = {
        iri_key(iri): (line, 0) for iri in things if (line := mentions.line_of(iri)) is not None
    }
    names = dict(subjects)
    lines = _words(file.body)
    for iri in used:
        local = re.split(r"[/#]", iri)[-1]
        if iri_key(iri) not in names and local in lines:
            names[iri_key(iri)] = (lines[local], 0)
    return _Index(name, {}, {}, {}, subjects, names)


def _words(body: bytes) -> dict[str, int]:
    """Give each word of a text its first line; words are what the last part of an IRI may be."""
    found: dict[str, int] = {}
    for number, line in enumerate(body.decode("utf-8", "replace").split("\n"), 1):
        for word in re.findall(r"[\w.-]+", line):
            found.setdefault(word, number)
    return found
