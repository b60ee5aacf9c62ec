"""Answers to queries in the formats of the W3C.

CSV and TSV as in "SPARQL 1.1 Query Results CSV and TSV Formats", JSON as in "SPARQL 1.1 Query
Results JSON Format". A CSV cell is the bare value, as that text demands.
"""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox

from perms_graph.namespaces import XSD
from perms_graph.store import Table, Term


def as_csv(table: Table) -> bytes:
    """Write CSV: UTF-8, lines end in CR LF, an unbound cell is empty."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        cells = [_bare(t) for t in row]
        if cells == [""]:
            # The csv module would write "" here, which reads as an empty text, not as unbound.
            out.write("\r\n")
        else:
            writer.writerow(cells)
    return out.getvalue().encode()


def as_tsv(table: Table) -> bytes:
    """Write TSV: terms as in Turtle, so that nothing of them is lost."""
    lines = ["\t".join(f"?{c}" for c in table.columns)]
    # N-Triples forms are Turtle forms; a tab inside a literal comes escaped from the engine.
    lines += ["\t".join("" if t is None else str(t) for t in row) for row in table.rows]
    return ("\n".join(lines) + "\n").encode()


def as_json(answer: Table | bool, *, illustrative: bool = False) -> bytes:
    """Write JSON.

    Args:
        answer: Of a SELECT or an ASK.
        illustrative: Whether invented data may be in it. Then a member ``illustrative`` says so,
            which readers of the standard format leave aside.
    """
    # First: Oxigraph reads a member that it does not know there, and not after the rows.
    result: dict[str, object] = {"illustrative": True} if illustrative else {}
    if isinstance(answer, bool):
        result |= {"head": {}, "boolean": answer}
    else:
        result |= {
            "head": {"vars": list(answer.columns)},
            "results": {
                "bindings": [{c: _json(t) for c, t in row.items()} for row in answer],
            },
        }
    return (json.dumps(result, ensure_ascii=False, indent=2) + "\n").encode()


def _bare(term: Term | None) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(term.value)


def _json(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    found = {"type": "literal", "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype.value != XSD + "string":
        found["datatype"] = term.datatype.value
    return found
