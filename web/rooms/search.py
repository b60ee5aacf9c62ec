"""Search by words: names, acronyms, codes and texts of everything."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.namespaces import PERMS, expand, shorten
from perms_graph.search import Answer, Found

from ..paging import SIZE, pager
from ..reading import Reader, page_number, reader
from ..showing import Names, Shown
from ..sparql import listed

bp = Blueprint("search", __name__, url_prefix="/<any(en, fr):lang>/search")


@dataclass(frozen=True)
class Facet:
    """A kind among what was found."""

    name: str
    number: int
    href: str
    chosen: bool


@dataclass(frozen=True)
class Line:
    """A thing found."""

    thing: Shown
    kind: str
    pieces: tuple[tuple[str, bool], ...]
    language: str | None


@bp.get("")
def show() -> ResponseReturnValue:
    """Find things, best first, with how many there are of each kind."""
    who = reader()
    text = request.args.get("q", "").strip()[:200]
    kind = _kind(who)
    number = page_number()
    answer = _ask(who, text, kind, number)
    if not answer.things and answer.total:
        # Beyond the last page: the last is given, as in every list.
        number = -(-answer.total // SIZE)
        answer = _ask(who, text, kind, number)
    page = pager(
        answer.total,
        number,
        lambda n: who.link(
            "/search",
            q=text,
            kind=shorten(kind) if kind else None,
            page=n if n > 1 else None,
        ),
    )
    return render_template(
        "search.html",
        text=text,
        lines=_lines(who, answer.things),
        total=answer.total,
        facets=_facets(who, answer, text, kind),
        everything=who.link("/search", q=text),
        instead=answer.instead,
        some=answer.some,
        chosen=who.view.terms.label(kind, who.language) if kind else None,
        pager=page,
    )


def _ask(who: Reader, text: str, kind: str | None, number: int) -> Answer:
    kinds, before = ((kind,) if kind else ()), (number - 1) * SIZE
    return who.view.memo.get(
        ("search", who.texts, text, kind, number),
        lambda: who.view.finder.find(
            text, language=who.texts, kinds=kinds, limit=SIZE, offset=before
        ),
    )


def _kind(who: Reader) -> str | None:
    """Give the class the address asks for; an unknown one is no restriction."""
    given = request.args.get("kind", "").strip()
    try:
        iri = expand(given) if given else None
    except ValueError:
        return None
    return iri if iri is not None and who.view.index.of_class(iri) else None


def _facets(who: Reader, answer: Answer, text: str, chosen: str | None) -> list[Facet]:
    """Offer the kinds of ours, leaving out one that says no more than a narrower one."""
    terms = who.view.terms
    counted = {kind: n for kind, n in answer.kinds.items() if kind.startswith(PERMS)}
    narrower = {
        above
        for kind, n in counted.items()
        for above in terms.above(kind)
        if counted.get(above) == n
    }
    return [
        Facet(
            terms.label(kind, who.language),
            number,
            who.link("/search", q=text, kind=shorten(kind)),
            kind == chosen,
        )
        for kind, number in counted.items()
        if kind not in narrower or kind == chosen
    ]


def _lines(who: Reader, things: tuple[Found, ...]) -> list[Line]:
    names = Names(who, {f.iri for f in things})
    kinds = _kinds(who, [f.iri for f in things])
    lines = []
    for found in things:
        thing = names.thing(found.iri)
        said = "".join(text for text, _ in found.snippet)
        # What only repeats the name is left out.
        pieces = () if said == thing.text else found.snippet
        foreign = found.language if found.language not in {"", who.language} else None
        lines.append(Line(thing, kinds.get(found.iri, ""), pieces, foreign))
    return lines


def _kinds(who: Reader, things: list[str]) -> dict[str, str]:
    """Name the kind of each thing, in one query."""
    if not things:
        return {}
    found: dict[str, list[str]] = {}
    table = who.view.select(
        f"SELECT ?thing ?kind WHERE {{ VALUES ?thing {{ {listed(things)} }} ?thing a ?kind }}"
    )
    for row in table:
        found.setdefault(row["thing"].value, []).append(row["kind"].value)
    terms = who.view.terms
    return {
        thing: ", ".join(terms.label(k, who.language) for k in terms.specific(kinds)[:2])
        for thing, kinds in found.items()
    }
