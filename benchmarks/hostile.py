"""Light queries beside hostile ones: ``perms serve`` on the shipped register, in a folder.

    python -m benchmarks.hostile

Eight clients ask a light query after another through ``/sparql``, with half a second between; then
the same while two hostile queries a second come from others. What is told: the times of the light
ones, alone and beside, and what became of the hostile ones.
"""

from __future__ import annotations

import http.client
import itertools
import json
import multiprocessing
import os
import random
import socket
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from benchmarks.given import files
from benchmarks.pages import DAY
from benchmarks.serving import wait_for
from perms_graph.cli import serving
from perms_graph.cli.session import Session
from perms_graph.register import build, open_register
from perms_graph.resources import shipped
from web import create_app

CLIENTS: Final = 8
SECONDS: Final = 30.0
PAUSE: Final = 0.5
EVERY: Final = 0.5

LIGHT: Final = (
    "SELECT ?p ?n { ?p a perms:Partner ; skos:prefLabel ?n } LIMIT 50",
    "SELECT ?a ?d { ?a a perms:Agreement ; perms:signedOn ?d } ORDER BY DESC(?d) LIMIT 20",
    "SELECT ?g (COUNT(?p) AS ?n) { ?p a perms:Partnership ; perms:serves ?g } GROUP BY ?g",
    "ASK { ?m a perms:Member }",
    "DESCRIBE <https://w3id.org/perms/id/partner/spc>",
)
_PAIRS: Final = " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6))
_TEN: Final = " ".join(f"VALUES ?{v} {{ {' '.join('0123456789')} }}" for v in "abcdefghij")
HOSTILE: Final = (
    f"SELECT (COUNT(*) AS ?n) {{ {_PAIRS} }}",
    f"SELECT (GROUP_CONCAT(?a) AS ?x) {{ {_TEN} }}",
    f"SELECT * {{ {_PAIRS} }} ORDER BY ?a1 ?b2 ?c3",
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|^!<x:y>)* ?b . ?c (!<x:y>|^!<x:y>)* ?d }",
    "SELECT (" + "STR(" * 60 + "1" + ")" * 60 + " AS ?x) {}",
    "SELECT (STRLEN(?a30) AS ?n) { BIND (REPLACE(STR(NOW()), '.', 'xxxxxxxxxx') AS ?a0) "
    + " ".join(f"BIND (CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(30))
    + " }",
)


def ask(port: int, query: str, host: str) -> tuple[int, float, int]:
    """Ask a query and give the status, the seconds and the bytes.

    Args:
        port: Of the server.
        query: SPARQL.
        host: Address of this machine to ask from: each is another client to the server.
    """
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(host, 0))
    try:
        connection.request("GET", f"/sparql?query={quote(query)}")
        answer = connection.getresponse()
        size = len(answer.read())
        return answer.status, time.perf_counter() - begun, size
    finally:
        connection.close()


def light(port: int, number: int, times: list[float], faults: list[int]) -> None:
    """Be a client who asks light queries."""
    dice = random.Random(number)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        status, took, _ = ask(port, dice.choice(LIGHT), f"127.0.0.{10 + number}")
        times.append(took)
        if status != 200:
            faults.append(status)
        time.sleep(dice.uniform(0, 2 * PAUSE))


def round_(port: int, *, beside: bool) -> tuple[list[float], list[int], Counter[int], float]:
    """Let the light clients ask, alone or beside hostile ones.

    Returns:
        Times and faults of the light ones, statuses of the hostile ones, and the longest of these.
    """
    times: list[float] = []
    faults: list[int] = []
    became: Counter[int] = Counter()
    longest = [0.0]
    clients = [
        threading.Thread(target=light, args=(port, n, times, faults)) for n in range(CLIENTS)
    ]
    for client in clients:
        client.start()

    def harm(query: str, host: str) -> None:
        status, took, _ = ask(port, query, host)
        became[status] += 1
        longest[0] = max(longest[0], took)

    others = []
    if beside:
        end = time.monotonic() + SECONDS
        for number, query in enumerate(itertools.cycle(HOSTILE)):
            if time.monotonic() > end:
                break
            host = f"127.0.1.{1 + number % 200}"
            others.append(threading.Thread(target=harm, args=(query, host)))
            others[-1].start()
            time.sleep(EVERY)
    for thread in (*clients, *others):
        thread.join()
    return times, faults, became, longest[0]


def told(title: str, times: Sequence[float], faults: Sequence[int]) -> str:
    """Write a row."""
    found = sorted(times)
    parts = [f"{1000 * found[int(len(found) * q)]:.0f} ms" for q in (0.5, 0.95, 0.99)]
    most = f"{1000 * found[-1]:.0f} ms"
    return f"| {title} | {len(found)} | {' | '.join(parts)} | {most} | {len(faults)} |"


def serve(store: Path, port: int) -> None:
    """Be the server that ``perms serve`` is."""
    app = create_app(open_register(store, shipped()), today=lambda: DAY)
    serving.serve(Session("en"), app, "127.0.0.1", port)


def measure(port: int) -> str:
    """Measure, in a process that serves nothing, and write Markdown."""
    for query in LIGHT:
        ask(port, query, "127.0.0.1")
    time.sleep(2)
    alone = round_(port, beside=False)
    beside = round_(port, beside=True)
    return "\n".join(
        (
            f"Load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors.",
            "",
            "| light queries | asked | p50 | p95 | p99 | most | not answered |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
            told("alone", *alone[:2]),
            told("beside two hostile a second", *beside[:2]),
            "",
            f"Hostile: {json.dumps(dict(beside[2]))}, the longest took {beside[3]:.1f} s.",
        )
    )


def main() -> None:
    """Measure and print Markdown."""
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="perms-bench-") as folder:
        store = Path(folder) / "store"
        build(store, files({}))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        server = spawn.Process(target=serve, args=(store, port))
        server.start()
        try:
            wait_for(port, "/healthz", 200)
            with spawn.Pool(1) as pool:
                print(pool.apply(measure, (port,)))
        finally:
            server.terminate()
            server.join()


if __name__ == "__main__":
    main()
