"""Texts in the store: ontology, shapes, register and code lists, by one query each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from perms_graph.bilingual.pairs import Lack, Pair
from perms_graph.namespaces import BASE, shorten
from perms_graph.store import Dataset

# Only what is asserted: the default graph would also tell the kinds that a reasoner adds.
_OURS: Final = "?g IN (graph:ontology, graph:alignment)"
_SHAPES: Final = "?g = graph:shapes"
_DATA: Final = (
    "?g NOT IN (graph:ontology, graph:alignment, graph:shapes, graph:report, graph:catalogue, "
    "graph:inferred, graph:derived)"
)
_TAGGED: Final = '(LANGMATCHES(LANG(?text), "en") || LANGMATCHES(LANG(?text), "fr"))'

# A text without a language in these places would be shown to everyone as it is: a fault.
_WORDS: Final = (
    "rdfs:label, rdfs:comment, skos:prefLabel, skos:definition, skos:scopeNote, skos:note, "
    "dcterms:title, dcterms:description, sh:message"
)

# A node without a name is called by the named one it hangs under.
_WRITTEN: Final = """
SELECT DISTINCT ?owner ?link ?property ?text WHERE {{
  GRAPH ?g {{
    {{ ?owner ?property ?text FILTER (isIRI(?owner)) }}
    UNION
    {{
      ?owner ?link ?node . ?node ?property ?text
      FILTER (isIRI(?owner) && isBlank(?node))
    }}
  }}
  FILTER ({graphs})
  FILTER (isLiteral(?text) && ({tagged} || (LANG(?text) = "" && ?property IN ({words}))))
}}
"""

_KIND_OF_THING: Final = f"""
SELECT ?thing (MIN(?ranked) AS ?kind) WHERE {{
  {{ GRAPH ?g {{ ?thing skos:inScheme ?class }} BIND (CONCAT("0", STR(?class)) AS ?ranked) }}
  UNION
  {{
    GRAPH ?g {{ ?thing a ?class }}
    BIND (CONCAT(IF (STRSTARTS(STR(?class), "{BASE}"), "1", "2"), STR(?class)) AS ?ranked)
  }}
  FILTER (isIRI(?thing)) FILTER ({_DATA})
}}
GROUP BY ?thing
"""
"""One kind for each thing: its scheme, else a class of ours, else another; by alphabet."""

_RECORDED: Final = f"""
SELECT DISTINCT ?thing ?kind ?property ?text WHERE {{
  {{ {_KIND_OF_THING} }}
  GRAPH ?g {{ ?thing ?property ?text }}
  FILTER (isLiteral(?text) && {_TAGGED}) FILTER ({_DATA})
}}
"""

_LANGUAGES: Final = f"""
SELECT ?kind ?property ?english ?french (COUNT(?thing) AS ?things) WHERE {{
  {{ {_KIND_OF_THING} }}
  {{
    SELECT ?thing ?property
      (MAX(IF (LANGMATCHES(LANG(?text), "en"), 1, 0)) AS ?english)
      (MAX(IF (LANGMATCHES(LANG(?text), "fr"), 1, 0)) AS ?french)
    WHERE {{
      GRAPH ?g {{ ?thing ?property ?text }}
      FILTER (isLiteral(?text) && {_TAGGED}) FILTER ({_DATA})
    }}
    GROUP BY ?thing ?property
  }}
}}
GROUP BY ?kind ?property ?english ?french
"""

Texts = dict[str, list[str]]


def of_ontology(dataset: Dataset) -> Iterator[Pair]:
    """Give the texts of the ontology and of its links to other vocabularies."""
    return _written(dataset, "terms", _OURS)


def of_shapes(dataset: Dataset) -> Iterator[Pair]:
    """Give the texts of shapes: labels, comments, messages."""
    return _written(dataset, "shapes", _SHAPES)


def of_data(dataset: Dataset) -> Iterator[Pair]:
    """Give the texts of things in the register, the strategy and the code lists.

    A thing without a name of its own (a blank node) is left out: nothing could be said of it.
    """
    found: dict[tuple[str, str, str], Texts] = {}
    for row in dataset.select(_RECORDED):
        text, kind = row["text"], row["kind"].value[1:]
        if isinstance(text, ox.Literal):
            key = (row["thing"].value, row["property"].value, kind)
            _keep(found.setdefault(key, {}), text)
    for (thing, property_, kind), texts in found.items():
        yield _pair("data", thing, shorten(property_), texts, shorten(kind))


def one_language(dataset: Dataset) -> tuple[Lack, ...]:
    """Count, in the store, the things of each kind that have a text in one language or in both.

    Returns:
        One a kind and property, in the order of their short names.
    """
    counts: dict[tuple[str, str], dict[tuple[str, str], int]] = {}
    for row in dataset.select(_LANGUAGES):
        key = (shorten(row["kind"].value[1:]), shorten(row["property"].value))
        languages = (row["english"].value, row["french"].value)
        counts.setdefault(key, {})[languages] = int(row["things"].value)
    return tuple(
        Lack(of, part, n.get(("1", "1"), 0), n.get(("1", "0"), 0), n.get(("0", "1"), 0))
        for (of, part), n in sorted(counts.items())
    )


def _written(dataset: Dataset, kind: str, graphs: str) -> Iterator[Pair]:
    query = _WRITTEN.format(graphs=graphs, tagged=_TAGGED, words=_WORDS)
    found: dict[tuple[str, str], Texts] = {}
    for row in dataset.select(query):
        text = row["text"]
        if isinstance(text, ox.Literal):
            link = [shorten(row["link"].value)] if "link" in row else []
            part = "/".join([*link, shorten(row["property"].value)])
            _keep(found.setdefault((row["owner"].value, part), {}), text)
    for (owner, part), texts in found.items():
        yield _pair(kind, owner, part, texts, kind)


def _keep(texts: Texts, text: ox.Literal) -> None:
    texts.setdefault((text.language or "").split("-")[0].lower(), []).append(text.value)


def _pair(kind: str, iri: str, part: str, texts: Texts, of: str) -> Pair:
    english, french = sorted(texts.get("en", [])), sorted(texts.get("fr", []))
    thing = shorten(iri)
    return Pair(
        f"{kind}/{thing}/{part}",
        kind,
        thing,
        part,
        of,
        "\n".join(english),
        "\n".join(french),
        (len(english), len(french)),
        iri,
    )
