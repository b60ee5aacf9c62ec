"""Many readers at once: ``perms serve`` on a large register, asked by 16 clients.

    python -m benchmarks.serving --size 1m            # as perms serve --memory; minutes
    python -m benchmarks.serving --size 1m --on-disk

Each client has a connection of its own and asks for one page after another: mostly single things,
drawn anew each time, some lists, searches and matrices. ``pause 0`` means that it never waits
between two pages, which no person does: it shows what the server can give at most. With a pause of
a second they are 16 people who click every second. A page's time is from asking to its last byte.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import multiprocessing
import os
import random
import socket
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from benchmarks.generator import size, write
from benchmarks.given import NAMES, files
from benchmarks.pages import DAY
from perms_graph.catalogue import load_catalogue
from perms_graph.cli import serving
from perms_graph.cli.session import Session
from perms_graph.namespaces import ID
from perms_graph.register import Register, build, build_into, open_register
from perms_graph.resources import shipped
from perms_graph.store import Dataset
from web import create_app, keep_warm

CLIENTS: Final = 16
SECONDS: Final = 30.0
PAUSES: Final = (1.0, 0.0)
"""Seconds that a client waits between two pages."""

_MIX: Final[tuple[tuple[int, str], ...]] = (
    (14, "/{lang}/agreement/{agreement}"),
    (12, "/{lang}/partnership/{partnership}"),
    (12, "/{lang}/partner/{partner}"),
    (6, "/{lang}/member/{member}"),
    (6, "/{lang}/goal/{goal}"),
    (6, "/{lang}/objective/{objective}"),
    (5, "/{lang}/"),
    (4, "/{lang}/partnership?page={page}"),
    (4, "/{lang}/agreement?state=yes&page={page}"),
    (4, "/{lang}/partner?sort=agreements&page={page}"),
    (4, "/{lang}/partner/{partner}/linked?by=perms:hasPartner"),
    (3, "/{lang}/gaps"),
    (3, "/{lang}/coverage"),
    (6, "/{lang}/search?q=Institute+{number}"),
    (2, "/{lang}/search?q=Insttute+{number}"),
    (4, "/data/partner/{partner}.ttl"),
    (2, "/data/agreement/{agreement}.jsonld"),
    (3, "/id/agreement/{agreement}"),
)
"""How often, in a hundred, each kind of page is asked for."""


@dataclass
class Heard:
    """What the clients heard.

    Attributes:
        times: Pattern → seconds, one for each page.
        faults: What went wrong, in the words of the protocol.
    """

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: list[str] = field(default_factory=list)


def drawn(number: int, slugs: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Draw pages for ever, the same for the same number.

    Args:
        number: Of the client; the seed.
        slugs: Kind of thing → the ends of the addresses of all things of it.

    Yields:
        The pattern of a page, and its address.
    """
    dice = random.Random(number)
    weights, patterns = [w for w, _ in _MIX], [p for _, p in _MIX]
    while True:
        (pattern,) = dice.choices(patterns, weights)
        values = {kind: dice.choice(of) for kind, of in slugs.items()}
        numbers = {"page": dice.randint(1, 20), "number": dice.randint(1, 9999)}
        yield pattern, pattern.format(**values, **numbers, lang=dice.choice(("en", "fr")))


def slugs_in(dataset: Dataset) -> dict[str, list[str]]:
    """Give the ends of the addresses of all things of the kinds that are asked for."""
    found: dict[str, list[str]] = {}
    for kind in ("agreement", "partnership", "partner", "member", "goal", "objective"):
        start = f"{ID}{kind}/"
        rows = dataset.select(
            "SELECT DISTINCT ?thing { ?thing a ?kind "
            f'FILTER (STRSTARTS(STR(?thing), "{start}")) }} ORDER BY ?thing'
        )
        found[kind] = [row["thing"].value.removeprefix(start) for row in rows]
    return found


