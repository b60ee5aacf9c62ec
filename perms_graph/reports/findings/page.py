"""What a check found as one page of HTML, to send, print and keep: nothing in it is fetched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from perms_graph.compliance import Principle, State, Verdict
from perms_graph.errors import Message, msg
from perms_graph.findings import Checked, Finding, Unknown
from perms_graph.namespaces import shorten
from perms_graph.reports.findings.grouping import by_principle, groups
from perms_graph.reports.findings.words import (
    SEVERITIES,
    Tagged,
    answered,
    labels_in,
    name_of,
    principle_name,
    severity,
    summary,
    tagged_message,
    unknown_in_words,
    verdict,
    where,
)
from perms_graph.reports.values import moment, number, plain
from perms_graph.reports.verdicts import MARKS, WORDS, departure_in_words
from perms_graph.store import Term
from perms_graph.translation import translate

_SIGNS: Final = {"Violation": "✗", "Warning": "!", "Info": "i"}
"""A sign beside the word of a severity, for whoever scans or prints in grey."""


@dataclass(frozen=True)
class _Thing:
    """A thing or a value as it is shown.

    Attributes:
        name: Its name, or the text of a value.
        language: Of the name, if it is not the reader's.
        short: Its short IRI beside the name; empty if the name says it.
        invented: Whether it is marked as invented.
    """

    name: str
    language: str | None
    short: str
    invented: bool


@dataclass(frozen=True)
class _State:
    """A verdict as it is shown."""

    css: str
    mark: str
    words: str


@dataclass(frozen=True)
class _Told:
    """A finding as it is shown; without ``thing`` it is about a nameless one."""

    css: str
    sign: str
    kind: str
    message: str
    language: str | None
    place: str
    thing: _Thing | None
    value: _Thing | None
    passage: _Thing | None


@dataclass(frozen=True)
class _Standing:
    """Findings under a principle, and the verdict on it with what it relies on, if there is one."""

    title: str
    state: _State | None
    departure: str
    reason: str
    relies_on: Sequence[_Thing]
    findings: Sequence[_Told]


@dataclass(frozen=True)
class _Partnership:
    """A partnership: its row of the matrix, and what was found."""

    anchor: str
    thing: _Thing
    states: Sequence[_State | None]
    standings: Sequence[_Standing]


def write(checked: Checked, language: str) -> bytes:
    """Write what a check found.

    Args:
        checked: What it found.
        language: ``en`` or ``fr``.

    Returns:
        HTML in UTF-8 without script, its style inside: the verdict and the counts, partnerships ×
        principles, the passages, then each partnership with its findings by principle, other
        records, and unknown names.
    """
    room = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return room.get_template("page.html").render(_Page(checked, language).content()).encode()


class _Page:
    """Gathers what the template shows of one check in one language."""

    def __init__(self, checked: Checked, language: str) -> None:
        self.checked = checked
        self.language = language
        self.names = labels_in(checked, language)
        self.principles = checked.ledger.principles

    def say(self, pattern: Message | str, **values: object) -> str:
        said = msg(pattern, **values) if isinstance(pattern, str) else pattern
        return translate(said, self.language)

    def content(self) -> dict[str, Any]:
        checked = self.checked
        rest = [self._told(f) for f in checked.findings if f.owner is None]
        departed = answered(checked)
        return {
            "_": self.say,
            "language": self.language,
            "files": [plain(name) for name in checked.files],
            "day": moment(checked.ledger.day.isoformat(), self.language),
            "conforms": checked.conforms,
            "verdict": self.say(verdict(checked)),
            "summary": self.say(summary(checked)),
            "departed": number(str(departed), self.language) if departed else "",
            "remarks": [plain(self.say(remark)) for remark in checked.remarks],
            "illustrative": bool(checked.invented),
            "states": [self._state(state) for state in State],
            "principles": [self._principle(p) for p in self.principles],
            "judged": bool(checked.ledger.verdicts),
            "partnerships": list(self._partnerships()),
            "rest": rest,
            "unknown": [self._unknown(name) for name in checked.unknown],
        }

    def _partnerships(self) -> Iterator[_Partnership]:
        for place, group in enumerate(groups(self.checked), 1):
            if group.owner is None:
                continue
            mine = {v.principle.iri: v for v in group.verdicts}
            judged = [mine.get(p.iri) for p in self.principles]
            yield _Partnership(
                anchor=f"p{place}",
                thing=self._thing(_node(group.owner)),
                states=[self._state(v.state) if v else None for v in judged],
                standings=list(self._standings(judged, group.findings)),
            )

    def _standings(
        self, judged: Iterable[Verdict | None], found: Sequence[Finding]
    ) -> Iterator[_Standing]:
        under = {p.iri if p else None: told for p, told in by_principle(self.checked, found)}
        for principle, held in zip(self.principles, judged, strict=True):
            told = [self._told(f) for f in under.get(principle.iri, ())]
            if not told and held is None:
                continue
            departure, reason = "", ""
            if held is not None and held.departure is not None:
                said, reason = departure_in_words(held.departure, self.names, self.language)
                departure = self.say(said)
            yield _Standing(
                principle_name(principle, self.names),
                self._state(held.state) if held else None,
                departure,
                plain(reason),
                [self._thing(t) for t in (*held.evidence, *held.documents)] if held else [],
                told,
            )
        if others := under.get(None):
            title = self.say(msg("Other rules"))
            yield _Standing(title, None, "", "", [], [self._told(f) for f in others])

    def _told(self, finding: Finding) -> _Told:
        r = finding.result
        kind = severity(r)
        said = tagged_message(r, self.language)
        shown = None if isinstance(r.focus, ox.BlankNode) else self._thing(r.focus)
        value = self._thing(r.value) if r.value is not None and r.value != r.focus else None
        passage = self._passage(r.passage) if r.passage else None
        return _Told(
            css=kind.lower(),
            sign=_SIGNS[kind],
            kind=self.say(SEVERITIES[kind]),
            message=plain(said.text),
            language=said.language,
            place=plain(where(finding.place)),
            thing=shown,
            value=value,
            passage=passage,
        )

    def _passage(self, passage: str) -> _Thing:
        label = self.names.get(passage)
        if label is None:
            return _Thing(plain(passage), None, "", False)
        return _Thing(plain(label.text), self._foreign(label.language), "", False)

    def _unknown(self, unknown: Unknown) -> dict[str, str]:
        said = unknown_in_words(unknown, self.language)
        return {"said": said, "place": plain(where(unknown.place))}

    def _principle(self, principle: Principle) -> dict[str, str]:
        return {
            "name": principle_name(principle, self.names),
            "quotes": plain(principle.quotes or ""),
            "translation": plain(principle.translation or ""),
        }

    def _state(self, state: State) -> _State:
        return _State(state.value, MARKS[state], self.say(WORDS[state]))

    def _thing(self, thing: Term) -> _Thing:
        invented = isinstance(thing, ox.NamedNode) and thing.value in self.checked.invented
        name = name_of(thing, self.names, self.language)
        label = self.names.get(thing.value) if isinstance(thing, ox.NamedNode) else None
        if label is None or not isinstance(thing, ox.NamedNode):
            return _Thing(plain(name), None, "", invented)
        return _Thing(name, self._foreign(label.language), plain(shorten(thing.value)), invented)

    def _foreign(self, tag: str | None) -> str | None:
        return Tagged("", tag).foreign(self.language)


def _node(iri: str) -> Term:
    try:
        return ox.NamedNode(iri)
    except ValueError:  # the label of a nameless partnership
        return ox.BlankNode(iri)
