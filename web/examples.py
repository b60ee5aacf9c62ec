"""Examples of terms, from the register: a thing of each class, a statement of each property."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import GRAPH
from perms_graph.store import Term

from .describing import serialised
from .negotiation import FORMS
from .sparql import listed
from .state import View

_TRIED: Final = 30
"""Things of a class, the first by identity, of which the one with most to say is the example."""

_STATED: Final = f"""
SELECT ?thing ?property (MIN(?one) AS ?value) WHERE {{{{
  VALUES ?thing {{{{ {{things}} }}}}
  GRAPH ?graph {{{{ ?thing ?property ?one }}}}
  FILTER (?graph NOT IN (<{GRAPH}inferred>, <{GRAPH}derived>, <{GRAPH}report>, <{GRAPH}catalogue>))
  FILTER (!isBlank(?one))
}}}}
GROUP BY ?thing ?property
ORDER BY ?thing ?property
"""

Statement = tuple[Term, Term]


class Examples:
    """An example of each term that the register uses.

    Args:
        view: The register.
    """

    def __init__(self, view: View) -> None:
        mine = [t for t in view.terms if t.classes]
        tried = {t.iri: view.index.of_class(t.iri)[:_TRIED] for t in mine if t.is_class}
        said = _stated(view, {thing for things in tried.values() for thing in things})
        self._classes: Mapping[str, str] = {
            iri: _turtle(best, said[best])
            for iri, things in tried.items()
            if (best := max(things, key=lambda x: len(said.get(x, ())), default=None)) in said
            and best is not None
        }
        found: dict[str, Statement] = {}
        for term in mine:
            if not term.is_class:
                # One that is stated to begin with: a query for each term, not for each statement.
                for row in view.select(
                    "SELECT ?thing ?value WHERE { ?thing ?property ?value "
                    "FILTER (isIRI(?thing) && !isBlank(?value)) } LIMIT 1",
                    {"property": ox.NamedNode(term.iri)},
                ):
                    found[term.iri] = (row["thing"], row["value"])
        self._properties: Mapping[str, Statement] = found

    def of_class(self, iri: str) -> str | None:
        """Give a thing of a class in Turtle, one value of each property; None if there is none."""
        return self._classes.get(iri)

    def of_property(self, iri: str) -> Statement | None:
        """Give subject and value of a statement with a property; None if there is none."""
        return self._properties.get(iri)


def examples_of(view: View) -> Examples:
    """Give the examples of a register."""
    return view.memo.get(("examples",), lambda: Examples(view))


def _stated(view: View, things: Iterable[str]) -> Mapping[str, list[Statement]]:
    wanted = sorted(things)
    found: dict[str, list[Statement]] = {}
    if wanted:
        for row in view.select(_STATED.format(things=listed(wanted))):
            found.setdefault(row["thing"].value, []).append((row["property"], row["value"]))
    return found


def _turtle(thing: str, said: Iterable[Statement]) -> str:
    """Write an example without the lines of its prefixes: the page lists them."""
    triples = [
        ox.Triple(ox.NamedNode(thing), p, o)
        for p, o in said
        if isinstance(p, ox.NamedNode) and not isinstance(o, ox.Triple)
    ]
    lines = serialised(triples, FORMS[0]).decode().splitlines()
    return "\n".join(x for x in lines if x and not x.startswith("@prefix"))
