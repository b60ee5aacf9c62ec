"""What docs/python.md shows is what happens."""

from __future__ import annotations

import datetime as dt
import doctest
import inspect
import re
from pathlib import Path

import pytest

from perms_graph.answers import Register

TOP = Path(__file__).parents[2]
TEXT = (TOP / "docs" / "python.md").read_text(encoding="utf-8")


def test_every_example_gives_what_is_shown(
    english: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[dt.date] = []

    def open_(*, day: dt.date) -> Register:
        opened.append(day)
        return english

    # The register that the other tests use: one build is enough.
    monkeypatch.setattr(Register, "open", open_)
    monkeypatch.chdir(TOP)
    examples = "\n".join(re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL))
    parsed = doctest.DocTestParser().get_doctest(examples, {}, "python.md", None, 0)
    told: list[str] = []
    result = doctest.DocTestRunner().run(parsed, out=told.append)
    assert (result.failed, told) == (0, [])
    assert result.attempted >= 12
    assert opened == [english.day]


@pytest.mark.parametrize("name", ["validate", "gaps", "whatif"])
def test_every_option_is_named(name: str) -> None:
    options = set(inspect.signature(getattr(Register, name)).parameters) - {"self"}
    (shown,) = re.findall(rf"`{name}\((.*?)\)` \|", TEXT)
    assert {o.strip(" *=") for o in shown.split(",")} == options
