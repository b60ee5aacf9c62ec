"""The words that a query may use: our terms, and what else the data are written in."""

from __future__ import annotations

from typing import Final, TypedDict

import pyoxigraph as ox

from perms_graph.namespaces import PREFIXES, PSH
from perms_graph.store import Dataset

_DECLARED: Final = """
SELECT DISTINCT ?term ?sort WHERE {
  VALUES (?kind ?sort) {
    (owl:Class "class") (rdfs:Class "class") (rdfs:Datatype "class")
    (owl:ObjectProperty "property") (owl:DatatypeProperty "property")
    (owl:AnnotationProperty "property") (rdf:Property "property")
  }
  ?term a ?kind
  FILTER (isIRI(?term))
}
"""

# The shapes stand in a graph of their own, which may be missing.
_SHAPES: Final = """
SELECT DISTINCT ?term WHERE {
  { ?term a sh:NodeShape } UNION { ?term a sh:PropertyShape }
  UNION { GRAPH ?graph { ?term a sh:NodeShape } }
  UNION { GRAPH ?graph { ?term a sh:PropertyShape } }
  FILTER (isIRI(?term))
}
"""

_CLASSES: Final = """
SELECT DISTINCT ?term WHERE {
  { ?thing a ?term } UNION { GRAPH ?graph { ?thing a ?term } }
  FILTER (isIRI(?term))
}
"""

_PROPERTIES: Final = """
SELECT DISTINCT ?term ?written WHERE {
  { ?thing ?term ?value } UNION { GRAPH ?graph { ?thing ?term ?value } }
  BIND (IF(isLiteral(?value), IF(LANG(?value) = "", "plain", LCASE(LANG(?value))), "") AS ?written)
}
"""

_LABELS: Final = """
SELECT DISTINCT ?term ?label WHERE {
  VALUES ?kind {
    owl:Class rdfs:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty rdf:Property
  }
  ?term a ?kind ; rdfs:label ?label
  FILTER (isIRI(?term) && (LANGMATCHES(LANG(?label), "en") || LANGMATCHES(LANG(?label), "fr")))
}
"""


class Known(TypedDict):
    """A term.

    Attributes:
        sorts: ``class``, ``property``, ``shape``; more than one if it is used as such.
        used: Whether the data use it, and not only a declaration.
        labels: Its names in English and French, sorted.
        languages: Of a property: the language tags of its texts, ``plain`` for text, numbers and
            days without one; sorted.
    """

    sorts: list[str]
    used: bool
    labels: list[str]
    languages: list[str]


class Vocabulary(TypedDict):
    """What ``advise`` knows of the data; plain values only, so that it can be sent as JSON.

    Attributes:
        prefixes: Prefix → namespace, for those that need no declaration.
        terms: Full IRI → what is known of it.
    """

    prefixes: dict[str, str]
    terms: dict[str, Known]


def vocabulary_of(dataset: Dataset) -> Vocabulary:
    """Collect the terms that a dataset declares or uses, by five queries over all of it.

    Args:
        dataset: Default graph and named graphs are both read. Not modified.

    Returns:
        Classes, properties and shapes, with their names. Its size grows with the terms, not with
        the things described.
    """
    terms: dict[str, Known] = {}
    for row in dataset.select(_DECLARED):
        _add(_term(terms, row["term"])["sorts"], _text(row["sort"]))
    for row in dataset.select(_SHAPES):
        if _text(row["term"]).startswith(PSH):
            _add(_term(terms, row["term"])["sorts"], "shape")
    for row in dataset.select(_CLASSES):
        known = _term(terms, row["term"])
        known["used"] = True
        _add(known["sorts"], "class")
    for row in dataset.select(_PROPERTIES):
        known = _term(terms, row["term"])
        known["used"] = True
        _add(known["sorts"], "property")
        if _text(row["written"]):
            _add(known["languages"], _text(row["written"]))
    for row in dataset.select(_LABELS):
        _add(_term(terms, row["term"])["labels"], _text(row["label"]))
    return {"prefixes": dict(PREFIXES), "terms": dict(sorted(terms.items()))}


def _term(terms: dict[str, Known], term: object) -> Known:
    return terms.setdefault(
        _text(term), {"sorts": [], "used": False, "labels": [], "languages": []}
    )


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""


def _add(found: list[str], item: str) -> None:
    if item not in found:
        found.append(item)
        found.sort()
