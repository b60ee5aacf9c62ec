"""The ontology closed under OWL 2 RL by ``owlrl``: small, and once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import owlrl
import pyoxigraph as ox
import rdflib

from perms_graph.namespaces import OWL, RDF, RDFS
from perms_graph.reasoning.noise import TYPE, is_noise

_SCHEMA: Final = frozenset(
    {RDFS + name for name in ("domain", "range", "subClassOf", "subPropertyOf")}
)
_LIST: Final = frozenset({RDF + "first", RDF + "rest"})
_NOT_LOGIC: Final = frozenset(
    {
        OWL + name
        for name in (
            "backwardCompatibleWith",
            "deprecated",
            "imports",
            "incompatibleWith",
            "priorVersion",
            "versionIRI",
            "versionInfo",
        )
    }
)
_META: Final = (OWL, RDF, RDFS)


def close_ontology(triples: Iterable[ox.Triple]) -> frozenset[ox.Triple]:
    """Close the axioms of an ontology under OWL 2 RL.

    Args:
        triples: The ontology with its alignments. Labels, definitions and other annotations are
            left aside: they entail nothing among axioms, and ``owlrl`` is slow.

    Returns:
        The axioms and what follows from them, without noise (see ``is_noise``). Blank nodes keep
        their names, so that class expressions can be followed.

    Source:
        OWL 2 Profiles (second edition), section 4.3.
    """
    graph = rdflib.Graph()
    for triple in triples:
        if _is_axiom(triple):
            graph.add((_out(triple.subject), _out(triple.predicate), _out(triple.object)))
    with rdflib_datatypes_kept():
        owlrl.DeductiveClosure(
            owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
        ).expand(graph)
    closed = (_back(s, p, o) for s, p, o in graph)
    return frozenset(t for t in closed if t is not None and not is_noise(t))


@contextmanager
def rdflib_datatypes_kept() -> Iterator[None]:
    """Put rdflib's table of datatypes back as it was.

    ``owlrl`` swaps the table while it runs and puts back less than it took: afterwards rdflib, and
    with it pySHACL, judges years and months otherwise than before (owlrl 7.6.2).
    """
    table = rdflib.term._toPythonMapping
    before = dict(table)
    try:
        yield
    finally:
        table.clear()
        table.update(before)


def _is_axiom(triple: ox.Triple) -> bool:
    predicate = triple.predicate.value
    if predicate == TYPE:
        value = triple.object
        return isinstance(value, ox.NamedNode) and value.value.startswith(_META)
    return (
        predicate in _SCHEMA
        or predicate in _LIST
        or (predicate.startswith(OWL) and predicate not in _NOT_LOGIC)
    )


def _out(term: object) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(
            term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False
        )
    raise TypeError(f"not a term of RDF 1.1: {term}")


def _back(
    subject: rdflib.term.Node, predicate: rdflib.term.Node, value: rdflib.term.Node
) -> ox.Triple | None:
    if isinstance(subject, rdflib.Literal) or not isinstance(predicate, rdflib.URIRef):
        return None
    start: ox.NamedNode | ox.BlankNode
    start = (
        ox.BlankNode(str(subject))
        if isinstance(subject, rdflib.BNode)
        else ox.NamedNode(str(subject))
    )
    end: ox.NamedNode | ox.BlankNode | ox.Literal
    if isinstance(value, rdflib.BNode):
        end = ox.BlankNode(str(value))
    elif isinstance(value, rdflib.Literal):
        end = (
            ox.Literal(str(value), language=value.language)
            if value.language
            else ox.Literal(
                str(value), datatype=ox.NamedNode(str(value.datatype)) if value.datatype else None
            )
        )
    else:
        end = ox.NamedNode(str(value))
    return ox.Triple(start, ox.NamedNode(str(predicate)), end)
