"""Two engines compared result by result."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.findings import compare, write_findings

A, B = ("<x:a>", "", '"one\ntwo"'), ("<x:b>", "<x:p>", "")


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        pytest.param([A, B], [B, A], "all 2", id="the same in another order"),
        pytest.param([A, A], [A], "1; 1 of ours alone, 0 of pySHACL alone", id="one of them twice"),
        pytest.param([A], [B], "0; 1 of ours alone, 1 of pySHACL alone", id="two that differ"),
    ],
)
def test_results_are_compared_one_by_one(
    ours: list[tuple[str, ...]], theirs: list[tuple[str, ...]], told: str, tmp_path: Path
) -> None:
    write_findings(tmp_path / "ours", ours)
    write_findings(tmp_path / "theirs", theirs)
    assert compare(tmp_path / "ours", tmp_path / "theirs") == told


def test_where_an_engine_was_stopped_nothing_is_said(tmp_path: Path) -> None:
    write_findings(tmp_path / "ours", [A])
    assert compare(tmp_path / "ours", tmp_path / "theirs") == ""
