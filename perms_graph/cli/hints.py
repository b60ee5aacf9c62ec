"""Why an answer may be empty: names in the query that nothing carries."""

from __future__ import annotations

from perms_graph.namespaces import expand, shorten
from perms_graph.register.things import exists
from perms_graph.store import Dataset
from perms_graph.store.tokens import tokens

MOST = 5


def unknown_names(dataset: Dataset, query: str) -> tuple[str, ...]:
    """List names of things and terms in a query that the graph does not hold.

    Args:
        dataset: What was asked.
        query: SPARQL that the engine has accepted.

    Returns:
        At most ``MOST`` short names, in the order of the query. Prefixes that the query declares
        itself are not followed.
    """
    found: dict[str, None] = {}
    for token in tokens(query):
        if token.kind not in {"iri", "word"} or token.text.endswith((":", "/>", "#>")):
            continue
        iri = expand(token.text) if token.kind == "iri" or ":" in token.text else None
        if iri is None or shorten(iri) in found:
            continue
        try:
            known = exists(dataset, iri) or iri in dataset.graphs()
        except ValueError:
            continue
        # A datatype or a property of RDF itself may be used without being described.
        if not known and not iri.startswith("http://www.w3.org/"):
            found[shorten(iri)] = None
    return tuple(found)[:MOST]
