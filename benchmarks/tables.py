"""From measurements to Markdown: times, ratios beside the plain stack, growth exponents."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.parent import Measured, Outcome

MISSING = "–"


@dataclass
class Column:
    """What was measured at one size.

    Attributes:
        name: Name of the size, such as ``10k`` or ``register``.
        triples: Triples in the default graph once loaded, which growth is measured against.
        synthetic: Whether the size is one of the generator's; growth is that of those alone.
        tasks: Task → how it went.
    """

    name: str
    triples: int = 0
    synthetic: bool = True
    tasks: dict[str, Outcome] = field(default_factory=dict)

    def find(self, task: str, item: str) -> Measured | None:
        """Give one item; None if it was not measured."""
        outcome = self.tasks.get(task)
        return outcome.items.get(item) if outcome else None


@dataclass(frozen=True)
class Row:
    """One row: how it is headed, and which items of ours and of the plain stack it compares."""

    head: str
    ours: tuple[str, str]
    plain: tuple[str, str] | None = None


def duration(seconds: float) -> str:
    """Write a time with two digits that count: ``0.34 ms``, ``12 ms``, ``1.2 s``."""
    if seconds >= 0.9995:
        return f"{seconds:.1f} s" if seconds < 99.5 else f"{seconds:.0f} s"
    ms = seconds * 1000
    return f"{ms:.2f} ms" if ms < 1 else f"{ms:.1f} ms" if ms < 10 else f"{ms:.0f} ms"


def cell(measured: Measured | None) -> str:
    """Write what was measured, why it was not, or that nobody tried."""
    if measured is None:
        return MISSING
    return measured.trouble if measured.seconds is None else duration(measured.seconds)


def ratio(ours: Measured | None, plain: Measured | None) -> str:
    """Say how many times as long the plain stack took; ``> n×`` where it was stopped."""
    if ours is None or plain is None or ours.seconds is None:
        return MISSING
    if plain.seconds is not None:
        times = plain.seconds / ours.seconds
        return f"{times:.1f}×" if times < 10 else f"{times:.0f}×"
    if plain.trouble.startswith("> "):
        return f"> {float(plain.trouble.split()[1]) / ours.seconds:.0f}×"
    return MISSING


def exponent(points: Sequence[tuple[float, float]]) -> float | None:
    """Give the slope of time against size on logarithmic scales, by least squares.

    Args:
        points: (size, seconds), all above zero.

    Returns:
        1 for growth in step with the data, 2 for growth with its square; None for fewer than two
        sizes.
    """
    if len({x for x, _ in points}) < 2:
        return None
    xs = [math.log(x) for x, _ in points]
    ys = [math.log(y) for _, y in points]
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    across = sum((x - mx) ** 2 for x in xs)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / across


def growth(columns: Sequence[Column], place: tuple[str, str]) -> str:
    """Write the exponent of one item over the synthetic sizes, from the second one on.

    The smallest size says how long a call takes, not how the work grows; it is left out where
    enough others remain.
    """
    points = [
        (float(column.triples), found.seconds)
        for column in columns
        if column.synthetic
        and (found := column.find(*place)) is not None
        and found.seconds is not None
    ]
    slope = exponent(points[1:] if len(points) > 2 else points)
    return MISSING if slope is None else f"{slope:.2f}"


def ours_table(title: str, rows: Sequence[Row], columns: Sequence[Column]) -> str:
    """Write our times at every size, with how they grow."""
    lines = [
        [row.head, *(cell(c.find(*row.ours)) for c in columns), growth(columns, row.ours)]
        for row in rows
        if any(c.find(*row.ours) for c in columns)
    ]
    return markdown([title, *(c.name for c in columns), "growth"], lines)


def beside_table(title: str, rows: Sequence[Row], columns: Sequence[Column]) -> str:
    """Write ours, theirs and the ratio at the sizes where the plain stack ran."""
    measured = [
        c for c in columns if any(row.plain and c.find(*row.plain) is not None for row in rows)
    ]
    head = [title]
    for column in measured:
        head += [f"{column.name}: ours", "plain", "ratio"]
    lines = []
    for row in rows:
        if row.plain is None or not any(c.find(*row.plain) for c in measured):
            continue
        line = [row.head]
        for column in measured:
            ours, plain = column.find(*row.ours), column.find(*row.plain)
            line += [cell(ours), cell(plain) + _differs(ours, plain), ratio(ours, plain)]
        lines.append([*line, growth(columns, row.ours), growth(columns, row.plain)])
    return markdown([*head, "growth: ours", "plain"], lines) if lines else ""


def markdown(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Write a table; all columns but the first are set right."""
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *lines))


def _differs(ours: Measured | None, plain: Measured | None) -> str:
    """Mark an answer that does not have as many rows as ours."""
    one, other = (m.facts.get("size") if m else None for m in (ours, plain))
    return f" ≠ ({other} rows, not {one})" if None not in (one, other) and one != other else ""
