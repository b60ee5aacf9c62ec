"""Does the ranking of openings find what really happened? Each real agreement is hidden in turn.

    python -m benchmarks.openings                  # the shipped register; a few minutes
    python -m benchmarks.openings --with-support   # gaps also by kind of support; longer
    python -m benchmarks.openings --as-it-stood    # only what had begun before the hidden agreement

For each agreement with a partner and an objective: its statements leave the register as ``perms``
would take them back (all that is stated of it or points to it, its sums, its partnership if it has
no other agreement, and every inference and date that rested on them). Then openings are asked for
each of its objectives and each Member that it names (or no Member), and each of its partners is
looked up in the ranking. Its other partners are passed over meanwhile. Ties count as the mean over
all orders, for every method alike, so that no method gains by the alphabet.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.gaps import day_term
from perms_graph.namespaces import GRAPH
from perms_graph.openings import Kind, Openings, find_openings
from perms_graph.reasoning import close_ontology, compile_rules, retract
from perms_graph.reasoning.recording import Journal
from perms_graph.reasoning.rules import RuleSet
from perms_graph.register import Register, inputs
from perms_graph.resources import shipped
from perms_graph.store import Dataset
from perms_graph.store.loading import parse

DAY: Final = dt.date(2026, 6, 30)
FIRST: Final = 10
"""The n of hits@n."""

OFFERS: Final = frozenset({Kind.OFFERS_WORK, Kind.OFFERS_SUPPORT})
"""What partners are recorded as offering: mostly read from the page about the hidden agreement."""

_OURS: Final = ("inferred", "derived", "shapes", "report", "catalogue")

Score = Callable[[str], float]
"""Partner → how well it is placed; more is better."""


@dataclass(frozen=True)
class Hidden:
    """An agreement to hide, and what is asked then."""

    agreement: str
    partners: tuple[str, ...]
    objectives: tuple[str, ...]
    members: tuple[str | None, ...]
    purposes: tuple[str, ...]
    renewed: bool
    starts: dt.date | None


@dataclass(frozen=True)
class Found:
    """How one method placed one partner of a hidden agreement: means over the gaps asked."""

    reciprocal: float
    hit: float


def expected(scores: Mapping[str, float], wanted: str, passed: Collection[str]) -> Found:
    """Give reciprocal rank and hit of a partner, expected over all orders of equals.

    Args:
        scores: Every partner that could be named → its score.
        wanted: The partner looked for.
        passed: Partners of the same agreement, which are passed over.
    """
    mine = scores[wanted]
    others = [s for p, s in scores.items() if p != wanted and p not in passed]
    above = sum(s > mine for s in others)
    places = range(above + 1, above + 2 + sum(s == mine for s in others))
    return Found(
        sum(1 / place for place in places) / len(places),
        sum(place <= FIRST for place in places) / len(places),
    )


def hidden_agreements(dataset: Dataset) -> list[Hidden]:
    """List the agreements that can be hidden: those with a partner and an objective."""
    table = dataset.select(
        """
        SELECT ?agreement ?partner ?objective ?member ?purpose ?kin ?starts WHERE {
          ?agreement a perms:Agreement ; perms:hasPartner ?partner .
          ?agreement perms:servesGoal|perms:servesObjective ?objective .
          OPTIONAL { ?agreement perms:benefits ?member }
          OPTIONAL { ?agreement perms:hasPurpose ?purpose }
          OPTIONAL { ?agreement perms:hasPredecessor|^perms:hasPredecessor ?kin }
          OPTIONAL { ?agreement perms:earliestStart ?starts }
        }
        """
    )
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in table:
        for column, term in row.items():
            found[row["agreement"].value][column].add(term.value)
    return [
        Hidden(
            agreement,
            tuple(sorted(columns["partner"])),
            tuple(sorted(columns["objective"])),
            tuple(sorted(columns["member"])) or (None,),
            tuple(sorted(columns["purpose"])),
            bool(columns["kin"]),
            min((dt.date.fromisoformat(day) for day in columns["starts"]), default=None),
        )
        for agreement, columns in sorted(found.items())
    ]


@contextmanager
def hidden(dataset: Dataset, rules: RuleSet, agreement: str) -> Iterator[None]:
    """Take an agreement out of a register for a while; it is put back whole."""
    journal = Journal(dataset)
    things = [ox.NamedNode(agreement), *_only_through(dataset, agreement)]
    about = {
        q
        for thing in things
        for pattern in ((thing, None, None, None), (None, None, thing, None))
        for q in dataset.store.quads_for_pattern(*pattern)
    }
    ours = {GRAPH + name for name in _OURS}
    stated = [
        q
        for q in about
        if isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value not in ours
    ]
    derived = [
        q
        for q in about
        if isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value == GRAPH + "derived"
    ]
    try:
        journal.remove(stated)
        retract(dataset, rules, [q.triple for q in stated], journal=journal)
        journal.remove(derived)
        journal.remove(ox.Quad(q.subject, q.predicate, q.object) for q in derived)
        yield
    finally:
        journal.undo()


def _only_through(dataset: Dataset, agreement: str) -> list[ox.NamedNode]:
    """Give what is there only because of an agreement: its sums, a partnership without others."""
    table = dataset.select(
        """
        SELECT DISTINCT ?thing WHERE {
          { ?agreement perms:hasAmount ?thing }
          UNION { ?thing perms:underAgreement ?agreement }
          UNION { ?thing perms:formalisedBy ?agreement
                  MINUS { SELECT DISTINCT ?thing WHERE {
                    ?thing perms:formalisedBy ?other FILTER (?other != ?agreement) } } }
        }
        """,
        {"agreement": ox.NamedNode(agreement)},
    )
    return [row["thing"] for row in table if isinstance(row["thing"], ox.NamedNode)]


def counts(dataset: Dataset, objective: str | None, day: dt.date) -> Counter[str]:
    """Count the agreements of each partner that had not surely begun after a day.

    Args:
        dataset: The register.
        objective: Only agreements that serve it; None for all.
        day: Later agreements are left out, as the openings leave them out.
    """
    serves = f"?agreement perms:serves {ox.NamedNode(objective)} ." if objective else ""
    table = dataset.select(
        f"""
        SELECT ?partner (COUNT(DISTINCT ?agreement) AS ?n) WHERE {{
          ?agreement a perms:Agreement ; perms:hasPartner ?partner . {serves}
          OPTIONAL {{ ?agreement perms:earliestStart ?not_before }}
          FILTER (!COALESCE(?day < ?not_before, false))
        }} GROUP BY ?partner
        """,
        {"day": day_term(day)},
    )
    return Counter({row["partner"].value: int(row["n"].value) for row in table})


def scores_of(openings: Openings, left_out: Collection[Kind]) -> dict[str, float]:
    """Give each candidate's points, without some kinds of reasons."""
    return {
        c.partner: float(sum(r.points for r in c.reasons if r.kind not in left_out))
        for c in openings.candidates
    }


