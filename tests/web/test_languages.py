"""No sentence of ours is left in the other language."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
import pytest
from flask.testing import FlaskClient

from perms_graph.translation import translate
from tools.messages import collect, fields

TOP = Path(__file__).parents[2]

SENTENCES = {
    text: files
    for text, files in collect(TOP).items()
    if any(name.startswith("web/") for name in files)
}

# The same words in both languages, or names.
ALIKE = {
    "Code", "Type", "Documents", "Document", "Contributions", "Conventions", "Initiatives",
    "Instruments", "Plan", "Plans", "Programmes", "Questions", "Section", "Source", "Sources",
    "Version", "Pages", "Format", "Classes", "Modules", "Licence", "Licences", "Organisations",
    "Dates", "Module", "Source {n}", "Format.", "organisations",
    "description", "concept", "source", "date", "note", "type", "code", "annotation", "agent",
    "latitude", "longitude", "licence", "version", "document", "organisation",
}  # fmt: skip


def test_every_sentence_has_a_french_of_its_own() -> None:
    same = {text for text in SENTENCES if translate(text, "fr") == text}
    assert same - ALIKE == set()
    assert len(SENTENCES) > 300


def test_fields_and_typography_of_the_french_are_right() -> None:
    wrong = []
    for text in SENTENCES:
        french = translate(text, "fr")
        if fields(text) != fields(french):
            wrong.append(french)
        # A no-break space before high punctuation and inside quotation marks.
        if re.search(r"[^\u00a0\s/]?(?<![\u00a0])[;!?]|« | »|“|”|(?<!\u00a0):(?!/)", french):
            wrong.append(french)
    assert wrong == []


def test_no_template_prints_words_that_are_not_translated() -> None:
    loose = {}
    for path in sorted((TOP / "web" / "templates").glob("*.html")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"\{[%#{].*?[%#}]\}", " ", text, flags=re.S)
        text = re.sub(r"<(code|title)[^>]*>.*?</\1>", " ", text, flags=re.S)
        words = re.findall(r"[A-Za-zÀ-ÿ]{3,}", re.sub(r"<[^>]*>", " ", text))
        words = [w for w in words if w not in {"PERMS", "perms", "graph", "doctype", "html", "psh"}]
        if words:
            loose[path.name] = words
    assert loose == {}


@pytest.mark.parametrize(
    "path",
    [
        "/", "/partner/coral", "/agreement/ag-001", "/partnership/p-001", "/gaps", "/questions",
        "/questions/partners_by_goal?goal=rg1", "/sources", "/translations",
        "/about", "/search?q=coral",
        "/search?q=corl", "/agreement", "/def", "/shapes", "/nothing", "/?on=x",
        "/graph/source/page-one", "/principle/mutualBenefit", "/?with=illustrative",
    ],
)  # fmt: skip
def test_a_french_page_speaks_french_but_for_marked_texts(client: FlaskClient, path: str) -> None:
    page = lxml.html.fromstring(client.get("/fr" + path).text)
    assert page.get("lang") == "fr"
    for other in page.xpath('//*[@lang="en"] | //script | //code | //pre | //option | //title'):
        other.drop_tree()
    text = " ".join(page.text_content().split())
    english = re.findall(
        r"\b(?:the|and|with|which|from|not known|in force|is|are|this|those|of)\b", text
    )
    assert english == []


def test_the_switch_keeps_the_page_and_its_query(client: FlaskClient) -> None:
    page = lxml.html.fromstring(client.get("/en/agreement?sort=start&on=2020-01-01").text)
    (there,) = page.xpath('//p[@class="tongues"]/a/@href')
    assert there == "/fr/agreement?sort=start&on=2020-01-01"
    back = lxml.html.fromstring(client.get(there).text).xpath('//p[@class="tongues"]/a/@href')
    assert back == ["/en/agreement?sort=start&on=2020-01-01"]
