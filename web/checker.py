"""The fence in which uploads are checked: made when it is first needed, for the register shown."""

from __future__ import annotations

import shutil
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock, Thread
from typing import Final

import pyoxigraph as ox

from perms_graph.fence import Fence, Limits, Outcome
from perms_graph.register import Register
from perms_graph.uploads import MAX_BYTES

LIMITS: Final = Limits(
    seconds=20, memory=800 << 20, output_bytes=20_000_000, workers=2, queue=16, per_client=4
)
ROOM: Final = 200_000
"""Bytes that a form takes besides the file in it."""

LONGEST_BODY: Final = MAX_BYTES + ROOM


class Checker:
    """Checks uploads against a register, in processes of their own.

    The register is written to a folder of ours once; workers read it from there into memory and
    fork for each upload, so that each has a copy of its own at the cost of what it changes. The
    folder goes with the checker.

    Args:
        register: What uploads are checked against.
        limits: How much a check may take.
    """

    def __init__(self, register: Register, limits: Limits = LIMITS) -> None:
        self._register = register
        self._limits = limits
        self._making = Lock()
        self._folder: weakref.finalize[..., Checker] | None = None
        self._fence: Fence | None = None

    def warm(self) -> None:
        """Have the workers get ready, without waiting for them."""
        if self._fence is None:
            Thread(target=lambda: self._made().start(), name="check", daemon=True).start()

    def check(
        self,
        given: Mapping[str, str],
        body: bytes,
        *,
        client: str,
        gone: Callable[[], bool] | None,
    ) -> Outcome:
        """Check an upload.

        Args:
            given: As in ``perms_graph.uploads.check``.
            body: The upload.
            client: Who asks.
            gone: Tells whether nobody waits any more.

        Raises:
            Busy: There is no room now.
        """
        return self._made().run("check", given, body, client=client, gone=gone)

    @property
    def workers(self) -> tuple[int, ...]:
        """Numbers of the processes; none before the first use."""
        return self._fence.status.workers if self._fence else ()

    def close(self) -> None:
        """End the workers and remove the folder."""
        with self._making:
            if self._fence is not None:
                self._fence.close()
            if self._folder is not None:
                self._folder()
            self._fence = self._folder = None

    def _made(self) -> Fence:
        with self._making:
            if self._fence is None:
                folder = mkdtemp(prefix="perms-")
                # Removed with the checker and at exit, whether anyone closed it or not.
                self._folder = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
                quads = Path(folder) / "register.nq"
                self._register.dataset.store.dump(str(quads), format=ox.RdfFormat.N_QUADS)
                self._fence = Fence(
                    self._limits,
                    {"check": "perms_graph.uploads:check"},
                    prepare="perms_graph.uploads:prepare",
                    prepared_from={"quads": str(quads)},
                )
            return self._fence
