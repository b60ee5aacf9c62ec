"""The browser as files: whole, the same each time, and open from disk with no server."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from perms_graph.errors import FileError
from perms_graph.resources import Resources
from web.freezing import Written, freeze
from web.freezing.addresses import Address, Reading, file_of, files_of
from web.freezing.reach import walked
from web.freezing.rewriting import Rewriter

from .conftest import DAY, small_register

PAGE = "<p>{}</p>"
TOP = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def written(resources: Resources, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The small register as files, written by this process alone."""
    folder = tmp_path_factory.mktemp("one") / "site"
    return freeze(small_register(resources), folder, day=DAY, processes=1)


class Page(HTMLParser):
    """What a page links to, its anchors and its forms."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.forms: list[dict[str, str | None]] = []
        self.inline = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [v for n in ("href", "src", "srcset", "data-names") if (v := given.get(n))]
        if given.get("id"):
            self.anchors.add(str(given["id"]))
        if tag == "form":
            self.forms.append(given)
        if tag == "script" and "src" not in given and given.get("type") != "application/ld+json":
            self.inline += 1
        self.inline += sum(1 for name in given if name.startswith("on") or name == "style")


def test_every_link_of_every_page_ends_in_a_file(written: Written) -> None:
    pages = {p: Page(p) for p in written.folder.rglob("*.html")}
    assert len(pages) == written.pages
    lost, followed = [], 0
    for path, page in pages.items():
        for link in page.links:
            if re.match(r"(https?|mailto):", link):
                assert "perms.invalid" not in link
                continue
            file, _, fragment = link.partition("#")
            target = (path.parent / unquote(file)).resolve() if file else path
            followed += 1
            if link.startswith("/") or "?" in link or not target.is_file():
                lost.append((path.name, link))
            # The small register describes few of the terms that its pages name.
            elif fragment and target in pages and target.name != "def.html":
                lost += [(path.name, link)] if fragment not in pages[target].anchors else []
    assert lost == []
    assert followed > 10_000


def test_no_page_needs_a_server_or_runs_a_script_of_its_own(written: Written) -> None:
    for path in written.folder.rglob("*.html"):
        page = Page(path)
        assert all("data-names" in form and "action" not in form for form in page.forms), path
        assert page.inline == 0, path
    everything = b"".join(p.read_bytes() for p in written.folder.rglob("*") if p.is_file())
    assert b"perms.invalid" not in everything


def test_everything_is_there_in_both_languages(written: Written) -> None:
    folder = written.folder
    for language in ("en", "fr"):
        for name in (
            "index.html", "a-z.html", "names.js", "partner.html", "partner/coral.html",
            "agreement/ag-001.html", "goal/rg1.html", "coverage.html", "coverage.csv",
            "coverage.json", "changes.html", "changes.atom", "due.html", "due.ics", "gaps.html",
            "questions.html", "sources.html",
            "compliance.html", "def.html", "shapes.html", "dataset.html", "about.html",
            "agreement.state-yes.html", "charts/members.svg", "graph/source/page-one.html",
        ):  # fmt: skip
            assert (folder / language / name).is_file(), name
    for name in ("partner/coral.ttl", "def.ttl", "shape.ttl", "dataset.ttl", "register.trig"):
        assert (folder / "data" / name).stat().st_size > 0
    quads = list(ox.parse(path=str(folder / "data/register.nq")))
    assert ox.NamedNode("https://w3id.org/perms/id/partner/coral") in {q.subject for q in quads}
    assert len(list(folder.rglob("*.html"))) == written.pages
    files = [p for p in folder.rglob("*") if p.is_file()]
    assert (len(files), sum(p.stat().st_size for p in files)) == (written.files, written.size)


def test_the_feed_leads_to_the_files_beside_it(written: Written) -> None:
    for language in ("en", "fr"):
        path = written.folder / language / "changes.atom"
        root = ElementTree.parse(path).getroot()  # noqa: S314 (our own)
        links = [link.get("href", "") for link in root.iter("{http://www.w3.org/2005/Atom}link")]
        assert links == [
            f"../{language}/changes.atom",
            f"../{language}/changes.html",
            f"../{language}/agreement/ag-001.html",
            f"../{language}/partnership/p-002.html",
            f"../{language}/partnership/p-002.html",
            f"../{language}/partnership/p-001.html",
        ]
        assert all((path.parent / link).is_file() for link in links)


def test_each_page_says_its_day_and_the_date_of_its_data(written: Written) -> None:
    said = {
        "en": ("Judged as on 30 June 2026.", "The last source was read: November 2026."),
        "fr": ("Jugé au 30 juin 2026.", "La dernière source a été lue : novembre 2026."),
    }
    for language, sentences in said.items():
        for path in (written.folder / language).rglob("*.html"):
            foot = path.read_text(encoding="utf-8").rpartition("<footer")[2].replace("\xa0", " ")
            assert all(sentence in foot for sentence in sentences), path
            assert "<code>small</code>" in foot
    assert json.loads((written.folder / "perms-site.json").read_text()) == {
        "written by": "perms-graph 0.1.0",
        "day": "2026-06-30",
        "data": "small",
        "sources read until": "2026-11",
        "illustrative": False,
        "pages": written.pages,
    }


def test_what_is_not_written_leaves_words_and_no_offers(written: Written) -> None:
    page = (written.folder / "en/agreement.state-yes.html").read_text(encoding="utf-8")
    # Two choices at once are not written: the name of the second stays, without a link.
    assert re.search(r"<li><span>Resilience</span> <span class=\"number\">1</span></li>", page)
    assert "What if?" not in page
    assert ">Questions</a>" in page
    thing = (written.folder / "en/partner/coral.html").read_text(encoding="utf-8")
    formats = thing.partition('<p class="formats">')[2].partition("</p>")[0]
    words = re.sub(r"<[^>]+>|\s+", " ", formats).split()
    assert words == ["The", "same", "as", "data:", "Turtle"]


def test_the_same_register_gives_the_same_bytes_from_one_process_and_from_two(
    written: Written, tmp_path: Path
) -> None:
    # Another process, whose sets have another order, and which has drawn no picture yet.
    script = (
        "import sys, datetime as dt; from pathlib import Path\n"
        "from perms_graph.resources import shipped; from web.freezing import freeze\n"
        "from tests.web.conftest import DAY, small_register\n"
        "freeze(small_register(shipped()), Path(sys.argv[1]), day=DAY, processes=2)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "other")],
        cwd=TOP,
        env={**os.environ, "PYTHONPATH": str(TOP), "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")

    def contents(folder: Path) -> dict[str, bytes]:
        return {
            p.relative_to(folder).as_posix(): p.read_bytes()
            for p in folder.rglob("*")
            if p.is_file()
        }

    one, two = contents(written.folder), contents(tmp_path / "other")
    assert sorted(one) == sorted(two)
    assert [name for name, body in one.items() if two[name] != body] == []
    # Nothing is left beside it.
    assert [p.name for p in tmp_path.iterdir()] == ["other"]


def test_data_lead_to_each_other_by_files(written: Written) -> None:
    text = (written.folder / "data/dataset.ttl").read_text(encoding="utf-8")
    assert "<../data/register.nq>" in text
    assert "<../index.html>" in text
    assert "<../en/dataset.html>" in text


def test_names_are_found_by_all_their_words_folded(written: Written) -> None:
    script = (written.folder / "fr/names.js").read_text(encoding="utf-8")
    told = json.loads(script.removeprefix("globalThis.permsNames = ").removesuffix(";\n"))
    (coral,) = (row for row in told["things"] if row[2] == "fr/partner/coral.html")
    assert coral[0] == "Institut du corail"
    assert told["kinds"][coral[1]] == "partenaire"
    assert {"ci", "coral", "institute", "institut", "corail"} <= set(coral[3].split())
    assert all((written.folder / row[2]).is_file() for row in told["things"])


def test_the_list_from_a_to_z_has_every_name_of_the_search(written: Written) -> None:
    script = (written.folder / "en/names.js").read_text(encoding="utf-8")
    told = json.loads(script.removeprefix("globalThis.permsNames = ").removesuffix(";\n"))
    listed = set()
    for path in (written.folder / "en").glob("a-z.letter-*.html"):
        hits = path.read_text(encoding="utf-8").partition('<ul class="hits">')[2]
        listed |= set(re.findall(r'<li><a href="\.\./([^"]+)"', hits.partition("</ul>")[0]))
    assert {unescape(link) for link in listed} == {row[2] for row in told["things"]}


def test_a_folder_of_others_is_refused_and_one_of_ours_is_replaced(
    written: Written, resources: Resources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = small_register(resources)
    file = tmp_path / "file"
    file.write_text("mine")
    with pytest.raises(FileError, match="This is a file, not a folder"):
        freeze(register, file, day=DAY)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    with pytest.raises(FileError, match=r"not written by “perms site”: letter\.txt"):
        freeze(register, folder, day=DAY)
    assert (folder / "letter.txt").read_text() == "mine"
    # One of ours in which somebody has put something is somebody's.
    (folder / "perms-site.json").write_text("{}")
    with pytest.raises(FileError, match=r"letter\.txt"):
        freeze(register, folder, day=DAY)
    (folder / "letter.txt").unlink()
    (folder / "index.html").write_text("old")

    def stopped(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("web.freezing.writing.walk", stopped)
        with pytest.raises(KeyboardInterrupt):
            freeze(register, folder, day=DAY)
    assert (folder / "index.html").read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.parametrize(
    ("link", "file"),
    [
        ("/en/", "en/index.html"),
        ("/en", "en/index.html"),
        ("/en/partner/spc", "en/partner/spc.html"),
        ("/en/agreement?state=yes&page=2", "en/agreement.page-2.state-yes.html"),
        ("/en/agreement?page=2&state=yes&on=2026-06-30", "en/agreement.page-2.state-yes.html"),
        ("/en/agreement?page=1", "en/agreement.html"),
        ("/en/agreement.csv?sort=end", "en/agreement.csv"),
        ("/static/style.css?v=123", "static/style.css"),
        ("/data/partner/spc.ttl", "data/partner/spc.ttl"),
        ("/en/iati-country/con", "en/iati-country/_con.49a5c4a3.html"),
        ("/languages", "index.html"),
        # The openings of a goal stand for those narrowed to a kind of support or a Member.
        ("/en/openings?objective=rg1&purpose=goods", "en/openings.objective-rg1.html"),
    ],
)
def test_an_address_becomes_a_file_that_every_system_takes(link: str, file: str) -> None:
    address = Reading(DAY).address(link)
    assert address is not None
    name = file_of(address)
    assert (
        re.sub(r"_con\.[0-9a-f]{8}", "_con", name) == file.replace(".49a5c4a3", "")
        if "con" in file
        else name == file
    )


def test_names_that_differ_in_capitals_alone_are_kept_apart() -> None:
    both = [Address("/en/x/Abc"), Address("/en/x/abc")]
    first, second = files_of(both, {}).values()
    assert first == "en/x/Abc.html"
    assert re.fullmatch(r"en/x/abc\.[0-9a-f]{8}\.html", second)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("/en/partner/spc", True),
        ("/en/partnership?state=yes&page=3", True),
        ("/en/partnership?state=yes&goal=id:goal/rg1", False),
        ("/en/partner/spc?on=2014-01-01", False),
        ("/en/partner/spc?with=illustrative", False),
        ("/en/search?q=coral", False),
        ("/en/check", False),
        ("/en/whatif?example=yes", False),
        ("/en/coverage/cell?row=id:goal/rg1&column=purpose:goods", True),
        ("/en/charts/members.svg", True),
        ("/en/charts/members.png", False),
        ("/data/partner/spc.ttl", True),
        ("/data/partner/spc.jsonld", False),
        ("/data/register.nq", True),
        ("/id/partner/spc", False),
        ("/healthz", False),
    ],
)
def test_the_walk_goes_so_far(link: str, expected: bool) -> None:
    address = Reading(DAY).address(link)
    assert address is not None
    assert walked(address) is expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="/en/a#x">A</a>', '<a href="../en/a.html#x">A</a>'),
        ('<a class="c" href="/en/b">B <b>2</b></a>!', '<span class="c">B <b>2</b></span>!'),
        ('<a href="#here">A</a>', '<a href="#here">A</a>'),
        ('<a href="https://x.example/?a=1&amp;b=2">A</a>',) * 2,
        ('<a href="/en/a">A</a> · <a href="/en/b.png">B</a>', '<a href="../en/a.html">A</a>'),
        ('<a href="/en/b.png">B</a> · <a href="/en/a">A</a>', '<a href="../en/a.html">A</a>'),
        ('1<form action="/en/x"><a href="/en/a">A</a></form>2', "12"),
        ('<form data-names="/en/a"><p role="status"></p></form>',
         '<form data-names="../en/a.html"><p role="status"></p></form>'),
        ('<ul><li>1</li><li><a href="/en/a?on=2014-01-01">2</a></li></ul>', "<ul><li>1</li></ul>"),
        ('<figure class="chart"><img src="/en/b.svg" alt="B"><figcaption>B</figcaption></figure>1',
         "1"),
        ('<!-- x --><script src="/en/gone.js"></script>1', "1"),
        ('<script type="application/ld+json">{"url": "http://perms.invalid/en/a"}</script>',
         '<script type="application/ld+json">{"url": "../en/a.html"}</script>'),
    ],
)  # fmt: skip
def test_a_page_is_rewritten_so(before: str, after: str) -> None:
    known = {Address("/en/a"): "en/a.html"}
    rewriter = Rewriter(Reading(dt.date(2026, 6, 30)), known.get)
    assert rewriter.page(PAGE.format(before), "en/page.html", "/en/page") == PAGE.format(after)


def test_a_link_in_data_says_the_view_or_is_given_it() -> None:
    known = {
        Address("/en/a"): "en/a.html",
        Address("/en/iri", (("iri", "http://e/?a&b"),)): "en/iri.html",
    }
    for reading in (Reading(dt.date(2026, 6, 30)), Reading(dt.date(2026, 6, 30), True)):
        rewriter = Rewriter(reading, known.get)
        view = "?with=illustrative" if reading.illustrative else ""
        asked = "/en/iri?iri=http%3A%2F%2Fe%2F%3Fa%26b" + view.replace("?", "&amp;")
        for link, file in (
            ("/a", "../en/a.html"),
            ("/en/a" + view, "../en/a.html"),
            (asked, "../en/iri.html"),
            ("/gone", "../index.html"),
        ):
            text = f'<link href="http://perms.invalid{link}" />'
            assert rewriter.data(text, "en/changes.atom") == f'<link href="{file}" />'


def test_invented_data_are_marked_on_every_page(resources: Resources, tmp_path: Path) -> None:
    register = small_register(resources, "invented.trig")
    found = freeze(register, tmp_path / "site", day=DAY, illustrative=True, processes=1)
    pages = [p for x in ("en", "fr") for p in (found.folder / x).rglob("*.html")]
    assert len(pages) > 500
    banner = {"en": "Illustrative data are shown.", "fr": "Des données illustratives sont"}
    for path in pages:
        language = path.relative_to(found.folder).parts[0]
        assert banner[language] in path.read_text(encoding="utf-8"), path
        assert "Back to the real register" not in path.read_text(encoding="utf-8")
    assert json.loads((found.folder / "perms-site.json").read_text())["illustrative"] is True
    assert "<../data/register.nq>" in (found.folder / "data/dataset.ttl").read_text("utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("width", [380, 1280])
def test_a_reader_opens_the_folder_searches_and_reads_in_both_languages(
    chromium: Browser, written: Written, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, offline=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda m: said.append(m.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.goto((written.folder / "index.html").as_uri())
    page.get_by_role("link", name="English").click()
    field = page.get_by_role("searchbox", name="Search by name")
    # Words of the other language, without accents, one of them begun only.
    field.fill("CORAIL inst")
    page.locator("ul.found a").first.wait_for()
    assert page.locator("ul.found li").all_inner_texts() == [
        "Coral Institute partner",
        "SPREP and the Coral Institute partnership",
    ]
    assert page.locator(".find [role=status]").inner_text() == "found: 2"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/partner/coral.html")
    assert page.locator("h1").inner_text() == "Coral Institute"
    assert page.locator("header.top").evaluate("e => getComputedStyle(e).backgroundColor") == (
        "rgb(11, 85, 99)"
    )
    page.get_by_role("link", name="Français", exact=True).click()
    page.wait_for_url("**/fr/partner/coral.html")
    field = page.get_by_role("searchbox")
    # Two letters changed places: the nearest word stands for it, and the page says so.
    field.fill("corial")
    assert page.locator("form.find li").first.inner_text() == ("recherché à la place\u00a0: corail")
    assert page.locator("form.find li a").first.inner_text() == "Institut du corail"
    field.fill("xyzzy")
    page.locator("ul.found li").first.wait_for()
    assert page.locator("ul.found li").all_inner_texts() == ["Rien ne porte ce nom."]
    field.fill("ile em")
    page.locator("ul.found a").first.wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("ul.found").is_visible()
    field.fill("ile eme")
    page.locator("ul.found a", has_text="Fondation").first.click()
    page.wait_for_url("**/fr/partner/emeraude.html")
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert said == []
    context.close()


@pytest.mark.browser
def test_without_javascript_there_is_the_list_from_a_to_z(
    chromium: Browser, written: Written
) -> None:
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((written.folder / "fr/index.html").as_uri())
    assert page.get_by_role("searchbox").count() == 0
    page.get_by_role("link", name="De A à Z").click()
    page.locator("nav.facets a", has_text="I").first.click()
    page.locator("ul.hits a", has_text="Institut du corail").click()
    assert page.url == (written.folder / "fr/partner/coral.html").as_uri()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_pages_that_only_files_have(
    chromium: Browser, written: Written, scheme: str
) -> None:
    context = chromium.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for name in ("index.html", "en/a-z.html", "fr/a-z.letter-i.html", "fr/partner/coral.html"):
        page.goto((written.folder / name).as_uri())
        if page.locator("form.find").count():
            page.get_by_role("searchbox").fill("c")
            page.locator("ul.found a").first.wait_for()
        violations = Axe().run(page).response["violations"]
        if violations:
            found[name] = [(v["id"], [n["target"] for n in v["nodes"]][:5]) for v in violations]
    assert found == {}
    context.close()


def test_the_first_page_says_its_day_in_both_languages(written: Written) -> None:
    text = (written.folder / "index.html").read_text(encoding="utf-8").replace("\xa0", " ")
    assert "Judged as on 30 June 2026. The last source was read: November 2026." in text
    assert "Jugé au 30 juin 2026. La dernière source a été lue : novembre 2026." in text
