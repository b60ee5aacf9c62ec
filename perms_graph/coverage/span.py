"""From when to when the register knows anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from perms_graph.catalogue import Catalogue
from perms_graph.errors import ParameterError, msg
from perms_graph.store import Dataset


@dataclass(frozen=True)
class Span:
    """The first and the last day of which the register knows anything."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        """Tell whether a day lies in it; both ends do."""
        return self.first <= day <= self.last


def span_of(dataset: Dataset, catalogue: Catalogue) -> Span | None:
    """Find the span of the register; None if no agreement in it has a date."""
    for row in dataset.select(catalogue.find("register_span").sparql):
        if "first" in row and "last" in row:
            return Span(*(dt.date.fromisoformat(row[name].value) for name in ("first", "last")))
    return None


def require_within(span: Span | None, day: dt.date) -> None:
    """Refuse a day of which the register knows nothing.

    Raises:
        ParameterError: The day lies outside; says what the span is.
    """
    if span is None or day in span:
        return
    raise ParameterError(
        msg("{day} lies outside the span of the register.", day=day.isoformat()),
        msg(
            "Choose a day from {first} to {last}: of others it knows nothing.",
            first=span.first.isoformat(),
            last=span.last.isoformat(),
        ),
    )
