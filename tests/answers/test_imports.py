"""Nothing that only notebooks need is read by a command."""

from __future__ import annotations

import subprocess
import sys

import pytest

import perms_graph

HEAVY = ("pandas", "polars", "pyarrow", "IPython", "nbformat", "perms_graph.answers")


def loaded(code: str) -> set[str]:
    told = f"import sys\n{code}\nprint(*sys.modules, sep='\\n', file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=120
    )
    return set(done.stderr.splitlines())


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["query", "--help"],
        ["query", "counts_by_kind", "--memory"],
        ["gaps", "--memory", "--format", "csv"],
    ],
)
def test_a_command_reads_no_data_frames(words: list[str]) -> None:
    code = f"""
sys.argv[1:] = {words!r}
from perms_graph.cli import main
try:
    main()
except SystemExit as ended:
    assert not ended.code"""
    assert loaded(code) & set(HEAVY) == set()


def test_the_package_itself_reads_nothing_until_it_is_asked() -> None:
    assert {m for m in loaded("import perms_graph") if m.startswith("perms_graph")} == {
        "perms_graph"
    }


def test_answers_read_no_data_frames_until_one_is_wanted() -> None:
    assert loaded("from perms_graph import Register") & {"pandas", "polars", "pyarrow"} == set()


def test_the_front_door_offers_the_register() -> None:
    from perms_graph.answers import Iri, Register

    assert (perms_graph.Register, perms_graph.Iri) == (Register, Iri)
    with pytest.raises(AttributeError, match="no attribute 'Regsiter'"):
        perms_graph.Regsiter  # noqa: B018
