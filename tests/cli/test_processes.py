"""What only a process of its own can show: exit codes, signals, pipes, the bar."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from perms_graph.cli.progress import Bar, interruptible
from perms_graph.cli.session import Session, default_store, language_of

from .conftest import TOP

PERMS = [sys.executable, "-m", "perms_graph"]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (STR(?c) < STR(?f)) }"


def environment(store: Path) -> dict[str, str]:
    return {**os.environ, "PERMS_STORE": str(store), "LC_ALL": "C.UTF-8"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("query holes --format csv", 0),
        ("query nothing_like_it", 2),
        ("info --nonsense", 2),
        ("validate missing.ttl", 2),
    ],
)
def test_the_process_ends_with_the_commands_code(store: Path, line: str, code: int) -> None:
    done = subprocess.run(
        [*PERMS, *line.split()],
        cwd=TOP,
        env=environment(store),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_a_reader_who_leaves_early_is_no_error(store: Path) -> None:
    line = f"{sys.executable} -m perms_graph query statements_by_confidence -f csv"
    for command in (line, f"{sys.executable} -m perms_graph query", line.replace("csv", "table")):
        done = subprocess.run(
            ["bash", "-c", f"{command} | true; exit ${{PIPESTATUS[0]}}"],
            cwd=TOP,
            env=environment(store),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_ends_a_query_that_would_run_for_years(store: Path) -> None:
    running = subprocess.Popen(
        [*PERMS, "query", "-"],
        cwd=TOP,
        env=environment(store),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # Whoever runs the tests in the background leaves Ctrl-C ignored, and a child inherits that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert running.stdin is not None
        running.stdin.write(ENDLESS)
        running.stdin.close()
        running.stdin = None
        # Wherever it has got to by now, Ctrl-C ends it; most likely in the engine.
        time.sleep(6)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
    finally:
        running.kill()
    assert (running.returncode, out) == (130, "")
    assert err.strip() == "Stopped."


def test_work_in_a_thread_gives_its_answer_or_its_error() -> None:
    assert interruptible(lambda: 7, lambda: None) == 7

    def fail() -> int:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        interruptible(fail, lambda: None)


@pytest.mark.parametrize(
    ("terminal", "delay", "shown"),
    [
        pytest.param(True, 0.0, True, id="slow work on a terminal"),
        pytest.param(True, 60.0, False, id="work that ends before the delay"),
        pytest.param(False, 0.0, False, id="no terminal"),
    ],
)
def test_a_bar_shows_only_on_a_terminal_and_only_for_slow_work(
    terminal: bool, delay: float, shown: bool
) -> None:
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=80)
    with Bar(console, "fr", delay=delay) as bar:
        bar("load", 1, 2)
        time.sleep(0.3)
    assert ("chargement" in out.getvalue()) is shown


@pytest.mark.parametrize(
    ("words", "variables", "expected"),
    [
        ([], {}, "en"),
        ([], {"LANG": "fr_FR.UTF-8"}, "fr"),
        ([], {"LANG": "fr_FR.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ([], {"LC_ALL": "", "LANG": "fr"}, "fr"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        (["--lang", "fr"], {}, "fr"),
        (["info", "--lang=FR"], {}, "fr"),
        (["--lang", "fr", "info", "--lang", "en"], {}, "en"),
        (["--lang", "de"], {"LANG": "fr"}, "fr"),
        (["query", "--", "--lang", "fr"], {}, "en"),
        (["--lang"], {}, "en"),
    ],
)
def test_the_language_comes_from_the_words_then_from_the_environment(
    words: list[str], variables: dict[str, str], expected: str
) -> None:
    assert language_of(words, variables) == expected


def test_the_store_is_where_the_user_says_else_in_the_cache() -> None:
    assert default_store({"PERMS_STORE": "/a/b", "XDG_CACHE_HOME": "/c"}) == Path("/a/b")
    assert default_store({"XDG_CACHE_HOME": "/c"}) == Path("/c/perms-graph")
    assert default_store({}) == Path.home() / ".cache" / "perms-graph"
    session = Session("en", {}, store=Path("/s"))
    assert session.folder == Path("/s")
    session.illustrative = True
    assert session.folder == Path("/s/illustrative")
