"""The page about gaps lists the questions and weights that there are."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from perms_graph.catalogue import Catalogue
from perms_graph.namespaces import PERMS

from .conftest import WEIGHTS

PAGE = Path(__file__).parents[2] / "docs" / "gaps.md"
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"


def rows_after(heading: str) -> list[str]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = lines.index(heading) + 2
    return [line for line in lines[start : start + 40] if line.startswith("| ")]


def test_the_page_lists_each_gap_question_with_its_title(catalogue: Catalogue) -> None:
    expected = [f"| `{q.name}` | {q.title['en']} |" for q in catalogue.family("gaps")]
    assert rows_after("| question | what it finds |")[: len(expected)] == expected


def test_the_page_gives_each_weight_as_the_policy_states_it() -> None:
    names, weights = {}, {}
    for q in ox.parse(path=WEIGHTS):
        if not isinstance(q.object, ox.Literal):
            continue
        if q.predicate.value == LABEL and q.object.language == "en":
            names[q.subject] = q.object.value
        if q.predicate.value == PERMS + "value":
            weights[q.subject] = q.object.value
    expected = {f"| {names[part]} | {weight} |" for part, weight in weights.items()}
    assert len(expected) == 13
    assert set(rows_after("| part | weight |")) == expected
