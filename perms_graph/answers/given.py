"""What a caller gives: values of parameters, and proposals as files or as text."""

from __future__ import annotations

import datetime as dt
import math
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from perms_graph.answers.values import term_of
from perms_graph.catalogue import Question
from perms_graph.errors import FileError, ParameterError, msg
from perms_graph.namespaces import sparql_prologue
from perms_graph.store import Bindable

TEXT: Final = "<turtle>"
"""What errors and findings call Turtle that was given as text."""


def written(question: Question, given: Mapping[str, Any]) -> dict[str, str]:
    """Write values as a person would, for the parameters of a stored question.

    Args:
        question: What is asked.
        given: Parameter → value.

    Raises:
        ParameterError: A parameter is missing, or a value is of a type that none takes.
    """
    missing = [p for p in question.parameters if p.name not in given]
    if missing:
        # In place of the sentence that is right for the command line.
        call = ", ".join(f'{p.name}="{p.example}"' for p in question.parameters)
        raise ParameterError(
            msg(
                "The question {question} needs {names}.",
                question=question.name,
                names=", ".join(p.name for p in missing),
            ),
            msg("For instance: {example}", example=f'ask("{question.name}", {call})'),
        )
    return {name: _written(name, value) for name, value in given.items()}


def _written(name: str, value: Any) -> str:
    value = _own(value)
    if isinstance(value, ox.NamedNode | ox.Literal):
        return str(value.value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    # A moment of pandas that is none (NaT) is the one that is not equal to itself.
    if isinstance(value, dt.datetime) and value == value:
        return value.date().isoformat()
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int | float) and math.isfinite(value):
        return format(Decimal(str(value)), "f")
    raise _unfit(name, value)


def bound(given: Mapping[str, Any]) -> dict[str, Bindable]:
    """Turn values into terms for the variables of a query.

    Args:
        given: Variable → value: an ``Iri``, a text, a number, a truth, a day or a moment.

    Raises:
        ParameterError: A value is of another type, or an IRI is none.
    """
    values: dict[str, Bindable] = {}
    for name, value in given.items():
        own = _own(value)
        if isinstance(own, ox.NamedNode | ox.Literal):
            values[name] = own
            continue
        try:
            values[name] = term_of(own)
        except ValueError as error:
            raise _unfit(name, value) from error
    return values


def _own(value: Any) -> Any:
    """Turn a number of NumPy, or a moment of pandas, into one of Python."""
    for way in ("to_pydatetime", "item"):
        if not isinstance(value, str) and callable(getattr(value, way, None)):
            return getattr(value, way)()
    return value


def _unfit(name: str, value: Any) -> ParameterError:
    return ParameterError(
        msg("“{text}” does not suit {name}.", text=repr(value), name=name),
        msg("Give a text, a thing, a number, a truth or a day."),
    )


@contextmanager
def files(given: tuple[str | Path, ...]) -> Iterator[tuple[Path, ...]]:
    """Give files, each text of Turtle put into one for as long as it is needed.

    Args:
        given: Paths, or Turtle; our prefixes need no declaration in it. A text is taken for Turtle
            if it has several lines or ends as a statement does, in ``.`` or ``}``.

    Raises:
        FileError: From inside; one about such a text calls it ``<turtle>``.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, one in enumerate(given):
            if isinstance(one, Path) or not is_turtle(one):
                paths.append(Path(one))
                continue
            suffix = ".trig" if one.rstrip().endswith("}") else ".ttl"
            path = Path(folder) / f"{number}{suffix}"
            # On the same line as the text, so that errors name the line that the caller sees.
            prologue = sparql_prologue(one).replace("\n", " ")
            path.write_text(prologue + one, encoding="utf-8")
            paths.append(path)
        try:
            yield tuple(paths)
        except FileError as error:
            if Path(folder) in Path(error.path).parents:
                error.path = TEXT
            raise


def is_turtle(text: str) -> bool:
    """Tell Turtle from the name of a file."""
    return "\n" in text or text.rstrip().endswith((".", "}"))


def called(text: str, given: tuple[str | Path, ...], paths: tuple[Path, ...]) -> str:
    """Call files of ``files`` in a sentence what the caller called them."""
    for one, path in zip(given, paths, strict=True):
        if isinstance(one, str) and is_turtle(one):
            text = text.replace(str(path), TEXT)
    return text
