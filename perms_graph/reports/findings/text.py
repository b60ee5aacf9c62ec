"""What a check found, for a terminal: by partnership, then principle, in words first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pyoxigraph as ox
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from perms_graph.compliance import Ledger, Principle, State, Verdict
from perms_graph.errors import Message, msg
from perms_graph.findings import Checked, Finding, Unknown
from perms_graph.labels import Label
from perms_graph.namespaces import shorten
from perms_graph.reports.findings.words import (
    SEVERITIES,
    labels_in,
    message_of,
    name_of,
    severity,
    summary,
    verdict,
    where,
)
from perms_graph.reports.tables import named
from perms_graph.reports.values import moment, number, plain
from perms_graph.reports.verdicts import MARKS, WORDS, summary_view
from perms_graph.translation import translate

MATRIX: Final = 30
"""With more partnerships than this, they are counted and not listed in the matrix."""

_STYLES: Final = {"Violation": "red", "Warning": "yellow", "Info": "blue"}


def view(checked: Checked, language: str) -> RenderableType:
    """Lay out what a check found.

    Args:
        checked: What it found.
        language: ``en`` or ``fr``.

    Returns:
        Each partnership with its verdicts and findings; other records; unknown names; the matrix;
        remarks; and last the counts and whether it conforms.
    """
    return Group(*_Writer(checked, language).parts())


class _Writer:
    """Writes one check in one language."""

    def __init__(self, checked: Checked, language: str) -> None:
        self.checked = checked
        self.language = language
        self.names: dict[str, Label] = labels_in(checked, language)
        self.principles = {p.iri: p for p in checked.ledger.principles}

    def say(self, message: Message) -> str:
        return translate(message, self.language)

    def parts(self) -> Iterator[RenderableType]:
        checked = self.checked
        verdicts = {
            str(getattr(p, "value", p)): v for p, v in checked.ledger.by_partnership.items()
        }
        by_owner: dict[str | None, list[Finding]] = {}
        for finding in checked.findings:
            by_owner.setdefault(finding.owner, []).append(finding)
        owners = sorted({*verdicts, *(o for o in by_owner if o is not None)})
        for owner in owners:
            yield from self._partnership(owner, verdicts.get(owner, ()), by_owner.get(owner, ()))
        if rest := by_owner.get(None):
            yield Text(self.say(msg("Other records")), "bold")
            yield from self._findings(rest, "  ")
            yield ""
        if checked.unknown:
            yield Text(self.say(msg("Unknown names")), "bold")
            yield from (self._unknown(u) for u in checked.unknown)
            yield ""
        if checked.ledger.verdicts:
            yield from self._matrix(checked.ledger)
            yield ""
        for remark in checked.remarks:
            yield Text(plain(self.say(remark)))
        yield from self._end()

    def _end(self) -> Iterator[RenderableType]:
        yield Text(self.say(summary(self.checked)), "bold")
        answered = self._answered()
        if answered:
            line = msg(
                "Answered by a departure in force on {day}: {count} of these "
                "(perms explain says which).",
                day=moment(self.checked.ledger.day.isoformat(), self.language),
                count=number(str(answered), self.language),
            )
            yield Text(self.say(line))
        style = "green" if self.checked.conforms else "red"
        yield Text(self.say(verdict(self.checked)), style)

    def _answered(self) -> int:
        """Count the results that a departure answers on the day: no shape knows what day it is."""
        departed = {
            (v.partnership, f.shape)
            for v in self.checked.ledger.verdicts
            if v.state is State.DEPARTED_FROM
            for f in v.findings
        }
        return sum(
            (f.result.focus, f.result.source_shape) in departed for f in self.checked.findings
        )

    def _partnership(
        self, owner: str, verdicts: Sequence[Verdict], findings: Sequence[Finding]
    ) -> Iterator[RenderableType]:
        heading = named(owner, self.names)
        heading.stylize("bold", 0, len(heading.plain))
        yield heading
        for state in State:
            standing = [self._principle(v.principle) for v in verdicts if v.state is state]
            if standing:
                word = f"{MARKS[state]} {self.say(WORDS[state])}{self.say(msg(': '))}"
                yield Text("  " + word + "; ".join(standing))
        for iri, principle in self.principles.items():
            found = [f for f in findings if f.principle == iri]
            if found:
                yield Text("  " + self._principle(principle), "bold")
                yield from self._findings(found, "    ")
        others = [f for f in findings if f.principle not in self.principles]
        if others:
            yield Text("  " + self.say(msg("Other rules")), "bold")
            yield from self._findings(others, "    ")
        yield ""

    def _findings(self, findings: Iterable[Finding], indent: str) -> Iterator[Text]:
        for finding in findings:
            r = finding.result
            kind = severity(r)
            line = Text(indent)
            line.append(self.say(SEVERITIES[kind]), _STYLES[kind])
            line.append(self.say(msg(": ")) + plain(message_of(r, self.language)))
            yield line
            yield Text(f"{indent}  {plain(' · '.join(self._details(finding)))}", "dim")

    def _details(self, finding: Finding) -> Iterator[str]:
        r = finding.result
        if place := where(finding.place):
            yield place
        if isinstance(r.focus, ox.NamedNode):
            yield named(r.focus.value, self.names).plain
        elif isinstance(r.focus, ox.BlankNode):
            yield self.say(msg("a thing without a name"))
        else:
            yield name_of(r.focus, self.names, self.language)
        if r.value is not None and r.value != r.focus:
            if isinstance(r.value, ox.NamedNode):
                value = named(r.value.value, self.names).plain
            else:
                value = name_of(r.value, self.names, self.language)
            yield self.say(msg("value {value}", value=value))
        if r.passage:
            passage = self.names.get(r.passage)
            yield self.say(
                msg("rests on {passage}", passage=passage.text if passage else r.passage)
            )

    def _unknown(self, unknown: Unknown) -> Text:
        line = Text("  ")
        line.append(self.say(SEVERITIES["Warning"]), _STYLES["Warning"])
        said = self.say(msg("nothing is called {name}.", name=shorten(unknown.name)))
        line.append(self.say(msg(": ")) + plain(said))
        if unknown.nearest:
            near = ", ".join(shorten(iri) for iri in unknown.nearest)
            line.append(" " + plain(self.say(msg("Did you mean: {names}?", names=near))))
        if place := where(unknown.place):
            line.append(f" ({plain(place)})", "dim")
        return line

    def _principle(self, principle: Principle) -> str:
        label = self.names.get(principle.iri)
        text = plain(label.text if label else shorten(principle.iri))
        return f"{principle.letter} · {text}" if principle.letter else text

    def _matrix(self, ledger: Ledger) -> Iterator[RenderableType]:
        day = moment(ledger.day.isoformat(), self.language)
        if len(ledger.by_partnership) > MATRIX:
            title = msg("How many partnerships stand where on {day}", day=day)
            yield Text(self.say(title), "bold")
            yield summary_view(ledger, self.names, self.language)
            return
        yield Text(self.say(msg("Where each partnership stands on {day}", day=day)), "bold")
        laid = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
        laid.add_column(Text(self.say(msg("partnership"))))
        for number_, principle in enumerate(ledger.principles, 1):
            laid.add_column(Text(principle.letter or f"({number_})"), justify="center")
        for partnership, verdicts in ledger.by_partnership.items():
            marks = {v.principle.iri: MARKS[v.state] for v in verdicts}
            laid.add_row(
                Text(name_of(partnership, self.names, self.language)),
                *(marks.get(p.iri, "") for p in ledger.principles),
            )
        yield laid
        yield Text(" · ".join(f"{MARKS[s]} {self.say(WORDS[s])}" for s in State), "dim")
        columns = (
            self._principle(p) if p.letter else f"({n}) {self._principle(p)}"
            for n, p in enumerate(ledger.principles, 1)
        )
        yield Text("; ".join(columns), "dim")
