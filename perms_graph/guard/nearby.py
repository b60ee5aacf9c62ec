"""What the data have near a pattern that matches nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from perms_graph.errors import Message, msg
from perms_graph.guard.lexing import Lexeme, Place
from perms_graph.guard.outline import Filter, In, Node, Span, Triple, Values
from perms_graph.guard.texts import compared_texts
from perms_graph.namespaces import RDF, XSD, shorten

_FEW: Final = 5
_VALUE: Final = "?guard_value"
_OTHER: Final = "?guard_other"
_CLASS: Final = "?guard_class"
_STRING: Final = XSD + "string"
_TYPE: Final = RDF + "type"


@dataclass(frozen=True)
class Hint:
    """One thing that may help.

    Attributes:
        message: What the data have.
        replacement: How the pattern, or the text in it, may be written; None if there is no such
            thing.
        span: What the replacement can take the place of; None if it is only to be read.
        place: The same by line and column.
    """

    message: Message
    replacement: str | None = None
    span: Span | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Probe:
    """Asks the dataset.

    Attributes:
        ask: Whether a pattern has rows; None if the engine cannot say.
        select: Different rows of a pattern: names of variables, pattern, at most how many.
        joined: Puts a pattern together with what stands before it.
        here: Puts a pattern by itself into the GRAPH in which we are, if any.
    """

    ask: Callable[[str], bool | None]
    select: Callable[[str, str, int], list[dict[str, Any]]]
    joined: Callable[[str], str]
    here: Callable[[str], str]

    def nowhere(self, body: str) -> bool:
        """Tell whether a pattern has no rows in the default graph nor in any other."""
        anywhere = f"{{ {body} }} UNION {{ GRAPH ?guard_graph {{ {body} }} }}"
        return self.ask(anywhere) is False

    def values(self, body: str, name: str = _VALUE, limit: int = _FEW) -> list[Any]:
        """Give different values of a variable, sorted as they are written."""
        rows = self.select(name, body, limit)
        found = [row[name[1:]] for row in rows if name[1:] in row]
        return sorted(found, key=str)


def near_triple(
    triple: Triple,
    probe: Probe,
    types: Mapping[str, str],
    steps: Iterable[str],
    *,
    alone: bool,
) -> tuple[Hint, ...]:
    """Say what is near a triple pattern.

    Args:
        triple: A pattern that leaves nothing.
        probe: Asks the dataset.
        types: Variable → class that patterns before it ask for, both as written.
        steps: The properties in its path, as written.
        alone: Whether it matches nothing even by itself.

    Returns:
        The likeliest cause first; ``()`` if nothing is near.
    """
    hints: list[Hint] = []
    if alone and triple.path.iri != _TYPE:
        missing = [s for s in steps if probe.nowhere(f"{_OTHER} {s} {_VALUE}")]
        if missing:
            return tuple(Hint(msg("Nothing in the data uses {name}.", name=n)) for n in missing)
    hints += _unknown_ends(triple, probe)
    if triple.path.iri == _TYPE:
        return (*hints, *_near_class(triple, probe, alone))
    if triple.object.sort == "literal":
        return (*hints, *near_text(triple, probe))
    hints += _other_way(triple, probe)
    hints += _other_classes(triple, probe, types)
    if not hints:
        hints += _other_values(triple, probe)
    return tuple(hints)


def _unknown_ends(triple: Triple, probe: Probe) -> list[Hint]:
    found = []
    for node in (triple.subject, triple.object):
        if node.sort == "iri" and not (node is triple.object and triple.path.iri == _TYPE):
            as_subject = probe.nowhere(f"{node.text} {_OTHER} {_VALUE}")
            if as_subject and probe.nowhere(f"{_OTHER} {_VALUE} {node.text}"):
                found.append(Hint(msg("Nothing is recorded about {name}.", name=node.text)))
    return found


def _near_class(triple: Triple, probe: Probe, alone: bool) -> list[Hint]:
    subject, wanted = triple.subject, triple.object
    if alone and wanted.sort == "iri" and probe.nowhere(f"{_OTHER} a {wanted.text}"):
        return [Hint(msg("Nothing in the data is a {name}.", name=wanted.text))]
    classes = probe.values(probe.joined(f"{subject.text} a {_CLASS} ."), _CLASS)
    if not classes:
        return []
    return [
        Hint(
            msg("What stands there is: {names}.", names=", ".join(map(written, classes))),
            None,
        )
    ]


def near_text(triple: Triple, probe: Probe) -> list[Hint]:
    """Say how the data write a text that a pattern has, or where else it stands."""
    text = str(ox.Literal(triple.object.value))
    same = f"FILTER (isLiteral({_VALUE}) && LCASE(STR({_VALUE})) = LCASE({text}))"
    said = f"{triple.subject.text} {triple.path.text} {_VALUE} . {same}"
    found = probe.values(probe.joined(said))
    if not found and triple.subject.open:
        found = probe.values(probe.here(f"{_OTHER} {triple.path.text} {_VALUE} . {same}"))
        if found and any(_same(triple.object, term) for term in found):
            # It occurs, only not on these things.
            return _other_values(triple, probe)
    if found:
        return [_rewritten(triple.object, found)]
    tagged = f'{text} {text}@en {text}@fr "{RDF}"'
    stands = f"VALUES {_VALUE} {{ {tagged} }} {_OTHER} {_CLASS} {_VALUE} ."
    names = probe.values(probe.here(stands), _CLASS)
    if names:
        listed = ", ".join(map(written, names))
        return [Hint(msg("This text is there, but as: {names}.", names=listed))]
    return _other_values(triple, probe)


def _same(node: Node, term: object) -> bool:
    if not isinstance(term, ox.Literal) or term.value != node.value:
        return False
    return (term.language or "") == node.tag.removeprefix("@").lower()


def _rewritten(node: Node, found: list[Any]) -> Hint:
    """Say how the data write a text."""
    values = ", ".join(str(term) for term in found)
    first = found[0]
    if first.value != node.value:
        message = msg("The data write it in other letters: {values}", values=values)
    elif first.language and not node.tag:
        message = msg("The text is there, with a language: {values}", values=values)
    elif first.language:
        message = msg("The text is there, in another language: {values}", values=values)
    elif node.tag.startswith("@"):
        message = msg("The text is there, without a language: {values}", values=values)
    else:
        message = msg("The value is there, of another type: {values}", values=values)
    return Hint(message, str(first), node.span)


def _other_way(triple: Triple, probe: Probe) -> list[Hint]:
    if triple.path.variable is not None:
        return []
    turned = f"{triple.object.text} {triple.path.text} {triple.subject.text}"
    if not probe.ask(probe.joined(f"{turned} .")):
        return []
    message = msg("The other way round there are matches: {example}", example=turned)
    # After a ; or a , the subject stands elsewhere: then there is nothing to put it in place of.
    whole = triple.span.start == triple.subject.span.start
    return [Hint(message, turned, triple.span if whole else None)]


def _other_classes(triple: Triple, probe: Probe, types: Mapping[str, str]) -> list[Hint]:
    """Say that a property never stands on, or leads to, things of the class that is asked."""
    path, hints = triple.path.text, []
    if triple.path.iri is None:
        return []
    kind = types.get(triple.subject.text)
    if kind and probe.ask(probe.here(f"{_OTHER} a {kind} ; {path} {_VALUE} .")) is False:
        classes = probe.values(probe.here(f"{_OTHER} {path} {_VALUE} ; a {_CLASS} ."), _CLASS)
        values = {"name": path, "kind": kind, "names": ", ".join(map(written, classes))}
        # Inside a graph the classes may be said elsewhere: then we know nothing.
        if classes:
            hints.append(
                Hint(msg("{name} never stands on a {kind}. It stands on: {names}.", **values))
            )
    kind = types.get(triple.object.text)
    led = f"{_OTHER} {path} {_VALUE} . {_VALUE} a"
    if kind and probe.ask(probe.here(f"{led} {kind} .")) is False:
        classes = probe.values(probe.here(f"{led} {_CLASS} ."), _CLASS)
        values = {"name": path, "kind": kind, "names": ", ".join(map(written, classes))}
        if classes:
            hints.append(
                Hint(msg("{name} never leads to a {kind}. It leads to: {names}.", **values))
            )
    return hints


def _other_values(triple: Triple, probe: Probe) -> list[Hint]:
    """Give what stands where the pattern has a name or a text."""
    if triple.object.open or triple.path.variable is not None:
        return []
    found = probe.values(probe.joined(f"{triple.subject.text} {triple.path.text} {_VALUE} ."))
    if not found:
        return []
    return [
        Hint(
            msg(
                "Here {name} leads for instance to: {values}",
                name=triple.path.text,
                values=", ".join(map(written, found)),
            )
        )
    ]


def near_filter(item: Filter, probe: Probe, parts: tuple[Lexeme, ...]) -> tuple[Hint, ...]:
    """Say what the variables of a filter are in the rows before it."""
    inside = tuple(p for p in parts if item.span.start <= p.start and p.end <= item.span.end)
    hints = []
    for variable, text in compared_texts(inside):
        if probe.ask(probe.joined(f"FILTER (STR({variable.text}) = {text.text})")):
            compared = f"STR({variable.text})"
            hints.append(
                Hint(
                    msg(
                        "The text is there, with a language or a type: compare {example}.",
                        example=compared,
                    ),
                    compared,
                    Span(variable.start, variable.end),
                )
            )
    names = sorted(item.expression.variables)
    if not names:
        return tuple(hints)
    for name in names:
        if probe.ask(probe.joined(f"FILTER (BOUND(?{name}))")) is False:
            hints.append(Hint(msg("?{name} has no value in any row before it.", name=name)))
    rows = probe.select(" ".join(f"?{n}" for n in names), probe.joined(""), 1)
    sample = ", ".join(f"?{n} = {written(rows[0][n])}" for n in names if rows and n in rows[0])
    if sample:
        hints.append(Hint(msg("Before it, for instance: {values}", values=sample)))
    return tuple(hints)


def near_values(item: Values, probe: Probe) -> tuple[Hint, ...]:
    """Say how the rows before a list write the texts in it."""
    hints: list[Hint] = []
    texts = [
        (use.name, node)
        for row in item.rows
        for use, node in zip(item.targets, row, strict=False)
        if node is not None and node.sort == "literal"
    ]
    for name, node in texts[:_FEW]:
        text = str(ox.Literal(node.value))
        same = f"FILTER (isLiteral(?{name}) && LCASE(STR(?{name})) = LCASE({text}))"
        found = probe.values(probe.joined(same), f"?{name}")
        if found:
            hints.append(_rewritten(node, found))
    return tuple(hints)


def near_graph(item: In, probe: Probe, inner: str) -> tuple[Hint, ...]:
    """Say whether a named graph is there, and whether the pattern matches outside it."""
    hints = []
    anything = f"GRAPH {item.name.text} {{ {_OTHER} {_CLASS} {_VALUE} }}"
    if item.name.sort == "iri" and probe.ask(anything) is False:
        hints.append(Hint(msg("There is no graph {name}.", name=item.name.text)))
    if probe.ask(probe.joined(inner)):
        hints.append(Hint(msg("Without GRAPH there are matches: the default graph has them.")))
    return tuple(hints)


def written(term: object) -> str:
    """Write a term for a reader: a short name, or a text with its language."""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    if isinstance(term, ox.Literal) and not term.language and term.datatype.value != _STRING:
        return f"{ox.Literal(term.value)}^^{shorten(term.datatype.value)}"
    return str(term)
