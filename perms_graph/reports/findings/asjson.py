"""What a check found as JSON: IRIs and codes for programs, texts in all their languages."""

from __future__ import annotations

import json
from typing import Any

from perms_graph.compliance import State
from perms_graph.findings import Checked, Finding, Place, Unknown
from perms_graph.reports.findings.words import bare, labels_in, severity
from perms_graph.reports.verdicts import as_dict
from perms_graph.translation import translate


def write(checked: Checked, language: str) -> bytes:
    """Write what a check found.

    Args:
        checked: What it found.
        language: Of the remarks and of the names beside verdicts.

    Returns:
        UTF-8: ``conforms`` and ``part`` (whether less than all was asked for), ``counts`` by
        severity, ``results``, ``principles`` and ``verdicts``, ``unknown``, ``remarks`` and
        ``labels``. Each result lists its ``repairs`` if they were looked for: terms as SPARQL
        writes them, blanks as variables.
    """
    ledger = checked.ledger
    names = labels_in(checked, language)
    content = {
        "conforms": checked.conforms,
        "part": checked.part,
        "judged": bool(ledger.verdicts),
        "illustrative": checked.illustrative,
        "day": ledger.day.isoformat(),
        "files": list(checked.files),
        "counts": dict(checked.report.counts),
        "results": [_finding(f) | _repairs(checked, f, language) for f in checked.findings],
        "principles": {
            p.iri: {s.value: ledger.counts[p.iri, s] for s in State} for p in ledger.principles
        },
        "verdicts": [as_dict(v, names, language, {}) for v in ledger.verdicts],
        "unknown": [_unknown(u) for u in checked.unknown],
        "remarks": [translate(remark, language) for remark in checked.remarks],
        "labels": {iri: dict(texts) for iri, texts in sorted(checked.labels.items())},
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _finding(finding: Finding) -> dict[str, Any]:
    r = finding.result
    return {
        "focus": bare(r.focus),
        "severity": severity(r),
        "messages": dict(r.messages),
        "path": r.path,
        "value": bare(r.value),
        "shape": r.source_shape,
        "node_shape": r.node_shape,
        "component": r.component,
        "passage": r.passage,
        "principle": finding.principle,
        "partnership": finding.owner,
        **_place(finding.place),
    }


def _repairs(checked: Checked, finding: Finding, language: str) -> dict[str, Any]:
    if checked.repairs is None:
        return {}
    # The engines that try repairs take a while to import; a check alone needs none of them.
    from perms_graph.repair import as_dict as repair_as_dict

    offered = checked.repairs.get(finding.result.key, ())
    return {"repairs": [repair_as_dict(repair, language) for repair in offered]}


def _unknown(unknown: Unknown) -> dict[str, Any]:
    return {"name": unknown.name, "nearest": list(unknown.nearest), **_place(unknown.place)}


def _place(place: Place | None) -> dict[str, Any]:
    return {
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
    }
