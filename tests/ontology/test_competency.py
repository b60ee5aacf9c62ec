"""Each competency question has an answer: a stored question or a test that exists."""

from __future__ import annotations

import re

import pytest

from tests.ontology.files import ROOT

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "competency.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| \d+ \|", line)
]


def test_there_are_at_least_twenty_numbered_in_order() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, len(ROWS) + 1))
    assert len(ROWS) >= 20


def test_each_is_asked_in_english_and_in_french() -> None:
    assert [row for row in ROWS if not (row[1].endswith("?") and row[2].endswith(" ?"))] == []
    assert [row for row in ROWS if row[1] == row[2]] == []


def test_none_is_asked_twice() -> None:
    assert len({row[1] for row in ROWS}) == len({row[3] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_answer_exists(row: list[str]) -> None:
    matched = re.fullmatch(r"(question|test) `(\w+)`", row[3])
    assert matched is not None
    kind, name = matched.groups()
    if kind == "question":
        found = [p.stem for p in (ROOT / "perms_graph" / "queries").rglob("*.rq")]
    else:
        found = re.findall(
            r"^def (test_\w+)\(",
            (ROOT / "tests" / "ontology" / "test_logic.py").read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    assert found.count(name) == 1
