"""What a check found, for a terminal: by partnership, then principle, in words first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from perms_graph.compliance import Ledger, Principle, State, Verdict
from perms_graph.errors import Message, msg
from perms_graph.findings import Checked, Finding, Unknown
from perms_graph.labels import Label
from perms_graph.reports.findings.grouping import by_principle, groups
from perms_graph.reports.findings.words import (
    SEVERITIES,
    answered,
    labels_in,
    message_of,
    name_of,
    passage_of,
    principle_name,
    severity,
    summary,
    thing_of,
    unknown_in_words,
    value_of,
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

    def say(self, message: Message) -> str:
        return translate(message, self.language)

    def parts(self) -> Iterator[RenderableType]:
        checked = self.checked
        for group in groups(checked):
            if group.owner is not None:
                yield from self._partnership(group.owner, group.verdicts, group.findings)
            else:
                yield Text(self.say(msg("Other records")), "bold")
                yield from self._findings(group.findings, "  ")
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
        departed = answered(self.checked)
        if departed:
            line = msg(
                "Answered by a departure in force on {day}: {count} of these "
                "(perms explain says which).",
                day=moment(self.checked.ledger.day.isoformat(), self.language),
                count=number(str(departed), self.language),
            )
            yield Text(self.say(line))
        style = "green" if self.checked.conforms else "red"
        yield Text(self.say(verdict(self.checked)), style)

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
                yield Text("  " + word + self.say(msg("; ")).join(standing))
        for principle, found in by_principle(self.checked, findings):
            title = self._principle(principle) if principle else self.say(msg("Other rules"))
            yield Text("  " + title, "bold")
            yield from self._findings(found, "    ")
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
            yield from self._repairs(finding, indent + "  ")

    def _repairs(self, finding: Finding, indent: str) -> Iterator[Text]:
        if self.checked.repairs is None:
            return
        # The engines that try repairs take a while to import; a check alone needs none of them.
        from perms_graph.repair import as_dict, in_words

        for repair in self.checked.repairs.get(finding.result.key, ()):
            title = self.say(msg("repair")) + self.say(msg(": "))
            yield Text(indent + title + plain(repair.titles[self.language]), "green")
            written = as_dict(repair, self.language)
            for sign, triples in (("-", written["removes"]), ("+", written["adds"])):
                yield from (Text(f"{indent}  {sign} {plain(' '.join(t))} .") for t in triples)
            for blank in repair.blanks:
                said = plain(in_words(blank, self.language))
                yield Text(f"{indent}  ?{blank.name} – {said}", "dim")

    def _details(self, finding: Finding) -> Iterator[str]:
        if place := where(finding.place):
            yield place
        yield thing_of(finding, self.names, self.language)
        if value := value_of(finding, self.names, self.language):
            yield self.say(msg("value {value}", value=value))
        if passage := passage_of(finding, self.names):
            yield self.say(msg("rests on {passage}", passage=passage))

    def _unknown(self, unknown: Unknown) -> Text:
        line = Text("  ")
        line.append(self.say(SEVERITIES["Warning"]), _STYLES["Warning"])
        line.append(self.say(msg(": ")) + unknown_in_words(unknown, self.language))
        if place := where(unknown.place):
            line.append(f" ({plain(place)})", "dim")
        return line

    def _principle(self, principle: Principle) -> str:
        return principle_name(principle, self.names)

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
        yield Text(self.say(msg("; ")).join(columns), "dim")