def methods(
    register: Register,
    gap: tuple[str, str | None, str | None],
    variants: Mapping[str, frozenset[Kind]],
    day: dt.date,
) -> dict[str, dict[str, float]]:
    """Score all partners for a gap by every method; a partner not named by one has 0."""
    dataset = register.dataset
    objective, member, purpose = gap
    openings = find_openings(
        dataset, register.catalogue, objective=objective, member=member, purpose=purpose, day=day
    )
    found = {name: scores_of(openings, left) for name, left in variants.items()}
    found["popularity"] = dict(counts(dataset, None, day))
    found["popularity on the objective"] = dict(counts(dataset, objective, day))
    found["random"] = {}
    partners = dataset.select("SELECT ?partner WHERE { ?partner a perms:Partner }")
    everyone = [row["partner"].value for row in partners]
    return {name: {p: float(given.get(p, 0)) for p in everyone} for name, given in found.items()}


@dataclass(frozen=True)
class Placing:
    """How every method placed one partner of one hidden agreement."""

    case: Hidden
    partner: str
    others: int
    found: Mapping[str, Found]

    @property
    def odd(self) -> bool:
        """Whether the agreement's number is odd: which half it belongs to."""
        return int(self.case.agreement.rpartition("-")[2]) % 2 == 1


def run(
    register: Register,
    rules: RuleSet,
    cases: Iterable[Hidden],
    variants: Mapping[str, frozenset[Kind]],
    *,
    with_support: bool = False,
    as_it_stood: bool = False,
) -> list[Placing]:
    """Hide each agreement in turn and place its partners.

    Args:
        register: Left as it was.
        rules: What it was reasoned with.
        cases: The agreements to hide.
        variants: Name → reasons to leave out.
        with_support: Ask also for each kind of support that the agreement brings.
        as_it_stood: Ask on the day before the agreement can have begun, so that nothing which began
            later helps; agreements without a known start are passed over.
    """
    placings = []
    for case in cases:
        day = DAY
        if as_it_stood:
            if case.starts is None:
                continue
            day = case.starts - dt.timedelta(days=1)
        purposes = case.purposes if with_support else (None,)
        gaps = [(o, m, p) for o in case.objectives for m in case.members for p in purposes]
        with hidden(register.dataset, rules, case.agreement):
            scored = [methods(register, gap, variants, day) for gap in gaps]
            others = counts(register.dataset, None, day)
        for partner in case.partners:
            passed = set(case.partners) - {partner}
            found: dict[str, Found] = {}
            for name in scored[0]:
                each = [expected(s[name], partner, passed) for s in scored]
                found[name] = Found(
                    sum(f.reciprocal for f in each) / len(each),
                    sum(f.hit for f in each) / len(each),
                )
            placings.append(Placing(case, partner, others[partner], found))
    return placings


