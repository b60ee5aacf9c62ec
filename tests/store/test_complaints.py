"""A query that cannot be read is answered with the nearest cause, not a screenful of tokens."""

from __future__ import annotations

import pytest

from perms_graph.errors import QueryError
from perms_graph.store import Dataset


@pytest.mark.parametrize(
    ("query", "message", "hint", "place"),
    [
        ("", "The query is empty.", "Start with SELECT, ASK, CONSTRUCT or DESCRIBE.", None),
        ("# only a remark", "The query is empty.", None, None),
        ("SELEC ?s {}", "“SELEC” is not a word of SPARQL.", "Did you mean: SELECT?", (1, 1)),
        (
            "SELECT * {\n  ?s ?p ?o .\n  FILTR (?o > 1) }",
            "“FILTR” is not a word of SPARQL.",
            "Did you mean: FILTER?",
            (3, 3),
        ),
        ("SELECT * { ?s ?p ?o } LIMIT x", "“x” is not a word of SPARQL.", None, (1, 29)),
        (
            "ASK { ?s foo:bar ?o }",
            "The prefix foo: is not declared.",
            "Declare it on the first line: PREFIX foo: <http://…>",
            (1, 10),
        ),
        (
            "ASK { ?s a pems:Partner }",
            "The prefix pems: is not declared.",
            "Did you mean: perms:?",
            (1, 12),
        ),
        ("ASK { ?s a perms:Partner", "This bracket is not closed: {", None, (1, 5)),
        ("ASK { ?s a perms:Partner }}", "This bracket closes nothing: }", None, (1, 27)),
        ("ASK { FILTER (1 > 0} )", "This bracket closes nothing: }", None, (1, 20)),
        (
            "ASK { ?s ?p 'open }",
            "A text in quotation marks is not closed.",
            "Text over several lines stands between three quotation marks.",
            (1, 13),
        ),
        (
            "ASK { ?s <a b> ?o }",
            "This is not an IRI: <a b>",
            "An IRI is complete and has no spaces: <http://…>",
            (1, 10),
        ),
        (
            "PREFIX a: <b> ASK { ?s a:b ?o }",
            "This is not an IRI: <b>",
            "An IRI is complete and has no spaces: <http://…>",
            (1, 11),
        ),
        (
            "SELECT ?o { ?s ?p ?o } GROUP BY ?s",
            "The query breaks off or lacks something near its end: “} GROUP BY ?s”.",
            "With GROUP BY, SELECT may name only what is grouped, or a sum, a count …",
            None,
        ),
        (
            "DELETE WHERE { ?s ?p ?o }",
            "This is an update; what is kept here is not changed by queries.",
            "Start with SELECT, ASK, CONSTRUCT or DESCRIBE.",
            (1, 1),
        ),
    ],
)
def test_the_nearest_cause_is_named_with_its_place(
    query: str, message: str, hint: str | None, place: tuple[int, int] | None
) -> None:
    with pytest.raises(QueryError) as caught:
        Dataset.memory().query(query)
    error = caught.value
    assert str(error.message) == message
    if hint is not None:
        assert str(error.hint) == hint
    if place is not None:
        assert (error.line, error.column) == place


def test_our_own_prefix_lines_do_not_move_the_place() -> None:
    with pytest.raises(QueryError) as caught:
        Dataset.memory().query("SELECT * {\n  ?s a perms:Partner ; ; , ?o }")
    assert caught.value.line == 2
