"""What the ontology says between its terms, and of itself; read once, not changed afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.language import rank
from perms_graph.namespaces import DCTERMS, GRAPH, MODULE, OWL, PERMS, RDFS, SCHEMA, SKOS

from .state import View

ONTOLOGY: Final = MODULE.removesuffix("/")
DOMAIN: Final = SCHEMA + "domainIncludes"
RANGE: Final = SCHEMA + "rangeIncludes"
SUBCLASS: Final = RDFS + "subClassOf"
SUBPROPERTY: Final = RDFS + "subPropertyOf"
DISJOINT: Final = OWL + "disjointWith"
SOURCE: Final = DCTERMS + "source"
SAME: Final = (OWL + "equivalentClass", OWL + "equivalentProperty")
MATCHES: Final = tuple(SKOS + f"{how}Match" for how in ("exact", "close", "broad", "narrow"))

_BETWEEN: Final = (DOMAIN, RANGE, SUBCLASS, SUBPROPERTY, DISJOINT, SOURCE, *SAME, *MATCHES)

# As asserted: what the reasoner adds would make everything a kind of everything above it.
_ASSERTED: Final = f"""
SELECT DISTINCT ?from ?property ?to WHERE {{
  VALUES ?property {{ {" ".join(f"<{p}>" for p in _BETWEEN)} }}
  GRAPH ?graph {{ ?from ?property ?to }}
  FILTER (?graph IN (<{GRAPH}ontology>, <{GRAPH}alignment>))
  FILTER (isIRI(?from) && isIRI(?to))
}}
ORDER BY ?from ?property ?to
"""
_HEADER: Final = f"""
SELECT ?module ?property ?value WHERE {{
  GRAPH ?graph {{ ?module a owl:Ontology ; ?property ?value }}
  FILTER (?graph IN (<{GRAPH}ontology>, <{GRAPH}alignment>))
}}
ORDER BY ?module ?property ?value
"""


@dataclass(frozen=True)
class Branch:
    """A class with what is below it."""

    iri: str
    below: tuple[Branch, ...]


@dataclass(frozen=True)
class Line:
    """A class in the drawing, one a line; in units of the drawing, from the top left."""

    iri: str
    x: int
    y: int
    above: int | None


class Ontology:
    """What is asserted between terms.

    Args:
        view: The register that holds the ontology.
    """

    def __init__(self, view: View) -> None:
        forth: dict[tuple[str, str], list[str]] = {}
        back: dict[tuple[str, str], list[str]] = {}
        dataset = view.register.dataset
        for row in dataset.select(_ASSERTED):
            one, how, other = (row[n].value for n in ("from", "property", "to"))
            forth.setdefault((one, how), []).append(other)
            back.setdefault((other, how), []).append(one)
        header: dict[tuple[str, str], list[ox.Literal | ox.NamedNode]] = {}
        for row in dataset.select(_HEADER):
            value = row["value"]
            if isinstance(value, (ox.Literal, ox.NamedNode)):
                key = (row["module"].value, row["property"].value)
                header.setdefault(key, []).append(value)
        self._forth: Mapping[tuple[str, str], list[str]] = forth
        self._back: Mapping[tuple[str, str], list[str]] = back
        self._header: Mapping[tuple[str, str], list[ox.Literal | ox.NamedNode]] = header

    def of(self, iri: str, *properties: str) -> tuple[str, ...]:
        """Give what a term leads to by any of some properties, sorted."""
        return tuple(sorted({x for p in properties for x in self._forth.get((iri, p), ())}))

    def to(self, iri: str, *properties: str) -> tuple[str, ...]:
        """Give what leads to a term by any of some properties, sorted."""
        return tuple(sorted({x for p in properties for x in self._back.get((iri, p), ())}))

    def disjoint(self, iri: str) -> tuple[str, ...]:
        """Give the classes that share nothing with one, whichever of the two says so."""
        return tuple(sorted({*self.of(iri, DISJOINT), *self.to(iri, DISJOINT)}))

    def text(
        self, name: str, language: str, *, of: str = ONTOLOGY
    ) -> tuple[str, str | None] | None:
        """Give a text of the ontology, or of a module, about itself, and its language if any."""
        texts = [v for v in self._header.get((of, name), ()) if isinstance(v, ox.Literal)]
        best = min(texts, key=lambda t: (rank(t.language or "", language), t.value), default=None)
        return (best.value, best.language) if best is not None else None

    def link(self, name: str) -> str | None:
        """Give what the ontology as a whole leads to by a property."""
        return next(
            (v.value for v in self._header.get((ONTOLOGY, name), ()) if v.value.startswith("http")),
            None,
        )

    def branches(self) -> tuple[Branch, ...]:
        """Give the classes that stand in a hierarchy, from the top, each with what is below it."""
        pairs = {
            (one, above)
            for (one, how), others in self._forth.items()
            if how == SUBCLASS and one.startswith(PERMS)
            for above in others
        }
        below = {one for one, _ in pairs}

        def branch(iri: str, seen: frozenset[str]) -> Branch:
            under = sorted(c for c, above in pairs if above == iri and c not in seen)
            return Branch(iri, tuple(branch(c, seen | {c}) for c in under))

        return tuple(branch(top, frozenset({top})) for top in sorted({a for _, a in pairs} - below))


def drawn(branches: tuple[Branch, ...], *, step: int = 28, indent: int = 26) -> list[Line]:
    """Place a hierarchy, one class a line, each below and to the right of what is above it."""
    lines: list[Line] = []

    def place(branch: Branch, depth: int, above: int | None) -> None:
        y = step // 2 + step * len(lines)
        lines.append(Line(branch.iri, 8 + indent * depth, y, above))
        for child in branch.below:
            place(child, depth + 1, y)

    for top in branches:
        place(top, 0, None)
    return lines


def ontology_of(view: View) -> Ontology:
    """Give the ontology of a register."""
    return view.memo.get(("ontology",), lambda: Ontology(view))


HEADER: Final = {
    "title": DCTERMS + "title",
    "abstract": DCTERMS + "description",
    "version": OWL + "versionInfo",
    "creator": DCTERMS + "creator",
    "created": DCTERMS + "created",
    "modified": DCTERMS + "modified",
}