def ask(
    port: int, number: int, slugs: Mapping[str, Sequence[str]], pause: float, heard: Heard
) -> None:
    """Be a client for a while."""
    pages = drawn(number, slugs)
    waits = random.Random(-number - 1)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    time.sleep(waits.uniform(0, pause))
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        pattern, address = next(pages)
        begun = time.perf_counter()
        try:
            connection.request("GET", address, headers={"Accept": "text/html"})
            answer = connection.getresponse()
            answer.read()
        except OSError as error:
            heard.faults.append(f"{address}: {error!r}")
            connection.close()
            continue
        heard.times[pattern].append(time.perf_counter() - begun)
        if answer.status not in {200, 303}:
            heard.faults.append(f"{address}: {answer.status}")
        time.sleep(waits.uniform(0, 2 * pause))


def crowd(
    port: int, slugs: Mapping[str, Sequence[str]], pause: float
) -> tuple[dict[str, list[float]], list[str]]:
    """Let all clients ask at once, in this process, which serves nothing."""
    heard = Heard()
    clients = [
        threading.Thread(target=ask, args=(port, n, slugs, pause, heard)) for n in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return dict(heard.times), heard.faults


def serve(generated: Path, store: Path | None, port: int, slugs: Connection) -> None:
    """Be the server that ``perms serve`` is, on a synthetic register.

    Args:
        generated: Its N-Quads.
        store: Where it is built on disk; None builds it in memory, as ``--memory`` does.
        port: Where to listen.
        slugs: Is told what things there are.
    """
    if store is not None:
        register = open_register(store, shipped())
    else:
        dataset = Dataset.memory()
        report = build_into(dataset, files({"generated": str(generated)}))
        register = Register(dataset, load_catalogue(shipped().queries), report.manifest)
    slugs.send(slugs_in(register.dataset))
    app = create_app(register, today=lambda: DAY)
    keep_warm(app)
    serving.serve(Session("en"), app, "127.0.0.1", port)


def wait_for(port: int, path: str, status: int) -> None:
    """Wait until a page answers so."""
    while True:
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
            connection.request("GET", path)
            if connection.getresponse().status == status:
                return
        time.sleep(0.2)


def table(times: Mapping[str, Sequence[float]], faults: Sequence[str], pause: float) -> str:
    """Write what was heard as Markdown, slowest kind of page first."""
    every = sorted(t for each in times.values() for t in each)
    lines = [
        f"### {CLIENTS} clients, pause {pause:g} s: {len(every) / SECONDS:.0f} pages a second, "
        f"{len(faults)} faults, load {os.getloadavg()[0]:.1f}",
        "",
        "| page | asked | p50 | p95 | p99 | most |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]

    def row(title: str, found: Sequence[float]) -> str:
        parts = [f"{1000 * found[min(len(found) - 1, int(len(found) * q))]:.0f} ms"
                 for q in (0.5, 0.95, 0.99)]  # fmt: skip
        return f"| {title} | {len(found)} | {' | '.join(parts)} | {1000 * found[-1]:.0f} ms |"

    lines.append(row("all", every))
    ranked = sorted(times.items(), key=lambda pair: -sorted(pair[1])[len(pair[1]) // 2])
    lines += [row(f"`{pattern}`", sorted(found)) for pattern, found in ranked]
    lines += [f"- {fault}" for fault in faults[:10]]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and print Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="1m")
    parser.add_argument("--on-disk", action="store_true", help="the store on disk, not in memory")
    given = parser.parse_args()
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="perms-bench-") as folder:
        generated = Path(folder) / "register.nq"
        write(size(given.size), generated, names=NAMES)
        store = Path(folder) / "store" if given.on_disk else None
        if store is not None:
            build(store, files({"generated": str(generated)}))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        here, there = spawn.Pipe()
        server = spawn.Process(target=serve, args=(generated, store, port, there))
        server.start()
        try:
            slugs = here.recv()
            begun = time.monotonic()
            wait_for(port, "/healthz", 200)
            print(f"Listening after {time.monotonic() - begun:.1f} s, ", end="")
            wait_for(port, "/readyz", 200)
            print(f"ready after {time.monotonic() - begun:.1f} s.\n", flush=True)
            for pause in PAUSES:
                # Clients in a process of their own: they take no turn from the server's threads.
                with spawn.Pool(1) as pool:
                    times, faults = pool.apply(crowd, (port, slugs, pause))
                print(table(times, faults, pause), flush=True)
        finally:
            server.terminate()
            server.join(30)


if __name__ == "__main__":
    main()
