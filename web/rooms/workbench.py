"""The page for free SPARQL: an editor, the answer with names, files to take along, the limits."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import pyoxigraph as ox
from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.errors import PermsError, QueryError
from perms_graph.fence import Done
from perms_graph.namespaces import PERMS, PREFIXES, RDF, RDFS, SKOS, shorten
from perms_graph.querying import Format, QueryForm, Told, formats_of, is_volatile, query_form, told
from perms_graph.store import Table, Term

from ..asked import Asked, read_asked
from ..asker import asker
from ..downloads import xlsx_file
from ..reading import Reader, reader
from ..running import refused_by, run
from ..sending import RefusedError, line_of
from ..service import limits
from ..showing import Names, Shown, things_in

bp = Blueprint("workbench", __name__, url_prefix="/<any(en, fr):lang>")

ROWS: Final = 1_000
"""Rows that the page shows; the files hold all that is allowed."""

SUGGESTED: Final = 12
EXAMPLE: Final = """SELECT ?partner ?name (COUNT(?agreement) AS ?agreements)
WHERE {
  ?agreement a perms:Agreement ;
    perms:hasPartner ?partner .
  ?partner skos:prefLabel ?name .
  FILTER (LANG(?name) = "LANGUAGE")
}
GROUP BY ?partner ?name
ORDER BY DESC(?agreements)
LIMIT 20
"""
_USED: Final = f"""
SELECT ?class ?property (COUNT(?thing) AS ?uses) WHERE {{
  ?thing a ?class ; ?property ?value .
  FILTER (STRSTARTS(STR(?class), "{PERMS}"))
}}
GROUP BY ?class ?property
"""
_WORDS: Final = (RDF + "type", RDFS + "label", SKOS + "prefLabel", SKOS + "altLabel")


@dataclass(frozen=True)
class Remark:
    """What the guard says of a query, in the language of the page.

    Attributes:
        severity: ``error``, ``warning`` or ``info``; empty for the cause of an empty answer.
        line: Where, from 1.
        column: Where, from 1.
        message: What is wrong.
        hints: What to do, and what to write instead.
        text: The pattern meant.
        inside: Causes within it.
    """

    severity: str
    line: int
    column: int
    message: str
    hints: tuple[tuple[str, str | None], ...] = ()
    text: str = ""
    inside: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What came of a query, for the page.

    Attributes:
        form: Of the query.
        said: How long the answer is, and whether it is cut.
        columns: Names of the variables; which of them are numbers.
        rows: Their values, named.
        truth: The answer to an ASK.
        turtle: The answer to a CONSTRUCT or DESCRIBE.
        files: Name of each format with its address.
        emptied: Why there are no rows.
    """

    form: QueryForm | None
    said: Told
    columns: tuple[tuple[str, bool], ...] = ()
    rows: tuple[tuple[Shown, ...], ...] = ()
    truth: bool | None = None
    turtle: str | None = None
    files: tuple[tuple[str, str], ...] = ()
    emptied: tuple[Remark, ...] = ()


