"""Finding: the evidence joined partner by partner, weighed and ranked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue
from perms_graph.compliance import State
from perms_graph.labels import labels
from perms_graph.openings.evidence import Asker, Evidence, gather
from perms_graph.openings.model import (
    Candidate,
    Caution,
    Fit,
    Kind,
    Openings,
    Overlap,
    Reason,
    Terms,
)
from perms_graph.openings.points import Points, read_points
from perms_graph.openings.words import in_words
from perms_graph.store import Dataset, Table, Term

FITS: Final = 3
"""How many mechanisms are proposed to a candidate."""


def find_openings(
    dataset: Dataset,
    catalogue: Catalogue,
    *,
    objective: str,
    member: str | None = None,
    purpose: str | None = None,
    day: dt.date,
) -> Openings:
    """Rank the partners who could fill a gap, and find the work that they should join.

    Points of reasons are added; a reason that counts facts gives so many points each, up to a
    limit, and one that is a share gives that share of its limit. The weights are read from the
    register. What is not known to be in force counts as a fact and is told apart; what had not
    begun on the day counts for nothing.

    Args:
        dataset: A built register.
        catalogue: The stored questions, with the family ``openings``.
        objective: IRI of a goal, objective, focus area or goal of a framework.
        member: IRI of the Member whose gap it is; None for the objective as a whole.
        purpose: IRI of the kind of support wanted; None for any.
        day: Day to judge from.

    Returns:
        Every partner with at least one reason, and the overlaps. An IRI of which nothing is
        recorded gives neither.

    Raises:
        PointsError: A weight is missing, negative or no number.

    Source:
        PERMS, part 3, for looking for partners from gaps; principle (c) for joining what is under
        way. The reasons and their weights are ours.
    """
    ask = Asker(dataset, catalogue, day)
    points = read_points(dataset, catalogue)
    found = gather(ask, objective, member, purpose)
    fits = _fits(ask, found, purpose)
    cautions = _cautions(ask("principles_partners_depart_from", ask.day))
    candidates = []
    for partner in found.partners_with_reasons:
        reasons = _reasons(found, partner, points)
        if not reasons:
            continue
        candidates.append(
            Candidate(
                partner,
                found.types.get(partner),
                sum((r.points for r in reasons), Decimal(0)),
                reasons,
                fits.get(partner, ()),
                cautions.get(partner, ()),
                found.at_work.get(partner),
            )
        )
    names = labels(dataset, (c.partner for c in candidates), "en")
    candidates.sort(key=lambda c: (-c.points, names[c.partner].text.casefold(), c.partner))
    used = {f.mechanism for c in candidates for f in c.mechanisms}
    return Openings(
        objective,
        member,
        purpose,
        day,
        found.anchor,
        found.near,
        tuple(candidates),
        _overlaps(ask, found.anchor, member),
        {m: t for m, t in _terms(ask("terms_of_mechanisms")).items() if m in used},
    )


def _reasons(found: Evidence, partner: str, points: Mapping[Kind, Points]) -> tuple[Reason, ...]:
    reasons = []
    for kind in Kind:
        witnesses = found.witnesses(kind, partner)
        part, whole = found.share(kind, partner)
        if part:
            worth = points[kind].of_share(part, whole)
            words = in_words(kind, (), part=part, whole=whole)
        elif witnesses:
            worth = points[kind].of_facts(len({w.thing for w in witnesses}))
            words = in_words(kind, witnesses, member=found.member is not None)
        else:
            continue
        reasons.append(Reason(kind, worth, words, witnesses, found.behind(kind, partner)))
    return tuple(reasons)


def _fits(ask: Asker, found: Evidence, purpose: str | None) -> dict[str, tuple[Fit, ...]]:
    """Choose mechanisms: those the candidate has used, then those that its type has.

    With a kind of support, only mechanisms that have carried it.
    """
    suits: set[str] | None = None
    if purpose is not None:
        table = ask("mechanisms_for_support", ask.day, purpose=purpose)
        suits = {row["mechanism"].value for row in table}
    by_partner = _used(ask("mechanisms_used_by_partners", ask.day), "partner", suits)
    by_type = _used(ask("mechanisms_used_by_partner_types", ask.day), "partner_type", suits)
    chosen = {}
    for partner in found.partners_with_reasons:
        own = [Fit(m, n, by_type=False) for m, n in by_partner.get(partner, ())]
        known = {f.mechanism for f in own}
        kind = found.types.get(partner, "")
        other = [Fit(m, n, by_type=True) for m, n in by_type.get(kind, ()) if m not in known]
        chosen[partner] = tuple([*own, *other][:FITS])
    return chosen


def _used(table: Table, by: str, suits: set[str] | None) -> dict[str, list[tuple[str, int]]]:
    used: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in table:
        mechanism = row["mechanism"].value
        if suits is None or mechanism in suits:
            used[row[by].value].append((mechanism, int(row["agreements"].value)))
    return used


def _cautions(table: Table) -> dict[str, tuple[Caution, ...]]:
    found: dict[str, list[Caution]] = defaultdict(list)
    for row in table:
        state = State(row["verdict"].value.rpartition("/")[2])
        found[row["partner"].value].append(
            Caution(row["partnership"].value, row["principle"].value, state)
        )
    return {partner: tuple(cautions) for partner, cautions in found.items()}


def _overlaps(ask: Asker, anchor: str, member: str | None) -> tuple[Overlap, ...]:
    joined: dict[str, set[str]] = defaultdict(set)
    for row in ask("initiatives_to_join", objective=anchor):
        joined[row["initiative"].value] |= _present(row.get("partnership"))
    overlaps = [
        Overlap(thing, True, tuple(sorted(found)), None, (), ())
        for thing, found in sorted(joined.items())
    ]
    rows: dict[str, list[dict[str, Term]]] = defaultdict(list)
    for row in ask("partnerships_to_join", ask.day, objective=anchor):
        rows[row["partnership"].value].append(row)
    partnerships = [_partnership(thing, found) for thing, found in rows.items()]
    partnerships = [
        o for o in partnerships if member is None or not o.members or member in o.members
    ]
    # What surely is in force first; of equals, what names the Member before what names none.
    partnerships.sort(key=lambda o: (o.in_force != "yes", not o.members, o.thing))
    return (*overlaps, *partnerships)


def _partnership(thing: str, rows: Sequence[dict[str, Term]]) -> Overlap:
    def several(column: str) -> tuple[str, ...]:
        return tuple(sorted({row[column].value for row in rows if column in row}))

    in_force = "yes" if any(row["in_force"].value == "yes" for row in rows) else "not known"
    return Overlap(
        thing, False, several("agreement"), in_force, several("member"), several("mechanism")
    )


def _present(term: Term | None) -> set[str]:
    return set() if term is None else {term.value}


def _terms(rows: Iterable[dict[str, Term]]) -> dict[str, Terms]:
    texts: dict[str, dict[str, dict[str, str]]] = defaultdict(
        lambda: {"definition": {}, "legal_nature": {}}
    )
    for row in rows:
        text = row["text"]
        if isinstance(text, ox.Literal):
            texts[row["mechanism"].value][row["aspect"].value].setdefault(
                text.language or "", text.value
            )
    return {m: Terms(t["definition"], t["legal_nature"]) for m, t in texts.items()}
