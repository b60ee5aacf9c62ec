"""Names of things for readers: all the labels a page needs, in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.language import rank
from perms_graph.namespaces import shorten
from perms_graph.store import Dataset

_CHUNK: Final = 2_000

# A UNION, not a second VALUES: of two VALUES blocks Oxigraph 0.5 looks up every pair by itself,
# 130 ms for 250 things where this takes 11.
_QUERY: Final = """
SELECT ?thing ?label ?order WHERE {{
  VALUES ?thing {{ {things} }}
  {{ ?thing skos:prefLabel ?label BIND (0 AS ?order) }}
  UNION {{ ?thing rdfs:label ?label BIND (1 AS ?order) }}
  UNION {{ ?thing dcterms:title ?label BIND (2 AS ?order) }}
  UNION {{ ?thing foaf:name ?label BIND (3 AS ?order) }}
  UNION {{ ?thing schema:url ?label BIND (4 AS ?order) }}
  UNION {{ ?thing perms:measureName ?label BIND (5 AS ?order) }}
}}
"""


@dataclass(frozen=True)
class Label:
    """A name to show.

    Attributes:
        text: The name.
        language: Its language tag; None for a name or code without one.
        own: False if nothing names the thing and the text is its short IRI.
    """

    text: str
    language: str | None
    own: bool = True


def labels(dataset: Dataset, things: Iterable[str], language: str) -> dict[str, Label]:
    """Give each thing its best name in a language.

    Args:
        dataset: Where to look (the default graph).
        things: IRIs; repeated ones are looked up once.
        language: Wanted language, ``en`` or ``fr``.

    Returns:
        IRI → label, for every IRI given. A name in the wanted language wins over one without a
        language, that over one in the other language; ties go to the preferred label, then to the
        alphabet.
    """
    wanted = list(dict.fromkeys(things))
    best: dict[str, tuple[tuple[int, int, str], Label]] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        query = _QUERY.format(things=" ".join(str(ox.NamedNode(iri)) for iri in chunk))
        for row in dataset.select(query):
            thing, label, order = row["thing"].value, row["label"], row["order"].value
            if not isinstance(label, ox.Literal):
                continue
            key = (rank(label.language, language), int(order), label.value)
            if thing not in best or key < best[thing][0]:
                best[thing] = (key, Label(label.value, label.language))
    return {
        iri: best[iri][1] if iri in best else Label(shorten(iri), None, own=False) for iri in wanted
    }
