"""Results of a validation, and the report that holds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import pyoxigraph as ox

from perms_graph.namespaces import SH
from perms_graph.store import Term
from perms_graph.validation.writing import result_names, to_quads

SEVERITIES = ("Violation", "Warning", "Info")


@dataclass(frozen=True, slots=True)
class Result:
    """One finding.

    Attributes:
        focus: The node that was checked.
        path: The path from it to the values, as a SPARQL path with full IRIs; None for a finding
            about the node itself.
        value: The value at fault; None where there is none to name (a missing value, a count).
        source_shape: The shape that the constraint stands on: an IRI, or ``_:`` and a label.
        node_shape: The shape that led to it: its parent for a property shape, else itself.
        component: IRI of the constraint component.
        severity: IRI.
        messages: Language tag → text; "" for a text without a language.
        passage: The passage of the strategy that the shape cites, or None.
    """

    focus: Term
    path: str | None
    value: Term | None
    source_shape: str
    node_shape: str
    component: str
    severity: str
    messages: Mapping[str, str]
    passage: str | None

    @property
    def key(self) -> tuple[str, ...]:
        """Give what says which finding it is; also the order of a report."""
        return (
            str(self.focus),
            self.node_shape,
            self.source_shape,
            self.path or "",
            self.component,
            "" if self.value is None else str(self.value),
            self.severity,
            *(f"{lang}:{self.messages[lang]}" for lang in sorted(self.messages)),
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """How a result came about, so that it can be replaced when data change.

    Attributes:
        check: Name of the check.
        root: The target node from which its focus node was reached.
    """

    check: str
    root: Term


Found = tuple[Term, Result]
"""A target node, and a result that it led to."""

Groups = Mapping[Term, tuple[Result, ...]]
"""Target node → the results that it led to, in the order of their keys."""


class Report:
    """All results of a run; not changed once made.

    They are kept by check and target node, so that a report after a small change shares all but
    what changed with the report before it. They are put in order when they are first asked for.

    Attributes:
        engines: Name of a check → ``sparql`` or ``pyshacl``.
        counts: Results by the name of their severity; Violation, Warning and Info are always there.
    """

    def __init__(
        self,
        results: Iterable[Result],
        engines: Mapping[str, str],
        origins: Iterable[Origin] | None = None,
    ) -> None:
        """Make a report.

        Args:
            results: In any order if they have origins, else in the order to keep.
            engines: Name of a check → ``sparql`` or ``pyshacl``.
            origins: One for each result; None for results picked from another report, which
                cannot be brought up to date after a change.
        """
        listed = list(results)
        self._picked = tuple(listed) if origins is None else None
        known = [Origin("", r.focus) for r in listed] if origins is None else origins
        found: dict[str, list[Found]] = {}
        for origin, result in zip(known, listed, strict=True):
            found.setdefault(origin.check, []).append((origin.root, result))
        self._found: dict[str, Groups] = {c: grouped(pairs) for c, pairs in found.items()}
        self.engines = MappingProxyType(dict(sorted(engines.items())))
        self.counts = _counts(r.severity for r in listed)

    @classmethod
    def of(cls, found: Mapping[str, Groups], engines: Mapping[str, str]) -> Report:
        """Make a report of results by check and target node."""
        report = cls((), engines, ())
        report._found = {check: groups for check, groups in found.items() if groups}
        report.counts = _counts(
            r.severity for groups in found.values() for group in groups.values() for r in group
        )
        return report

    def __eq__(self, other: object) -> bool:
        """Tell whether the same checks led to the same results from the same target nodes."""
        if not isinstance(other, Report):
            return NotImplemented
        return self.engines == other.engines and self._found == other._found

    def __repr__(self) -> str:
        """Say how many results there are."""
        return f"Report({dict(self.counts)})"

    @cached_property
    def results(self) -> tuple[Result, ...]:
        """All results: by focus node, then shape, path, component and value."""
        if self._picked is not None:
            return self._picked
        return tuple(result for _, result in self._ordered)

    @cached_property
    def origins(self) -> tuple[Origin, ...]:
        """Where each result came from, in the order of ``results``."""
        return tuple(Origin(*place) for place, _ in self._ordered)

    @cached_property
    def _ordered(self) -> list[tuple[tuple[str, Term], Result]]:
        texts: dict[int, str] = {}
        listed = [
            ((*_order(result, texts), check, str(root)), (check, root), result)
            for check, groups in self._found.items()
            for root, group in groups.items()
            for result in group
        ]
        listed.sort(key=lambda entry: entry[0])
        return [(place, result) for _, place, result in listed]

    def replaced(self, fresh: Mapping[str, tuple[Collection[Term] | None, Groups]]) -> Recheck:
        """Put new results in the place of old ones.

        Costs what is replaced, not what is kept.

        Args:
            fresh: Name of a check → the target nodes that were checked again (None for all), and
                the results that they lead to now.

        Returns:
            The new report, and how it differs from this one.
        """
        found = dict(self._found)
        came: list[Result] = []
        went: list[Result] = []
        for check, (roots, groups) in fresh.items():
            before = found.get(check, {})
            after: dict[Term, tuple[Result, ...]] | None = None
            for root in {**before, **groups} if roots is None else roots:
                old, new = before.get(root, ()), groups.get(root, ())
                if old == new:
                    continue
                if after is None:
                    after = dict(before)
                if new:
                    after[root] = new
                else:
                    del after[root]
                came += _beyond(new, old)
                went += _beyond(old, new)
            if after:
                found[check] = after
            elif after is not None:
                found.pop(check, None)
        report = Report((), self.engines, ())
        report._found = found
        report.counts = _counts((r.severity for r in came), self.counts, (r.severity for r in went))
        return Recheck(report, _in_order(came), _in_order(went))

    @property
    def conforms(self) -> bool:
        """Tell whether there is no result of severity sh:Violation."""
        return self.counts["Violation"] == 0

    def to_quads(self, graph: ox.NamedNode) -> Iterator[ox.Quad]:
        """Give the report as ``sh:ValidationReport``, messages and all.

        Names of results are made from what they say, so that the same findings always have the same
        names. ``sh:conforms`` here is the W3C's: false if there is any result.

        Args:
            graph: Where the quads go.
        """
        return to_quads(self, graph)

    def names(self) -> list[str]:
        """Give the IRI of each result, in order."""
        return result_names(self)


@dataclass(frozen=True)
class Recheck:
    """What a change of the data did to a report.

    Attributes:
        report: After the change.
        added: Results that came, in the order of a report.
        removed: Results that went, in the order of a report.
    """

    report: Report
    added: tuple[Result, ...]
    removed: tuple[Result, ...]


def grouped(found: Iterable[Found]) -> dict[Term, tuple[Result, ...]]:
    """Put the results of one check together by target node."""
    groups: dict[Term, list[Result]] = {}
    for root, result in found:
        groups.setdefault(root, []).append(result)
    return {root: _in_order(group) for root, group in groups.items()}


def _in_order(results: list[Result]) -> tuple[Result, ...]:
    return tuple(results if len(results) < 2 else sorted(results, key=lambda r: r.key))


def _beyond(results: tuple[Result, ...], others: tuple[Result, ...]) -> Iterator[Result]:
    """Give the results that ``others`` does not have, or not as many times."""
    left = Counter(r.key for r in others)
    for result in results:
        if left[result.key]:
            left[result.key] -= 1
        else:
            yield result


def _order(result: Result, texts: dict[int, str]) -> tuple[str, ...]:
    """Give what orders results as their keys do; ``texts`` remembers messages that many share."""
    wording = texts.get(id(result.messages))
    if wording is None:
        wording = "\0".join(result.key[7:])
        texts[id(result.messages)] = wording
    return (
        str(result.focus),
        result.node_shape,
        result.source_shape,
        result.path or "",
        result.component,
        "" if result.value is None else str(result.value),
        result.severity,
        wording,
    )


def _counts(
    came: Iterable[str], before: Mapping[str, int] | None = None, went: Iterable[str] = ()
) -> Mapping[str, int]:
    counts = Counter(before or dict.fromkeys(SEVERITIES, 0))
    counts.update(severity.removeprefix(SH) for severity in came)
    counts.subtract(severity.removeprefix(SH) for severity in went)
    return MappingProxyType({n: c for n, c in counts.items() if c or n in SEVERITIES})
