"""Programs of others ask the endpoint as they ask any other."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from perms_graph.namespaces import ID, PERMS

MEMBERS = f"SELECT ?m WHERE {{ ?m a <{PERMS}Member> }}"


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rdflib_reads_rows_in_every_way_it_knows(address: str, method: str, form: str) -> None:
    store = SPARQLStore(f"{address}/sparql", method=method, returnFormat=form)
    rows = list(Graph(store).query(MEMBERS))
    members = {str(row[0]) for row in rows}  # type: ignore[index]
    assert len(rows) == len(members) == 26
    assert f"{ID}member/fiji" in members


def test_rdflib_uses_it_as_a_graph(address: str) -> None:
    graph = Graph(SPARQLStore(f"{address}/sparql"))
    kinds = set(graph.objects(URIRef(f"{ID}partner/spc"), RDF.type))
    assert URIRef(f"{PERMS}Partner") in kinds
    assert (URIRef(f"{ID}partner/spc"), RDF.type, URIRef(f"{PERMS}Partner")) in graph
    assert len(graph) > 100


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed here")
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["-H", "Accept: text/csv", "--data-urlencode", f"query={MEMBERS}"], "m\r\n"),
        (["-G", "--data-urlencode", "query=ASK { ?m a perms:Member }"], '"boolean": true'),
        (
            ["--data-binary", MEMBERS, "-H", "Content-Type: application/sparql-query"],
            '"vars":["m"]',
        ),
        (["-H", "Accept: text/turtle"], "sparql-service-description#"),
    ],
)
def test_the_examples_for_curl_work(address: str, given: list[str], expected: str) -> None:
    command = ["curl", "--silent", "--show-error", "--fail", "--max-time", "30", *given]
    done = subprocess.run(
        [*command, f"{address}/sparql"], capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert expected in done.stdout.decode()
