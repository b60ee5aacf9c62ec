"""Running a measurement in a child process, with a limit for each item."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

TOP: Final = Path(__file__).resolve().parent.parent
_SETTING_UP: Final = 900.0
"""Seconds a child may take before its first item; what it prepares then is not measured."""


@dataclass(frozen=True)
class Measured:
    """How one item went.

    Attributes:
        seconds: Median over its runs; None if it did not end.
        runs: Number of runs after the warm-up.
        trouble: Why there is no time, such as ``> 60 s``; empty if there is one.
        facts: What else the child told, such as the number of rows.
    """

    seconds: float | None
    runs: int = 0
    trouble: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Outcome:
    """How a task went: its items in order, facts, and the most memory its process had in use."""

    items: dict[str, Measured] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    peak_mb: float | None = None


def run(task: str, arguments: Mapping[str, Any], *, limit: float) -> Outcome:
    """Run a task in a child; where an item exceeds its limit, go on after it in another child.

    Args:
        task: Name of a task in ``benchmarks.ours`` or ``benchmarks.plain``.
        arguments: For the task, as JSON would have them.
        limit: Seconds that one run of an item may take.

    Returns:
        What was measured; never a number for what did not end.
    """
    outcome = Outcome()
    while True:
        stopped = _attempt(task, {**arguments, "skip": list(outcome.items)}, limit, outcome)
        if stopped is None:
            return outcome
        item, trouble = stopped
        if not item or item in outcome.items:
            outcome.facts["trouble"] = trouble
            return outcome
        outcome.items[item] = Measured(None, trouble=trouble)
        if task in _WHOLE:
            outcome.facts["trouble"] = trouble
            return outcome


_WHOLE: Final = frozenset({"load", "stages", "build", "start", "plain_load", "plain_close"})
"""Tasks whose items build on each other: after one that did not end there is nothing to go on."""


def _attempt(
    task: str, arguments: Mapping[str, Any], limit: float, outcome: Outcome
) -> tuple[str, str] | None:
    """Run one child. Gives None if it came to its end, else the item it was at and why."""
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.child", task, json.dumps(arguments)],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=TOP,
        )
        lines: queue.Queue[str | None] = queue.Queue()
        assert child.stdout is not None  # noqa: S101 - we asked for a pipe
        reading = threading.Thread(target=_read, args=(child.stdout, lines), daemon=True)
        reading.start()
        item, ended = "", False
        try:
            item, ended = _listen(lines, limit, outcome)
        finally:
            if not ended:
                child.kill()
            code = child.wait()
            reading.join()
            child.stdout.close()
        if not ended:
            return item, f"> {limit:.0f} s"
        if code == 0:
            return None
        errors.seek(0)
        last = errors.read().decode(errors="replace").strip().splitlines()[-1:]
        return item, f"failed: {(last or ['no message'])[0][:160]}"


def _listen(lines: queue.Queue[str | None], limit: float, outcome: Outcome) -> tuple[str, bool]:
    """Note what a child tells; gives the item it was at, and whether it ended by itself."""
    item, allowed = "", _SETTING_UP
    while True:
        try:
            line = lines.get(timeout=allowed)
        except queue.Empty:
            return item, False
        if line is None:
            return item, True
        told = json.loads(line)
        if "begin" in told:
            # Told before each run of it.
            item, allowed = told["begin"], limit
        elif "item" in told:
            _note(told, limit, outcome)
            item, allowed = "", _SETTING_UP
        elif "facts" in told:
            outcome.facts.update(told["facts"])
        else:
            outcome.peak_mb = max(told["peak_mb"], outcome.peak_mb or 0.0)


def _note(told: dict[str, Any], limit: float, outcome: Outcome) -> None:
    name, seconds, median = told.pop("item"), told.pop("seconds"), told.pop("median")
    if median > limit:
        outcome.items[name] = Measured(None, trouble=f"> {limit:.0f} s")
    else:
        outcome.items[name] = Measured(median, len(seconds), facts=told)


def _read(stream: IO[str], lines: queue.Queue[str | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)
