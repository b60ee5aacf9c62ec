"""Verdicts for readers: the state in words, the passage, what it relies on, what to do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import pyoxigraph as ox
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from perms_graph.compliance import Departure, Finding, Ledger, Principle, State, Verdict
from perms_graph.errors import Message, msg
from perms_graph.labels import Label
from perms_graph.language import rank
from perms_graph.namespaces import XSD
from perms_graph.reports.values import moment, number, plain, term
from perms_graph.store import Table, Term
from perms_graph.translation import translate

if TYPE_CHECKING:
    from perms_graph.repair import Repair

WORDS: Final[Mapping[State, Message]] = {
    State.NOT_MET: msg("not met"),
    State.NOT_EVIDENCED: msg("not evidenced"),
    State.DEPARTED_FROM: msg("departed from"),
    State.MET: msg("met"),
}
MARKS: Final[Mapping[State, str]] = {
    State.NOT_MET: "✗",
    State.NOT_EVIDENCED: "?",
    State.DEPARTED_FROM: "↷",
    State.MET: "✓",
}
"""A sign beside the word, so that a column can be scanned; never in its place."""

_STYLES: Final[Mapping[State, str]] = {
    State.NOT_MET: "red",
    State.NOT_EVIDENCED: "blue",
    State.DEPARTED_FROM: "yellow",
    State.MET: "green",
}
_COLUMNS: Final = (
    "partnership",
    "principle",
    "verdict",
    "passage",
    "evidence",
    "documents",
    "departure",
    "expires",
    "to_do",
)


def things_in(verdicts: Sequence[Verdict]) -> list[str]:
    """List every thing that the text names, for one look-up of labels."""
    found: set[Term | None] = set()
    for v in verdicts:
        found |= {v.partnership, ox.NamedNode(v.principle.iri), *v.evidence, *v.documents}
        found |= {f.value for f in v.findings}
        if v.departure is not None:
            found |= {v.departure.iri, v.departure.decided_by}
        if v.principle.passage is not None:
            found.add(ox.NamedNode(v.principle.passage))
    return sorted(t.value for t in found if isinstance(t, ox.NamedNode))


Repairs = Mapping[str, Sequence["Repair"]]
"""IRI of a result → its repairs; a result that was not looked into is missing."""


def view(
    verdicts: Sequence[Verdict],
    names: Mapping[str, Label],
    language: str,
    repairs: Repairs | None = None,
) -> RenderableType:
    """Lay out the verdicts on one partnership: a block for each principle.

    Args:
        verdicts: In the order in which they are shown.
        names: Labels of ``things_in``.
        language: ``en`` or ``fr``.
        repairs: What to show under what is to be done.
    """
    parts: list[RenderableType] = []
    for verdict in verdicts:
        parts += [*_block(verdict, names, language, repairs or {}), ""]
    return Group(*parts[:-1])


def summary_view(ledger: Ledger, names: Mapping[str, Label], language: str) -> RichTable:
    """Lay out how many partnerships stand where: a row for each principle."""
    laid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    laid.add_column(Text(translate(msg("principle"), language)))
    for state in State:
        laid.add_column(Text(translate(WORDS[state], language)), justify="right")
    for principle in ledger.principles:
        counts = (number(str(ledger.counts[principle.iri, s]), language) for s in State)
        laid.add_row(_principle(principle, names, language), *counts)
    return laid


def as_table(verdicts: Sequence[Verdict], language: str) -> Table:
    """Give verdicts as a table for CSV: one row each, several things in a cell on lines."""

    def several(things: Sequence[Term]) -> ox.Literal | None:
        return ox.Literal("\n".join(_bare(t) for t in things)) if things else None

    rows: list[tuple[Term | None, ...]] = []
    for v in verdicts:
        expires = v.departure.expires if v.departure else None
        to_do = [message_of(f, language) for f in to_act_on(v)]
        rows.append(
            (
                v.partnership,
                ox.NamedNode(v.principle.iri),
                ox.Literal(v.state.value),
                None if v.principle.passage is None else ox.NamedNode(v.principle.passage),
                several(v.evidence),
                several(v.documents),
                v.departure.iri if v.departure else None,
                None if expires is None else ox.Literal(expires, datatype=_DATE),
                ox.Literal("\n".join(to_do)) if to_do else None,
            )
        )
    return Table(_COLUMNS, tuple(rows))


_DATE: Final = ox.NamedNode(XSD + "date")


def as_json(
    ledger: Ledger,
    verdicts: Sequence[Verdict],
    names: Mapping[str, Label],
    language: str,
    *,
    illustrative: bool,
    repairs: Repairs | None = None,
) -> bytes:
    """Write verdicts as JSON: IRIs and codes for programs, messages in all their languages.

    With ``repairs``, each finding that was looked into lists those that it has.
    """
    content = {
        "day": ledger.day.isoformat(),
        "language": language,
        "illustrative": illustrative,
        "counts": {
            p.iri: {s.value: ledger.counts[p.iri, s] for s in State} for p in ledger.principles
        },
        "verdicts": [as_dict(v, names, language, repairs or {}) for v in verdicts],
    }
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def to_act_on(verdict: Verdict) -> tuple[Finding, ...]:
    """Give the findings that call for something: none while a departure answers them."""
    return () if verdict.state is State.DEPARTED_FROM else verdict.findings


def message_of(finding: Finding, language: str) -> str:
    """Choose what to do in the reader's language, else in another."""
    return _in_language(finding.messages, language) or finding.shape


