"""A thing as RDF: its statements, its blank nodes, and the names of its neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import GRAPH, MODULE, PREFIXES, RDFS

from .negotiation import Form
from .sparql import listed
from .state import View

SORTED_UP_TO: Final = 50_000
"""Statements of a graph that are put in order; a larger graph comes in the order of the store."""

NAMED_BY: Final = 1_000
"""Most statements given about a thing that is only named by others."""


def describe_as_triples(view: View, node: ox.NamedNode) -> list[ox.Triple]:
    """Give the statements about a thing in the merged graph.

    Args:
        view: The register.
        node: The thing.

    Returns:
        Its statements, those about blank nodes it leads to, and the names of what it names. If
        nothing is stated about it, the statements that name it; empty if there are none either.
    """
    store = view.register.dataset.store
    triples: dict[ox.Triple, None] = {}
    waiting: list[ox.NamedNode | ox.BlankNode] = [node]
    seen: set[ox.NamedNode | ox.BlankNode] = set()
    neighbours: set[ox.NamedNode] = set()
    while waiting:
        subject = waiting.pop()
        if subject in seen:
            continue
        seen.add(subject)
        for quad in store.quads_for_pattern(subject, None, None, ox.DefaultGraph()):
            triples[quad.triple] = None
            if isinstance(quad.object, ox.BlankNode):
                waiting.append(quad.object)
            elif isinstance(quad.object, ox.NamedNode) and quad.object != node:
                neighbours.add(quad.object)
    if not triples:
        # Named by others and never described: what they say of it is all there is.
        others = store.quads_for_pattern(None, None, node, ox.DefaultGraph())
        return [quad.triple for quad in islice(others, NAMED_BY)]
    if neighbours:
        names = view.register.dataset.construct(
            "CONSTRUCT { ?thing ?name ?text } WHERE { "
            f"VALUES ?thing {{ {listed(sorted(n.value for n in neighbours))} }} "
            "{ ?thing skos:prefLabel ?text BIND (skos:prefLabel AS ?name) } UNION "
            "{ ?thing rdfs:label ?text BIND (rdfs:label AS ?name) } }"
        )
        triples.update(dict.fromkeys(names))
    return list(triples)


def ontology_triples(view: View) -> list[ox.Triple]:
    """Give the modules and their links to other vocabularies."""
    return [t for name in ("ontology", "alignment") for t in _graph(view, name)]


def module_triples(view: View, module: str) -> list[ox.Triple]:
    """Give one module: what it says of itself, and of each term that it defines.

    Links to other vocabularies are one graph; each module of links gives all of it.
    """
    if module.startswith(MODULE + "alignment/"):
        return _graph(view, "alignment")
    everything = _graph(view, "ontology")
    node, defined = ox.NamedNode(module), ox.NamedNode(RDFS + "isDefinedBy")
    kept: set[object] = {
        node,
        *(t.subject for t in everything if (t.predicate, t.object) == (defined, node)),
    }
    waiting = kept
    while waiting:
        # Lists and classes without a name belong to the term that leads to them.
        found: set[object] = {
            t.object
            for t in everything
            if t.subject in waiting and isinstance(t.object, ox.BlankNode)
        }
        waiting = found - kept
        kept |= waiting
    return [t for t in everything if t.subject in kept]


def _graph(view: View, name: str) -> list[ox.Triple]:
    store = view.register.dataset.store
    return [q.triple for q in store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPH + name))]


def graph_bytes(view: View, graph: str, form: Form) -> bytes | None:
    """Write a whole graph; None if there is no such graph."""
    store = view.register.dataset.store
    try:
        node = ox.NamedNode(graph)
    except ValueError:
        return None
    if not store.contains_named_graph(node):
        return None
    if view.register.dataset.size(graph) <= SORTED_UP_TO:
        return serialised((q.triple for q in store.quads_for_pattern(None, None, None, node)), form)
    written = store.dump(format=form.rdf, from_graph=node, prefixes=_prefixes(form))
    return bytes(written) if written is not None else b""


def merged_bytes(view: View, form: Form) -> bytes:
    """Write the merged graph, in the order of the store."""
    written = view.register.dataset.store.dump(
        format=form.rdf, from_graph=ox.DefaultGraph(), prefixes=_prefixes(form)
    )
    return bytes(written) if written is not None else b""


def serialised(triples: Iterable[ox.Triple], form: Form) -> bytes:
    """Write triples, the same triples always as the same bytes."""
    given = list(dict.fromkeys(triples))
    if any(isinstance(end, ox.BlankNode) for t in given for end in (t.subject, t.object)):
        # A store names blank nodes anew at each load; canonical names depend on content alone.
        dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in given)
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        given = [q.triple for q in dataset]
    ordered = sorted(given, key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))
    written = ox.serialize(ordered, format=form.rdf, prefixes=_prefixes(form))
    return bytes(written) if written is not None else b""


def _prefixes(form: Form) -> dict[str, str] | None:
    return None if form.suffix == "nt" else dict(PREFIXES)
