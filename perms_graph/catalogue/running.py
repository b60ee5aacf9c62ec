"""From what a user writes to RDF terms: nothing missing, nothing unknown, nothing ill-typed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

import pyoxigraph as ox
from rapidfuzz import process

from perms_graph.catalogue.questions import Parameter, Question
from perms_graph.errors import ParameterError, msg
from perms_graph.namespaces import XSD, expand
from perms_graph.store import Bindable

Resolve = Callable[[Parameter, str], str]
"""Finds the IRI that a user means by a name; raises UnknownNameError with the nearest names."""

_IRI: Final = re.compile(r"^[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]+$")


def bind_values(
    question: Question, given: Mapping[str, str], resolve: Resolve | None = None
) -> dict[str, Bindable]:
    """Turn the values a user gave into terms.

    Args:
        question: What is asked.
        given: Parameter name → value as written.
        resolve: How to understand a name given where an IRI is wanted; None accepts IRIs and short
            names only.

    Returns:
        Parameter name → term, one for each parameter of the question.

    Raises:
        ParameterError: One is missing, unknown, or not of its type; says which and gives an
            example.
    """
    names = [p.name for p in question.parameters]
    unknown = sorted(set(given) - set(names))
    if unknown:
        near = process.extractOne(unknown[0], names, score_cutoff=50) if names else None
        raise ParameterError(
            msg(
                "The question {question} has no parameter {name}.",
                question=question.name,
                name=unknown[0],
            ),
            msg("Did you mean: {names}?", names=near[0])
            if near
            else msg("Its parameters are: {names}.", names=", ".join(names) or "–"),
        )
    missing = [p for p in question.parameters if p.name not in given]
    if missing:
        raise ParameterError(
            msg(
                "The question {question} needs {names}.",
                question=question.name,
                names=", ".join(p.name for p in missing),
            ),
            msg(
                "For instance: --{name} {example}", name=missing[0].name, example=missing[0].example
            ),
        )
    return {p.name: term_of(p, given[p.name], resolve) for p in question.parameters}


def term_of(parameter: Parameter, text: str, resolve: Resolve | None = None) -> Bindable:
    """Turn one value into a term of the parameter's type.

    Raises:
        ParameterError: It is not of that type.
        UnknownNameError: From ``resolve``.
    """
    value = text.strip()
    if parameter.type == "iri":
        iri = expand(value)
        if iri is None and resolve is not None:
            iri = resolve(parameter, value)
        if iri is None or not _IRI.match(iri):
            raise _ill_typed(parameter, text)
        return ox.NamedNode(iri)
    if parameter.type == "string":
        return ox.Literal(text)
    try:
        return _typed(parameter.type, value)
    except (ValueError, InvalidOperation) as error:
        raise _ill_typed(parameter, text) from error


def _typed(kind: str, value: str) -> ox.Literal:
    if kind == "date":
        return ox.Literal(
            dt.date.fromisoformat(value).isoformat(), datatype=ox.NamedNode(XSD + "date")
        )
    if kind == "integer":
        return ox.Literal(str(int(value)), datatype=ox.NamedNode(XSD + "integer"))
    if kind == "decimal":
        number = Decimal(value)
        if not number.is_finite():
            raise ValueError(value)
        return ox.Literal(format(number, "f"), datatype=ox.NamedNode(XSD + "decimal"))
    if value.lower() in {"true", "yes", "1", "oui", "vrai"}:
        return ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))
    if value.lower() in {"false", "no", "0", "non", "faux"}:
        return ox.Literal("false", datatype=ox.NamedNode(XSD + "boolean"))
    raise ValueError(value)


def _ill_typed(parameter: Parameter, text: str) -> ParameterError:
    wanted = {
        "iri": msg("an IRI or a short name such as {example}", example=parameter.example),
        "date": msg("a day written YYYY-MM-DD, such as {example}", example=parameter.example),
        "integer": msg("a whole number, such as {example}", example=parameter.example),
        "decimal": msg("a number, such as {example}", example=parameter.example),
        "boolean": msg("yes or no"),
    }[parameter.type]
    return ParameterError(
        msg("“{text}” does not suit {name}.", text=text, name=parameter.name),
        msg("Give {wanted}.", wanted=wanted),
    )