def departure_in_words(
    departure: Departure, names: Mapping[str, Label], language: str
) -> tuple[Message, str]:
    """Say who decided on a departure, when and until when; and why, in the reader's language."""
    decided = moment(departure.decided, language)
    by = _name(departure.decided_by, names, language) if departure.decided_by else None
    if departure.expires is None:
        said = (
            msg("Decided on {day} by {body}, without an end.", day=decided, body=by)
            if by
            else msg("Decided on {day}, without an end.", day=decided)
        )
    else:
        end = moment(departure.expires, language)
        said = (
            msg("Decided on {day} by {body}, until {end}.", day=decided, body=by, end=end)
            if by
            else msg("Decided on {day}, until {end}.", day=decided, end=end)
        )
    return said, _in_language(departure.reasons, language)


def _in_language(texts: Mapping[str, str], language: str) -> str:
    return texts[min(texts, key=lambda tag: (rank(tag, language), tag))] if texts else ""


def _block(
    verdict: Verdict, names: Mapping[str, Label], language: str, repairs: Repairs
) -> list[RenderableType]:
    def say(message: Message) -> str:
        return translate(message, language)

    def line(title: Message, text: str) -> Text:
        return Text.assemble("  ", (say(title), "dim"), say(msg(": ")), plain(text))

    principle = verdict.principle
    head = _principle(principle, names, language)
    head.stylize("bold")
    head.append(say(msg(": ")))
    state = f"{MARKS[verdict.state]} {say(WORDS[verdict.state])}"
    head.append(state, _STYLES[verdict.state])
    parts: list[RenderableType] = [head]
    if principle.quotes:
        parts.append(line(msg("passage"), f"« {principle.quotes} »"))
    if principle.translation and language != "fr":
        parts.append(line(msg("our translation"), principle.translation))
    if verdict.departure is not None:
        said, why = departure_in_words(verdict.departure, names, language)
        parts.append(line(msg("departure"), say(said)))
        if why:
            parts.append(line(msg("reason"), why))
    for thing in verdict.evidence:
        parts.append(line(msg("relies on"), _name(thing, names, language)))
    for document in verdict.documents:
        parts.append(line(msg("document"), _name(document, names, language)))
    for finding in to_act_on(verdict):
        parts.append(line(msg("to do"), message_of(finding, language)))
        if finding.value is not None:
            parts.append(line(msg("because of"), _name(finding.value, names, language)))
        for repair in repairs.get(finding.result, ()):
            parts.append(line(msg("repair"), repair.titles[language]))
            parts += _blanks(repair, language)
    return parts


def _blanks(repair: Repair, language: str) -> list[Text]:
    # The engines that try repairs take a while to import; verdicts alone need none of them.
    from perms_graph.repair import in_words

    return [Text(f"    ?{b.name} – {plain(in_words(b, language))}") for b in repair.blanks]


def _as_dicts(repairs: Sequence[Repair], language: str) -> list[dict[str, Any]]:
    from perms_graph.repair import as_dict as repair_as_dict

    return [repair_as_dict(repair, language) for repair in repairs]


def _principle(principle: Principle, names: Mapping[str, Label], language: str) -> Text:
    label = names.get(principle.iri)
    text = plain(label.text if label else principle.iri)
    return Text(f"{principle.letter} · {text}" if principle.letter else text)


def _name(thing: Term, names: Mapping[str, Label], language: str) -> str:
    label = names.get(thing.value) if isinstance(thing, ox.NamedNode) else None
    return plain(label.text) if label else term(thing, language)


def _bare(value: Term) -> str:
    return f"_:{value.value}" if isinstance(value, ox.BlankNode) else value.value


def as_dict(
    verdict: Verdict, names: Mapping[str, Label], language: str, repairs: Repairs
) -> dict[str, Any]:
    """Give a verdict as JSON can hold it; ``repairs`` as for ``as_json``."""
    departure = verdict.departure
    label = names.get(verdict.partnership.value)
    return {
        "partnership": _bare(verdict.partnership),
        "label": label.text if label else None,
        "principle": verdict.principle.iri,
        "letter": verdict.principle.letter,
        "verdict": verdict.state.value,
        "passage": verdict.principle.passage,
        "quotes": verdict.principle.quotes,
        "our_translation": verdict.principle.translation,
        "evidence": [_bare(t) for t in verdict.evidence],
        "documents": [_bare(t) for t in verdict.documents],
        "departure": None
        if departure is None
        else {
            "departure": _bare(departure.iri),
            "decided": departure.decided,
            "expires": departure.expires,
            "decided_by": _bare(departure.decided_by) if departure.decided_by else None,
            "reasons": dict(departure.reasons),
        },
        "findings": [
            {
                "result": f.result,
                "shape": f.shape,
                "aspect": f.aspect,
                "value": None if f.value is None else _bare(f.value),
                "messages": dict(f.messages),
            }
            | ({"repairs": _as_dicts(repairs[f.result], language)} if f.result in repairs else {})
            for f in verdict.findings
        ],
    }
