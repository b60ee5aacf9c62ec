"""The stored questions: what each asks, its parameters, its answer. Only stored ones are run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.catalogue import FAMILIES, Parameter, Question, bind_values
from perms_graph.errors import ParameterError, PermsError, UnknownNameError
from perms_graph.namespaces import expand, shorten
from perms_graph.store import Table
from perms_graph.store.binding import bind

from ..answers import answer, as_csv
from ..paging import pager, part
from ..reading import Reader, page_number, reader
from ..showing import Names

bp = Blueprint("questions", __name__, url_prefix="/<any(en, fr):lang>/questions")

CHOICES = 300
SIZE = 100


@dataclass(frozen=True)
class Field:
    """One field of the form.

    Attributes:
        parameter: What it fills.
        description: What it means.
        value: What stands in it.
        choices: (value, name) to choose from; empty for a free field.
    """

    parameter: Parameter
    description: str
    value: str
    choices: tuple[tuple[str, str], ...]


@bp.get("")
def show() -> ResponseReturnValue:
    """List the stored questions by family."""
    who = reader()
    families: dict[str, list[Question]] = {}
    for question in who.view.register.catalogue:
        families.setdefault(question.family, []).append(question)
    return render_template(
        "questions.html",
        families=[
            (who.say(FAMILIES[f]) if f in FAMILIES else f, questions)
            for f, questions in families.items()
        ],
    )


@bp.get("/<name>")
def ask(name: str) -> ResponseReturnValue:
    """Show one question; its answer too, once its parameters are given."""
    who = reader()
    question = who.view.register.catalogue.find(name)
    given = _given(question)
    table: Table | None = None
    fault: PermsError | None = None
    if not question.parameters or given:
        try:
            table = _run(who, question, given)
        except (ParameterError, UnknownNameError) as error:
            fault = error
    query = {p: v for p, v in given.items() if p not in {"on", "with"}}
    page = pager(
        len(table) if table else 0,
        page_number(),
        lambda number: who.link(
            f"/questions/{question.name}", **query, page=number if number > 1 else None
        ),
        SIZE,
    )
    fields = _fields(who, question, given)
    body = render_template(
        "question.html",
        question=question,
        family=who.say(FAMILIES[question.family]) if question.family in FAMILIES else "",
        fields=fields,
        answer=answer(who, question, table, part(table.rows, page, SIZE)) if table else None,
        answered=table is not None,
        fault=fault,
        pager=page,
        csv=who.link(f"/questions/{question.name}.csv", **query),
        editor=who.link("/query", query=_filled_in(who, question, fields)),
        sparql=_bare(question.sparql),
    )
    return body, 400 if fault else 200


@bp.get("/<name>.csv")
def ask_csv(name: str) -> Response:
    """Give the answer as CSV; bad parameters are an error in words."""
    who = reader()
    question = who.view.register.catalogue.find(name)
    return as_csv(who, question, _run(who, question, _given(question)), None)


def _bare(sparql: str) -> str:
    """Leave out the lines that say what a question is."""
    return "\n".join(x for x in sparql.splitlines() if not x.startswith("#+")).strip()


def _filled_in(who: Reader, question: Question, fields: Sequence[Field]) -> str:
    """Write a question with what stands in its form, for the editor."""
    try:
        values = bind_values(
            question,
            {f.parameter.name: f.value for f in fields if f.value},
            lambda p, text: who.view.register.resolve(p, text, language=who.language),
        )
    except (ParameterError, UnknownNameError):
        return _bare(question.sparql)
    return _bare(bind(question.sparql, values))


def _given(question: Question) -> dict[str, str]:
    """Take the parameters from the address; empty fields count as missing."""
    names = {p.name for p in question.parameters}
    own = {"page", "lang", *({"on", "with"} - names)}
    return {k: v.strip() for k, v in request.args.items() if k not in own and v.strip()}


def _run(who: Reader, question: Question, given: dict[str, str]) -> Table:
    register = who.view.register
    values = bind_values(
        question, given, lambda p, text: register.resolve(p, text, language=who.language)
    )
    return who.view.ask(question.name, values)


def _fields(who: Reader, question: Question, given: dict[str, str]) -> list[Field]:
    fields = []
    for p in question.parameters:
        things = who.view.index.of_class(p.of) if p.of else ()
        choices: tuple[tuple[str, str], ...] = ()
        if 0 < len(things) <= CHOICES:
            names = Names(who, things, states=False)
            choices = tuple(
                (shorten(t), names.text(t)) for t in who.view.index.by_name(things, who.language)
            )
        value = given.get(p.name, "")
        if not given:
            value = who.day.isoformat() if p.name == "day" else p.example
        if choices:
            iri = expand(value)
            value = shorten(iri) if iri else value
        fields.append(Field(p, p.description[who.language], value, choices))
    return fields
