"""The report: facts of the machine, then one table for each kind of work."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import Final

from benchmarks.tables import (
    MISSING,
    Column,
    Row,
    beside_table,
    growth,
    markdown,
    ours_table,
)

_LIBRARIES: Final = ("pyoxigraph", "rdflib", "owlrl", "pyshacl", "flask")

STAGES: Final = (
    Row("load", ("stages", "load"), ("plain_load", "load")),
    Row("merge", ("stages", "merge")),
    Row("compile rules", ("stages", "compile rules")),
    Row("reason", ("stages", "reason"), ("plain_close", "reason")),
    Row("derive", ("stages", "derive")),
    Row("compile shapes", ("stages", "compile shapes")),
    Row("validate", ("stages", "validate"), ("plain_validate", "validate")),
    Row("validate after a change", ("stages", "validate after a change")),
    Row("keep the report", ("stages", "keep the report")),
    Row("ask the gaps", ("stages", "ask the gaps")),
    Row("all stages", ("stages", "all stages"), ("plain", "all stages")),
    Row("build on disk", ("build", "build on disk")),
    Row("ask the gaps, on disk", ("build", "ask the gaps, on disk")),
    Row("start again to first page", ("start", "start")),
)

GROWS: Final = 1.1
"""What grows with a greater exponent is named below the tables."""


def report(columns: Sequence[Column]) -> str:
    """Write all tables."""
    in_memory = _rows(columns, "questions in memory", "plain_questions")
    on_disk = _rows(columns, "questions on disk", None)
    pages = _rows(columns, "pages", None)
    parts = [
        _machine(),
        "### What was measured\n\n" + _facts(columns),
        "### Building\n\n" + ours_table("stage", STAGES, columns),
        "### Building beside the plain stack\n\n" + beside_table("stage", STAGES, columns),
        "### Most memory of the process, MB\n\n" + _memory(columns),
        "### Questions, store in memory\n\n" + ours_table("question", in_memory, columns),
        "### Questions, store on disk\n\n" + ours_table("question", on_disk, columns),
        "### Questions beside the plain stack, both in memory\n\n"
        + beside_table("question", in_memory, columns),
        "### Pages, store on disk\n\n" + ours_table("page", pages, columns),
        "### What grows faster than the data\n\n" + _growing(columns),
    ]
    return "\n\n".join(p for p in parts if not p.endswith("\n\n")) + "\n"


def _rows(columns: Sequence[Column], ours: str, plain: str | None) -> list[Row]:
    heads = dict.fromkeys(item for c in columns if ours in c.tasks for item in c.tasks[ours].items)
    return [Row(h, (ours, h), (plain, h) if plain else None) for h in heads]


def _machine() -> str:
    cores = len(os.sched_getaffinity(0))
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    load = " / ".join(f"{x:.1f}" for x in os.getloadavg())
    return (
        f"{platform.system()} {platform.machine()}, {cores} cores, "
        f"Python {platform.python_version()}, {libraries}. "
        f"Load average at the end, over 1 / 5 / 15 minutes: {load}."
    )


def _facts(columns: Sequence[Column]) -> str:
    lines = []
    for column in columns:
        facts: dict[str, object] = {}
        for outcome in column.tasks.values():
            facts |= outcome.facts
        keys = ("quads", "asserted", "inferred", "derived", "results", "plain_results", "agreed")
        lines.append([column.name, *(str(facts.get(key, MISSING)) for key in keys)])
    return markdown(
        [
            "register",
            "quads loaded",
            "triples asserted",
            "inferred",
            "derived",
            "validation results",
            "of pySHACL",
            "the same, one by one",
        ],
        lines,
    )


def _memory(columns: Sequence[Column]) -> str:
    tasks = (
        ("load alone, in memory", "load"),
        ("all stages, in memory", "stages"),
        ("build on disk", "build"),
        ("pages, store on disk", "pages"),
        ("plain stack: load", "plain_load"),
        ("plain stack: reason", "plain_close"),
        ("plain stack: validate", "plain_validate"),
    )
    lines = [
        [head, *(_peak(column, task) for column in columns)]
        for head, task in tasks
        if any(task in column.tasks for column in columns)
    ]
    return markdown(["task", *(c.name for c in columns)], lines)


def _peak(column: Column, task: str) -> str:
    outcome = column.tasks.get(task)
    return MISSING if outcome is None or outcome.peak_mb is None else f"{outcome.peak_mb:.0f}"


def _growing(columns: Sequence[Column]) -> str:
    found = []
    tasks = dict.fromkeys(t for c in columns for t in c.tasks if not t.startswith("plain"))
    for task in tasks:
        items = dict.fromkeys(i for c in columns if task in c.tasks for i in c.tasks[task].items)
        for item in items:
            slope = growth(columns, (task, item))
            if slope != MISSING and float(slope) > GROWS:
                found.append(f"- {task}: {item}, exponent {slope}")
    return "\n".join(found) or f"Nothing: no exponent is above {GROWS}."
