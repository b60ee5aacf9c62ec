"""Every number of gaps, scores and changes opens on pages, in files and for programs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import lxml.html
import openpyxl
import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from perms_graph.catalogue import load_catalogue
from perms_graph.gaps import Part
from perms_graph.namespaces import ID, PERMS
from perms_graph.register import Register
from perms_graph.register.manifest import Manifest
from perms_graph.resources import Resources
from perms_graph.store import Dataset
from tests.gaps.recounting import (
    Facts,
    Triple,
    count_part,
    of_cell,
    of_json,
    of_sheet,
    recount,
    weight_of,
)
from web import create_app
from web.rooms.whatif import EXAMPLE_DAY
from web.sending import KEY

from .conftest import DAY

UNTIL = dt.date(2027, 6, 30)
TOP = Path(__file__).parents[2]
SMALL = TOP / "tests" / "gaps" / "small.ttl"
WEIGHTS = TOP / "data" / "policy" / "gap-weights.trig"
PROPOSAL = TOP / "docs" / "examples" / "proposal.ttl"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MONEY = "goals_with_money_from_one_source"
NUMBERED = {
    MONEY: (2, 16),
    "goals_with_one_partner": (2, 1),
    "goals_with_money_without_technical_support": (1, 0),
    "goals_with_technical_support_without_money": (1, 3),
    "members_with_fewer_partnerships_than_peers": (2, 9),
}
"""Gap → its rows in the small register and with the illustrative set."""


@pytest.fixture(scope="module")
def counted_by_hand(resources: Resources) -> Flask:
    """The small register of the tests of gaps, stated by somebody, as a site."""
    dataset = Dataset.memory()
    for path in (SMALL, WEIGHTS):
        for quad in ox.parse(path=path):
            graph = quad.graph_name
            source = graph if isinstance(graph, ox.NamedNode) else ox.NamedNode(PERMS + "source")
            dataset.add([ox.Quad(*quad.triple), ox.Quad(*quad.triple, source)])  # type: ignore[call-arg]
    manifest = Manifest("gaps", "0", False, 0, 0, 0, 2, 0, 0, 0)
    register = Register(dataset, load_catalogue(resources.queries), manifest)
    return create_app(register, today=lambda: DAY)


@pytest.fixture()
def sites(counted_by_hand: Flask, shipped_site: Flask) -> tuple[tuple[FlaskClient, str], ...]:
    """Each site with what its addresses need to show the illustrative set, if it has one."""
    shipped = "with=illustrative"
    return (counted_by_hand.test_client(), ""), (shipped_site.test_client(), shipped)


def get(client: FlaskClient, address: str, query: str) -> TestResponse:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}{query}")
    assert answer.status_code == 200, (address, answer.text[:500])
    return answer


def sheet_of(answer: TestResponse) -> list[tuple[tuple[str, ...], Triple, tuple[str, str, str]]]:
    return of_sheet(openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[1])


def lines_of(answer: TestResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_numbers_of_a_gap_count_again_from_its_files_and_for_programs(
    sites: tuple[tuple[FlaskClient, str], ...],
) -> None:
    for gap, expected in NUMBERED.items():
        for (client, query), rows in zip(sites, expected, strict=True):
            told = get(client, f"/en/gaps/{gap}.json", query).get_json()["rows"]
            lines = lines_of(get(client, f"/en/gaps/{gap}.csv?explain=yes", query))
            api = get(client, f"/api/question/{gap}?explain=yes", query).get_json()
            assert len(told) == len(lines) == api["count"] == len(api["statements"]) == rows
            sheet: defaultdict[str, set[Triple]] = defaultdict(set)
            for place, triple, _ in sheet_of(get(client, f"/en/gaps/{gap}.xlsx", query)):
                sheet[place[0]].add(triple)
            for number, (entry, line, statements) in enumerate(
                zip(told, lines, api["statements"], strict=True), start=1
            ):
                for triples in (
                    of_json(entry["statements"]),
                    of_cell(line["statements"]),
                    of_json(statements),
                    sheet[str(number)],
                ):
                    assert recount(gap, entry["row"], Facts(triples, DAY))


def test_only_a_gap_is_explained_to_programs(sites: tuple[tuple[FlaskClient, str], ...]) -> None:
    client, _ = sites[1]
    assert "statements" not in get(client, f"/api/question/{MONEY}", "").get_json()
    assert client.get("/api/question/purposes?explain=yes").status_code == 400


def on_page(node: lxml.html.HtmlElement) -> set[Triple]:
    """Read the statements of a page as a reader does: where words lead, and what they say."""
    found = set()
    for line in node.xpath('.//ul[@class="stated"]/li'):
        said: list[str] = []
        for word in line:
            if "quiet" in word.get("class", ""):
                break
            # What else stands there is a mark that something is invented.
            said += [_leads_to(word)] if word.tag == "a" else []
            said += [word.text_content()] if word.tag == "code" else []
            said += [_value(word.tail)] if (word.tail or "").strip() else []
        if len(said) == 3:
            found.add((said[0], said[1], said[2]))
    return found


def _leads_to(link: lxml.html.HtmlElement) -> str:
    path = str(link.get("href")).split("?")[0].removeprefix("/en/")
    page, _, name = link.get("href").partition("#")
    return PERMS + name if page.split("?")[0] == "/en/def" else ID + path


def _value(text: str) -> str:
    words = text.strip()
    try:
        return dt.datetime.strptime(words, "%d %B %Y").date().isoformat()
    except ValueError:
        return words.replace(",", "")


@pytest.mark.parametrize("gap", [MONEY, "members_with_fewer_partnerships_than_peers"])
def test_numbers_of_a_gap_count_again_from_what_its_page_shows(
    shipped_site: Flask, gap: str
) -> None:
    client = shipped_site.test_client()
    told = get(client, f"/en/gaps/{gap}.json", "with=illustrative").get_json()["rows"]
    page = lxml.html.fromstring(get(client, f"/en/gaps/{gap}", "with=illustrative").text)
    shown = page.xpath("//main//table/tbody/tr")
    assert len(shown) == len(told) == NUMBERED[gap][1]
    for row, entry in zip(shown, told, strict=True):
        assert recount(gap, entry["row"], Facts(on_page(row), DAY))


@pytest.mark.parametrize(
    "members", [("", ""), ("member=each&", "member=palau&")], ids=["goals", "Members"]
)
def test_parts_and_totals_of_scores_count_again_from_files(
    sites: tuple[tuple[FlaskClient, str], ...], members: tuple[str, str]
) -> None:
    for (client, query), member in zip(sites, members, strict=True):
        given = f"{member}explain=yes&{query}"
        told = get(client, "/en/gaps/scores.json", given).get_json()
        sheet: defaultdict[str, set[Triple]] = defaultdict(set)
        for place, triple, _ in sheet_of(get(client, f"/en/gaps/scores.xlsx?{member}", query)):
            sheet[place[0]].add(triple)
        cells = {
            (line["objective"], line["member"], line["part"].rpartition("/")[2]): line
            for line in lines_of(get(client, f"/en/gaps/scores.csv?{given}", ""))
        }
        number = 0
        for s in told["rows"]:
            totals = [Decimal()] * 3
            for part in s["parts"]:
                number += 1
                where = s["objective"]["iri"], s["member"]["iri"] if s["member"] else None
                line = cells[where[0], where[1] or "", part["part"]]
                things = {row[part["column"]] for row in part["rows"] if part["column"]}
                for n, triples in enumerate(
                    (of_json(part["statements"]), of_cell(line["statements"]), sheet[str(number)])
                ):
                    facts = Facts(triples, DAY)
                    value = count_part(part["part"], *where, things, facts, UNTIL)
                    assert float(value) == part["value"], (where, part["part"])
                    totals[n] += value * weight_of(part["part"], facts)
            assert [float(t) for t in totals] == [pytest.approx(s["total"])] * 3
        assert number > 10


def test_the_page_of_a_part_and_its_file_rest_on_the_weight_the_rows_and_their_documents(
    shipped_site: Flask,
) -> None:
    client = shipped_site.test_client()
    told = get(client, "/en/gaps/scores.json", "with=illustrative").get_json()["rows"]
    counted = 0
    for s in told[::4]:
        for part in s["parts"]:
            name, objective = part["part"], s["objective"]["iri"]
            address = f"objective={objective.replace(ID, 'id:')}&part={name}&with=illustrative"
            lines = lines_of(get(client, "/en/gaps/scores/part.csv", address))
            triples = {(x["subject"], x["property"], x["object"]) for x in lines}
            things = {row[part["column"]] for row in part["rows"] if part["column"]}
            facts = Facts(triples, DAY)
            assert float(count_part(name, objective, None, things, facts, UNTIL)) == part["value"]
            page = lxml.html.fromstring(get(client, "/en/gaps/scores/part", address).text)
            shown = " ".join(page.xpath("//main/p[b]")[0].text_content().split())
            weight = re.search(r"weight ([\d.]+)", shown)
            assert weight is not None
            assert Decimal(weight[1]) == weight_of(name, facts)
            assert on_page(page) & {(f"{ID}gap-part/{name}", f"{PERMS}value", weight[1])}
            if part["rows"] and name == Part.ONE_SOURCE.value:
                documents = {x["address"] for x in lines if x["address"]}
                assert documents
                assert all(d.startswith("http") for d in documents)
            counted += 1
    assert counted == 11


def test_seed_draws_and_what_counts_stand_beside_the_ranks(shipped_site: Flask) -> None:
    client = shipped_site.test_client()
    english = lxml.html.fromstring(client.get("/en/gaps/scores").text).text_content()
    assert "the share of 500 draws of other weights (seed 3, Dirichlet around ours" in english
    assert "in which a row is among the first 10 of all that are scored." in english
    french = lxml.html.fromstring(client.get("/fr/gaps/scores").text).text_content()
    assert "part de 500 tirages d’autres poids (graine 3" in french


def test_what_changed_opens_on_its_page_and_in_its_files(shipped_site: Flask) -> None:
    client = shipped_site.test_client()
    days = "from=2024-01-01&to=2026-06-30"
    page = lxml.html.fromstring(get(client, "/en/changes", days).text)
    (began,) = page.xpath('//section[@aria-labelledby="begun"]//li[details]')
    end = [t for t in on_page(began) if t[1] == PERMS + "endsOn"]
    assert [value for _, _, value in end] == ["2029-09-09"]
    lines = lines_of(get(client, f"/en/changes.csv?{days}", "explain=yes"))
    told = get(client, f"/en/changes.json?{days}", "explain=yes").get_json()
    assert len(lines) == 25
    assert all(line["statements"] and line["graphs"] for line in lines)
    assert "statements" not in lines_of(get(client, f"/en/changes.csv?{days}", ""))[0]
    renewed = told["renewed"][0]
    ties = {(s, p, o) for s, p, o in of_json(renewed["statements"]) if "renews" in p or "foll" in p}
    assert {(s, o) for s, _, o in ties} == {
        (renewed["successor"]["iri"], renewed["agreement"]["iri"])
    }
    sheet = sheet_of(get(client, f"/en/changes.xlsx?{days}", ""))
    assert {place[1] for place, _, _ in sheet} == {line["thing"] for line in lines}


def test_openings_come_as_a_workbook_with_statements(shipped_site: Flask) -> None:
    client = shipped_site.test_client()
    answer = get(client, "/en/openings.xlsx?objective=rg3", "")
    assert answer.content_type == XLSX
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="openings-rg3-2026-06-30.xlsx"'
    )
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Openings", "What it rests on"]
    reasons = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    told = get(client, "/en/openings.json?objective=rg3", "explain=yes").get_json()
    assert len(reasons) == sum(len(c["reasons"]) for c in told["candidates"])
    sheet = sheet_of(answer)
    wanted = {
        triple
        for c in told["candidates"]
        for reason in c["reasons"]
        for triple in of_json(reason["statements"])
    }
    assert {triple for _, triple, _ in sheet} == wanted
    assert any(address.startswith("http") for _, _, (_, _, address) in sheet)
    page = client.get("/en/openings?objective=rg3").text
    assert "/en/openings.xlsx?objective=id:goal/rg3" in page.replace("%3A", ":").replace("%2F", "/")


@pytest.fixture(scope="module")
def weighing(register: Register) -> Iterator[FlaskClient]:
    made = create_app(register, today=lambda: DAY)
    yield made.test_client()
    for checker in made.extensions[KEY].values():
        checker.close()


def weighed(client: FlaskClient, headers: Mapping[str, str], query: str = "") -> TestResponse:
    return client.post(
        f"/en/whatif?on={EXAMPLE_DAY}{query}",
        data=PROPOSAL.read_bytes(),
        headers={"Content-Type": "text/turtle", **headers},
    )


def test_a_proposal_is_weighed_into_a_workbook_with_statements(weighing: FlaskClient) -> None:
    form = {"text": PROPOSAL.read_text(encoding="utf-8"), "on": EXAMPLE_DAY, "as": "xlsx"}
    by_form = weighing.post("/en/whatif", data=form, content_type="multipart/form-data")
    by_program = weighed(weighing, {"Accept": XLSX})
    assert by_form.status_code == by_program.status_code == 200
    assert by_form.content_type == by_program.content_type == XLSX
    assert by_form.headers["Cache-Control"] == "no-store"
    assert by_form.data == by_program.data
    sheet = sheet_of(by_form)
    assert {graph for _, _, (graph, _, _) in sheet} >= {
        "https://w3id.org/perms/graph/proposal",
        "https://w3id.org/perms/graph/derived",
    }
    assert any(address.startswith("http") for _, _, (_, _, address) in sheet)
    told = weighed(weighing, {"Accept": "application/json"}, "&explain=yes").get_json()
    wanted = {
        triple
        for one in told["statements"]
        for stated in (one["before"], one["after"])
        for triple in of_json(stated)
    }
    assert {triple for _, triple, _ in sheet} == wanted
    assert "statements" not in weighed(weighing, {"Accept": "application/json"}).get_json()
    assert '<button class="plain" name="as" value="xlsx">' in weighing.get("/en/whatif").text
