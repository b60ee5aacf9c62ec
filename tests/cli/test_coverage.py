"""``perms coverage``."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .conftest import TOP, Perms

DAY = ("--on", "2026-06-30")
RG1 = "https://w3id.org/perms/id/goal/rg1"
MONEY = "https://w3id.org/perms/id/purpose/financialSupport"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def raw(store: Path, *words: str) -> bytes:
    """Run ``perms`` apart: what it writes is no text."""
    done = subprocess.run(
        [sys.executable, "-m", "perms_graph", *words],
        cwd=TOP,
        env={"PATH": "/usr/bin:/bin", "PERMS_STORE": str(store), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        timeout=300,
        check=True,
    )
    return done.stdout


def test_the_table_fits_in_80_columns_and_explains_one_cell_in_words(perms: Perms) -> None:
    done = perms("coverage", *DAY, COLUMNS="80")
    assert (done.code, done.err) == (0, "")
    assert max(len(line) for line in done.out.splitlines()) <= 80
    said = " ".join(done.out.split())
    assert "Coverage on 30 June 2026" in said
    assert "1 · 22? · 8–" in said
    assert "3 · 2? · 1– = 3 in force, 2 not known, 1 not in force." in said
    assert "Empty: nothing is recorded, which does not mean that there is nothing." in said


def test_the_table_is_french_for_a_french_reader(perms: Perms) -> None:
    done = perms("--lang", "fr", "coverage", *DAY, "--rows", "goal")
    said = " ".join(done.out.split())
    assert "Couverture au 30 juin 2026" in said
    assert "3 · 2? · 1– = 3 en vigueur, 2 non connu, 1 non en vigueur." in said
    assert "Vide : rien n’est consigné" in said.replace("\u00a0", " ")


def test_many_columns_are_shared_out_over_pieces_with_short_headings(perms: Perms) -> None:
    done = perms("coverage", *DAY, "--rows", "member", "--columns", "goal", COLUMNS="80")
    assert max(len(line) for line in done.out.splitlines()) <= 80
    assert "RG1: Pacific people benefit from strengthened resilience to climate change" in " ".join(
        done.out.split()
    )
    fiji = [line for line in done.out.splitlines() if line.startswith("FJ")]
    assert len(fiji) > 1


def test_rows_alone_show_every_measure(perms: Perms) -> None:
    done = perms("coverage", *DAY, "--rows", "purpose", "--columns", "none")
    (line,) = [x for x in done.out.splitlines() if "Shared values" in x and "?" in x]
    assert line.split("  ")[-1].strip() == "1167 · 41?"
    assert "27,000,000 AUD" in done.out
    assert "nothing is converted, for no dated rate is recorded" in " ".join(done.out.split())


@pytest.mark.parametrize(
    ("measure", "expected"),
    [("agreements", "1 · 26? · 14–"), ("partners", "1 · 39? · 7–"), ("days", "1280 · 26?")],
)
def test_cells_show_what_is_asked_for(perms: Perms, measure: str, expected: str) -> None:
    assert expected in perms("coverage", *DAY, "--show", measure).out


def test_csv_has_a_row_for_every_cell_and_leaves_the_unknown_empty(perms: Perms) -> None:
    found = rows(perms("coverage", *DAY, "--rows", "goal", "--format", "csv").out)
    assert len(found) == 9 * 5
    (cell,) = [r for r in found if (r["row"], r["column"]) == (RG1, MONEY)]
    assert cell["column_name"] == "Financial support"
    assert [cell[f"partnerships_{s}"] for s in ("in_force", "not_known", "not_in_force")] == [
        "1",
        "22",
        "8",
    ]
    assert cell["money_in_force"] == "27000000 AUD"
    assert (cell["next_end"], cell["days_left"], cell["ends_not_known"]) == (
        "2029-12-31",
        "1280",
        "26",
    )
    (nobody,) = [r for r in found if r["row"].endswith("og5") and r["column"] == MONEY]
    assert {v for k, v in nobody.items() if not k.startswith(("row", "column"))} == {""}


def test_csv_with_explain_has_the_witnesses(perms: Perms) -> None:
    found = rows(perms("coverage", *DAY, "--rows", "goal", "--explain", "--format", "csv").out)
    of_cell = [r for r in found if (r["row"], r["column"]) == (RG1, MONEY)]
    formalised = {r["subject"] for r in of_cell if r["property"].endswith("#formalisedBy")}
    assert len(formalised) == 1 + 22 + 8
    assert {r["document"] for r in of_cell if r["property"].endswith("#formalisedBy")} == {""}
    assert "https://" in {r["document"][:8] for r in of_cell}
    assert all(r["graph"].startswith("https://w3id.org/perms/graph/") for r in of_cell)


def test_json_lists_the_things_behind_every_count(perms: Perms) -> None:
    made: dict[str, Any] = json.loads(perms("coverage", *DAY, "--format", "json").out)
    assert (made["day"], made["row_axis"], made["column_axis"]) == (
        "2026-06-30",
        "objective",
        "purpose",
    )
    (cell,) = [c for c in made["cells"] if (c["row"], c["column"]) == (RG1, MONEY)]
    assert {k: len(v) for k, v in cell["partnerships"].items()} == {
        "in_force": 1,
        "not_known": 22,
        "not_in_force": 8,
    }
    assert cell["money"][0] == {
        "in_force": "yes",
        "currency": "AUD",
        "total": 27000000.0,
        "amounts": cell["money"][0]["amounts"],
    }
    assert len(cell["money"][0]["amounts"]) == 1
    assert "statements" not in cell
    explained = json.loads(perms("coverage", *DAY, "--explain", "--format", "json").out)
    assert all(c["statements"] for c in explained["cells"])


def test_the_workbook_has_the_cells_and_in_a_second_sheet_what_they_rest_on(store: Path) -> None:
    words = ("coverage", *DAY, "--rows", "goal", "--format", "xlsx")
    data = raw(store, *words)
    assert data == raw(store, *words)
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Coverage", "What it rests on", "Money"]
    cells = book["Coverage"]
    heads = [c.value for c in cells[1]]
    first = dict(zip(heads, [c.value for c in cells[3]], strict=True))
    assert (first["column"], first["partnerships, not known if in force"]) == (
        "Financial support",
        22,
    )
    assert cells["A3"].hyperlink.target == RG1
    assert cells.max_row == 1 + 9 * 5
    assert {c.value for c in book["What it rests on"]["A"]} >= {"row", first["row"]}


def test_one_cell_opens_by_code_slug_or_name(perms: Perms) -> None:
    by_code = perms("coverage", *DAY, "--cell", "RG4", "sharedValues").out
    assert by_code == perms("coverage", *DAY, "--cell", "rg4", "valeurs partagées").out
    assert "× Shared values: what it rests on" in by_code
    assert "serves goal · Regional Goal 4 (Environmental Governance) – https://" in by_code
    alone = perms(
        "coverage", *DAY, "--rows", "member", "--columns", "none", "--cell", "Tokelau", "-"
    )
    assert "Tokelau: what it rests on" in alone.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(
            ("--rows", "members"), "Choose one of: objective, goal, framework", id="no such axis"
        ),
        pytest.param(
            ("--rows", "member", "--columns", "member"), "both member", id="twice the same"
        ),
        pytest.param(("--cell", "rg9", "goods"), "named rg9. Did you mean: rg", id="no such row"),
        pytest.param(
            ("--columns", "none", "--cell", "rg1", "x"), "write - in the place", id="no columns"
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
    done = perms("coverage", *words)
    assert (done.code, done.out) == (2, "")
    assert said in " ".join(done.err.split())
