"""Where everything comes from: graphs, documents, confidences, disagreements, holes."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from perms_graph.description import graph_sources
from perms_graph.namespaces import GRAPH, PERMS

from ..columns import columns_of
from ..negotiation import FORMS
from ..paging import pager, part
from ..reading import Reader, page_number, reader
from ..showing import Names, Shown, address, things_in
from ..tables import fill
from ..twins import with_twins

bp = Blueprint("sources", __name__, url_prefix="/<any(en, fr):lang>")

PAGE = 50

_GRAPHS = """
SELECT ?g ?count WHERE {
  { SELECT ?g (COUNT(*) AS ?count) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g }
}
ORDER BY ?g
"""


@dataclass(frozen=True)
class GraphRow:
    """One graph in the list."""

    graph: Shown
    statements: int
    url: Shown | None
    confidence: Shown | None
    accessed: str | None


@bp.get("/sources")
def show() -> ResponseReturnValue:
    """Say how sure we are of how much, on what sources disagree, and what is missing."""
    who = reader()
    index = who.view.index
    confidences = [
        (row["confidence"].value, int(row["graphs"].value), int(row["statements"].value))
        for row in who.view.ask("statements_by_confidence")
    ]
    sizes = who.view.memo.get(("graph sizes",), lambda: _sizes(who))
    page = pager(
        len(sizes),
        page_number(),
        lambda number: who.link("/sources", page=number if number > 1 else None) + "#graphs",
        PAGE,
    )
    shown = part(list(sizes), page, PAGE)
    sources = graph_sources(who.view.register.dataset, shown)
    names = Names(
        who,
        {c for c, _, _ in confidences}
        | set(shown)
        | {s.confidence for s in sources.values() if s.confidence},
        states=False,
    )
    rows = []
    for graph in shown:
        source = sources[graph]
        rows.append(
            GraphRow(
                names.thing(graph),
                sizes[graph],
                address(who, source.url),
                names.thing(source.confidence) if source.confidence else None,
                who.moment(source.accessed) if source.accessed else None,
            )
        )
    return render_template(
        "sources.html",
        confidences=[(names.thing(c), graphs, n) for c, graphs, n in confidences],
        documents=len(index.of_class(PERMS + "Document")),
        disagreements=fill(who, index.of_class(PERMS + "Disagreement"), columns_of("disagreement")),
        holes=fill(who, index.of_class(PERMS + "Hole"), columns_of("hole")),
        rows_found=rows,
        pager=page,
    )


@bp.get("/graph/<path:name>")
def graph(name: str) -> ResponseReturnValue:
    """Show what one named graph is, where it comes from and what it speaks of."""
    who = reader()
    iri = GRAPH + name
    sizes = who.view.memo.get(("graph sizes",), lambda: _sizes(who))
    if iri not in sizes:
        abort(404)
    node = ox.NamedNode(iri)
    source = graph_sources(who.view.register.dataset, [iri])[iri]
    subjects = who.view.memo.get(
        ("subjects", iri),
        lambda: [
            row["thing"].value
            for row in who.view.select(
                f"SELECT DISTINCT ?thing WHERE {{ GRAPH {node} {{ ?thing ?p ?o }} "
                "FILTER (isIRI(?thing)) } ORDER BY ?thing"
            )
        ],
    )
    page = pager(
        len(subjects),
        page_number(),
        lambda number: who.link(f"/graph/{name}", page=number if number > 1 else None),
        PAGE,
    )
    shown = part(subjects, page, PAGE)
    described = who.view.select("SELECT ?p ?o WHERE { ?g ?p ?o } ORDER BY ?p ?o", {"g": node})
    names = Names(
        who,
        {iri, *shown}
        | {x for x in (source.document, source.confidence) if x}
        | things_in(row["o"] for row in described),
    )
    forms = [(form, who.keep(f"/data/graph/{name}.{form.suffix}")) for form in FORMS]
    written = render_template(
        "graph.html",
        graph=names.thing(iri),
        iri=iri,
        source=source,
        document=names.thing(source.document) if source.document else None,
        url=address(who, source.url),
        confidence=names.thing(source.confidence) if source.confidence else None,
        accessed=who.moment(source.accessed) if source.accessed else None,
        licence=address(who, source.licence),
        statements=sizes[iri],
        things=[names.thing(t) for t in shown],
        total=len(subjects),
        pager=page,
        texts=[
            names.term(row["o"])
            for row in described
            if row["p"].value.endswith(("description", "note", "#definition"))
        ],
        forms=forms,
    )
    return with_twins(written, forms, described=iri)


def _sizes(who: Reader) -> dict[str, int]:
    return {row["g"].value: int(row["count"].value) for row in who.view.select(_GRAPHS)}
