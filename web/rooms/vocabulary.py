"""The words we use: the terms of the ontology."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from perms_graph.namespaces import OWL, PERMS, shorten

from .. import paths
from ..negotiation import FORMS
from ..reading import Reader, reader
from ..showing import Names, Shown
from ..terms import Term

bp = Blueprint("vocabulary", __name__, url_prefix="/<any(en, fr):lang>")


@dataclass(frozen=True)
class TermRow:
    """A term as the page prints it."""

    anchor: str
    iri: str
    short: str
    label: str
    other: str | None
    definition: str | None
    note: str | None
    above: tuple[Shown, ...]
    inverses: tuple[Shown, ...]
    things: tuple[str, int] | None


@bp.get("/def")
def terms() -> ResponseReturnValue:
    """List the classes and properties of the ontology, each with an anchor of its own."""
    who = reader()
    mine = [t for t in who.view.terms if t.iri.startswith(PERMS)]
    classes = sorted((_row(who, t) for t in mine if t.is_class), key=lambda r: r.anchor.casefold())
    properties = sorted(
        (_row(who, t) for t in mine if not t.is_class), key=lambda r: r.anchor.casefold()
    )
    modules = who.view.index.of_class(OWL + "Ontology")
    names = Names(who, modules, states=False)
    return render_template(
        "terms.html",
        classes=classes,
        properties=properties,
        modules=[(paths.page(m).partition("#")[2], shorten(m), names.thing(m)) for m in modules],
        forms=[(form, who.keep(f"/data/def.{form.suffix}")) for form in FORMS],
    )


def _row(who: Reader, term: Term) -> TermRow:
    terms = who.view.terms
    other = "fr" if who.language == "en" else "en"
    things = len(who.view.index.of_class(term.iri)) if term.is_class else 0
    word = paths.kind_of_class(term.iri)

    def shown(iri: str) -> Shown:
        href = who.link(paths.page(iri)) if paths.ours(iri) else iri
        return Shown(terms.label(iri, who.language), href, external=not paths.ours(iri))

    plain = {OWL + "Thing", OWL + "topObjectProperty", OWL + "topDataProperty", term.iri}
    return TermRow(
        term.iri.rpartition("#")[2],
        term.iri,
        shorten(term.iri),
        terms.label(term.iri, who.language),
        term.labels.get(other),
        term.definitions.get(who.language),
        term.notes.get(who.language),
        tuple(shown(p) for p in sorted(term.parents - plain)),
        tuple(shown(p) for p in terms.inverses(term.iri)),
        (who.link(f"/{word}"), things) if things and word else None,
    )
