"""pySHACL: judges what the compiler does not cover, and is what the compiler must agree with.

It gets copies (it writes into its shapes graph), never reasons, never fetches, and is never given
``allow_warnings``, with which it can say "conforms" beside a violation.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import pyoxigraph as ox
import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError, ValidationFailure

from perms_graph.errors import PermsError, msg
from perms_graph.namespaces import SH
from perms_graph.store import Term
from perms_graph.validation.graph import Fact, TripleIndex
from perms_graph.validation.messages import standard_messages
from perms_graph.validation.paths import path_text
from perms_graph.validation.report import Origin, Report, Result
from perms_graph.validation.shapes import Shape, ShapesGraph, node_name
from perms_graph.validation.terms import sh

_TARGETS = ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf", "target")


def reference_validate(triples: Iterable[ox.Triple], shapes: ShapesGraph) -> Report:
    """Validate with pySHACL.

    Args:
        triples: The data, as they stand in a store's default graph.
        shapes: All of them are run.

    Returns:
        The same kind of report as ``validate``. pySHACL does not say which shape led to a
        property shape that several have; the first in the files is named.

    Raises:
        PermsError: pySHACL gives up.
    """
    found = list(judge(triples, shapes))
    return Report(found, {"*": "pyshacl"}, [Origin("pyshacl", r.focus) for r in found])


def judge(
    triples: Iterable[ox.Triple],
    shapes: ShapesGraph,
    *,
    target: Shape | None = None,
    focus: Collection[ox.NamedNode] | None = None,
) -> Iterator[Result]:
    """Give pySHACL's results.

    Args:
        triples: The data.
        shapes: The shapes graph.
        target: The only shape whose targets count; None for all.
        focus: Target nodes to check; None for all.

    Raises:
        PermsError: pySHACL gives up.
    """
    if focus is not None and not focus:
        return
    options: dict[str, Any] = {}
    if focus is not None:
        options["focus_nodes"] = [n.value for n in focus]
    try:
        with quiet():
            data = _graph(triples)
            rules = _graph(_rules(shapes.graph, target))
            _, report, _ = pyshacl.validate(
                data, shacl_graph=rules, inference="none", advanced=True, **options
            )
    except (ReportableRuntimeError, ValidationFailure, RecursionError) as error:
        raise PermsError(
            msg("The shapes cannot be judged: {reason}", reason=str(error).splitlines()[0])
        ) from error
    if not isinstance(report, rdflib.Graph):
        raise PermsError(msg("The shapes cannot be judged: {reason}", reason=str(report)))
    yield from _results(report, shapes)


@contextmanager
def quiet() -> Iterator[None]:
    """Keep quiet about what is no news: ill-formed literals, and shapes that rest on themselves."""
    logger = logging.getLogger("rdflib.term")
    before = logger.disabled
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = before


def _rules(graph: TripleIndex, target: Shape | None) -> Iterator[Fact]:
    dropped = {sh(name) for name in _TARGETS}
    for triple in graph.triples:
        if target is None or triple.predicate not in dropped or triple.subject == target.node:
            yield triple


def _graph(triples: Iterable[ox.Triple | Fact]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in triples:
        graph.add(
            (
                cast("Any", to_rdflib(triple.subject)),
                cast("Any", to_rdflib(triple.predicate)),
                to_rdflib(triple.object),
            )
        )
    return graph


def to_rdflib(term: object) -> rdflib.term.Identifier:
    """Give a term as rdflib has it."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise PermsError(msg("Triples about triples are not part of SHACL."))
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    if term.datatype.value == "http://www.w3.org/2001/XMLSchema#string":
        return rdflib.Literal(term.value)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))


def _from_rdflib(node: object) -> Term:
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(str(node))
    literal = cast("rdflib.Literal", node)
    if literal.language:
        return ox.Literal(str(literal), language=literal.language)
    if literal.datatype is None:
        return ox.Literal(str(literal))
    return ox.Literal(str(literal), datatype=ox.NamedNode(str(literal.datatype)))


def _results(report: rdflib.Graph, shapes: ShapesGraph) -> Iterator[Result]:
    term = rdflib.Namespace(SH)
    for top in report.objects(None, term.result):
        source = _from_rdflib(report.value(top, term.sourceShape))
        shape = shapes.shape(source)
        component = str(report.value(top, term.sourceConstraintComponent))
        path = report.value(top, term.resultPath)
        value = report.value(top, term.value)
        if isinstance(path, rdflib.URIRef):
            text: str | None = str(_from_rdflib(path))
        else:
            text = None if shape.path is None else path_text(shape.path)
        parents = shapes.parents(shape.node)
        parent = shapes.shape(parents[0]) if shape.path is not None and parents else shape
        yield Result(
            focus=_from_rdflib(report.value(top, term.focusNode)),
            path=text,
            value=None if value is None else _from_rdflib(value),
            source_shape=node_name(shape.node),
            node_shape=node_name(parent.node),
            component=component,
            severity=str(report.value(top, term.resultSeverity)),
            messages=_messages(report, top, shape, component),
            passage=shape.passage or parent.passage,
        )


def _messages(
    report: rdflib.Graph, top: rdflib.term.Node, shape: Shape, component: str
) -> Mapping[str, str]:
    if shape.messages and not component.endswith("#SPARQLConstraintComponent"):
        return shape.messages
    for constraint in shape.constraints:
        if f"{SH}{constraint.component}ConstraintComponent" == component:
            return constraint.messages or shape.messages or standard_messages(constraint)
    # A component of the shape's author: only pySHACL knows its words.
    term = rdflib.Namespace(SH)
    found = sorted(
        (str(getattr(m, "language", None) or ""), str(m))
        for m in report.objects(top, term.resultMessage)
    )
    return dict(found)
