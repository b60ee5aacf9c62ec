"""Findings of the translation ledger for readers and for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import pyoxigraph as ox
from rich import box
from rich.table import Table as RichTable
from rich.text import Text

from perms_graph.bilingual import KINDS, REMARKS, Finding, Lack, State
from perms_graph.bilingual.judging import WORDS
from perms_graph.errors import msg
from perms_graph.reports.results import as_csv
from perms_graph.reports.values import plain
from perms_graph.store import Table
from perms_graph.translation import translate

COLUMNS = (
    "key", "kind", "state", "missing", "remarks", "english", "french", "reviewed_on", "reviewed_by",
    "reason",
)  # fmt: skip


def counts(findings: Iterable[Finding]) -> Mapping[tuple[str, State], int]:
    """Count findings by kind and state."""
    return Counter((f.pair.kind, f.state) for f in findings)


def summary_view(findings: Sequence[Finding], language: str) -> RichTable:
    """Lay out how many texts of each kind stand where; states that no text is in are left out."""
    found = counts(findings)
    states = [s for s in State if any(found.get((k, s)) for k in KINDS)]
    laid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    laid.add_column(Text(translate(msg("texts"), language)), overflow="fold")
    for state in states:
        laid.add_column(Text(state.value), justify="right", overflow="fold")
    for kind, title in KINDS.items():
        cells = [str(found.get((kind, s), 0)) for s in states]
        laid.add_row(Text(f"{translate(title, language)} ({kind})"), *cells)
    return laid


def legend(findings: Sequence[Finding], language: str) -> list[str]:
    """Say what the states that occur mean, one a line."""
    present = {f.state for f in findings}
    said = {s.value: translate(WORDS[s], language) for s in State if s in present}
    return [f"{name}: {words}" for name, words in said.items() if name != words]


def list_lines(findings: Sequence[Finding], language: str) -> list[str]:
    """Write findings one under another: key and state, both texts, remarks and reasons below."""
    lines = []
    for f in findings:
        lines.append(f"{f.pair.key}  [{translate(WORDS[f.state], language)}]")
        for tag, text in (("en", f.pair.english), ("fr", f.pair.french)):
            lines.append(f"  {tag}  {plain(text) or '–'}")
        lines += [f"  ! {translate(REMARKS[r], language)}" for r in f.remarks]
        if f.reason is not None:
            lines.append(f"  · {f.reason[language]}")
    return lines


def lacks_view(lacks: Sequence[Lack], findings: Iterable[Finding], language: str) -> RichTable:
    """Lay out how many things of each kind have a text in one language only, and what is owed."""
    states = {(f.pair.of, f.pair.part): f.state for f in findings if f.missing}
    laid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    heads = (msg("kind"), msg("property"), msg("both"), msg("English only"), msg("French only"),
             msg("state"))  # fmt: skip
    for number, head in enumerate(heads):
        side: Literal["left", "right"] = "right" if number in {2, 3, 4} else "left"
        laid.add_column(Text(translate(head, language)), justify=side)
    for lack in lacks:
        if lack.english or lack.french:
            numbers = (lack.both, lack.english, lack.french)
            state = states.get((lack.of, lack.part))
            word = state.value if state else ""
            laid.add_row(Text(lack.of), Text(lack.part), *map(str, numbers), Text(word))
    return laid


def as_table(findings: Iterable[Finding], language: str) -> Table:
    """Give findings as a table for CSV."""
    rows = [tuple(ox.Literal(cell) for cell in _cells(f, language).values()) for f in findings]
    return Table(COLUMNS, tuple(rows))


def csv_bytes(findings: Iterable[Finding], language: str) -> bytes:
    """Write findings as CSV."""
    return as_csv(as_table(findings, language))


def as_json(
    findings: Sequence[Finding], shown: Sequence[Finding], lacks: Sequence[Lack], language: str
) -> bytes:
    """Write JSON: counts of all findings, then those shown, then things in one language.

    Args:
        findings: All, for the counts.
        shown: Those to list.
        lacks: From ``one_language``.
        language: In which reasons are given.
    """
    found = counts(findings)
    content = {
        "counts": {
            kind: {s.value: found[kind, s] for s in State if found.get((kind, s))} for kind in KINDS
        },
        "texts": [
            {
                **_cells(f, language),
                "missing": f.missing.split(),
                "remarks": list(f.remarks),
                "reviewed_on": (f.entry.reviewed_on if f.entry else "") or None,
                "reviewed_by": (f.entry.reviewed_by if f.entry else "") or None,
                "reason": f.reason[language] if f.reason else None,
            }
            for f in shown
        ],
        "things": [
            {
                "kind": x.of,
                "property": x.part,
                "both": x.both,
                "english_only": x.english,
                "french_only": x.french,
            }
            for x in lacks
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _cells(f: Finding, language: str) -> dict[str, str]:
    values = (
        f.pair.key,
        f.pair.kind,
        f.state.value,
        f.missing,
        " ".join(f.remarks),
        f.pair.english,
        f.pair.french,
        f.entry.reviewed_on if f.entry else "",
        f.entry.reviewed_by if f.entry else "",
        f.reason[language] if f.reason else "",
    )
    return dict(zip(COLUMNS, values, strict=True))
