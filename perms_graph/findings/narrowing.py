"""Part of what a check found: one principle, some things, what is grave enough."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from perms_graph.compliance import Ledger, Principle
from perms_graph.errors import ParameterError, msg
from perms_graph.findings.model import Checked
from perms_graph.findings.owners import owners_of
from perms_graph.namespaces import PERMS, SH
from perms_graph.register import find_thing
from perms_graph.store import Dataset
from perms_graph.validation import Report
from perms_graph.validation.report import SEVERITIES

LEAST: Final = SEVERITIES[-1]


@dataclass(frozen=True)
class Wanted:
    """What of a check is wanted.

    Attributes:
        principle: Its letter, name or IRI; None for all, and the other rules too.
        focus: Names or IRIs of things; a partnership stands for all that belongs to it. Empty for
            everything.
        least: Name of the severity from which on results are told.
        language: Of the names; breaks ties.
    """

    principle: str | None = None
    focus: tuple[str, ...] = ()
    least: str = LEAST
    language: str = "en"


def narrowed(dataset: Dataset, checked: Checked, wanted: Wanted) -> Checked:
    """Keep what is wanted of a check.

    Args:
        dataset: What was checked.
        checked: All of it.
        wanted: What to keep.

    Raises:
        UnknownNameError: Nothing is called that; gives names that look alike.
        ParameterError: That is no principle that is checked.
    """
    grave = SEVERITIES[: SEVERITIES.index(wanted.least) + 1]
    kept = [f for f in checked.findings if f.result.severity.removeprefix(SH) in grave]
    ledger = checked.ledger
    if wanted.principle is not None:
        only = find_principle(dataset, ledger.principles, wanted.principle, wanted.language)
        kept = [f for f in kept if f.principle == only.iri]
        verdicts = tuple(v for v in ledger.verdicts if v.principle.iri == only.iri)
        ledger = Ledger(ledger.day, (only,), verdicts)
    if wanted.focus:
        things = {find_thing(dataset, t, language=wanted.language) for t in wanted.focus}
        near = things | set(owners_of(dataset, things).values())
        kept = [f for f in kept if f.owner in things or _bare(f.result.focus) in things]
        verdicts = tuple(v for v in ledger.verdicts if _bare(v.partnership) in near)
        ledger = Ledger(ledger.day, ledger.principles, verdicts)
    # A wrong name bears on everything, and on no principle or thing in particular.
    all_asked = wanted.principle is None and not wanted.focus and wanted.least != SEVERITIES[0]
    results = _in_order(checked.report, {id(f.result) for f in kept})
    return replace(
        checked,
        report=results,
        findings=tuple(kept),
        ledger=ledger,
        unknown=checked.unknown if all_asked else (),
        part=wanted.principle is not None or bool(wanted.focus),
    )


def find_principle(
    dataset: Dataset, principles: Sequence[Principle], text: str, language: str
) -> Principle:
    """Find a principle by the end of its IRI, capitals forgiven, or as any other thing.

    Raises:
        UnknownNameError: No principle is called that; gives names that look alike.
        ParameterError: It is one that no shape checks.
    """
    for principle in principles:
        if principle.iri.rpartition("/")[2].lower() == text.strip().lower():
            return principle
    iri = find_thing(dataset, text, language=language, of=PERMS + "Principle")
    for principle in principles:
        if principle.iri == iri:
            return principle
    raise ParameterError(
        msg("{name} is not a principle that is checked.", name=text),
        msg("For instance: {example}", example="perms explain --principle d"),
    )


def _in_order(report: Report, kept: Collection[int]) -> Report:
    return Report([r for r in report.results if id(r) in kept], report.engines)


def _bare(term: object) -> str:
    return str(getattr(term, "value", term))
