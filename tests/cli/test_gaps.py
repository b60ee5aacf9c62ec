"""``perms gaps``: what is missing, how much it weighs, and what each number rests on."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perms_graph.namespaces import PERMS

from .conftest import Perms
from .test_coverage import raw

DAY = ("--on", "2026-06-30")
MONEY = "goals_with_money_from_one_source"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_summary_counts_the_rows_that_each_gap_shows(perms: Perms) -> None:
    found = rows(perms("gaps", *DAY, "--format", "csv").out)
    assert len(found) == 17
    for gap in found:
        listed = rows(perms("gaps", gap["name"], *DAY, "--format", "csv").out)
        assert len(listed) == int(gap["rows"]), gap["name"]


def test_the_summary_is_told_in_both_languages(perms: Perms) -> None:
    assert "Coverage on 30 June 2026" in perms("gaps", *DAY).out
    assert "Couverture au 30 juin 2026" in perms("--lang", "fr", "gaps", *DAY).out


def test_every_row_with_explain_has_statements(perms: Perms) -> None:
    done = perms("gaps", MONEY, *DAY, "--explain", "--format", "json")
    made = json.loads(done.out)
    assert made["illustrative"] is False
    assert len(made["rows"]) == 15
    assert all(row["statements"] for row in made["rows"])


def test_explain_gives_csv_columns_for_statements_graphs_and_documents(perms: Perms) -> None:
    for row in rows(perms("gaps", MONEY, *DAY, "--explain", "--format", "csv").out):
        assert row["statements"].startswith("<https://w3id.org/perms/id/")
        assert "https://w3id.org/perms/graph/" in row["graphs"]


def test_the_workbook_of_a_gap_has_a_second_sheet_with_what_it_rests_on(
    perms: Perms, store: Path
) -> None:
    perms("gaps", MONEY, *DAY, "--format", "csv")
    data = raw(store, "gaps", MONEY, *DAY, "--format", "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames[1] == "What it rests on"
    assert book.worksheets[0].max_row == 1 + 15
    assert book.worksheets[1].max_row > 15


@pytest.mark.parametrize("by", [(), ("--by-member",)])
def test_points_are_weight_times_part_and_totals_are_their_sum(
    perms: Perms, by: tuple[str, ...]
) -> None:
    totals: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    told = {}
    for row in rows(perms("gaps", "--score", *by, *DAY, "--format", "csv").out):
        if not row["part"]:
            continue
        points = Decimal(row["value"]) * Decimal(row["weight"])
        assert Decimal(row["points"]) == points
        at = (row["objective"], row.get("member", ""))
        totals[at] += points
        told[at] = Decimal(row["total"])
    assert told
    assert told == totals


def test_sorted_by_total_the_greatest_comes_first(perms: Perms) -> None:
    words = ("gaps", "--score", "--by-member", "--sort", "total", *DAY, "--format", "csv")
    totals = [Decimal(row["total"]) for row in rows(perms(*words).out)]
    assert totals == sorted(totals, reverse=True)
    assert totals[0] == 6


def test_the_score_is_told_in_french(perms: Perms) -> None:
    done = perms("--lang", "fr", "gaps", "--score", *DAY)
    assert done.out.splitlines()[0] == "Note des lacunes au 30 juin 2026"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(
            ("partners_with_one",),
            "There is no gap question named partners_with_one. Did you mean: partners_without_",
            id="unknown name",
        ),
        pytest.param(
            ("--months", "-1"), "“-1” does not suit --months. Write a number", id="months"
        ),
        pytest.param(
            ("--on", "1980-01-01"),
            "1980-01-01 lies outside the span of the register. Choose a day from 1995-08-31 to "
            "2031-12-31",
            id="before the register",
        ),
    ],
)
def test_bad_input_is_answered_in_words(perms: Perms, words: tuple[str, ...], said: str) -> None:
    done = perms("gaps", *words)
    assert (done.code, done.out) == (2, "")
    assert said in " ".join(done.err.split())


def test_a_day_after_the_register_is_remarked_as_a_forecast(perms: Perms) -> None:
    done = perms("gaps", "--on", "2090-01-01", "--format", "csv")
    assert done.code == 0
    assert "1 January 2090 is later, so this is a forecast." in " ".join(done.err.split())


def test_totals_of_money_are_the_sums_of_the_values_stated(perms: Perms) -> None:
    done = perms("gaps", MONEY, *DAY, "--explain", "--format", "json")
    found = json.loads(done.out)["rows"]
    assert len(found) == 15
    for entry in found:
        triples = [statement["triple"] for statement in entry["statements"]]
        stated = {s: Decimal(o.split('"')[1]) for s, p, o in triples if p == f"<{PERMS}value>"}
        assert sum(stated.values()) == Decimal(entry["row"]["total"])


@pytest.mark.parametrize(("language", "first"), [("en", "goal or objective: "), ("fr", "objectif")])
def test_a_table_too_wide_for_the_terminal_is_a_block_for_each_row(
    perms: Perms, language: str, first: str
) -> None:
    done = perms("--lang", language, "gaps", MONEY, *DAY, COLUMNS="80")
    # Below the title, the reading and a blank line.
    lines = done.out.replace("\xa0", " ").splitlines()[3:]
    assert max(len(line) for line in lines) <= 80
    assert sum(line.startswith(first) for line in lines) == 15
    assert (
        sum(re.search(r"(: +|: )3[, \u202f]200[, \u202f]000$", line) is not None for line in lines)
        >= 2
    )
    wide = perms("--lang", language, "gaps", MONEY, *DAY, COLUMNS="200")
    assert sum(line.startswith(first.rstrip(": ")) for line in wide.out.splitlines()) == 1
