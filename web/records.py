"""A thing as plain JSON and as CSV, for programs that do not read RDF."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any, Final

import pyoxigraph as ox

from perms_graph.description import Description, GraphSource, Statement, describe
from perms_graph.language import LANGUAGES
from perms_graph.namespaces import shorten
from perms_graph.store import Term

from .state import View

LINKED: Final = 1_000
"""Most things listed for each property that leads to the thing; the total is given all the same."""

COLUMNS: Final = (
    "property",
    "property_name_en",
    "property_name_fr",
    "value",
    "value_name_en",
    "value_name_fr",
    "datatype",
    "language",
    "inferred",
    "graph",
    "document",
    "read_on",
)


class Record:
    """What is stated about a thing, named in both languages; values as SPARQL's JSON writes them.

    Args:
        view: The register.
        iri: The thing.
        found: What is stated about it.
    """

    def __init__(self, view: View, iri: str, found: Description) -> None:
        self._view = view
        self._found = found
        things = {iri, *found.types}
        things |= {s.value.value for s in found.statements if isinstance(s.value, ox.NamedNode)}
        self._names = {x: view.labels(things, x) for x in LANGUAGES}

    def as_json(self) -> bytes:
        """Write it as JSON: the thing, its kinds, its statements with graphs, what leads to it."""
        found = self._found
        written = {
            "iri": found.thing,
            "name": self._name(found.thing),
            "types": [{"iri": t, "name": self._term(t)} for t in found.types],
            "statements": [self._statement(s) for s in found.statements],
            "links": [
                {
                    "property": link.property,
                    "name": self._term(link.property),
                    "total": link.total,
                    "things": list(link.things),
                }
                for link in found.links
            ],
            "graphs": {graph: _source(source) for graph, source in sorted(found.sources.items())},
        }
        return (json.dumps(written, ensure_ascii=False, indent=2) + "\n").encode()

    def as_csv(self) -> bytes:
        """Write it as CSV, a row for each statement in each graph; a spreadsheet sees UTF-8."""
        text = io.StringIO(newline="")
        rows = csv.writer(text)
        rows.writerow(COLUMNS)
        for statement in self._found.statements:
            named = self._term(statement.property)
            value = self._value(statement.value)
            for graph in statement.graphs:
                source = self._found.sources[graph]
                rows.writerow(
                    (
                        shorten(statement.property),
                        *(named[x] for x in LANGUAGES),
                        value["value"],
                        *(value.get("name", {}).get(x, "") for x in LANGUAGES),
                        shorten(value["datatype"]) if "datatype" in value else "",
                        value.get("xml:lang", ""),
                        "yes" if statement.inferred else "no",
                        shorten(graph),
                        source.url or "",
                        source.accessed or "",
                    )
                )
        return b"\xef\xbb\xbf" + text.getvalue().encode()

    def _statement(self, statement: Statement) -> dict[str, Any]:
        return {
            "property": statement.property,
            "name": self._term(statement.property),
            "value": self._value(statement.value),
            "inferred": statement.inferred,
            "graphs": list(statement.graphs),
        }

    def _value(self, value: Term) -> dict[str, Any]:
        if isinstance(value, ox.NamedNode):
            named = self._name(value.value)
            told: dict[str, Any] = {"type": "uri", "value": value.value}
            return {**told, "name": named} if named else told
        if isinstance(value, ox.Literal):
            said = {"xml:lang": value.language} if value.language else None
            datatype = {"datatype": value.datatype.value}
            return {"type": "literal", "value": value.value, **(said or datatype)}
        return {"type": "bnode", "value": str(value)}

    def _name(self, iri: str) -> dict[str, str]:
        """Give the names of a thing; none if it has only its identity."""
        if self._view.terms.get(iri) is not None:
            return self._term(iri)
        named = {x: self._names[x][iri] for x in LANGUAGES}
        return {x: label.text for x, label in named.items() if label.own}

    def _term(self, iri: str) -> dict[str, str]:
        return {x: self._view.terms.label(iri, x) for x in LANGUAGES}


def record(view: View, iri: str) -> Record | None:
    """Read what is stated about a thing; None if nothing is, or no IRI can be so written."""
    try:
        found = describe(view.register.dataset, view.register.catalogue, iri, limit=LINKED)
    except ValueError:
        return None
    return Record(view, iri, found) if found is not None else None


def _source(source: GraphSource) -> dict[str, str]:
    fields: Iterable[tuple[str, str | None]] = (
        ("document", source.url),
        ("page", source.document),
        ("confidence", source.confidence),
        ("read_on", source.accessed),
        ("licence", source.licence),
    )
    return {name: value for name, value in fields if value is not None}
