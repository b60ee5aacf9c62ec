"""Help in both languages, with examples that run."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import click
import pytest

from perms_graph.catalogue import FAMILIES, load_catalogue
from perms_graph.cli.assembly import program
from perms_graph.cli.commands import Command
from perms_graph.resources import Resources

from .conftest import TOP, Perms

NAMES = [
    "build",
    "validate",
    "explain",
    "query",
    "coverage",
    "diff",
    "gaps",
    "openings",
    "whatif",
    "due",
    "show",
    "serve",
    "site",
    "info",
    "translations",
]
NOWHERE = click.Context(program())
EXAMPLES = [
    line
    for made in [program(), *(program().get_command(NOWHERE, name) for name in NAMES)]
    if isinstance(made, Command)
    for line in made.examples
]
LONG = re.compile(r"perms (serve|site)\b")
"""Commands that run until they are stopped, or for minutes: they have tests of their own."""


def test_the_commands_are_those_promised() -> None:
    assert program().list_commands(NOWHERE) == NAMES


def test_a_command_is_read_in_when_it_is_asked_for_and_no_other() -> None:
    perms = program()
    assert perms.commands == {}
    found = perms.get_command(NOWHERE, "validate")
    assert found is not None
    assert found.name == "validate"
    assert list(perms.commands) == ["validate"]


@pytest.mark.parametrize(
    ("command", "unneeded"),
    [("--version", "pyoxigraph"), ("validate --help", "pyshacl"), ("info", "altair")],
)
def test_a_command_does_not_import_what_it_does_not_need(command: str, unneeded: str) -> None:
    code = (
        "import sys\n"
        "from perms_graph.cli.assembly import program\n"
        "try:\n    program()(sys.argv[1:])\n"
        f"except SystemExit:\n    sys.exit({unneeded!r} in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command.split()], capture_output=True, check=False
    )
    assert done.returncode == 0


@pytest.mark.parametrize("name", NAMES)
def test_help_has_usage_options_and_an_example_in_both_languages(perms: Perms, name: str) -> None:
    english, french = perms(name, "--help"), perms("--lang", "fr", name, "-h")
    assert (english.code, french.code, english.err, french.err) == (0, 0, "", "")
    assert english.out.startswith(f"Usage: perms {name}")
    assert french.out.startswith(f"Utilisation\u00a0: perms {name}")
    assert f"Examples:\n  perms {name}" in english.out
    assert f"Exemples\u00a0:\n  perms {name}" in french.out
    made = program().get_command(NOWHERE, name)
    assert isinstance(made, Command)
    for text, help_text in ((str(made.text), english.out), (str(made.text), french.out)):
        first = text.split(".")[0].split(":")[0]
        assert (first in help_text) == (help_text is english.out)


def test_perms_alone_shows_its_help_and_version_its_version(perms: Perms) -> None:
    alone = perms()
    assert (alone.code, alone.out) == (0, perms("--help").out)
    assert all(f"\n  {name} " in alone.out for name in NAMES)
    assert perms("--version").out == "perms 0.1.0\n"


@pytest.mark.parametrize("line", [e for e in EXAMPLES if not LONG.search(e)])
def test_an_example_of_the_help_runs(line: str, store: Path) -> None:
    program_line = line.replace("perms ", f"{shlex.quote(sys.executable)} -m perms_graph ", 1)
    if "| perms" in line:
        program_line = line.replace("| perms ", f"| {shlex.quote(sys.executable)} -m perms_graph ")
    done = subprocess.run(
        ["bash", "-c", program_line],
        cwd=TOP,
        env={"PATH": "/usr/bin:/bin", "PERMS_STORE": str(store), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    # The illustrative set breaks rules on purpose, so that one says that it does not conform.
    assert done.returncode in ({0, 1} if "illustrative/" in line else {0}), done.stderr
    assert done.stdout.strip()


def test_serve_says_where_it_is_and_ends_on_ctrl_c(store: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "perms_graph", "serve", "--port", "0"],
        cwd=TOP,
        env={**os.environ, "PERMS_STORE": str(store), "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever runs the tests in the background leaves Ctrl-C ignored, and a child inherits that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert running.stdout is not None
        said = running.stdout.readline().strip()
        assert said.startswith("Serving on http://127.0.0.1:")
        with urllib.request.urlopen(said.split()[-1] + "/en/", timeout=60) as answer:
            assert answer.status == 200
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    finally:
        running.kill()
    assert (running.returncode, out) == (0, "")
    assert "Traceback" not in err


def test_no_option_hides_a_parameter_of_a_question(resources: Resources) -> None:
    query = program().get_command(NOWHERE, "query")
    assert query is not None
    options = {name for p in query.params for name in p.opts}
    catalogue = load_catalogue(resources.queries)
    assert [p.name for q in catalogue for p in q.parameters if f"--{p.name}" in options] == []
    assert {q.family for q in catalogue} == set(FAMILIES)
