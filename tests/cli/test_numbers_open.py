"""Every number of gaps and scores opens in what ``perms gaps`` writes: it can be counted again."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

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

from .conftest import Perms
from .test_coverage import raw

DAY = dt.date(2026, 6, 30)
UNTIL = dt.date(2027, 6, 30)
WITH = ("--with", "illustrative", "--on", DAY.isoformat())
NUMBERED = {
    "goals_with_money_from_one_source": 16,
    "goals_with_one_partner": 1,
    "goals_with_technical_support_without_money": 3,
    "members_with_fewer_partnerships_than_peers": 9,
}


@pytest.mark.parametrize(("gap", "rows"), NUMBERED.items(), ids=list(NUMBERED))
def test_numbers_of_a_gap_count_again_from_json_csv_and_the_second_sheet(
    perms: Perms, store: Path, gap: str, rows: int
) -> None:
    words = ("gaps", gap, *WITH, "--explain", "--format")
    told = json.loads(perms(*words, "json").out)["rows"]
    assert len(told) == rows
    for entry in told:
        assert recount(gap, entry["row"], Facts(of_json(entry["statements"]), DAY))

    lines = list(csv.DictReader(io.StringIO(perms(*words, "csv").out)))
    assert len(lines) == rows
    for line in lines:
        assert recount(gap, line, Facts(of_cell(line["statements"]), DAY))

    book = openpyxl.load_workbook(io.BytesIO(raw(store, "gaps", gap, *WITH, "--format", "xlsx")))
    by_row: defaultdict[str, set[Triple]] = defaultdict(set)
    for place, triple, (graph, _, address) in of_sheet(book.worksheets[1]):
        by_row[place[0]].add(triple)
        assert graph.startswith("https://w3id.org/perms/graph/")
        assert address == "" or address.startswith("http")
    for number, entry in enumerate(told, start=1):
        assert recount(gap, entry["row"], Facts(by_row[str(number)], DAY))


@pytest.mark.parametrize("by", [(), ("--by-member",)], ids=["goals", "Members"])
def test_parts_and_totals_of_scores_count_again_from_json_and_csv(
    perms: Perms, by: tuple[str, ...]
) -> None:
    words = ("gaps", "--score", *by, *WITH, "--explain", "--format")
    told = json.loads(perms(*words, "json").out)
    written: defaultdict[tuple[str, str, str], str] = defaultdict(str)
    for line in csv.DictReader(io.StringIO(perms(*words, "csv").out)):
        part = line["part"].rpartition("/")[2]
        written[line["objective"], line["member"], part] = line["statements"]
    seen = set()
    for s in told["rows"]:
        objective, member = s["objective"]["iri"], s["member"]["iri"] if s["member"] else None
        totals = [Decimal(), Decimal()]
        for part in s["parts"]:
            things = {row[part["column"]] for row in part["rows"] if part["column"]}
            cell = written[objective, member or "", part["part"]]
            for n, triples in enumerate((of_json(part["statements"]), of_cell(cell))):
                facts = Facts(triples, DAY)
                value = count_part(part["part"], objective, member, things, facts, UNTIL)
                assert float(value) == part["value"], (objective, member, part["part"])
                totals[n] += value * weight_of(part["part"], facts)
            seen.add(part["part"])
        assert [float(total) for total in totals] == [pytest.approx(s["total"])] * 2
    assert seen >= {"ending", "noHolder", "noIndicator"}


def test_the_second_sheet_of_scores_counts_again(perms: Perms, store: Path) -> None:
    told = json.loads(perms("gaps", "--score", *WITH, "--format", "json").out)
    data = raw(store, "gaps", "--score", *WITH, "--format", "xlsx")
    behind: defaultdict[tuple[str, ...], set[Triple]] = defaultdict(set)
    for place, triple, _ in of_sheet(openpyxl.load_workbook(io.BytesIO(data)).worksheets[1]):
        behind[place].add(triple)
    counted = 0
    for s in told["rows"]:
        for part in s["parts"]:
            iri = f"https://w3id.org/perms/id/gap-part/{part['part']}"
            things = {row[part["column"]] for row in part["rows"] if part["column"]}
            facts = Facts(behind[s["objective"]["iri"], "", iri], DAY)
            value = count_part(part["part"], s["objective"]["iri"], None, things, facts, UNTIL)
            assert float(value) == part["value"]
            counted += 1
    assert counted == sum(len(s["parts"]) for s in told["rows"]) > 20


def test_the_workbook_of_all_gaps_has_statements_on_its_second_sheet(
    perms: Perms, store: Path
) -> None:
    listed = json.loads(perms("gaps", *WITH, "--format", "json").out)["gaps"]
    book = openpyxl.load_workbook(io.BytesIO(raw(store, "gaps", *WITH, "--format", "xlsx")))
    assert book.sheetnames == ["Gaps", "What it rests on", "Rows"]
    heads = [cell.value for cell in book.worksheets[1][1]]
    assert heads == [
        "gap", "row", "subject", "property", "object", "graph", "document",
        "address of the document",
    ]  # fmt: skip
    found = of_sheet(book.worksheets[1])
    opened = {(gap, int(row)) for (gap, row), _, _ in found}
    assert opened == {(g["title"], n) for g in listed for n in range(1, g["rows"] + 1)}
    money = next(g for g in listed if g["name"] == "goals_with_money_from_one_source")
    rows = json.loads(perms("gaps", money["name"], *WITH, "--format", "json").out)
    for number, row in enumerate(rows["results"]["bindings"], start=1):
        mine = {t for place, t, _ in found if place == (money["title"], str(number))}
        told = {column: cell["value"] for column, cell in row.items()}
        assert recount(money["name"], told, Facts(mine, DAY))


def test_seed_draws_and_what_counts_stand_beside_the_ranks(perms: Perms) -> None:
    words = ("gaps", "--score", "--on", "2026-06-30")
    made = json.loads(perms(*words, "--format", "json").out)
    assert made["stability"] == {
        "draws": 500, "seed": 3, "distribution": "Dirichlet", "concentration": 20.0, "top": 10,
    }  # fmt: skip
    assert all(0 <= row["stability"] <= 1 for row in made["rows"])
    said = " ".join(perms(*words).out.split())
    assert (
        "the share of 500 draws of other weights (seed 3, Dirichlet around ours, concentration 20) "
        "in which a row is among the first 10 of all that are scored."
    ) in said
    assert "among the first 10 in 100 % of the draws of weights" in said
    french = " ".join(perms("--lang", "fr", *words).out.split())
    assert "part de 500 tirages d’autres poids (graine 3, loi de Dirichlet" in french
