"""Weighing a proposal on a page: what is shown is what is computed, and nothing is kept."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from perms_graph.errors import msg
from perms_graph.fence import Busy
from perms_graph.register import Register
from web import create_app
from web.rooms.whatif import EXAMPLE_DAY
from web.sending import KEY

from .conftest import DAY

PROPOSAL = Path(__file__).parents[2] / "docs" / "examples" / "proposal.ttl"
TEXT = PROPOSAL.read_text(encoding="utf-8")
PREFIXES = """@prefix perms: <https://w3id.org/perms/def#> .
@prefix id: <https://w3id.org/perms/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


@pytest.fixture(scope="module")
def app(register: Register) -> Iterator[Flask]:
    made = create_app(register, today=lambda: DAY)
    yield made
    for checker in made.extensions[KEY].values():
        checker.close()


@pytest.fixture()
def site(app: Flask) -> FlaskClient:
    return app.test_client()


def send(
    site: FlaskClient, text: str, path: str = "/en/whatif", day: str = EXAMPLE_DAY
) -> TestResponse:
    return site.post(path, data={"text": text, "on": day}, content_type="multipart/form-data")


def program(site: FlaskClient, body: str, query: str = f"on={EXAMPLE_DAY}") -> Any:
    return site.post(
        f"/en/whatif?{query}",
        data=body.encode(),
        headers={"Content-Type": "text/turtle", "Accept": "application/json"},
    )


def figures(text: str) -> dict[str, int]:
    page = lxml.html.fromstring(text)
    return {
        "".join(a.xpath("span/text()")): int("".join(a.xpath("b/text()")))
        for a in page.xpath('//ul[@class="glance"]//a')
    }


def test_the_form_starts_empty_or_with_the_example(site: FlaskClient) -> None:
    empty = lxml.html.fromstring(site.get("/en/whatif").text)
    (box,) = empty.xpath("//textarea")
    assert (box.text or "").strip() == ""
    (there,) = empty.xpath('//a[@class="go"]/@href')
    filled = lxml.html.fromstring(site.get(there).text)
    assert filled.xpath("//textarea")[0].text.strip() == TEXT.strip()
    assert filled.xpath('//form[@class="check"]//input[@name="on"]/@value') == [EXAMPLE_DAY]
    assert "Rien n’est conservé" in site.get("/fr/whatif").text


def test_figures_come_first_and_say_what_the_answer_for_programs_says(site: FlaskClient) -> None:
    told = program(site, TEXT).json
    answer = send(site, TEXT)
    assert answer.status_code == 200
    shown = figures(answer.text)
    assert told["valid"] is True
    closed = [row for g in told["gaps"] for row in g["closed"]]
    assert {"member": "https://w3id.org/perms/id/member/guam"} in closed
    assert shown["gaps closed"] == len(closed)
    assert shown["gaps opened"] == sum(len(g["opened"]) for g in told["gaps"])
    assert shown["new due dates"] == len(told["duties"]) == 2
    assert shown["under way, to join"] == sum(map(len, told["overlaps"].values()))
    assert shown["other cells changed"] == len(told["cells"])
    assert "cells filled" not in shown
    assert "Nothing of it was stored." in answer.text
    assert "judged as on 1 March 2027" in answer.text


def test_sections_say_before_and_after_and_each_figure_leads_to_one(site: FlaskClient) -> None:
    page = lxml.html.fromstring(send(site, TEXT).text)
    ids = set(page.xpath("//h2/@id"))
    for href in page.xpath('//ul[@class="glance"]//a/@href'):
        assert href[1:] in ids
    (cells,) = page.xpath('//section[@aria-labelledby="cells"]//li')
    said = " ".join(cells.text_content().split())
    before, after = said.rsplit("→", 1)
    assert "0 in force" in before
    assert after.strip().startswith("1 in force")


def test_known_things_are_linked_and_new_ones_are_not(site: FlaskClient) -> None:
    page = lxml.html.fromstring(send(site, TEXT).text)
    hrefs = set(page.xpath('//ul[@class="changes"]//a/@href'))
    assert "/en/member/guam" in hrefs
    assert "/en/goal/rg3" in hrefs
    assert not any("proposal" in href for href in hrefs)
    for href in sorted(hrefs):
        assert site.get(href).status_code == 200, href


def test_a_proposal_that_breaks_a_commitment_gets_its_ledger_first(site: FlaskClient) -> None:
    without = TEXT.replace(
        'skos:prefLabel "Proposed partnership on waste with the Pacific Community"@en ,\n'
        '        "Projet de partenariat sur les déchets avec la Communauté du Pacifique"@fr ;',
        "",
    )
    assert without != TEXT
    answer = send(site, without)
    page = lxml.html.fromstring(answer.text)
    headings = page.xpath("//main//section/h2/@id")
    assert headings[:2] == ["outcome", "results"]
    assert "It breaks a commitment" in page.xpath('//h2[@id="outcome"]')[0].text_content()
    assert next(iter(figures(answer.text))) == "commitments broken"
    assert program(site, without).json["valid"] is False


