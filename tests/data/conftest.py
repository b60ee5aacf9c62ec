"""The shipped data, converted once and loaded once for all tests of this folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
import pytest

from tools.convert_facts.book import Book
from tools.convert_facts.converting import FOLDERS, book_of
from tools.convert_facts.reading import Facts

DATA = Path(__file__).resolve().parents[2] / "data"
PERMS = "https://w3id.org/perms/def#"
ID = "https://w3id.org/perms/id/"


@dataclass
class Shipped:
    """The files on disk as quads, and the conversion they come from."""

    data: Path
    quads: tuple[ox.Quad, ...]
    book: Book
    facts: Facts

    @cached_property
    def about(self) -> dict[str, set[tuple[str, str]]]:
        """Subject → (property, value) as strings, whatever the graph."""
        found: dict[str, set[tuple[str, str]]] = {}
        for quad in self.quads:
            pair = (quad.predicate.value, quad.object.value)
            found.setdefault(quad.subject.value, set()).add(pair)
        return found

    def values(self, *subjects: str) -> set[str]:
        """Give every value said of these things."""
        return {value for s in subjects for _, value in self.about.get(s, set())}

    def things(self, kind: str) -> set[str]:
        """Give the things of a kind of the ontology."""
        pair = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", PERMS + kind)
        return {s for s, pairs in self.about.items() if pair in pairs}

    def where(self, subject: str, predicate: str, value: str) -> set[str]:
        """Give the graphs (the part after ``graph/``) that make a statement."""
        return {
            q.graph_name.value.partition("/graph/")[2]
            for q in self.quads
            if q.subject.value == ID + subject
            and q.predicate.value == PERMS + predicate
            and q.object.value in {value, ID + value}
        }


@pytest.fixture(scope="session")
def shipped() -> Shipped:
    files = [DATA / "provenance.trig"]
    files += [p for folder in FOLDERS for p in sorted((DATA / folder).glob("*.trig"))]
    quads = tuple(q for p in files for q in ox.parse(path=str(p), format=ox.RdfFormat.TRIG))
    book, facts = book_of(DATA)
    return Shipped(DATA, quads, book, facts)
