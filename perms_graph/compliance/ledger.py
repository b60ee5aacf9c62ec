"""Verdicts: what a person reads, and the same as RDF."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import DCTERMS, EARL, ID, PERMS, RDF, XSD
from perms_graph.store import Term


class State(StrEnum):
    """The four verdicts, gravest first; each is named as its concept in ``id/verdict/``."""

    NOT_MET = "notMet"
    NOT_EVIDENCED = "notEvidenced"
    DEPARTED_FROM = "departedFrom"
    MET = "met"

    @property
    def iri(self) -> str:
        """Give the concept."""
        return f"{ID}verdict/{self.value}"


_OUTCOMES: Final = MappingProxyType(
    {
        State.MET: "passed",
        State.NOT_MET: "failed",
        State.NOT_EVIDENCED: "cantTell",
        # EARL knows no exception that was granted; the test is set aside for now.
        State.DEPARTED_FROM: "inapplicable",
    }
)


@dataclass(frozen=True)
class Principle:
    """A principle that is checked.

    Attributes:
        iri: Its name.
        letter: The letter printed before it, or None.
        passage: IRI of the passage it rests on; None if the strategy is not loaded.
        quotes: The words of that passage, in French as printed; None as for ``passage``.
        translation: What they say in English, in our words; None as for ``passage``.
    """

    iri: str
    letter: str | None
    passage: str | None
    quotes: str | None
    translation: str | None


@dataclass(frozen=True)
class Finding:
    """A validation result that bears on a principle.

    Attributes:
        result: Its IRI in the report graph.
        shape: IRI of the shape that found it.
        aspect: ``evidence`` (there is nothing to judge by) or ``substance`` (it is not upheld).
        value: The provision at fault; None if something is missing.
        messages: Language → what to do.
    """

    result: str
    shape: str
    aspect: str
    value: Term | None
    messages: Mapping[str, str]


@dataclass(frozen=True)
class Departure:
    """A departure in force.

    Attributes:
        iri: Its name.
        decided: Day of the decision, as written.
        expires: Its last day, or None.
        decided_by: The body that decided, or None if nobody recorded it.
        reasons: Language → why.
    """

    iri: Term
    decided: str
    expires: str | None
    decided_by: Term | None
    reasons: Mapping[str, str]


@dataclass(frozen=True)
class Verdict:
    """Where one partnership stands on one principle.

    Attributes:
        partnership: The partnership.
        principle: The principle, with its passage.
        state: The verdict.
        evidence: Provisions and links recorded for the principle, in IRI order.
        documents: What the provisions are quoted from, in IRI order.
        findings: The results behind the verdict, substance before evidence. Where a departure
            answers them they are still here.
        departure: The departure in force, the latest decided if there are several; or None.
    """

    partnership: ox.NamedNode | ox.BlankNode
    principle: Principle
    state: State
    evidence: tuple[Term, ...]
    documents: tuple[Term, ...]
    findings: tuple[Finding, ...]
    departure: Departure | None


@dataclass(frozen=True)
class Ledger:
    """All verdicts of a day.

    Attributes:
        day: The day judged for.
        principles: In the order of the text: b to f, then the one without a letter.
        verdicts: By partnership, then in the order of ``principles``.
    """

    day: dt.date
    principles: tuple[Principle, ...]
    verdicts: tuple[Verdict, ...]

    @cached_property
    def counts(self) -> Mapping[tuple[str, State], int]:
        """Partnerships by (IRI of the principle, state); every pair is there, 0 included."""
        found = Counter((v.principle.iri, v.state) for v in self.verdicts)
        return MappingProxyType(
            {(p.iri, s): found[p.iri, s] for p in self.principles for s in State}
        )

    @cached_property
    def by_partnership(self) -> Mapping[Term, tuple[Verdict, ...]]:
        """Partnership → its verdicts, in the order of the principles."""
        found: dict[Term, list[Verdict]] = {}
        for verdict in self.verdicts:
            found.setdefault(verdict.partnership, []).append(verdict)
        return MappingProxyType({p: tuple(v) for p, v in found.items()})

    def to_quads(self, graph: ox.NamedNode) -> Iterator[ox.Quad]:
        """Give the ledger as W3C EARL assertions with our verdicts beside them.

        Names are made from partnership, principle and day: the same verdict has the same name.

        Args:
            graph: Where the quads go.
        """
        if not self.verdicts:
            return
        for predicate, value in (
            (_TYPE, _earl("Software")),
            (_TYPE, _earl("Assertor")),
            (ox.NamedNode(DCTERMS + "title"), ox.Literal("perms_graph")),
        ):
            yield ox.Quad(_SOFTWARE, predicate, value, graph)
        day = ox.Literal(self.day.isoformat(), datatype=ox.NamedNode(XSD + "date"))
        for verdict in self.verdicts:
            for triple in _triples(verdict, day):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _earl(name: str) -> ox.NamedNode:
    return ox.NamedNode(EARL + name)


_TYPE: Final = ox.NamedNode(RDF + "type")
_SOFTWARE: Final = ox.NamedNode(ID + "software/perms-graph")
_SOURCE: Final = ox.NamedNode(DCTERMS + "source")
_DATE: Final = ox.NamedNode(DCTERMS + "date")


def _triples(verdict: Verdict, day: ox.Literal) -> Iterator[ox.Triple]:
    parts = (str(verdict.partnership), verdict.principle.iri, day.value)
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]
    node = ox.NamedNode(f"{ID}judgement/{digest}")
    result = ox.NamedNode(f"{ID}outcome/{digest}")
    yield ox.Triple(node, _TYPE, ox.NamedNode(PERMS + "Verdict"))
    yield ox.Triple(node, _TYPE, _earl("Assertion"))
    yield ox.Triple(node, _earl("subject"), verdict.partnership)
    yield ox.Triple(node, _earl("test"), ox.NamedNode(verdict.principle.iri))
    yield ox.Triple(node, _earl("assertedBy"), _SOFTWARE)
    yield ox.Triple(node, _earl("mode"), _earl("automatic"))
    yield ox.Triple(node, _earl("result"), result)
    yield ox.Triple(result, _TYPE, _earl("TestResult"))
    yield ox.Triple(result, _earl("outcome"), _earl(_OUTCOMES[verdict.state]))
    yield ox.Triple(result, _DATE, day)
    yield ox.Triple(node, ox.NamedNode(PERMS + "verdict"), ox.NamedNode(verdict.state.iri))
    if verdict.principle.passage is not None:
        yield ox.Triple(node, _SOURCE, ox.NamedNode(verdict.principle.passage))
    relied: list[Term] = [*verdict.evidence, *verdict.documents]
    relied += [ox.NamedNode(f.result) for f in verdict.findings]
    if verdict.departure is not None:
        relied.append(verdict.departure.iri)
    for thing in dict.fromkeys(relied):
        yield ox.Triple(node, ox.NamedNode(PERMS + "reliesOn"), thing)
