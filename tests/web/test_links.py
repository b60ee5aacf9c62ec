"""Every link inside the site leads somewhere, in both languages and both views."""

from __future__ import annotations

import datetime as dt
import random

import lxml.html
import pytest
from flask import Flask
from flask.testing import FlaskClient

from perms_graph.namespaces import ID, PERMS
from web import paths
from web.kinds import find_kind
from web.reading import Reader
from web.state import site


def links(text: str) -> set[str]:
    page = lxml.html.fromstring(text)
    return {
        href.partition("#")[0]
        # As a robot does: what narrows a narrowed list down further is not followed.
        for href in page.xpath("//a[not(@rel='nofollow')]/@href | //link/@href")
        if href.startswith("/")
    } - {""}


def crawl(client: FlaskClient, start: str, stay: str, limit: int) -> dict[str, int]:
    """Follow links from a page; those outside ``stay`` are visited but not followed."""
    seen: dict[str, int] = {}
    waiting = [start]
    while waiting and len(seen) < limit:
        path = waiting.pop(0)
        if path in seen:
            continue
        answer = client.get(path)
        seen[path] = answer.status_code
        if answer.mimetype == "text/html" and path.startswith(stay):
            waiting += sorted(links(answer.text) - seen.keys())
        answer.close()
    return seen


@pytest.mark.parametrize("start", ["/en/", "/fr/?on=2020-01-01"])
def test_every_link_of_the_small_site_leads_somewhere(client: FlaskClient, start: str) -> None:
    seen = crawl(client, start, start[:4], 8_000)
    assert {path: code for path, code in seen.items() if code not in {200, 303}} == {}
    assert len(seen) > 200
    assert len(seen) < 8_000  # it ends: no trap of ever longer addresses


def test_anchors_that_links_name_exist(client: FlaskClient) -> None:
    for start in ("/en/partnership/p-001", "/en/def", "/en/shapes", "/en/"):
        page = lxml.html.fromstring(client.get(start).text)
        for href in page.xpath("//main//a/@href"):
            path, hash_, anchor = href.partition("#")
            if not hash_ or (path and not path.startswith("/")):
                continue
            target = lxml.html.fromstring(client.get(path or start).text)
            known = set(target.xpath("//@id"))
            # Terms of the vocabulary that the small register uses without defining have no anchor.
            assert anchor in known or anchor.removeprefix("module-") in UNDEFINED, href


UNDEFINED = {
    "heldBy", "serves", "benefits", "hasPurpose", "usesMechanism", "acronym", "capital",
    "SourceGraph",
}  # fmt: skip


@pytest.fixture(scope="module")
def sample(shipped_site: Flask) -> list[str]:
    """Of each kind of thing in the shipped register, the first, the last and three by chance."""
    view = site(shipped_site).views["register"]
    chance = random.Random(1)  # noqa: S311 - the same sample each time
    found: list[str] = []
    for word in view.index.words():
        things = list(view.index.of_word(word))
        found += {*things[:1], *things[-1:], *chance.sample(things, min(3, len(things)))}
    found += view.index.of_class(PERMS + "FrameworkGoal")[:3]
    return sorted(set(found))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_kind_of_thing_in_the_register_has_a_page(
    shipped_site: Flask, sample: list[str], language: str
) -> None:
    client = shipped_site.test_client()
    broken = {}
    for iri in sample:
        answer = client.get(f"/{language}{paths.page(iri)}")
        if answer.status_code != 200 or "<h1" not in answer.text:
            broken[iri] = answer.status_code
    assert broken == {}
    assert len(sample) > 100


def test_every_kind_in_the_register_has_a_list(shipped_site: Flask) -> None:
    view = site(shipped_site).views["register"]
    day = dt.date(2026, 6, 30)
    client = shipped_site.test_client()
    for word in view.index.words():
        assert find_kind(Reader("fr", view, day, day), word) is not None
        assert client.get(f"/fr/{word}").status_code == 200, word


def test_links_of_pages_of_the_register_lead_somewhere(
    shipped_site: Flask, sample: list[str]
) -> None:
    client = shipped_site.test_client()
    chance = random.Random(2)  # noqa: S311 - the same sample each time
    starts = [f"/en{paths.page(iri)}" for iri in chance.sample(sample, 25)]
    starts += [
        f"/fr/{room}"
        for room in ("", "gaps", "questions", "sources", "translations", "about", "def", "shapes",
                     "agreement", "partner", "document", "disagreement")
    ]  # fmt: skip
    starts += [f"/en{paths.page(ID + name)}" for name in ("partner/spc", "agreement/ag-104")]
    targets: set[str] = set()
    for start in starts:
        targets |= links(client.get(start).text)
    checked = chance.sample(sorted(targets), min(400, len(targets)))
    broken = {}
    for path in checked:
        answer = client.get(path)
        if answer.status_code != 200:
            broken[path] = answer.status_code
        answer.close()
    assert broken == {}
    assert len(checked) == 400


def test_illustrative_things_are_found_only_in_their_view(shipped_site: Flask) -> None:
    views = site(shipped_site).views
    invented = views["illustrative"].invented
    assert invented
    assert not any(views["register"].index.knows(thing) for thing in invented)
    client = shipped_site.test_client()
    for iri in sorted(invented)[::10]:
        path = paths.page(iri)
        assert client.get(f"/en{path}").status_code == 404, iri
        shown = client.get(f"/en{path}?with=illustrative")
        assert shown.status_code == 200, iri
        assert 'class="banner"' in shown.text
        assert 'class="mark invented"' in shown.text
