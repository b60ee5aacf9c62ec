"""What happened when: partnerships begun, ended, renewed, reviewed; decisions; sources read."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue
from perms_graph.coverage.covering import day_term
from perms_graph.namespaces import PERMS
from perms_graph.publishing import DATASET
from perms_graph.store import Bindable, Dataset

MOST: Final = 100
"""Most events that are told; as the question limits itself."""

_PARTS: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


class EventKind(StrEnum):
    """What can happen, as the question ``changes_in_time`` has it."""

    PARTNERSHIP_BEGUN = "partnership-begun"
    PARTNERSHIP_ENDED = "partnership-ended"
    AGREEMENT_BEGUN = "agreement-begun"
    AGREEMENT_RENEWED = "agreement-renewed"
    AGREEMENT_ENDED = "agreement-ended"
    REVIEW_HELD = "review-held"
    DECISION_TAKEN = "decision-taken"
    DEPARTURE_DECIDED = "departure-decided"
    SOURCES_READ = "sources-read"


@dataclass(frozen=True)
class Event:
    """A change with its day.

    Attributes:
        kind: What happened.
        about: To what; the register itself if sources were read.
        possible_from: First day on which it may have happened.
        certain_on: Day on which it is certain, from which it is dated.
        earlier: The agreement that one renews or follows; None for all else.
        documents: Number of documents that were read; 0 for all else.
    """

    kind: EventKind
    about: str
    possible_from: dt.date
    certain_on: dt.date
    earlier: str | None = None
    documents: int = 0

    @property
    def identity(self) -> str:
        """A name of its own, the same as long as the thing has its name, in any language."""
        said = self.about + ("-" if "#" in self.about else "#") + self.kind.value
        if self.kind is not EventKind.SOURCES_READ:
            return said
        return f"{said}-{self.possible_from.isoformat()}-{self.certain_on.isoformat()}"


def find_events(
    dataset: Dataset, catalogue: Catalogue, *, day: dt.date, thing: str | None = None
) -> tuple[Event, ...]:
    """Find what has certainly happened up to a day.

    Args:
        dataset: The register.
        catalogue: The stored questions.
        day: Last day looked at.
        thing: IRI of what a partnership must have to do with, as partner, Member, goal, kind of
            support, mechanism or post, or of the partnership; None for everything. Only of
            everything is told that sources were read.

    Returns:
        At most ``MOST`` events, the newest first. What is not known to the day counts from the last
        day that it can be; what has no date at all is left out.
    """
    given: dict[str, Bindable] = {
        "day": day_term(day),
        "thing": ox.NamedNode(thing or PERMS + "Partnership"),
    }
    found = [
        Event(
            EventKind(row["event"].value),
            row["about"].value,
            dt.date.fromisoformat(row["possible_from"].value),
            dt.date.fromisoformat(row["certain_on"].value),
            row["earlier"].value if "earlier" in row else None,
        )
        for row in dataset.select(catalogue.find("changes_in_time").sparql, given)
    ]
    if thing is None:
        found += [e for e in _readings(dataset, catalogue) if e.certain_on <= day]
    found.sort(key=lambda e: (-e.certain_on.toordinal(), e.kind.value, e.about))
    return tuple(found[:MOST])


def _readings(dataset: Dataset, catalogue: Catalogue) -> Iterator[Event]:
    for row in dataset.select(catalogue.find("sources_read_by_date").sparql):
        bounds = _bounds(row["read"].value)
        if bounds is not None:
            count = int(row["documents"].value)
            yield Event(EventKind.SOURCES_READ, DATASET, *bounds, documents=count)


def _bounds(text: str) -> tuple[dt.date, dt.date] | None:
    """Give the first and the last day of a year, a month or a day; None for what is none."""
    match = _PARTS.fullmatch(text[:10])
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = dt.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day is not None:
        return first, first
    last = first.replace(month=month or 12)
    return first, last.replace(day=calendar.monthrange(last.year, last.month)[1])
