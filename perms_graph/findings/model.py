"""What a check of files or of the register found, with where it stands and to what it belongs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from perms_graph.compliance import Ledger
from perms_graph.errors import Message
from perms_graph.validation import Report, Result

if TYPE_CHECKING:
    from perms_graph.repair import Repair


@dataclass(frozen=True)
class Place:
    """A place in a file.

    Attributes:
        file: As the user named it.
        line: From 1.
        column: From 1; None if not known.
    """

    file: str
    line: int
    column: int | None = None


@dataclass(frozen=True)
class Finding:
    """A result with what a steward needs to find and mend it.

    Attributes:
        result: What was found.
        principle: The principle that its shape serves; None for other rules.
        owner: The partnership that the thing at fault belongs to, or is; None without one.
        place: Where the fault stands in a file; None if the file does not describe the thing.
    """

    result: Result
    principle: str | None
    owner: str | None
    place: Place | None


@dataclass(frozen=True)
class Unknown:
    """A name that nothing describes: a term of ours that does not exist, or a thing that does not.

    Attributes:
        name: The IRI as used.
        nearest: IRIs that look like it, best first; may be empty.
        place: Where it is used first, or None.
    """

    name: str
    nearest: tuple[str, ...]
    place: Place | None


@dataclass(frozen=True)
class Rule:
    """A rule in words.

    Attributes:
        names: Language → what it is called.
        asks: Language → what it asks; empty if nobody has put it in words.
    """

    names: Mapping[str, str]
    asks: Mapping[str, str]


@dataclass(frozen=True)
class Checked:
    """All that a check gave.

    Attributes:
        files: Files checked, as the user named them; none for the register itself.
        report: The results told, in the order of a report.
        findings: One for each result, gravest first, then in the order of a report.
        ledger: Verdicts on the partnerships spoken of, for the day; for files without a partnership
            it has none, and ``remarks`` says so.
        unknown: Unknown names; they count as warnings.
        remarks: What else there is to say: nothing to judge by principles, imports not followed,
            shapes in the data left aside.
        part: Whether only a principle or some things were asked for: of the rest nothing is said.
        illustrative: Whether invented data are among what was checked.
        labels: IRI → language → name, of everything that a reader is told.
        invented: IRIs of things told that are marked as invented.
        rules: IRI of a node shape → the rule in words, of those that found something.
        repairs: Key of a result → its repairs, each tried; a result that was not looked into is
            missing. None if nobody asked for repairs.
    """

    files: tuple[str, ...]
    report: Report
    findings: tuple[Finding, ...]
    ledger: Ledger
    unknown: tuple[Unknown, ...] = ()
    remarks: tuple[Message, ...] = ()
    part: bool = False
    illustrative: bool = False
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    invented: frozenset[str] = frozenset()
    rules: Mapping[str, Rule] = field(default_factory=dict)
    repairs: Mapping[tuple[str, ...], tuple[Repair, ...]] | None = None

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return self.report.conforms
