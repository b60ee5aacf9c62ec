"""Our own rules: what a stored CONSTRUCT computes goes to ``graph:derived``.

The rules are files, one a rule, so that a reader who knows SPARQL can check each against the model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import GRAPH, ORG, PERMS, RDF
from perms_graph.reasoning.materialising import withdraw
from perms_graph.reasoning.recording import Journal
from perms_graph.reasoning.rules import quad
from perms_graph.store import Dataset
from perms_graph.store.loading import APART
from perms_graph.store.tokens import tokens

Progress = Callable[[str, int, int], None]

DERIVED: Final = GRAPH + "derived"

Thing = ox.NamedNode | ox.BlankNode

_THINGS: Final = "# [[things]]"
"""Where a rule lists the things to look at, when it need not look at all."""

_FOLDER: Final = Path(__file__).resolve().parent / "derivation"
_ORDER: Final = ("starts_from_dates", "starts_from_status", "ends_from_dates", "ends_from_status")
_BOUNDED: Final = frozenset({PERMS + "Agreement", PERMS + "Contribution", ORG + "Membership"})
_READ: Final = frozenset(
    PERMS + name
    for name in ("startsOn", "endsOn", "signedOn", "dateKind", "statedStatus", "earliestStart")
)
_FIELD: Final = re.compile(r"#\+\s+(?:([a-z]+)\.(en|fr):)?\s*(.*)")


@dataclass(frozen=True)
class Derivation:
    """One of our rules.

    Attributes:
        name: Name of its file without suffix.
        header: ``title``, ``reading`` and ``source``, each by language (``en``, ``fr``).
        text: A CONSTRUCT.
    """

    name: str
    header: dict[str, dict[str, str]]
    text: str

    @property
    def insert(self) -> str:
        """The rule as an update into ``graph:derived`` and the default graph."""
        before, template, after = _split(self.text)
        return f"{before}INSERT {{ {template} GRAPH <{DERIVED}> {{ {template} }} }}{after}"

    def narrow(self, things: Iterable[ox.NamedNode]) -> str:
        """Write the rule for some things alone."""
        listed = " ".join(str(t) for t in things)
        return self.text.replace(_THINGS, f"VALUES ?thing {{ {listed} }}")


def derivations() -> tuple[Derivation, ...]:
    """Read our rules, in the order to run them: the second reads what the first gave."""
    found = []
    for name in _ORDER:
        text = (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")
        found.append(Derivation(name, _header(text), text))
    return tuple(found)


def derive(
    dataset: Dataset,
    *,
    things: Collection[Thing] | None = None,
    progress: Progress | None = None,
    journal: Journal | None = None,
) -> int:
    """Compute what our own rules give, from scratch.

    Args:
        dataset: Materialised, with its named graphs. What an earlier run derived is taken out
            first. Afterwards ``graph:derived`` and the default graph hold the first and last
            possible day of each start and end (``xsd:date``).
        things: Only what is derived about these, as ``bounded_by`` gives them after a change; None
            for everything. A thing without a name calls for everything.
        progress: Told ``derive``, rules done, rules in all.
        journal: Told all that is written, so that it can be undone.

    Returns:
        Number of derived triples: about the things, or in all.

    Source:
        docs/model.md, "Dates".
    """
    tell = progress or _silent
    rules = derivations()
    if things is None and journal is None:
        withdraw(dataset, DERIVED)
        for done, rule in enumerate(rules):
            tell("derive", done, len(rules))
            dataset.update(rule.insert)
        tell("derive", len(rules), len(rules))
        return dataset.size(DERIVED)
    return _again(dataset, rules, things, journal or Journal(dataset), tell)


def bounded_by(dataset: Dataset, changed: Iterable[ox.Quad]) -> frozenset[Thing]:
    """Find the things whose bounds a change may move.

    Args:
        dataset: After the change.
        changed: Quads that came or went, in named graphs too: a second source counts though it
            brings no new triple.

    Returns:
        Agreements, contributions and memberships, and perhaps things that are none of them.
    """
    found: set[Thing] = set()
    sources: set[str] = set()
    kinds: set[str] = set()
    for q in changed:
        predicate, subject = q.predicate.value, q.subject
        if not isinstance(subject, Thing):
            continue
        if predicate in _READ or (predicate == RDF + "type" and _is_bounded(q.object)):
            found.add(subject)
        elif predicate == PERMS + "accessedOn" and isinstance(subject, ox.NamedNode):
            sources.add(str(subject))
        elif predicate == PERMS + "countsAsBeginning" and isinstance(subject, ox.NamedNode):
            kinds.add(str(subject))
    ways = []
    if sources:
        graphs = " ".join(sorted(sources))
        ways.append(f"VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?thing perms:statedStatus ?status }}")
    if kinds:
        ways.append(f"VALUES ?kind {{ {' '.join(sorted(kinds))} }} ?thing perms:dateKind ?kind")
    for way in ways:
        column = dataset.select(f"SELECT DISTINCT ?thing WHERE {{ {way} }}").column("thing")
        found |= {t for t in column if isinstance(t, Thing)}
    return frozenset(found)


def _is_bounded(kind: object) -> bool:
    return isinstance(kind, ox.NamedNode) and kind.value in _BOUNDED


def _again(
    dataset: Dataset,
    rules: tuple[Derivation, ...],
    things: Collection[Thing] | None,
    journal: Journal,
    tell: Progress,
) -> int:
    """Replace what is derived: about things, or about all if one of them has no name."""
    named = [t for t in things or () if isinstance(t, ox.NamedNode)]
    whole = things is None or len(named) < len(things)
    old = [
        q
        for thing in ([None] if whole else sorted(named, key=str))
        for q in dataset.store.quads_for_pattern(thing, None, None, ox.NamedNode(DERIVED))
    ]
    journal.remove(old)
    journal.remove(quad(q.triple) for q in old if not _is_stated(dataset, q.triple))
    found: dict[ox.Triple, None] = {}
    for done, rule in enumerate(rules):
        tell("derive", done, len(rules))
        triples = dataset.construct(rule.text if whole else rule.narrow(named))
        journal.add(quad(t, graph) for t in triples for graph in (None, DERIVED))
        found.update(dict.fromkeys(triples))
    tell("derive", len(rules), len(rules))
    return len(found)


def _is_stated(dataset: Dataset, triple: ox.Triple) -> bool:
    quads = dataset.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    names = (q.graph_name for q in quads)
    return any(isinstance(n, ox.NamedNode) and n.value not in APART for n in names)


def _split(text: str) -> tuple[str, str, str]:
    """Give what stands before CONSTRUCT, its template, and what follows."""
    parts = list(tokens(text))
    start = next(t for t in parts if t.kind == "word" and t.text.upper() == "CONSTRUCT")
    braces = [
        t for t in parts if t.kind == "punctuation" and t.text in "{}" and t.start > start.start
    ]
    first, last = braces[0], braces[1]
    return text[: start.start], text[first.start + 1 : last.start].strip(), text[last.start + 1 :]


def _header(text: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    name, language = "", ""
    for line in text.splitlines():
        match = _FIELD.fullmatch(line)
        if match is None:
            break
        if match.group(1):
            name, language = match.group(1), match.group(2)
            found.setdefault(name, {})[language] = match.group(3)
        else:
            found[name][language] += " " + match.group(3)
    return found


def _silent(_stage: str, _done: int, _total: int) -> None:
    return None
