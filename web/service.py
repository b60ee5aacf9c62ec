"""The endpoint described for programs (SPARQL 1.1 Service Description), with limits in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import Message, msg
from perms_graph.language import LANGUAGES
from perms_graph.namespaces import DCTERMS, RDF, RDFS, XSD
from perms_graph.querying import GRAPHS, RESULTS
from perms_graph.translation import translate

from .asker import Allowed
from .reading import Reader

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
VOID: Final = "http://rdfs.org/ns/void#"


def limits(allowed: Allowed) -> tuple[Message, ...]:
    """Say what a query may take, a sentence each."""
    return (
        msg(
            "A query may run {seconds} seconds, or less if timeout= says so.",
            seconds=allowed.seconds,
        ),
        msg(
            "Queries that take longer than {quick} seconds yield to others; {long} such may run at "
            "once.",
            quick=allowed.quick_seconds,
            long=allowed.long,
        ),
        msg(
            "One client may have {count} queries running or waiting; beyond that the answer is 503 "
            "with Retry-After.",
            count=allowed.at_once,
        ),
        msg("A query may take {megabytes} MB of memory.", megabytes=allowed.megabytes),
        msg(
            "An answer has {rows} rows or triples and {megabytes} MB at most. A longer one is cut, "
            "and the header Perms-Cut says so.",
            rows=allowed.rows,
            megabytes=allowed.output_megabytes,
        ),
        msg(
            "SERVICE, LOAD and updates are refused; FROM names graphs kept here, and nothing else."
        ),
    )


def describe_service(who: Reader, root: str, allowed: Allowed) -> list[ox.Triple]:
    """Describe the endpoint.

    Args:
        who: Who reads: says which register.
        root: Address of the site, without a slash at the end.
        allowed: What a query may take.
    """
    return list(_triples(who, root, allowed))


def _triples(who: Reader, root: str, allowed: Allowed) -> Iterator[ox.Triple]:
    service = ox.NamedNode(f"{root}/sparql")
    dataset, default = (ox.NamedNode(f"{root}/sparql#{name}") for name in ("dataset", "default"))

    def link(subject: ox.NamedNode, property_: str, to: str) -> ox.Triple:
        return ox.Triple(subject, ox.NamedNode(property_), ox.NamedNode(to))

    yield link(service, RDF + "type", SD + "Service")
    yield link(service, SD + "endpoint", service.value)
    yield link(service, SD + "supportedLanguage", SD + "SPARQL11Query")
    for format_ in (*RESULTS, *GRAPHS):
        yield link(service, SD + "resultFormat", format_.uri)
    yield link(service, SD + "defaultDataset", dataset.value)
    yield link(service, RDFS + "seeAlso", f"{root}/en/limits")
    for sentence in limits(allowed):
        for language in LANGUAGES:
            yield ox.Triple(
                service,
                ox.NamedNode(RDFS + "comment"),
                ox.Literal(translate(sentence, language), language=language),
            )
    yield link(dataset, RDF + "type", SD + "Dataset")
    yield link(dataset, SD + "defaultGraph", default.value)
    yield link(default, RDF + "type", SD + "Graph")
    manifest = who.view.register.manifest
    size = manifest.asserted + manifest.inferred + manifest.derived
    yield ox.Triple(
        default,
        ox.NamedNode(VOID + "triples"),
        ox.Literal(str(size), datatype=ox.NamedNode(XSD + "integer")),
    )
    merged = msg("All that is stated in any graph, and what follows from it.")
    for language in LANGUAGES:
        yield ox.Triple(
            default,
            ox.NamedNode(DCTERMS + "description"),
            ox.Literal(translate(merged, language), language=language),
        )
    for name in who.view.register.dataset.graphs():
        graph = ox.NamedNode(f"{root}/sparql#{name}")
        yield link(dataset, SD + "namedGraph", graph.value)
        yield link(graph, RDF + "type", SD + "NamedGraph")
        yield link(graph, SD + "name", name)
