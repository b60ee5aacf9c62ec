"""Identities and data: 303 to what suits who asks, and each thing in the formats of data."""

from __future__ import annotations

import pyoxigraph as ox
from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from perms_graph.namespaces import GRAPH, ID, MODULE, OWL, QUESTION, expand
from perms_graph.register.things import exists

from .. import paths
from ..describing import (
    describe_as_triples,
    graph_bytes,
    module_triples,
    ontology_triples,
    serialised,
)
from ..errors import NotAcceptableError
from ..negotiation import FORMS, HTML, RECORDS, Media, best_form, form_of, record_of
from ..reading import reader
from ..records import record

bp = Blueprint("data", __name__)

VARY = "Accept, Accept-Language"


@bp.get("/")
def root() -> AnyResponse:
    """Send a reader to the first page in their language."""
    answer = redirect(reader().link("/"), 302)
    answer.headers["Vary"] = "Accept-Language"
    return answer


@bp.get("/id/<kind>/<slug>")
def thing(kind: str, slug: str) -> AnyResponse:
    """Say where the page or the data of a thing are; a suffix names a format."""
    stem, dot, suffix = slug.rpartition(".")
    form = (form_of(suffix) or record_of(suffix)) if dot else None
    if form is not None:
        return _see(f"{ID}{kind}/{stem}", form)
    return _see(f"{ID}{kind}/{slug}", None)


@bp.get("/graph/<path:name>")
def graph(name: str) -> AnyResponse:
    """Say where the page or the data of a graph are."""
    stem, dot, suffix = name.rpartition(".")
    form = form_of(suffix) if dot else None
    return _see(GRAPH + (stem if form else name), form)


@bp.get("/def")
@bp.get("/def.<suffix>")
def terms(suffix: str = "") -> AnyResponse:
    """Say where the page or the data of the ontology are."""
    form = form_of(suffix) if suffix else None
    if suffix and form is None:
        abort(404)
    return _see_at("/def", "/data/def", form)


@bp.get("/def/<path:module>")
def module(module: str) -> AnyResponse:
    """Say where the page or the data of one module of the ontology are."""
    stem, dot, suffix = module.rpartition(".")
    form = form_of(suffix) if dot else None
    name = stem if form else module
    if MODULE + name not in reader().view.index.of_class(OWL + "Ontology"):
        abort(404)
    return _see_at(f"/def#module-{name.partition('/')[0]}", f"/data/def/{name}", form)


@bp.get("/shape")
@bp.get("/shape.<suffix>")
def shapes(suffix: str = "") -> AnyResponse:
    """Say where the page or the data of the shapes are."""
    form = form_of(suffix) if suffix else None
    if suffix and form is None:
        abort(404)
    return _see_at("/shapes", "/data/shape", form)


@bp.get("/question/<name>")
def question(name: str) -> AnyResponse:
    """Say where the page of a stored question is; it has no data of its own."""
    found = reader().view.register.catalogue.find(name)
    if best_form(request.accept_mimetypes) != HTML:
        raise NotAcceptableError((HTML,))
    return _redirect(reader().link(paths.page(QUESTION + found.name)))


@bp.get("/data/<kind>/<slug>.<suffix>")
def thing_data(kind: str, slug: str, suffix: str) -> Response:
    """Give what is known of a thing."""
    return _describe(f"{ID}{kind}/{slug}", suffix)


@bp.get("/data/iri.<suffix>")
def iri_data(suffix: str) -> Response:
    """Give what is known of a thing with an identity of others."""
    text = request.args.get("iri", "")
    return _describe(expand(text) or text, suffix)


@bp.get("/data/graph/<path:name>.<suffix>")
def graph_data(name: str, suffix: str) -> Response:
    """Give a named graph whole."""
    form = form_of(suffix) or abort(404)
    found = graph_bytes(reader().view, GRAPH + name, form)
    if found is None:
        abort(404)
    return _data(found, form, reader().link(f"/graph/{name}"))


@bp.get("/data/def.<suffix>")
def terms_data(suffix: str) -> Response:
    """Give the ontology."""
    form = form_of(suffix) or abort(404)
    return _data(serialised(ontology_triples(reader().view), form), form, reader().link("/def"))


@bp.get("/data/def/<path:name>.<suffix>")
def module_data(name: str, suffix: str) -> Response:
    """Give one module of the ontology."""
    form = form_of(suffix) or abort(404)
    if MODULE + name not in reader().view.index.of_class(OWL + "Ontology"):
        abort(404)
    found = module_triples(reader().view, MODULE + name)
    page = reader().link(f"/def#module-{name.partition('/')[0]}")
    return _data(serialised(found, form), form, page)


@bp.get("/data/shape.<suffix>")
def shapes_data(suffix: str) -> Response:
    """Give the shapes."""
    form = form_of(suffix) or abort(404)
    found = graph_bytes(reader().view, GRAPH + "shapes", form)
    return _data(found or b"", form, reader().link("/shapes"))


def _see(iri: str, form: Media | None) -> AnyResponse:
    view = reader().view
    try:
        known = view.index.knows(iri) or exists(view.register.dataset, iri)
    except ValueError:
        known = False
    if iri.startswith(GRAPH):
        known = known or view.register.dataset.store.contains_named_graph(ox.NamedNode(iri))
    if not known:
        abort(404)
    if form is None:
        besides = RECORDS if iri.startswith(ID) else ()
        chosen = best_form(request.accept_mimetypes, besides=besides)
        if chosen is None:
            raise NotAcceptableError((HTML, *(f.media_type for f in (*FORMS, *besides))))
        if not isinstance(chosen, Media):
            return _redirect(reader().link(paths.page(iri)))
        form = chosen
    return _redirect(reader().keep(paths.data(iri, form.suffix)))


def _see_at(page: str, data: str, form: Media | None) -> AnyResponse:
    if form is None:
        chosen = best_form(request.accept_mimetypes)
        if chosen is None:
            raise NotAcceptableError((HTML, *(f.media_type for f in FORMS)))
        if not isinstance(chosen, Media):
            return _redirect(reader().link(page))
        form = chosen
    return _redirect(reader().keep(f"{data}.{form.suffix}"))


def _redirect(where: str) -> AnyResponse:
    answer = redirect(where, 303)
    answer.headers["Vary"] = VARY
    return answer


def _describe(iri: str, suffix: str) -> Response:
    if (media := record_of(suffix)) is not None:
        found = record(reader().view, iri) or abort(404)
        body = found.as_json() if media.suffix == "json" else found.as_csv()
        return _data(body, media, reader().link(paths.page(iri)))
    form = form_of(suffix) or abort(404)
    try:
        triples = describe_as_triples(reader().view, ox.NamedNode(iri))
    except ValueError:
        abort(404)
    if not triples:
        abort(404)
    return _data(serialised(triples, form), form, reader().link(paths.page(iri)))


def _data(body: bytes, form: Media, page: str) -> Response:
    answer = Response(body, content_type=f"{form.media_type}; charset=utf-8")
    if form.suffix == "rdf":
        # RDF/XML says its own encoding.
        answer.headers["Content-Type"] = form.media_type
    answer.headers["Link"] = f'<{page}>; rel="describedby"; type="text/html"'
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if reader().illustrative:
        answer.headers["X-Illustrative-Data"] = "included"
    return answer
