"""A stored question says everything about itself, and takes only what it declares."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.catalogue import bind_values, load_catalogue, read_question
from perms_graph.errors import FileError, ParameterError, UnknownNameError
from perms_graph.namespaces import ID, XSD
from perms_graph.register import Register
from perms_graph.resources import shipped

CATALOGUE = load_catalogue(shipped().queries)

GOOD = """\
#+ title.en: A
#+ title.fr: A
#+ question.en: A?
#+ question.fr: A ?
#+ reading.en: Rows
#+   go on.
#+ reading.fr: Lignes.
#+ param day date
#+ param.day.en: D.
#+ param.day.fr: J.
#+ example.day: 2026-01-01
#+ returns s iri
#+ returns.s.en: S.
#+ returns.s.fr: S.
#+ source.en: Ours.
#+ source.fr: De nous.

SELECT ?s WHERE { ?s ?p ?day } ORDER BY ?s
"""


def question(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "family" / "a.rq"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_header_is_read_whole(tmp_path: Path) -> None:
    q = read_question(question(tmp_path, GOOD))
    assert (q.name, q.family) == ("a", "family")
    assert q.reading == {"en": "Rows go on.", "fr": "Lignes."}
    assert [(p.name, p.type, p.example) for p in q.parameters] == [("day", "date", "2026-01-01")]
    assert [(r.name, r.type) for r in q.returns] == [("s", "iri")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("#+ title.fr: A\n", "", id="a language is missing"),
        pytest.param("#+ example.day: 2026-01-01\n", "", id="no example"),
        pytest.param("param day date", "param day moment", id="unknown type"),
        pytest.param("?day }", "?other }", id="parameter not used"),
        pytest.param("#+ title.en: A", "#+ Title A", id="not a header line"),
    ],
)
def test_a_broken_header_is_refused(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(FileError):
        read_question(question(tmp_path, GOOD.replace(old, new)))


def test_there_are_at_least_ten_questions() -> None:
    assert len(CATALOGUE.questions) >= 10


@pytest.mark.parametrize("name", sorted(CATALOGUE.questions))
def test_columns_are_those_declared_and_rows_are_ordered(register: Register, name: str) -> None:
    q = CATALOGUE.find(name)
    values = bind_values(q, {p.name: p.example for p in q.parameters})
    table = register.dataset.select(q.sparql, values)
    assert table.columns == tuple(r.name for r in q.returns)
    assert "ORDER BY" in q.sparql
    kinds = {r.name: r.type for r in q.returns}
    for row in table:
        for column, term in row.items():
            if kinds[column] == "integer":
                assert isinstance(term, ox.Literal)
                assert int(term.value) >= 0


@pytest.mark.parametrize("name", sorted(CATALOGUE.questions))
def test_the_example_of_a_question_finds_something(register: Register, name: str) -> None:
    q = CATALOGUE.find(name)
    found = register.ask(name, {p.name: p.example for p in q.parameters})
    # These find nothing on the real register: every goal that is served has several partners, and
    # technical support wherever there is money; no agreement has its known end in the year ahead;
    # no departure, initiative, indicator, undertaking, demand or priority has been published.
    empty = {
        "agreements_ending_without_successor",
        "departures_expiring",
        "departures_in_force",
        "goals_with_money_without_technical_support",
        "goals_with_one_partner",
        "initiatives_to_join",
        "measurements_due",
        "members_with_priorities_unanswered",
        "partners_without_demanded_mechanism",
        "partnerships_by_holder",
        "principles_partners_depart_from",
        "undertakings_due",
        "undertakings_overdue",
    }
    assert (len(found) == 0) == (name in empty)


def test_a_name_is_forgiven_and_a_wrong_one_gets_the_nearest() -> None:
    assert CATALOGUE.find("Partners-By-Goal").name == "partners_by_goal"
    with pytest.raises(UnknownNameError) as caught:
        CATALOGUE.find("partner_by_gaol")
    assert caught.value.nearest[0] == "partners_by_goal"


def test_terms_have_the_declared_type() -> None:
    q = CATALOGUE.find("cell_partnerships")
    values = bind_values(
        q, {"goal": "id:goal/rg1", "purpose": "purpose:sharedValues", "day": "2026-02-28"}
    )
    assert values == {
        "goal": ox.NamedNode(ID + "goal/rg1"),
        "purpose": ox.NamedNode(ID + "purpose/sharedValues"),
        "day": ox.Literal("2026-02-28", datatype=ox.NamedNode(XSD + "date")),
    }


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({}, "needs day", id="missing"),
        pytest.param({"day": "2026-02-30"}, "does not suit", id="no such day"),
        pytest.param({"day": "soon"}, "does not suit", id="not a day"),
        pytest.param({"day": "2026-01-01", "dya": "x"}, "no parameter dya", id="unknown"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(given: dict[str, str], words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        bind_values(CATALOGUE.find("agreements_by_state"), given)


@pytest.mark.parametrize("text", ["http://e/a b", "http://e/<x>", 'http://e/"x', "javascript"])
def test_a_malformed_iri_is_refused_at_the_edge(text: str) -> None:
    with pytest.raises(ParameterError):
        bind_values(CATALOGUE.find("statements_about"), {"thing": text})
