"""What a worker is told when it starts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Setup:
    """Everything a worker needs to know.

    Attributes:
        parent: Process of the server, filled in when a worker is started.
        path: Where modules are found.
        tasks: Name → ``module:function``.
        prepare: The same for what runs once; empty for nothing.
        given: What ``prepare`` is given.
        fresh: Whether each job runs in a fork.
        memory: As in ``Limits``.
        seconds: As in ``Limits``.
    """

    parent: int
    path: list[str]
    tasks: dict[str, str]
    prepare: str
    given: dict[str, Any]
    fresh: bool
    memory: int
    seconds: float

    def to_bytes(self) -> bytes:
        """Write it as JSON."""
        return json.dumps(self.__dict__).encode()
