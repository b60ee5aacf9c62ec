"""What checks, gaps and trials give, as answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, overload

import pyoxigraph as ox
from rapidfuzz import process

from perms_graph.answers.answer import Answer
from perms_graph.answers.reader import Reader
from perms_graph.answers.rows import Row
from perms_graph.errors import UnknownNameError, msg
from perms_graph.findings import Checked, Finding, Unknown
from perms_graph.language import rank
from perms_graph.namespaces import XSD
from perms_graph.reports.findings.words import severity, summary, unknown_in_words, verdict
from perms_graph.store import Table, Term
from perms_graph.whatif import Consequences

_FINDINGS: Final = (
    "severity",
    "focus",
    "message",
    "path",
    "value",
    "principle",
    "partnership",
    "passage",
    "shape",
    "file",
    "line",
)


class Validation(Answer):
    """What a check found: a row for each finding, gravest first.

    Attributes:
        checked: All that the check gave.
    """

    def __init__(
        self, reader: Reader, checked: Checked, *, title: str = "", notes: Iterable[str] = ()
    ) -> None:
        """Hold what a check found; ``title`` and ``notes`` as for ``Answer``."""
        said = [reader.say(verdict(checked)), reader.say(summary(checked))]
        rows = [
            *(_finding(f, reader.language) for f in checked.findings),
            *(_unknown(u, reader.language) for u in checked.unknown),
        ]
        super().__init__(reader, Table(_FINDINGS, tuple(rows)), title=title, notes=(*said, *notes))
        self.checked = checked

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return self.checked.conforms

    @property
    def counts(self) -> Mapping[str, int]:
        """Number of results by severity: ``Violation``, ``Warning``, ``Info``."""
        return self.checked.report.counts


class Gaps(Answer):
    """The gap questions: a row for each; ``gaps["objectives_without_partnership"]`` has its rows.

    Attributes:
        answers: Name of a gap question → its rows.
    """

    def __init__(
        self,
        reader: Reader,
        table: Table,
        answers: Mapping[str, Answer],
        *,
        title: str = "",
        notes: Iterable[str] = (),
    ) -> None:
        """Hold gaps; ``title`` and ``notes`` as for ``Answer``."""
        super().__init__(reader, table, title=title, notes=notes)
        self.answers = answers

    @overload
    def __getitem__(self, key: int) -> Row: ...

    @overload
    def __getitem__(self, key: slice | str) -> Answer: ...

    def __getitem__(self, key: int | slice | str) -> Row | Answer:
        """Give a row of the summary, some of its rows, or the rows of a gap question by its name.

        Raises:
            UnknownNameError: There is no such gap question; gives the nearest.
        """
        if not isinstance(key, str):
            return super().__getitem__(key)
        if key not in self.answers:
            near = process.extract(key, list(self.answers), limit=3, score_cutoff=40)
            with self.reader.told():
                raise UnknownNameError(
                    msg("There is no gap question named {name}.", name=key),
                    key,
                    tuple(n for n, _, _ in near),
                )
        return self.answers[key]


class WhatIf(Answer):
    """What a proposal would change: a row for each change, as a sentence.

    Attributes:
        consequences: The same as data.
    """

    def __init__(
        self,
        reader: Reader,
        table: Table,
        consequences: Consequences,
        *,
        title: str,
        notes: Sequence[str] = (),
    ) -> None:
        """Hold what would change; ``title`` and ``notes`` as for ``Answer``."""
        standing = (
            msg("It breaks no commitment.")
            if consequences.valid
            else msg("It breaks a commitment: see what the checks say of it.")
        )
        super().__init__(reader, table, title=title, notes=(reader.say(standing), *notes))
        self.consequences = consequences

    @property
    def valid(self) -> bool:
        """Whether the proposal breaks no commitment."""
        return self.consequences.valid


def _finding(finding: Finding, language: str) -> tuple[Term | None, ...]:
    result, place = finding.result, finding.place
    message = _message(result.messages, language) or ox.Literal(result.component)
    return (
        ox.Literal(severity(result)),
        result.focus,
        message,
        None if result.path is None else _path(result.path),
        result.value,
        _thing(finding.principle),
        _thing(finding.owner),
        _thing(result.passage),
        _thing(result.source_shape),
        None if place is None else ox.Literal(place.file),
        None if place is None else _number(place.line),
    )


def _unknown(unknown: Unknown, language: str) -> tuple[Term | None, ...]:
    place = unknown.place
    return (
        ox.Literal("Warning"),
        ox.NamedNode(unknown.name),
        ox.Literal(unknown_in_words(unknown, language), language=language),
        *([None] * 6),
        None if place is None else ox.Literal(place.file),
        None if place is None else _number(place.line),
    )


def _message(messages: Mapping[str, str], language: str) -> ox.Literal | None:
    if not messages:
        return None
    tag = min(messages, key=lambda tag: (rank(tag, language), tag))
    return ox.Literal(messages[tag], language=tag) if tag else ox.Literal(messages[tag])


def _path(text: str) -> Term:
    """Give a path of one step as the property that it is, with a name; others as text."""
    bare = text[1:-1]
    return ox.NamedNode(bare) if text == f"<{bare}>" and ">" not in bare else ox.Literal(text)


def _thing(name: str | None) -> Term | None:
    if name is None:
        return None
    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))
