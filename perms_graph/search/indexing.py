"""The index: names, other names and texts of every thing that has a kind of ours."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import BASE, ORG, PERMS
from perms_graph.search.finding import COLUMNS, TONGUES, Answer, find
from perms_graph.search.folding import folded
from perms_graph.store import Dataset

# Other spellings of a property come first: what a thing is called before what it is also called.
_TEXTS: Final = """
SELECT ?thing ?text ?order WHERE {
  { ?thing skos:prefLabel ?text BIND (0 AS ?order) }
  UNION { ?thing rdfs:label ?text BIND (0 AS ?order) }
  UNION { ?thing dcterms:title ?text BIND (0 AS ?order) }
  UNION { ?thing foaf:name ?text BIND (0 AS ?order) }
  UNION { ?thing perms:acronym ?text BIND (1 AS ?order) }
  UNION { ?thing skos:notation ?text BIND (1 AS ?order) }
  UNION { ?thing skos:altLabel ?text BIND (1 AS ?order) }
  UNION { ?thing dcterms:description ?text BIND (2 AS ?order) }
  UNION { ?thing skos:definition ?text BIND (2 AS ?order) }
  UNION { ?thing perms:quotes ?text BIND (2 AS ?order) }
  UNION { ?thing perms:topic ?text BIND (2 AS ?order) }
  UNION { ?thing perms:partiesAsPrinted ?text BIND (2 AS ?order) }
  FILTER (isIRI(?thing) && isLiteral(?text))
}
"""

_KINDS: Final = f"""
SELECT ?thing ?kind WHERE {{
  ?thing a ?kind
  FILTER (isIRI(?thing) && (STRSTARTS(STR(?kind), "{PERMS}") || STRSTARTS(STR(?kind), "{ORG}")))
}}
"""

BESIDE: Final = frozenset(
    (
        ORG + "Membership",
        *(
            PERMS + name
            for name in (
                "Amount", "Disagreement", "Document", "Hole", "MechanismExample", "Note",
                "Passage", "Position", "SourceGraph", "Statistic", "TermPair",
            )
        ),
    )
)  # fmt: skip
"""Kinds that are about other things: they weigh half."""

_SCHEMA: Final = """
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, weight REAL NOT NULL);
CREATE TABLE kind (thing INTEGER NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (thing, kind))
  WITHOUT ROWID;
