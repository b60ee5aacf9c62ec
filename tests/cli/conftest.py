"""The command line, run in this process on one store built for all of these tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from perms_graph.cli.assembly import program

TOP = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Perms = Callable[..., Done]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture
def perms(store: Path, monkeypatch: pytest.MonkeyPatch) -> Perms:
    """Run ``perms`` with words; English and a fixed width unless told otherwise."""
    monkeypatch.chdir(TOP)

    def run(*words: str, text: str | bytes | None = None, **environment: str) -> Done:
        given = {"PERMS_STORE": str(store), "LC_ALL": "C.UTF-8", "COLUMNS": "120", **environment}
        result = CliRunner().invoke(program(), list(words), input=text, env=given)
        unexpected = result.exception
        assert unexpected is None or isinstance(unexpected, SystemExit), unexpected
        return Done(result.exit_code, result.stdout, result.stderr)

    return run
