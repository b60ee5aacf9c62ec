"""In a notebook an answer is a table with names and links, and nothing in it can do harm."""

from __future__ import annotations

import lxml.html
import pytest

from perms_graph.answers import Answer, Register
from perms_graph.resources import Resources

from .conftest import LINKS, VALUES, rows, small_in


def page(answer: Answer) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(answer._repr_html_())


def links(answer: Answer) -> dict[str, str]:
    return {a.get("href"): a.text_content() for a in page(answer).iter("a")}


def cells(answer: Answer) -> list[list[str]]:
    return [[td.text_content() for td in tr.iter("td")] for tr in page(answer).iter("tr")][1:]


def test_names_are_shown_and_lead_to_their_address(small: Register) -> None:
    assert links(rows(small, LINKS)) == {
        "https://example.org/a": '<b>& "you"',
        "https://example.org/b?x=1&y='2'": "https://example.org/b?x=1&y='2'",
        "https://w3id.org/perms/id/partner/spc": "Communauté du Pacifique",
    }


def test_names_are_in_the_language_chosen(resources: Resources) -> None:
    found = links(rows(small_in("fr", resources), LINKS))
    assert found["https://example.org/a"] == "<i>« vous »"


def test_no_other_scheme_becomes_a_link(small: Register) -> None:
    assert "run me" in page(rows(small, LINKS)).text_content()
    shown = rows(small, "SELECT ?a { VALUES ?a { <JavaScript:a> <data:text/html,x> <file:///a> } }")
    assert links(shown) == {}
    assert cells(shown) == [["JavaScript:a"], ["data:text/html,x"], ["file:///a"]]


def test_links_lead_to_a_browser_of_the_register_if_there_is_one(resources: Resources) -> None:
    small = small_in("en", resources, browser="http://127.0.0.1:8000/")
    assert set(links(rows(small, LINKS))) == {
        "https://example.org/a",
        "https://example.org/b?x=1&y='2'",
        "http://127.0.0.1:8000/id/partner/spc",
    }


@pytest.mark.parametrize(
    "harm", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"'><svg/onload=a()>"]
)
def test_texts_of_the_data_are_escaped_everywhere(small: Register, harm: str) -> None:
    answer = rows(small, "SELECT ?a { BIND (?given AS ?a) }", given=harm)
    marked = Answer(answer.reader, answer.table, title=harm, notes=[harm])
    found = page(marked)
    assert [e.tag for e in found.iter() if e.tag in {"script", "img", "svg"}] == []
    assert found.text_content().count(harm) == 3
    assert {name for e in found.iter() for name in e.attrib} <= {"lang", "style", "scope"}


def test_the_language_of_a_text_is_marked_where_it_is_not_the_readers(small: Register) -> None:
    found = page(rows(small, LINKS))
    assert found.get("lang") == "en"
    assert [e.text_content() for e in found.iter("span") if e.get("lang") == "fr"] == [
        "Communauté du Pacifique"
    ]
    texts = page(rows(small, "SELECT ?a { VALUES ?a { 'îles'@fr 'isles'@en } }"))
    assert [td.get("lang") for td in texts.iter("td")] == ["fr", None]


def test_values_are_written_for_people(small: Register, resources: Resources) -> None:
    wanted = VALUES.replace("ORDER BY", "FILTER (?name IN ('truth','year','decimal')) } ORDER BY")
    query = wanted.replace("AS ?name) } FILTER", "AS ?name) FILTER")
    assert cells(rows(small, query)) == [["decimal", "1.5"], ["truth", "yes"], ["year", "2021"]]
    assert cells(rows(small_in("fr", resources), query))[1] == ["truth", "oui"]


def test_a_long_answer_shows_its_first_rows_and_says_how_many_there_are(english: Register) -> None:
    answer = rows(english, "SELECT ?m { ?m a perms:Member } ORDER BY ?m")
    assert len(cells(answer)) == 20
    assert page(answer).findall("p")[0].text == "Rows: 26. The first 20 are shown."


def test_an_empty_answer_of_a_question_says_how_to_read_it(english: Register) -> None:
    answer = english.gaps()["undertakings_overdue"]
    said = [p.text for p in page(answer).findall("p")]
    assert said[0] == "No rows."
    assert said[1] == english.catalogue.find("undertakings_overdue").reading["en"]


def test_headings_are_words_with_the_name_of_the_column_beside_them(
    english: Register, french: Register
) -> None:
    for register, words in ((english, "earliest end"), (french, "fin au plus tôt")):
        answer = register.ask("agreements_expiring", until="2030-12-31")
        heads = {th.find("code").text: th.text for th in page(answer).iter("th") if len(th) > 1}
        assert heads["earliest_end"] == words
    assert page(answer).find(".//caption").text == answer.title


def test_words_for_programs_are_said_in_the_language_chosen(
    english: Register, french: Register
) -> None:
    def first(answer: Answer) -> list[str]:
        heads = [th.text for th in page(answer).iter("th")]
        return [*heads[:2], *cells(answer)[0][:1]]

    assert first(english.validate()) == ["severity", "thing", "remark"]
    assert first(french.validate()) == ["gravité", "chose", "remarque"]
    query = "SELECT ?in_force ?state { BIND ('not known' AS ?in_force) BIND ('yes' AS ?state) }"
    assert cells(rows(french, query)) == [["non connu", "en vigueur"]]


def test_invented_data_say_so(invented: Register) -> None:
    answer = rows(invented, "SELECT ?a { ?a a perms:Departure } ORDER BY ?a")
    assert answer.columns == ("a", "illustrative")
    assert {row.illustrative for row in answer} == {True}
    said = "With the illustrative set: part of this is invented to show features."
    assert page(answer).findall("p")[-1].text == said
    assert repr(answer).splitlines()[-1] == said
