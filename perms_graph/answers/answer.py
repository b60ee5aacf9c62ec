"""An answer: rows of Python values, that show themselves as a table and become data frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

import pyoxigraph as ox

from perms_graph.answers.columns import Column, columns_of
from perms_graph.answers.frames import as_arrow, as_pandas, as_polars
from perms_graph.answers.html import as_html
from perms_graph.answers.reader import Reader
from perms_graph.answers.rows import Row, place_of
from perms_graph.answers.text import as_text
from perms_graph.answers.values import Iri, Value, value_of
from perms_graph.catalogue import Question
from perms_graph.namespaces import PREFIXES
from perms_graph.store import Table

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


class Answer(Sequence[Row]):
    """The rows that a question gave.

    Attributes:
        reader: For whom it is shown.
        table: The same rows as RDF terms.
        question: The stored question, or None.
        title: What stands above it; may be empty.
        notes: What there is to say of it, in the reader's language.
    """

    def __init__(
        self,
        reader: Reader,
        table: Table,
        *,
        question: Question | None = None,
        title: str = "",
        notes: Iterable[str] = (),
        why_empty: Callable[[], Sequence[str]] | None = None,
    ) -> None:
        """Hold an answer.

        Args:
            reader: For whom it is shown.
            table: Its rows.
            question: The stored question that was asked.
            title: What stands above it.
            notes: What there is to say of it.
            why_empty: Finds out why there are no rows; asked once, when an empty answer is shown.
        """
        self.reader = reader
        self.table = table
        self.question = question
        self.title = title
        self.notes = tuple(notes)
        self._why_empty = why_empty

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        """Why there are no rows, as far as can be told; nothing if there are some."""
        return () if len(self) or self._why_empty is None else tuple(self._why_empty())

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return self.table.columns

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        return tuple(
            Row(self.columns, [None if t is None else value_of(t) for t in row])
            for row in self.table.rows
        )

    def __len__(self) -> int:
        return len(self.table)

    @overload
    def __getitem__(self, key: int) -> Row: ...

    @overload
    def __getitem__(self, key: slice) -> Answer: ...

    def __getitem__(self, key: int | slice) -> Row | Answer:
        """Give a row by its place, or some rows as an answer of their own."""
        if isinstance(key, slice):
            part = Table(self.columns, self.table.rows[key])
            return Answer(
                self.reader, part, question=self.question, title=self.title, notes=self.notes
            )
        return self._rows[key]

    def column(self, name: str) -> tuple[Value | None, ...]:
        """Give one column, top to bottom.

        Raises:
            UnknownColumnError: There is none of that name; says which look like it.
        """
        with self.reader.told():
            place = place_of(self.columns, name)
        return tuple(row[place] for row in self._rows)

    def label(self, thing: str) -> str:
        """Give the name of a thing in the reader's language; its short IRI if it has none."""
        return self.reader.names([thing])[thing].text

    def to_dicts(self, *, labels: bool = False) -> list[dict[str, Value | None]]:
        """Give each row as a dictionary with all columns.

        Args:
            labels: Whether to add, after each column of things, a column ``…_label`` with names.
        """
        columns = self._columns(labels=labels)
        names = [c.name for c in columns]
        rows = zip(*(c.values for c in columns), strict=True)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def to_pandas(self, *, labels: bool = False) -> pd.DataFrame:
        """Give a data frame of pandas.

        Whole numbers, truths and texts come in types that know a missing value; decimals as
        floats, for pandas has no exact type; dates as ``datetime64``. A column with values of
        several kinds, such as dates and years, is text.

        Args:
            labels: As in ``to_dicts``.

        Raises:
            PermsError: pandas is not installed; says what to install.
        """
        with self.reader.told():
            return as_pandas(self._columns(labels=labels), self._declared)

    def to_polars(self, *, labels: bool = False) -> pl.DataFrame:
        """Give a data frame of Polars; decimals stay exact. Otherwise as ``to_pandas``."""
        with self.reader.told():
            return as_polars(self._columns(labels=labels), self._declared)

    def to_arrow(self, *, labels: bool = False) -> pa.Table:
        """Give a table of Arrow; decimals stay exact. Otherwise as ``to_pandas``."""
        with self.reader.told():
            return as_arrow(self._columns(labels=labels), self._declared)

    def _columns(self, *, labels: bool) -> list[Column]:
        names = None
        if labels:
            things = (v for row in self._rows for v in row if isinstance(v, Iri))
            names = {iri: label.text for iri, label in self.reader.names(things).items()}
        return columns_of(self.columns, self._rows, names)

    @property
    def _declared(self) -> dict[str, str]:
        """What kind a column is of though it is empty, as the stored question declares."""
        return {r.name: r.type for r in self.question.returns} if self.question else {}

    def _repr_html_(self) -> str:
        return as_html(self)

    def __repr__(self) -> str:
        return as_text(self)


class Graph(Answer):
    """The triples that a CONSTRUCT or DESCRIBE gave: ``subject``, ``predicate``, ``object``.

    Attributes:
        triples: The same as RDF terms, each once.
    """

    def __init__(
        self,
        reader: Reader,
        triples: Sequence[ox.Triple],
        *,
        notes: Iterable[str] = (),
        why_empty: Callable[[], Sequence[str]] | None = None,
    ) -> None:
        """Hold triples; as for ``Answer``."""
        self.triples = tuple(triples)
        rows: Any = tuple((t.subject, t.predicate, t.object) for t in self.triples)
        table = Table(("subject", "predicate", "object"), rows)
        super().__init__(reader, table, notes=notes, why_empty=why_empty)

    def to_turtle(self) -> str:
        """Write the triples as Turtle with the prefixes of the register that they use."""
        written = ox.serialize(
            self.triples, format=ox.RdfFormat.TURTLE, prefixes=dict(self._prefixes())
        )
        return (written or b"").decode()

    def _prefixes(self) -> list[tuple[str, str]]:
        used = {
            getattr(getattr(t, "datatype", t), "value", "")
            for triple in self.triples
            for t in (triple.subject, triple.predicate, triple.object)
        }
        return [(p, n) for p, n in PREFIXES.items() if any(u.startswith(n) for u in used)]
