"""Neighbours: a list by meaning, and the same as a picture in real headless Chromium."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask import Flask
from lxml import html
from playwright.sync_api import Browser, ConsoleMessage, Page

from perms_graph.namespaces import ID
from web.neighbours import _KINDS, fair_shares
from web.state import site

VENDOR = Path(__file__).parents[2] / "web" / "static" / "vendor"
DRAWN = "document.querySelector('.neighbours .drawn')._cyreg.cy"


def listed(app: Flask, path: str) -> dict[str, list[str]]:
    """Give the names in the list, by heading; what says how many more is one of them."""
    page = html.fromstring(app.test_client().get(path).text)
    return {
        circle.findtext("h3"): [li.text_content().strip() for li in circle.iter("li")]
        for circle in page.cssselect(".neighbours .linkgroups > div")
    }


def test_small_groups_stay_whole_and_large_ones_give_way_alike() -> None:
    assert fair_shares([2, 50, 3, 50], 15) == [2, 5, 3, 5]
    assert fair_shares([4, 5], 40) == [4, 5]
    assert fair_shares([9, 9], 5) == [2, 3]
    assert fair_shares([], 5) == []


def test_an_agreement_has_its_partners_and_members_beside_it(shipped_site: Flask) -> None:
    found = listed(shipped_site, "/en/agreement/ag-104")
    assert "Fiji" in found["Benefits"]
    assert len(found["Benefits"]) == 14
    assert len(found["Has partner"]) == 2
    french = listed(shipped_site, "/fr/agreement/ag-104")
    assert "Fidji" in [name for names in french.values() for name in names]
    assert [len(names) for names in found.values()] == [len(names) for names in french.values()]


def test_what_is_left_out_is_said(shipped_site: Flask) -> None:
    found = listed(shipped_site, "/en/goal/rg1")
    names = [n for group in found.values() for n in group if not n.startswith("and ")]
    assert len(names) == 40
    assert len(set(found)) == len(found)
    said = [int(m[1]) for g in found.values() if (m := re.fullmatch(r"and (\d+) more", g[-1]))]
    view = site(shipped_site).views["register"]
    rows = view.ask("neighbours", {"thing": ox.NamedNode(ID + "goal/rg1")})
    of_kinds = {
        row["neighbour"].value
        for row in rows
        if not set(_KINDS).isdisjoint(view.index.kinds_of(row["neighbour"].value))
    }
    assert len(names) + sum(said) == len(of_kinds) > 100


def watched(page: Page) -> list[str]:
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            said.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(380, "dark"), (1280, "light"), (1920, "dark")])
def test_the_picture_holds_what_the_list_says(
    chromium: Browser, address: str, width: int, scheme: str
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    said = watched(page)
    for path in ("/en/partner/spc", "/fr/member/fiji", "/fr/goal/rg1", "/en/agreement/ag-104"):
        page.goto(address + path)
        items = page.locator(".neighbours li[data-number]")
        assert page.evaluate(f"{DRAWN}.nodes().length") == items.count() + 1
        assert items.count() > 0
        own = page.evaluate(f"{DRAWN}.edges('[own = 1]').length")
        assert own == items.count()
        places = page.evaluate(f"{DRAWN}.nodes().map(n => n.position())")
        page.reload()
        assert page.evaluate(f"{DRAWN}.nodes().map(n => n.position())") == places
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert said == []
    context.close()


@pytest.mark.browser
def test_colours_of_the_picture_follow_light_and_dark(chromium: Browser, address: str) -> None:
    context = chromium.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(f"{address}/en/agreement/ag-104")
    colour = f"{DRAWN}.nodes()[1].style('background-color')"
    assert page.evaluate(colour) == "rgb(29,107,74)"
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{colour} === 'rgb(134,214,172)'")
    assert page.evaluate(colour) == "rgb(134,214,172)"
    context.close()


@pytest.mark.browser
def test_the_picture_is_laid_out_again_for_another_width(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said = watched(page)
    page.goto(f"{address}/en/partner/spc")
    page.set_viewport_size({"width": 380, "height": 800})
    page.wait_for_function(f"{DRAWN}.getElementById('n0').position('x') < 190")
    box = page.locator(".neighbours .drawn").bounding_box()
    assert box is not None
    reach = page.evaluate(f"{DRAWN}.elements().boundingBox()")
    assert reach["x1"] > -8
    assert reach["x2"] < box["width"] + 8
    assert said == []
    context.close()


@pytest.mark.browser
def test_a_click_in_the_picture_opens_the_page(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said = watched(page)
    page.goto(f"{address}/en/agreement/ag-104")
    box = page.locator(".neighbours .drawn")
    box.scroll_into_view_if_needed()
    at = page.evaluate(f"{DRAWN}.nodes()[1].renderedPosition()")
    href = page.evaluate(f"{DRAWN}.nodes()[1].data('href')")
    box.click(position=at)
    page.wait_for_url(href)
    assert re.search(r"/en/partnership/p-\d+$", page.url)
    assert said == []
    context.close()


@pytest.mark.browser
def test_without_a_script_there_is_the_list(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/member/fiji")
    assert not page.locator(".neighbours figure").is_visible()
    page.locator(".neighbours summary").click()
    assert page.locator(".neighbours li[data-number] a").first.is_visible()
    context.close()


def test_the_scripts_of_others_are_as_published_and_their_licence_is_beside() -> None:
    sums = dict(line.split()[::-1] for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
    scripts = sorted(p.name for p in VENDOR.glob("*.js"))
    assert sorted(sums) == scripts == ["codemirror.min.js", "cytoscape.min.js"]
    for name in scripts:
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == sums[name]
        licence = VENDOR / name.replace("min.js", "LICENSE.txt")
        assert "Permission is hereby granted" in licence.read_text()
