"""Pages say what is recorded, where it is from, and what is not known."""

from __future__ import annotations

import re

import lxml.html
import pytest
from flask.testing import FlaskClient


def read(client: FlaskClient, path: str) -> lxml.html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return lxml.html.fromstring(answer.text)


def texts(page: lxml.html.HtmlElement, query: str) -> list[str]:
    return [" ".join(e.text_content().split()) for e in page.xpath(query)]


def fact(page: lxml.html.HtmlElement, label: str) -> list[str]:
    """The values of one fact, footnote numbers in brackets."""
    for sup in page.xpath("//sup"):
        sup.text = "["
        sup.tail = "]" + (sup.tail or "")
    query = f'//dl[@class="facts-list"]/div[starts-with(normalize-space(dt), "{label}")]/dd'
    return texts(page, query)


def test_home_counts_open_to_their_lists(client: FlaskClient) -> None:
    page = read(client, "/en/")
    for link in page.xpath('//dl[@class="tally"]//a[contains(@href, "state=")]'):
        listed = read(client, link.get("href"))
        assert len(listed.xpath("//table/tbody/tr")) == int(link.text), link.get("href")
    for link in page.xpath('//ul[@class="counts"]//a'):
        behind = read(client, link.get("href"))
        number = int(link.xpath("./b")[0].text)
        # Some lead to a list of their own, some to a part of a page.
        fragment = link.get("href").partition("#")[2]
        place = f'//h2[@id="{fragment}"]' if fragment else "//h1"
        assert texts(behind, f'{place}/span[@class="total"]') == [str(number)]
        assert len(behind.xpath("//table/tbody/tr")) == number
    for link in page.xpath('//ul[starts-with(@class, "kinds")]//a'):
        behind = read(client, link.get("href"))
        assert texts(behind, '//h1/span[@class="total"]') == [link.xpath("./b")[0].text]


def test_the_matrix_opens_to_the_partnerships_it_counts(client: FlaskClient) -> None:
    page = read(client, "/en/coverage?on=2026-06-30")
    cells = page.xpath('//table[@class="matrix"]//td')
    assert len(cells) == 4
    # Rows RG1, RG2; columns financial, technical, in the strategy's order.
    assert [" ".join(c.text_content().split()) for c in cells] == [
        "none now 1 ended or not begun",
        "1 in force 0 not known",
        "none who could?",
        "0 in force 1 not known",
    ]
    cell = read(client, page.xpath('//td[@class="some"]/a')[0].get("href"))
    assert texts(cell, '//h2[span[contains(@class, "state")]]/span[@class="total"]') == [
        "1",
        "0",
        "0",
    ]
    assert texts(cell, '//ul[@class="behind"]/li/a') == ["SPREP and the Coral Institute"]


def test_the_day_chosen_is_kept_and_said(client: FlaskClient) -> None:
    page = read(client, "/en/agreement/ag-002?on=2020-01-01")
    assert texts(page, '//div[@class="title"]//span[contains(@class, "state")]') == ["✓ in force"]
    assert "1 January 2020" in page.text_content()
    assert page.xpath('//nav[@class="rooms"]/a/@href')[0] == "/en/partnership?on=2020-01-01"
    now = read(client, "/en/agreement/ag-002")
    assert texts(now, '//div[@class="title"]//span[contains(@class, "state")]') == [
        "– not in force"
    ]


def test_each_fact_has_a_numbered_source(client: FlaskClient) -> None:
    page = read(client, "/en/agreement/ag-001")
    (start,) = fact(page, "Starts on")
    assert re.fullmatch(r"May 2021\[\d+\]", start)
    notes = texts(page, '//section[@class="notes"]//li')
    assert any("Page one" in n and "source.example/one" in n and "stated" in n for n in notes)
    assert any("read: November 2026" in n for n in notes)
    for number in page.xpath("//sup/a/@href"):
        assert page.xpath(f'//li[@id="{number[1:]}"]'), number


def test_sources_that_disagree_are_both_shown_and_marked(client: FlaskClient) -> None:
    page = read(client, "/en/agreement/ag-001")
    values = fact(page, "Ends on")
    assert [v.split("[")[0] for v in values] == ["31 December 2026", "2027"]
    assert values[0] != values[1]
    assert texts(page, '//div[@class="disputed"]//small') == ["sources disagree"]
    assert page.xpath('//p[@class="conflict"]')


def test_what_follows_says_from_what(client: FlaskClient) -> None:
    page = read(client, "/en/partnership/p-001")
    notes = texts(page, '//section[@class="notes"]//li')
    assert "Follows from “formalised by” and then “partner” of what that leads to." in notes
    agreement = texts(read(client, "/en/agreement/ag-001"), '//section[@class="notes"]//li')
    assert any(n.startswith("Computed by our rule") for n in agreement)


def test_an_inferred_twin_of_a_stated_fact_is_left_out(client: FlaskClient) -> None:
    page = read(client, "/en/agreement/ag-001")
    labels = texts(page, '//dl[@class="facts-list"]/div/dt')
    assert "Partner" in labels
    assert "Party" not in labels


def test_links_go_both_ways_once(client: FlaskClient) -> None:
    partner = read(client, "/en/partner/coral")
    heads = texts(partner, '//div[@class="linkgroups"]//h3')
    assert "Party to 2" in heads
    assert "Party to" not in texts(partner, '//dl[@class="facts-list"]/div/dt')
    assert "/en/agreement/ag-001" in partner.xpath('//div[@class="linkgroups"]//a/@href')
    assert "/en/partner/coral" in read(client, "/en/agreement/ag-001").xpath("//dd//a/@href")


