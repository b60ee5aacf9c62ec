"""An answer is worked out once, and room is the only reason to forget it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from web.memo import Memo


class Clock:
    """A clock that goes on only while something is made."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def taking(self, seconds: float, answer: str) -> Callable[[], str]:
        """Give what makes an answer in so long."""

        def make() -> str:
            self.now += seconds
            return answer

        return make


def test_an_answer_is_worked_out_once() -> None:
    made: list[int] = []
    memo = Memo()
    for _ in range(3):
        assert memo.get("a", lambda: made.append(1) or len(made)) == 1
    assert memo.find("a") == 1
    assert memo.find("b") is None


def test_an_answer_may_be_nothing() -> None:
    made: list[int] = []
    memo = Memo()

    def make() -> None:
        made.append(1)

    for _ in range(3):
        memo.get("a", make)
    assert made == [1]


def test_of_what_took_the_same_the_one_used_longest_ago_goes_first() -> None:
    memo = Memo(2, clock=Clock())
    memo.get("a", lambda: 1)
    memo.get("b", lambda: 2)
    assert memo.find("a") == 1  # used again, so b is now the oldest
    memo.get("c", lambda: 3)
    assert (memo.find("a"), memo.find("b"), memo.find("c")) == (1, None, 3)
    assert len(memo) == 2


def test_what_took_long_outlives_what_did_not_but_not_for_ever() -> None:
    clock = Clock()
    memo = Memo(3, clock=clock)
    memo.get("ledger", clock.taking(0.1, "verdicts"))
    for number in range(20):
        memo.get(number, clock.taking(0.002, "a page"))
    assert memo.find("ledger") == "verdicts"
    for number in range(20, 300):
        memo.get(number, clock.taking(0.002, "a page"))
    assert memo.find("ledger") is None
    assert len(memo) == 3


def test_a_failure_is_not_kept() -> None:
    memo = Memo()

    def fail() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        memo.get("a", fail)
    assert memo.find("a") is None
    assert memo.get("a", lambda: 5) == 5


def test_what_many_want_at_once_is_made_once_and_nobody_else_waits() -> None:
    memo = Memo()
    begun, finish = threading.Event(), threading.Event()
    made: list[int] = []

    def make() -> str:
        made.append(1)
        begun.set()
        assert finish.wait(30)
        return "answer"

    answers: list[str] = []
    workers = [
        threading.Thread(target=lambda: answers.append(memo.get("slow", make))) for _ in range(6)
    ]
    for worker in workers:
        worker.start()
    assert begun.wait(30)
    assert memo.get("other", lambda: "at once") == "at once"
    assert answers == []
    finish.set()
    for worker in workers:
        worker.join(30)
    assert (answers, made) == (["answer"] * 6, [1])


def test_whoever_waited_for_a_failure_tries_again() -> None:
    memo = Memo()
    begun, finish = threading.Event(), threading.Event()

    def fail() -> str:
        begun.set()
        assert finish.wait(30)
        raise ValueError("no")

    failed: list[ValueError] = []

    def first() -> None:
        try:
            memo.get("a", fail)
        except ValueError as error:
            failed.append(error)

    answers: list[str] = []
    one = threading.Thread(target=first)
    one.start()
    assert begun.wait(30)
    other = threading.Thread(target=lambda: answers.append(memo.get("a", lambda: "well")))
    other.start()
    finish.set()
    one.join(30)
    other.join(30)
    assert (len(failed), answers) == (1, ["well"])
