"""The plain stack on the same files: rdflib in memory, owlrl, pySHACL."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

import owlrl
import pyshacl
import rdflib

from benchmarks.child import Teller
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
    for where, quad in _quads(arguments["dump"]):
        if where is None:
            closed.add(quad[:3])
    for path in files(arguments).shapes:
        shapes.parse(path, format=_FORMATS[path.suffix])

    def check() -> int:
        _, report, _ = pyshacl.validate(closed, shacl_graph=shapes, inference="none", advanced=True)
        results = cast("rdflib.Graph", report).subjects(rdflib.RDF.type, rdflib.SH.ValidationResult)
        return len(set(results))

    teller.fact(results=teller.once("validate", check))


def measure_questions(teller: Teller, arguments: Mapping[str, Any]) -> None:
    """Ask each stored question, the same text with the same values, of an rdflib Dataset."""
    dataset = rdflib.Dataset()
    for where, quad in _quads(arguments["dump"]):
        (dataset if where is None else dataset.graph(where)).add(quad[:3])
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


def _quads(dump: str) -> Any:
    """Read our build; gives the name of the graph (None for the default) and the quad."""
    logging.getLogger("rdflib").setLevel(logging.ERROR)
    read = rdflib.Dataset()
    read.parse(dump, format="nquads")
    for quad in read.quads((None, None, None, None)):
        yield (None if quad[3] is None else rdflib.URIRef(str(quad[3]))), quad


TASKS: Final[Mapping[str, Callable[[Teller, Mapping[str, Any]], None]]] = {
    "plain_load": measure_load,
    "plain_close": measure_close,
    "plain_validate": measure_validation,
    "plain_questions": measure_questions,
}
