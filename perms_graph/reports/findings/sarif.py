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
    chosen,
    labels_in,
    message_of,
    passage_of,
    severity,
    thing_of,
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
    results = [_result(f, checked, names, language, rules) for f in checked.findings]
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
    checked: Checked,
    names: Mapping[str, Label],
    language: str,
    rules: dict[str, dict[str, Any]],
) -> dict[str, Any]:
    r = finding.result
    rule = shorten(r.source_shape)
    message = message_of(r, language)
    if rule not in rules:
        rules[rule] = _rule(rule, r.source_shape, message, _LEVELS[severity(r)])
        rules[rule] |= _described(finding, checked, names, language)
    nameless = isinstance(r.focus, ox.BlankNode)
    said = thing_of(finding, names, language) + translate(msg(": "), language) + message
    return {
        "ruleId": rule,
        "level": _LEVELS[severity(r)],
        "message": {"text": said},
        "locations": [_location(finding.place, None if nameless else bare(r.focus))],
        "partialFingerprints": {"permsResult/v1": _fingerprint(finding)},
        "properties": {"partnership": finding.owner} if finding.owner else {},
    }


def _described(
    finding: Finding, checked: Checked, names: Mapping[str, Label], language: str
) -> dict[str, Any]:
    """Say of a rule what it asks, and on which passage it rests, in the words of the passage."""
    made: dict[str, Any] = {}
    told = checked.rules.get(finding.result.node_shape)
    if told is not None:
        name, asks = chosen(told.names, language)[0], chosen(told.asks, language)[0]
        if asks or name:
            made["fullDescription"] = {"text": asks or name}
    passage = passage_of(finding, names)
    if passage is not None:
        said = [translate(msg("rests on {passage}", passage=passage), language)]
        for principle in checked.ledger.principles:
            if principle.passage == finding.result.passage and principle.quotes:
                said.append(f"«\u00a0{principle.quotes}\u00a0»")
        made["help"] = {"text": "\n".join(said)}
    if finding.principle:
        made["properties"] = {"tags": [shorten(finding.principle)]}
    return made


def _fingerprint(finding: Finding) -> str:
    """Give what stays the same when lines move; a nameless thing is called anew at each reading."""
    key = [part for part in finding.result.key if not part.startswith("_:")]
    return hashlib.sha256("\0".join([*key, finding.owner or ""]).encode()).hexdigest()


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
    """Give the place in a file if one is known, and the thing if it has a name."""
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
