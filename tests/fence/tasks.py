"""Tasks for tests: harmless ones, and each thing that a stranger could make a worker do."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from perms_graph.errors import FileError, QueryError, msg

Given = Mapping[str, Any]
State = dict[str, Any]


def prepare(given: Given) -> State:
    store = ox.Store()
    store.load(b"<http://a.example/> a <http://a.example/Thing> .", format=ox.RdfFormat.TURTLE)
    return {"store": store, "named": given.get("named"), "jobs": 0}


def prepare_badly(given: Given) -> State:
    raise FileError("store", msg("There is no such file."))


def echo(state: State, given: Given, body: bytes) -> dict[str, Any]:
    sys.stdout.write("a library that talks\n")
    return {"given": dict(given), "length": len(body), "named": state["named"]}


def count(state: State, given: Given, body: bytes) -> dict[str, int]:
    state["jobs"] += 1
    return {"jobs": state["jobs"], "pid": os.getpid()}


def change(state: State, given: Given, body: bytes) -> int:
    state["store"].update("INSERT DATA { <http://b.example/> a <http://a.example/Thing> }")
    return len(state["store"])


def query(state: State, given: Given, body: bytes) -> list[str]:
    """Run SPARQL as it comes: no screen in front."""
    return [str(row) for row in state["store"].query(body.decode())]


def parse(state: State, given: Given, body: bytes) -> int:
    form = getattr(ox.RdfFormat, str(given["format"]))
    return sum(1 for _ in ox.parse(body, format=form))


def burn(state: State, given: Given, body: bytes) -> None:
    while True:
        pass


def grow(state: State, given: Given, body: bytes) -> int:
    held = b"x" * 1024
    while True:
        held += held


def talk(state: State, given: Given, body: bytes) -> Iterator[bytes]:
    while True:
        yield b"0123456789" * 1000


def refuse(state: State, given: Given, body: bytes) -> None:
    raise QueryError(msg("The query is longer than {limit} bytes.", limit=7), line=2, column=3)


def fail(state: State, given: Given, body: bytes) -> None:
    raise RecursionError("too deep")


def end(state: State, given: Given, body: bytes) -> None:
    os._exit(3)


def attempt(state: State, given: Given, body: bytes) -> str:
    """Try something that is forbidden; give the kernel's answer."""
    try:
        tries[str(given["what"])](body.decode())
    except OSError as error:
        return type(error).__name__
    return "done"


def _connect(_: str) -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=5)


def _pair(_: str) -> None:
    socket.socketpair()


def _run(_: str) -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


def _exec(_: str) -> None:
    os.execv("/bin/true", ["true"])  # noqa: S606


def _fork(_: str) -> None:
    if os.fork() == 0:
        os._exit(0)


def _write(path: str) -> None:
    Path(path).write_text("written", encoding="utf-8")


def _remove(path: str) -> None:
    Path(path).unlink()


def _kill(pid: str) -> None:
    os.kill(int(pid), 0)


def _trace(pid: str) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.ptrace(16, int(pid), 0, 0) != 0:  # PTRACE_ATTACH
        raise OSError(ctypes.get_errno(), "ptrace")


def _leave(_: str) -> None:
    os.setsid()


tries = {
    "connect": _connect,
    "pair": _pair,
    "run": _run,
    "exec": _exec,
    "fork": _fork,
    "write": _write,
    "remove": _remove,
    "kill": _kill,
    "trace": _trace,
    "leave": _leave,
}


def surroundings(state: State, given: Given, body: bytes) -> dict[str, Any]:
    """Say what a worker has of the server."""
    files = sorted(int(p.name) for p in Path("/proc/self/fd").iterdir())
    return {
        "files": [n for n in files if Path(f"/proc/self/fd/{n}").exists()],
        "environment": sorted(os.environ),
        "folder": str(Path.cwd()),
    }
