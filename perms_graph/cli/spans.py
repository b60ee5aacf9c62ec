"""A day outside the span of the register: what is known ends, forecasts do not."""

from __future__ import annotations

from perms_graph.catalogue import Catalogue
from perms_graph.cli.session import Session
from perms_graph.coverage import require_within, span_of
from perms_graph.errors import msg
from perms_graph.reports.values import moment
from perms_graph.store import Dataset


def check_day(session: Session, dataset: Dataset, catalogue: Catalogue) -> None:
    """Refuse a day before all that is known; of one after it, say so beside the answer.

    Raises:
        ParameterError: The day given lies before the span; says what the span is.
    """
    span = span_of(dataset, catalogue)
    if span is None or session.on in span:
        return
    if session.on < span.first:
        require_within(span, session.on)
    session.note(
        msg(
            "The register knows of days from {first} to {last}; {day} is later, so this is a "
            "forecast.",
            first=moment(span.first.isoformat(), session.language),
            last=moment(span.last.isoformat(), session.language),
            day=moment(session.on.isoformat(), session.language),
        )
    )
