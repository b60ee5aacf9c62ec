"""Judging: stored questions, each asked once for all partnerships, put together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue
from perms_graph.compliance.ledger import Departure, Finding, Ledger, Principle, State, Verdict
from perms_graph.gaps import day_term
from perms_graph.store import Bindable, Dataset, Table, Term

Key = tuple[Term, str]
"""Partnership and principle."""


def judge(dataset: Dataset, catalogue: Catalogue, *, day: dt.date) -> Ledger:
    """Give the verdict on every partnership for every principle.

    The first that applies decides: a departure in force on the day (decided on or before it, and
    not past its last day) → departed from; a result of a substance shape → not met; one of an
    evidence shape → not evidenced; otherwise met. Missing data is never a breach.

    Args:
        dataset: A built register: it reads the shapes and the validation report in it. What is
            recorded counts whenever it was recorded; only departures depend on the day.
        catalogue: The stored questions, with the family ``compliance``.
        day: Day to judge for.

    Returns:
        One verdict for each partnership and each principle that a shape names; none if the dataset
        holds no shapes or no partnership.

    Source:
        PERMS, part 1: agreements « doivent normalement » keep to the principles. That a departure
        needs a decision, and ends, is our reading of « normalement ».
    """

    def ask(name: str, **values: Bindable) -> Table:
        return dataset.select(catalogue.find(name).sparql, values)

    principles = _principles(ask("principles"))
    order = {p.iri: (number, p) for number, p in enumerate(principles)}
    evidence: dict[Key, list[Term]] = defaultdict(list)
    documents: dict[Key, list[Term]] = defaultdict(list)
    for row in ask("evidence_for_principles"):
        evidence[_key(row)].append(row["evidence"])
        if "document" in row:
            documents[_key(row)].append(row["document"])
    findings = _findings(ask("results_behind_verdicts"), ask("checks_of_principles"))
    departures = _departures(ask("departures_in_force", day=day_term(day)))
    verdicts = []
    for row in ask("verdicts", day=day_term(day)):
        partnership, key = row["partnership"], _key(row)
        if isinstance(partnership, ox.Literal):
            continue
        verdicts.append(
            Verdict(
                partnership,
                order[key[1]][1],
                State(row["verdict"].value.rpartition("/")[2]),
                _sorted(evidence[key]),
                _sorted(documents[key]),
                tuple(findings[key]),
                departures.get(key),
            )
        )
    verdicts.sort(key=lambda v: (str(v.partnership), order[v.principle.iri][0]))
    return Ledger(day, principles, tuple(verdicts))


def _key(row: dict[str, Term]) -> Key:
    return row["partnership"], row["principle"].value


def _sorted(things: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(sorted(set(things), key=str))


def _principles(table: Table) -> tuple[Principle, ...]:
    found: dict[str, Principle] = {}
    for row in table:
        texts = {name: term.value for name, term in row.items()}
        iri = texts["principle"]
        found.setdefault(
            iri,
            Principle(
                iri,
                texts.get("letter"),
                texts.get("passage"),
                texts.get("quotes"),
                # What stands before it is about the text, not of it.
                texts.get("translation", "").rpartition("Paraphrase: ")[2] or None,
            ),
        )
    return tuple(found.values())


def _departures(table: Table) -> dict[Key, Departure]:
    found: dict[Key, Departure] = {}
    reasons: dict[Term, dict[str, str]] = defaultdict(dict)
    for row in table:
        reason = row.get("reason")
        if isinstance(reason, ox.Literal):
            reasons[row["departure"]][reason.language or ""] = reason.value
        # The latest decision comes first, and is the one to name.
        found.setdefault(
            _key(row),
            Departure(
                row["departure"],
                row["decided"].value,
                row["expires"].value if "expires" in row else None,
                row.get("decided_by"),
                reasons[row["departure"]],
            ),
        )
    return found


def _findings(results: Table, checks: Table) -> dict[Key, list[Finding]]:
    messages: dict[str, dict[str, str]] = defaultdict(dict)
    for row in checks:
        text = row["message"]
        if isinstance(text, ox.Literal):
            messages[row["shape"].value][text.language or ""] = text.value
    found: dict[Key, list[Finding]] = defaultdict(list)
    for row in results:
        shape = row["shape"].value
        aspect = row["aspect"].value.rpartition("/")[2]
        found[_key(row)].append(
            Finding(row["result"].value, shape, aspect, row.get("value"), messages[shape])
        )
    return found
