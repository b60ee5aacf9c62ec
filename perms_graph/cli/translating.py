"""``perms translations``: what lacks a language or changed on one side only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from rapidfuzz import process

from perms_graph.bilingual import (
    KINDS,
    REMARKS,
    Finding,
    Ledger,
    State,
    all_pairs,
    judge_pairs,
    one_language,
    product,
    read_owing,
)
from perms_graph.bilingual.judging import FAULTS, STALE
from perms_graph.bilingual.ledger import NAME
from perms_graph.cli.commands import Choice, command, option
from perms_graph.cli.program import Program
from perms_graph.cli.progress import Bar
from perms_graph.cli.session import Session
from perms_graph.errors import ParameterError, UnknownNameError, msg
from perms_graph.reports import translations as reports
from perms_graph.resources import shipped

FORMATS = ("text", "json", "csv")
STATES = (*(s.value for s in State), "stale")
_BESIDE = frozenset({State.PUBLISHED, State.LATER})
_NOT_READY = frozenset({State.MISSING, *_BESIDE})


def add_translations(program: Program) -> None:
    """Add ``perms translations``."""

    @command(
        program,
        "translations",
        text=msg(
            "Find texts that lack a language, and those of which one side changed alone.\n\n"
            "A ledger keeps what English and French were when somebody last looked. New texts: "
            "--record notes them as they stand. Texts you have read in both languages: --accept "
            "KEY …, or --accept --all for all that --kind, --state and --remark leave. "
            "Ends with 1 if a text is missing or stale."
        ),
        usage=msg("[--accept KEY …|--accept --all|--record] [OPTIONS]"),
        examples=(
            "perms translations",
            "perms translations --state unreviewed --kind shapes --format csv",
            "perms translations --remark any --kind interface --lang fr",
        ),
        formats=FORMATS,
    )
    @click.argument("keys", nargs=-1)
    @option("--kind", text=msg("Only this kind of text."), placeholder="|".join(KINDS),
            type=Choice(*KINDS))  # fmt: skip
    @option("--state", text=msg("Only texts in this state."), placeholder="|".join(STATES),
            type=Choice(*STATES))  # fmt: skip
    @option("--remark", text=msg("Only texts of which this is remarked."),
            placeholder="|".join(["any", *REMARKS]), type=Choice("any", *REMARKS))  # fmt: skip
    @option("--accept", is_flag=True, text=msg("Say that both languages were read and agree."))
    @option("--all", "everything", is_flag=True, text=msg("With --accept: all that is shown."))
    @option("--record", is_flag=True, text=msg("Note new texts as they stand, unreviewed."))
    @option("--things", is_flag=True,
            text=msg("Count the things that have a text in one language only."))  # fmt: skip
    @option("--by", text=msg("Who has read them."), placeholder=msg("NAME"), default="")
    @option("--ledger", text=msg("Another file than the ledger of this copy."),
            placeholder=msg("FILE"), type=click.Path(path_type=Path))  # fmt: skip
    @click.pass_context
    def _translations(
        ctx: click.Context,
        session: Session,
        keys: tuple[str, ...],
        kind: str | None,
        state: str | None,
        remark: str | None,
        accept: bool,
        everything: bool,
        record: bool,
        things: bool,
        by: str,
        ledger: Path | None,
    ) -> None:
        chosen = session.choose_format(FORMATS)
        _refuse_contradictions(keys, accept, everything, record)
        resources = shipped()
        path = ledger or resources.locale / NAME
        with Bar(session.err(), session.language) as bar:
            dataset = product(resources, progress=bar)
        pairs, owing = all_pairs(dataset, resources), read_owing(resources.locale)
        kept = Ledger.read(path)
        findings = judge_pairs(pairs, kept, owing)
        shown = [f for f in findings if _wanted(f, kind, state, remark)]
        if accept or record:
            if record:
                noted = [f for f in findings if f.entry is None and f.state not in _NOT_READY]
                fresh = kept.reviewed((f.pair for f in noted), day="")
            else:
                noted = _accepted(findings, shown, keys, everything)
                fresh = kept.reviewed((f.pair for f in noted), day=session.on.isoformat(), by=by)
            if record or not (keys or kind or state or remark):
                fresh = fresh.only(p.key for p in pairs)
            fresh.write(path)
            session.note(
                msg("{n} texts noted in {path}; it holds {all}.", n=len(noted), path=path.name,
                    all=len(fresh.entries))
            )  # fmt: skip
            findings = judge_pairs(pairs, fresh, owing)
            shown = []
        lacks = one_language(dataset)
        if chosen == "json":
            session.write(reports.as_json(findings, shown, lacks, session.language))
        elif chosen == "csv":
            session.write(reports.csv_bytes(shown, session.language))
        elif things:
            session.show(reports.lacks_view(lacks, findings, session.language))
        else:
            narrowed = bool(kind or state or remark)
            _tell(session, findings, shown if narrowed else _pressing(shown), narrowed=narrowed)
        ctx.exit(1 if any(f.state in FAULTS for f in findings) else 0)


def _refuse_contradictions(
    keys: Sequence[str], accept: bool, everything: bool, record: bool
) -> None:
    example = msg("For instance: {example}", example="perms translations --accept --all")
    if record and (accept or everything or keys):
        raise ParameterError(msg("--record takes all that is new, and no keys."), example)
    if keys and not accept:
        raise ParameterError(msg("Keys are given with --accept."), example)
    if everything and not accept:
        raise ParameterError(msg("--all is given with --accept."), example)
    if accept and bool(keys) == everything:
        raise ParameterError(msg("Say which texts: either keys, or --all."), example)


def _wanted(f: Finding, kind: str | None, state: str | None, remark: str | None) -> bool:
    return (
        (kind is None or f.pair.kind == kind)
        and (state is None or f.state.value == state or (state == "stale" and f.state in STALE))
        and (remark is None or remark in f.remarks or (remark == "any" and bool(f.remarks)))
    )


def _accepted(
    findings: Iterable[Finding], shown: Iterable[Finding], keys: Sequence[str], everything: bool
) -> list[Finding]:
    """Give what is accepted; a text that lacks a language is not, whatever is said of it."""
    if everything:
        return [f for f in shown if f.state not in _NOT_READY]
    known = {f.pair.key: f for f in findings}
    accepted = []
    for key in keys:
        f = known.get(key)
        if f is None:
            near = process.extract(key, list(known), limit=3, score_cutoff=60)
            raise UnknownNameError(
                msg("There is no text with the key {key}.", key=key),
                key,
                tuple(n for n, _, _ in near),
            )
        if f.state in _NOT_READY:
            raise ParameterError(
                msg("{key} is not in the ledger: it has one language, or is published by others.",
                    key=key),
                msg("Write the other language first, then accept both."),
            )  # fmt: skip
        accepted.append(f)
    return accepted


def _pressing(findings: Iterable[Finding]) -> list[Finding]:
    return [f for f in findings if f.state in FAULTS or f.state is State.TOGETHER]


def _tell(
    session: Session, findings: Sequence[Finding], shown: Sequence[Finding], *, narrowed: bool
) -> None:
    out = session.out()
    for line in reports.list_lines(shown, session.language):
        out.print(line, soft_wrap=True)
    if shown:
        out.print()
    if narrowed:
        out.print(session.say(msg("Shown: {n} texts", n=len(shown))), soft_wrap=True)
        return
    session.show(reports.summary_view(findings, session.language))
    for line in reports.legend(findings, session.language):
        out.print(line, style="dim", soft_wrap=True)
    faulty = sum(f.state in FAULTS for f in findings)
    out.print()
    if faulty:
        out.print(session.say(msg("Missing or stale: {n}", n=faulty)), style="red", soft_wrap=True)
        way = msg("Put the other language right, then: {command}",
                  command="perms translations --accept KEY …")  # fmt: skip
        out.print(session.say(way), soft_wrap=True)
    else:
        whole = msg("Nothing is missing, nothing is stale.")
        out.print(session.say(whole), style="green", soft_wrap=True)
