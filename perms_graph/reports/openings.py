"""Openings for readers: candidates with reasons in words, mechanisms, cautions, work to join."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import pyoxigraph as ox
from rich.console import Group, RenderableType
from rich.text import Text

from perms_graph.errors import Message, msg
from perms_graph.labels import Label
from perms_graph.language import rank
from perms_graph.namespaces import XSD, shorten
from perms_graph.openings import (
    Candidate,
    Caution,
    Closeness,
    Kind,
    Openings,
    Overlap,
    Reason,
    Stated,
    open_witnesses,
)
from perms_graph.reports.tables import named
from perms_graph.reports.values import moment, number, plain, state
from perms_graph.reports.verdicts import WORDS
from perms_graph.store import Dataset, Table, Term
from perms_graph.translation import translate

Opened = Mapping[tuple[str, Kind], Sequence[Stated]]
"""Partner and reason → what it rests on; empty if nobody asked to see."""

CLOSENESS: Final[Mapping[Closeness, Message]] = {
    Closeness.SAME: msg("the objective itself"),
    Closeness.WHOLE: msg("the goal it is part of"),
    Closeness.PART: msg("a part of it"),
    Closeness.SIBLING: msg("another part of the same goal"),
    Closeness.FRAMEWORK: msg("tied to it through a framework"),
}
_COLUMNS: Final = (
    "rank", "partner", "points", "reason", "reason_points", "message", "witnesses", "question",
    "mechanisms", "cautions", "at_work",
)  # fmt: skip
_OPENED: Final = ("statements", "graphs", "documents")


def opened(
    dataset: Dataset, candidates: Iterable[Candidate]
) -> dict[tuple[str, Kind], tuple[Stated, ...]]:
    """Open every reason of some candidates to its statements, graphs and documents."""
    return {
        (c.partner, r.kind): open_witnesses(dataset, r.witnesses)
        for c in candidates
        for r in c.reasons
    }


def things_in(openings: Openings, candidates: Sequence[Candidate], opened: Opened) -> list[str]:
    """List every thing that the text names, for one look-up of labels."""
    found: set[str | None] = {openings.objective, openings.member, openings.purpose}
    found |= {openings.anchor, *(n.objective for n in openings.near)}
    for c in candidates:
        found |= {c.partner, c.partner_type, *(f.mechanism for f in c.mechanisms)}
        found |= {iri for caution in c.cautions for iri in (caution.partnership, caution.principle)}
        found |= {iri for r in c.reasons for w in r.witnesses for iri in (w.thing, w.beside)}
    for o in openings.overlaps:
        found |= {o.thing, *o.agreements, *o.members, *o.mechanisms}
    for stated in opened.values():
        for s in stated:
            found |= {t.value for t in s.triple if isinstance(t, ox.NamedNode)}
            found |= {g.document or g.graph for g in s.sources}
    return sorted(iri for iri in found if iri)


def view(
    openings: Openings,
    candidates: Sequence[Candidate],
    names: Mapping[str, Label],
    language: str,
    opened: Opened,
) -> RenderableType:
    """Lay out candidates and work to join.

    Args:
        openings: What was found.
        candidates: Those to show, in order.
        names: Labels of ``things_in``.
        language: ``en`` or ``fr``.
        opened: What the reasons rest on, to be shown below each; empty for the reasons alone.
    """
    page = _Page(names, language)
    parts: list[RenderableType] = [*page.head(openings)]
    for place, candidate in enumerate(candidates, start=1):
        parts += [*page.candidate(place, candidate, openings, opened), ""]
    parts += page.overlaps(openings)
    return Group(*parts)


class _Page:
    """Lines of the text, in one language."""

    def __init__(self, names: Mapping[str, Label], language: str) -> None:
        self.names = names
        self.language = language

    def say(self, message: Message) -> str:
        return translate(message, self.language)

    def name(self, iri: str) -> str:
        label = self.names.get(iri)
        return plain(label.text) if label else shorten(iri)

    def number(self, value: Decimal) -> str:
        return number(format(value, "f"), self.language)

    def line(self, indent: int, title: Message, text: str) -> Text:
        return Text.assemble(" " * indent, (self.say(title), "dim"), self.say(msg(": ")), text)

    def head(self, openings: Openings) -> Iterator[RenderableType]:
        asked = (openings.objective, openings.member, openings.purpose)
        yield Text(" × ".join(self.name(iri) for iri in asked if iri), "bold")
        day = moment(openings.day.isoformat(), self.language)
        count = len(openings.candidates)
        yield Text(self.say(msg("Openings on {day}; candidates: {n}", day=day, n=count)), "dim")
        if openings.anchor != openings.objective:
            how = next(n.closeness for n in openings.near if n.objective == openings.anchor)
            said = msg(
                "No agreement is recorded on the objective itself; {name} ({how}) stands in.",
                name=self.name(openings.anchor),
                how=CLOSENESS[how],
            )
            yield Text(self.say(said))
        yield ""

    def candidate(
        self, place: int, candidate: Candidate, openings: Openings, opened: Opened
    ) -> Iterator[RenderableType]:
        points = msg("points: {n}", n=self.number(candidate.points))
        yield Text.assemble(
            (f"{place}. ", "bold"),
            named(candidate.partner, dict(self.names)),
            f" · {self.say(points)}",
        )
        if candidate.partner_type:
            yield self.line(3, msg("type"), self.name(candidate.partner_type))
        if candidate.at_work:
            how = state(candidate.at_work, self.language)
            said = msg(
                "at work on this gap already ({state}): more would not widen the circle", state=how
            )
            yield Text("   " + self.say(said))
        for reason in candidate.reasons:
            yield Text(f"   +{self.number(reason.points)} {self.say(reason.message)}")
            yield from self.behind(reason, opened.get((candidate.partner, reason.kind)))
        yield from self.mechanisms(candidate, openings)
        for caution in candidate.cautions:
            yield self.line(3, msg("caution"), self.caution(caution))

    def behind(self, reason: Reason, opened: Sequence[Stated] | None) -> Iterator[Text]:
        if opened is None:
            return
        for stated in opened:
            subject, predicate, value = stated.triple
            said = " ".join(self.term(t) for t in (subject, predicate, value))
            yield Text(f"      {said}", "dim")
            for source in stated.sources:
                yield Text(f"        ← {self.name(source.document or source.graph)}", "dim")
        if not reason.witnesses:
            yield self.line(6, msg("rows"), self.command(reason))

    def command(self, reason: Reason) -> str:
        options = " ".join(
            f"--{name.replace('_', '-')} {shorten(term.value)}"
            for name, term in sorted(reason.behind.values.items())
        )
        return f"perms query {reason.behind.question} {options}".rstrip()

    def mechanisms(self, candidate: Candidate, openings: Openings) -> Iterator[Text]:
        for fit in candidate.mechanisms:
            used = (
                msg("used by its type of partner: {n}", n=fit.agreements)
                if fit.by_type
                else msg("used by it: {n}", n=fit.agreements)
            )
            text = f"{self.name(fit.mechanism)} ({self.say(used)})"
            terms = openings.terms.get(fit.mechanism)
            said = (terms.legal_nature, terms.definition) if terms else ()
            text = " – ".join([text, *filter(None, map(self.best, said))])
            yield self.line(3, msg("mechanism"), text)

    def best(self, texts: Mapping[str, str]) -> str:
        """Choose a text for the reader; one in another language says so."""
        if not texts:
            return ""
        tag = min(texts, key=lambda t: (rank(t, self.language), t))
        mark = f" [{tag}]" if tag and tag != self.language else ""
        return plain(texts[tag]) + mark

    def caution(self, caution: Caution) -> str:
        principle, partnership = self.name(caution.principle), self.name(caution.partnership)
        return f"{principle}: {self.say(WORDS[caution.state])} ({partnership})"

    def overlaps(self, openings: Openings) -> Iterator[RenderableType]:
        title = msg("Work under way to join first (principle c)")
        yield Text(self.say(title), "bold")
        if not openings.overlaps:
            yield Text("   " + self.say(msg("None is recorded.")))
        for overlap in openings.overlaps:
            yield (
                Text("   ")
                .append(named(overlap.thing, dict(self.names)))
                .append(f" – {self.overlap(overlap)}")
            )

    def overlap(self, overlap: Overlap) -> str:
        if overlap.initiative:
            return self.say(msg("initiative; partnerships in it: {n}", n=len(overlap.agreements)))
        members = (
            ", ".join(self.name(m) for m in overlap.members)
            if overlap.members
            else self.say(msg("no Member named"))
        )
        how = ", ".join(self.name(m) for m in overlap.mechanisms)
        return " · ".join(
            filter(None, (state(overlap.in_force or "", self.language), how, members))
        )

    def term(self, term: Term | ox.Triple) -> str:
        if isinstance(term, ox.NamedNode):
            return self.name(term.value)
        if isinstance(term, ox.Literal):
            return moment(term.value, self.language)
        return str(term)


def as_table(
    candidates: Sequence[Candidate], language: str, opened: Opened, *, first: int = 1
) -> Table:
    """Give candidates as a table for CSV: a row for each reason, several things in a cell on lines.

    Args:
        candidates: In order.
        language: Of the messages.
        opened: If not empty, columns with statements, graphs and documents are added.
        first: Rank of the first candidate.
    """
    rows: list[tuple[Term | None, ...]] = []
    for place, candidate in enumerate(candidates, start=first):
        for reason in candidate.reasons:
            rows.append(
                (
                    _typed(str(place), "integer"),
                    ox.NamedNode(candidate.partner),
                    _typed(format(candidate.points, "f"), "decimal"),
                    ox.Literal(reason.kind.value),
                    _typed(format(reason.points, "f"), "decimal"),
                    ox.Literal(translate(reason.message, language)),
                    _lines(w.thing for w in reason.witnesses),
                    ox.Literal(reason.behind.question),
                    _lines(f.mechanism for f in candidate.mechanisms),
                    _lines(f"{c.principle} {c.state.value}" for c in candidate.cautions),
                    None if candidate.at_work is None else ox.Literal(candidate.at_work),
                    *(
                        _opened_cells(opened.get((candidate.partner, reason.kind), ()))
                        if opened
                        else ()
                    ),
                )
            )
    return Table(_COLUMNS + (_OPENED if opened else ()), tuple(rows))


def as_json(
    openings: Openings,
    candidates: Sequence[Candidate],
    names: Mapping[str, Label],
    language: str,
    opened: Opened,
    *,
    illustrative: bool,
) -> bytes:
    """Write openings as JSON: IRIs for programs, names and messages in the reader's language."""

    def thing(iri: str | None) -> dict[str, str] | None:
        return None if iri is None else {"iri": iri, "name": names[iri].text}

    content = {
        "day": openings.day.isoformat(),
        "language": language,
        "illustrative": illustrative,
        "objective": thing(openings.objective),
        "member": thing(openings.member),
        "purpose": thing(openings.purpose),
        "anchor": thing(openings.anchor),
        "near": [{"objective": n.objective, "closeness": n.closeness.value} for n in openings.near],
        "total": len(openings.candidates),
        "candidates": [
            {
                "partner": thing(c.partner),
                "type": thing(c.partner_type),
                "points": float(c.points),
                "at_work": c.at_work,
                "reasons": [
                    _reason(r, language, opened.get((c.partner, r.kind))) for r in c.reasons
                ],
                "mechanisms": [
                    {
                        "mechanism": thing(f.mechanism),
                        "agreements": f.agreements,
                        "by_type": f.by_type,
                        "legal_nature": dict(openings.terms[f.mechanism].legal_nature),
                        "definition": dict(openings.terms[f.mechanism].definition),
                    }
                    for f in c.mechanisms
                ],
                "cautions": [
                    {
                        "partnership": thing(x.partnership),
                        "principle": thing(x.principle),
                        "verdict": x.state.value,
                    }
                    for x in c.cautions
                ],
            }
            for c in candidates
        ],
        "overlaps": [
            {
                "thing": thing(o.thing),
                "initiative": o.initiative,
                "agreements": list(o.agreements),
                "in_force": o.in_force,
                "members": list(o.members),
                "mechanisms": list(o.mechanisms),
            }
            for o in openings.overlaps
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _reason(reason: Reason, language: str, opened: Sequence[Stated] | None) -> dict[str, Any]:
    content: dict[str, Any] = {
        "reason": reason.kind.iri,
        "points": float(reason.points),
        "message": translate(reason.message, language),
        "witnesses": [
            {"thing": w.thing, "in_force": w.in_force, "beside": w.beside} for w in reason.witnesses
        ],
        "behind": {
            "question": reason.behind.question,
            "values": {name: term.value for name, term in sorted(reason.behind.values.items())},
        },
    }
    if opened is not None:
        content["statements"] = [
            {
                "triple": [str(t) for t in s.triple],
                "sources": [{"graph": g.graph, "url": g.url} for g in s.sources],
            }
            for s in opened
        ]
    return content


def _opened_cells(stated: Sequence[Stated]) -> tuple[ox.Literal | None, ...]:
    sources = [g for s in stated for g in s.sources]
    return (
        _lines(" ".join(str(t) for t in s.triple) for s in stated),
        _lines(dict.fromkeys(g.graph for g in sources)),
        _lines(dict.fromkeys(g.url for g in sources if g.url)),
    )


def _lines(texts: Iterable[str]) -> ox.Literal | None:
    said = list(texts)
    return ox.Literal("\n".join(said)) if said else None


def _typed(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))
