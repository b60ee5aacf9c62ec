"""From axioms to rules: each construct of OWL 2 RL that the ontology uses becomes patterns.

Names of rules are those of OWL 2 Profiles (second edition), section 4.3, tables 4 to 7. Rules about
the schema itself (table 9) have been run by ``owlrl``; rules that conclude ``false`` are queries
(see ``contradictions``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import msg
from perms_graph.namespaces import OWL, RDFS
from perms_graph.reasoning.axioms import THING, Axioms, Node, OntologyError, Value, written
from perms_graph.reasoning.membership import Membership, Way
from perms_graph.reasoning.noise import is_noise
from perms_graph.reasoning.rules import SAME, A, Atom, Rule, RuleSet, order

_UNREAD: Final = (OWL + "hasKey",)


def compile_rules(closed: Iterable[ox.Triple]) -> RuleSet:
    """Compile a closed ontology into rules over data.

    Args:
        closed: What ``close_ontology`` gave.

    Returns:
        Rules in strata, and the axioms themselves as facts.

    Raises:
        OntologyError: It uses ``owl:hasKey``, or an anonymous class leads back to itself: we do
            not read these, and leaving them out in silence would be wrong.
    """
    triples = sorted(closed, key=str)
    axioms = Axioms(triples)
    for construct in _UNREAD:
        if axioms.pairs(construct):
            raise OntologyError(
                msg("The ontology uses {construct}, which we do not read.", construct=construct)
            )
    compiler = _Compiler(axioms)
    facts = tuple(
        t
        for t in triples
        if not isinstance(t.subject, ox.BlankNode)
        and not isinstance(t.object, ox.BlankNode)
        and not is_noise(t)
    )
    return RuleSet(facts, order(_distinct(compiler.rules())), _EQUALITY)


class _Compiler:
    def __init__(self, axioms: Axioms) -> None:
        self._axioms = axioms
        self._members = Membership(axioms)

    def rules(self) -> Iterator[Rule]:
        yield from self._hierarchy()
        yield from self._properties()
        yield from self._typing()
        yield from self._sameness()
        yield from self._restrictions()
        yield from self._definitions()

    def _hierarchy(self) -> Iterator[Rule]:
        for low, high in self._axioms.direct("subClassOf"):
            yield Rule(
                "cax-sco",
                (written(low, RDFS + "subClassOf", high),),
                ("?x", A, str(high)),
                (("?x", A, str(low)),),
            )
        for low, high in self._axioms.direct("subPropertyOf"):
            yield self._property_rule("prp-spo1", low, RDFS + "subPropertyOf", high)
        for one, other in self._axioms.pairs(RDFS + "subPropertyOf"):
            if isinstance(one, ox.BlankNode) != isinstance(other, ox.BlankNode):
                yield self._property_rule("prp-spo1", one, RDFS + "subPropertyOf", other)

    def _properties(self) -> Iterator[Rule]:
        axioms, atom = self._axioms, self._members.atom
        for one, other in axioms.pairs(OWL + "inverseOf"):
            if isinstance(one, ox.NamedNode):
                forth = (written(one, OWL + "inverseOf", other),)
                not_literal = ("!isLiteral(?y)",)
                there, back = atom(one, "?x", "?y"), atom(other, "?y", "?x")
                yield Rule("prp-inv1", forth, back, (there,), not_literal)
                there, back = atom(other, "?x", "?y"), atom(one, "?y", "?x")
                yield Rule("prp-inv2", forth, back, (there,), not_literal)
        for prop in axioms.typed(OWL + "SymmetricProperty"):
            yield Rule(
                "prp-symp",
                (written(prop, "a", ox.NamedNode(OWL + "SymmetricProperty")),),
                atom(prop, "?y", "?x"),
                (atom(prop, "?x", "?y"),),
                ("!isLiteral(?y)",),
            )
        for prop in axioms.typed(OWL + "TransitiveProperty"):
            yield Rule(
                "prp-trp",
                (written(prop, "a", ox.NamedNode(OWL + "TransitiveProperty")),),
                atom(prop, "?x", "?z"),
                (atom(prop, "?x", "?y"), atom(prop, "?y", "?z")),
            )
        for prop, head in axioms.pairs(OWL + "propertyChainAxiom"):
            steps = axioms.items(head)
            yield Rule(
                "prp-spo2",
                (written(prop, OWL + "propertyChainAxiom", steps),),
                atom(prop, "?x0", f"?x{len(steps)}"),
                tuple(atom(step, f"?x{i}", f"?x{i + 1}") for i, step in enumerate(steps)),
            )

    def _typing(self) -> Iterator[Rule]:
        atom = self._members.atom
        for prop, kind in self._axioms.pairs(RDFS + "domain"):
            for name in self._axioms.names_of(kind):
                source = (written(prop, RDFS + "domain", kind),)
                yield Rule("prp-dom", source, ("?x", A, str(name)), (atom(prop, "?x", "?y"),))
        for prop, kind in self._axioms.pairs(RDFS + "range"):
            for name in self._axioms.names_of(kind):
                yield Rule(
                    "prp-rng",
                    (written(prop, RDFS + "range", kind),),
                    ("?y", A, str(name)),
                    (atom(prop, "?x", "?y"),),
                    ("!isLiteral(?y)",),
                )

    def _sameness(self) -> Iterator[Rule]:
        atom = self._members.atom
        for prop in self._axioms.typed(OWL + "FunctionalProperty"):
            source = (written(prop, "a", ox.NamedNode(OWL + "FunctionalProperty")),)
            yield _same("prp-fp", source, (atom(prop, "?x", "?y"), atom(prop, "?x", "?z")))
        for prop in self._axioms.typed(OWL + "InverseFunctionalProperty"):
            source = (written(prop, "a", ox.NamedNode(OWL + "InverseFunctionalProperty")),)
            yield _same("prp-ifp", source, (atom(prop, "?y", "?x"), atom(prop, "?z", "?x")))
        for kind, limit in self._axioms.pairs(OWL + "maxCardinality"):
            if _is_one(limit):
                yield from self._at_most_one("cls-maxc2", kind, THING, limit)
        for kind, limit in self._axioms.pairs(OWL + "maxQualifiedCardinality"):
            for filler in self._axioms.values(kind, OWL + "onClass"):
                if _is_one(limit):
                    name = "cls-maxqc4" if filler == THING else "cls-maxqc3"
                    yield from self._at_most_one(name, kind, filler, limit)

    def _at_most_one(self, name: str, kind: Node, filler: Value, limit: Value) -> Iterator[Rule]:
        members = self._members
        for prop in self._axioms.values(kind, OWL + "onProperty"):
            pair = Way((members.atom(prop, "?x", "?y"), members.atom(prop, "?x", "?z")))
            for holder in members.ways(kind, "?x"):
                for one in members.ways(filler, "?y"):
                    for other in members.ways(filler, "?z"):
                        way = pair + holder + one + other
                        source = (written(kind, OWL + "maxCardinality", limit),)
                        yield _same(name, source, way.atoms, way.filters)

    def _restrictions(self) -> Iterator[Rule]:
        members = self._members
        for kind, value in self._axioms.pairs(OWL + "hasValue"):
            for prop in self._axioms.values(kind, OWL + "onProperty"):
                head = members.atom(prop, "?x", str(value))
                source = (written(prop, OWL + "hasValue", value),)
                for way in members.ways(kind, "?x"):
                    yield from _rule("cls-hv1", source, head, way)
        for kind, filler in self._axioms.pairs(OWL + "allValuesFrom"):
            for prop in self._axioms.values(kind, OWL + "onProperty"):
                step = Way((members.atom(prop, "?x", "?y"),), ("!isLiteral(?y)",))
                source = (written(prop, OWL + "allValuesFrom", filler),)
                for name in self._axioms.names_of(filler):
                    for way in members.ways(kind, "?x"):
                        yield from _rule("cls-avf", source, ("?y", A, str(name)), step + way)

    def _definitions(self) -> Iterator[Rule]:
        """A class that is defined takes in what fits; so do the named classes above it."""
        for construct, name in (
            ("hasValue", "cls-hv2"),
            ("someValuesFrom", "cls-svf1"),
            ("intersectionOf", "cls-int1"),
            ("unionOf", "cls-uni"),
        ):
            for kind, value in self._axioms.pairs(OWL + construct):
                source = (written(kind, OWL + construct, value),)
                for target in self._axioms.names_of(kind):
                    for way in self._members.defined(kind, "?x"):
                        head = ("?x", A, str(target))
                        if head not in way.atoms:
                            yield from _rule(name, source, head, way)

    def _property_rule(self, name: str, low: Node, relation: str, high: Value) -> Rule:
        head, body = self._members.atom(high, "?x", "?y"), self._members.atom(low, "?x", "?y")
        turned = head[0] != "?x"
        filters = ("!isLiteral(?y)",) if turned and body[0] == "?x" else ()
        return Rule(name, (written(low, relation, high),), head, (body,), filters)


def _distinct(rules: Iterable[Rule]) -> list[Rule]:
    """Leave out rules that conclude what they ask for, and join those that do the same."""
    found: dict[tuple[object, ...], Rule] = {}
    for rule in rules:
        key = (rule.head, rule.body, rule.filters)
        same = found.get(key)
        if same is not None:
            rule = replace(same, axioms=tuple(dict.fromkeys(same.axioms + rule.axioms)))
        if rule.head not in rule.body:
            found[key] = rule
    return list(found.values())


def _rule(name: str, source: tuple[str, ...], head: Atom, way: Way) -> Iterator[Rule]:
    # Without a pattern the rule speaks of listed things only; owlrl has stated those as facts.
    if way.atoms:
        yield Rule(name, source, head, way.atoms, way.filters)


def _same(
    name: str, source: tuple[str, ...], body: tuple[Atom, ...], filters: tuple[str, ...] = ()
) -> Rule:
    # Two different literals cannot be the same thing: that is a contradiction, not a rule.
    apart = ("!sameTerm(?y, ?z)", "!isLiteral(?y)", "!isLiteral(?z)")
    return Rule(name, source, ("?y", SAME, "?z"), body, (*filters, *apart))


def _is_one(limit: Value) -> bool:
    return isinstance(limit, ox.Literal) and limit.value.lstrip("+0") == "1"


_EVERYTHING: Final = f"<{OWL}Thing>, <{RDFS}Resource>"
_EQUALITY: Final = (
    Rule("eq-sym", (), ("?y", SAME, "?x"), (("?x", SAME, "?y"),), ("!isLiteral(?y)",)),
    Rule(
        "eq-trans",
        (),
        ("?x", SAME, "?z"),
        (("?x", SAME, "?y"), ("?y", SAME, "?z")),
        ("!sameTerm(?x, ?z)",),
    ),
    Rule(
        "eq-rep-s",
        (),
        ("?y", "?p", "?o"),
        (("?x", SAME, "?y"), ("?x", "?p", "?o")),
        (f"?p != {SAME}", "!sameTerm(?x, ?y)", f"?o NOT IN ({_EVERYTHING})"),
    ),
    Rule(
        "eq-rep-p",
        (),
        ("?s", "?q", "?o"),
        (("?p", SAME, "?q"), ("?s", "?p", "?o")),
        (f"?p != {SAME}", "!sameTerm(?p, ?q)"),
    ),
    Rule(
        "eq-rep-o",
        (),
        ("?s", "?p", "?y"),
        (("?x", SAME, "?y"), ("?s", "?p", "?x")),
        (f"?p != {SAME}", "!sameTerm(?x, ?y)"),
    ),
)
"""What follows from ``owl:sameAs``, in any ontology."""
