"""What a check found as JUnit XML, which every build server shows.

A suite for each partnership and one for the other records; a case for each principle judged and for
each rule that found something. A violation is a failure. A principle that is not met, not evidenced
or departed from is skipped, with the reason: nobody may read it as passed, and as it holds
"normally" it fails nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

import pyoxigraph as ox

from perms_graph.compliance import State, Verdict
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
    unknown_in_words,
    where,
)
from perms_graph.reports.verdicts import WORDS
from perms_graph.translation import translate

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(checked: Checked, language: str) -> bytes:
    """Write what a check found.

    Args:
        checked: What it found.
        language: Of messages and names.

    Returns:
        UTF-8 XML, valid by the schema of the xUnit plugin of Jenkins (junit-10.xsd), which GitLab
        and GitHub's reporters read too. It knows no lines: the place stands in the text.
    """
    return _Writer(checked, language).write()


class _Writer:
    """Writes one check in one language."""

    def __init__(self, checked: Checked, language: str) -> None:
        self.checked = checked
        self.language = language
        self.names: dict[str, Label] = labels_in(checked, language)

    def write(self) -> bytes:
        root = ET.Element("testsuites", name="perms validate")
        by_owner: dict[str | None, list[Finding]] = {}
        for finding in self.checked.findings:
            by_owner.setdefault(finding.owner, []).append(finding)
        verdicts = {_bare(p): v for p, v in self.checked.ledger.by_partnership.items()}
        for owner in sorted({*verdicts, *(o for o in by_owner if o is not None)}):
            name = f"{self._name(owner)} ({shorten(owner)})"
            self._suite(root, name, by_owner.get(owner, ()), verdicts.get(owner, ()))
        rest, unknown = by_owner.get(None, ()), self.checked.unknown
        if rest or unknown or not verdicts:
            self._suite(root, self._say(msg("Other records")), rest, (), unknown)
        if self.checked.remarks:
            said = "\n".join(translate(r, self.language) for r in self.checked.remarks)
            ET.SubElement(root[-1], "system-out").text = _clean(said)
        for count in ("tests", "failures", "errors"):
            root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
        ET.indent(root)
        written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
        return written + b"\n"

    def _suite(
        self,
        root: ET.Element,
        name: str,
        findings: Iterable[Finding],
        verdicts: Sequence[Verdict],
        unknown: Sequence[Unknown] = (),
    ) -> None:
        suite = ET.SubElement(root, "testsuite", name=_clean(name))
        by_rule: dict[tuple[str | None, str], list[Finding]] = {}
        for finding in findings:
            by_rule.setdefault((finding.principle, finding.result.source_shape), []).append(finding)
        for verdict in verdicts:
            self._judged(suite, verdict)
        for (principle, shape), found in by_rule.items():
            self._rule(suite, principle, shape, found)
        if unknown:
            case = self._case(suite, "unknown", self._say(msg("Unknown names")))
            lines = [unknown_in_words(u, self.language) for u in unknown]
            ET.SubElement(case, "system-out").text = _clean("\n".join(lines))
        if not self.checked.ledger.verdicts:
            self._nothing(suite)
        suite.set("tests", str(len(suite.findall("testcase"))))
        suite.set("failures", str(len(suite.findall("testcase/failure"))))
        suite.set("errors", "0")
        suite.set("skipped", str(len(suite.findall("testcase/skipped"))))

    def _judged(self, suite: ET.Element, verdict: Verdict) -> None:
        name = self._name(verdict.principle.iri)
        case = self._case(suite, shorten(verdict.principle.iri), name)
        said = translate(WORDS[verdict.state], self.language)
        if verdict.state is not State.MET:
            ET.SubElement(case, "skipped", message=_clean(said))

    def _rule(
        self, suite: ET.Element, principle: str | None, shape: str, found: Sequence[Finding]
    ) -> None:
        case = self._case(suite, shorten(principle) if principle else "rules", shorten(shape))
        lines = [self._line(f) for f in found]
        grave = [f for f in found if severity(f.result) == "Violation"]
        if grave:
            message = message_of(grave[0].result, self.language)
            kind = shorten(grave[0].result.component)
            failure = ET.SubElement(case, "failure", message=_clean(message), type=kind)
            failure.text = _clean("\n".join(lines))
        else:
            ET.SubElement(case, "system-out").text = _clean("\n".join(lines))

    def _nothing(self, suite: ET.Element) -> None:
        """Say that the principles were not judged: silence would look like success."""
        case = self._case(suite, "principles", self._say(msg("Principles")))
        remarks = " ".join(translate(r, self.language) for r in self.checked.remarks)
        message = remarks or self._say(msg("Nothing was judged by the principles."))
        ET.SubElement(case, "skipped", message=_clean(message))

    def _line(self, finding: Finding) -> str:
        r = finding.result
        said = [
            f"{translate(SEVERITIES[severity(r)], self.language)}"
            f"{translate(msg(': '), self.language)}{message_of(r, self.language)}",
            name_of(r.focus, self.names, self.language),
            where(finding.place),
        ]
        return " · ".join(part for part in said if part)

    @staticmethod
    def _case(suite: ET.Element, kind: str, name: str) -> ET.Element:
        return ET.SubElement(suite, "testcase", classname=_clean(kind), name=_clean(name))

    def _name(self, iri: str) -> str:
        return name_of(ox.NamedNode(iri), self.names, self.language)

    def _say(self, message: Message) -> str:
        return translate(message, self.language)


def _bare(term: object) -> str:
    return str(getattr(term, "value", term))


def _clean(text: str) -> str:
    """Leave out what XML cannot hold, even escaped."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
