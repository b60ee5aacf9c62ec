"""Contradictions: rules of OWL 2 RL that conclude ``false``, asked as questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import Message, msg
from perms_graph.namespaces import OWL, shorten
from perms_graph.reasoning.axioms import NOTHING, THING, Axioms, Value
from perms_graph.reasoning.membership import Membership, Way
from perms_graph.reasoning.rules import SAME
from perms_graph.store import Dataset, Term

_IN_BOTH: Final = msg("{thing} is in two classes that have nothing in common: {one} and {other}.")
_IN_NONE: Final = msg("{thing} is in a class that can have no members.")
_BOTH_WAYS: Final = msg(
    "{thing} is linked to {value} by two properties that exclude each other: {one} and {other}."
)
_TO_ITSELF: Final = msg("{thing} is linked to itself by {one}, which never does that.")
_AND_BACK: Final = msg(
    "{thing} and {value} are linked both ways by {one}, which goes one way only."
)
_SAME_AND_NOT: Final = msg("{thing} and {value} are said to be the same, and not to be.")
_TWO_VALUES: Final = msg("{thing} has two values for {one}, which takes one: {value} and {other}.")
_DENIED: Final = msg("{thing} is linked to {value} by {one}, and this is denied elsewhere.")


@dataclass(frozen=True)
class Inconsistency:
    """Two statements that cannot both be true.

    Attributes:
        rule: Name in OWL 2 Profiles, for instance ``cax-dw``.
        thing: What they are about.
        message: What is wrong.
    """

    rule: str
    thing: Term
    message: Message


def inconsistencies(dataset: Dataset, closed: Iterable[ox.Triple]) -> list[Inconsistency]:
    """Find what contradicts the ontology.

    Args:
        dataset: Materialised: memberships that are inferred count.
        closed: What ``close_ontology`` gave.

    Returns:
        One finding per thing and axiom, in order of the thing; none if all is consistent.
    """
    axioms = Axioms(closed)
    found = []
    for check in _checks(axioms):
        for row in dataset.select(check.query):
            thing, value = row["thing"], row.get("value")
            names: dict[str, object] = {"thing": _name(thing), **check.names}
            if value is not None:
                names["value"] = _name(value)
            if "other" in row:
                names["other"] = _name(row["other"])
            found.append(Inconsistency(check.rule, thing, replace(check.sentence, values=names)))
    return sorted(
        _without_repeats(found),
        key=lambda i: (str(i.thing), i.rule, str(i.message)),
    )


@dataclass(frozen=True)
class _Check:
    rule: str
    sentence: Message
    names: dict[str, object]
    query: str


def _checks(axioms: Axioms) -> Iterator[_Check]:
    yield from _class_checks(axioms)
    yield from _property_checks(axioms)
    yield from _sameness_checks(axioms)


def _class_checks(axioms: Axioms) -> Iterator[_Check]:
    yield _check("cls-nothing2", _IN_NONE, {}, f"?thing a {NOTHING} .")
    pairs: list[tuple[str, Value, Value]]
    pairs = [("cax-dw", a, b) for a, b in axioms.pairs(OWL + "disjointWith")]
    pairs += [("cls-com", a, b) for a, b in axioms.pairs(OWL + "complementOf")]
    for group in axioms.typed(OWL + "AllDisjointClasses"):
        for head in axioms.values(group, OWL + "members"):
            pairs += [("cax-adc", a, b) for a, b in combinations(axioms.items(head), 2)]
    seen: set[frozenset[Value]] = set()
    members = Membership(axioms)
    for rule, one, other in pairs:
        pair = frozenset({one, other})
        if pair in seen or THING in pair or NOTHING in pair:
            continue
        seen.add(pair)
        names: dict[str, object] = {"one": _name(one), "other": _name(other)}
        for left in members.ways(one, "?thing"):
            for right in members.ways(other, "?thing"):
                yield _check(rule, _IN_BOTH, names, _where(left + right))


def _property_checks(axioms: Axioms) -> Iterator[_Check]:
    atom = Membership(axioms).atom
    pairs: list[tuple[str, Value, Value]]
    pairs = [("prp-pdw", a, b) for a, b in axioms.pairs(OWL + "propertyDisjointWith")]
    for group in axioms.typed(OWL + "AllDisjointProperties"):
        for head in axioms.values(group, OWL + "members"):
            pairs += [("prp-adp", a, b) for a, b in combinations(axioms.items(head), 2)]
    for rule, one, other in pairs:
        way = Way((atom(one, "?thing", "?value"), atom(other, "?thing", "?value")))
        yield _check(
            rule, _BOTH_WAYS, {"one": _name(one), "other": _name(other)}, _where(way), "?value"
        )
    for prop in axioms.typed(OWL + "IrreflexiveProperty"):
        way = Way((atom(prop, "?thing", "?thing"),))
        yield _check("prp-irp", _TO_ITSELF, {"one": _name(prop)}, _where(way))
    for prop in axioms.typed(OWL + "AsymmetricProperty"):
        way = Way((atom(prop, "?thing", "?value"), atom(prop, "?value", "?thing")))
        once = Way(way.atoms, ("STR(?thing) <= STR(?value)",))
        yield _check("prp-asyp", _AND_BACK, {"one": _name(prop)}, _where(once), "?value")
    for prop in axioms.typed(OWL + "FunctionalProperty"):
        way = Way(
            (atom(prop, "?thing", "?value"), atom(prop, "?thing", "?other")),
            ("isLiteral(?value)", "isLiteral(?other)", "STR(?value) < STR(?other)"),
        )
        yield _check("prp-fp", _TWO_VALUES, {"one": _name(prop)}, _where(way), "?value ?other")


def _sameness_checks(axioms: Axioms) -> Iterator[_Check]:
    same = f"?thing {SAME} ?value ."
    once = "FILTER (STR(?thing) < STR(?value))"
    different = f"<{OWL}differentFrom>"
    yield _check(
        "eq-diff1",
        _SAME_AND_NOT,
        {},
        f"{same} {{ ?thing {different} ?value }} UNION {{ ?value {different} ?thing }} {once}",
        "?value",
    )
    for group in axioms.typed(OWL + "AllDifferent"):
        for word in ("members", "distinctMembers"):
            for head in axioms.values(group, OWL + word):
                terms = " ".join(str(t) for t in axioms.items(head))
                listed = f"VALUES ?thing {{ {terms} }} VALUES ?value {{ {terms} }}"
                yield _check("eq-diff2", _SAME_AND_NOT, {}, f"{listed} {same} {once}", "?value")
    for denial, start in axioms.pairs(OWL + "sourceIndividual"):
        for prop in axioms.values(denial, OWL + "assertionProperty"):
            for word in ("targetIndividual", "targetValue"):
                for end in axioms.values(denial, OWL + word):
                    where = f"VALUES (?thing ?value) {{ ({start} {end}) }} ?thing {prop} ?value ."
                    yield _check("prp-npa", _DENIED, {"one": _name(prop)}, where, "?value")


def _check(
    rule: str, sentence: Message, names: dict[str, object], where: str, more: str = ""
) -> _Check:
    return _Check(rule, sentence, names, f"SELECT DISTINCT ?thing {more} WHERE {{ {where} }}")


def _where(way: Way) -> str:
    patterns = [" ".join(atom) + " ." for atom in way.atoms]
    return " ".join(patterns + [f"FILTER ({text})" for text in way.filters])


def _without_repeats(found: Iterable[Inconsistency]) -> Iterator[Inconsistency]:
    seen: set[tuple[str, str, str]] = set()
    for one in found:
        key = (one.rule, str(one.thing), str(one.message))
        if key not in seen:
            seen.add(key)
            yield one


def _name(term: object) -> object:
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    if isinstance(term, ox.BlankNode):
        return msg("a nameless class or thing")
    return term.value if isinstance(term, ox.Literal) else str(term)
