"""Lists of IRIs in our own queries: each is parsed as an IRI first, so that none can be more."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox


def listed(iris: Iterable[str]) -> str:
    """Write IRIs as the body of a ``VALUES`` block, in the order given.

    Raises:
        ValueError: One is not an IRI.
    """
    return " ".join(str(ox.NamedNode(iri)) for iri in iris)
