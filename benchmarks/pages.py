"""Pages of the browser, and how soon it answers when nothing has changed since the last start."""

from __future__ import annotations

import datetime as dt
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks.child import Teller
from perms_graph.register import open_register
from perms_graph.resources import shipped
from web import create_app

DAY: Final = dt.date(2026, 6, 30)

_REAL: Final = {
    "partner": "spc",
    "partnership": "p-010",
    "agreement": "ag-010",
    "member": "fiji",
    "goal": "rg1",
    "objective": "og4-4-1",
    "mechanism": "mou",
    "word": "Pacific",
    "misspelt": "Pacfic+Comunity",
    "graph": "graph/provenance",
}
_SYNTHETIC: Final = {
    "partner": "test-1",
    "partnership": "test-1",
    "agreement": "test-1",
    "member": "test-fj",
    "goal": "test-rg1",
    "objective": "test-rg1-1",
    "mechanism": "test-mou",
    "word": "Institute",
    "misspelt": "Insttute+12",
    "graph": "graph/source/test-1",
}

_ADDRESSES: Final[Mapping[str, str]] = {
    "home": "/en/",
    "home, in French": "/fr/",
    "about": "/en/about",
    "partnerships": "/en/partnership",
    "agreements": "/en/agreement",
    "agreements with a word": "/en/agreement?q=waste",
    "agreements in force": "/en/agreement?state=yes",
    "agreements by end": "/en/agreement?sort=end",
    "partners": "/en/partner",
    "partners by agreements": "/en/partner?sort=agreements",
    "Members": "/en/member",
    "goals": "/en/goal",
    "one partnership": "/en/partnership/{partnership}",
    "one agreement": "/en/agreement/{agreement}",
    "one partner": "/en/partner/{partner}",
    "its agreements": "/en/partner/{partner}/linked?by=perms:hasPartner",
    "one Member": "/en/member/{member}",
    "one goal": "/en/goal/{goal}",
    "one objective": "/en/objective/{objective}",
    "one mechanism": "/en/mechanism/{mechanism}",
    "the Secretariat": "/en/organisation/sprep",
    "gap matrix": "/en/gaps",
    "one cell": "/en/coverage/cell?row=id:goal/{goal}&column=purpose:technicalSupport",
    "one gap": "/en/gaps/agreements_without_end",
    "one gap, as CSV": "/en/gaps/agreements_without_end.csv",
    "search": "/en/search?q={word}",
    "search, misspelt": "/en/search?q={misspelt}",
    "questions": "/en/questions",
    "one question": "/en/questions/partners_by_goal?goal=id:goal/{goal}",
    "a long answer": "/en/questions/agreements_by_state?day=2026-06-30",
    "sources": "/en/sources",
    "one source": "/en/{graph}",
    "vocabulary": "/en/def",
    "shapes": "/en/shapes",
    "a partner as Turtle": "/data/partner/{partner}.ttl",
}


def measure_pages(teller: Teller, arguments: Mapping[str, Any]) -> None:
    """Ask for each page of the build in a folder; what does not answer 200 is a failure."""
    words = _SYNTHETIC if "generated" in arguments else _REAL
    register = open_register(Path(arguments["folder"]), shipped())
    app = teller.once("(make the application)", lambda: create_app(register, today=lambda: DAY))
    client = app.test_client()
    for title, pattern in _ADDRESSES.items():
        address = pattern.format(**words)

        def get(address: str = address) -> int:
            answer = client.get(address)
            if answer.status_code != 200:
                raise RuntimeError(f"{address} answers {answer.status_code}")
            return len(answer.data)

        teller.warm(title, get)


def measure_start(teller: Teller, arguments: Mapping[str, Any]) -> None:
    """Start ``perms serve`` on the build in a folder; the time is up to the first whole page."""
    if "generated" in arguments:
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = "from perms_graph.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", "--summary"]
    server: list[subprocess.Popen[bytes]] = []

    def start() -> None:
        server.append(
            subprocess.Popen(
                [*command, "--store", arguments["folder"], "--port", str(port)],
                stdout=subprocess.DEVNULL,
            )
        )
        while not _answers(f"http://127.0.0.1:{port}/en/"):
            if server[0].poll() is not None:
                raise RuntimeError(f"perms serve ended with {server[0].returncode}")
            time.sleep(0.02)

    try:
        teller.once("start", start)
    finally:
        for process in server:
            process.terminate()
            process.wait(10)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200 and answer.read())
    except (urllib.error.URLError, ConnectionError):
        return False
