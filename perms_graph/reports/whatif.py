"""What a proposal would change, in words: sections of sentences, for text, pages and JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox
from rich.console import Group, RenderableType
from rich.text import Text

from perms_graph.compliance import State
from perms_graph.coverage import Tally
from perms_graph.errors import Message, msg
from perms_graph.findings.model import Unknown
from perms_graph.labels import Label, labels
from perms_graph.namespaces import SH
from perms_graph.reports.sentences import Thing, plainly, things
from perms_graph.reports.values import moment, plain
from perms_graph.reports.verdicts import WORDS
from perms_graph.store import Dataset, Term
from perms_graph.translation import translate
from perms_graph.trial import Change
from perms_graph.validation import Result
from perms_graph.whatif import CellChange, Consequences, Duty, GapChange

DUTIES: Final[Mapping[str, Message]] = {
    "undertaking": msg("undertaking due"),
    "target": msg("target to reach"),
    "end of agreement": msg("earliest end of the agreement"),
    "end of departure": msg("end of the departure"),
}

_SEVERITIES: Final[Mapping[str, Message]] = {
    "Violation": msg("violation"),
    "Warning": msg("warning"),
    "Info": msg("remark"),
}


@dataclass(frozen=True)
class Section:
    """A heading with its sentences; ``grave`` if it should come to the eye first."""

    key: str
    title: Message
    lines: tuple[Message, ...]
    grave: bool = False


def sections(found: Consequences, language: str) -> tuple[Section, ...]:
    """Put what would change into words.

    Args:
        found: From ``weigh``.
        language: Of dates and of the messages of shapes.

    Returns:
        Only the sections that have something to say; the ledger comes first if the proposal breaks
        a commitment.
    """
    ledger = Section(
        "results",
        msg("What the checks say of it"),
        tuple(_result(r, language) for r in found.added),
        grave=not found.valid,
    )
    rest = (
        Section("verdicts", msg("Verdicts on the principles"), tuple(_verdicts(found))),
        Section(
            "filled",
            msg("Cells of the coverage matrix that it fills"),
            tuple(_cell(c) for c in found.cells if c.filled),
        ),
        Section(
            "cells",
            msg("Other cells that change"),
            tuple(_cell(c) for c in found.cells if not c.filled),
        ),
        Section("gaps", msg("Gaps"), tuple(line for g in found.gaps for line in _gap(g, language))),
        Section("shares", msg("Dependence on one partner"), tuple(_shares(found))),
        Section("loads", msg("Load on holders"), tuple(_loads(found))),
        Section("duties", msg("New due dates"), tuple(_duty(d, language) for d in found.duties)),
        Section(
            "dropped", msg("Due dates that go"), tuple(_duty(d, language) for d in found.dropped)
        ),
        Section(
            "overlaps", msg("Under way already, to join (principle c)"), tuple(_overlaps(found))
        ),
        Section(
            "mended",
            msg("What the checks no longer find"),
            tuple(_result(r, language) for r in found.removed),
        ),
    )
    ordered = (ledger, *rest) if ledger.grave else (*rest[:1], ledger, *rest[1:])
    return tuple(section for section in ordered if section.lines)


def things_in(found: tuple[Section, ...]) -> list[str]:
    """List the things that the sections name."""
    return sorted(set(things(line for section in found for line in section.lines)))


def names(
    dataset: Dataset,
    change: Change,
    shown: tuple[Section, ...],
    language: str,
    more: Iterable[str] = (),
) -> dict[str, Label]:
    """Name what the sections name: from the register, and what is new from the proposal.

    Args:
        dataset: The register, without the proposal.
        change: The proposal.
        shown: From ``sections``.
        language: ``en`` or ``fr``.
        more: Things besides, such as those that statements name.
    """
    wanted = sorted({*things_in(shown), *more})
    known = labels(dataset, wanted, language)
    proposed = Dataset.memory()
    default = ox.DefaultGraph()
    proposed.add(ox.Quad(q.subject, q.predicate, q.object, default) for q in change.quads_added())
    own = labels(proposed, (t for t in wanted if not known[t].own), language)
    return {**known, **own}


def view(found: tuple[Section, ...], names: Mapping[str, Label], language: str) -> RenderableType:
    """Lay the sections out as text."""
    parts: list[RenderableType] = []
    for section in found:
        style = "bold red" if section.grave else "bold"
        parts.append(Text(translate(section.title, language), style))
        parts += [Text(f"  – {plain(plainly(line, names, language))}") for line in section.lines]
        parts.append("")
    return Group(*parts[:-1])


def as_json(
    found: Consequences,
    shown: tuple[Section, ...],
    names: Mapping[str, Label],
    language: str,
    unknown: Sequence[Unknown] = (),
    statements: Sequence[Mapping[str, Any]] | None = None,
) -> bytes:
    """Write what would change as JSON; see ``as_dict``. With ``statements``, what it rests on."""
    content = as_dict(found, shown, names, language)
    if statements is not None:
        content["statements"] = list(statements)
    content["unknown"] = [
        {
            "name": u.name,
            "nearest": list(u.nearest),
            "file": u.place.file if u.place else None,
            "line": u.place.line if u.place else None,
        }
        for u in unknown
    ]
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def as_dict(
    found: Consequences, shown: tuple[Section, ...], names: Mapping[str, Label], language: str
) -> dict[str, Any]:
    """Give what would change as JSON can hold it: figures for programs, and the sentences."""
    return {
        "day": found.day.isoformat(),
        "language": language,
        "illustrative": found.illustrative,
        "valid": found.valid,
        "things": list(found.things),
        "results": {
            "added": [_result_as_dict(r) for r in found.added],
            "removed": [_result_as_dict(r) for r in found.removed],
        },
        "verdicts": [
            {
                "partnership": v.partnership,
                "principle": v.principle,
                "before": v.before,
                "after": v.after,
            }
            for v in found.verdicts
        ],
        "cells": [
            {
                "goal": c.goal,
                "purpose": c.purpose,
                "before": _counts(c.before),
                "after": _counts(c.after),
                "filled": c.filled,
                "emptied": c.emptied,
            }
            for c in found.cells
        ],
        "gaps": [
            {
                "question": g.question.name,
                "after": g.after,
                "closed": [_row(row) for row in g.closed],
                "opened": [_row(row) for row in g.opened],
            }
            for g in found.gaps
        ],
        "shares": [
            {"goal": s.goal, "partner": s.partner, "before": s.before, "after": s.after}
            for s in found.shares
        ],
        "loads": [
            {"post": p.post, "before": list(p.before), "after": list(p.after)} for p in found.loads
        ],
        "duties": [_duty_as_dict(d) for d in found.duties],
        "dropped": [_duty_as_dict(d) for d in found.dropped],
        "overlaps": {
            goal: [
                {"thing": o.thing, "initiative": o.initiative, "in_force": o.in_force}
                for o in overlaps
            ]
            for goal, overlaps in found.overlaps.items()
        },
        "in_words": {s.key: [plainly(line, names, language) for line in s.lines] for s in shown},
    }


def _result(result: Result, language: str) -> Message:
    severity = _SEVERITIES.get(result.severity.removeprefix(SH), msg("remark"))
    texts = result.messages
    text = texts.get(language) or next(iter(texts.values()), "")
    return msg(
        "{thing} ({severity}): {text}", thing=_named(result.focus), severity=severity, text=text
    )


def _verdicts(found: Consequences) -> Iterator[Message]:
    for change in found.verdicts:
        yield msg(
            "{partnership}, {principle}: {before} → {after}",
            partnership=Thing(change.partnership),
            principle=Thing(change.principle),
            before=_state(change.before),
            after=_state(change.after),
        )


def _state(state: State | None) -> Message:
    return msg("no verdict") if state is None else WORDS[state]


def _cell(change: CellChange) -> Message:
    return msg(
        "{goal}, {purpose}: {before} → {after}",
        goal=Thing(change.goal),
        purpose=Thing(change.purpose),
        before=_in_words(change.before),
        after=_in_words(change.after),
    )


def _in_words(cell: Tally) -> Message:
    if not (cell.in_force or cell.not_known or cell.not_in_force):
        return msg("none")
    return msg(
        "{yes} in force, {unknown} not known, {no} not",
        yes=cell.in_force,
        unknown=cell.not_known,
        no=cell.not_in_force,
    )


def _gap(change: GapChange, language: str) -> Iterator[Message]:
    title = change.question.title[language]
    for rows, said in (
        (change.closed, "closed"),
        (change.opened, "opened"),
    ):
        for thing in dict.fromkeys(_subject(change, row) for row in rows):
            if said == "closed":
                yield msg("closed – {gap}: {thing}", gap=title, thing=_named(thing))
            else:
                yield msg("opened – {gap}: {thing}", gap=title, thing=_named(thing))


def _subject(change: GapChange, row: Mapping[str, Term]) -> Term:
    """Give what a row is about: its first column."""
    return row[change.question.returns[0].name]


def _shares(found: Consequences) -> Iterator[Message]:
    """Tell of partners with new work, and of objectives that rest on one partner alone."""
    partners = Counter(s.goal for s in found.shares if s.after[0])
    for share in found.shares:
        more = share.after[0] > share.before[0]
        alone = share.after[0] == share.after[1] > 1 and partners[share.goal] == 1
        if more or alone:
            yield msg(
                "{partner}: {was} of {was_all} → {now} of {now_all} partnerships on {goal}",
                partner=Thing(share.partner),
                was=share.before[0],
                was_all=share.before[1],
                now=share.after[0],
                now_all=share.after[1],
                goal=Thing(share.goal),
            )


def _loads(found: Consequences) -> Iterator[Message]:
    for load in found.loads:
        yield msg(
            "{post}: {before} → {after} partnerships",
            post=Thing(load.post),
            before=len(load.before),
            after=len(load.after),
        )


def _duty(duty: Duty, language: str) -> Message:
    return msg(
        "{day}: {duty} – {thing}",
        day=moment(duty.due, language),
        duty=DUTIES[duty.kind],
        thing=Thing(duty.thing),
    )


def _overlaps(found: Consequences) -> Iterator[Message]:
    for goal, overlaps in found.overlaps.items():
        for overlap in overlaps:
            if overlap.initiative:
                said = msg("initiative")
            else:
                said = msg("in force") if overlap.in_force == "yes" else msg("not known")
            yield msg(
                "{thing} ({state}) – {goal}",
                goal=Thing(goal),
                thing=Thing(overlap.thing),
                state=said,
            )


def _named(term: Term) -> Thing | str:
    return Thing(term.value) if isinstance(term, ox.NamedNode) else str(term.value)


def _result_as_dict(result: Result) -> dict[str, Any]:
    return {
        "focus": _bare(result.focus),
        "shape": result.source_shape,
        "severity": result.severity.removeprefix(SH),
        "path": result.path,
        "value": None if result.value is None else _bare(result.value),
        "messages": dict(result.messages),
    }


def _duty_as_dict(duty: Duty) -> dict[str, str]:
    return {"due": duty.due, "duty": duty.kind, "thing": duty.thing}


def _row(row: Mapping[str, Term]) -> dict[str, str]:
    return {name: _bare(term) for name, term in row.items()}


def _counts(cell: Tally) -> dict[str, int]:
    return {
        "in_force": cell.in_force,
        "not_known": cell.not_known,
        "not_in_force": cell.not_in_force,
    }


def _bare(term: Term) -> str:
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else term.value
