"""The fence for free SPARQL: workers that read the register shown, made when first needed."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import Any, Final, cast

import pyoxigraph as ox
from flask import current_app

from perms_graph.fence import Busy, Done, Fence, Limits, Outcome
from perms_graph.register import Register
from perms_graph.store.snapshot import hold

from .reading import Reader

KEY: Final = "perms_graph.askers"


@dataclass(frozen=True)
class Allowed:
    """What a query may take; published with the service.

    Attributes:
        seconds: Longest run.
        megabytes: Most memory on top of what a worker holds.
        rows: Most rows or triples of an answer.
        output_megabytes: Longest answer.
        at_once: Queries of one client that run or wait.
        long: Queries that may run longer than ``quick_seconds`` at once, of all clients.
        quick_seconds: After so long a query is a long one.
    """

    seconds: float = 10
    megabytes: int = 1024
    rows: int = 100_000
    output_megabytes: int = 20
    at_once: int = 5
    long: int = 2
    quick_seconds: float = 0.4

    @property
    def output_bytes(self) -> int:
        """Longest answer in bytes."""
        return self.output_megabytes * 1_000_000


ALLOWED: Final = Allowed()
_TRAILER: Final = 10_000
_LOOKING: Final = 2.0
"""Seconds in which the cause of an empty answer is looked for."""


class Asker:
    """Asks a register in processes of their own.

    A register in a folder is opened there by each worker, to read; one in memory is written to a
    file once and read into each worker's memory. Both go with the asker.

    Args:
        register: What is asked.
        allowed: How much a query may take.
    """

    def __init__(self, register: Register, allowed: Allowed = ALLOWED) -> None:
        self.allowed = allowed
        self._register = register
        self._making = Lock()
        self._folder: weakref.finalize[..., Asker] | None = None
        self._fence: Fence | None = None
        self._guard: Fence | None = None
        self._given: dict[str, str] = {}

    def ask(
        self,
        given: dict[str, Any],
        query: bytes,
        *,
        client: str,
        timeout: float | None,
        gone: Callable[[], bool] | None,
    ) -> Outcome:
        """Run a query.

        Args:
            given: As in ``perms_graph.querying.answer``; the limits are filled in.
            query: In UTF-8.
            client: Who asks.
            timeout: Seconds, if less than the limit.
            gone: Tells whether nobody waits any more.

        Raises:
            Busy: There is no room now.
        """
        most = {
            "rows": min(int(given.get("rows", self.allowed.rows)), self.allowed.rows),
            "bytes": self.allowed.output_bytes,
        }
        return self._made().run(
            "answer", {**given, **most}, query, client=client, timeout=timeout, gone=gone
        )

    def look_at(
        self, task: str, query: bytes, *, client: str, gone: Callable[[], bool] | None
    ) -> list[dict[str, Any]]:
        """Look at a query: ``advise`` before it is run, ``why_empty`` after it gave no rows.

        Returns:
            What was found; nothing if there is no room or no time to look.
        """
        given = {"seconds": _LOOKING}
        with suppress(Busy):
            outcome = self._made_guard().run(task, given, query, client=client, gone=gone)
            if isinstance(outcome, Done):
                return cast("list[dict[str, Any]]", outcome.value)
        return []

    @property
    def workers(self) -> tuple[int, ...]:
        """Numbers of the processes; none before the first use."""
        return self._fence.status.workers if self._fence else ()

    def start(self) -> None:
        """Have the workers get ready, without waiting for them."""
        self._made().start()
        self._made_guard().start()

    def close(self) -> None:
        """End the workers and let go of what they read."""
        with self._making:
            for fence in (self._fence, self._guard):
                if fence is not None:
                    fence.close()
            if self._folder is not None:
                self._folder()
            self._fence = self._guard = self._folder = None

    def _made_guard(self) -> Fence:
        self._made()
        with self._making:
            if self._guard is None:
                self._guard = Fence(
                    Limits(
                        seconds=2 * _LOOKING,
                        memory=self.allowed.megabytes << 20,
                        workers=1,
                        per_client=2,
                        patience=_LOOKING,
                        yield_seconds=0.2,
                        quick_seconds=2 * _LOOKING,
                        long=1,
                    ),
                    {
                        task: f"perms_graph.querying.advising:{task}"
                        for task in ("advise", "why_empty")
                    },
                    prepare="perms_graph.querying.advising:prepare",
                    prepared_from=self._given,
                    fresh="quads" in self._given,
                )
            return self._guard

    def _made(self) -> Fence:
        with self._making:
            if self._fence is None:
                given = self._given = self._source()
                in_memory = "quads" in given
                self._fence = Fence(
                    Limits(
                        seconds=self.allowed.seconds,
                        memory=self.allowed.megabytes << 20,
                        output_bytes=self.allowed.output_bytes + _TRAILER,
                        # Each has the whole register in its memory, or only the files in common.
                        workers=self.allowed.long + (1 if in_memory else 4),
                        queue=64,
                        per_client=self.allowed.at_once,
                        quick_seconds=self.allowed.quick_seconds,
                        long=self.allowed.long,
                    ),
                    {"answer": "perms_graph.querying:answer"},
                    prepare="perms_graph.querying:prepare",
                    prepared_from=given,
                    fresh=in_memory,
                )
            return self._fence

    def _source(self) -> dict[str, str]:
        """Say where workers read: a folder held for them, or a file written for them."""
        dataset = self._register.dataset
        if dataset.folder is not None:
            held = hold(dataset.folder, dataset.folder.parent.parent)
            if held is None:
                return {"folder": str(dataset.folder)}
            self._let_go_of(held)
            return {"folder": str(held)}
        made = Path(mkdtemp(prefix="perms-"))
        self._let_go_of(made)
        quads = made / "register.nq"
        dataset.store.dump(str(quads), format=ox.RdfFormat.N_QUADS)
        return {"quads": str(quads)}

    def _let_go_of(self, folder: Path) -> None:
        # With the asker and at exit, whether anyone closed it or not.
        self._folder = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)


def asker(who: Reader) -> Asker:
    """Give the fence of the register that is shown."""
    askers = cast("dict[str, Asker]", current_app.extensions[KEY])
    return askers[who.view.name]
