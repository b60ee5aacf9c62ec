"""Where the statements of a Turtle or TriG text stand: rdflib's own reader, made to keep places.

Only texts that the store's reader took are read here, after the screen; the reader fetches nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import MutableSequence
from typing import Any, Final

from rdflib import Graph
from rdflib.plugins.parsers.notation3 import RDFSink
from rdflib.plugins.parsers.trig import TrigSinkParser
from rdflib.term import BNode, URIRef

from perms_graph.findings.terms import NAMELESS, Key, iri_key, literal_key
from perms_graph.namespaces import XSD

At = tuple[int, int]
"""Line and column, from 1."""

Statement = tuple[Key, Key, Key]

_LINE_END: Final = re.compile("\n")


class _Value(str):
    """A literal, as its key: rdflib's own would weigh each text and complain of the odd ones."""

    __slots__ = ("key",)
    key: Key


class _Sink(RDFSink):
    """Makes terms and keeps no statement."""

    def newLiteral(  # type: ignore[override]  # noqa: N802 - rdflib's name
        self, s: str, dt: str | None = None, lang: str | None = None
    ) -> _Value:
        made = _Value(s)
        made.key = literal_key(s, None if dt is None else str(dt), lang)
        return made

    def makeStatement(self, quadruple: Any, why: Any = None) -> None:  # noqa: N802
        return None


class _Reader(TrigSinkParser):
    """Notes for each statement where its object begins, and for each subject where it begins."""

    def __init__(self, text: str) -> None:
        super().__init__(_Sink(Graph()), baseURI="https://file.invalid/", turtle=True)
        self.found: dict[Statement, At] = {}
        self.subjects: dict[Key, At] = {}
        self._line_ends = [m.start() for m in _LINE_END.finditer(text)]
        self._begins: list[int] = []
        self._objects: deque[int] = deque()
        self._statement = 0

    def statement(self, argstr: str, i: int) -> int:
        self._statement = max(i, self.skipSpace(argstr, i))
        return super().statement(argstr, i)

    def objectList(  # noqa: N802
        self, argstr: str, i: int, res: MutableSequence[Any]
    ) -> int:
        outer, self._begins = self._begins, []
        end = super().objectList(argstr, i, res)
        self._objects, self._begins = deque(self._begins), outer
        return end

    def object(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:
        begins = self.skipSpace(argstr, i)
        end = super().object(argstr, i, res)
        if end >= 0:
            self._begins.append(begins)
        return end

    def makeStatement(self, quadruple: Any) -> None:  # noqa: N802
        _, predicate, subject, value = quadruple
        at = self._at(self._objects.popleft() if self._objects else self._statement)
        key = _key(subject)
        self.found.setdefault((key, _key(predicate), _key(value)), at)
        if key is not NAMELESS and key not in self.subjects:
            self.subjects[key] = self._at(self._statement)

    def _at(self, offset: int) -> At:
        before = bisect_right(self._line_ends, offset - 1)
        return before + 1, offset - (self._line_ends[before - 1] + 1 if before else 0) + 1


def statements_of(body: bytes) -> tuple[dict[Statement, At], dict[Key, At]] | None:
    """Give the place of each statement and of each subject.

    Args:
        body: Turtle or TriG that the store's reader has taken.

    Returns:
        Statement → where its object first stands, and subject → where it is first described; None
        if rdflib does not read this text (it may use what is newer than RDF 1.1).
    """
    # A reader that fails on the last line has lost all, and a place is no reason to stop a check.
    text = body.decode("utf-8", "replace")
    reader = _Reader(text)
    try:
        reader.feed(text)
    except Exception:
        return None
    return reader.found, reader.subjects


def _key(term: Any) -> Key:
    if isinstance(term, _Value):
        return term.key
    if isinstance(term, URIRef):
        return iri_key(str(term))
    if isinstance(term, BNode):
        return NAMELESS
    if isinstance(term, tuple):  # the reader's own way of writing rdf:type and the like
        return iri_key(str(term[1]))
    if isinstance(term, bool):
        return literal_key(str(term).lower(), XSD + "boolean", None)
    return literal_key(str(term), XSD + "decimal", None)
