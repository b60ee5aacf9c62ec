"""What may mend a result, by the kind of demand that is not met. Nothing here is tried yet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import Message, msg
from perms_graph.language import LANGUAGES
from perms_graph.namespaces import PERMS, RDF, SH
from perms_graph.repair.declared import statements
from perms_graph.repair.drafting import Draft
from perms_graph.repair.expectations import CONCEPT, Demand, Expectations
from perms_graph.repair.rewriting import address, fitted, nearest, retyped
from perms_graph.store import Term
from perms_graph.translation import translate
from perms_graph.validation import Result
from perms_graph.validation.paths import Inverse, Path, Predicate, Sequence
from perms_graph.validation.shapes import Constraint, Shape

_ASKS: Final = ox.NamedNode(PERMS + "asks")
_CHOICES: Final = 5
"""More values to keep one of than this are not laid out one by one."""


@dataclass(frozen=True)
class Proposal:
    """Something that may mend a result.

    Attributes:
        titles: Language → what to do.
        write: Puts it into a draft; tells whether it could.
        grows: Whether what it makes due may be added to it.
        guessed: Whether the shape states repairs of its own. This one is needed only if none of
            those will do: they are by someone who knows.
    """

    titles: Mapping[str, str]
    write: Callable[[Draft], bool]
    grows: bool = True
    guessed: bool = False


class Proposer:
    """Proposes repairs for results, the likeliest first."""

    def __init__(self, expected: Expectations) -> None:
        self.expected = expected

    def proposals(self, result: Result) -> Iterator[Proposal]:
        """Give what may mend a result; nothing for a shape that we do not know."""
        shape = self.expected.by_name.get(result.source_shape)
        if shape is None or not isinstance(result.focus, ox.NamedNode):
            return
        stated = list(statements(self.expected.graph, shape))
        for statement in stated:
            yield Proposal(statement.titles, partial(statement.write, result=result))
        component = result.component.removeprefix(SH).removesuffix("ConstraintComponent")
        constraints = [c for c in shape.constraints if c.component == component]
        if shape.path is None:
            return
        for constraint in constraints:
            for guess in self._by_component(result, shape, shape.path, constraint):
                yield replace(guess, guessed=bool(stated))

    def _by_component(
        self, result: Result, shape: Shape, path: Path, constraint: Constraint
    ) -> Iterator[Proposal]:
        match constraint.component:
            case "MinCount" | "HasValue" | "QualifiedMinCount":
                yield from self._missing(result, shape, path, constraint)
            case "MaxCount" | "UniqueLang":
                yield from self._too_many(result, path, constraint)
            case "Class":
                yield from self._other_thing(result, shape, path)
            case "Or" if self.expected.of_shape(shape).classes:
                yield from self._other_thing(result, shape, path)
            case "LessThan" | "LessThanOrEquals":
                yield from self._order(result, shape, path, constraint)
            case "SPARQL" if result.value is None:
                yield from self._missing(result, shape, path, constraint)
            case "SPARQL":
                yield from self._contested(result, shape, path)
            case "Closed":
                yield from self._without(result, path)
            case _:
                yield from self._rewritten(result, shape, path)
                yield from self._another(result, shape, path)

    def _missing(
        self, result: Result, shape: Shape, path: Path, constraint: Constraint
    ) -> Iterator[Proposal]:
        last, name = _last(path), self._path_names(path)
        if constraint.component == "HasValue":
            value = constraint.value
            if isinstance(value, ox.BlankNode):
                return
            what = self._told(value)
            pattern = (
                msg("Describe a new {kind} for: {value}.")
                if isinstance(path, Sequence)
                else msg("Add {value}: {property}.")
            )
            kind = self._kind_names(path, result.focus) or name
            yield Proposal(
                _titles(pattern, kind=kind, value=what, property=name),
                lambda draft: draft.demand(result.focus, shape, constraint),
            )
            return
        own = self.expected.of_shape(shape)
        if constraint.component == "QualifiedMinCount":
            own = self.expected.of_shape(self.expected.graph.shape(constraint.value))
        classes = own.classes
        if isinstance(last, Predicate):
            classes = self.expected.demand(
                last.iri, self.expected.kinds_of(result.focus), own
            ).classes
        for new in self._ways(result.focus, shape, classes):
            kinds = self.expected.names(classes[0]) if classes else name
            pattern = msg("Add what is missing: {property}.")
            if classes:
                pattern = (
                    msg("Describe a new {kind} and link to it: {property}.")
                    if new
                    else msg("Link to one that is recorded: {property}.")
                )
            yield Proposal(
                _titles(pattern, property=name, kind=kinds),
                partial(_put, focus=result.focus, path=path, own=own, new=new),
            )

    def _ways(self, focus: Term, shape: Shape, classes: tuple[str, ...]) -> Iterator[bool]:
        """Say whether to describe something new, to link to what is recorded, or both."""
        if not classes or not isinstance(shape.path, Predicate):
            yield True
            return
        alone = self.expected.belongs_to_one(shape.path.iri)
        if alone or not self.expected.instances(classes, 1):
            yield True
        else:
            yield False
            # The lists of the strategy are its own: nobody adds a principle to mend a record.
            if CONCEPT not in self.expected.above(classes):
                yield True

    def _too_many(self, result: Result, path: Path, constraint: Constraint) -> Iterator[Proposal]:
        if not isinstance(path, Predicate):
            return
        values = self.expected.objects(result.focus, path.iri)
        if constraint.component == "UniqueLang":
            groups: dict[str, list[Term]] = {}
            for value in values:
                if isinstance(value, ox.Literal) and value.language:
                    groups.setdefault(value.language, []).append(value)
        else:
            groups = {"": values}
        for group in groups.values():
            if not 1 < len(group) <= _CHOICES:
                continue
            for kept in group:
                yield Proposal(
                    _titles(
                        msg("Keep {value} alone: {property}."),
                        value=self._told(kept),
                        property=self.expected.names(path.iri),
                    ),
                    partial(_keep, focus=result.focus, predicate=path.iri, kept=kept, group=group),
                )

    def _other_thing(self, result: Result, shape: Shape, path: Path) -> Iterator[Proposal]:
        value, step = result.value, _step(path)
        if value is None or step is None:
            return
        own = self.expected.of_shape(shape)
        for near in self._alike(value, own.classes):
            yield Proposal(
                _titles(
                    msg("Did you mean {near}? Link to it in place of {value}."),
                    near=self._told(near),
                    value=self._told(value),
                ),
                partial(_swap, focus=result.focus, step=step, value=value, other=near),
            )
        if (
            isinstance(value, ox.NamedNode)
            and own.classes
            and not self.expected.kinds_of(value)
            and CONCEPT not in self.expected.above(own.classes)
        ):
            yield Proposal(
                _titles(
                    msg("Describe {value}: {kind}."),
                    value=self._told(value),
                    kind=self.expected.names(own.classes[0]),
                ),
                lambda draft: _describe(draft, value, own.classes[0]),
            )
        yield from self._another(result, shape, path)
        yield from self._without(result, path)

    def _another(self, result: Result, shape: Shape, path: Path) -> Iterator[Proposal]:
        """Have a person say what should stand in the place of a value."""
        value, step = result.value, _step(path)
        if value is None or not isinstance(step, Predicate):
            return
        own = self.expected.of_shape(shape)

        def write(draft: Draft) -> bool:
            new = draft.prefers_new(result.focus, shape)
            asked = draft.value(result.focus, step.iri, own=own, new=new, bare=True)
            if asked is None or not _swap(draft, result.focus, step, value, asked):
                return False
            draft.complete(asked, 1)
            return True

        yield Proposal(
            _titles(
                msg("Write what is right in place of {value}: {property}."),
                value=self._told(value),
                property=self.expected.names(step.iri),
            ),
            write,
        )

    def _without(self, result: Result, path: Path) -> Iterator[Proposal]:
        value, step = result.value, _step(path)
        if value is None or step is None or _is_remark(result):
            return

        def write(draft: Draft) -> bool:
            _take(draft, result.focus, step, value)
            return True

        yield Proposal(
            _titles(
                msg("Remove {value}: {property}."),
                value=self._told(value),
                property=self._path_names(path),
            ),
            write,
            grows=False,
        )

    def _rewritten(self, result: Result, shape: Shape, path: Path) -> Iterator[Proposal]:
        value, step = result.value, _step(path)
        if not isinstance(value, ox.Literal | ox.NamedNode) or step is None:
            return
        own = self.expected.of_shape(shape)
        meant: list[Term | None] = []
        if isinstance(value, ox.Literal):
            meant = [
                retyped(value, own.datatypes) if own.datatypes else None,
                fitted(value, own.patterns) if own.patterns else None,
                address(value) if own.address else None,
            ]
        meant += nearest(_slug(value), [(_slug(c), c) for c in own.choices])
        for term in dict.fromkeys(t for t in meant if t is not None and t != value):
            pattern, kind = msg("Write {near} in place of {value}."), self._told(term)
            if term.value == value.value and isinstance(term, ox.Literal):
                pattern = msg("Write {value} as {kind}.")
                kind = self.expected.names(term.datatype.value)
            yield Proposal(
                _titles(pattern, near=self._told(term), value=self._told(value), kind=kind),
                partial(_swap, focus=result.focus, step=step, value=value, other=term),
            )

    def _order(
        self, result: Result, shape: Shape, path: Path, constraint: Constraint
    ) -> Iterator[Proposal]:
        value, bound = result.value, constraint.value
        if not isinstance(path, Predicate) or value is None or not isinstance(bound, ox.NamedNode):
            return
        others = self.expected.objects(result.focus, bound.value)
        one, two = self.expected.names(path.iri), self.expected.names(bound.value)
        if len(others) == 1 and not _is_remark(result):

            def swap(draft: Draft) -> bool:
                there = Predicate(bound.value)
                return _swap(draft, result.focus, path, value, others[0]) and _swap(
                    draft, result.focus, there, others[0], value
                )

            yield Proposal(_titles(msg("Swap the two: {one}, {two}."), one=one, two=two), swap)
        if not _is_remark(result):  # a remark is there to be looked at: nothing is wrong
            yield from self._another(result, shape, path)

    def _contested(self, result: Result, shape: Shape, path: Path) -> Iterator[Proposal]:
        """Mend a value that a query finds fault with.

        Not where the shape is of a principle: what a text says is not mended by taking the text
        away. Nor for a remark: it is there to be looked at.
        """
        if _is_remark(result) or self.expected.graph.graph.objects(shape.node, _ASKS):
            return
        yield from self._another(result, shape, path)
        if isinstance(result.value, ox.NamedNode):
            yield from self._without(result, path)

    def _alike(self, value: Term, classes: tuple[str, ...]) -> list[Term]:
        """Find what a dangling link or a name in words may have meant."""
        if not classes:
            return []
        table = self.expected.dataset.select(
            f"SELECT DISTINCT ?x ?name WHERE {{ ?x a ?class FILTER (?class IN "
            f"({', '.join(f'<{c}>' for c in classes)}) && isIRI(?x)) OPTIONAL {{ ?x ?p ?name "
            "FILTER (?p IN (skos:prefLabel, skos:altLabel, perms:acronym)) } } ORDER BY ?x ?name"
        )
        known: dict[tuple[str, Term], None] = {}
        for row in table:
            known[(_slug(row["x"]), row["x"])] = None
            if "name" in row:
                known[(row["name"].value, row["x"])] = None
        return [t for t in nearest(_slug(value), known) if t != value]

    def _told(self, term: Term) -> Mapping[str, str]:
        if isinstance(term, ox.NamedNode):
            return self.expected.names(term.value)
        return {lang: translate(msg("“{text}”", text=term.value), lang) for lang in LANGUAGES}

    def _path_names(self, path: Path) -> Mapping[str, str]:
        last = _last(path)
        return self.expected.names(last.iri) if last is not None else dict.fromkeys(LANGUAGES, "")

    def _kind_names(self, path: Path, focus: Term) -> Mapping[str, str] | None:
        """Name the kind of thing that a path goes through first."""
        first = path.paths[0] if isinstance(path, Sequence) else path
        if not isinstance(first, Predicate):
            return None
        classes = self.expected.demand(first.iri, self.expected.kinds_of(focus)).classes
        return self.expected.names(classes[0]) if classes else None


def _titles(pattern: Message, **values: Mapping[str, str]) -> Mapping[str, str]:
    return {
        language: translate(
            Message(pattern.pattern, {n: v[language] for n, v in values.items()}), language
        )
        for language in LANGUAGES
    }


def _last(path: Path) -> Predicate | None:
    match path:
        case Predicate():
            return path
        case Inverse(inner):
            return _last(inner)
        case Sequence(parts):
            return _last(parts[-1])
    return None


def _step(path: Path) -> Predicate | Inverse | None:
    """Give a path of one triple; None for a longer one."""
    if isinstance(path, Predicate):
        return path
    return path if isinstance(path, Inverse) and isinstance(path.path, Predicate) else None


def _put(draft: Draft, focus: Term, path: Path, own: Demand, new: bool) -> bool:
    return draft.put(focus, path, end=None, own=own, new=new)


def _keep(draft: Draft, focus: Term, predicate: str, kept: Term, group: list[Term]) -> bool:
    for value in group:
        if value != kept:
            draft.remove(focus, predicate, value)
    return True


def _take(draft: Draft, focus: Term, step: Predicate | Inverse, value: Term) -> None:
    if isinstance(step, Predicate):
        draft.remove(focus, step.iri, value)
    elif isinstance(step.path, Predicate):
        draft.remove(value, step.path.iri, focus)


def _swap(draft: Draft, focus: Term, step: Predicate | Inverse, value: Term, other: Term) -> bool:
    _take(draft, focus, step, value)
    if isinstance(step, Predicate):
        draft.add(focus, step.iri, other)
    elif isinstance(step.path, Predicate):
        draft.add(other, step.path.iri, focus)
    return True


def _describe(draft: Draft, node: Term, kind: str) -> bool:
    draft.enter(node, kind)
    draft.add(node, RDF + "type", ox.NamedNode(kind))
    draft.require(node, 1)
    return True


def _is_remark(result: Result) -> bool:
    return result.severity == SH + "Info"


def _slug(term: Term) -> str:
    """Give the last part of an IRI, or a text, as people would misspell it."""
    return (
        re.split(r"[/#:]", term.value.rstrip("/"))[-1]
        if isinstance(term, ox.NamedNode)
        else (term.value)
    )
