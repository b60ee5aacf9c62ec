"""Any SPARQL 1.1 server is asked as the register here is; its faults are told in words."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from werkzeug.serving import make_server

from perms_graph.answers import Graph, Iri, Register
from perms_graph.errors import PermsError, QueryError, UnknownNameError
from perms_graph.register import Register as BuiltRegister
from web import create_app
from web.asker import KEY

from .conftest import DAY, rows

ROWS = "application/sparql-results+json"


@dataclass
class Server:
    """A server on loopback that answers every question as it is told to."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: Callable[[str], bytes] = lambda _: b""
    wait: float = 0.0
    drip: float = 0.0
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    address: str = ""

    def opened(self, **options: object) -> Register:
        return Register.open(self.address, day=DAY, **options)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    told = Server()
    closing = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if text.endswith("ASK { ?thing perms:illustrative true }") and told.asked:
                self.send_response(200)
                self.send_header("Content-Type", ROWS)
                self.end_headers()
                self.wfile.write(b'{"head": {}, "boolean": false}')
                return
            told.asked.append((self.path, dict(self.headers), text))
            closing.wait(told.wait)
            body = told.body(text)
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                if not told.drip:
                    self.wfile.write(body)
                while told.drip and not closing.wait(told.drip):
                    self.wfile.write(b" ")
            except OSError:
                return  # whoever asked has gone

        def do_GET(self) -> None:
            raise AssertionError("a query is never sent as a GET")

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        told.address = f"http://127.0.0.1:{serving.server_port}/sparql"
        yield told
        closing.set()
        serving.shutdown()
        thread.join()


def answering(dataset: ox.Store) -> Callable[[str], bytes]:
    def answer(text: str) -> bytes:
        return bytes(dataset.query(text).serialize(format=ox.QueryResultsFormat.JSON) or b"")

    return answer


def test_stored_questions_and_labels_come_from_the_server(
    server: Server, register: BuiltRegister
) -> None:
    server.headers = {"Content-Type": f"{ROWS}; charset=utf-8"}
    server.body = answering(register.dataset.store)
    opened = server.opened(language="fr")
    answer = opened.ask("partners_by_goal", goal="rg3")
    assert answer.table == register.ask("partners_by_goal", {"goal": "rg3"})
    assert answer.label(str(answer[0].partner)) == "Agence française de développement"
    path, headers, text = server.asked[-1]
    assert path == "/sparql"
    assert headers["Content-Type"] == "application/sparql-query"
    assert ROWS in headers["Accept"]
    assert text.startswith("PREFIX ")
    with pytest.raises(UnknownNameError, match="id:goal/rg3"):
        opened.ask("partners_by_goal", goal="rgg3")
    assert repr(opened) == f"Register('{server.address}')"


