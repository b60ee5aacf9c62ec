"""Words for what a check found: severities, messages, names and places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.compliance import Principle, State
from perms_graph.errors import Message, msg
from perms_graph.findings import Checked, Finding, Place, Unknown
from perms_graph.labels import Label
from perms_graph.language import rank
from perms_graph.namespaces import SH, shorten
from perms_graph.reports.tables import named
from perms_graph.reports.values import plain, term
from perms_graph.store import Term
from perms_graph.translation import translate
from perms_graph.validation import Result

SEVERITIES: Final[dict[str, Message]] = {
    "Violation": msg("violation"),
    "Warning": msg("warning"),
    "Info": msg("remark"),
}


@dataclass(frozen=True)
class Tagged:
    """A text and the language that it is in; None for a text without one."""

    text: str
    language: str | None

    def foreign(self, reader: str) -> str | None:
        """Give the language if a reader of ``reader`` must be told of it."""
        return self.language if self.language and rank(self.language, reader) > 1 else None


def severity(result: Result) -> str:
    """Give the short name of a result's severity: Violation, Warning or Info."""
    return result.severity.removeprefix(SH)


def message_of(result: Result, language: str) -> str:
    """Choose the message in the reader's language, else one without a language, else another."""
    return tagged_message(result, language).text


def tagged_message(result: Result, language: str) -> Tagged:
    """Choose a message as ``message_of`` does, and say what language it is in."""
    if not result.messages:
        return Tagged(shorten(result.component), None)
    best = min(result.messages, key=lambda tag: (rank(tag, language), tag))
    return Tagged(result.messages[best], best or None)


def labels_in(checked: Checked, language: str) -> dict[str, Label]:
    """Give the names of all that is told, each in the language nearest to the reader's."""
    found = {}
    for iri, names in checked.labels.items():
        text, tag = chosen(names, language)
        found[iri] = Label(text, tag or None)
    return found


def name_of(thing: Term, names: Mapping[str, Label], language: str) -> str:
    """Give the name of a thing, or the text of a value."""
    if isinstance(thing, ox.NamedNode) and thing.value in names:
        return plain(names[thing.value].text)
    return term(thing, language)


def unknown_in_words(unknown: Unknown, language: str) -> str:
    """Say that nothing has a name, and which names look like it."""
    said = translate(msg("nothing is called {name}.", name=shorten(unknown.name)), language)
    if unknown.nearest:
        near = ", ".join(shorten(iri) for iri in unknown.nearest)
        said += " " + translate(msg("Did you mean: {names}?", names=near), language)
    return plain(said)


def thing_of(finding: Finding, names: Mapping[str, Label], language: str) -> str:
    """Name the thing at fault, with its short IRI; a nameless one is called so."""
    focus = finding.result.focus
    if isinstance(focus, ox.NamedNode):
        return named(focus.value, names).plain
    if isinstance(focus, ox.BlankNode):
        return translate(msg("a thing without a name"), language)
    return name_of(focus, names, language)


def value_of(finding: Finding, names: Mapping[str, Label], language: str) -> str | None:
    """Write the value at fault; None if there is none to name but the thing itself."""
    value = finding.result.value
    if value is None or value == finding.result.focus:
        return None
    if isinstance(value, ox.NamedNode):
        return named(value.value, names).plain
    if isinstance(value, ox.BlankNode):
        return translate(msg("a thing without a name"), language)
    return name_of(value, names, language)


def passage_of(finding: Finding, names: Mapping[str, Label]) -> str | None:
    """Name the passage of the strategy that a finding rests on; None without one."""
    passage = finding.result.passage
    if not passage:
        return None
    return plain(names[passage].text if passage in names else shorten(passage))


def principle_name(principle: Principle, names: Mapping[str, Label]) -> str:
    """Name a principle, after its letter where one is printed."""
    label = names.get(principle.iri)
    text = plain(label.text if label else shorten(principle.iri))
    return f"{principle.letter} · {text}" if principle.letter else text


def chosen(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """Choose the text nearest to the reader's language, and say which language it is in.

    Returns:
        Text and tag; the tag is empty for a text without a language, and so are both without texts.
    """
    tag = min(texts, key=lambda tag: (rank(tag, language), tag), default="")
    return texts.get(tag, ""), tag


def where(place: Place | None) -> str:
    """Write a place as editors do: ``file:line``; empty without one."""
    return "" if place is None else f"{place.file}:{place.line}"


def summary(checked: Checked) -> Message:
    """Say how many results there are of each severity; unknown names count as warnings."""
    counts = checked.report.counts
    return msg(
        "Violations: {violations}. Warnings: {warnings}. Remarks: {infos}.",
        violations=counts["Violation"],
        warnings=counts["Warning"] + len(checked.unknown),
        infos=counts["Info"],
    )


def verdict(checked: Checked) -> Message:
    """Say whether it conforms; of a part, or of what could not be judged, never that it does."""
    if not checked.conforms:
        return msg("It does not conform.")
    if checked.part:
        return msg("No violation in the part that was asked for.")
    if not checked.ledger.verdicts and checked.files:
        return msg("No rule of recording is broken. The principles were not judged.")
    return msg("It conforms.")


def answered(checked: Checked) -> int:
    """Count the results that a departure answers on the day: no shape knows what day it is."""
    departed = {
        (v.partnership, f.shape)
        for v in checked.ledger.verdicts
        if v.state is State.DEPARTED_FROM
        for f in v.findings
    }
    return sum((f.result.focus, f.result.source_shape) in departed for f in checked.findings)


def bare(value: Term | None) -> str | None:
    """Give a term as programs want it: an IRI or a text as it is, a nameless node with ``_:``."""
    if value is None:
        return None
    return f"_:{value.value}" if isinstance(value, ox.BlankNode) else value.value
