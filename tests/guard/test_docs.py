"""What `docs/guard.md` shows is so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from perms_graph.guard import Vocabulary, advise
from perms_graph.guard.model import Advice, Kind
from perms_graph.register import Register

TEXT = (Path(__file__).parents[2] / "docs" / "guard.md").read_text(encoding="utf-8")


def line(advice: Advice) -> str:
    told = f"mine.rq:{advice.place.line}:{advice.place.column}: {advice.severity}: {advice.message}"
    return f"{told}\n  {advice.hint}"


def test_the_example_is_answered_as_shown(register: Register, vocabulary: Vocabulary) -> None:
    (query,) = re.findall(r"```sparql\n(.*?)```", TEXT, re.DOTALL)
    (shown,) = re.findall(r"```text\n(.*?)\n```", TEXT, re.DOTALL)
    found = advise(query, vocabulary, register.dataset)
    assert "\n".join(map(line, found)) == shown


def test_every_kind_of_finding_is_described_once() -> None:
    assert sorted(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)) == sorted(get_args(Kind))
