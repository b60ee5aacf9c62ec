"""What a check found as SARIF 2.1.0, which code hosts and editors show beside the lines.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Any, Final
from urllib.parse import quote

import pyoxigraph as ox

from perms_graph import __version__
from perms_graph.errors import msg
from perms_graph.findings import Checked, Finding, Place, Unknown
from perms_graph.labels import Label
from perms_graph.namespaces import BASE, shorten
from perms_graph.reports.findings.words import (
    bare,
    labels_in,
    message_of,
    name_of,
    severity,
    unknown_in_words,
)
from perms_graph.translation import translate

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS: Final = {"Violation": "error", "Warning": "warning", "Info": "note"}
_UNKNOWN: Final = "perms:unknown-name"


def write(checked: Checked, language: str) -> bytes:
    """Write what a check found.

    Args:
        checked: What it found.
        language: Of messages and names.

    Returns:
        UTF-8 JSON with one run. Addresses of files below the working folder are relative to it, as
        code hosts want them. Fingerprints do not depend on lines, so that a finding that moves
        stays the same finding.
    """
    names = labels_in(checked, language)
    rules: dict[str, dict[str, Any]] = {}
    results = [_result(f, names, language, rules) for f in checked.findings]
    results += [_unknown(u, language, rules) for u in checked.unknown]
    places = {name: index for index, name in enumerate(rules)}
    for result in results:
        result["ruleIndex"] = places[result["ruleId"]]
    run = {
        "tool": {
            "driver": {
                "name": "perms-graph",
                "version": __version__,
                "informationUri": BASE,
                "rules": list(rules.values()),
            }
        },
        "language": "fr-FR" if language == "fr" else "en-US",
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _address(path)}} for path in checked.files],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [
                    {"level": "note", "message": {"text": translate(remark, language)}}
                    for remark in checked.remarks
                ],
            }
        ],
        "results": results,
    }
    content = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _result(
    finding: Finding,
    names: Mapping[str, Label],
    language: str,
    rules: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    r = finding.result
    known = dict(names)
    rule = shorten(r.source_shape)
    message = message_of(r, language)
    if rule not in rules:
        rules[rule] = _rule(rule, r.source_shape, message, _LEVELS[severity(r)])
        if r.passage:
            passage = name_of(ox.NamedNode(r.passage), known, language)
            said = translate(msg("rests on {passage}", passage=passage), language)
            rules[rule]["help"] = {"text": said}
        if finding.principle:
            rules[rule]["properties"] = {"tags": [shorten(finding.principle)]}
    thing = name_of(r.focus, known, language)
    key = "\0".join(part for part in r.key if part is not None)
    return {
        "ruleId": rule,
        "level": _LEVELS[severity(r)],
        "message": {"text": f"{thing}: {message}"},
        "locations": [_location(finding.place, bare(r.focus))],
        "partialFingerprints": {"permsResult/v1": hashlib.sha256(key.encode()).hexdigest()},
        "properties": {"partnership": finding.owner} if finding.owner else {},
    }


def _unknown(unknown: Unknown, language: str, rules: dict[str, dict[str, Any]]) -> dict[str, Any]:
    title = translate(msg("Unknown names"), language)
    rules.setdefault(_UNKNOWN, _rule(_UNKNOWN, None, title, "warning"))
    digest = hashlib.sha256(unknown.name.encode()).hexdigest()
    return {
        "ruleId": _UNKNOWN,
        "level": "warning",
        "message": {"text": unknown_in_words(unknown, language)},
        "locations": [_location(unknown.place, unknown.name)],
        "partialFingerprints": {"permsResult/v1": digest},
        "properties": {},
    }


def _rule(name: str, iri: str | None, text: str, level: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": name,
        "shortDescription": {"text": text},
        "defaultConfiguration": {"level": level},
    }
    if iri is not None and not iri.startswith("_:"):
        made["helpUri"] = iri
    return made


def _location(place: Place | None, thing: str | None) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if thing is not None:
        made["logicalLocations"] = [{"fullyQualifiedName": thing, "kind": "resource"}]
    if place is not None:
        region = {"startLine": place.line}
        if place.column is not None:
            region["startColumn"] = place.column
        made["physicalLocation"] = {
            "artifactLocation": {"uri": _address(place.file)},
            "region": region,
        }
    return made


def _address(path: str) -> str:
    """Write a path as a URI: relative where it lies below the working folder."""
    whole = Path(path)
    if whole.is_absolute():
        here = Path.cwd()
        if not whole.is_relative_to(here):
            return whole.as_uri()
        whole = whole.relative_to(here)
    return quote(PurePath(whole).as_posix())
