"""Our own rules: what a stored CONSTRUCT computes goes to ``graph:derived``.

The rules are files, one a rule, so that a reader who knows SPARQL can check each against the model.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from perms_graph.namespaces import GRAPH
from perms_graph.reasoning.materialising import withdraw
from perms_graph.store import Dataset
from perms_graph.store.tokens import tokens

Progress = Callable[[str, int, int], None]

DERIVED: Final = GRAPH + "derived"

_FOLDER: Final = Path(__file__).resolve().parent / "derivation"
_ORDER: Final = ("starts_from_dates", "starts_from_status", "ends_from_dates", "ends_from_status")
_FIELD: Final = re.compile(r"#\+\s+(?:([a-z]+)\.(en|fr):)?\s*(.*)")


@dataclass(frozen=True)
class Derivation:
    """One of our rules.

    Attributes:
        name: Name of its file without suffix.
        header: ``title``, ``reading`` and ``source``, each by language (``en``, ``fr``).
        text: A CONSTRUCT.
    """

    name: str
    header: dict[str, dict[str, str]]
    text: str

    @property
    def insert(self) -> str:
        """The rule as an update into ``graph:derived`` and the default graph."""
        before, template, after = _split(self.text)
        return f"{before}INSERT {{ {template} GRAPH <{DERIVED}> {{ {template} }} }}{after}"


def derivations() -> tuple[Derivation, ...]:
    """Read our rules, in the order to run them: the second reads what the first gave."""
    found = []
    for name in _ORDER:
        text = (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")
        found.append(Derivation(name, _header(text), text))
    return tuple(found)


def derive(dataset: Dataset, *, progress: Progress | None = None) -> int:
    """Compute all that our own rules give, from scratch.

    Args:
        dataset: Materialised, with its named graphs. What an earlier run derived is taken out
            first. Afterwards ``graph:derived`` and the default graph hold the first and last
            possible day of each start and end (``xsd:date``).
        progress: Told ``derive``, rules done, rules in all.

    Returns:
        Number of derived triples.

    Source:
        docs/model.md, "Dates".
    """
    withdraw(dataset, DERIVED)
    rules = derivations()
    for done, rule in enumerate(rules):
        if progress:
            progress("derive", done, len(rules))
        dataset.update(rule.insert)
    if progress:
        progress("derive", len(rules), len(rules))
    return dataset.size(DERIVED)


def _split(text: str) -> tuple[str, str, str]:
    """Give what stands before CONSTRUCT, its template, and what follows."""
    parts = list(tokens(text))
    start = next(t for t in parts if t.kind == "word" and t.text.upper() == "CONSTRUCT")
    braces = [
        t for t in parts if t.kind == "punctuation" and t.text in "{}" and t.start > start.start
    ]
    first, last = braces[0], braces[1]
    return text[: start.start], text[first.start + 1 : last.start].strip(), text[last.start + 1 :]


def _header(text: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    name, language = "", ""
    for line in text.splitlines():
        match = _FIELD.fullmatch(line)
        if match is None:
            break
        if match.group(1):
            name, language = match.group(1), match.group(2)
            found.setdefault(name, {})[language] = match.group(3)
        else:
            found[name][language] += " " + match.group(3)
    return found
