"""Whatever a job does, the server gets an answer, goes on, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from perms_graph.errors import FileError, PermsError, QueryError, UnknownNameError, msg
from perms_graph.fence import (
    Busy,
    Crashed,
    Done,
    Fence,
    Gone,
    Limits,
    OutOfMemory,
    Refused,
    TimedOut,
)
from perms_graph.fence.outcomes import packed, unpacked
from tests.fence.conftest import Make

TOP = Path(__file__).parents[2]
TEN = " ".join(f"VALUES ?{v} {{ {' '.join('0123456789')} }}" for v in "abcdefghij")
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {TEN} }}"
DEEP = f"SELECT ({'STR(' * 1005}1{')' * 1005} AS ?x) {{}}"
DOUBLING = (
    "SELECT (STRLEN(?z) AS ?n) { BIND (REPLACE(STR(NOW()), '.', 'xxxxxxxxxx') AS ?a0) "
    + " ".join(f"BIND (CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(30))
    + " BIND (?a30 AS ?z) }"
)


def processes(pid: int) -> list[str]:
    """States of the processes that a process has started, zombies too."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [Path(f"/proc/{c}/stat").read_text(encoding="utf-8").split(") ")[1][0] for c in children]


def exists(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split(") ")[1][0] != "Z"
    except OSError:
        return False


def comes_true(what: Callable[[], bool]) -> bool:
    """Wait until something is so; the limit only ends a broken run."""
    until = time.monotonic() + 20
    while not what() and time.monotonic() < until:
        time.sleep(0.02)
    return what()


def test_an_answer_comes_back_with_what_was_prepared(make: Make, fresh: bool) -> None:
    fence = make(fresh=fresh)
    outcome = fence.run("echo", {"day": "2026-06-30", "é": 1}, b"x" * 3_000_000)
    assert isinstance(outcome, Done)
    assert outcome.value == {
        "given": {"day": "2026-06-30", "é": 1},
        "length": 3_000_000,
        "named": "here",
    }
    assert not outcome.cut


def test_only_tasks_of_the_list_can_be_run(make: Make) -> None:
    fence = make()
    with pytest.raises(KeyError, match="os:system"):
        fence.run("os:system")
    assert fence.status.workers == ()  # nothing was started for it


def test_a_fork_takes_its_changes_with_it(make: Make) -> None:
    fence = make()
    assert [fence.run("change") for _ in range(3)] == [Done(b"2")] * 3
    first, second = (fence.run("count") for _ in range(2))
    assert isinstance(first, Done)
    assert isinstance(second, Done)
    assert (first.value["jobs"], second.value["jobs"]) == (1, 1)
    assert first.value["pid"] != second.value["pid"]


def test_a_worker_that_lives_on_does_job_after_job(make: Make) -> None:
    fence = make(fresh=False)
    outcomes = [fence.run("count") for _ in range(3)]
    assert [o.value["jobs"] for o in outcomes if isinstance(o, Done)] == [1, 2, 3]
    assert [o.value["pid"] for o in outcomes if isinstance(o, Done)] == [*fence.status.workers * 3]


@pytest.mark.parametrize(
    ("task", "body"),
    [
        pytest.param("burn", b"", id="a loop of ours"),
        pytest.param("query", ENDLESS.encode(), id="a cartesian product in the engine"),
    ],
)
def test_what_does_not_end_is_ended(make: Make, fresh: bool, task: str, body: bytes) -> None:
    fence = make(fresh=fresh)
    before = os.getpid()
    outcome = fence.run(task, body=body, timeout=0.5)
    assert outcome == TimedOut(0.5)
    assert str(outcome.error) == "This took longer than 0.5 seconds and was stopped."
    assert outcome.error.hint == msg("Ask for less at a time.")
    # Nothing burns on: the fork is gone, or the worker itself.
    for pid in fence.status.workers:
        assert processes(pid) == []
    assert isinstance(fence.run("echo"), Done)
    assert os.getpid() == before


def test_a_caller_can_ask_for_less_time_and_not_for_more(make: Make) -> None:
    fence = make(seconds=0.4)
    assert fence.run("burn", timeout=0.1) == TimedOut(0.1)
    assert fence.run("burn", timeout=60) == TimedOut(0.4)


@pytest.mark.parametrize(
    ("task", "body"),
    [
        pytest.param("grow", b"", id="Python"),
        pytest.param("query", DOUBLING.encode(), id="the engine"),
    ],
)
def test_memory_has_an_end(make: Make, fresh: bool, task: str, body: bytes) -> None:
    fence = make(fresh=fresh)
    outcome = fence.run(task, body=body)
    assert outcome == OutOfMemory(512)
    assert str(outcome.error) == "This needs more memory than the 512 MB allowed."
    assert isinstance(fence.run("echo"), Done)


@pytest.mark.parametrize(
    ("task", "given", "body", "reason"),
    [
        ("query", {}, DEEP.encode(), "SIGSEGV"),
        (
            "parse",
            {"format": "TURTLE"},
            b"<http://a/> <http://b/> "
            + b"<<( <http://a/> <http://b/> " * 100_000
            + b"<http://c/>"
            + b" )>>" * 100_000
            + b" .",
            "SIGSEGV",
        ),
        ("end", {}, b"", "exit code 3"),
        ("fail", {}, b"", "RecursionError: too deep"),
    ],
    ids=["calls 1,005 deep", "triple terms 100,000 deep", "an exit", "an error nobody foresaw"],
)
def test_a_crash_is_an_answer(
    make: Make, fresh: bool, task: str, given: dict[str, str], body: bytes, reason: str
) -> None:
    fence = make(fresh=fresh)
    outcome = fence.run(task, given, body)
    assert isinstance(outcome, Crashed)
    assert outcome.reason.startswith(reason)
    # The reason is for the log; the reader gets words.
    assert str(outcome.error) == "The engine broke down over this, and nothing else was harmed."
    assert isinstance(fence.run("echo"), Done)


def test_a_long_answer_is_cut_and_says_so(make: Make, fresh: bool) -> None:
    fence = make(fresh=fresh)
    outcome = fence.run("talk")
    assert isinstance(outcome, Done)
    assert outcome.cut
    assert outcome.body == (b"0123456789" * 100_000)
    shorter = fence.run("talk", output_bytes=15)
    assert shorter == Done(b"012345678901234", cut=True)


def test_a_task_refuses_in_words_that_can_be_translated(make: Make, fresh: bool) -> None:
    outcome = make(fresh=fresh).run("refuse")
    assert isinstance(outcome, Refused)
    assert isinstance(outcome.error, QueryError)
    assert outcome.error.message == msg("The query is longer than {limit} bytes.", limit=7)
    assert (outcome.error.line, outcome.error.column) == (2, 3)


@pytest.mark.parametrize(
    "error",
    [
        PermsError(msg("A {thing}.", thing=1.5), msg("Do.")),
        FileError("a.ttl", msg("No."), line=3, column=None),
        UnknownNameError(msg("Nothing."), "x", ("y", "z")),
    ],
)
def test_an_error_survives_the_way_between_processes(error: PermsError) -> None:
    back = unpacked(json.loads(json.dumps(packed(error))))
    assert type(back) is type(error)
    assert packed(back) == packed(error)
    with pytest.raises(ValueError, match="message"):
        unpacked({})


@pytest.mark.parametrize(
    "what",
    ["connect", "pair", "run", "exec", "fork", "write", "remove", "kill", "trace", "leave"],
)
def test_the_kernel_refuses_what_no_job_needs(
    make: Make, fresh: bool, what: str, tmp_path: Path
) -> None:
    fence = make(fresh=fresh)
    kept = tmp_path / "kept"
    kept.write_text("kept", encoding="utf-8")
    body = {"write": str(tmp_path / "new"), "remove": str(kept)}.get(what, str(os.getpid()))
    assert fence.run("attempt", {"what": what}, body.encode()) == Done(b'"PermissionError"')
    assert [p.name for p in tmp_path.iterdir()] == ["kept"]
    assert fence.status.filtered is True


def test_service_reaches_nobody(make: Make, fresh: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        port = listening.getsockname()[1]
        outcome = make(fresh=fresh).run(
            "query",
            body=f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}".encode(),
        )
        assert isinstance(outcome, Crashed)
        assert outcome.reason.startswith("PermissionError: Operation not permitted")
        with pytest.raises(TimeoutError):
            listening.accept()


def test_a_worker_has_nothing_of_the_server(make: Make, fresh: bool) -> None:
    with (TOP / "pyproject.toml").open(encoding="utf-8") as mine:
        os.set_inheritable(mine.fileno(), True)
        outcome = make(fresh=fresh).run("surroundings")
    assert isinstance(outcome, Done)
    # Standard streams and one or two pipes.
    assert outcome.value["files"][:3] == [0, 1, 2]
    assert len(outcome.value["files"]) <= 5
    assert outcome.value["environment"] == ["LC_ALL"]
    assert outcome.value["folder"] == "/"


def test_who_goes_away_stops_the_job(make: Make, fresh: bool) -> None:
    fence = make(fresh=fresh)
    asked: list[int] = []

    def gone() -> bool:
        asked.append(1)
        return fence.status.running == 1 and len(asked) > 3

    assert fence.run("burn", gone=gone) == Gone()
    for pid in fence.status.workers:
        assert processes(pid) == []
    assert isinstance(fence.run("echo"), Done)


def test_who_goes_away_leaves_the_queue(make: Make) -> None:
    fence = make(seconds=20)
    stop = threading.Event()
    burning = threading.Thread(
        target=fence.run, args=("burn",), kwargs={"gone": stop.is_set, "client": "a"}
    )
    burning.start()
    assert comes_true(lambda: fence.status.running == 1)
    assert fence.run("echo", client="b", gone=lambda: True) == Gone()
    assert fence.status.waiting == 0
    stop.set()
    burning.join()


def test_a_client_has_its_share_and_no_more(make: Make) -> None:
    fence = make(per_client=2, queue=3)
    stop = threading.Event()
    others = [
        threading.Thread(
            target=fence.run, args=("burn",), kwargs={"gone": stop.is_set, "client": client}
        )
        for client in ("greedy", "greedy", "other", "third")
    ]
    for number, thread in enumerate(others, 1):
        thread.start()
        assert comes_true(lambda n=number: fence.status.running + fence.status.waiting == n)  # type: ignore[misc]
    with pytest.raises(Busy, match="2 requests of this kind under way") as busy:
        fence.run("echo", client="greedy")
    assert busy.value.retry_after == 20
    with pytest.raises(Busy, match="Too many people"):
        fence.run("echo", client="fourth")
    stop.set()
    for thread in others:
        thread.join()
    assert isinstance(fence.run("echo", client="greedy"), Done)


def test_a_wait_has_an_end(make: Make) -> None:
    fence = make(patience=0.1)
    stop = threading.Event()
    burning = threading.Thread(target=fence.run, args=("burn",), kwargs={"gone": stop.is_set})
    burning.start()
    assert comes_true(lambda: fence.status.running == 1)
    with pytest.raises(Busy, match="Too many people") as busy:
        fence.run("echo", client="b")
    assert busy.value.hint == msg("Try again in {seconds} seconds.", seconds=1)
    stop.set()
    burning.join()


def test_twenty_clients_at_once_all_get_their_own_answer(make: Make, fresh: bool) -> None:
    fence = make(fresh=fresh, workers=2)
    answers: dict[int, object] = {}

    def ask(number: int) -> None:
        outcome = fence.run("echo", {"n": number}, client=str(number))
        assert isinstance(outcome, Done)
        answers[number] = outcome.value["given"]["n"]

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {n: n for n in range(20)}
    assert len(fence.status.workers) == 2


def test_hostile_and_harmless_jobs_side_by_side(make: Make, fresh: bool) -> None:
    fence = make(fresh=fresh, workers=2, patience=60)
    kinds: Counter[str] = Counter()

    def ask(task: str, body: bytes) -> None:
        outcome = fence.run(
            task, body=body, client=task + str(len(body)), timeout=0.5 if task == "burn" else None
        )
        kinds[type(outcome).__name__] += 1

    jobs = [("echo", b""), ("query", DEEP.encode()), ("grow", b""), ("burn", b"")] * 3
    threads = [threading.Thread(target=ask, args=job) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kinds == {"Done": 3, "Crashed": 3, "OutOfMemory": 3, "TimedOut": 3}


def test_a_worker_that_ended_while_idle_is_replaced(make: Make, fresh: bool) -> None:
    fence = make(fresh=fresh)
    fence.run("echo")
    (pid,) = fence.status.workers
    os.kill(pid, signal.SIGKILL)
    assert comes_true(lambda: not exists(pid))
    assert isinstance(fence.run("echo"), Done)
    assert fence.status.workers != (pid,)


def test_workers_that_cannot_get_ready_are_not_started_over_and_over(make: Make) -> None:
    fence = make(prepare="prepare_badly")
    first = fence.run("echo")
    assert isinstance(first, Crashed)
    assert "There is no such file." in first.reason
    assert fence.status.workers == ()


def test_closing_leaves_no_process_and_no_zombie(make: Make, fresh: bool) -> None:
    before = processes(os.getpid())
    fence = make(fresh=fresh, workers=2)
    fence.start()
    assert isinstance(fence.run("echo"), Done)
    outcomes: list[object] = []
    burning = threading.Thread(target=lambda: outcomes.append(fence.run("burn")))
    burning.start()
    assert comes_true(lambda: fence.status.running == 1 and len(fence.status.workers) == 2)
    pids = fence.status.workers
    fence.close()
    burning.join()
    assert [exists(pid) for pid in pids] == [False, False]
    assert processes(os.getpid()) == before
    assert not isinstance(outcomes[0], Done)
    # What comes afterwards is told, and starts nothing.
    assert fence.run("echo") == Crashed("the fence is closed")


def test_a_forgotten_fence_lets_its_workers_go() -> None:
    fence = Fence(Limits(workers=1), {"echo": "tests.fence.tasks:surroundings"})
    fence.run("echo")
    (pid,) = fence.status.workers
    del fence
    assert comes_true(lambda: not exists(pid))


SERVER = """
import sys, threading
from perms_graph.fence import Fence, Limits
fence = Fence(
    Limits(seconds=60, workers=2),
    {"burn": "tests.fence.tasks:burn", "pid": "tests.fence.tasks:count"},
    prepare="tests.fence.tasks:prepare",
    fresh=sys.argv[1] == "True",
)
fence.start()
fence.run("pid")
threading.Thread(target=fence.run, args=("burn",), daemon=True).start()
while len(fence.status.workers) < 2 or not fence.status.running:
    pass
print(*fence.status.workers, flush=True)
if sys.argv[2] == "wait":
    sys.stdin.read()
"""


@pytest.mark.parametrize("how", ["wait", "leave"])
def test_workers_end_with_the_server_also_when_it_is_killed(fresh: bool, how: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(fresh), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=TOP,
        text=True,
    ) as server:
        assert server.stdout is not None
        pids = [int(word) for word in server.stdout.readline().split()]
        forks = (
            [
                int(child)
                for pid in pids
                for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
            ]
            if how == "wait"
            else []
        )
        if how == "wait":
            server.kill()
        server.wait()
        assert server.returncode == (-signal.SIGKILL if how == "wait" else 0)
    assert len(pids) == 2
    for pid in [*pids, *forks]:
        assert comes_true(lambda p=pid: not exists(p))  # type: ignore[misc]


def test_a_long_job_yields_to_others_and_only_so_many_may_be_long(make: Make, fresh: bool) -> None:
    fence = make(
        fresh=fresh,
        workers=3,
        per_client=5,
        long=1,
        yield_seconds=0.05,
        quick_seconds=0.2,
        seconds=4,
    )
    became: list[object] = []

    def burn() -> None:
        try:
            became.append(fence.run("burn"))
        except Busy as busy:
            became.append(busy)

    threads = [threading.Thread(target=burn) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert comes_true(lambda: len(became) == 1)
    (crowded,) = became
    assert isinstance(crowded, Busy)
    assert "As many long requests" in str(crowded)
    assert crowded.retry_after == 4
    # The one that goes on has made room for others, and they are served beside it.
    assert isinstance(fence.run("echo"), Done)
    assert 19 in niceness(fence.status.workers)
    for thread in threads:
        thread.join()
    assert isinstance(became[1], TimedOut)
    # Afterwards there is a place for a long one again, and nobody is made to wait.
    assert isinstance(fence.run("echo"), Done)
    assert isinstance(fence.run("burn", timeout=0.5), TimedOut)


def niceness(pids: tuple[int, ...]) -> set[int]:
    """Priorities of all threads of processes and of what they started."""
    found: set[int] = set()
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*"):
            fields = (task / "stat").read_text(encoding="utf-8").rsplit(") ")[1].split()
            found.add(int(fields[16]))
            children = (task / "children").read_text(encoding="ascii").split()
            found |= niceness(tuple(map(int, children)))
    return found


def test_a_job_that_was_long_leaves_no_mark_on_the_next(make: Make) -> None:
    fence = make(fresh=False, long=1, yield_seconds=0.05, quick_seconds=0.1)
    slow = "SELECT (COUNT(*) AS ?n) { " + " ".join(
        f"VALUES ?{v} {{ {' '.join('0123456789')} }}" for v in "abcdef"
    )
    first = fence.run("query", body=(slow + " }").encode())
    assert isinstance(first, Done)
    before = fence.run("count")
    assert isinstance(before, Done)
    assert before.value["pid"] == fence.status.workers[0]
    assert 0 in niceness(fence.status.workers)
