"""A dataset on a SPARQL 1.1 server, asked as the one here is.

Rules: SPARQL 1.1 Protocol (W3C, 2013), section 2.1.3: the query is the body of a POST.
"""

from __future__ import annotations

import http.client
import io
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

import pyoxigraph as ox

from perms_graph import __version__
from perms_graph.errors import ParameterError, PermsError, QueryError, msg
from perms_graph.namespaces import sparql_prologue
from perms_graph.store.binding import Bindable, bind
from perms_graph.store.dataset import Dataset

TIMEOUT: Final = 60.0
"""Seconds that an answer may take if nobody says otherwise."""

MAX_BYTES: Final = 256_000_000
"""Longest answer that is read."""

CUT: Final = "Perms-Cut"
"""The header in which our own server says that an answer is not whole."""

_CHUNK: Final = 1 << 16
_SAID: Final = 300
"""Letters of a server's complaint that are passed on."""

_PROBLEM: Final = "application/problem+json"
_ROWS: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"
_READ: Final[Mapping[str, ox.RdfFormat]] = {
    _TRIPLES: ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_ACCEPT: Final = f"{_ROWS}, {_TRIPLES}, text/turtle;q=0.8, application/rdf+xml;q=0.5"


class RemoteDataset(Dataset):
    """A dataset behind an address. It is read only, and has no ``store``.

    Attributes:
        address: Of the SPARQL endpoint.
        timeout: Seconds that an answer may take, from the question to its last byte.
    """

    def __init__(self, address: str, *, timeout: float = TIMEOUT) -> None:
        """Remember where to ask; nothing is sent yet.

        Raises:
            ParameterError: The address is none of the web, or holds a password; or the time is not
                above 0.
        """
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ParameterError(
                msg("“{text}” is no address of a SPARQL server.", text=address),
                msg("For instance: {example}", example="https://example.org/sparql"),
            )
        if parts.username is not None or parts.password is not None:
            raise ParameterError(
                msg("An address with a name and a password in it is not taken."),
                msg("Ask a server that is open to readers."),
            )
        if not timeout > 0:
            raise ParameterError(
                msg("“{text}” does not suit {name}.", text=timeout, name="timeout"),
                msg("Give {wanted}.", wanted=msg("a number of seconds above 0")),
            )
        self.address = address
        self.timeout = timeout
        self.folder = None

    def __getattr__(self, name: str) -> NoReturn:
        if name == "store":
            raise PermsError(
                msg("This takes the register itself; a server only answers queries."),
                msg("Open the register without an address, or from a folder."),
            )
        raise AttributeError(name)

    def __len__(self) -> int:
        """Give the number of triples of the default graph, and of all named ones."""
        counted = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        (row,) = self.select(counted).rows
        return int(getattr(row[0], "value", 0))

    def graphs(self) -> list[str]:
        """Give the names of the named graphs, sorted."""
        table = self.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
        return sorted(g.value for g in table.column("g") if isinstance(g, ox.NamedNode))

    def _run(
        self, query: str, values: Mapping[str, Bindable] | None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        bound = bind(query, values) if values else query
        # On the line of the text itself, so that a server counts lines as whoever wrote it does.
        kind, body = self._answered(sparql_prologue(bound).replace("\n", " ") + bound)
        try:
            if kind in {_ROWS, "application/json"}:
                return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
            if kind in _READ:
                # Only the engine makes such a result, so it is asked for all that came.
                held = ox.Store()
                held.load(body, format=_READ[kind], base_iri=self.address)
                found = held.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
                assert isinstance(found, ox.QueryTriples)  # noqa: S101
                return found
        except (SyntaxError, ValueError, OSError) as error:
            raise self._strange(str(error)) from error
        raise self._strange(kind or "–")

    def _answered(self, text: str) -> tuple[str, bytes]:
        """Send a query; give the media type and the bytes of the answer."""
        request = urllib.request.Request(  # noqa: S310  (the scheme was looked at)
            self.address,
            data=text.encode(),
            headers={
                "Content-Type": "application/sparql-query",
                "Accept": _ACCEPT,
                "User-Agent": f"perms-graph/{__version__}",
            },
        )
        until = time.monotonic() + self.timeout
        try:
            with _OPENER.open(request, timeout=self.timeout) as answer:
                if answer.headers.get(CUT):
                    raise QueryError(
                        msg("{address} gave only a part of the answer.", address=self.address),
                        msg("Ask for less: add a LIMIT."),
                    )
                return answer.headers.get_content_type(), self._read(answer, until)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refused(error) from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            if isinstance(error, TimeoutError) or isinstance(reason, TimeoutError):
                raise self._too_slow() from error
            raise PermsError(
                msg("{address} cannot be reached: {reason}", address=self.address, reason=reason),
                msg("Check the address and the network."),
            ) from error

    def _read(self, answer: io.BufferedIOBase, until: float) -> bytes:
        """Read all of an answer, but never for ever: a server may send a byte now and then."""
        parts: list[bytes] = []
        size = 0
        while part := answer.read1(_CHUNK):
            parts.append(part)
            size += len(part)
            if size > MAX_BYTES:
                raise QueryError(
                    msg("The answer is longer than {limit} bytes.", limit=MAX_BYTES),
                    msg("Ask for less: add a LIMIT."),
                )
            if time.monotonic() > until:
                raise self._too_slow()
        return b"".join(parts)

    def _refused(self, error: urllib.error.HTTPError) -> PermsError:
        """Say what a server did not like, in its own words as far as they are text."""
        if 300 <= error.code < 400:
            return PermsError(
                msg(
                    "{address} sends to another address, which is not followed.",
                    address=self.address,
                ),
                msg("Open that one: {address}", address=error.headers.get("Location", "–")),
            )
        said = _said(error)
        if error.code == 400:
            return QueryError(
                msg("The server cannot run the query: {reason}", reason=said or "400")
            )
        return PermsError(
            msg(
                "{address} answered {status}: {reason}",
                address=self.address,
                status=error.code,
                reason=said or error.reason,
            )
        )

    def _too_slow(self) -> QueryError:
        return QueryError(
            msg(
                "{address} did not answer within {seconds} seconds.",
                address=self.address,
                seconds=f"{self.timeout:g}",
            ),
            msg("Ask for less: add a LIMIT."),
        )

    def _strange(self, reason: str) -> PermsError:
        return PermsError(
            msg(
                "{address} gave no answer of SPARQL: {reason}", address=self.address, reason=reason
            ),
            msg("Give the address of its SPARQL endpoint; it often ends in /sparql or /query."),
        )


def _said(error: urllib.error.HTTPError) -> str:
    """Give what a server says of a fault: as text, or as RFC 9457 has it."""
    kind = error.headers.get_content_type()
    if kind not in {"text/plain", "application/json", _PROBLEM}:
        return ""
    text = error.read(_CHUNK).decode(errors="replace")
    if kind == _PROBLEM:
        try:
            told = json.loads(text)
            place = f"(line {told['line']})" if "line" in told else ""
            text = f"{told.get('title', '')} {place} {told.get('detail', '')}"
        except (ValueError, TypeError, AttributeError):
            return ""
    return " ".join(text.split())[:_SAID]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A query sent on by itself would lose its text, or go where nobody meant it to."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER: Final = urllib.request.build_opener(_NoRedirect)
