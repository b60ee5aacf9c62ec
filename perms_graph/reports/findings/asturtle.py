"""What a check found as RDF: the validation report of SHACL, and the verdicts in EARL."""

from __future__ import annotations

import pyoxigraph as ox

from perms_graph.findings import Checked
from perms_graph.namespaces import GRAPH
from perms_graph.reports.graphs import as_rdf


def write(checked: Checked, language: str) -> bytes:
    """Write the report and the verdicts; messages in all languages, whatever ``language`` is."""
    graph = ox.NamedNode(GRAPH + "report")
    quads = [*checked.report.to_quads(graph), *checked.ledger.to_quads(graph)]
    return as_rdf((q.triple for q in quads), "turtle")
