"""The rules that are checked: a list of them, and a page for each, with what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from perms_graph.compliance import State
from perms_graph.errors import Message, msg
from perms_graph.namespaces import PSH

from .. import paths
from ..describing import serialised
from ..errors import NotAcceptableError
from ..negotiation import FORMS, HTML, Form, best_form, form_of
from ..paging import SIZE, pager
from ..reading import Reader, page_number, reader
from ..results import severity_words
from ..rules import Rule, counts_of, found_by, rules_of, shape_triples
from ..showing import Names, Shown, things_in
from ..sparql import listed
from ..standing import Standing, standing
from ..twins import with_twins

bp = Blueprint("shapes", __name__)

FAMILIES: tuple[tuple[str, Message], ...] = (
    ("principles", msg("On the principles")),
    ("strategy", msg("On other passages of the strategy")),
    ("record", msg("On the record itself: rules of ours")),
)


@dataclass(frozen=True)
class Line:
    """A rule in a list."""

    rule: Rule
    label: Shown
    severity: str
    message: Shown | None
    results: int


@dataclass(frozen=True)
class Passage:
    """A passage that a rule rests on, with its words in French."""

    thing: Shown
    quotes: str | None


@dataclass(frozen=True)
class Found:
    """A thing that a rule finds."""

    thing: Shown
    value: Shown | None
    answered: Standing | None


@bp.get("/<any(en, fr):lang>/shapes")
def show_all() -> ResponseReturnValue:
    """List the rules: those of the principles first, then by what they rest on."""
    who = reader()
    rules, counts = rules_of(who.view), counts_of(who.view)
    groups: dict[str, list[tuple[Line, list[Line]]]] = {key: [] for key, _ in FAMILIES}
    for rule in rules.values():
        if rule.whole in rules:
            continue
        parts = [_line(who, rules[p], counts[p]) for p in rule.parts if p in rules]
        groups[_family(rule, rules)].append((_line(who, rule, counts[rule.iri]), parts))
    forms = [(form, who.keep(f"/data/shape.{form.suffix}")) for form in FORMS]
    page = render_template(
        "rules.html",
        families=[(key, who.say(title), groups[key]) for key, title in FAMILIES],
        total=len(rules),
        forms=forms,
    )
    return with_twins(page, forms)


@bp.get("/<any(en, fr):lang>/shape")
def old_list() -> AnyResponse:
    """Lead to the list; a fragment in the address goes along."""
    return redirect(reader().link("/shapes"), 301)


@bp.get("/<any(en, fr):lang>/shapes/<name>")
def show(name: str) -> ResponseReturnValue:
    """Show one rule: what it asks, what it rests on, how grave it is and why, what it finds."""
    who = reader()
    rule = _rule(who, name)
    rules, counts = rules_of(who.view), counts_of(who.view)
    total = 0 if rule.parts else counts[rule.iri]
    page = pager(
        total,
        page_number(),
        lambda n: who.link(f"/shapes/{name}", page=n if n > 1 else None) + "#found",
    )
    hits = found_by(who.view, rule.iri, first=(page.number - 1) * SIZE, size=SIZE) if total else ()
    names = Names(
        who,
        things_in(t for hit in hits for t in (hit.thing, hit.value))
        | {*rule.targets, *rule.passages}
        | {t for t in (rule.path, rule.principle) if t},
    )
    answered = _answered(who, rule)
    whole = rules.get(rule.whole or "")
    forms = [(form, who.keep(f"/data/shapes/{name}.{form.suffix}")) for form in FORMS]
    written = render_template(
        "rule.html",
        line=_line(who, rule, counts[rule.iri]),
        asks=_shown(rule.text(rule.asks, who.language)),
        messages=[
            (tag, rule.messages[tag]) for tag in sorted(rule.messages, key=lambda t: t != "en")
        ],
        why=who.say(rule.why) if rule.why else None,
        path=names.thing(rule.path) if rule.path else None,
        targets=[names.thing(t) for t in rule.targets],
        passages=_passages(who, rule, names),
        principle=Shown(
            names.text(rule.principle), who.link(f"/compliance/{rule.principle.rpartition('/')[2]}")
        )
        if rule.principle
        else None,
        whole=_line(who, whole, counts[whole.iri]) if whole else None,
        parts=[_line(who, rules[p], counts[p]) for p in rule.parts if p in rules],
        found=[
            Found(
                names.term(hit.thing),
                names.term(hit.value) if hit.value not in {None, hit.thing} else None,
                answered.get(str(hit.thing)),
            )
            for hit in hits
        ],
        answered=bool(answered),
        answerable=rule.principle is not None and not rule.parts,
        pager=page,
        turtle=serialised(shape_triples(who.view, rule.iri), FORMS[0]).decode(),
        forms=forms,
    )
    return with_twins(written, forms, described=rule.iri)


@bp.get("/shapes")
def find_all() -> AnyResponse:
    """Lead to the list or to the data of all rules."""
    return _see("/shapes", "/data/shape", None)


@bp.get("/shapes/<name>")
def find(name: str) -> AnyResponse:
    """Lead to the page or the data of one rule; a suffix names a format."""
    stem, dot, suffix = name.rpartition(".")
    form = form_of(suffix) if dot else None
    rule = _rule(reader(), stem if form else name)
    return _see(f"/shapes/{rule.name}", f"/data/shapes/{rule.name}", form)


@bp.get("/data/shapes/<name>.<suffix>")
def data(name: str, suffix: str) -> Response:
    """Give one rule as RDF, with its parts."""
    form = form_of(suffix) or abort(404)
    rule = _rule(reader(), name)
    answer = Response(
        serialised(shape_triples(reader().view, rule.iri), form),
        content_type=form.media_type
        if form.suffix == "rdf"
        else f"{form.media_type}; charset=utf-8",
    )
    answer.headers["Link"] = (
        f'<{reader().link(f"/shapes/{rule.name}")}>; rel="describedby"; type="text/html"'
    )
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _rule(who: Reader, name: str) -> Rule:
    return rules_of(who.view).get(PSH + name) or abort(404)


def _family(rule: Rule, rules: Mapping[str, Rule]) -> str:
    if rule.principle:
        return "principles"
    parts = (rules[p] for p in rule.parts if p in rules)
    return "strategy" if rule.passages or any(p.passages for p in parts) else "record"


def _line(who: Reader, rule: Rule, results: int) -> Line:
    label = rule.text(rule.labels, who.language) or (rule.name, None)
    severity = severity_words(rule.severity or "", rests_on_passage=bool(rule.passages))
    return Line(
        rule,
        Shown(label[0], who.link(paths.page(rule.iri)), language=label[1]),
        who.say(severity) if rule.severity else "",
        _shown(rule.text(rule.messages, who.language)),
        results,
    )


def _shown(text: tuple[str, str | None] | None) -> Shown | None:
    return None if text is None else Shown(text[0], language=text[1])


def _passages(who: Reader, rule: Rule, names: Names) -> list[Passage]:
    if not rule.passages:
        return []
    table = who.view.select(
        f"SELECT ?passage ?quotes WHERE {{ VALUES ?passage {{ {listed(rule.passages)} }} "
        "OPTIONAL { ?passage perms:quotes ?quotes } } ORDER BY ?passage ?quotes"
    )
    return [
        Passage(names.thing(row["passage"].value), row["quotes"].value if "quotes" in row else None)
        for row in table
    ]


def _answered(who: Reader, rule: Rule) -> dict[str, Standing]:
    """Say of which partnerships a departure in force answers a result of this rule."""
    if rule.principle is None or rule.aspect is None:
        return {}
    return {
        str(v.partnership): standing(who, v.state)
        for v in who.view.ledger(who.day).verdicts
        if v.principle.iri == rule.principle and v.state is State.DEPARTED_FROM
    }


def _see(page: str, where: str, form: Form | None) -> AnyResponse:
    if form is None:
        chosen = best_form(request.accept_mimetypes)
        if chosen is None:
            raise NotAcceptableError((HTML, *(f.media_type for f in FORMS)))
        form = chosen if isinstance(chosen, Form) else None
    target = reader().keep(f"{where}.{form.suffix}") if form else reader().link(page)
    answer = redirect(target, 303)
    answer.headers["Vary"] = "Accept, Accept-Language"
    return answer
