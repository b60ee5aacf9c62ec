"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
README = (TOP / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", README, re.MULTILINE)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("store"))


def perms(command: str, store: str) -> subprocess.CompletedProcess[str]:
    # Through a shell, as written: the README has a pipe and a pattern of file names.
    program = f"{shlex.quote(sys.executable)} -m perms_graph"
    line = re.sub(r"\bperms (?=--|[a-z])", f"{program} ", command)
    return subprocess.run(
        ["bash", "-c", line],
        cwd=TOP,
        env={"PATH": "/usr/bin:/bin", "PERMS_STORE": store, "LANG": "C.UTF-8", "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_two_commands_are_there() -> None:
    assert [c for c in COMMANDS if c.startswith("make")] == ["make run", "make test"]
    makefile = (TOP / "Makefile").read_text(encoding="utf-8")
    assert all(f"\n{c.split()[1]}:" in makefile for c in COMMANDS if c.startswith("make"))
    assert "make test" in (TOP / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [c for c in COMMANDS if not c.startswith("make")])
def test_a_command_of_the_readme_runs(command: str, store: str) -> None:
    done = perms(command, store)
    # The illustrative set holds breaches on purpose, so that one may say "does not conform".
    assert done.returncode in ({0, 1} if "validate" in command else {0}), done.stderr
    assert done.stdout.strip()


def test_the_answer_shown_is_the_answer_given(store: str) -> None:
    shown = re.search(r"<!-- question -->\n```console\n\$ (.+)\n([\s\S]*?)```", README)
    assert shown is not None
    done = perms(shown.group(1), store)
    assert done.stdout.rstrip() == shown.group(2).rstrip()


def test_every_path_named_in_the_map_exists() -> None:
    rows = re.findall(r"^\| ((?:`[\w/.]+`,? ?)+)", README, re.MULTILINE)
    paths = re.findall(r"`([\w/.]+)`", " ".join(rows))
    assert len(paths) > 8
    assert [p for p in paths if not (TOP / p).exists()] == []
    links = re.findall(r"\]\((docs/[\w.]+)\)", README)
    assert [p for p in links if not (TOP / p).exists()] == []
