"""The language in which things are named may differ from that of the page."""

from __future__ import annotations

import pytest
from flask import Flask
from lxml import html


def page(shipped_site: Flask, path: str) -> html.HtmlElement:
    answer = shipped_site.test_client().get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def test_things_are_named_in_the_language_chosen_and_the_page_speaks_its_own(
    shipped_site: Flask,
) -> None:
    plain, french = (page(shipped_site, f"/en/partner/spc{q}") for q in ("", "?texts=fr"))
    (before,), (after,) = plain.xpath("//h1"), french.xpath("//h1")
    assert (before.text_content(), before.get("lang")) == ("Pacific Community", None)
    assert (after.text_content(), after.get("lang")) == ("Communauté du Pacifique", "fr")
    assert french.get("lang") == "en"
    assert french.xpath("//nav[@class='rooms']/a/text()") == plain.xpath(
        "//nav[@class='rooms']/a/text()"
    )


def test_links_and_forms_keep_the_choice(shipped_site: Flask) -> None:
    found = page(shipped_site, "/en/partner?texts=fr")
    links = found.xpath("//nav[@class='rooms']/a/@href")
    assert links
    assert all("texts=fr" in link for link in links)
    assert found.xpath("//form[contains(@class, 'find')]//input[@name='texts']/@value") == ["fr"]


def test_a_list_is_sorted_by_the_names_it_shows(shipped_site: Flask) -> None:
    english, mixed, french = (
        page(shipped_site, path).xpath("//tbody/tr/th//a/@href")
        for path in ("/en/member", "/en/member?texts=fr", "/fr/member")
    )

    def slugs(links: list[str]) -> list[str]:
        return [link.partition("?")[0].rpartition("/")[2] for link in links]

    assert slugs(mixed) == slugs(french) != slugs(english)


@pytest.mark.parametrize(
    ("path", "words", "leads"),
    [
        ("/en/member", "Names in French", "/en/member?texts=fr"),
        ("/fr/member", "Noms en anglais", "/fr/member?texts=en"),
        ("/en/member?texts=fr", "Names in English", "/en/member"),
    ],
)
def test_the_foot_of_a_page_leads_to_the_other_language(
    shipped_site: Flask, path: str, words: str, leads: str
) -> None:
    (link,) = page(shipped_site, path).xpath(f"//footer//a[text()='{words}']")
    assert link.get("href") == leads


def test_a_language_that_there_is_not_changes_nothing(shipped_site: Flask) -> None:
    there = page(shipped_site, "/en/partner/spc?texts=de")
    assert there.xpath("//h1")[0].text_content() == "Pacific Community"
