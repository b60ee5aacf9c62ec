"""What is in the data folder, file by file: the tables of ``data/README.md``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from perms_graph import namespaces as ns
from tools.convert_facts.book import Book
from tools.convert_facts.names import RDF_TYPE, perms
from tools.convert_facts.reading import Facts

BEGIN: Final = "<!-- counts: written by tools/convert_facts -->"
END: Final = "<!-- end of counts -->"

_KINDS: Final = (
    "Member",
    "Partner",
    "Agreement",
    "Partnership",
    "Mechanism",
    "Contribution",
    "Amount",
    "Statistic",
    "Disagreement",
    "Position",
    "Hole",
    "Note",
    "Principle",
    "Purpose",
    "RegionalGoal",
    "OrganisationalGoal",
    "Objective",
    "Plan",
    "Programme",
    "Framework",
    "Convention",
    "FrameworkGoal",
    "Passage",
    "StrategyRule",
    "PlanStatement",
    "Enabler",
    "ProcurementPrinciple",
    "Document",
)


def readme(data: Path, book: Book, facts: Facts) -> str:
    """Give ``data/README.md`` with its counts brought up to date.

    Args:
        data: Folder whose README is read; the text around the counts is kept.
        book: What was converted.
        facts: What it was converted from.

    Raises:
        ValueError: The README has lost the marks around its counts.
    """
    before = (data / "README.md").read_text(encoding="utf-8")
    start, end = before.index(BEGIN), before.index(END)
    return f"{before[:start]}{BEGIN}\n\n{_tables(book, facts)}\n{before[end:]}"


def _tables(book: Book, facts: Facts) -> str:
    quads = list(book.statements())
    triples = {(q.subject, q.predicate, q.object) for q in quads}
    rows = [
        f"{len(quads):,} statements, {len(triples):,} different triples, "
        f"{len({q.graph_name for q in quads}):,} named graphs, {len(book.documents)} documents.\n",
        "| facts | rows |",
        "|---|---|",
        *(f"| `facts/{name}.csv` | {len(table)} |" for name, table in facts.tables.items()),
        *(
            f"| `facts/codelists/{name}.csv` | {len(table)} |"
            for name, table in facts.codelists.items()
        ),
        "",
        "| kind | things |",
        "|---|---|",
        *(f"| `perms:{kind}` | {_things(triples, kind)} |" for kind in _KINDS),
        "",
        "| file | graphs | statements |",
        "|---|---|---|",
        *_file_rows(book),
        "",
        "| confidence | graphs | statements |",
        "|---|---|---|",
        *_confidence_rows(book, quads),
        "",
    ]
    return "\n".join(rows)


def _things(triples: Iterable[tuple[object, object, object]], kind: str) -> int:
    return len({s for s, p, o in triples if p == RDF_TYPE and o == perms(kind)})


def _file_rows(book: Book) -> list[str]:
    rows = []
    for name in sorted(book.files):
        graphs = book.files[name]
        size = sum(len(v) for g in graphs.values() for p in g.values() for v in p.values())
        rows.append(f"| `{name}.trig` | {len(graphs)} | {size:,} |")
    return rows


def _confidence_rows(book: Book, quads: list[ox.Quad]) -> list[str]:
    by_graph: dict[str, int] = {}
    for quad in quads:
        name = re.sub(r"^<|>$", "", str(quad.graph_name))
        by_graph[name] = by_graph.get(name, 0) + 1
    rows = []
    for confidence in sorted({g.confidence.value for g in book.graphs.values()}):
        names = [g.name for g in book.graphs.values() if g.confidence.value == confidence]
        total = sum(by_graph.get(n, 0) for n in names)
        rows.append(f"| {confidence} | {len(names)} | {total:,} |")
    described = by_graph.get(ns.GRAPH + "provenance", 0)
    return [*rows, f"| (provenance itself) | 1 | {described:,} |"]
