"""For programs: the stored questions as plain addresses, and the description of all of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import pyoxigraph as ox
from flask import Blueprint, Response, request

from perms_graph.catalogue import Question, bind_values
from perms_graph.gaps import Gap
from perms_graph.gaps.opening import open_gap
from perms_graph.namespaces import QUESTION
from perms_graph.reports.gap_scores import statements
from perms_graph.reports.results import as_csv, as_json
from perms_graph.reports.tables import with_illustrative
from perms_graph.store import Table, Term

from ..errors import NotAcceptableError
from ..negotiation import best_type
from ..openapi import describe_api
from ..reading import Reader, reader
from ..showing import Names, things_in

bp = Blueprint("api", __name__)

JSON: Final = "application/json"
CSV: Final = "text/csv"
RESULTS: Final = "application/sparql-results+json"


@bp.get("/openapi.json")
def description() -> Response:
    """Describe what programs can ask for, in OpenAPI 3.1."""
    who = reader()
    catalogue = who.view.register.catalogue
    return _json(describe_api(who, catalogue, root=request.url_root.rstrip("/")))


@bp.get("/api/questions")
def questions() -> Response:
    """List the stored questions with what each needs and gives."""
    who = reader()
    catalogue = who.view.register.catalogue
    return _json({"questions": [_told(who, question) for question in catalogue]})


@bp.get("/api/question/<name>")
def ask(name: str) -> Response:
    """Answer a stored question: JSON with names, SPARQL results, or CSV, as ``Accept`` wants it."""
    who = reader()
    question = who.view.register.catalogue.find(name)
    chosen = best_type(request.accept_mimetypes, (JSON, CSV, RESULTS))
    if chosen is None:
        raise NotAcceptableError((JSON, CSV, RESULTS))
    names = {p.name for p in question.parameters}
    own = {"lang", *({"on", "with"} - names)}
    # A gap opens to what it rests on, as on its page; the other questions are what gaps rest on.
    explain = question.family == "gaps" and "explain" in request.args
    own |= {"explain"} if explain else set()
    given = {k: v.strip() for k, v in request.args.items() if k not in own and v.strip()}
    if "day" in names:
        given.setdefault("day", who.day.isoformat())
    values = bind_values(
        question,
        given,
        lambda p, text: who.view.register.resolve(p, text, language=who.language),
    )
    table = who.view.ask(question.name, values)
    gap = Gap(question, values, table) if explain else None
    answer = _answer(who, question, table, chosen, gap)
    answer.headers["Vary"] = "Accept, Accept-Language"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    if who.illustrative:
        answer.headers["X-Illustrative-Data"] = "included"
    return answer


def _answer(who: Reader, question: Question, table: Table, kind: str, gap: Gap | None) -> Response:
    if kind == CSV:
        marked = with_illustrative(who.view.register.dataset, table)
        return Response(as_csv(marked), content_type=f"{CSV}; charset=utf-8")
    if kind == RESULTS:
        return Response(as_json(table, illustrative=who.illustrative), content_type=RESULTS)
    names = Names(who, things_in(t for row in table.rows for t in row), states=False)
    return _json(
        _told(who, question)
        | {
            "illustrative": who.illustrative,
            "count": len(table),
            "rows": [{column: _cell(term, names) for column, term in row.items()} for row in table],
        }
        | ({"statements": _statements(who, gap)} if gap else {})
    )


def _statements(who: Reader, gap: Gap) -> list[list[dict[str, Any]]]:
    """Give what each row of a gap rests on, in the order of the rows."""
    register = who.view.register
    key = (
        "gap opened",
        gap.question.name,
        tuple(sorted((k, str(v)) for k, v in gap.values.items())),
    )
    opened = who.view.memo.get(key, lambda: open_gap(register.dataset, register.catalogue, gap))
    return [statements(stated) for stated in opened]


def _told(who: Reader, question: Question) -> dict[str, Any]:
    language = who.language
    return {
        "name": question.name,
        "iri": QUESTION + question.name,
        "title": question.title[language],
        "question": question.question[language],
        "reading": question.reading[language],
        "parameters": [
            {
                "name": p.name,
                "type": p.type,
                "of": p.of,
                "description": p.description[language],
                "example": p.example,
            }
            for p in question.parameters
        ],
        "columns": [
            {"name": r.name, "type": r.type, "description": r.description[language]}
            for r in question.returns
        ],
    }


def _cell(term: Term, names: Names) -> Mapping[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"iri": term.value, "label": names.text(term.value)}
    if isinstance(term, ox.Literal):
        told = {"value": term.value, "datatype": term.datatype.value}
        return told | ({"language": term.language} if term.language else {})
    return {"value": str(term)}


def _json(content: object) -> Response:
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    answer = Response(text, content_type=JSON)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