def test_our_own_endpoint_is_such_a_server(
    register: BuiltRegister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    app = create_app(register, today=lambda: DAY)
    serving = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    try:
        opened = Register.open(f"http://127.0.0.1:{serving.server_port}/sparql", day=DAY)
        fiji = Iri("https://w3id.org/perms/id/member/fiji")
        assert opened.find("fiji", of="perms:Member") == fiji
        (row,) = rows(opened, "SELECT (COUNT(*) AS ?n) { ?m a perms:Member }")
        assert row.n == 26
        assert opened.query("ASK { ?m a perms:Member }") is True
        described = opened.query("DESCRIBE ?thing", thing=fiji)
        here = Register(register.dataset, register.catalogue).query("DESCRIBE ?thing", thing=fiji)
        assert isinstance(described, Graph)
        assert isinstance(here, Graph)
        assert set(described.triples) == set(here.triples)
        with pytest.raises(QueryError, match=r"^The server cannot run the query: .*\(line 2\)"):
            opened.query("SELECT *\n{ ?a a perms:Member . ?a ?b }")
        assert "graph:ontology" in {Iri(g).short for g in opened.dataset.graphs()}
    finally:
        serving.shutdown()
        thread.join()
        serving.server_close()
        for asker in app.extensions[KEY].values():
            asker.close()


@pytest.mark.parametrize("kind", ["application/n-triples", "text/turtle", "application/rdf+xml"])
def test_triples_are_read_in_every_usual_format(server: Server, kind: str) -> None:
    triple = ox.Triple(
        ox.NamedNode("urn:a"), ox.NamedNode("urn:p#b"), ox.Literal("é", language="fr")
    )
    form = ox.RdfFormat.from_media_type(kind)
    assert form is not None
    server.headers = {"Content-Type": kind}
    server.body = lambda _: bytes(ox.serialize([triple], format=form) or b"")
    found = server.opened().query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(found, Graph)
    assert found.triples == (triple,)


def test_nameless_things_and_unbound_cells_come_through(server: Server) -> None:
    bindings = [{"a": {"type": "bnode", "value": "x"}}, {"b": {"type": "literal", "value": "1"}}]
    body = {"head": {"vars": ["a", "b"]}, "results": {"bindings": bindings}}
    server.headers = {"Content-Type": "application/json"}
    server.body = lambda _: json.dumps(body).encode()
    assert [tuple(row) for row in rows(server.opened(), "SELECT * {}")] == [
        ("_:x", None),
        (None, "1"),
    ]


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind", "said"),
    [
        (
            400,
            {"Content-Type": "text/plain"},
            b"no\n such  thing",
            QueryError,
            "query: no such thing",
        ),
        (400, {"Content-Type": "text/html"}, b"<b>no</b>", QueryError, "run the query: 400"),
        (503, {"Content-Type": "text/plain"}, b"busy", PermsError, "answered 503: busy"),
        (401, {}, b"", PermsError, "answered 401: Unauthorized"),
        (
            302,
            {"Location": "https://example.org/x"},
            b"",
            PermsError,
            "Open that one: https://example",
        ),
        (307, {"Location": "file:///etc/passwd"}, b"", PermsError, "which is not followed."),
        (
            200,
            {"Content-Type": "text/html"},
            b"<html>",
            PermsError,
            "no answer of SPARQL: text/html",
        ),
        (200, {"Content-Type": ROWS}, b'{"head":', PermsError, "gave no answer of SPARQL: "),
        (200, {"Content-Type": "text/turtle"}, b"<a", PermsError, "gave no answer of SPARQL: "),
        (200, {"Content-Type": ROWS, "Perms-Cut": "rows"}, b"{}", QueryError, "only a part of the"),
    ],
)
def test_what_a_server_does_wrong_is_told_in_words(
    server: Server,
    status: int,
    headers: dict[str, str],
    body: bytes,
    kind: type[PermsError],
    said: str,
) -> None:
    server.status, server.headers, server.body = status, headers, lambda _: body
    with pytest.raises(kind) as caught:
        server.opened().query("SELECT * { ?s ?p ?o }")
    assert said in str(caught.value)
    assert len(server.asked) == 1


@pytest.mark.parametrize(("wait", "drip"), [(30.0, 0.0), (0.0, 0.05)])
def test_a_server_that_is_too_slow_is_left(server: Server, wait: float, drip: float) -> None:
    server.wait, server.drip, server.headers = wait, drip, {"Content-Type": ROWS}
    begun = time.monotonic()
    with pytest.raises(QueryError, match=r"did not answer within 0\.3 seconds"):
        server.opened(timeout=0.3).query("SELECT * { ?s ?p ?o }")
    assert time.monotonic() - begun < wait + 20


def test_a_server_that_is_not_there_is_named(server: Server) -> None:
    gone = f"http://127.0.0.1:{urlsplit(server.address).port}"
    with make_server("127.0.0.1", 0, lambda *_: []) as free:
        address = f"http://127.0.0.1:{free.server_port}/sparql"
    with pytest.raises(PermsError, match=r"cannot be reached: .*\nCheck the address"):
        Register.open(address).query("ASK {}")
    assert address != gone


def test_a_trial_takes_the_register_itself(server: Server, register: BuiltRegister) -> None:
    server.headers = {"Content-Type": ROWS}
    server.body = answering(register.dataset.store)
    opened = server.opened(language="fr")
    with pytest.raises(PermsError, match=r"^Il faut pour cela le registre lui-même"):
        opened.whatif("docs/examples/proposal.ttl")


def test_a_register_on_a_server_is_checked_and_its_gaps_are_found(
    server: Server, english: Register
) -> None:
    server.headers = {"Content-Type": ROWS}
    server.body = answering(english.dataset.store)
    opened = server.opened()
    assert [*opened.gaps()] == [*english.gaps()]
    here, there = english.validate(), opened.validate()
    assert dict(there.counts) == dict(here.counts)
    assert {row.focus for row in there} == {row.focus for row in here}


def test_rows_are_shown_though_names_cannot_be_looked_up_any_more(
    server: Server, register: BuiltRegister
) -> None:
    server.headers = {"Content-Type": ROWS}
    server.body = answering(register.dataset.store)
    answer = rows(server.opened(), "SELECT ?m { ?m a perms:Member } ORDER BY ?m LIMIT 1")
    server.status, server.headers = 503, {"Content-Type": "text/plain"}
    server.body = lambda _: b"closed for the night"
    shown = answer._repr_html_()
    assert "id:member/american-samoa" in shown
    assert "answered 503: closed for the night" in shown
