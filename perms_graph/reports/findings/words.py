"""Words for what a check found: severities, messages, names and places."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from perms_graph.errors import Message, msg
from perms_graph.findings import Checked, Place
from perms_graph.labels import Label
from perms_graph.language import rank
from perms_graph.namespaces import SH, shorten
from perms_graph.reports.values import plain, term
from perms_graph.store import Term
from perms_graph.validation import Result

SEVERITIES: Final[dict[str, Message]] = {
    "Violation": msg("violation"),
    "Warning": msg("warning"),
    "Info": msg("remark"),
}


def severity(result: Result) -> str:
    """Give the short name of a result's severity: Violation, Warning or Info."""
    return result.severity.removeprefix(SH)


def message_of(result: Result, language: str) -> str:
    """Choose the message in the reader's language, else one without a language, else another."""
    if not result.messages:
        return shorten(result.component)
    best = min(result.messages, key=lambda tag: (rank(tag, language), tag))
    return result.messages[best]


def labels_in(checked: Checked, language: str) -> dict[str, Label]:
    """Give the names of all that is told, each in the language nearest to the reader's."""
    found = {}
    for iri, names in checked.labels.items():
        tag = min(names, key=lambda tag: (rank(tag, language), tag))
        found[iri] = Label(names[tag], tag or None)
    return found


def name_of(thing: Term, names: dict[str, Label], language: str) -> str:
    """Give the name of a thing, or the text of a value."""
    if isinstance(thing, ox.NamedNode) and thing.value in names:
        return plain(names[thing.value].text)
    return term(thing, language)


def where(place: Place | None) -> str:
    """Write a place as editors do: ``file:line``; empty without one."""
    return "" if place is None else f"{place.file}:{place.line}"


def summary(checked: Checked) -> Message:
    """Say how many results there are of each severity; unknown names count as warnings."""
    counts = checked.report.counts
    return msg(
        "Violations: {violations}. Warnings: {warnings}. Remarks: {infos}.",
        violations=counts["Violation"],
        warnings=counts["Warning"] + len(checked.unknown),
        infos=counts["Info"],
    )


def verdict(checked: Checked) -> Message:
    """Say whether it conforms; of what could not be judged, never that it does."""
    if not checked.conforms:
        return msg("It does not conform.")
    if not checked.ledger.verdicts and checked.files:
        return msg("No rule of recording is broken. The principles were not judged.")
    return msg("It conforms.")


def bare(value: Term | None) -> str | None:
    """Give a term as programs want it: an IRI or a text as it is, a nameless node with ``_:``."""
    if value is None:
        return None
    return f"_:{value.value}" if isinstance(value, ox.BlankNode) else value.value
