"""Measure the product beside the plain stack and print Markdown.

    python -m benchmarks.run --sizes 1k,10k --json measured.json

Each measurement runs in a process of its own. What exceeds its limit is printed as such, never as a
number.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from benchmarks.findings import compare
from benchmarks.generator import size, write
from benchmarks.given import NAMES
from benchmarks.parent import Measured, Outcome, run
from benchmarks.report import report
from benchmarks.tables import Column

REGISTER: Final = "register"
_OURS: Final = 30
"""The product may take this many times the limit: to build a large register on disk, for one."""


def measure(
    sizes: Sequence[str], *, register: bool, plain_max: int, limit: float, folder: Path
) -> Iterator[Column]:
    """Measure at every size, the shipped register first.

    Args:
        sizes: Sizes of synthetic registers, such as ``10k``.
        register: Whether to measure the shipped register too.
        plain_max: Largest synthetic size for the plain stack; 0 leaves the plain stack out, of the
            shipped register too.
        limit: Seconds that one item of the plain stack may take; the product has thirty times that.
        folder: For generated files and builds.

    Yields:
        Columns as they are measured.
    """
    if register:
        yield _measure(REGISTER, None, plain_max > 0, limit, folder)
    for name in sizes:
        generated = folder / f"{name}.nq"
        write(size(name), generated, names=NAMES)
        yield _measure(name, generated, size(name) <= plain_max, limit, folder)
        generated.unlink()


def _measure(name: str, generated: Path | None, plain: bool, limit: float, folder: Path) -> Column:
    store, dump = folder / f"{name}.store", folder / f"{name}.dump.nq"
    common: dict[str, Any] = {"folder": str(store)}
    if generated is not None:
        common["generated"] = str(generated)
    results = folder / f"{name}.results"
    if plain:
        common["dump"] = str(dump)
        common["results"] = str(results)
    column = Column(name, synthetic=generated is not None)
    tasks = column.tasks

    def go(task: str, as_: str = "", **more: str) -> Outcome:
        print(f"{name}: {as_ or task}", file=sys.stderr, flush=True)
        allowed = limit if task.startswith("plain") else limit * _OURS
        tasks[as_ or task] = run(task, {**common, **more}, limit=allowed)
        return tasks[as_ or task]

    go("load")
    stages = go("stages")
    stages.items["all stages"] = together(list(stages.items.values()))
    column.triples = int(stages.facts.get("asserted", 0))
    go("build")
    go("questions", "questions in memory", where="memory")
    go("questions", "questions on disk", where="disk")
    go("pages")
    go("start")
    if plain:
        for task in ("plain_load", "plain_close", "plain_validate", "plain_questions"):
            go(task)
        parts = [
            m
            for t in ("plain_load", "plain_close", "plain_validate")
            for m in tasks[t].items.values()
        ]
        agreed = compare(
            results.with_suffix(".results.ours"), results.with_suffix(".results.plain")
        )
        if agreed:
            tasks["plain_validate"].facts["agreed"] = agreed
        tasks["plain"] = Outcome({"all stages": together(parts)})
        dump.unlink(missing_ok=True)
    return column


def together(parts: Sequence[Measured]) -> Measured:
    """Add times up; where a part was stopped, say what the sum exceeds."""
    known = sum(m.seconds for m in parts if m.seconds is not None)
    stopped = [m.trouble for m in parts if m.seconds is None]
    if not stopped:
        return Measured(known, runs=1)
    if all(t.startswith("> ") for t in stopped):
        return Measured(
            None, trouble=f"> {known + sum(float(t.split()[1]) for t in stopped):.0f} s"
        )
    return Measured(None, trouble=next(t for t in stopped if not t.startswith("> ")))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print Markdown, and write the numbers as JSON if asked."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=main.__doc__)
    parser.add_argument("--sizes", default="1k,10k,100k,1m", help="synthetic sizes; may be empty")
    parser.add_argument("--plain-max", type=size, default=10_000, metavar="SIZE")
    parser.add_argument(
        "--limit", type=float, default=60.0, help="seconds for one item of the plain stack"
    )
    parser.add_argument("--without-register", action="store_true", help="synthetic sizes only")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers too")
    given = parser.parse_args(arguments)
    try:
        sizes = [s.strip() for s in given.sizes.split(",") if s.strip()]
        for name in sizes:
            size(name)
    except ValueError:
        parser.error(f"--sizes: these are not sizes such as 10k or 1m: {given.sizes}")
    with tempfile.TemporaryDirectory(prefix="perms-bench-") as folder:
        columns: list[Column] = []
        for column in measure(
            sizes,
            register=not given.without_register,
            plain_max=given.plain_max,
            limit=given.limit,
            folder=Path(folder),
        ):
            columns.append(column)
            if given.json:
                # After each size: a long run that is stopped has not been for nothing.
                told = json.dumps([asdict(c) for c in columns], indent=1)
                given.json.write_text(told + "\n", encoding="utf-8")
    print(report(columns))


if __name__ == "__main__":
    main()
