"""What validation says about a thing, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import Message, msg
from perms_graph.language import rank
from perms_graph.namespaces import SH, shorten

from . import paths
from .reading import Reader
from .showing import Names, Shown

SEVERITIES: Final[dict[str, tuple[int, str, Message]]] = {
    SH + "Violation": (0, "violation", msg("To be put right: the strategy commits to it")),
    SH + "Warning": (1, "warning", msg("To be looked at: normally required")),
    SH + "Info": (2, "info", msg("To be considered")),
}

_OF_OURS: Final[dict[str, Message]] = {
    SH + "Violation": msg("To be put right"),
    SH + "Warning": msg("To be looked at"),
    SH + "Info": msg("To be considered"),
}


def severity_words(severity: str, *, rests_on_passage: bool) -> Message:
    """Say how grave a result is; only a rule that rests on a passage speaks for the strategy."""
    if rests_on_passage and severity in SEVERITIES:
        return SEVERITIES[severity][2]
    return _OF_OURS.get(severity, msg("Remark"))


_QUERY: Final = """
SELECT ?result ?severity (COALESCE(?own, ?said) AS ?message) ?shape ?path ?value ?source ?label
WHERE {
  GRAPH <https://w3id.org/perms/graph/report> {
    ?result sh:focusNode ?thing ; sh:resultSeverity ?severity ; sh:sourceShape ?shape .
    OPTIONAL { ?result sh:resultMessage ?own }
    OPTIONAL { ?result sh:resultPath ?path }
    OPTIONAL { ?result sh:value ?value }
  }
  OPTIONAL { GRAPH <https://w3id.org/perms/graph/shapes> { ?shape sh:message ?said } }
  OPTIONAL {
    GRAPH <https://w3id.org/perms/graph/shapes> {
      { ?shape dcterms:source ?source }
      UNION { ?rule sh:property ?shape ; dcterms:source ?source }
    }
  }
  OPTIONAL {
    GRAPH <https://w3id.org/perms/graph/shapes> {
      { ?rule sh:property ?shape ; rdfs:label ?label }
      UNION { ?shape a sh:NodeShape ; rdfs:label ?label }
    }
  }
}
"""


@dataclass
class Result:
    """One result before it is printed."""

    severity: str
    shape: str
    messages: list[ox.Literal]
    path: str | None
    value: ox.NamedNode | ox.Literal | None
    sources: set[str]
    labels: list[ox.Literal]


@dataclass(frozen=True)
class Finding:
    """One result in words.

    Attributes:
        css: ``violation``, ``warning`` or ``info``.
        severity: The same in words.
        message: What to do, in the reader's language if there is one.
        message_language: Its language if it is another.
        about: The property concerned.
        value: The value at fault.
        passages: What it rests on.
        shape: The rule.
    """

    css: str
    severity: str
    message: str
    message_language: str | None
    about: Shown | None
    value: Shown | None
    passages: tuple[Shown, ...]
    shape: Shown


def results_about(reader: Reader, thing: ox.NamedNode) -> list[Result]:
    """Read the results whose focus is a thing."""
    found: dict[str, Result] = {}
    for row in reader.view.select(_QUERY, {"thing": thing}):
        value = row.get("value")
        result = found.setdefault(
            row["result"].value,
            Result(
                row["severity"].value,
                row["shape"].value,
                [],
                row["path"].value if isinstance(row.get("path"), ox.NamedNode) else None,
                value if isinstance(value, ox.NamedNode | ox.Literal) else None,
                set(),
                [],
            ),
        )
        label = row.get("label")
        if isinstance(label, ox.Literal) and label not in result.labels:
            result.labels.append(label)
        message = row.get("message")
        if isinstance(message, ox.Literal) and message not in result.messages:
            result.messages.append(message)
        if isinstance(row.get("source"), ox.NamedNode):
            result.sources.add(row["source"].value)
    return list(found.values())


def things_of(results: list[Result]) -> set[str]:
    """Collect what must be named to print results."""
    things: set[str] = set()
    for result in results:
        things |= result.sources | ({result.path} if result.path else set())
        if isinstance(result.value, ox.NamedNode):
            things.add(result.value.value)
    return things


def findings(reader: Reader, results: list[Result], names: Names) -> tuple[Finding, ...]:
    """Say results in words, the gravest first."""
    said = []
    for result in results:
        order, css, _ = SEVERITIES.get(result.severity, (3, "info", msg("Remark")))
        words = severity_words(result.severity, rests_on_passage=bool(result.sources))
        text = _best(result.messages, reader, reader.say(msg("This does not meet the rule.")))
        tag = text.language
        rule = reader.link(paths.page(result.shape))
        said.append(
            (
                (order, result.shape, text.value, str(result.value)),
                Finding(
                    css,
                    reader.say(words),
                    text.value,
                    tag if tag and tag.split("-")[0] != reader.language else None,
                    names.thing(result.path) if result.path else None,
                    names.term(result.value) if result.value is not None else None,
                    tuple(names.thing(s) for s in sorted(result.sources)),
                    Shown(_best(result.labels, reader, shorten(result.shape)).value, rule),
                ),
            )
        )
    return tuple(finding for _, finding in sorted(said, key=lambda x: x[0]))


def _best(texts: list[ox.Literal], reader: Reader, otherwise: str) -> ox.Literal:
    return min(
        texts,
        key=lambda t: (rank(t.language, reader.language), t.value),
        default=ox.Literal(otherwise),
    )
