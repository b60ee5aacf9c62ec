"""Every kind of page by axe-core, in both languages: no violation of WCAG or of good practice."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PAGES = [
    "/",
    "/partnership",
    "/agreement?sort=start",
    "/partner/spc",
    "/partnership/p-010?with=illustrative",
    "/agreement/ag-104",
    "/member/fiji",
    "/goal/rg1",
    "/principle/mutualBenefit",
    "/document",
    "/gaps",
    "/gaps/agreements_ended_without_successor",
    "/gaps/scores",
    "/gaps/scores?member=each",
    "/gaps/scores/part?objective=id:goal/rg1&part=noHolder",
    "/coverage",
    "/coverage?rows=member&columns=mechanism&on=2014-01-01",
    "/coverage?measure=money&columns=member",
    "/coverage/cell?row=id:goal/rg1&column=purpose:technicalSupport",
    "/changes?from=2014-01-01&to=2024-01-01",
    "/openings",
    "/openings?objective=rg3&member=fiji",
    "/whatif?example=yes",
    "/charts",
    "/questions",
    "/questions/partners_by_goal?goal=rg3",
    "/sources",
    "/translations?kind=shapes",
    "/graph/project/partnerships",
    "/def",
    "/shapes",
    "/shapes/PartnershipHolderShape-heldBy",
    "/compliance",
    "/compliance/sharedValues",
    "/compliance/sharedValues/notEvidenced",
    "/check",
    "/due",
    "/about",
    "/search?q=pacific",
    "/partner/nobody",
]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_axe_finds_nothing_on_any_kind_of_page(
    chromium: Browser, address: str, language: str
) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(f"{address}/{language}{path}")
        violations = Axe().run(page).response["violations"]
        if violations:
            found[path] = [(v["id"], [n["target"] for n in v["nodes"]][:5]) for v in violations]
    assert found == {}
    context.close()


def test_axe_finds_nothing_on_a_narrow_screen_in_the_dark(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 380, "height": 800}, color_scheme="dark")
    page = context.new_page()
    found = {}
    for path in ("/", "/coverage", "/gaps/scores", "/changes", "/gaps", "/charts", "/partner/spc"):
        page.goto(f"{address}/fr{path}")
        violations = Axe().run(page).response["violations"]
        if violations:
            found[path] = [(v["id"], [n["target"] for n in v["nodes"]][:5]) for v in violations]
    assert found == {}
    context.close()
