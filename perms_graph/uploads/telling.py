"""What a check found, as JSON can hold it: identities for programs, words for people.

Verdicts stand by partnership; findings in one list, each with the principle that it bears on, if
any. Labels and messages come in all their languages: whoever shows them chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from perms_graph.compliance import Verdict
from perms_graph.findings.mentions import Mentions
from perms_graph.labels import labels
from perms_graph.language import LANGUAGES
from perms_graph.namespaces import SH
from perms_graph.repair import Repair, as_dict
from perms_graph.store import Dataset, Term
from perms_graph.validation import Result
from perms_graph.validation.report import SEVERITIES

Told = dict[str, Any]

MOST: int = 2_000
"""Findings that are told one by one."""


def tell(
    dataset: Dataset,
    verdicts: Sequence[Verdict],
    results: Sequence[Result],
    *,
    repairs: Mapping[tuple[str, ...], Sequence[Repair]],
    language: str,
    places: Mentions,
    facts: Mapping[str, Any],
) -> Told:
    """Put together the answer.

    Args:
        dataset: Where labels are looked up.
        verdicts: On the partnerships that the upload speaks of.
        results: About its things, or new because of it.
        repairs: Key of a result → its repairs, tried.
        language: Of what a repair says to whoever fills its blanks.
        places: Lines of the upload.
        facts: What is known besides; goes into the answer as it is.
    """
    grave = dict.fromkeys(SEVERITIES, 0)
    for result in results:
        grave[result.severity.removeprefix(SH)] += 1
    principles = _principles(dataset)
    partnerships: dict[str, list[Told]] = {}
    for verdict in verdicts:
        partnerships.setdefault(_bare(verdict.partnership), []).append(_verdict(verdict))
    findings = [
        _finding(r, principles.get(r.node_shape), places)
        | {"repairs": [as_dict(repair, language) for repair in repairs.get(r.key, ())]}
        for r in gravest_first(results)[:MOST]
    ]
    named = {v["principle"] for told in partnerships.values() for v in told}
    named |= {t for told in partnerships.values() for v in told for t in v["relies_on"]}
    named |= set(partnerships) | {p for f in findings for p in (f["focus"], f["value"]) if p}
    named |= {f["passage"] for f in findings if f["passage"]}
    named |= {v["passage"] for told in partnerships.values() for v in told if v["passage"]}
    return {
        **facts,
        "conforms": grave["Violation"] == 0,
        "counts": grave,
        "partnerships": [
            {"partnership": name, "line": places.line_of(name), "verdicts": told}
            for name, told in partnerships.items()
        ],
        "findings": findings,
        "findings_left_out": max(0, len(results) - MOST),
        "labels": _labels(dataset, named),
    }


def gravest_first(results: Iterable[Result]) -> list[Result]:
    """Put violations before warnings, and these before remarks."""
    order = [SH + name for name in SEVERITIES]
    return sorted(results, key=lambda r: (order.index(r.severity), r.key))


def _verdict(verdict: Verdict) -> Told:
    departure = verdict.departure
    return {
        "principle": verdict.principle.iri,
        "letter": verdict.principle.letter,
        "verdict": verdict.state.value,
        "passage": verdict.principle.passage,
        "quotes": verdict.principle.quotes,
        "relies_on": [_bare(t) for t in (*verdict.evidence, *verdict.documents)],
        "departure": None
        if departure is None
        else {
            "decided": departure.decided,
            "expires": departure.expires,
            "reasons": dict(departure.reasons),
        },
    }


def _finding(result: Result, principle: str | None, places: Mentions) -> Told:
    focus = _bare(result.focus)
    return {
        "focus": focus,
        "severity": result.severity.removeprefix(SH),
        "messages": dict(result.messages),
        "path": result.path,
        "value": None
        if result.value is None or result.value == result.focus
        else _bare(result.value),
        "shape": result.source_shape,
        "node_shape": result.node_shape,
        "component": result.component,
        "passage": result.passage,
        "principle": principle,
        "line": places.line_of(focus),
    }


def _principles(dataset: Dataset) -> dict[str, str]:
    """Give for each node shape the principle that it serves."""
    table = dataset.select(
        "SELECT ?shape ?principle { GRAPH graph:shapes { ?shape dcterms:subject ?principle } }"
    )
    return {row["shape"].value: row["principle"].value for row in table}


def _labels(dataset: Dataset, things: Iterable[str]) -> dict[str, dict[str, str]]:
    iris = sorted(t for t in things if "://" in t or t.startswith("urn:"))
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for iri, label in labels(dataset, _valid(iris), language).items():
            if label.own:
                found.setdefault(iri, {})[language] = label.text
    return found


def _valid(iris: Iterable[str]) -> list[str]:
    kept = []
    for iri in iris:
        try:
            kept.append(ox.NamedNode(iri).value)
        except ValueError:
            continue
    return kept


def _bare(term: Term) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else term.value
