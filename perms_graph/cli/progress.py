"""Work that takes a while: a bar after one second, on a terminal; Ctrl-C that works."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Final, TypeVar

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from perms_graph.errors import Message, msg
from perms_graph.translation import translate

DELAY: Final = 1.0
"""Seconds before a bar shows: what is quicker needs none."""

STAGES: Final[dict[str, Message]] = {
    "load": msg("loading"),
    "merge": msg("merging"),
    "reason": msg("reasoning"),
    "derive": msg("working out dates"),
    "validate": msg("checking"),
    "ask": msg("asking"),
    "mend": msg("trying repairs"),
    "walk": msg("making pages"),
    "write": msg("writing pages"),
}

T = TypeVar("T")


class Bar:
    """A bar for stages of work; a ``Progress`` of the store.

    Args:
        console: Where to; nothing is drawn unless it is a terminal.
        language: ``en`` or ``fr``.
        delay: Seconds before it shows.
    """

    def __init__(self, console: Console, language: str, *, delay: float = DELAY) -> None:
        self._language = language
        self._lock = threading.Lock()
        self._ended = False
        self._shown = False
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._task = self._progress.add_task("…", total=None)
        self._timer = threading.Timer(delay, self._show) if console.is_terminal else None

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note of how far a stage has got."""
        name = STAGES.get(stage)
        self._progress.update(
            self._task,
            description=translate(name, self._language) if name else stage,
            completed=done,
            total=total or None,
        )

    def __enter__(self) -> Bar:
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
        with self._lock:
            self._ended = True
            if self._shown:
                self._progress.stop()

    def _show(self) -> None:
        with self._lock:
            if not self._ended:
                self._shown = True
                self._progress.start()


@contextmanager
def waiting(console: Console, language: str) -> Iterator[None]:
    """Show that a query is being asked, if that takes longer than a second."""
    with Bar(console, language) as bar:
        bar("ask", 0, 0)
        yield


def interruptible(work: Callable[[], T], stopped: Callable[[], None]) -> T:
    """Run work that cannot be interrupted so that Ctrl-C ends the process all the same.

    A running query cannot be stopped from Python, and while it runs Python handles no signal. So it
    runs in a thread (the engine lets go of the interpreter meanwhile) and this one waits.

    Args:
        work: Reads only: it is given up in the middle.
        stopped: Called after Ctrl-C, before the process ends with code 130.

    Raises:
        BaseException: What ``work`` raises.
    """
    done: list[T] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # handed on below, whatever it is
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(0.1)
    except KeyboardInterrupt:
        stopped()
        sys.stdout.flush()
        sys.stderr.flush()
        # The thread still runs in the engine: an orderly end would wait for it.
        os._exit(130)
    if failed:
        raise failed[0]
    return done[0]
