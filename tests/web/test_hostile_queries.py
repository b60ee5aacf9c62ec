"""Queries meant to harm: each gets an answer, and the server goes on as if nothing had been.

The cases are those by which servers of this kind were ended, hung or opened.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from flask import Flask

from perms_graph.resources import Resources
from web import create_app
from web.asker import KEY, Allowed, Asker

from .conftest import DAY, small_register

PAIRS = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(12))
DOUBLING = (
    "SELECT (STRLEN(?a30) AS ?n) { BIND (REPLACE(STR(NOW()), '.', 'xxxxxxxxxx') AS ?a0) "
    + " ".join(f"BIND (CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(30))
    + " }"
)
TEN = " ".join(f"VALUES ?{v} {{ {' '.join('0123456789')} }}" for v in "abcdefghij")


def deep(opening: str, closing: str, depth: int, middle: str = "") -> str:
    return opening * depth + middle + closing * depth


HOSTILE = {
    "cartesian count": f"SELECT (COUNT(*) AS ?n) {{ {PAIRS} }}",
    "cartesian order": f"SELECT * {{ {PAIRS} }} ORDER BY ?a1 ?b2 ?c3",
    "values product": f"SELECT (COUNT(*) AS ?n) {{ {TEN} }}",
    "distinct product": f"SELECT DISTINCT ?a ?b ?c ?d ?e ?f ?g {{ {TEN} }}",
    "one long text": f"SELECT (GROUP_CONCAT(?a) AS ?x) {{ {TEN} }}",
    "doubling text": DOUBLING,
    "deep path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|^!<x:y>)* ?b . ?c (!<x:y>|^!<x:y>)* ?d . "
    "?e (!<x:y>|^!<x:y>)* ?f }",
    "nested calls": f"SELECT ({deep('STR(', ')', 1005, '1')} AS ?x) {{}}",
    "nested groups": f"SELECT * {deep('{', '}', 2400)}",
    "nested brackets": f"SELECT ({deep('(', ')', 4800, '1')} AS ?x) {{}}",
    "nested not exists": f"SELECT * {{ {deep('FILTER NOT EXISTS { ?s ?p ?o ', '}', 850)} }}",
    "many unions": "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 3_000) + " }",
    "long sum": "SELECT (" + "+".join(["1"] * 8_000) + " AS ?x) {}",
    "catastrophic regex": "SELECT * { BIND (CONCAT('aaaaaaaaaaaaaaaaaaaaaaaaaa', '!') AS ?x) "
    "FILTER REGEX(?x, '^(a+)+$') }",
    "regex for each row": f"SELECT (COUNT(*) AS ?n) {{ {TEN} "
    "FILTER REGEX(CONCAT(STR(?a), STR(?b)), CONCAT('(a|', STR(?c), ')*x')) }",
    "nested triple": "SELECT * { " + deep("<<( <a:a> <a:a> ", " )>>", 60, "1") + " ?p ?o }",
    "too long": "SELECT * { ?s ?p '" + "x" * 70_000 + "' }",
    "no end": "SELECT * { ?s ?p 'x",
    "zero byte": "SELECT * { ?s ?p '\0' }",
    "lone surrogate": "SELECT * { ?s ?p '\\uD800' }",
    "load": "LOAD <http://127.0.0.1:PORT/load>",
    "service": "SELECT * { SERVICE <http://127.0.0.1:PORT/service> { ?s ?p ?o } }",
    "silent service": "SELECT * { SERVICE SILENT <http://127.0.0.1:PORT/silent> { ?s ?p ?o } }",
    "escaped service": "SELECT * { \\u0053ERVICE <http://127.0.0.1:PORT/escaped> { ?s ?p ?o } }",
    "from the network": "SELECT * FROM <http://127.0.0.1:PORT/from> { ?s ?p ?o }",
    "from a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "named file": "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
}
SECONDS = 1.5


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[int, list[str]]]:
    """A server that nobody may reach, and what it was asked."""
    asked: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def do_POST(self) -> None:
            self.do_GET()

    server = HTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, asked
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def fenced(resources: Resources) -> Iterator[Flask]:
    register = small_register(resources)
    app = create_app(register, today=lambda: DAY)
    asker = Asker(register, Allowed(seconds=SECONDS, megabytes=256, output_megabytes=2))
    app.extensions[KEY] = {"register": asker}
    yield app
    asker.close()


def burning(pids: tuple[int, ...]) -> int:
    """Add up the processor time, in ticks, of processes and all that they started."""
    total = 0
    for pid in pids:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(") ")[1].split()
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
        total += burning(tuple(map(int, children.split())))
    return total


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_harms_nobody(
    fenced: Flask, canary: tuple[int, list[str]], name: str
) -> None:
    port, reached = canary
    client = fenced.test_client()
    asker = fenced.extensions[KEY]["register"]
    here = os.getpid()
    query = HOSTILE[name].replace("PORT", str(port))
    answer = client.post("/sparql", data=query.encode(), content_type="application/sparql-query")
    assert answer.status_code in {200, 400, 403, 413, 503}
    assert "root:" not in answer.text
    if answer.status_code == 503:
        assert int(answer.headers["Retry-After"]) > 0
    # Whoever comes next is served, by the same server.
    light = client.get("/sparql?query=ASK%20%7B%20%3Fm%20a%20perms:Member%20%7D")
    assert light.get_json(force=True)["boolean"] is True
    assert os.getpid() == here
    assert reached == []
    before = burning(asker.workers)
    time.sleep(0.3)
    assert burning(asker.workers) - before <= 3


def test_what_the_engine_cannot_take_is_refused_before_it_sees_it(fenced: Flask) -> None:
    client = fenced.test_client()
    for name in ("nested calls", "nested groups", "nested not exists", "many unions", "service"):
        answer = client.post("/sparql", data={"query": HOSTILE[name]})
        assert answer.status_code in {400, 413}, name
        assert answer.text.strip()


def test_long_queries_leave_room_for_the_others(resources: Resources) -> None:
    """Two long ones run, one more is stopped as soon as it is long, and short ones are served."""
    register = small_register(resources)
    app = create_app(register, today=lambda: DAY)
    asker = Asker(register, Allowed(seconds=4))
    app.extensions[KEY] = {"register": asker}
    statuses: list[tuple[int, str]] = []

    def ask() -> None:
        answer = app.test_client().post("/sparql", data={"query": HOSTILE["values product"]})
        statuses.append((answer.status_code, answer.text))

    asker.start()
    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    while len(statuses) < 1:
        time.sleep(0.05)
    # The two others burn on, and a short one does not wait for them.
    assert app.test_client().get("/sparql?query=ASK%7B%7D").status_code == 200
    assert len(statuses) == 1
    for thread in threads:
        thread.join()
    asker.close()
    assert [status for status, _ in statuses] == [503] * 3
    assert "As many long requests" in statuses[0][1]
    assert all("4 seconds" in text for _, text in statuses[1:])
