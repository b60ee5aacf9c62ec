"""What happened when, as a feed: valid Atom, narrowed to a thing, and the same bytes each time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import lxml.html
import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

from perms_graph.catalogue import load_catalogue
from perms_graph.namespaces import ID
from perms_graph.register import Register
from perms_graph.register.manifest import Manifest
from perms_graph.resources import Resources
from perms_graph.store import Dataset
from perms_graph.store.loading import Source, load, merge
from web import create_app

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
Make = Callable[..., FlaskClient]
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")

INVENTED = Path(__file__).parent / "changes.trig"


@pytest.fixture()
def site(shipped_site: Flask) -> FlaskClient:
    return shipped_site.test_client()


@pytest.fixture(scope="module")
def made(resources: Resources) -> Make:
    """Make a site on 30 June 2026 of nothing but some files."""

    def make(*files: Path) -> FlaskClient:
        dataset = Dataset.memory()
        load(dataset, [Source(path) for path in files])
        merge(dataset)
        manifest = Manifest(
            fingerprint=str(len(files)),
            version="0",
            illustrative=False,
            asserted=0,
            inferred=0,
            derived=0,
            graphs=0,
            violations=0,
            warnings=0,
            infos=0,
        )
        register = Register(dataset, load_catalogue(resources.queries), manifest)
        return create_app(register, today=lambda: dt.date(2026, 6, 30)).test_client()

    return make


def feed(site: FlaskClient, address: str) -> ET.Element:
    answer = site.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(answer.data)  # noqa: S314 (our own)
    assert root.tag == ATOM + "feed"
    return root


def texts(root: ET.Element, name: str) -> list[str]:
    return [entry.findtext(ATOM + name, "") for entry in root.findall(ATOM + "entry")]


ADDRESSES = [
    "/en/changes.atom",
    "/fr/changes.atom",
    "/en/changes.atom?with=illustrative",
    "/fr/changes.atom?with=illustrative&thing=id:partner/example-b&on=2026-11-23",
    "/en/changes.atom?thing=fiji",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_feed_has_what_rfc_4287_asks_for(site: FlaskClient, address: str) -> None:
    root = feed(site, address)
    entries = root.findall(ATOM + "entry")
    assert 0 < len(entries) <= 100
    assert root.get(LANG) == address[1:3]
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            (only,) = element.findall(ATOM + name)
            assert only.text
        assert re.fullmatch(r"https://w3id\.org/perms/\S+", element.findtext(ATOM + "id", ""))
        assert RFC3339.fullmatch(element.findtext(ATOM + "updated", ""))
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "perms-graph"
    assert root.findtext(ATOM + "rights")
    links = {link.get("rel"): link for link in root.findall(ATOM + "link")}
    assert set(links) == {"self", "alternate"}
    assert links["self"].get("type") == "application/atom+xml"
    assert site.get(links["self"].get("href")).data == site.get(address).data
    assert site.get(links["alternate"].get("href")).status_code == 200
    assert len(set(texts(root, "id"))) == len(entries)
    dates = texts(root, "updated")
    assert dates == sorted(dates, reverse=True)
    assert root.findtext(ATOM + "updated") == dates[0]
    for entry in entries:
        (link,) = entry.findall(ATOM + "link")
        assert link.get("rel") == "alternate"
        assert site.get(link.get("href")).status_code == 200
        assert entry.findtext(ATOM + "summary", "").endswith(".")


def test_the_shipped_register_tells_its_newest_changes(site: FlaskClient) -> None:
    root = feed(site, "/en/changes.atom")
    assert len(root.findall(ATOM + "entry")) == 100
    assert [(d[:10], t) for d, t in zip(texts(root, "updated"), texts(root, "id"), strict=True)][
        :4
    ] == [
        ("2026-02-16", ID + "partnership/p-056#partnership-begun"),
        ("2025-12-31", ID + "agreement/ag-125#agreement-ended"),
        ("2025-12-31", ID + "agreement/ag-106#agreement-renewed"),
        ("2025-12-31", ID + "partnership/p-045#partnership-begun"),
    ]
    assert texts(root, "summary")[:3] == [
        "The partnership “University of Auckland (memorandum of understanding)” began on "
        "16 February 2026.",
        "The agreement “SWAP: Committing to Sustainable Waste Actions in the Pacific, phase I "
        "agreement” ended between 1 January 2023 and 31 December 2025.",
        "The agreement “Weather Ready Pacific: Australian funding agreement” began in 2025; it "
        "renews or follows “Weather Ready Pacific: initial Australian grant”.",
    ]


def test_the_same_in_french_under_the_same_names(site: FlaskClient) -> None:
    english, french = feed(site, "/en/changes.atom"), feed(site, "/fr/changes.atom")
    assert texts(english, "id") == texts(french, "id")
    assert texts(english, "updated") == texts(french, "updated")
    assert english.findtext(ATOM + "id") != french.findtext(ATOM + "id")
    assert french.findtext(ATOM + "title") == "Changements dans les partenariats"
    assert texts(french, "title")[0] == (
        "Partenariat commencé\u00a0: Université d'Auckland (protocole d'accord)"
    )
    assert texts(french, "summary")[0] == (
        "Le partenariat «\u00a0Université d'Auckland (protocole d'accord)\u00a0» a commencé le "
        "16 février 2026."
    )


def test_each_kind_of_event_has_its_day_and_its_sentence(
    made: Make,
) -> None:
    root = feed(made(INVENTED), "/en/changes.atom")
    told = list(
        zip(
            (i.rpartition("/")[2] for i in texts(root, "id")),
            (d[:10] for d in texts(root, "updated")),
            (s.partition("” ")[2] for s in texts(root, "summary")),
            strict=True,
        )
    )
    assert told == [
        ("dataset#sources-read-2026-05-01-2026-05-31", "2026-05-31", ""),
        ("d-1#decision-taken", "2025-12-31", "was taken in 2025."),
        ("x-1#departure-decided", "2025-03-02", "was decided on 2 March 2025."),
        ("ag-3#agreement-renewed", "2024-12-31", "began in 2024; it renews or follows “Second”."),
        ("r-1#review-held", "2024-02-29", "was held in February 2024."),
        ("p-1#partnership-ended", "2023-12-31", "ended in 2023."),
        ("ag-2#agreement-ended", "2022-04-30", "ended between 1 February 2022 and 30 April 2022."),
        ("p-1#partnership-begun", "2021-05-31", "began in May 2021."),
        ("ag-4#agreement-begun", "2020-01-01", "began on 1 January 2020."),
        ("p-2#partnership-begun", "2019-06-01", "began on 1 June 2019."),
        # One of its agreements has no date, so of the partnership nothing is known.
        ("ag-5#agreement-begun", "2018-12-31", "began in 2018."),
    ]
    assert texts(root, "summary")[0] == "Sources were read in May 2026; documents: 2."


def test_nothing_is_told_before_it_is_certain(made: Make) -> None:
    site = made(INVENTED)
    days = {
        day: texts(feed(site, f"/en/changes.atom?on={day}"), "id")
        for day in ("2018-12-30", "2018-12-31", "2026-06-30", "2026-07-01")
    }
    assert days["2018-12-30"] == []
    assert days["2018-12-31"] == [ID + "agreement/ag-5#agreement-begun"]
    # On its last day an agreement may still be in force.
    assert [i for i in days["2026-07-01"] if i not in days["2026-06-30"]] == [
        ID + "agreement/ag-4#agreement-ended"
    ]


def test_a_thing_keeps_what_concerns_it(site: FlaskClient, illustrative: Register) -> None:
    every = feed(site, "/en/changes.atom?with=illustrative")
    for thing, count in (("spc", 29), ("id:member/fiji", 43), (ID + "goal/rg1", 85)):
        mine = feed(site, f"/en/changes.atom?with=illustrative&thing={thing}")
        assert len(mine.findall(ATOM + "entry")) == count
        assert mine.findtext(ATOM + "id") != every.findtext(ATOM + "id")
    mine = feed(site, "/en/changes.atom?with=illustrative&thing=spc")
    table = illustrative.dataset.select(
        """
        SELECT DISTINCT ?about WHERE {
          { ?about perms:between ?partner } UNION { ?about perms:hasPartner ?partner }
          UNION { ?about perms:reviews/perms:between ?partner }
          UNION { ?about perms:takenIn/perms:reviews/perms:between ?partner }
          UNION { ?about perms:ofPartnership/perms:between ?partner }
          UNION { ?whole perms:between ?partner ; perms:formalisedBy ?about }
        }
        """,
        {"partner": ox.NamedNode(ID + "partner/spc")},
    )
    assert {i.partition("#")[0] for i in texts(mine, "id")} < {row["about"].value for row in table}
    one = feed(site, "/en/changes.atom?thing=id:partnership/p-056")
    assert texts(one, "id") == [ID + "partnership/p-056#partnership-begun"]
    assert one.findtext(ATOM + "title") == (
        "Changes in partnerships · University of Auckland (memorandum of understanding)"
    )


def test_what_is_invented_says_so(site: FlaskClient) -> None:
    root = feed(site, "/en/changes.atom?with=illustrative")
    for entry in root.findall(ATOM + "entry"):
        terms = {c.get("term") for c in entry.findall(ATOM + "category")}
        title = entry.findtext(ATOM + "title", "")
        assert title.endswith("(illustrative)") == ("illustrative" in terms)
        assert ("/example-" in entry.findtext(ATOM + "id", "")) == ("illustrative" in terms)
    assert root.findtext(ATOM + "title") == "Changes in partnerships · illustrative"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/fr/changes.atom?thing=nobody-here", 404, "Rien ici ne s’appelle nobody-here."),
        ("/en/changes.atom?thing=id:partner/spcc", 404, "Did you mean: id:partner/spc"),
        ("/en/changes.atom?on=soon", 400, "“soon” is not a day."),
    ],
)
def test_a_wrong_address_is_answered_in_words(
    site: FlaskClient, address: str, status: int, said: str
) -> None:
    answer = site.get(address)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert said in answer.text.replace("\u00a0", " ")


def test_an_empty_register_gives_a_feed_without_entries(
    made: Make,
) -> None:
    root = feed(made(), "/fr/changes.atom")
    assert root.findall(ATOM + "entry") == []
    assert root.findtext(ATOM + "id") == "https://w3id.org/perms/dataset#changes-fr"
    assert root.findtext(ATOM + "updated") == "1970-01-01T00:00:00Z"


def test_the_same_bytes_twice_and_304_for_who_has_them(made: Make) -> None:
    first = made(INVENTED).get("/en/changes.atom")
    site = made(INVENTED)
    assert site.get("/en/changes.atom").data == first.data
    again = site.get("/en/changes.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_hostile_name_stays_a_text(made: Make) -> None:
    site = made(INVENTED)
    raw = site.get("/en/changes.atom?thing=coral").text
    assert "<script>" not in raw
    assert not re.search("[\x00-\x08\x0b-\x1f]", raw)
    root = feed(site, "/en/changes.atom?thing=coral")
    assert texts(root, "title") == [
        "Partnership ended: <script>alert('x')</script> & \"friends\"A B {thing}",
        "Partnership begun: <script>alert('x')</script> & \"friends\"A B {thing}",
    ]


@pytest.mark.parametrize("address", ["/en/", "/fr/changes", "/en/?with=illustrative"])
def test_pages_name_the_feed_for_programs_and_for_people(site: FlaskClient, address: str) -> None:
    page = lxml.html.fromstring(site.get(address).text)
    (named,) = page.xpath("//head/link[@type='application/atom+xml'][@rel='alternate']/@href")
    (seen,) = page.xpath("//main//a[@type='application/atom+xml']")
    assert (seen.text, seen.get("href")) == ("Atom", named)
    assert named == address[:3] + "/changes.atom" + (
        address[address.find("?") :] if "?" in address else ""
    )
    assert feed(site, named).findall(ATOM + "entry")