def test_a_partnership_shows_its_agreements_as_a_time_line_with_the_rule(
    client: FlaskClient,
) -> None:
    page = read(client, "/en/partnership/p-001")
    assert texts(page, '//ol[@class="timeline"]//span[@class="when"]') == [
        "16 June 1993 – end not known",
        "May 2021 – 31 December 2026 / 2027",
    ]
    assert "The rule is ours." in page.text_content()


def test_a_principle_shows_the_french_words_and_marks_our_translation(client: FlaskClient) -> None:
    page = read(client, "/en/principle/mutualBenefit")
    assert (
        page.xpath('//blockquote[@lang="fr"]')[0].text
        == "Les partenariats doivent profiter à tous."
    )
    assert texts(page, '//dd[contains(., "mutual benefit")]/small') == ["our translation"]
    french = read(client, "/fr/principle/mutualBenefit")
    assert texts(french, '//blockquote[@lang="en"]') == ["Partnerships must benefit all."]
    assert texts(french, "//h1") == ["Avantage mutuel"]


def test_a_text_in_the_other_language_is_marked(client: FlaskClient) -> None:
    page = read(client, "/fr/agreement/ag-001")
    assert page.xpath("//h1/@lang") == ["en"]
    assert "en anglais" in texts(page, '//div[@class="title"]//small')


def test_the_checks_speak_the_readers_language(client: FlaskClient) -> None:
    page = read(client, "/fr/partnership/p-001")
    said = texts(page, '//ul[@class="findings"]/li')
    assert len(said) == 1
    assert "Indiquez le poste qui répond de ce partenariat." in said[0]
    assert "détenteur désigné" in said[0]
    heading = texts(page, '//section[@aria-labelledby="checks"]/h3')
    assert heading == ["À corriger\u00a0: la stratégie s’y engage 1".replace("\u00a0", " ")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("ile emeraude", "/en/partner/emeraude", id="accents are forgiven"),
        pytest.param("CI", "/en/partner/coral", id="an acronym"),
        pytest.param("institut corail", "/en/partner/coral", id="words of the other language"),
        pytest.param("Corral Institut", "/en/partner/coral", id="a near name"),
        pytest.param("RG2", "/en/goal/rg2", id="a code"),
    ],
)
def test_search_finds_by_name(client: FlaskClient, query: str, expected: str) -> None:
    page = read(client, "/en/search?q=" + query.replace(" ", "+"))
    assert page.xpath('//ul[@class="hits"]/li/a/@href')[0] == expected


def test_search_that_finds_nothing_says_what_to_do(client: FlaskClient) -> None:
    page = read(client, "/en/search?q=zzzzqqqq")
    assert texts(page, "//h1") == ["Nothing is called “zzzzqqqq”"]
    assert not page.xpath('//ul[@class="hits"]')


def test_a_name_that_is_not_found_is_answered_with_near_ones(client: FlaskClient) -> None:
    answer = client.get("/en/partner/coral-institut")
    assert answer.status_code == 404
    page = lxml.html.fromstring(answer.text)
    assert "/en/partner/coral" in page.xpath("//main//li/a/@href")


def test_lists_are_filtered_sorted_and_counted(client: FlaskClient) -> None:
    def names(path: str) -> list[str]:
        return texts(read(client, path), "//tbody/tr/th")

    assert names("/en/partner?q=emeraude") == ["Fondation Île Émeraude"]
    assert names("/en/agreement?sort=start") == [
        "Letter without end",
        "Accord de projet Île Émeraude",
        "Memorandum with the Coral Institute",
    ]
    assert names("/en/agreement?sort=-start") == names("/en/agreement?sort=start")[::-1]
    assert names("/en/agreement?state=not-known") == ["Letter without end"]
    assert names("/en/partner?sort=agreements")[0] == "Coral Institute"
    assert texts(read(client, "/en/partner?q=zz"), "//main/p")[-1].startswith(
        "Nothing in this list"
    )


def test_illustrative_things_are_marked_and_never_come_unasked(client: FlaskClient) -> None:
    assert client.get("/en/post/reef-adviser").status_code == 404
    assert client.get("/en/post").status_code == 404
    page = read(client, "/en/partnership/p-001?with=illustrative")
    assert page.xpath('//div[@class="banner"]')
    assert texts(page, '//dd[contains(., "Reef adviser")]/small') == ["illustrative"]
    inside = [
        href for href in page.xpath("//a/@href")
        if href.startswith(("/en/", "/fr/", "/data/")) and not re.fullmatch(r"/en/", href)
    ]  # fmt: skip
    assert inside
    assert all("with=illustrative" in href for href in inside), inside
    assert not read(client, "/en/partnership/p-001").xpath('//div[@class="banner"]')


def test_a_question_prefills_its_form_and_explains_a_fault(client: FlaskClient) -> None:
    page = read(client, "/en/questions/agreements_expiring")
    assert page.xpath('//input[@name="day"]/@value') == ["2026-06-30"]
    assert not page.xpath("//table")
    answer = client.get("/fr/questions/agreements_expiring?day=demain&until=2027-01-01")
    fault = lxml.html.fromstring(answer.text).xpath('//p[@role="alert"]')[0].text_content()
    assert "demain" in fault
