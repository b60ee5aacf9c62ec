"""The product, measured: each task runs in a child of its own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from benchmarks.child import Teller
from benchmarks.findings import write_findings
from benchmarks.given import files, values
from benchmarks.pages import measure_pages, measure_start
from perms_graph.catalogue import Catalogue, load_catalogue
from perms_graph.coverage import compare, cover, span_of
from perms_graph.gaps import find_gaps
from perms_graph.namespaces import GRAPH
from perms_graph.reasoning import (
    RuleSet,
    close_ontology,
    compile_rules,
    derive,
    materialise,
    retract,
)
from perms_graph.register import build, open_register
from perms_graph.resources import shipped
from perms_graph.store import Dataset
from perms_graph.store.loading import Source, load, merge, parse
from perms_graph.validation import (
    Result,
    compile_shapes,
    keep_report,
    load_shapes,
    recheck,
    validate,
)

DAY: Final = dt.date(2026, 6, 30)
"""Day on which the questions are asked."""

"""Day with which it is compared."""

MATRICES: Final = (("objective", "purpose"), ("goal", "member"), ("partner-type", None))
"""Rows and columns of the matrices that are measured as a whole, with all that a cell holds."""


def measure_load(teller: Teller, arguments: Mapping[str, Any]) -> None:
    """Load the files into a store in memory; the peak is that of loading alone."""
    dataset, given = Dataset.memory(), files(arguments)
    teller.once("load", lambda: load(dataset, given.sources))
    teller.fact(quads=len(dataset.store))


def measure_stages(teller: Teller, arguments: Mapping[str, Any]) -> None:
    """Build in memory, stage by stage, as ``build_into`` does."""
    dataset, given = Dataset.memory(), files(arguments)
    teller.once("load", lambda: load(dataset, given.sources))
    teller.once("merge", lambda: merge(dataset))
    asserted = dataset.size(None)
    schema = [q.triple for p in given.ontology for q in parse(p)]
    rules = teller.once("compile rules", lambda: compile_rules(close_ontology(schema)))
    inferred = teller.once("reason", lambda: materialise(dataset, rules))
    derived = teller.once("derive", lambda: derive(dataset))
    compiled = teller.once("compile shapes", lambda: compile_shapes(load_shapes(given.shapes)))
    load(dataset, [Source(p, GRAPH + "shapes") for p in given.shapes])
    report = teller.once("validate", lambda: validate(dataset, compiled))
    if "results" in arguments:
        write_findings(Path(arguments["results"] + ".ours"), map(_finding, report.results))
    teller.once("keep the report", lambda: keep_report(dataset, report, compiled.shapes))
    catalogue = load_catalogue(shipped().queries)
    teller.once("ask the gaps", lambda: find_gaps(dataset, catalogue, day=DAY))
    teller.fact(asserted=asserted, inferred=inferred, derived=derived, results=len(report.results))
    changed = without_an_agreement(dataset, rules)
    teller.warm(
        "validate after a change", lambda: len(recheck(dataset, compiled, report, changed).removed)
    )


def without_an_agreement(dataset: Dataset, rules: RuleSet) -> list[ox.Triple]:
    """Take all that is stated about one agreement out; gives all triples that went with it."""
    (agreement,) = dataset.select(
        "SELECT ?it { ?it a perms:Agreement } ORDER BY ?it LIMIT 1"
    ).column("it")
    kept = {ox.DefaultGraph(), *(ox.NamedNode(GRAPH + n) for n in ("inferred", "derived"))}
    stated = [
        q
        for q in dataset.store.quads_for_pattern(agreement, None, None, None)
        if q.graph_name not in kept
    ]
    for quad in stated:
        dataset.store.remove(quad)
    return list(retract(dataset, rules, [q.triple for q in stated]).gone)


_IRI: Final = re.compile("<[^<>]*>")


def _finding(result: Result) -> tuple[str, ...]:
    """Give what pySHACL says of a result as well."""
    value = "" if result.value is None else str(result.value)
    # Longer paths have no name in a report; the shape says which it is.
    path = result.path if result.path and _IRI.fullmatch(result.path) else ""
    return (
        str(result.focus),
        path,
        value,
        *(f"<{n}>" for n in (result.source_shape, result.component, result.severity)),
    )


def measure_build(teller: Teller, arguments: Mapping[str, Any]) -> None:
    """Build in a folder as ``perms build --store`` does; write it out for the plain stack."""
    folder, given = Path(arguments["folder"]), files(arguments)
    report = teller.once("build on disk", lambda: build(folder, given))
    teller.fact(asserted=report.manifest.asserted, inferred=report.manifest.inferred)
    register = open_register(folder, shipped())
    teller.once(
        "ask the gaps, on disk", lambda: find_gaps(register.dataset, register.catalogue, day=DAY)
    )
    if "dump" in arguments:
        register.dataset.store.dump(arguments["dump"], format=ox.RdfFormat.N_QUADS)


def measure_questions(teller: Teller, arguments: Mapping[str, Any]) -> None:
    """Ask each stored question of the build in a folder, as the browser does."""
    register = open_register(Path(arguments["folder"]), shipped())
    dataset = register.dataset
    if arguments["where"] == "memory":
        dataset = Dataset.memory()
        dataset.store.bulk_extend(register.dataset.store)
    for question in register.catalogue:
        bound = values(question, "generated" in arguments)
        teller.warm(question.name, lambda: len(dataset.select(question.sparql, bound)))  # noqa: B023
    catalogue = register.catalogue
    for rows, columns in MATRICES:
        teller.warm(
            f"the matrix: {rows} by {columns or 'nothing'}",
            lambda: len(cover(dataset, catalogue, rows=rows, columns=columns, day=DAY).cells),  # noqa: B023
        )
    teller.warm(
        "what differs between two days",
        lambda: _changed(dataset, catalogue),
    )


def _changed(dataset: Dataset, catalogue: Catalogue) -> int:
    """Count what differs between the first and the last day of which the register speaks."""
    span = span_of(dataset, catalogue)
    if span is None:
        return 0
    return len(compare(dataset, catalogue, earlier=span.first, later=span.last).changed)


TASKS: Final[Mapping[str, Callable[[Teller, Mapping[str, Any]], None]]] = {
    "load": measure_load,
    "stages": measure_stages,
    "build": measure_build,
    "questions": measure_questions,
    "pages": measure_pages,
    "start": measure_start,
}
