"""The shipped register in real headless Chromium: phone, laptop and wide screen, both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

pytestmark = pytest.mark.browser

WIDTHS = [
    pytest.param(380, id="phone"),
    pytest.param(1280, id="laptop"),
    pytest.param(1920, id="wide"),
]
PAGES = [
    "/",
    "/partnership",
    "/agreement?sort=start",
    "/partner?q=ile",
    "/partner/spc",
    "/partnership/p-010",
    "/agreement/ag-104",
    "/member/fiji",
    "/goal/rg1",
    "/principle/mutualBenefit",
    "/document",
    "/gaps",
    "/gaps/scores",
    "/gaps/scores?member=fiji&with=illustrative",
    "/gaps/scores/part?objective=id:goal/rg1&part=noHolder",
    "/coverage",
    "/coverage?rows=member&columns=mechanism",
    "/coverage?measure=money&columns=member",
    "/coverage/cell?row=id:goal/rg1&column=purpose:technicalSupport",
    "/changes?from=2014-01-01&to=2024-01-01",
    "/gaps/partnerships_without_holder",
    "/questions",
    "/questions/contributions_by_partner_and_year",
    "/questions/partners_by_goal?goal=rg3",
    "/sources",
    "/translations",
    "/translations?kind=shapes",
    "/graph/project/partnerships",
    "/def",
    "/shapes",
    "/shapes/SharedValuesShape",
    "/shapes/PartnershipHolderShape-heldBy",
    "/compliance",
    "/compliance/sharedValues",
    "/compliance/sharedValues/notEvidenced",
    "/check",
    "/whatif?example=yes",
    "/openings",
    "/openings?objective=rg3&member=fiji",
    "/charts",
    "/about",
    "/search?q=pacific",
    "/partner/nobody",
    "/partnership/p-010?with=illustrative&on=2014-01-01",
]


def watch(page: Page) -> list[str]:
    """Collect what the browser complains of; a 404 asked for is no complaint."""
    said: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "404" not in message.text:
            said.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: left_alone(request) or said.append(request.url))
    return said


def left_alone(request: Request) -> bool:
    """Tell whether a picture or advice was not waited for because the reader went on."""
    passing = request.resource_type in {"image", "fetch"}
    return passing and request.failure == "net::ERR_ABORTED"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_fit_and_say_nothing_wrong(
    chromium: Browser, address: str, width: int, language: str, tmp_path: Path
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    said = watch(page)
    wide = {}
    for number, path in enumerate(PAGES):
        answer = page.goto(f"{address}/{language}{path}")
        assert answer is not None
        assert answer.status == (404 if path == "/partner/nobody" else 200), path
        page.screenshot(path=tmp_path / f"{language}-{width}-{number:02}.png")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide[path] = page.evaluate("document.documentElement.scrollWidth")
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator("h1").count() == 1
        # The page is styled: the strict policy has not shut out our own sheet.
        assert page.locator("header.top").evaluate("e => getComputedStyle(e).backgroundColor") == (
            "rgb(11, 85, 99)"
        )
    assert wide == {}
    assert said == []
    assert len(list(tmp_path.glob("*.png"))) == len(PAGES)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(chromium: Browser, address: str, scheme: str) -> None:
    context = chromium.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    for path in (
        "/",
        "/gaps",
        "/gaps/scores",
        "/gaps/agreements_ended_without_successor",
        "/coverage?with=illustrative",
        "/coverage/cell?row=id:goal/rg1&column=purpose:technicalSupport",
        "/changes?from=2014-01-01&to=2024-01-01",
        "/agreement/ag-104",
        "/partnership/p-010?with=illustrative",
        "/check",
        "/whatif",
        "/openings?objective=rg3&member=fiji",
        "/charts",
        "/shapes/SharedValuesShape-upheld?with=illustrative",
        "/compliance/sharedValues",
    ):
        page.goto(f"{address}/en{path}")
        # WCAG 2 AA: 4.5 to 1, or 3 to 1 for large text.
        assert page.evaluate(CONTRAST) == [], path
    context.close()


@pytest.mark.parametrize("width", [380, 1280])
def test_a_proposal_is_weighed_from_the_example_to_its_figures(
    chromium: Browser, address: str, width: int
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark", java_script_enabled=True
    )
    page = context.new_page()
    said = watch(page)
    page.goto(f"{address}/en/whatif")
    page.get_by_role("link", name="Start with an example").click()
    page.get_by_role("button", name="Weigh", exact=True).click()
    assert page.locator("#outcome").inner_text() == "What would change"
    figures = page.locator("ul.glance li").all_inner_texts()
    (closed,) = (f for f in figures if f.endswith("\ngaps closed"))
    assert int(closed.split()[0]) >= 1
    page.locator("ul.glance a", has_text="gaps closed").click()
    assert page.url.endswith("#gaps")
    assert page.evaluate(CONTRAST) == []
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert said == []
    context.close()


def test_pictures_are_drawn_on_white_in_the_dark_too(chromium: Browser, address: str) -> None:
    context = chromium.new_context(color_scheme="dark")
    page = context.new_page()
    said = watch(page)
    for path, pictures in (
        ("/charts", 2),
        ("/openings?objective=rg3", 1),
        ("/partner/spc", 1),
        ("/partnership/p-010", 1),
    ):
        page.goto(f"{address}/fr{path}")
        images = page.locator("figure.chart img")
        assert images.count() == pictures
        for image in images.all():
            image.scroll_into_view_if_needed()
            page.wait_for_function("image => image.complete", arg=image.element_handle())
            assert image.evaluate("e => e.naturalWidth") > 300
            assert image.evaluate("e => getComputedStyle(e).backgroundColor") == (
                "rgb(255, 255, 255)"
            )
            assert image.get_attribute("alt") not in {None, ""}
    assert said == []
    context.close()


CONTRAST = """
() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const lum = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.03928 ? v / 12.92
      : ((v + 0.055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = e => {
    for (; e; e = e.parentElement) {
      const style = getComputedStyle(e), c = parse(style.backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const bad = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    const text = walk.currentNode.data.trim();
    if (!text || e.closest('[aria-hidden]') || !e.checkVisibility()) continue;
    const style = getComputedStyle(e);
    const [a, b] = [lum(parse(style.color)), lum(ground(e))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), bold = parseInt(style.fontWeight) >= 600;
    const need = size >= 24 || (size >= 18.66 && bold) ? 3 : 4.5;
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < need)
      bad.add(`${e.tagName}.${e.className} ${ratio.toFixed(2)} ${text.slice(0, 30)}`);
  }
  return [...bad];
}
"""


def test_a_reader_finds_a_partner_and_its_source(chromium: Browser, address: str) -> None:
    page = chromium.new_page()
    said = watch(page)
    page.goto(f"{address}/")
    assert page.url == f"{address}/en/"
    page.get_by_role("searchbox").fill("communaute du pacifique")
    page.get_by_role("button", name="Search").click()
    page.locator("ul.hits a").first.click()
    assert page.url == f"{address}/en/partner/spc"
    page.get_by_role("link", name="Français", exact=True).click()
    assert page.url == f"{address}/fr/partner/spc"
    assert page.locator("h1").inner_text() == "Communauté du Pacifique"
    page.locator("sup a").first.click()
    assert page.url.endswith("#note-1")
    assert page.locator("#note-1").is_visible()
    assert said == []
    page.close()


def test_a_reader_goes_from_a_gap_to_the_partnerships_behind_it(
    chromium: Browser, address: str
) -> None:
    page = chromium.new_page()
    page.goto(f"{address}/en/coverage")
    cell = page.locator("table.matrix td.some a").first
    number = int(cell.locator("b").inner_text())
    cell.click()
    assert page.locator("section").first.locator("ul.behind > li").count() == number
    page.go_back()
    page.locator("#on").fill("2014-01-01")
    page.get_by_role("button", name="Show").click()
    assert "on=2014-01-01" in page.url
    assert page.locator(".notice").inner_text().startswith("Everything is judged as on 1 January")
    page.close()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_day_slides_along_the_register(chromium: Browser, address: str, language: str) -> None:
    page = chromium.new_page()
    said = watch(page)
    page.goto(f"{address}/{language}/coverage?rows=goal")
    slide, output = page.locator("#slide"), page.locator("form.day output")
    days = {"en": ("30 June 2026", "30 May 2026"), "fr": ("30 juin 2026", "30 mai 2026")}
    assert slide.get_attribute("aria-valuetext") == days[language][0]
    # By keyboard it moves by months and years, says the day, and waits for Enter.
    slide.focus()
    page.keyboard.press("ArrowLeft")
    assert slide.get_attribute("aria-valuetext") == output.inner_text() == days[language][1]
    assert page.locator("#on").input_value() == "2026-05-30"
    page.keyboard.press("PageDown")
    assert page.locator("#on").input_value() == "2025-05-30"
    assert "on=" not in page.url
    page.keyboard.press("Enter")
    page.wait_for_url("**on=2025-05-30")
    assert "rows=goal" in page.url
    # By pointer it asks for the page when it is let go, and comes back to where the reader was.
    page.evaluate("scrollTo(0, 60)")
    box = page.locator("#slide").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2, steps=4)
    assert "on=2025-05-30" in page.url
    page.mouse.up()
    page.wait_for_url(re.compile(r"on=200\d-\d\d-\d\d"))
    assert page.locator(".notice").count() == 1
    assert page.evaluate("scrollY") == 60
    # The ends are those of the register.
    page.locator("#slide").focus()
    page.keyboard.press("End")
    last = page.locator("form.day").get_attribute("data-last")
    assert page.locator("#on").input_value() <= str(last)
    assert said == []
    page.close()


def test_the_day_is_chosen_without_javascript_too(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in ("/charts", "/gaps", "/gaps/scores?member=fiji", "/coverage?rows=member"):
        page.goto(f"{address}/en{path}")
        assert not page.locator("#slide").is_visible()
        page.get_by_role("link", name="a year earlier").click()
        assert "on=2025-06-30" in page.url
        page.get_by_role("link", name="a year later").click()
        assert page.url == f"{address}/en{path}"
        page.locator("#on").fill("2014-01-01")
        page.locator("form.day button").click()
        assert "on=2014-01-01" in page.url
        assert page.url.startswith(f"{address}/en{path.partition('?')[0]}?")
        assert path.partition("?")[2] in page.url.replace("id%3Amember%2F", "")
        page.goto(f"{address}/en/gaps?on=1850-01-01")
        assert "The register speaks of the time from" in page.locator("main").inner_text()
    context.close()


def test_pages_work_without_javascript_and_by_keyboard(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/fr/agreement")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.locator("#q").fill("delegation")
    page.locator("form.filter button").click()
    assert page.locator("tbody tr").count() >= 1
    context.close()


def test_a_browser_is_led_from_an_identity_to_the_page(chromium: Browser, address: str) -> None:
    context = chromium.new_context(locale="fr-NC")
    page = context.new_page()
    answer = page.goto(f"{address}/id/agreement/ag-010")
    assert answer is not None
    assert answer.status == 200
    assert page.url == f"{address}/fr/agreement/ag-010"
    context.close()


@pytest.mark.parametrize("width", [380, 1280])
def test_a_query_is_written_run_mended_and_found_again(
    chromium: Browser, address: str, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    said = watch(page)
    page.goto(f"{address}/en/query")
    editor = page.get_by_role("textbox", name="Query")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?m WHERE ?m a perms:Member")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    fault = page.get_by_role("alert")
    fault.wait_for()
    assert "Line 1" in fault.inner_text()
    assert page.locator(".cm-lintRange-error").count() == 1
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("SELECT ?m WHERE { ?m a perms:Member }")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("heading", name="Answer").wait_for()
    assert page.get_by_role("link", name="Fiji").count() == 1
    assert page.locator(".cm-lintRange-error").count() == 0
    assert "query=SELECT" in page.url
    # Earlier queries come back in this browser, also after the page was left.
    page.goto(f"{address}/en/query")
    page.get_by_text("Earlier queries").click()
    page.get_by_role("button", name="SELECT ?m WHERE { ?m a perms:Member }").click()
    assert "perms:Member" in editor.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [x for x in said if "400" not in x and not own_writing(x)] == []
    context.close()


def test_the_guard_underlines_and_offers_the_right_word(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/en/query")
    editor = page.get_by_role("textbox", name="Query")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("SELECT ?p { ?p a perms:Partnr }")
    doubtful = page.locator(".cm-lintRange-warning")
    doubtful.first.wait_for()
    assert doubtful.all_inner_texts() == ["perms:Partnr"]
    doubtful.first.hover()
    page.get_by_role("button", name="Write: perms:Partner").click()
    doubtful.first.wait_for(state="detached")
    assert "perms:Partner }" in editor.inner_text()
    context.close()


def own_writing(said: str) -> bool:
    """Tell whether the browser complains of a style that it wrote itself.

    Typing over a selection, Chromium gives the new text the old one's style; the page's policy
    forbids that, and the editor draws the line anew at once.
    """
    return said.startswith("Applying inline style violates")


def test_the_editor_proposes_what_can_follow(chromium: Browser, address: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said = watch(page)
    page.goto(f"{address}/fr/query")
    editor = page.get_by_role("textbox", name="Requête")
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("SELECT * { ?x a perms:Agreement ; ")
    page.keyboard.type("parten")
    first = page.locator(".cm-tooltip-autocomplete li").first
    first.wait_for()
    offered = page.locator(".cm-tooltip-autocomplete li").all_inner_texts()
    assert offered[0].startswith("perms:hasPartner")
    page.keyboard.press("Escape")
    assert [x for x in said if not own_writing(x)] == []
    context.close()
