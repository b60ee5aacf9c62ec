"""The plain stack on the same files: rdflib in memory, owlrl, pySHACL."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

import owlrl
import pyshacl
import rdflib

from benchmarks.child import Teller
from benchmarks.findings import write_findings
from benchmarks.given import files, values
from perms_graph.catalogue import load_catalogue
from perms_graph.namespaces import sparql_prologue
from perms_graph.resources import shipped
from perms_graph.store import bind

_FORMATS: Final = {".ttl": "turtle", ".trig": "trig", ".nt": "nt", ".nq": "nquads"}


def measure_load(teller: Teller, arguments: Mapping[str, Any]) -> None:
    """Load the files into an rdflib Dataset."""
    teller.once("load", lambda: _load(arguments))


def measure_close(teller: Teller, arguments: Mapping[str, Any]) -> None:
    """Close what the files state under OWL 2 RL with owlrl; loading is not counted."""
    asserted = rdflib.Graph()
    for quad in _load(arguments).quads((None, None, None, None)):
        asserted.add(quad[:3])
    closure = owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False)
    teller.once("reason", lambda: closure.expand(asserted))


def measure_validation(teller: Teller, arguments: Mapping[str, Any]) -> None:
    """Check our closed graph with pySHACL, which need not reason again; loading is not counted."""
    closed, shapes = rdflib.Graph(), rdflib.Graph()
    for triple in _built(arguments).default_graph:
        closed.add(triple)
    for path in files(arguments).shapes:
        shapes.parse(path, format=_FORMATS[path.suffix])

    def check() -> rdflib.Graph:
        _, report, _ = pyshacl.validate(closed, shacl_graph=shapes, inference="none", advanced=True)
        return cast("rdflib.Graph", report)

    report = teller.once("validate", check)
    findings = list(_findings(report))
    teller.fact(plain_results=len(findings))
    if "results" in arguments:
        write_findings(Path(arguments["results"] + ".plain"), findings)


def _findings(report: rdflib.Graph) -> Iterator[tuple[str, ...]]:
    sh = rdflib.SH
    parts = (sh.focusNode, sh.resultPath, sh.value)
    names = (sh.sourceShape, sh.sourceConstraintComponent, sh.resultSeverity)
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        found = [report.value(result, part) for part in (*parts, *names)]
        # Longer paths have no name in a report; the shape says which it is.
        if isinstance(found[1], rdflib.BNode):
            found[1] = None
        yield tuple("" if node is None else node.n3() for node in found)


def measure_questions(teller: Teller, arguments: Mapping[str, Any]) -> None:
    """Ask each stored question, the same text with the same values, of an rdflib Dataset."""
    dataset = _built(arguments)
    for question in load_catalogue(shipped().queries):
        text = bind(question.sparql, values(question, "generated" in arguments))
        text = sparql_prologue(text) + text
        teller.warm(question.name, lambda: len(list(dataset.query(text))))  # noqa: B023


def _load(arguments: Mapping[str, Any]) -> rdflib.Dataset:
    dataset = rdflib.Dataset()
    for source in files(arguments).sources:
        kind = _FORMATS[source.path.suffix]
        target = dataset.graph(rdflib.URIRef(source.graph)) if source.graph else dataset
        target.parse(source.path, format=kind)
    return dataset


def _built(arguments: Mapping[str, Any]) -> rdflib.Dataset:
    """Read our build, so that both sides are asked about the same triples."""
    # rdflib says so for every literal that it cannot turn into a Python value, such as `gYear`s.
    logging.getLogger("rdflib").setLevel(logging.ERROR)
    built = rdflib.Dataset()
    built.parse(arguments["dump"], format="nquads")
    return built


TASKS: Final[Mapping[str, Callable[[Teller, Mapping[str, Any]], None]]] = {
    "plain_load": measure_load,
    "plain_close": measure_close,
    "plain_validate": measure_validation,
    "plain_questions": measure_questions,
}
