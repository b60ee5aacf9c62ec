"""Principles in the browser: the matrix, a page for each principle, the strip on a partnership."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

PRINCIPLES = [
    "strategicContribution",
    "collaboration",
    "sharedValues",
    "programmeIntegration",
    "mutualBenefit",
    "genderAndInclusion",
]
VERDICT = re.compile(
    r'<span class="verdict ([a-z-]+)"><span aria-hidden="true">(.)</span> ([^<]+)</span>'
)


@pytest.fixture()
def site(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()


def page(site: FlaskClient, path: str) -> str:
    answer = site.get(path)
    assert answer.status_code == 200
    return answer.text


def section(text: str, name: str) -> str:
    return text.split(f'aria-labelledby="{name}"', 1)[1].split("</section>")[0]


def test_the_real_register_has_no_evidence_yet_and_says_that_this_is_no_breach(
    site: FlaskClient,
) -> None:
    text = page(site, "/en/compliance")
    counts = re.findall(r'sharedValues/(\w+)" [^>]*>(\d+)</a>', section(text, "counts"))
    assert counts == [("notMet", "0"), ("notEvidenced", "119"), ("departedFrom", "0"), ("met", "0")]
    assert "Not evidenced is no breach" in text
    assert "1 to 50 of 119" in text


def test_a_count_opens_to_the_partnerships_it_counts(site: FlaskClient) -> None:
    counts = section(page(site, "/en/compliance?with=illustrative"), "counts")
    links = re.findall(r'href="([^"]+/(\w+)\?[^"]+)" [^>]*>(\d+)</a>', counts)
    assert len(links) == 6 * 4
    for href, state, number in links[8:12]:
        listed = page(site, href.replace("&amp;", "&"))
        assert f"{int(number)}</span></h1>" in listed
        found = re.findall(r'<li><a href="/en/partnership/([^?"]+)', listed)
        assert len(found) == min(50, int(number))
        if state == "departedFrom":
            assert found == ["example-4"]


def test_the_matrix_leads_to_the_reasons(site: FlaskClient) -> None:
    for number in (1, 2, 3):
        text = page(site, f"/en/compliance?with=illustrative&page={number}")
        if "/partnership/example-3?" in section(text, "matrix"):
            break
    row = section(text, "matrix").split("/partnership/example-3?")[1:]
    assert [part.partition("#on-")[2].split('"')[0] for part in row[1:7]] == PRINCIPLES
    target = page(site, "/en/partnership/example-3?with=illustrative")
    assert re.findall(r'id="on-(\w+)"', target) == PRINCIPLES


def test_the_strip_shows_sign_and_word_for_each_principle(site: FlaskClient) -> None:
    strip = section(page(site, "/en/partnership/example-4?with=illustrative"), "principles")
    assert VERDICT.findall(strip) == [
        ("met", "✓", "met"),
        ("met", "✓", "met"),
        ("departed-from", "↷", "departed from"),
        ("met", "✓", "met"),
        ("not-evidenced", "?", "not evidenced"),
        ("met", "✓", "met"),
    ]
    assert "by Example reference group, until 31 December 2027." in strip
    assert "Agree with the partner on an indicator" in strip


def test_the_day_chosen_decides_whether_a_departure_counts(site: FlaskClient) -> None:
    strip = section(
        page(site, "/fr/partnership/example-4?with=illustrative&on=2028-01-01"), "principles"
    )
    assert VERDICT.findall(strip)[2] == ("not-met", "✗", "non respecté")
    assert "enregistrez l&#39;écart et ses motifs" in strip
    assert "our translation" not in strip


def test_what_the_strip_says_is_not_said_twice(site: FlaskClient) -> None:
    text = page(site, "/en/partnership/example-3?with=illustrative")
    assert text.count("keeps the partnership apart from SPREP&#39;s programmes") == 1
    for shape in re.findall(r"/shapes/(\w+)-", section(text, "principles")):
        assert f"/shapes/{shape}-" not in text.partition('aria-labelledby="checks"')[2]
    # A check that is not of a principle stays where it was.
    other = page(site, "/en/partnership/example-2?with=illustrative")
    assert "Name the post that answers for this partnership" in section(other, "checks")


def test_a_principle_shows_its_words_our_translation_and_its_checks(site: FlaskClient) -> None:
    text = page(site, "/en/compliance/sharedValues")
    words = section(text, "words")
    assert '<blockquote lang="fr">être fondés sur des valeurs partagées</blockquote>' in words
    assert "be founded on shared values <small" in words
    asked = section(text, "asked")
    shapes = re.findall(r'<a href="/en/shapes/(SharedValuesShape-\w+)">', asked)
    assert shapes[0] == "SharedValuesShape-upheld"  # substance before evidence
    assert "SharedValuesShape-hasProvision" in shapes
    assert asked.count("<li>") == len(shapes) == len(set(shapes))
    assert f'/en/shapes/{shapes[0]}#found">finds 0</a>' in asked
    assert "Where partnerships stand on it" in page(site, "/en/principle/sharedValues")
    assert "be founded" not in page(site, "/fr/compliance/sharedValues")


def test_a_thing_that_is_no_partnership_has_no_strip(site: FlaskClient) -> None:
    assert 'id="principles"' not in page(site, "/en/partner/spc")


def test_without_checks_the_page_says_why_it_is_empty(client: FlaskClient) -> None:
    assert "This register was built without the checks" in page(client, "/en/compliance")


@pytest.mark.parametrize("path", ["/en/compliance", "/en/compliance/sharedValues"])
def test_no_style_stands_in_the_page(site: FlaskClient, path: str) -> None:
    assert re.findall(r"<style|style=|<script>|onclick", page(site, path)) == []
