"""The page that a check writes: whole, safe, and equal to what was found."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree, html

from perms_graph.compliance import State
from perms_graph.findings import Checked
from perms_graph.findings.checking import check_files, check_register
from perms_graph.namespaces import SH
from perms_graph.register import Register
from perms_graph.reports.findings import write

DAY = dt.date(2026, 6, 30)
PREFIXES = """@prefix perms: <https://w3id.org/perms/def#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix e: <https://example.org/> .
"""
REEF = (
    PREFIXES
    + """e:reef a perms:Partnership ; skos:prefLabel "Reef"@en , "Récif"@fr ;
  perms:formalisedBy e:pact ; perms:hasProvision e:article .
e:pact a perms:Agreement ; skos:prefLabel "Pact"@en , "Pacte"@fr ; perms:hasPartnr e:x ;
  perms:hasAmount [ a perms:Amount ; perms:value 1.50 ; perms:currency "XXQ" ] .
e:article a perms:Provision ; skos:prefLabel "Article 2"@en , "Article 2"@fr ;
  perms:evidenceFor <https://w3id.org/perms/id/principle/sharedValues> ; perms:upheld false .
e:stray a perms:Indicator ; skos:prefLabel "Stray"@en , "Isolé"@fr .
"""
)
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\" onmouseover='alert(3)"


def check(tmp_path: Path, text: str) -> Checked:
    path = tmp_path / "mine.ttl"
    path.write_text(text, encoding="utf-8")
    return check_files([path], against="strategy", day=DAY)


def page(checked: Checked, language: str = "en") -> html.HtmlElement:
    return html.document_fromstring(write(checked, "html", language).decode())


def texts(found: list[html.HtmlElement]) -> list[str]:
    return [" ".join(element.text_content().split()) for element in found]


@pytest.fixture(scope="module")
def reef(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return check(tmp_path_factory.mktemp("reef"), REEF)


def test_every_finding_stands_once_with_its_severity_and_place(reef: Checked) -> None:
    shown = page(reef)
    kinds = Counter(item.get("class").split()[1] for item in shown.cssselect("li.finding"))
    counts = reef.report.counts
    assert kinds == {
        "violation": counts["Violation"],
        "warning": counts["Warning"] + len(reef.unknown),
        "info": counts["Info"],
    }
    places = Counter(texts(shown.cssselect(".where .place")))
    placed = [f.place for f in reef.findings] + [u.place for u in reef.unknown]
    assert places == Counter(f"{p.file}:{p.line}" for p in placed if p)
    (violation,) = shown.cssselect("li.violation")
    assert texts(list(violation)) == [
        "✗ violation: Choose a currency code that is in ISO 4217, for instance USD.",
        f"{reef.files[0]}:7 · a thing without a name · value: XXQ",
    ]


def test_findings_stand_by_partnership_then_principle(reef: Checked) -> None:
    shown = page(reef)
    headings = texts(shown.cssselect("section.partnership h2"))
    assert headings == [
        "Reef https://example.org/reef",
        "Other records",
        "Unknown names",
        "The principles, in the words of the strategy",
    ]
    assert texts(shown.cssselect("#p1 h3")) == [
        "b · Strategic contribution ? not evidenced",
        "c · Collaboration with other initiatives ? not evidenced",
        "d · Shared values ✗ not met",
        "e · Integration with programmes ? not evidenced",
        "f · Mutual, measured benefit ? not evidenced",
        "Women and men, social inclusion ? not evidenced",
        "Other rules",
    ]
    (shared,) = shown.xpath("//h3[starts-with(., 'd ')]/following-sibling::ul[1]")
    assert texts(shared.cssselect("li p"))[1].endswith(
        "value: Article 2 https://example.org/article · rests on: Principle d"
    )


def test_the_matrix_says_each_verdict_in_a_word_and_a_sign(reef: Checked) -> None:
    shown = page(reef)
    assert texts(shown.cssselect("thead th"))[:2] == ["Partnership", "b · Strategic contribution"]
    (row,) = shown.cssselect("tbody tr")
    assert texts(row.cssselect("th, .state")) == [
        "Reef",
        *["? not evidenced"] * 2,
        "✗ not met",
        *["? not evidenced"] * 3,
    ]
    assert [link.get("href") for link in row.cssselect("a")] == ["#p1"]
    assert len(shown.cssselect("#p1")) == 1


def test_the_end_says_what_the_text_says(reef: Checked) -> None:
    assert texts(page(reef).cssselect(".end p")) == [
        "It does not conform.",
        "Violations: 1. Warnings: 15. Remarks: 10.",
    ]
    assert texts(page(reef, "fr").cssselect(".end strong")) == ["Non conforme."]


def test_without_a_partnership_the_page_judges_nothing(tmp_path: Path) -> None:
    shown = page(check(tmp_path, PREFIXES + 'e:pact a perms:Agreement ; skos:prefLabel "P"@en .'))
    assert shown.cssselect("table, #passages") == []
    said = texts(shown.cssselect(".end p"))
    assert "It conforms." not in said
    assert said[-1].startswith("Nothing could be judged by the principles")


def test_the_passages_are_quoted_as_printed_and_our_english_is_marked(reef: Checked) -> None:
    english, french = page(reef), page(reef, "fr")
    quotes = english.cssselect("blockquote")
    assert {q.get("lang") for q in quotes} == {"fr"}
    assert texts(quotes) == texts(french.cssselect("blockquote"))
    assert len(quotes) == len(reef.ledger.principles) == 6
    ours = texts(english.cssselect("dd p"))
    assert [text.startswith("our translation: ") for text in ours] == [True] * 6
    assert french.cssselect("dd p") == []


def test_the_page_is_in_the_readers_language(reef: Checked) -> None:
    for language, title, name in (
        ("en", "What the check found", "Reef"),
        ("fr", "Ce que la vérification a trouvé", "Récif"),
    ):
        shown = page(reef, language)
        assert shown.get("lang") == language
        assert texts(shown.cssselect("h1, tbody th")) == [title, name]
    words = " ".join(texts(page(reef, "fr").cssselect("main")))
    assert re.findall(r"\b(?:violation|rests on|not met|warning|remark|nothing)\b", words) == []
    assert "rien ne s’appelle perms:hasPartnr. Vouliez-vous dire" in words


def test_a_text_in_another_language_says_which(tmp_path: Path) -> None:
    checked = check(tmp_path, REEF.replace(' , "Récif"@fr', ""))
    (name,) = page(checked, "fr").cssselect("tbody th bdi")
    assert (name.text, name.get("lang")) == ("Reef", "en")
    (own,) = page(checked).cssselect("tbody th bdi")
    assert (own.text, own.get("lang")) == ("Reef", None)


def test_hostile_text_is_text(tmp_path: Path) -> None:
    # Turtle escapes the quotation marks; IRIs may hold a script's scheme, and names no letters.
    written = HOSTILE.replace('"', '\\"')
    text = (
        REEF.replace('"Reef"@en', f'"{written}"@en')
        .replace('"XXQ"', f'"{written}\\u202E\\u0007"')
        .replace("perms:hasPartnr e:x", "perms:hasPartnr <javascript:alert(4)>")
        .replace("e:article", "<javascript:alert(5)>")
    )
    folder = tmp_path / "<b>&amp;"
    folder.mkdir()
    checked = check(folder, text)
    body = write(checked, "html", "en").decode()
    shown = html.document_fromstring(body)
    assert shown.cssselect("script, img, b, iframe, object, form, link[rel=stylesheet]") == []
    tags = shown.xpath("//*[@*[starts-with(name(), 'on')]]")
    assert tags == []
    addresses = shown.xpath("//@href | //@src")
    assert addresses == ["#p1"]
    assert HOSTILE in texts(shown.cssselect("tbody th"))[0]
    assert "\a" not in body
    assert texts(shown.cssselect("header .place")) == [str(folder / "mine.ttl")]


def test_the_page_is_whole_html_that_fetches_nothing(reef: Checked) -> None:
    body = write(reef, "html", "fr")
    assert body.startswith(b"<!doctype html>\n<html lang=")
    parser = etree.HTMLParser(recover=False)
    etree.fromstring(body, parser)
    # libxml2 knows HTML 4: it does not know the newer elements, and nothing else may be wrong.
    unknown = re.compile(r"Tag (bdi|header|main|section) invalid")
    assert [e.message for e in parser.error_log if not unknown.fullmatch(e.message)] == []
    shown = html.document_fromstring(body)
    assert shown.xpath("//@src | //script | //link") == []
    (policy,) = shown.xpath("//meta[@http-equiv]/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    anchors = shown.xpath("//@id")
    assert len(anchors) == len(set(anchors))
    assert set(shown.xpath("//@aria-labelledby")) <= set(anchors)
    (style,) = shown.cssselect("style")
    assert re.findall(r"url\(|@import", style.text) == []
    assert "@media print" in style.text


def test_the_whole_register_is_shown(illustrative: Register) -> None:
    checked = check_register(illustrative.dataset, illustrative.catalogue, day=DAY)
    shown = page(checked, "fr")
    assert len(shown.cssselect("li.finding")) == len(checked.findings) > 100
    rows = shown.cssselect("tbody tr")
    assert len(rows) == len(checked.ledger.by_partnership) > 30
    words = Counter(span.get("class").split()[1] for span in shown.cssselect("td .state"))
    assert words == Counter(v.state.value for v in checked.ledger.verdicts)
    assert {f.result.severity for f in checked.findings} <= {
        SH + name for name in ("Violation", "Warning", "Info")
    }
    departed = [v for v in checked.ledger.verdicts if v.state is State.DEPARTED_FROM]
    assert len(shown.cssselect("h3 .departedFrom + *, h3 .departedFrom")) == len(departed) > 0
    assert "inventé" in texts(shown.cssselect(".banner"))[0]
    invented = [p for p in checked.ledger.by_partnership if p.value in checked.invented]
    for place in ("section.partnership > h2", "tbody th"):
        assert len(shown.cssselect(f"{place} .mark")) == len(invented) > 0