@bp.route("/query", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    """Show the editor, and the answer if there is a query; for a script, the answer alone."""
    who = reader()
    outcome: Outcome | None = None
    remarks: tuple[Remark, ...] = ()
    fault: PermsError | None = None
    asked: Asked | None = None
    status = 200
    try:
        asked = read_asked()
        if asked.query and asked.query.strip():
            remarks = _remarks(who, asked.query)
            outcome = _outcome(who, asked)
        else:
            # Whoever reads this will ask something: the workers get ready meanwhile.
            asker(who).start()
    except RefusedError as refused:
        status, fault = refused.status, refused.error
    query = asked.query if asked else None
    line = fault.line if isinstance(fault, QueryError) else None
    answer = make_response(
        render_template(
            "_outcome.html" if request.args.get("part") == "outcome" else "query.html",
            query=EXAMPLE.replace("LANGUAGE", who.texts) if query is None else query,
            outcome=outcome,
            # A mistake stands above already; remarks are about what can be run.
            remarks=[r for r in remarks if r.severity == "warning"] if outcome else [],
            fault=fault,
            line=line,
            column=fault.column if isinstance(fault, QueryError) else None,
            excerpt=line_of(query or "", line) if line else None,
            allowed=asker(who).allowed,
            share=who.link("/query", query=query) if query else None,
            most=ROWS,
        ),
        status,
    )
    if status != 200 or is_volatile(query or "") or request.method == "POST":
        answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/query/advice")
def advice() -> Response:
    """Say what may be wrong with a query, for the editor."""
    who = reader()
    try:
        found = _looked_at(who, "advise", read_asked().query or "")
    except RefusedError:
        found = []
    told_ = [_in_language(finding, who.language) for finding in found]
    answer = Response(json.dumps(told_, ensure_ascii=False), content_type="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/query.xlsx")
def workbook() -> Response:
    """Give an answer as an Excel file, with names beside identities."""
    who = reader()
    try:
        asked = read_asked()
        if query_form(asked.query or "") != "SELECT":
            abort(400)
        columns, rows, said = _rows(who, asked, None)
    except RefusedError as refused:
        raise refused.error from refused
    table, heads = _with_names(who, columns, rows)
    sheets = [(who.say("Answer"), table, heads)]
    about = [("query", asked.query or "", "")]
    if said.cut:
        about.append(("cut", str(said.rows), said.cut))
    notes = Table(
        ("what", "text", "more"),
        tuple(tuple(ox.Literal(x) for x in line) for line in about),
    )
    answer = xlsx_file(who, "query", [*sheets, (who.say("Query"), notes, ())])
    if said.cut:
        answer.headers["Perms-Cut"] = said.cut
    return answer


@bp.get("/limits")
def limits_page() -> str:
    """Say what a query may take, and how programs ask."""
    who = reader()
    return render_template(
        "limits.html",
        limits=[who.say(sentence) for sentence in limits(asker(who).allowed)],
        root=request.url_root.rstrip("/"),
    )


@bp.get("/query/words.json")
def words() -> Response:
    """Give what the editor proposes: prefixes, classes, properties and where they are used."""
    who = reader()
    body = who.view.memo.get(("words of queries", who.language), lambda: _words(who))
    return Response(body, content_type="application/json")


@bp.get("/query/things.json")
def things() -> Response:
    """Give things by name, for the editor."""
    who = reader()
    text = request.args.get("q", "").strip()[:200]
    found = who.view.finder.find(text, language=who.texts, limit=SUGGESTED).things if text else ()
    names = Names(who, [hit.iri for hit in found], states=False)
    told_ = []
    for hit in found:
        kind = who.view.kind_of(hit.iri)
        told_.append(
            {
                "iri": hit.iri,
                "name": names.text(hit.iri),
                "kind": who.view.terms.label(kind, who.language) if kind else "",
            }
        )
    return Response(json.dumps(told_, ensure_ascii=False), content_type="application/json")


def _outcome(who: Reader, asked: Asked) -> Outcome:
    form = query_form(asked.query or "")
    files = _files(who, asked, form)
    if form in {"CONSTRUCT", "DESCRIBE"}:
        body, said = _run(who, asked, formats_of(form)[0], ROWS)
        return Outcome(form, said, turtle=body.decode(), files=files)
    if form == "ASK":
        body, said = _run(who, asked, formats_of(form)[0], None)
        return Outcome(form, said, truth=bool(json.loads(body)["boolean"]), files=files)
    columns, rows, said = _rows(who, asked, ROWS)
    names = Names(who, things_in(t for row in rows for t in row))
    shown = tuple(
        tuple(Shown("") if term is None else names.term(term) for term in row) for row in rows
    )
    numeric = tuple(
        any(_is_number(row[i]) for row in rows)
        and all(r[i] is None or _is_number(r[i]) for r in rows)
        for i in range(len(columns))
    )
    emptied: tuple[Remark, ...] = ()
    if not rows and asked.default is None and asked.named is None:
        found = _looked_at(who, "why_empty", asked.query or "")
        emptied = tuple(_cause(cause, who.language) for cause in found)
    heads = tuple(zip(columns, numeric, strict=True))
    return Outcome(form, said, heads, shown, files=files, emptied=emptied)


def _looked_at(who: Reader, task: str, query: str) -> list[dict[str, Any]]:
    if not query.strip():
        return []
    return asker(who).look_at(
        task,
        query.encode("utf-8", "surrogatepass"),
        client=request.remote_addr or "",
        gone=request.environ.get("waitress.client_disconnected"),
    )


def _remarks(who: Reader, query: str) -> tuple[Remark, ...]:
    found = (_in_language(finding, who.language) for finding in _looked_at(who, "advise", query))
    return tuple(
        Remark(
            f["severity"],
            f["line"],
            f["column"],
            f["message"],
            ((f["hint"], f["replacement"]),) if f["hint"] else (),
        )
        for f in found
    )


def _in_language(finding: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Say a finding in one language."""
    hint = finding["hint"]
    return {
        **finding,
        "message": finding["message"][language],
        "hint": hint[language] if hint else None,
    }


def _cause(cause: Mapping[str, Any], language: str) -> Remark:
    return Remark(
        "",
        cause["line"],
        cause["column"],
        cause["message"][language],
        tuple((h["message"][language], h["replacement"]) for h in cause["hints"]),
        cause["text"],
        tuple(_cause(c, language) for c in cause["inside"]),
    )


def _rows(
    who: Reader, asked: Asked, most: int | None
) -> tuple[tuple[str, ...], list[tuple[Term | None, ...]], Told]:
    body, said = _run(who, asked, formats_of("SELECT")[0], most)
    found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError(found)
    columns = tuple(v.value for v in found.variables)
    return columns, [tuple(solution) for solution in found], said


def _run(who: Reader, asked: Asked, format_: Format, most: int | None) -> tuple[bytes, Told]:
    done = run(who, asked, format_, rows=most)
    if not isinstance(done, Done):
        raise refused_by(done)
    body, said = told(done.body)
    return bytes(body), said


def _files(who: Reader, asked: Asked, form: QueryForm | None) -> tuple[tuple[str, str], ...]:
    given = {
        "query": asked.query or "",
        "default-graph-uri": list(asked.default or ()),
        "named-graph-uri": list(asked.named or ()),
    }
    rest = urlencode({k: v for k, v in given.items() if v}, doseq=True)
    formats = formats_of(form)
    names = {"ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF/XML"}
    listed = [
        (names.get(f.name, f.name.upper()), who.keep(f"/sparql?{rest}&format={f.name}"))
        for f in formats
    ]
    if form == "SELECT":
        listed.insert(0, ("Excel", who.link(f"/query.xlsx?{rest}")))
    return tuple(listed)


def _with_names(
    who: Reader, columns: Sequence[str], rows: Sequence[tuple[Term | None, ...]]
) -> tuple[Table, list[str]]:
    """Put the names of things beside their identities, where a column has any."""
    wide = {i for row in rows for i, term in enumerate(row) if isinstance(term, ox.NamedNode)}
    names = Names(who, things_in(t for row in rows for t in row), states=False)
    heads, keys = [], []
    for i, column in enumerate(columns):
        heads.append(column)
        keys.append(column)
        if i in wide:
            heads.append(f"{column} ({who.say('name')})")
            keys.append(f"{column}_name")
    made: list[tuple[Term | None, ...]] = []
    for row in rows:
        cells: list[Term | None] = []
        for i, term in enumerate(row):
            cells.append(term)
            if i in wide:
                named = isinstance(term, ox.NamedNode)
                cells.append(ox.Literal(names.term(term).text) if named and term else None)
        made.append(tuple(cells))
    return Table(tuple(keys), tuple(made)), heads


def _is_number(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value.rpartition("#")[2] in {
        "integer",
        "decimal",
        "double",
        "float",
    }


def _words(who: Reader) -> bytes:
    view = who.view
    other = "fr" if who.language == "en" else "en"
    used: dict[str, dict[str, int]] = {}
    totals: dict[str, int] = {}
    for row in view.select(_USED):
        name, uses = shorten(row["property"].value), int(row["uses"].value)
        used.setdefault(shorten(row["class"].value), {})[name] = uses
        totals[name] = totals.get(name, 0) + uses
    classes, properties = [], []
    for term in view.terms:
        short = shorten(term.iri)
        told_: dict[str, Any] = {
            "name": short,
            "label": view.terms.label(term.iri, who.language),
            "other": view.terms.label(term.iri, other),
        }
        if term.is_class:
            number = len(view.index.of_class(term.iri))
            if number or term.iri.startswith(PERMS):
                classes.append(told_ | {"uses": number})
        elif short in totals or term.iri.startswith(PERMS):
            properties.append(told_ | {"uses": totals.get(short, 0)})
    known = {p["name"] for p in properties}
    for iri in _WORDS:
        if shorten(iri) not in known:
            properties.append(
                {
                    "name": shorten(iri),
                    "label": view.terms.label(iri, who.language),
                    "other": view.terms.label(iri, other),
                    "uses": totals.get(shorten(iri), 0),
                }
            )
    content = {
        "prefixes": dict(PREFIXES),
        "classes": classes,
        "properties": properties,
        "used": {c: sorted(p, key=lambda n: (-p[n], n)) for c, p in sorted(used.items())},
    }
    return json.dumps(content, ensure_ascii=False).encode()