CREATE TABLE name (folded TEXT NOT NULL, thing INTEGER NOT NULL, place INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (
  names_en, names_fr, names_, others_en, others_fr, others_, texts_en, texts_fr, texts_,
  tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, 'row');
"""


class SearchIndex:
    """An index that many threads may ask; it does not change.

    The index is made from the graph and can be thrown away. In memory it takes about 500 bytes a
    name; in a file it is opened as it is.
    """

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._turn = threading.Lock()
        self._vocabulary: tuple[str, ...] | None = None

    @classmethod
    def of(cls, dataset: Dataset, *, path: Path | None = None) -> SearchIndex:
        """Make the index of a graph.

        Args:
            dataset: Its default graph is read.
            path: File to make; None for memory.

        Returns:
            The index of all things with a class of ours, and of our terms.
        """
        database = _connect(str(path) if path is not None else ":memory:")
        database.executescript(_SCHEMA)
        with database:
            _fill(database, dataset)
        return cls(database)

    @classmethod
    def open(cls, path: Path) -> SearchIndex:
        """Open an index made before."""
        return cls(_connect(f"{path.resolve().as_uri()}?mode=ro"))

    def find(
        self,
        text: str,
        *,
        language: str = "en",
        kinds: Collection[str] = (),
        limit: int = 20,
        offset: int = 0,
    ) -> Answer:
        """Find things.

        Every word counts, as a word or as the beginning of one; capitals and accents do not. A word
        that occurs nowhere is taken for a typing error, and the nearest words stand for it. Where
        nothing has every word, what has some of them is given, and the answer says so. A thing
        whose whole name or acronym is the text comes first, then those whose name begins with it,
        then by BM25: names weigh more than other names, those more than texts.

        Args:
            text: What a person typed.
            language: Language of the reader: of the texts that match, those in it are shown.
            kinds: IRIs of classes; a thing of any of them is wanted. Empty for all.
            limit: Most things to give.
            offset: How many to leave out at the start.

        Returns:
            Things, best first, how many there are, and how many of each kind whatever ``kinds``
            says.
        """
        with self._turn:
            if self._vocabulary is None:
                rows = self._database.execute("SELECT term FROM vocabulary")
                self._vocabulary = tuple(term for (term,) in rows)
            return find(
                self._database, self._vocabulary, text, language, frozenset(kinds), limit, offset
            )

    def close(self) -> None:
        """Close it."""
        with self._turn:
            self._database.close()


def _connect(address: str) -> sqlite3.Connection:
    # One connection behind a lock: an answer takes milliseconds.
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def _fill(database: sqlite3.Connection, dataset: Dataset) -> None:
    kinds = sorted(
        (thing.value, kind.value)
        for thing, kind in dataset.select(_KINDS).rows
        if isinstance(thing, ox.NamedNode) and isinstance(kind, ox.NamedNode)
    )
    beside = {thing for thing, kind in kinds if kind in BESIDE}
    found = sorted({thing for thing, _ in kinds} | set(_terms(dataset)))
    numbers = {iri: number for number, iri in enumerate(found, start=1)}
    database.executemany(
        "INSERT INTO thing (id, iri, weight) VALUES (?, ?, ?)",
        ((number, iri, 0.5 if iri in beside else 1.0) for iri, number in numbers.items()),
    )
    database.executemany(
        "INSERT OR IGNORE INTO kind (thing, kind) VALUES (?, ?)",
        ((numbers[thing], kind) for thing, kind in kinds),
    )
    texts: dict[int, tuple[dict[str, None], ...]] = {}
    names: set[tuple[str, int, int]] = set()
    for subject, text, order in dataset.select(_TEXTS).rows:
        number = numbers.get(subject.value) if isinstance(subject, ox.NamedNode) else None
        if number is None or not isinstance(text, ox.Literal) or not isinstance(order, ox.Literal):
            continue
        place, tag = int(order.value), (text.language or "").partition("-")[0]
        column = place * len(TONGUES) + (TONGUES.index(tag) if tag in TONGUES else len(TONGUES) - 1)
        texts.setdefault(number, tuple({} for _ in COLUMNS))[column][text.value] = None
        if place < 2:
            names.add((folded(text.value), number, place))
    for iri, number in numbers.items():
        # The end of its identity finds a thing too: ag-010, spc.
        names.add((folded(iri.rpartition("/")[2].rpartition("#")[2]), number, 2))
    database.executemany("INSERT INTO name VALUES (?, ?, ?)", sorted(names))
    database.execute("CREATE INDEX by_name ON name (folded)")
    marks = ", ".join("?" * (1 + len(COLUMNS)))
    nothing: tuple[dict[str, None], ...] = tuple({} for _ in COLUMNS)
    database.executemany(
        f"INSERT INTO words (rowid, {', '.join(COLUMNS)}) VALUES ({marks})",  # noqa: S608 - ours
        (
            (number, *("\n".join(part) for part in texts.get(number, nothing)))
            for number in numbers.values()
        ),
    )
    database.execute("INSERT INTO words (words) VALUES ('optimize')")


def _terms(dataset: Dataset) -> Iterator[str]:
    """Give the terms of our ontology."""
    table = dataset.select(
        "SELECT DISTINCT ?term { ?term rdfs:isDefinedBy ?module "
        f'FILTER (isIRI(?term) && STRSTARTS(STR(?term), "{BASE}")) }}'
    )
    yield from (term.value for (term,) in table.rows if isinstance(term, ox.NamedNode))