def test_the_day_decides(site: FlaskClient) -> None:
    early = program(site, TEXT, "on=2026-06-30").json
    assert early["day"] == "2026-06-30"
    assert early["gaps"] != program(site, TEXT).json["gaps"]
    wrong = send(site, TEXT, day="2027-13-01")
    assert wrong.status_code == 400
    assert "is not a day" in wrong.text
    assert "id/partnership/proposal" in wrong.text  # what was pasted is still there


def test_what_changes_nothing_says_so(site: FlaskClient) -> None:
    known = PREFIXES + "<https://w3id.org/perms/id/partner/spc> a perms:Partner ."
    answer = send(site, known)
    assert answer.status_code == 200
    assert "Nothing would change" in answer.text
    assert figures(answer.text) == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is nothing to check."),
        ("# only a comment", "There is no statement in this."),
        ("<http://a/> <http://b/> <http://c/> .", "no thing of the kinds that are checked"),
        (PREFIXES + "id:x a perms:Partnershop .", "Did you mean: perms:Partnership?"),
        ("just words, no RDF", "This cannot be read as TriG"),
        ("[" * 5_000, "nested more than 100 deep"),
        (
            '<!DOCTYPE x [<!ENTITY a "a">]><rdf:RDF '
            'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
            "DOCTYPE is refused",
        ),
    ],
)
def test_what_cannot_be_weighed_is_refused_in_words(
    site: FlaskClient, text: str, words: str
) -> None:
    answer = send(site, text)
    assert answer.status_code == 400
    (fault,) = lxml.html.fromstring(answer.text).xpath('//div[@class="fault"]')
    assert words in " ".join(fault.text_content().split())
    assert "What would change" not in answer.text


def test_a_mistake_is_said_with_its_line_to_a_program_too(site: FlaskClient) -> None:
    answer = program(site, PREFIXES + "\nid:x a perms:Partnership\nid:y a perms:Partnership .")
    assert (answer.status_code, answer.json["line"]) == (400, 6)
    assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_is_kept_from_one_proposal_to_the_next(app: Flask, register: Register) -> None:
    before = len(register.dataset)
    site = app.test_client()
    assert program(site, TEXT).json == program(site, TEXT).json
    assert len(register.dataset) == before
    assert site.get("/en/partnership/proposal").status_code == 404


def test_the_example_on_the_page_works(site: FlaskClient) -> None:
    found = re.search(r'<pre tabindex="0">(curl .*?)</pre>', site.get("/en/whatif").text, re.S)
    assert found is not None
    words = shlex.split(found[1].replace("&#39;", "'").replace("\\\n", " "))
    headers = dict(words[n + 1].split(": ", 1) for n, word in enumerate(words) if word == "-H")
    path = words[-1].removeprefix("http://localhost")
    answer = site.post(path, data=TEXT.encode(), headers=headers)
    assert (answer.status_code, answer.content_type) == (200, "application/json; charset=utf-8")
    assert answer.json["day"] == DAY.isoformat()


def test_the_answer_is_in_french_too(site: FlaskClient) -> None:
    page = lxml.html.fromstring(send(site, TEXT, "/fr/whatif").text)
    for other in page.xpath('//*[@lang="en"] | //code | //pre | //textarea | //title'):
        other.drop_tree()
    text = " ".join(page.text_content().split())
    assert "Ce qui changerait" in text
    assert "lacunes comblées" in text
    assert re.findall(r"\b(?:the|and|with|which|from|is|are|this|those|of)\b", text) == []


MARKUP = '"><script>alert(1)</script>'


def test_no_markup_of_a_proposal_reaches_the_page(site: FlaskClient) -> None:
    hostile = TEXT.replace("Waste management adviser", "<script>alert(1)</script>")
    for text in (
        hostile,
        MARKUP,
        PREFIXES + "id:x a perms:Partnership ; perms:serves <javascript:x> .",
    ):
        answer = send(site, text)
        assert "<script>" not in answer.text
        assert 'href="javascript' not in answer.text
    assert "&lt;script&gt;alert(1)" in send(site, hostile).text


def test_nobody_asks_in_anothers_name(app: Flask) -> None:
    answer = app.test_client(use_cookies=False).post(
        "/en/whatif",
        data=TEXT.encode(),
        headers={
            "Content-Type": "text/turtle",
            "Accept": "application/json",
            "Origin": "https://other.example",
            "Cookie": "a=b",
        },
    )
    assert answer.status_code == 403


def test_a_full_queue_says_when_to_come_back(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> object:
        raise Busy(msg("Too many people ask for this at once."), 15)

    monkeypatch.setattr(app.extensions[KEY]["register"], "weigh", busy)
    answer = send(app.test_client(), TEXT)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "15")
