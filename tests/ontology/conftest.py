"""The ontology as its files say it, before any reasoning."""

from __future__ import annotations

import pytest
from rdflib import RDF, Graph, URIRef

from tests.ontology.files import FILES, FOLDER, KINDS, MODULES, PERMS, Module


@pytest.fixture(scope="session")
def modules() -> list[Module]:
    return [Module(path, Graph().parse(path)) for path in MODULES]


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """Root and modules, without the links to other vocabularies."""
    graph = Graph()
    for path in [FOLDER / "perms.ttl", *MODULES]:
        graph.parse(path)
    return graph


@pytest.fixture(scope="session")
def everything() -> Graph:
    """Root, modules and links to other vocabularies."""
    graph = Graph()
    for path in FILES:
        graph.parse(path)
    return graph


@pytest.fixture(scope="session")
def terms(ontology: Graph) -> list[URIRef]:
    found = {s for kind in KINDS for s in ontology.subjects(RDF.type, kind)}
    return sorted(URIRef(str(t)) for t in found if str(t).startswith(str(PERMS)))
