"""Both languages side by side: what lacks one, what changed on one side only."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.bilingual import (
    KINDS,
    REMARKS,
    Finding,
    Lack,
    Ledger,
    State,
    all_pairs,
    judge_pairs,
    one_language,
    read_owing,
)
from perms_graph.bilingual.judging import FAULTS, WORDS
from perms_graph.bilingual.ledger import NAME
from perms_graph.errors import Message, ParameterError, msg
from perms_graph.namespaces import expand
from perms_graph.reports.translations import as_table, counts
from perms_graph.resources import shipped

from .. import paths
from ..paging import pager, part
from ..reading import Reader, page_number, reader
from ..rules import rules_of
from ..showing import Names, Shown
from ..state import View

bp = Blueprint("translations", __name__, url_prefix="/<any(en, fr):lang>")


@dataclass(frozen=True)
class Cell:
    """A count that opens to its list."""

    state: str
    words: str
    number: int
    href: str
    faulty: bool


@dataclass(frozen=True)
class Row:
    """A text in both languages, ready to print."""

    finding: Finding
    state: str
    href: str | None
    remarks: tuple[str, ...]
    reason: str | None
    reviewed: str | None


@dataclass(frozen=True)
class Chosen:
    """What a reader asked to see; empty for all."""

    kind: str
    state: str
    remark: str

    def keeps(self, f: Finding) -> bool:
        """Tell whether a text is to be seen."""
        return (
            (not self.kind or f.pair.kind == self.kind)
            and (not self.state or f.state.value == self.state)
            and (not self.remark or self.remark in f.remarks)
        )

    @property
    def any(self) -> bool:
        """Whether anything was chosen."""
        return bool(self.kind or self.state or self.remark)


@bp.get("/translations")
def show() -> ResponseReturnValue:
    """Count texts by kind and state; list those that are asked for."""
    who = reader()
    findings, lacks = _known(who.view)
    chosen = _chosen()
    listed = [f for f in findings if chosen.keeps(f)] if chosen.any else []
    page = pager(
        len(listed),
        page_number(),
        lambda number: _link(who, chosen, number if number > 1 else None) + "#texts",
    )
    numbers = counts(findings)
    states = [s for s in State if any(numbers.get((k, s)) for k in KINDS)]
    table = [
        (
            who.say(title),
            _link(who, Chosen(kind, "", "")) + "#texts",
            [_cell(who, kind, state, numbers.get((kind, state), 0)) for state in states],
        )
        for kind, title in KINDS.items()
    ]
    remarked = [
        (who.say(text), n, _link(who, Chosen("", "", key)) + "#texts")
        for key, text in REMARKS.items()
        if (n := sum(key in f.remarks for f in findings))
    ]
    return render_template(
        "translations.html",
        states=[who.say(WORDS[s]) for s in states],
        table=table,
        remarked=remarked,
        chosen=chosen,
        title=_title(who, chosen),
        texts=[_row(who, f) for f in part(listed, page)],
        pager=page,
        csv=_link(who, chosen, path="/translations.csv"),
        lacks=_lacking(who, lacks, findings),
        faulty=sum(f.state in FAULTS for f in findings),
    )


@bp.get("/translations.csv")
def show_csv() -> Response:
    """Give the texts that are asked for as CSV."""
    who = reader()
    findings, _ = _known(who.view)
    chosen = _chosen()
    table = as_table([f for f in findings if chosen.keeps(f)], who.language)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([_harmless(t.value if t is not None else "") for t in row])
    name = "-".join(["translations", *filter(None, (chosen.kind, chosen.state, chosen.remark))])
    return Response(
        "\ufeff" + out.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _known(view: View) -> tuple[Sequence[Finding], Sequence[Lack]]:
    def make() -> tuple[Sequence[Finding], Sequence[Lack]]:
        resources = shipped()
        dataset = view.register.dataset
        ledger, owing = Ledger.read(resources.locale / NAME), read_owing(resources.locale)
        found = judge_pairs(all_pairs(dataset, resources), ledger, owing)
        return found, one_language(dataset)

    return view.memo.get(("translations",), make)


def _chosen() -> Chosen:
    known = {"kind": set(KINDS), "state": {s.value for s in State}, "remark": set(REMARKS)}
    given = {name: request.args.get(name, "").strip() for name in known}
    for name, value in given.items():
        if value and value not in known[name]:
            raise ParameterError(
                msg("“{text}” does not suit {name}.", text=value, name=name),
                msg("Choose one of: {choices}.", choices=", ".join(sorted(known[name]))),
            )
    return Chosen(**given)


def _link(
    who: Reader, chosen: Chosen, page: int | None = None, *, path: str = "/translations"
) -> str:
    return who.link(
        path,
        kind=chosen.kind or None,
        state=chosen.state or None,
        remark=chosen.remark or None,
        page=page,
    )


def _cell(who: Reader, kind: str, state: State, number: int) -> Cell:
    href = _link(who, Chosen(kind, state.value, "")) + "#texts"
    return Cell(state.value, who.say(WORDS[state]), number, href, state in FAULTS)


def _title(who: Reader, chosen: Chosen) -> str:
    said: list[Message] = []
    if chosen.kind:
        said.append(KINDS[chosen.kind])
    if chosen.state:
        said.append(WORDS[State(chosen.state)])
    if chosen.remark:
        said.append(REMARKS[chosen.remark])
    return " · ".join(who.say(m) for m in said)


def _row(who: Reader, f: Finding) -> Row:
    reviewed = None
    if f.entry is not None and f.entry.reviewed_on:
        day, by = who.moment(f.entry.reviewed_on), f.entry.reviewed_by
        words = msg("Reviewed on {day} by {who}", day=day, who=by)
        reviewed = who.say(words if by else msg("Reviewed on {day}", day=day))
    return Row(
        f,
        who.say(WORDS[f.state]),
        who.link(paths.page(f.pair.iri)) if f.pair.iri and _has_page(who, f) else None,
        tuple(who.say(REMARKS[r]) for r in f.remarks),
        f.reason[who.language] if f.reason else None,
        reviewed,
    )


def _has_page(who: Reader, f: Finding) -> bool:
    iri, view = f.pair.iri or "", who.view
    if f.pair.kind == "shapes":
        return iri in rules_of(view)
    if f.pair.kind == "questions":
        return f.pair.thing in view.register.catalogue.questions
    return view.terms.get(iri) is not None or view.index.knows(iri)


def _lacking(
    who: Reader, lacks: Sequence[Lack], findings: Sequence[Finding]
) -> list[tuple[Lack, Shown, Shown, str]]:
    """Name the kinds and properties of which things have a text in one language, and say why."""
    listed = [x for x in lacks if x.english or x.french]
    whys = {(f.pair.of, f.pair.part): f for f in findings if f.missing and f.pair.kind == "data"}
    names = Names(who, {expand(n) or n for x in listed for n in (x.of, x.part)}, states=False)
    rows = []
    for x in listed:
        debt = whys.get((x.of, x.part))
        owed = debt.reason[who.language] if debt and debt.reason else who.say(msg("Both are owed."))
        rows.append((x, _named(names, x.of), _named(names, x.part), owed))
    return rows


def _named(names: Names, short: str) -> Shown:
    shown = names.thing(expand(short) or short)
    # A name of another vocabulary that nothing here labels is best known by its short form.
    return Shown(short, code=True) if shown.external else shown


def _harmless(text: str) -> str:
    """Keep a spreadsheet from running a text as a formula."""
    return "'" + text if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
