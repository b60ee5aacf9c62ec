"""No valid query makes the guard raise, and what it reads is what other readers read."""

from __future__ import annotations

import json

import pyoxigraph as ox
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from perms_graph.errors import QueryError
from perms_graph.guard import Vocabulary, advise, why_empty
from perms_graph.guard.lexing import lexemes
from perms_graph.guard.reading import outline
from perms_graph.guard.scopes import shown
from perms_graph.store import Dataset, Table

from .generated import queries

HEAD = "PREFIX ex: <http://example.org/>\n"
PREFIXES = """
PREFIX perms: <https://w3id.org/perms/def#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
OFTEN = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def answer(dataset: Dataset, query: str) -> int | None:
    """Count the rows or triples; None if the engine refuses the query."""
    try:
        found = dataset.query(query)
    except QueryError:
        return None
    if isinstance(found, bool):
        return int(found)
    return len(found.rows) if isinstance(found, Table) else len(found)


@OFTEN
@given(queries())
def test_every_query_that_the_engine_takes_is_read(
    small: Dataset, small_words: Vocabulary, body: str
) -> None:
    query = HEAD + body
    assume(answer(small, query) is not None)
    findings = advise(query, small_words, small)
    assert [f.message for f in findings if f.kind in {"syntax", "refused", "not_read"}] == []
    assert json.loads(json.dumps([f.as_data() for f in findings])) != [None]


@OFTEN
@given(queries())
def test_a_cause_is_named_for_every_empty_answer_and_for_no_other(
    small: Dataset, body: str
) -> None:
    query = HEAD + body
    rows = answer(small, query)
    assume(rows is not None)
    emptied = why_empty(query, small, 60)
    assert (emptied is not None) == (rows == 0), emptied
    if emptied is not None:
        assert emptied.complete
        assert json.loads(json.dumps(emptied.as_data()))["by"] == emptied.by


@OFTEN
@given(queries())
def test_the_variables_shown_are_those_that_the_engine_shows(body: str) -> None:
    query = HEAD + PREFIXES + body
    assume("SELECT" in body)
    try:
        solutions = ox.Store().query(query)
    except SyntaxError:
        assume(False)
    assume(isinstance(solutions, ox.QuerySolutions))
    read = outline(query)
    assert read is not None
    ours = shown(read.query)
    assert ours == {v.value for v in solutions.variables}


@OFTEN
@given(st.text(alphabet="SELECT ?x{}<>\"'\\#\n:ab.-=@^()$;,é|*+/!%&[]_0", max_size=60))
def test_no_text_at_all_makes_the_guard_raise(small_words: Vocabulary, text: str) -> None:
    findings = advise(text, small_words)
    assert all(f.place.line >= 1 and f.place.column >= 1 for f in findings)
    parts = lexemes(text)
    assert all(text[p.start : p.end] == p.text for p in parts)
    assert "".join(p.text for p in parts).replace(" ", "") in "".join(text.split()) or "#" in text


@OFTEN
@given(queries(), st.data())
def test_a_query_that_is_cut_anywhere_is_read_or_refused_in_words(
    small_words: Vocabulary, body: str, data: st.DataObject
) -> None:
    query = HEAD + body
    cut = query[: data.draw(st.integers(0, len(query)))]
    for finding in advise(cut, small_words):
        assert str(finding.message)
        assert finding.place.line <= cut.count("\n") + 1
