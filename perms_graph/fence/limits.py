"""How much a piece of work may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits of a fence.

    Attributes:
        seconds: Longest run of a job; waiting for a turn is not counted.
        memory: Bytes of address space that a job may take on top of what its worker holds already.
        output_bytes: Longest answer; a longer one is cut there, and says so.
        workers: Processes; as many jobs run at once.
        queue: Jobs that may wait for a turn.
        per_client: Jobs of one client that may run or wait.
        patience: Seconds that a job waits for its turn.
        start_seconds: Longest time for a worker to start and get ready.
        yield_seconds: After so long a job yields to others, where there is a rule for long ones.
        quick_seconds: After so long a job is a long one.
        long: Long jobs at once; one more is stopped as soon as it is one. None for no such rule.
    """

    seconds: float = 10.0
    memory: int = 2 << 30
    output_bytes: int = 20_000_000
    workers: int = 2
    queue: int = 32
    per_client: int = 5
    patience: float = 15.0
    start_seconds: float = 120.0
    yield_seconds: float = 0.1
    quick_seconds: float = 0.4
    long: int | None = None
