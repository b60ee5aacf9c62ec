"""Running a query inside the fence and writing its answer, up to what is allowed."""

from __future__ import annotations

import json
import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from perms_graph.errors import QueryError, msg
from perms_graph.namespaces import PREFIXES, sparql_prologue
from perms_graph.querying.formats import GRAPHS
from perms_graph.querying.writing import WRITERS, Writer
from perms_graph.store.complaints import query_error
from perms_graph.store.screen import screen

_CHUNK: Final = 1 << 16
_ROOM: Final = 1_000
"""Bytes kept for the end of an answer."""

_Parts = Generator[bytes, None, tuple[int, str | None]]
"""Parts of an answer; in the end how many rows there are, and why not more."""

_FAULTS: Final = (SyntaxError, RuntimeError, OSError, ValueError)


@dataclass(frozen=True)
class Told:
    """What an answer says of itself.

    Attributes:
        rows: Rows or triples in it.
        cut: ``rows`` or ``bytes`` if there would have been more; None if it is whole.
        seconds: Time that it took.
    """

    rows: int
    cut: str | None
    seconds: float


def prepare(given: Mapping[str, Any]) -> ox.Store:
    """Open what queries are asked of, once in each worker.

    Args:
        given: ``folder``: a store of Oxigraph, to read; or ``quads``: an N-Quads file to be read
            into memory.

    Raises:
        OSError: It cannot be read.
    """
    if "folder" in given:
        return ox.Store.read_only(str(given["folder"]))
    store = ox.Store()
    store.bulk_load(path=str(Path(given["quads"])), format=ox.RdfFormat.N_QUADS)
    return store


def answer(store: ox.Store, given: Mapping[str, Any], body: bytes) -> Iterator[bytes]:
    """Answer a query.

    Args:
        store: From ``prepare``.
        given: ``form``: short name of the format; ``rows`` and ``bytes``: most of each in the
            answer; ``default`` and ``named``: graphs to ask instead of ours, or None.
        body: The query, in UTF-8.

    Yields:
        The answer in parts, then what ``told`` reads.

    Raises:
        QueryError: It does not parse, or the engine refuses it; says where and what to do.
    """
    begun = time.perf_counter()
    text = body.decode()
    screen(text)
    prologue = sparql_prologue(text)
    asked, named = (_graphs(given.get(name)) for name in ("default", "named"))
    try:
        found = store.query(
            prologue + text,
            default_graph=None if asked is None else [*asked],
            named_graphs=None if named is None else [*named],
        )
        rows, most = int(given["rows"]), int(given["bytes"])
        if isinstance(found, ox.QueryTriples):
            count, cut = yield from _triples(found, str(given["form"]), rows, most)
        else:
            writer = WRITERS[str(given["form"])]()
            if isinstance(found, ox.QueryBoolean):
                yield writer.truth(bool(found)).encode()
                count, cut = 1, None
            else:
                count, cut = yield from _rows(found, writer, rows, most)
    except _FAULTS as error:
        raise query_error(error, text, prologue.count("\n")) from error
    took = round(time.perf_counter() - begun, 4)
    yield b"\n" + json.dumps({"rows": count, "cut": cut, "seconds": took}).encode()


def told(answered: bytes) -> tuple[memoryview, Told]:
    """Part an answer of ``answer`` from what it says of itself."""
    end = answered.rindex(b"\n")
    return memoryview(answered)[:end], Told(**json.loads(answered[end + 1 :]))


def _graphs(names: list[str] | None) -> list[ox.NamedNode] | None:
    if names is None:
        return None
    try:
        return [ox.NamedNode(name) for name in names]
    except ValueError as error:
        raise QueryError(
            msg("A graph of the dataset has a name that is no IRI: {reason}", reason=str(error)),
            msg("Name graphs by their whole IRI in default-graph-uri and named-graph-uri."),
        ) from error


def _rows(found: ox.QuerySolutions, writer: Writer, rows: int, most: int) -> _Parts:
    held = [writer.head([v.value for v in found.variables]).encode()]
    size, left, count = len(held[0]), most - _ROOM, 0
    cut: str | None = None
    for solution in found:
        line = writer.row(tuple(solution)).encode()
        if count >= rows or size + len(line) > left:
            cut = "rows" if count >= rows else "bytes"
            break
        held.append(line)
        size += len(line)
        count += 1
        if size > _CHUNK:
            yield b"".join(held)
            left, size, held = left - size, 0, []
    yield b"".join(held) + writer.end().encode()
    return count, cut


def _triples(found: ox.QueryTriples, form: str, rows: int, most: int) -> _Parts:
    kept = list(dict.fromkeys(islice(found, rows)))
    cut = "rows" if next(found, None) is not None else None
    (format_,) = [f for f in GRAPHS if f.name == form]
    prefixes = None if form == "nt" else dict(PREFIXES)
    while True:
        written = bytes(ox.serialize(kept, format=format_.rdf, prefixes=prefixes) or b"")
        if len(written) + _ROOM <= most or not kept:
            break
        cut = "bytes"
        kept = kept[: min(len(kept) - 1, int(len(kept) * (most - _ROOM) / len(written) * 0.9))]
    yield written
    return len(kept), cut
