"""A dataset: the default graph is the merged set, named graphs say who stated what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from perms_graph.errors import FileError, QueryError, msg
from perms_graph.namespaces import sparql_prologue
from perms_graph.store.binding import Bindable, bind
from perms_graph.store.complaints import query_error

Term = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True)
class Table:
    """The answer to a SELECT.

    Attributes:
        columns: Names in the order of the projection.
        rows: One tuple a solution, in the order the engine gave; None where a column is unbound.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Term]]:
        """Yield each row as a dictionary without its unbound columns."""
        for row in self.rows:
            yield {c: t for c, t in zip(self.columns, row, strict=True) if t is not None}

    def column(self, name: str) -> tuple[Term | None, ...]:
        """Give one column, top to bottom."""
        index = self.columns.index(name)
        return tuple(row[index] for row in self.rows)


class Dataset:
    """An RDF dataset in Oxigraph, in memory or in a folder.

    Queries read the default graph, which holds the merged set; ``GRAPH ?g`` reads who stated what.
    A dataset may be shared between threads: reads see one state, writes wait for each other.

    Attributes:
        store: The engine's store.
        folder: Where it is kept; None in memory.
    """

    def __init__(self, store: ox.Store, folder: Path | None = None) -> None:
        self.store = store
        self.folder = folder

    @classmethod
    def memory(cls) -> Dataset:
        """Make an empty dataset in memory."""
        return cls(ox.Store())

    @classmethod
    def open(cls, folder: Path, *, read_only: bool = False) -> Dataset:
        """Open a dataset kept in a folder.

        Args:
            folder: Made if it does not exist, unless ``read_only``.
            read_only: Open beside another process; changes made there later are not seen.

        Raises:
            FileError: The folder is held by another process, is not a store, or is damaged.
        """
        try:
            store = ox.Store.read_only(str(folder)) if read_only else ox.Store(str(folder))
        except (OSError, RuntimeError) as error:  # RuntimeError: a file of the store is damaged
            raise FileError(
                folder,
                msg("The store cannot be opened: {reason}", reason=str(error)),
                msg("If another perms process uses it, end that one; otherwise build it again."),
            ) from error
        return cls(store, folder)

    def __len__(self) -> int:
        """Give the number of quads: the default graph and all named ones."""
        return len(self.store)

    def select(self, query: str, values: Mapping[str, Bindable] | None = None) -> Table:
        """Run a SELECT.

        Args:
            query: SPARQL; prefixes of ours need no declaration.
            values: Variable name → term to bind it to (see ``bind``).

        Returns:
            All solutions.

        Raises:
            QueryError: The query does not parse, is not a SELECT, or fails in the engine.
        """
        answer = self._run(query, values)
        if not isinstance(answer, ox.QuerySolutions):
            raise QueryError(msg("This query is not a SELECT."))
        columns = tuple(v.value for v in answer.variables)
        try:
            rows = cast("tuple[tuple[Term | None, ...], ...]", tuple(map(tuple, answer)))
        except (RuntimeError, OSError, ValueError) as error:
            raise QueryError(msg("The query failed: {reason}", reason=str(error))) from error
        return Table(columns, rows)

    def ask(self, query: str, values: Mapping[str, Bindable] | None = None) -> bool:
        """Run an ASK; errors as in ``select``."""
        answer = self._run(query, values)
        if not isinstance(answer, ox.QueryBoolean):
            raise QueryError(msg("This query is not an ASK."))
        return bool(answer)

    def construct(
        self, query: str, values: Mapping[str, Bindable] | None = None
    ) -> list[ox.Triple]:
        """Run a CONSTRUCT or DESCRIBE and give its triples, each once; errors as in ``select``."""
        answer = self._run(query, values)
        if not isinstance(answer, ox.QueryTriples):
            raise QueryError(msg("This query is not a CONSTRUCT or DESCRIBE."))
        return list(dict.fromkeys(answer))

    def query(
        self, query: str, values: Mapping[str, Bindable] | None = None
    ) -> Table | bool | list[ox.Triple]:
        """Run any query and give what its form gives; errors as in ``select``."""
        answer = self._run(query, values)
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        if isinstance(answer, ox.QueryTriples):
            return list(dict.fromkeys(answer))
        return self.select(query, values)

    def update(self, text: str) -> None:
        """Run an update written by us, never by a user.

        Raises:
            QueryError: It does not parse or fails; nothing is changed then.
        """
        try:
            self.store.update(sparql_prologue(text) + text)
        except (SyntaxError, RuntimeError, OSError, ValueError) as error:
            raise query_error(error, text) from error

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads as one change."""
        self.store.extend(quads)

    def graphs(self) -> list[str]:
        """Give the names of the named graphs, sorted."""
        return sorted(g.value for g in self.store.named_graphs() if isinstance(g, ox.NamedNode))

    def has_triples(self, number: int) -> bool:
        """Tell whether the default graph has more triples than a number, without counting all."""
        return bool(self.select(f"SELECT ?s {{ ?s ?p ?o }} OFFSET {int(number)} LIMIT 1").rows)

    def size(self, graph: str | None) -> int:
        """Count the triples of one graph; None is the default graph."""
        where = "?s ?p ?o" if graph is None else f"GRAPH {ox.NamedNode(graph)} {{ ?s ?p ?o }}"
        (row,) = self.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} }}").rows
        return int(cast("ox.Literal", row[0]).value)

    def _run(
        self, query: str, values: Mapping[str, Bindable] | None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        bound = bind(query, values) if values else query
        prologue = sparql_prologue(bound)
        try:
            return self.store.query(prologue + bound)
        except (SyntaxError, RuntimeError, OSError, ValueError) as error:
            raise query_error(error, bound, prologue.count("\n")) from error
