"""Fences with tight limits, of both kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from perms_graph.fence import Fence, Limits

TASKS = {
    name: f"tests.fence.tasks:{name}"
    for name in (
        "attempt",
        "burn",
        "change",
        "count",
        "echo",
        "end",
        "fail",
        "grow",
        "parse",
        "query",
        "refuse",
        "surroundings",
        "talk",
    )
}

Make = Callable[..., Fence]


@pytest.fixture()
def make() -> Iterator[Make]:
    """Makes fences; each is closed at the end."""
    made: list[Fence] = []

    def _make(*, fresh: bool = True, prepare: str = "prepare", **limits: float) -> Fence:
        given = {"seconds": 20, "memory": 1 << 29, "output_bytes": 1_000_000, "workers": 1}
        fence = Fence(
            Limits(**{**given, **limits}),  # type: ignore[arg-type]
            TASKS,
            prepare=f"tests.fence.tasks:{prepare}",
            prepared_from={"named": "here"},
            fresh=fresh,
        )
        made.append(fence)
        return fence

    yield _make
    for fence in made:
        fence.close()


@pytest.fixture(params=[True, False], ids=["a fork for each job", "job after job"])
def fresh(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)
