"""The register is opened, asked and searched from Python; errors are words in either language."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyoxigraph as ox
import pytest

import perms_graph
from perms_graph.answers import Answer, Iri, Register
from perms_graph.catalogue import Catalogue, Parameter, Question
from perms_graph.errors import (
    FileError,
    ParameterError,
    PermsError,
    QueryError,
    UnknownNameError,
)
from perms_graph.register import Register as BuiltRegister
from perms_graph.register import build, inputs
from perms_graph.resources import Resources

from .conftest import DAY, rows

RG3 = "https://w3id.org/perms/id/goal/rg3"


@pytest.mark.parametrize("goal", ["rg3", "RG3", "id:goal/rg3", RG3, Iri(RG3), ox.NamedNode(RG3)])
def test_a_thing_is_named_in_any_way_that_people_name_it(
    english: Register, register: BuiltRegister, goal: object
) -> None:
    answer = english.ask("partners_by_goal", goal=goal)
    assert answer.table == register.ask("partners_by_goal", {"goal": "rg3"})
    assert answer[0].partner == Iri("https://w3id.org/perms/id/partner/fr-afd")
    assert answer[0].agreements == 4


@pytest.mark.parametrize(
    "until",
    [
        "2027-12-31",
        dt.date(2027, 12, 31),
        dt.datetime(2027, 12, 31, 23, 59),
        pd.Timestamp("2027-12-31"),
    ],
)
def test_a_day_is_given_as_text_or_as_a_day(
    english: Register, register: BuiltRegister, until: object
) -> None:
    given = {"day": DAY.isoformat(), "until": "2027-12-31"}
    assert english.ask("agreements_expiring", until=until).table == register.ask(
        "agreements_expiring", given
    )


def every_type(query: str, kinds: tuple[str, ...]) -> Question:
    parameters = tuple(Parameter(kind, kind, None, {"en": "", "fr": ""}, "1") for kind in kinds)
    texts = {"en": "", "fr": ""}
    return Question("typed", "test", texts, texts, texts, texts, parameters, (), query)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("integer", 7, 7),
        ("integer", np.int64(7), 7),
        ("decimal", Decimal("1E+2"), Decimal(100)),
        ("decimal", 0.5, Decimal("0.5")),
        ("decimal", np.float64(0.5), Decimal("0.5")),
        ("boolean", True, True),
        ("boolean", np.bool_(False), False),
        ("string", " as it is ", " as it is "),
    ],
)
def test_numbers_and_truths_are_given_as_they_are(
    small: Register, kind: str, value: object, expected: object
) -> None:
    question = every_type(f"SELECT ?a {{ BIND (?{kind} AS ?a) }}", (kind,))
    asked = Register(small.dataset, Catalogue({"typed": question}), day=DAY)
    assert asked.ask("typed", **{kind: value}).column("a") == (expected,)


@pytest.mark.parametrize("value", [None, float("nan"), pd.NaT, object(), [1]])
def test_a_value_that_no_parameter_takes_is_refused(english: Register, value: object) -> None:
    with pytest.raises(ParameterError, match=r"does not suit until\.\nGive a text, a thing"):
        english.ask("agreements_expiring", until=value)


def test_the_day_is_that_of_the_register_if_none_is_given(english: Register) -> None:
    assert english.day == DAY
    given = english.ask("agreements_expiring", day=DAY, until="2027-12-31")
    assert english.ask("agreements_expiring", until="2027-12-31").table == given.table


def test_unknown_names_give_the_nearest_in_the_readers_language(
    english: Register, french: Register
) -> None:
    with pytest.raises(UnknownNameError) as question:
        english.ask("partner_by_goal", goal="rg3")
    assert question.value.nearest[0] == "partners_by_goal"
    assert "Did you mean: partners_by_goal" in str(question.value)
    with pytest.raises(UnknownNameError) as thing:
        french.ask("partners_by_goal", goal="rgg3")
    assert str(thing.value) == (
        "Rien ici ne s’appelle rgg3.\nVouliez-vous dire\u00a0: id:goal/rg3\u00a0?"
    )
    with pytest.raises(ParameterError, match=r"no parameter gaol\.\nDid you mean: goal\?"):
        english.ask("partners_by_goal", goal="rg3", gaol="rg3")


def test_a_missing_parameter_is_asked_for_as_python_writes_it(english: Register) -> None:
    with pytest.raises(ParameterError) as caught:
        english.ask("partners_by_goal")
    assert str(caught.value) == (
        "The question partners_by_goal needs goal.\n"
        'For instance: ask("partners_by_goal", goal="id:goal/rg3")'
    )


def test_a_fault_in_a_query_is_told_with_its_place(english: Register, french: Register) -> None:
    with pytest.raises(QueryError) as caught:
        english.query("SELECT ?a\nWHERE { ?a ?b }")
    assert "(line 2, column 16)" in str(caught.value)
    assert caught.value.line == 2
    with pytest.raises(QueryError, match="SERVICE"):
        english.query("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match=r"^C’est une mise à jour") as update:
        french.query("DELETE WHERE { ?s ?p ?o }")
    assert "SELECT, ASK, CONSTRUCT" in str(update.value)


def test_each_form_of_query_gives_what_it_asks_for(english: Register) -> None:
    assert english.query("ASK { ?m a perms:Member }") is True
    assert english.query("ASK { ?m a perms:Nothing }") is False
    (row,) = rows(english, "SELECT (COUNT(*) AS ?n) { ?m a perms:Member }")
    assert row.n == 26
    described = english.query("DESCRIBE <https://w3id.org/perms/id/partner/spc>")
    assert isinstance(described, Answer)
    assert described.columns == ("subject", "predicate", "object")
    assert set(described.column("subject")) == {"https://w3id.org/perms/id/partner/spc"}


@pytest.mark.parametrize(
    "value",
    [
        '" } DELETE { ?s ?p ?o',
        Iri("https://w3id.org/perms/id/partner/spc"),
        7,
        Decimal("1.5"),
        2.5,
        True,
        dt.date(2026, 6, 30),
        dt.datetime(2026, 6, 30, 8, 15),
    ],
)
def test_a_value_stands_in_a_query_as_a_term(small: Register, value: object) -> None:
    (row,) = rows(small, "SELECT ?got { BIND (?given AS ?got) }", given=value)
    assert (row.got, type(row.got)) == (value, type(value))


def test_a_value_for_no_variable_is_refused(small: Register) -> None:
    with pytest.raises(ParameterError, match=r"no variable \?gvien"):
        small.query("SELECT ?got { BIND (?given AS ?got) }", gvien=1)
    with pytest.raises(ParameterError, match="does not suit given"):
        small.query("SELECT ?got { BIND (?given AS ?got) }", given=Iri("no iri"))


def test_things_are_found_by_name(english: Register, french: Register) -> None:
    spc = Iri("https://w3id.org/perms/id/partner/spc")
    assert english.find("SPC") == french.find("communaute du pacifique") == spc
    fiji = Iri("https://w3id.org/perms/id/member/fiji")
    assert english.find("fiji", of="perms:Member") == fiji
    with pytest.raises(UnknownNameError, match="Did you mean: id:member/fiji"):
        english.find("fijji", of="perms:Member")


def test_the_questions_are_listed(english: Register, french: Register) -> None:
    listed = {row.name: row for row in english.questions()}
    assert len(listed) == len(tuple(english.catalogue))
    assert listed["partners_by_goal"].parameters == "goal"
    assert listed["partners_by_goal"].title == "Partners by goal"
    titles = dict(zip(*map(french.questions().column, ("name", "title")), strict=True))
    assert titles["partners_by_goal"] == french.ask("partners_by_goal", goal="rg3").title


def test_the_register_that_came_with_the_software_opens_without_a_place(
    register: BuiltRegister,
) -> None:
    opened = perms_graph.Register.open(day=DAY)
    assert opened.dataset.size(None) == register.dataset.size(None)
    assert opened.illustrative is False
    assert repr(opened).startswith("Register(triples: ")


def test_a_folder_is_opened_as_it_was_built(tmp_path: Path, resources: Resources) -> None:
    build(tmp_path / "illustrative", inputs(resources, illustrative=True))
    with pytest.raises(FileError, match="Nothing has been built here yet"):
        Register.open(tmp_path)
    opened = Register.open(str(tmp_path), illustrative=True, day=DAY)
    assert opened.illustrative is True
    assert len(opened.gaps()) == 17
    # What is read only is weighed in a copy.
    assert opened.whatif("docs/examples/proposal.ttl").valid is True


@pytest.mark.parametrize(
    ("place", "options", "kind", "said"),
    [
        ("nowhere", {}, FileError, "nowhere: Nothing has been built here yet.\nBuild it first"),
        ("nowhere", {"language": "fr"}, FileError, "nowhere: Rien n’a encore été construit ici."),
        ("README.md", {}, FileError, "README.md: This is a file; a register is opened from"),
        ("ftp://example.org/", {}, ParameterError, "“ftp://example.org/” is no address of a"),
        ("https://", {}, ParameterError, "“https://” is no address of a SPARQL server."),
        ("https://a:b@example.org/", {}, ParameterError, "An address with a name and a password"),
        ("https://example.org/", {"timeout": 0}, ParameterError, "“0” does not suit timeout."),
        (None, {"language": "de"}, ParameterError, "“de” does not suit language.\nGive en / fr."),
        (None, {"browser": "javascript:a"}, ParameterError, "“javascript:a” does not suit browser"),
    ],
)
def test_what_cannot_be_opened_is_refused_in_words(
    place: str | None, options: dict[str, object], kind: type[PermsError], said: str
) -> None:
    with pytest.raises(kind) as caught:
        Register.open(place, **options)
    assert str(caught.value).startswith(said)
    assert "a:b" not in str(caught.value)