def table(placings: Sequence[Placing], names: Sequence[str]) -> str:
    """Lay out MRR and hits@10 of methods, as Markdown."""
    groups: list[tuple[str, list[Placing]]] = [
        ("all", list(placings)),
        ("new relation", [p for p in placings if not p.case.renewed]),
        ("partner known", [p for p in placings if p.others]),
        ("partner unknown", [p for p in placings if not p.others]),
    ]
    lines = [
        "| ranking | " + " | ".join(f"{n} ({len(g)})" for n, g in groups) + " |",
        "| --- |" + " ---: |" * len(groups),
    ]
    for name in names:
        cells = [_cell([p.found[name] for p in g]) for _, g in groups]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(found: Sequence[Found]) -> str:
    if not found:
        return "–"
    mrr = sum(f.reciprocal for f in found) / len(found)
    hits = sum(f.hit for f in found) / len(found)
    return f"{mrr:.3f} / {hits:.0%}"


def prepared() -> tuple[Register, RuleSet]:
    """Build the shipped register in memory, with the rules it was reasoned with."""
    resources = shipped()
    schema = [q.triple for p in inputs(resources).ontology for q in parse(p)]
    return Register.in_memory(resources), compile_rules(close_ontology(schema))


VARIANTS: Final[Mapping[str, frozenset[Kind]]] = {
    "openings, offers left out": OFFERS,
    "openings, as published": frozenset(),
}


def main() -> None:
    """Run it and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--with-support", action="store_true")
    parser.add_argument("--as-it-stood", action="store_true")
    parser.add_argument("--ablate", action="store_true", help="also leave out each reason in turn")
    given = parser.parse_args()
    register, rules = prepared()
    cases = hidden_agreements(register.dataset)
    variants = dict(VARIANTS)
    if given.ablate:
        variants |= {f"… and without {k.value}": OFFERS | {k} for k in Kind if k not in OFFERS}
    placings = run(
        register,
        rules,
        cases,
        variants,
        with_support=given.with_support,
        as_it_stood=given.as_it_stood,
    )
    names = [*variants, "popularity", "popularity on the objective", "random"]
    agreements = len({p.case.agreement for p in placings})
    print(f"{agreements} agreements hidden, {len(placings)} partners looked for.")
    print(f"MRR / hits@{FIRST}.\n")
    for title, chosen in (
        ("All", placings),
        ("Odd numbers (the half that weights were chosen by)", [p for p in placings if p.odd]),
        ("Even numbers (the half to report)", [p for p in placings if not p.odd]),
    ):
        print(f"{title}\n\n{table(chosen, names)}\n")


if __name__ == "__main__":
    main()
