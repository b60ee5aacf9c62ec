"""Hostile names, texts and addresses are printed as text and lead nowhere dangerous."""

from __future__ import annotations

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

PLACES = [
    "/en/partner/hostile",
    "/fr/partner/hostile",
    "/en/partner",
    "/en/search?q=script",
    "/en/search?q=<script>alert(1)</script>",
    '/en/partner?q="><script>alert(1)</script>',
    "/en/graph/source/page-two",
    "/en/<script>alert(1)</script>",
    "/en/partner/<img src=x onerror=alert(1)>",
    "/en/iri?iri=javascript:alert(1)",
    "/en/?on=<script>alert(1)</script>",
    "/en/?with=<script>",
    "/en/questions/partners_by_goal?goal=<script>alert(1)</script>",
    "/en/questions/<script>",
    "/en/questions/things_of_kind?kind=perms:Partner",
]


@pytest.mark.parametrize("path", PLACES)
def test_nothing_hostile_becomes_markup(client: FlaskClient, path: str) -> None:
    page = lxml.html.fromstring(client.get(path).text)
    # What is told to search engines is data: a browser does not run it.
    ours = page.xpath("//script[not(@type='application/ld+json')]")
    assert ours[0].get("src").partition("?")[0] == "/static/day.js"
    assert {s.get("src").rpartition("/")[0] for s in ours} <= {"/static", "/static/vendor"}
    assert {s.text for s in ours} == {None}
    assert page.xpath("//img") == []
    assert page.xpath("//style") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    assert page.xpath("//@style") == []
    for href in page.xpath("//@href | //@src | //@action"):
        assert href.startswith(("/", "#", "http://", "https://", "mailto:")), href


def test_the_hostile_name_is_shown_as_written(client: FlaskClient) -> None:
    page = lxml.html.fromstring(client.get("/en/partner/hostile").text)
    assert page.xpath("//h1")[0].text == "<script>alert('x')</script> & \"friends\" =SUM(A1)"
    web_site = page.xpath('//dl[@class="facts-list"]/div[contains(dt, "eb site")]/dd')[0]
    assert "javascript:alert(1)" in web_site.text_content()
    assert web_site.xpath(".//a[not(starts-with(@href, '#'))]") == []


def test_an_odd_identity_has_a_page_and_data(client: FlaskClient) -> None:
    page = lxml.html.fromstring(client.get("/en/partner?q=odd").text)
    (href,) = page.xpath("//tbody//th/a/@href")
    assert href.startswith("/en/iri?iri=https%3A%2F%2Fw3id.org%2Fperms%2Fid%2Fpartner%2Fa%2522b")
    answer = client.get(href)
    assert answer.status_code == 200
    (data,) = lxml.html.fromstring(answer.text).xpath('//a[@type="text/turtle"]/@href')
    assert client.get(data).status_code == 200


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=40), room=st.sampled_from(["search?q=", "partner?q=", "", "partner/"]))
def test_any_address_is_answered_in_words(small: Flask, text: str, room: str) -> None:
    from urllib.parse import quote

    answer = small.test_client().get(f"/en/{room}{quote(text, safe='')}")
    assert answer.status_code in {200, 404}
    assert "<!doctype html>" in answer.text
    answer.close()
