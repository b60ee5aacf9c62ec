"""Before and after, side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from perms_graph.catalogue import Question
from perms_graph.compliance import State
from perms_graph.coverage import Tally
from perms_graph.openings import Overlap
from perms_graph.store import Term
from perms_graph.validation import Result

Row = Mapping[str, Term]


@dataclass(frozen=True)
class CellChange:
    """A cell of the coverage matrix that changes.

    Attributes:
        goal: Goal or objective.
        purpose: Kind of support.
        before: Its counts before.
        after: Its counts after.
    """

    goal: str
    purpose: str
    before: Tally
    after: Tally

    @property
    def filled(self) -> bool:
        """Whether nothing was, or may have been, in force there and now something is or may be."""
        return not _alive(self.before) and _alive(self.after)

    @property
    def emptied(self) -> bool:
        """The other way round."""
        return _alive(self.before) and not _alive(self.after)


def _alive(cell: Tally) -> bool:
    return bool(cell.in_force or cell.not_known)


@dataclass(frozen=True)
class VerdictChange:
    """Where a partnership stands on a principle; None where it does not exist then."""

    partnership: str
    principle: str
    before: State | None
    after: State | None


@dataclass(frozen=True)
class GapChange:
    """What happens to the rows of a gap question.

    Attributes:
        question: The question.
        closed: Rows that are gone.
        opened: Rows that are new.
        after: How many rows it has then.
    """

    question: Question
    closed: tuple[Row, ...]
    opened: tuple[Row, ...]
    after: int


@dataclass(frozen=True)
class ShareChange:
    """How much of an objective rests on a partner.

    Attributes:
        goal: Goal or objective.
        partner: The partner.
        before: Partnerships with the partner, and all; (0, n) if it had none.
        after: The same then.
    """

    goal: str
    partner: str
    before: tuple[int, int]
    after: tuple[int, int]


@dataclass(frozen=True)
class LoadChange:
    """The partnerships that a post holds, before and after, in IRI order."""

    post: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Duty:
    """Something that falls due.

    Attributes:
        due: The day, as written.
        kind: ``undertaking``, ``target``, ``end of agreement`` or ``end of departure``.
        thing: What falls due.
    """

    due: str
    kind: str
    thing: str


@dataclass(frozen=True)
class Consequences:
    """What a proposal would change.

    Attributes:
        day: Day judged from.
        illustrative: Whether the proposal, or what it is set against, is invented.
        things: Things that the proposal speaks of, in IRI order.
        added: Validation results that are new, gravest first.
        removed: Validation results that go.
        verdicts: By partnership, then principle.
        cells: By goal, then kind of support; filled ones are told by ``filled``.
        gaps: Gap questions whose rows change, by name.
        shares: Where the share of a partner in an objective changes.
        loads: Posts whose load changes.
        duties: New duties, by day.
        dropped: Duties that go.
        overlaps: Objective served → what under way the new work should join (principle c).
    """

    day: dt.date
    illustrative: bool
    things: tuple[str, ...]
    added: tuple[Result, ...]
    removed: tuple[Result, ...]
    verdicts: tuple[VerdictChange, ...]
    cells: tuple[CellChange, ...]
    gaps: tuple[GapChange, ...]
    shares: tuple[ShareChange, ...]
    loads: tuple[LoadChange, ...]
    duties: tuple[Duty, ...]
    dropped: tuple[Duty, ...]
    overlaps: Mapping[str, tuple[Overlap, ...]]

    @property
    def valid(self) -> bool:
        """Whether the proposal breaks no commitment: no new violation."""
        return not any(r.severity.endswith("#Violation") for r in self.added)
