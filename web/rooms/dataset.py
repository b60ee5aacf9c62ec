"""The register as one thing: its description, all of it as a file, and maps for crawlers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from perms_graph.language import LANGUAGES
from perms_graph.publishing import DUMPS, Summary, describe_dataset, dump, dumps_at, summarise

from .. import paths
from ..describing import serialised
from ..errors import NotAcceptableError
from ..negotiation import FORMS, HTML, Form, best_form, form_of
from ..reading import Reader, reader
from ..showing import Names
from ..twins import with_twins
from .data import VARY

bp = Blueprint("dataset", __name__)

PER_MAP: Final = 20_000
"""Pages in one map; the protocol allows 50,000, counted with their languages."""

ROOMS: Final = (
    "/", "/about", "/gaps", "/compliance", "/due", "/questions", "/sources", "/def", "/shapes",
    "/charts", "/openings", "/dataset",
)  # fmt: skip
"""Pages that are not about one thing."""


@bp.get("/<any(en, fr):lang>/dataset")
def show() -> ResponseReturnValue:
    """Tell people what is in the register and where to get it."""
    who = reader()
    summary = _summary(who)
    names = Names(who, [iri for iri, _ in summary.classes], states=False)
    forms = [(form, who.keep(f"/data/dataset.{form.suffix}")) for form in FORMS]
    page = render_template(
        "dataset.html",
        summary=summary,
        manifest=who.view.register.manifest,
        classes=[
            (names.thing(iri), who.link(f"/{paths.kind_of_class(iri)}"), number)
            for iri, number in summary.classes
        ],
        links=[(target, number) for _, target, number in summary.links],
        dumps=[(form, who.keep(f"/data/register.{form.suffix}")) for form in DUMPS],
        forms=forms,
    )
    return with_twins(page, forms)


@bp.get("/dataset")
def identity() -> AnyResponse:
    """Say where the page or the data about the register are."""
    chosen = best_form(request.accept_mimetypes)
    if chosen is None:
        raise NotAcceptableError((HTML, *(f.media_type for f in FORMS)))
    who = reader()
    where = (
        who.keep(f"/data/dataset.{chosen.suffix}")
        if isinstance(chosen, Form)
        else who.link("/dataset")
    )
    answer = redirect(where, 303)
    answer.headers["Vary"] = VARY
    return answer


@bp.get("/.well-known/void")
def void() -> AnyResponse:
    """Send crawlers to the description, as section 7.2 of VoID has it."""
    return redirect("/dataset", 302)


@bp.get("/data/dataset.<suffix>")
def description(suffix: str) -> Response:
    """Give the description in VoID and DCAT."""
    form = form_of(suffix) or abort(404)
    who = reader()
    root = _root()
    manifest = who.view.register.manifest
    triples = describe_dataset(
        _summary(who),
        manifest,
        site=root,
        dumps=dumps_at(root),
        # Files on a disk answer no queries.
        endpoint=None if current_app.config.get("FROZEN") else f"{root}/sparql",
    )
    answer = Response(serialised(triples, form), mimetype=form.media_type)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Link"] = f'<{who.link("/dataset")}>; rel="describedby"; type="text/html"'
    return answer


@bp.get("/data/register.<suffix>")
def whole(suffix: str) -> Response:
    """Give all of it, piece by piece."""
    form = next((f for f in DUMPS if f.suffix == suffix), None) or abort(404)
    who = reader()
    name = "perms-illustrative" if who.illustrative else "perms"
    answer = Response(dump(who.view.register.dataset, form), content_type=form.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


@bp.get("/robots.txt")
def robots() -> Response:
    """Tell crawlers where the map is, and to leave alone what answers forms."""
    lines = ["User-agent: *"]
    lines += [
        f"Disallow: /{language}/{room}"
        for language in LANGUAGES
        for room in ("check", "query", "whatif", "search")
    ]
    lines += [f"Sitemap: {_root()}/sitemap.xml", ""]
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


@bp.get("/sitemap.xml")
def maps() -> Response:
    """List the maps of pages."""
    number = -(-len(_pages(reader())) // PER_MAP)
    entries = (
        f"<sitemap><loc>{escape(_root())}/sitemap-{n}.xml</loc></sitemap>\n"
        for n in range(1, number + 1)
    )
    return _xml("sitemapindex", "", entries)


@bp.get("/sitemap-<int:number>.xml")
def pages(number: int) -> Response:
    """List pages, each with the addresses of its languages."""
    found = _pages(reader())
    here = found[(number - 1) * PER_MAP : number * PER_MAP] if number else ()
    if not here:
        abort(404)
    return _xml("urlset", ' xmlns:xhtml="http://www.w3.org/1999/xhtml"', _urls(here))


def _pages(who: Reader) -> tuple[str, ...]:
    """List the paths of all pages, without language: rooms first, then things by identity."""

    def make() -> tuple[str, ...]:
        index = who.view.index
        things = (thing for word in index.words() for thing in index.of_word(word))
        return (*ROOMS, *(paths.page(thing) for thing in things))

    return who.view.memo.get(("sitemap",), make)


def _urls(here: Iterable[str]) -> Iterator[str]:
    root = _root()
    for path in here:
        # The first page of a language has a slash at its end, and no other has.
        tail = escape(quote(path, safe="/?=&%~"))
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{x}" href="{escape(root)}/{x}{tail}"/>'
            for x in LANGUAGES
        )
        for language in LANGUAGES:
            yield f"<url><loc>{escape(root)}/{language}{tail}</loc>{others}</url>\n"


def _xml(name: str, more: str, entries: Iterable[str]) -> Response:
    def text() -> Iterator[str]:
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield f'<{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"{more}>\n'
        yield from entries
        yield f"</{name}>\n"

    # Read while the request is there: the addresses depend on it.
    return Response("".join(text()), content_type="application/xml; charset=utf-8")


def _summary(who: Reader) -> Summary:
    r = who.view.register
    return who.view.memo.get(("summary",), lambda: summarise(r.dataset, r.catalogue))


def _root() -> str:
    return request.url_root.rstrip("/")
