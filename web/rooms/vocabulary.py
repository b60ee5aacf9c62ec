"""The words we use: the terms of the ontology."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from perms_graph.namespaces import DCTERMS, OWL, PERMS, PREFIXES, QUESTION, shorten

from .. import paths
from ..documenting import term_row, term_shown
from ..examples import examples_of
from ..negotiation import FORMS, Form
from ..ontology import HEADER, ONTOLOGY, SOURCE, drawn, ontology_of
from ..reading import Reader, reader
from ..showing import Names, Shown
from ..twins import with_twins

bp = Blueprint("vocabulary", __name__, url_prefix="/<any(en, fr):lang>")

_SCHEMES: Final = """
SELECT ?scheme (COUNT(?concept) AS ?count) WHERE {
  ?concept skos:inScheme ?scheme FILTER (isIRI(?scheme))
}
GROUP BY ?scheme
"""


@dataclass(frozen=True)
class ModuleRow:
    """A module of the ontology as the page prints it.

    Attributes:
        anchor: Its anchor; None where another module of the same part has it.
        short: Its name in addresses.
        title: What it is called.
        about: What it holds.
        terms: How many terms it defines.
        forms: Each format with its address.
    """

    anchor: str | None
    short: str
    title: Shown
    about: tuple[str, str | None] | None
    terms: int
    forms: list[tuple[Form, str]]


@bp.get("/def")
def terms() -> ResponseReturnValue:
    """List the classes and properties of the ontology, each with an anchor of its own."""
    who = reader()
    words, examples = ontology_of(who.view), examples_of(who.view)
    mine = [t for t in who.view.terms if t.iri.startswith(PERMS)]
    modules = who.view.index.of_class(OWL + "Ontology")
    schemes = _schemes(who)
    named = {*modules, *schemes}
    for term in mine:
        named.update(words.of(term.iri, SOURCE))
        named.update(
            t.value for t in examples.of_property(term.iri) or () if isinstance(t, ox.NamedNode)
        )
    names = Names(who, named, states=False)
    rows = [(t.is_class, term_row(who, t, names)) for t in mine]
    rows.sort(key=lambda r: r[1].anchor.casefold())
    branches = words.branches()
    forms = [(form, who.keep(f"/data/def.{form.suffix}")) for form in FORMS]
    page = render_template(
        "terms.html",
        header={k: words.text(p, who.language) for k, p in HEADER.items()},
        licence=words.link(DCTERMS + "license"),
        version_iri=words.link(OWL + "versionIRI"),
        branches=branches,
        lines=drawn(branches),
        name=lambda iri: term_shown(who, iri),
        uses=who.link(paths.page(QUESTION + "uses_of_properties")),
        classes=[row for is_class, row in rows if is_class],
        properties=[row for is_class, row in rows if not is_class],
        modules=_modules(who, modules, names),
        schemes=[(names.thing(iri), number) for iri, number in schemes.items()],
        prefixes=sorted(PREFIXES.items()),
        forms=forms,
    )
    return with_twins(page, forms, described=ONTOLOGY)


def _modules(who: Reader, modules: Iterable[str], names: Names) -> list[ModuleRow]:
    """Give the modules; those of links share an anchor, and only the first bears it."""
    rows: list[ModuleRow] = []
    seen: set[str] = set()
    sizes = Counter(term.module for term in who.view.terms)
    about = ontology_of(who.view)
    for module in modules:
        anchor = paths.page(module).partition("#")[2]
        said = about.text(HEADER["abstract"], who.language, of=module)
        rows.append(
            ModuleRow(
                anchor if anchor and anchor not in seen else None,
                shorten(module),
                names.thing(module),
                said,
                sizes[module],
                [(form, who.keep(paths.data(module, form.suffix))) for form in FORMS],
            )
        )
        seen.add(anchor)
    return rows


def _schemes(who: Reader) -> Mapping[str, int]:
    """Give each list of codes or of concepts, by name, with how many there are in it."""

    def make() -> Mapping[str, int]:
        found = {r["scheme"].value: int(r["count"].value) for r in who.view.select(_SCHEMES)}
        return {iri: found[iri] for iri in who.view.index.by_name(found, who.texts)}

    return who.view.memo.get(("schemes", who.texts), make)
