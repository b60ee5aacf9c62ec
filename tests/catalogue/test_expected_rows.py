"""Each stored question gives exactly the rows kept beside this test, on the shipped register.

After a change of the facts or of a question, read the difference, and if it is right write the
rows anew: ``python -m tests.catalogue.test_expected_rows``.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.catalogue import load_catalogue
from perms_graph.namespaces import shorten
from perms_graph.register import Register
from perms_graph.resources import shipped
from perms_graph.store import Table, Term

EXPECTED = Path(__file__).parent / "expected"
NAMES = sorted(load_catalogue(shipped().queries).questions)


def cell(term: Term | None) -> str:
    if term is None:
        return ""
    return shorten(term.value) if isinstance(term, ox.NamedNode) else term.value


def rows(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([cell(term) for term in row] for row in table.rows)
    return out.getvalue()


def answer(register: Register, name: str) -> str:
    question = register.catalogue.find(name)
    return rows(register.ask(name, {p.name: p.example for p in question.parameters}))


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_are_those_expected(register: Register, name: str) -> None:
    assert answer(register, name) == (EXPECTED / f"{name}.csv").read_text(encoding="utf-8")


def test_no_expected_rows_are_left_of_a_question_that_is_gone() -> None:
    assert sorted(p.stem for p in EXPECTED.glob("*.csv")) == NAMES


if __name__ == "__main__":
    built = Register.in_memory(shipped())
    EXPECTED.mkdir(exist_ok=True)
    for wanted in NAMES:
        (EXPECTED / f"{wanted}.csv").write_text(answer(built, wanted), encoding="utf-8")
