"""What is found for a gap: candidates with reasons, mechanisms, cautions; and work to join."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

import pyoxigraph as ox

from perms_graph.compliance import State
from perms_graph.errors import Message
from perms_graph.namespaces import ID
from perms_graph.store import Bindable


class Kind(StrEnum):
    """The reasons, in the order in which they are told; each is named in ``id/opening-reason/``."""

    AT_WORK_HERE = "atWorkHere"
    AT_WORK = "atWork"
    AT_WORK_NEAR = "atWorkNear"
    HAS_WORKED = "hasWorked"
    LAPSED = "lapsed"
    OFFERS_WORK = "offersWork"
    GIVES_SUPPORT = "givesSupport"
    OFFERS_SUPPORT = "offersSupport"
    WORKS_WITH_MEMBER = "worksWithMember"
    ORGAN_OF_MEMBER = "organOfMember"
    SHARES_INITIATIVE = "sharesInitiative"
    BESIDE = "besideThoseAtWork"
    TYPE_ON_OBJECTIVE = "typeOnObjective"
    TYPE_GIVES_SUPPORT = "typeGivesSupport"

    @property
    def iri(self) -> str:
        """Give the concept, which carries its name, its definition and its points."""
        return f"{ID}opening-reason/{self.value}"

    @property
    def is_share(self) -> bool:
        """Whether it is a share of partnerships and not a number of facts."""
        return self in {Kind.TYPE_ON_OBJECTIVE, Kind.TYPE_GIVES_SUPPORT}


class Closeness(StrEnum):
    """How an objective is near the one asked about, nearest first."""

    SAME = "same"
    WHOLE = "whole"
    PART = "part"
    SIBLING = "sibling"
    FRAMEWORK = "framework"


@dataclass(frozen=True)
class Near:
    """A goal or objective at which work for the gap is looked for."""

    objective: str
    closeness: Closeness


@dataclass(frozen=True)
class Behind:
    """The stored question whose rows are behind a number, with its values."""

    question: str
    values: Mapping[str, Bindable]


@dataclass(frozen=True)
class Witness:
    """One fact that shows a reason.

    Attributes:
        thing: What to look at: an agreement, a partnership, a capability, a goal.
        triples: The statements that say so; ``open_witnesses`` gives their graphs and documents.
        in_force: ``yes``, ``not known`` or ``no`` (ended); None where the question does not arise.
        beside: Another thing that belongs to it: the co-party, the shared initiative; or None.
    """

    thing: str
    triples: tuple[ox.Triple, ...]
    in_force: str | None = None
    beside: str | None = None


@dataclass(frozen=True)
class Reason:
    """What speaks for a candidate.

    Attributes:
        kind: Which reason.
        points: What it gives, by the weights in the register; at least 0.
        message: The reason in words.
        witnesses: The facts counted, in IRI order. None for a share: its facts are the rows of
            ``behind``.
        behind: The question that gives the facts.
    """

    kind: Kind
    points: Decimal
    message: Message
    witnesses: tuple[Witness, ...]
    behind: Behind


@dataclass(frozen=True)
class Fit:
    """A mechanism that could carry the work.

    Attributes:
        mechanism: IRI.
        agreements: In how many agreements it was used, by the candidate or by partners of its type.
        by_type: Whether it is only known from partners of the candidate's type.
    """

    mechanism: str
    agreements: int
    by_type: bool


@dataclass(frozen=True)
class Terms:
    """What sources and our research say of a mechanism: language → text; may be empty."""

    definition: Mapping[str, str]
    legal_nature: Mapping[str, str]


@dataclass(frozen=True)
class Caution:
    """A principle that a partnership of the candidate does not meet or departs from."""

    partnership: str
    principle: str
    state: State


@dataclass(frozen=True)
class Candidate:
    """A partner that could fill the gap.

    Attributes:
        partner: IRI.
        partner_type: IRI, or None if none is recorded.
        points: Sum of the points of its reasons.
        reasons: In the order of ``Kind``; at least one.
        mechanisms: Best fit first, at most three.
        cautions: In IRI order of partnership; on public facts none, because nothing is published.
        at_work: ``yes`` or ``not known`` if it has an agreement in force, or perhaps in force, on
            exactly this gap (objective, Member and support as far as given): more from it would not
            widen the circle. None if it has none.
    """

    partner: str
    partner_type: str | None
    points: Decimal
    reasons: tuple[Reason, ...]
    mechanisms: tuple[Fit, ...]
    cautions: tuple[Caution, ...]
    at_work: str | None


@dataclass(frozen=True)
class Overlap:
    """Work under way that new work should join rather than repeat (principle c).

    Attributes:
        thing: An initiative or a partnership.
        initiative: Whether it is an initiative.
        agreements: Agreements of the partnership that serve the objective; for an initiative, the
            partnerships in it.
        in_force: ``yes`` or ``not known``; None for an initiative, which has no dates.
        members: Members that these agreements name; empty where they name none.
        mechanisms: Mechanisms of these agreements.
    """

    thing: str
    initiative: bool
    agreements: tuple[str, ...]
    in_force: str | None
    members: tuple[str, ...]
    mechanisms: tuple[str, ...]


@dataclass(frozen=True)
class Openings:
    """All that is found for one gap.

    Attributes:
        objective: Goal, objective, focus area or goal of a framework asked about.
        member: Member asked about, or None.
        purpose: Kind of support asked about, or None.
        day: Day judged from.
        anchor: Where agreements are recorded: the objective itself, or, if no agreement serves it,
            the nearest one that any serves.
        near: Where work was looked for, the objective itself first.
        candidates: Most points first; ties by name in English, then by IRI.
        overlaps: Initiatives, then partnerships surely in force, then those of unknown state. For a
            Member, those that name it or name none.
        terms: Mechanism → what is said of it, for every mechanism in a fit.
    """

    objective: str
    member: str | None
    purpose: str | None
    day: dt.date
    anchor: str
    near: tuple[Near, ...]
    candidates: tuple[Candidate, ...]
    overlaps: tuple[Overlap, ...]
    terms: Mapping[str, Terms]
