"""To which partnership a thing belongs, and which principle a shape serves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from perms_graph.store import Dataset, Term

_CHUNK: Final = 2_000

# A UNION, not alternatives in one path: those walk the whole graph before they are joined.
_WAYS: Final = (
    "^perms:formalisedBy",
    "^perms:hasProvision",
    "^perms:monitoredBy",
    "^perms:hasBaseline/^perms:monitoredBy",
    "^perms:hasTarget/^perms:monitoredBy",
    "perms:ofIndicator/^perms:monitoredBy",
    "perms:owedUnder/^perms:formalisedBy",
    "perms:reviews",
    "perms:takenIn/perms:reviews",
    "perms:ofPartnership",
    "^perms:hasAmount/^perms:formalisedBy",
    "perms:underAgreement/^perms:formalisedBy",
    "^perms:hasAmount/perms:underAgreement/^perms:formalisedBy",
)
_QUERY: Final = (
    "SELECT ?thing (MIN(?partnership) AS ?owner) WHERE {{\n"
    "  VALUES ?thing {{ {things} }}\n"
    "  {{ ?thing a perms:Partnership BIND (?thing AS ?partnership) }}\n"
    + "".join(f"  UNION {{{{ ?thing {way} ?partnership }}}}\n" for way in _WAYS)
    + "}} GROUP BY ?thing"
)
_STEPS: Final = 5
"""How far up from a nameless node its named thing is looked for."""


def owners_of(dataset: Dataset, things: Iterable[str]) -> dict[str, str]:
    """Give for each thing the partnership that it is, or belongs to.

    Args:
        dataset: A built register.
        things: IRIs.

    Returns:
        IRI → IRI of the partnership, the first by name of several; a thing of no partnership is
        missing.
    """
    wanted = sorted(set(things))
    found: dict[str, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        nodes = " ".join(str(ox.NamedNode(iri)) for iri in wanted[start : start + _CHUNK])
        for row in dataset.select(_QUERY.format(things=nodes)):
            if "owner" in row:
                found[row["thing"].value] = row["owner"].value
    return found


def named_above(dataset: Dataset, nodes: Iterable[Term]) -> dict[Term, tuple[str, str]]:
    """Give for each nameless node the named thing that it is a part of.

    Returns:
        Node → IRI of the thing, and of the property that leads from it towards the node.
    """
    found: dict[Term, tuple[str, str]] = {}
    for node in set(nodes):
        at: object = node
        for _ in range(_STEPS):
            above = next(
                iter(dataset.store.quads_for_pattern(None, None, at, ox.DefaultGraph())),  # type: ignore[arg-type]
                None,
            )
            if above is None:
                break
            if isinstance(above.subject, ox.NamedNode):
                found[node] = (above.subject.value, above.predicate.value)
                break
            at = above.subject
    return found


def principles_of_shapes(dataset: Dataset) -> dict[str, str]:
    """Give for each node shape the principle that it serves; others are missing."""
    table = dataset.select(
        "SELECT ?shape ?principle { GRAPH graph:shapes { ?shape dcterms:subject ?principle } }"
    )
    return {row["shape"].value: row["principle"].value for row in table}
