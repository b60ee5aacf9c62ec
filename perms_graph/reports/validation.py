"""A validation report for readers: what is wrong, with what, on which passage it rests."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby

import pyoxigraph as ox
from rich.console import Group, RenderableType
from rich.text import Text

from perms_graph.errors import Message, msg
from perms_graph.labels import Label
from perms_graph.language import rank
from perms_graph.namespaces import GRAPH, SH, shorten
from perms_graph.reports.graphs import as_rdf
from perms_graph.reports.tables import named
from perms_graph.reports.values import plain, term
from perms_graph.store import Table, Term
from perms_graph.translation import translate
from perms_graph.validation import Report, Result

SEVERITIES: dict[str, Message] = {
    "Violation": msg("violation"),
    "Warning": msg("warning"),
    "Info": msg("remark"),
}
_STYLES = {"Violation": "red", "Warning": "yellow", "Info": "blue"}
_COLUMNS = ("focus", "severity", "message", "path", "value", "shape", "component", "passage")


def severity(result: Result) -> str:
    """Give the short name of a result's severity: Violation, Warning or Info."""
    return result.severity.removeprefix(SH)


def at_least(report: Report, least: str) -> Report:
    """Keep the results of a severity and those above it.

    Args:
        report: Not changed.
        least: A key of ``SEVERITIES``.
    """
    order = list(SEVERITIES)
    kept = order[: order.index(least) + 1]
    return Report(tuple(r for r in report.results if severity(r) in kept), report.engines)


def about(report: Report, things: set[Term]) -> Report:
    """Keep the results about some things."""
    return Report(tuple(r for r in report.results if r.focus in things), report.engines)


def message_of(result: Result, language: str) -> str:
    """Choose the message in the reader's language, else one without a language, else another."""
    if not result.messages:
        return shorten(result.component)
    best = min(result.messages, key=lambda tag: (rank(tag, language), tag))
    return result.messages[best]


def things_in(report: Report) -> set[str]:
    """List every thing that the text names, for one look-up of labels."""
    found: set[str] = set()
    for r in report.results:
        found |= {t.value for t in (r.focus, r.value) if isinstance(t, ox.NamedNode)}
        if r.passage and r.passage.startswith("http"):
            found.add(r.passage)
    return found


def view(report: Report, names: dict[str, Label], language: str) -> RenderableType:
    """Lay a report out: each thing once, under it what was found, gravest first."""
    parts: list[RenderableType] = []
    for _, found in groupby(report.results, key=lambda r: str(r.focus)):
        of_thing = list(found)
        parts.append(_name(of_thing[0].focus, names, language))
        order = list(SEVERITIES)
        for r in sorted(of_thing, key=lambda r: order.index(severity(r))):
            parts += _finding(r, names, language)
        parts.append("")
    return Group(*parts)


def summary(report: Report) -> Message:
    """Say how many results there are of each severity."""
    return msg(
        "Violations: {violations}. Warnings: {warnings}. Remarks: {infos}.",
        violations=report.counts["Violation"],
        warnings=report.counts["Warning"],
        infos=report.counts["Info"],
    )


def as_json(report: Report, *, illustrative: bool) -> bytes:
    """Write a report as JSON; messages in all their languages."""
    content = {
        "conforms": report.conforms,
        "illustrative": illustrative,
        "counts": dict(report.counts),
        "results": [
            {
                "focus": _bare(r.focus),
                "severity": severity(r),
                "messages": dict(r.messages),
                "path": r.path,
                "value": _bare(r.value),
                "shape": r.source_shape,
                "node_shape": r.node_shape,
                "component": r.component,
                "passage": r.passage,
            }
            for r in report.results
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def as_table(report: Report, language: str) -> Table:
    """Give a report as a table for CSV, a row for each result."""
    return Table(_COLUMNS, tuple(_row(r, language) for r in report.results))


def as_turtle(report: Report) -> bytes:
    """Write a report as ``sh:ValidationReport``."""
    quads: Iterable[ox.Quad] = report.to_quads(ox.NamedNode(GRAPH + "report"))
    return as_rdf((q.triple for q in quads), "turtle")


def _finding(result: Result, names: dict[str, Label], language: str) -> list[RenderableType]:
    def say(message: Message) -> str:
        return translate(message, language)

    kind = severity(result)
    line = Text("  ")
    line.append(say(SEVERITIES[kind]), _STYLES[kind])
    line.append(say(msg(": ")) + plain(message_of(result, language)))
    details = [say(msg("shape {name}", name=shorten(result.source_shape)))]
    if result.value is not None and result.value != result.focus:
        value = _name(result.value, names, language).plain
        details.insert(0, say(msg("value {value}", value=value)))
    if result.passage:
        passage = names.get(result.passage)
        details.append(
            say(msg("rests on {passage}", passage=passage.text if passage else result.passage))
        )
    return [line, Text("    " + plain(" · ".join(details)), "dim")]


def _name(thing: Term, names: dict[str, Label], language: str) -> Text:
    if isinstance(thing, ox.NamedNode):
        name = named(thing.value, names)
        name.stylize("bold", 0, len(name.plain))
        return name
    return Text(term(thing, language))


def _row(result: Result, language: str) -> tuple[Term | None, ...]:
    def text(value: str | None) -> ox.Literal | None:
        return None if value is None else ox.Literal(value)

    return (
        result.focus,
        text(severity(result)),
        text(message_of(result, language)),
        text(result.path),
        result.value,
        text(result.source_shape),
        text(result.component),
        text(result.passage),
    )


def _bare(value: Term | None) -> str | None:
    if value is None:
        return None
    return f"_:{value.value}" if isinstance(value, ox.BlankNode) else value.value
