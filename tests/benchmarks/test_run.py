"""The runner, end to end on the smallest register: what it tells, never how long it took."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import parent, run
from benchmarks.report import STAGES
from perms_graph.catalogue import load_catalogue
from perms_graph.resources import Resources


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """The Markdown and the numbers of one run at 1,000 triples, without the plain stack."""
    file = tmp_path_factory.mktemp("bench") / "measured.json"
    capture = pytest.MonkeyPatch()
    lines: list[str] = []
    capture.setattr("builtins.print", lambda *a, **k: lines.append(" ".join(map(str, a))))
    try:
        run.main(["--sizes", "1k", "--plain-max", "0", "--without-register", "--json", str(file)])
    finally:
        capture.undo()
    (column,) = json.loads(file.read_text(encoding="utf-8"))
    return "\n".join(lines), column


def test_every_stage_of_a_build_has_a_time(measured: tuple[str, dict[str, Any]]) -> None:
    _, column = measured
    missing = {
        row.head
        for row in STAGES
        if (column["tasks"][row.ours[0]]["items"].get(row.ours[1]) or {}).get("seconds") is None
    }
    # Only the shipped register can be served by `perms serve`.
    assert missing == {"start again to first page"}


def test_every_stored_question_and_every_page_has_a_time(
    measured: tuple[str, dict[str, Any]], resources: Resources
) -> None:
    _, column = measured
    names = {q.name for q in load_catalogue(resources.queries)} | {
        "the matrix: objective by purpose",
        "the matrix: goal by member",
        "the matrix: partner-type by nothing",
        "what differs between two days",
    }
    for task in ("questions in memory", "questions on disk"):
        assert set(column["tasks"][task]["items"]) == names
    troubles = {
        item: told["trouble"]
        for task in column["tasks"].values()
        for item, told in task["items"].items()
        if told["trouble"]
    }
    assert troubles == {}
    assert len(column["tasks"]["pages"]["items"]) > 20


def test_the_size_loaded_and_the_memory_used_are_told(
    measured: tuple[str, dict[str, Any]],
) -> None:
    _, column = measured
    load = column["tasks"]["load"]
    assert load["facts"]["quads"] > 1_000
    assert 10 < load["peak_mb"] < 1_500


def test_the_report_has_a_table_for_each_kind_of_work_and_no_plain_stack(
    measured: tuple[str, dict[str, Any]],
) -> None:
    report, _ = measured
    headings = [line[4:] for line in report.splitlines() if line.startswith("### ")]
    assert headings == [
        "What was measured",
        "Building",
        "Most memory of the process, MB",
        "Questions, store in memory",
        "Questions, store on disk",
        "Pages, store on disk",
        "What grows faster than the data",
    ]


def test_sizes_that_cannot_be_read_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run.main(["--sizes", "some"])
    assert stopped.value.code == 2
    assert "such as 10k or 1m" in capsys.readouterr().err


def test_a_child_that_fails_says_why_and_gives_no_number(tmp_path: Path) -> None:
    outcome = parent.run("load", {"generated": str(tmp_path / "missing.nq")}, limit=10)
    told = outcome.items["load"]
    assert told.seconds is None
    assert told.trouble.startswith("failed: ")
    assert "There is no such file" in told.trouble
