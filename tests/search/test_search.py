"""What a person types finds what they mean."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from perms_graph.namespaces import ID, PERMS
from perms_graph.register import Register
from perms_graph.search import SearchIndex
from perms_graph.search.folding import folded
from perms_graph.store import Dataset


@pytest.fixture(scope="module")
def index(register: Register) -> SearchIndex:
    return SearchIndex.of(register.dataset)


def first(index: SearchIndex, text: str) -> str:
    return index.find(text).things[0].iri.removeprefix(ID)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("DFAT", "partner/au-dfat"),
        ("dfat", "partner/au-dfat"),
        ("PROE", "organisation/sprep"),
        ("Communauté du Pacifique", "partner/spc"),
        ("communaute du pacifique", "partner/spc"),
        ("pacific community", "partner/spc"),
        ("pacfic comunity", "partner/spc"),
        ("Austrlaia", "member/australia"),
        ("Vanautu", "member/vanuatu"),
        ("Nouvele Zelnade", "member/new-zealand"),
        ("Noumea Convention", "framework/noumea"),
        ("ag-010", "agreement/ag-010"),
        ("fonds vert", "partner/gcf"),
        ("iles salomon", "member/solomon-islands"),
        ("Tuval", "member/tuvalu"),
    ],
)
def test_a_name_finds_its_thing_first(index: SearchIndex, text: str, expected: str) -> None:
    assert first(index, text) == expected


def test_a_whole_name_is_marked_exact(index: SearchIndex) -> None:
    things = {f.iri: f.exact for f in index.find("Fiji", limit=200).things}
    assert things[ID + "member/fiji"]
    assert sum(things.values()) == 1
    assert len(things) > 1


def test_accents_and_case_change_nothing(index: SearchIndex) -> None:
    assert index.find("océan") == index.find("OCEAN")


def test_a_beginning_is_enough(index: SearchIndex) -> None:
    assert index.find("biodiv").total >= index.find("biodiversity").total > 0


def test_a_word_that_is_nowhere_is_taken_for_a_typing_error_and_said(index: SearchIndex) -> None:
    answer = index.find("agreemnt")
    assert answer.instead["agreemnt"][0] == "agreement"
    assert answer.total >= 100


def test_what_is_like_nothing_finds_nothing(index: SearchIndex) -> None:
    answer = index.find("zzzzqqqq")
    assert (answer.things, answer.total, dict(answer.instead)) == ((), 0, {"zzzzqqqq": ()})


def test_a_word_like_nothing_does_not_hide_the_others(index: SearchIndex) -> None:
    answer = index.find("Fiji zzzzqqqq")
    assert answer.things[0].iri == ID + "member/fiji"


def test_a_mended_name_is_first_and_yet_not_exact(index: SearchIndex) -> None:
    answer = index.find("Austrlaia", limit=100)
    assert answer.instead["austrlaia"][0] == "australia"
    assert [f for f in answer.things if f.exact] == []


def test_where_nothing_has_all_words_what_has_some_is_given_and_said(index: SearchIndex) -> None:
    both, dfat, tuvalu = (index.find(t, limit=500) for t in ("dfat tuvalu", "dfat", "tuvalu"))
    assert (both.some, dfat.some, tuvalu.some) == (True, False, False)
    assert {f.iri for f in both.things} == {f.iri for a in (dfat, tuvalu) for f in a.things}
    assert both.total == len(both.things) > 0


def test_where_something_has_all_words_only_that_is_given(index: SearchIndex) -> None:
    answer = index.find("green climate fund", limit=500)
    assert not answer.some
    assert answer.total < index.find("climate").total


def test_kinds_are_counted_whatever_is_chosen(index: SearchIndex) -> None:
    everything = index.find("pacific")
    partners = index.find("pacific", kinds=[PERMS + "Partner"], limit=1000)
    assert partners.kinds == everything.kinds
    assert partners.total == everything.kinds[PERMS + "Partner"] == len(partners.things)
    assert partners.total < everything.total


def test_pages_join_without_gap_or_repetition(index: SearchIndex) -> None:
    whole = index.find("pacific", limit=60).things
    parts = [index.find("pacific", limit=20, offset=n).things for n in (0, 20, 40)]
    assert [f for part in parts for f in part] == list(whole)
    assert len({f.iri for f in whole}) == 60


@pytest.mark.parametrize(("language", "matched"), [("fr", ["climat"]), ("en", ["Climate"])])
def test_a_snippet_shows_what_matched_in_the_language_of_the_reader(
    index: SearchIndex, language: str, matched: list[str]
) -> None:
    things = index.find("climat", language=language, limit=1000).things
    (hit,) = (f for f in things if f.iri == ID + "partner/gcf")
    assert hit.language == language
    assert [text for text, marked in hit.snippet if marked] == matched


def test_notes_and_documents_come_after_what_they_are_about(index: SearchIndex) -> None:
    kinds = [f.iri.removeprefix(ID).partition("/")[0] for f in index.find("GEF", limit=8).things]
    assert kinds[0] == "partner"


def test_an_index_in_a_file_answers_the_same(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    made = SearchIndex.of(register.dataset, path=path)
    expected = made.find("pacific", limit=30)
    made.close()
    kept = SearchIndex.open(path)
    assert kept.find("pacific", limit=30) == expected
    kept.close()


def test_threads_share_an_index(index: SearchIndex) -> None:
    expected = index.find("ocean")
    answers = []
    workers = [
        threading.Thread(target=lambda: answers.append(index.find("ocean"))) for _ in range(8)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert answers == [expected] * 8


def test_an_empty_graph_has_an_index_too() -> None:
    assert SearchIndex.of(Dataset.memory()).find("anything").total == 0


@pytest.mark.parametrize(
    "text", ["", "   ", '"', "*", "a AND", "NEAR(", "'; DROP TABLE thing", ":", "-"]
)
def test_marks_of_the_engine_are_only_text(index: SearchIndex, text: str) -> None:
    answer = index.find(text)
    assert answer.total == len(index.find(text, limit=10_000).things)


@settings(max_examples=60, deadline=None)
@example("\N{SQUARED LATIN CAPITAL LETTER S}")
@given(text=st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    index = SearchIndex.of(Dataset.memory())
    assert index.find(text).total == 0
    assert folded(folded(text)) == folded(text)
