"""An answer is worked out once, and room is the only reason to forget it."""

from __future__ import annotations

from web.memo import Memo


def test_an_answer_is_worked_out_once() -> None:
    made: list[int] = []
    memo = Memo()
    for _ in range(3):
        assert memo.get("a", lambda: made.append(1) or len(made)) == 1
    assert memo.find("a") == 1
    assert memo.find("b") is None


def test_what_was_used_longest_ago_goes_first() -> None:
    memo = Memo(2)
    memo.get("a", lambda: 1)
    memo.get("b", lambda: 2)
    assert memo.find("a") == 1  # used again, so b is now the oldest
    memo.get("c", lambda: 3)
    assert (memo.find("a"), memo.find("b"), memo.find("c")) == (1, None, 3)
    assert len(memo) == 2


def test_a_failure_is_not_kept() -> None:
    memo = Memo()

    def fail() -> int:
        raise ValueError("no")

    try:
        memo.get("a", fail)
    except ValueError:
        assert memo.find("a") is None
    assert memo.get("a", lambda: 5) == 5
