"""docs/checking.md and the examples beside it say what is so, and run."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from perms_graph.cli.assembly import program
from perms_graph.reports.findings import FORMATS

from .conftest import TOP

PAGE = (TOP / "docs" / "checking.md").read_text(encoding="utf-8")
EXAMPLES = TOP / "docs" / "examples"
PACT = """@prefix perms: <https://w3id.org/perms/def#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/pact> a perms:Agreement ; skos:prefLabel "Pact"@en , "Pacte"@fr ;
  perms:hasAmount [ a perms:Amount ; perms:value 1 ; perms:currency "XXQ" ] .
<https://example.org/reef> a perms:Partnership ; skos:prefLabel "Reef"@en , "Récif"@fr ;
  perms:formalisedBy <https://example.org/pact> .
"""


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def shell(line: str, folder: Path, store: Path) -> subprocess.CompletedProcess[str]:
    """Run a line with the command as it is installed beside this Python."""
    return subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env={
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "PERMS_STORE": str(store),
            "LC_ALL": "C.UTF-8",
            "HOME": str(folder),
        },
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.fixture
def repository(tmp_path: Path, store: Path) -> Path:
    """A repository with a file of data that has a violation, and a text that is no data."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "pact.ttl").write_text(PACT, encoding="utf-8")
    (tmp_path / "notes.md").write_text("Notes\n", encoding="utf-8")
    assert shell("git init -q . && git add .", tmp_path, store).returncode == 0
    return tmp_path


COMMANDS = re.findall(r"^\$ (perms .+)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_runs(store: Path, line: str) -> None:
    done = shell(line, TOP, store)
    # The illustrative set breaks a rule on purpose.
    assert done.returncode == (1 if "illustrative" in line else 0), done.stderr
    assert done.stdout.strip()


def test_the_page_names_the_options_formats_and_exit_codes_that_there_are() -> None:
    assert len(COMMANDS) > 2
    validate = program().get_command(click.Context(program()), "validate")
    assert validate is not None
    options = {o for p in validate.params for o in p.opts if o[:2] == "--"}
    general = {o for p in program().params for o in p.opts}
    named = set(re.findall(r"--[a-z][a-z-]+", PAGE))
    assert named <= options | general
    # These say where the register is, as for every command.
    assert options - named <= {"--help", "--memory", "--store", "--with"}
    table = PAGE[PAGE.index("## Formats") : PAGE.index("## Exit codes")]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(FORMATS)
    codes = PAGE[PAGE.index("## Exit codes") : PAGE.index("## Before each commit")]
    assert re.findall(r"^\| (\d) \|", codes, re.MULTILINE) == ["0", "1", "2"]


def test_the_hook_as_configured_stops_a_commit_with_a_violation(
    repository: Path, store: Path
) -> None:
    (hook,) = loaded(TOP / ".pre-commit-hooks.yaml")
    ((used,),) = (repo["hooks"] for repo in loaded(EXAMPLES / "pre-commit-config.yaml")["repos"])
    assert (hook["id"], hook["language"], hook["require_serial"]) == (used["id"], "python", True)
    staged = shell("git diff --cached --name-only", repository, store).stdout.split()
    chosen = [name for name in staged if re.search(used["files"], name)]
    assert (sorted(staged), chosen) == (["data/pact.ttl", "notes.md"], ["data/pact.ttl"])
    assert [name for name in staged if re.search(hook["files"], name)] == chosen
    # What pre-commit runs: the entry, the arguments, the names of the files.
    done = shell(" ".join([hook["entry"], *used["args"], *chosen]), repository, store)
    assert done.returncode == 1
    assert "data/pact.ttl:4 · " in done.stdout
    mended = PACT.replace("XXQ", "USD")
    (repository / "data" / "pact.ttl").write_text(mended, encoding="utf-8")
    again = shell(" ".join([hook["entry"], *used["args"], *chosen]), repository, store)
    assert again.returncode == 0, again.stdout


def test_the_steps_of_the_workflow_run(repository: Path, store: Path) -> None:
    (job,) = loaded(EXAMPLES / "workflow.yml")["jobs"].values()
    steps = {step["name"]: step["run"] for step in job["steps"] if "name" in step}
    marked = shell(steps["Mark the lines"], repository, store)
    assert marked.returncode == 1
    assert re.search(r"^::error file=data/pact\.ttl,line=4,col=\d+,title=", marked.stdout, re.M)
    assert shell(steps["Write SARIF"], repository, store).returncode == 0
    assert shell(steps["Write a page"], repository, store).returncode == 0
    assert "data/pact.ttl" in (repository / "perms.html").read_text(encoding="utf-8")
    (uploaded,) = (
        s["with"]["sarif_file"] for s in job["steps"] if "upload-sarif" in s.get("uses", "")
    )
    (run,) = json.loads((repository / uploaded).read_text(encoding="utf-8"))["runs"]
    places = {
        p["artifactLocation"]["uri"]
        for r in run["results"]
        for p in [r["locations"][0]["physicalLocation"]]
    }
    assert places == {"data/pact.ttl"}
