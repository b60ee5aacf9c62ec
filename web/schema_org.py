"""What a page is about, in the words of schema.org, for search engines.

The classes and properties come from the links to schema.org in the ontology; what has no such link
is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import pyoxigraph as ox

from perms_graph.description import Description, Statement
from perms_graph.namespaces import (
    DCTERMS,
    FOAF,
    GRAPH,
    OWL,
    PREFIXES,
    SCHEMA,
    SKOS,
)

from . import paths
from .reading import Reader
from .showing import Names

_LINKS: Final = f"""
SELECT ?ours ?theirs WHERE {{
  GRAPH <{GRAPH}alignment> {{ ?ours ?link ?theirs }}
  FILTER (?link IN (rdfs:subClassOf, rdfs:subPropertyOf, skos:closeMatch))
  FILTER (STRSTARTS(STR(?theirs), "{SCHEMA}"))
}}
ORDER BY ?ours ?theirs
"""
_COMMON: Final[Mapping[str, str]] = {
    SKOS + "altLabel": "alternateName",
    SKOS + "exactMatch": "sameAs",
    OWL + "sameAs": "sameAs",
    FOAF + "homepage": "sameAs",
    SCHEMA + "url": "sameAs",
    DCTERMS + "description": "description",
    SKOS + "definition": "description",
}
_MOST: Final = 20
"""Values of one property that are told."""


def embedded(who: Reader, found: Description, names: Names, *, root: str) -> str:
    """Describe a thing for search engines.

    Args:
        who: Who reads: texts are in their language, where there are some.
        found: What is known of the thing.
        names: Names of the things on the page.
        root: Address of the site, without a slash at the end.

    Returns:
        JSON-LD that can stand inside a ``script`` element as it is.
    """
    links = _links(who)
    types = sorted({links[t] for t in found.types if t in links})
    told: dict[str, Any] = {
        "@context": SCHEMA.rstrip("/"),
        "@type": types[0] if len(types) == 1 else types or "Thing",
        "@id": found.thing,
        "name": names.text(found.thing),
        "url": root + who.link(paths.page(found.thing)),
    }
    values: dict[str, list[Any]] = {}
    for statement in found.statements:
        name = links.get(statement.property) or _COMMON.get(statement.property)
        value = None if name is None else _value(who, statement, names)
        if name is None or value is None or (name == "sameAs" and not _address(value)):
            continue
        if value not in values.setdefault(name, []):
            values[name].append(value)
    for name, several in sorted(values.items()):
        told[name] = several[0] if len(several) == 1 else several[:_MOST]
    if (place := _place(found)) is not None:
        told["geo"] = place
    # Inside a script element only "</script" and "<!--" would end the text.
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")


def _links(who: Reader) -> Mapping[str, str]:
    """Give each term of ours its first counterpart, without the namespace."""

    def make() -> dict[str, str]:
        found: dict[str, str] = {}
        for row in who.view.select(_LINKS):
            found.setdefault(row["ours"].value, row["theirs"].value.removeprefix(SCHEMA))
        return found

    return who.view.memo.get(("schema.org",), make)


def _value(who: Reader, statement: Statement, names: Names) -> Any:
    value = statement.value
    if isinstance(value, ox.NamedNode):
        if not paths.ours(value.value):
            return value.value if paths.followable(value.value) else None
        return {"@id": value.value, "name": names.text(value.value)}
    if not isinstance(value, ox.Literal):
        return None
    if value.language and value.language.split("-")[0] != who.language:
        return None
    return value.value


def _address(value: Any) -> bool:
    return isinstance(value, str) and paths.followable(value)


def _place(found: Description) -> dict[str, str] | None:
    where = {
        s.property.removeprefix(PREFIXES["geo"]): s.value.value
        for s in found.statements
        if s.property in {PREFIXES["geo"] + "lat", PREFIXES["geo"] + "long"}
        and isinstance(s.value, ox.Literal)
    }
    if len(where) < 2:
        return None
    return {"@type": "GeoCoordinates", "latitude": where["lat"], "longitude": where["long"]}
