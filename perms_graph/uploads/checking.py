"""The task ``check``: read, add to a copy, reason, validate, judge, tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pyoxigraph as ox

from perms_graph.compliance import judge
from perms_graph.findings.mentions import Mentions
from perms_graph.namespaces import GRAPH
from perms_graph.repair import repairs_for
from perms_graph.reports.graphs import as_rdf
from perms_graph.trial import Change, trying
from perms_graph.uploads.preparing import Prepared
from perms_graph.uploads.reading import has_ours, read_upload, strange
from perms_graph.uploads.telling import Told, gravest_first, tell
from perms_graph.validation import Report


def check(state: Prepared, given: Mapping[str, Any], body: bytes) -> Told | bytes:
    """Check an upload.

    Args:
        state: What ``prepare`` gave.
        given: ``against`` (of ``AGAINST``), ``day`` (ISO), ``form`` (of ``FORM_NAMES``, or empty),
            ``rdf`` (a name of ``reports.graphs`` for the answer, or empty), ``repairing`` (seconds
            in which repairs may be looked for; 0 for none), ``language`` (of what repairs say).
        body: The upload.

    Returns:
        Verdicts and findings as JSON can hold them, see ``telling``; or as RDF: the validation
        report and the verdicts.

    Raises:
        FileError: It cannot be read as RDF; says the line.
        PermsError: It holds nothing that is checked.
    """
    upload = read_upload(body, str(given.get("form", "")), state.terms)
    subjects = upload.subjects
    spoken_of = subjects | {t.object for t in upload.data}
    setting = state.settings[str(given["against"])]
    day = dt.date.fromisoformat(str(given["day"]))
    with trying(setting, Change(upload.data)) as outcome:
        if not has_ours(setting.dataset, upload, state.terms):
            raise strange(upload)
        ledger = judge(setting.dataset, state.catalogue, day=day)
        new = {r.key for r in outcome.added}
        results = [r for r in outcome.report.results if r.key in new or r.focus in subjects]
        verdicts = tuple(v for v in ledger.verdicts if v.partnership in spoken_of)
        if rdf := str(given.get("rdf", "")):
            graph = ox.NamedNode(GRAPH + "report")
            quads = [
                *Report(tuple(results), {}).to_quads(graph),
                *replace(ledger, verdicts=verdicts).to_quads(graph),
            ]
            return as_rdf((q.triple for q in quads), rdf)
        mended = repairs_for(
            outcome.setting, gravest_first(results), seconds=float(given.get("repairing", 0))
        )
        return tell(
            setting.dataset,
            verdicts,
            results,
            repairs={r.key: mended[r] for r in mended},
            language=str(given.get("language", "en")),
            places=Mentions(upload.body, upload.prefixes),
            facts={"against": given["against"], "day": day.isoformat(), **upload.facts()},
        )
