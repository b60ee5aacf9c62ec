"""SPARQL expressions for constraints that look at a value alone, and need no triples.

A shape made of such constraints is one expression, whatever ``sh:or`` and ``sh:not`` it has in it:
cheaper than the sub-selects that shapes take which look at triples.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import RDFS, SH, XSD
from perms_graph.validation.shapes import Constraint, Shape, ShapesGraph
from perms_graph.validation.terms import NODE_KINDS

_CASTS: Final = frozenset(
    {
        "integer",
        "decimal",
        "float",
        "double",
        "boolean",
        "string",
        "dateTime",
        "date",
        "time",
        "gYear",
        "gYearMonth",
        "gMonth",
        "gMonthDay",
        "gDay",
        "duration",
        "dayTimeDuration",
        "yearMonthDuration",
    }
)
"""Datatypes of which the engine can tell whether a literal is well formed, by casting its text."""


def shape_test(shapes: ShapesGraph, shape: Shape, value: str) -> str | None:
    """Write an expression that is true where a value keeps a shape, and false elsewhere.

    Args:
        shapes: All shapes.
        shape: Not one that rests on itself.
        value: A variable, with its question mark; always bound.

    Returns:
        An expression that never fails; None if the shape looks at triples.
    """
    if shape.deactivated:
        return "true"
    if shape.path is not None or shape.properties:
        return None
    parts = [value_test(shapes, constraint, value) for constraint in shape.constraints]
    return _all(parts)


def value_test(shapes: ShapesGraph, constraint: Constraint, value: str) -> str | None:
    """Write an expression that is true where a value keeps a constraint, and false elsewhere.

    Args:
        shapes: All shapes.
        constraint: Of a node shape, or of a property shape that judges each value by itself.
        value: A variable, with its question mark; always bound.

    Returns:
        An expression that never fails; None if the constraint looks at triples.
    """
    test = _TESTS.get(constraint.parameter)
    if test is not None:
        return f"COALESCE({test(constraint, value)}, false)"

    def each(items: tuple[object, ...]) -> list[str | None]:
        return [
            shape_test(shapes, shapes.shape(i), value)
            for i in items
            if isinstance(i, ox.NamedNode | ox.BlankNode)
        ]

    match constraint.parameter:
        case "in" | "hasValue":
            # Terms are compared, not values: 1 is not 1.0.
            terms = constraint.items if constraint.parameter == "in" else (constraint.value,)
            same = [f"sameTerm({value}, {t})" for t in terms if not isinstance(t, ox.BlankNode)]
            return f"({' || '.join(same)})" if same else "false"
        case "node":
            return _all(each((constraint.value,)))
        case "not":
            kept = _all(each((constraint.value,)))
            return None if kept is None else f"(!{kept})"
        case "and":
            return _all(each(constraint.items))
        case "or":
            return _all(each(constraint.items), " || ")
        case "xone":
            return _all([t and f"IF({t}, 1, 0)" for t in each(constraint.items)], " + ", " = 1")
        case _:
            return None


def _all(tests: list[str | None], sign: str = " && ", then: str = "") -> str | None:
    known = [t for t in tests if t is not None]
    if len(known) < len(tests):
        return None
    return f"({sign.join(known)}{then})" if known else "true"


def text_of(term: object) -> str:
    """Give the lexical form of a literal, or an IRI."""
    return term.value if isinstance(term, ox.Literal | ox.NamedNode) else str(term)


def _quoted(text: str) -> str:
    return str(ox.Literal(text))


def _datatype(constraint: Constraint, value: str) -> str:
    iri = text_of(constraint.value)
    if iri == RDFS + "Literal":
        return f"isLiteral({value})"
    same = f"isLiteral({value}) && DATATYPE({value}) = <{iri}>"
    if iri.startswith(XSD) and iri.removeprefix(XSD) in _CASTS:
        # A cast of the text fails, and with it the whole expression, if the text is ill formed.
        return f"{same} && isLiteral(<{iri}>(STR({value})))"
    return same


def _compare(sign: str) -> Callable[[Constraint, str], str]:
    return lambda constraint, value: f"{value} {sign} {constraint.value}"


def _pattern(constraint: Constraint, value: str) -> str:
    flags = f", {_quoted(constraint.number)}" if constraint.number else ""
    return f"!isBlank({value}) && REGEX(STR({value}), {_quoted(text_of(constraint.value))}{flags})"


def _length(sign: str) -> Callable[[Constraint, str], str]:
    return lambda constraint, value: (
        f"!isBlank({value}) && STRLEN(STR({value})) {sign} {text_of(constraint.value)}"
    )


def _languages(constraint: Constraint, value: str) -> str:
    ranges = " || ".join(
        f"LANGMATCHES(LANG({value}), {_quoted(text_of(i))})" for i in constraint.items
    )
    return f"isLiteral({value}) && ({ranges or 'false'})"


def _kind(constraint: Constraint, value: str) -> str:
    return NODE_KINDS[text_of(constraint.value).removeprefix(SH)].format(value)


_TESTS: Final[Mapping[str, Callable[[Constraint, str], str]]] = {
    "datatype": _datatype,
    "nodeKind": _kind,
    "minInclusive": _compare(">="),
    "minExclusive": _compare(">"),
    "maxInclusive": _compare("<="),
    "maxExclusive": _compare("<"),
    "minLength": _length(">="),
    "maxLength": _length("<="),
    "pattern": _pattern,
    "languageIn": _languages,
}
"""Constraints that look at a value alone: an expression that is true where the value is good."""
