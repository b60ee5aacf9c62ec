"""``perms diff``."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from tests.gaps.recounting import of_cell, of_json, of_sheet

from .conftest import Perms
from .test_coverage import raw

DAYS = ("2024-01-01", "2026-06-30")


def test_the_text_says_what_began_ended_and_was_renewed(perms: Perms) -> None:
    done = perms("diff", *DAYS, COLUMNS="80")
    assert (done.code, done.err) == (0, "")
    assert max(len(line) for line in done.out.splitlines()) <= 80
    said = " ".join(done.out.split())
    assert said.startswith("From 1 January 2024 to 30 June 2026 Begun (1)")
    assert "Monash University (memorandum of understanding) not in force in force" in said
    for heading in ("Ended (3)", "Renewed (5)", "Newly not known (8)", "Newly known (2)"):
        assert heading in said
    assert "Cells lost (6)" in said
    assert "1 · 24? · 15– 30? · 10–" in said


def test_csv_and_json_say_the_same(perms: Perms) -> None:
    found = list(csv.DictReader(io.StringIO(perms("diff", *DAYS, "--format", "csv").out)))
    made = json.loads(perms("diff", *DAYS, "--format", "json").out)
    kinds = Counter(r["kind"] for r in found)
    assert kinds == {k: len(made[k]) for k in kinds}
    assert kinds == {
        "begun": 1,
        "ended": 3,
        "renewed": 5,
        "newly_not_known": 8,
        "newly_known": 2,
        "lost": 6,
    }
    assert made["begun"][0]["partnership"]["name"] == (
        "Monash University (memorandum of understanding)"
    )


def test_the_reverse_of_what_a_day_gains_is_not_asked_for(perms: Perms) -> None:
    done = perms("diff", *reversed(DAYS))
    assert (done.code, done.out) == (2, "")
    assert "The second day, 2024-01-01, is before the first, 2026-06-30." in done.err
    assert "Write the earlier day first." in done.err


def test_one_day_differs_from_itself_in_nothing(perms: Perms) -> None:
    done = perms("diff", "2026-06-30", "2026-06-30")
    assert (done.code, done.out.splitlines()[-1]) == (0, "Nothing differs between the two days.")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        pytest.param(("2024-01-01",), "Two days are needed, not 1.", id="one day"),
        pytest.param(("2024-13-01", "2026-01-01"), "“2024-13-01” does not suit", id="no day"),
        pytest.param(
            ("1990-01-01", "2026-01-01"),
            "Choose a day from 1995-08-31 to 2031-12-31: of others it knows nothing.",
            id="outside the span",
        ),
    ],
)
def test_bad_days_are_answered_in_words(perms: Perms, days: tuple[str, ...], said: str) -> None:
    done = perms("diff", *days)
    assert (done.code, done.out) == (2, "")
    assert said in " ".join(done.err.split())


def test_the_words_are_french_for_a_french_reader(perms: Perms) -> None:
    done = perms("--lang", "fr", "diff", *DAYS)
    assert "Terminés (3)" in done.out
    assert "non en vigueur" in done.out


def test_with_explain_each_difference_has_its_statements_in_every_format(
    perms: Perms, store: Path
) -> None:
    found = list(
        csv.DictReader(io.StringIO(perms("diff", *DAYS, "--explain", "--format", "csv").out))
    )
    made = json.loads(perms("diff", *DAYS, "--explain", "--format", "json").out)
    assert len(found) == 25
    for row in found:
        kind, name = row["kind"], {"lost": "row", "renewed": "successor"}.get(row["kind"])
        (entry,) = [
            e
            for e in made[kind]
            if e[name or "partnership"]["iri"] == row["thing"]
            and (kind != "lost" or e["column"]["iri"] == row["other"])
            and (kind != "renewed" or e["agreement"]["iri"] == row["other"])
        ]
        assert of_json(entry["statements"]) == of_cell(row["statements"]) != set()
        assert row["documents"].startswith("http")
    book = openpyxl.load_workbook(io.BytesIO(raw(store, "diff", *DAYS, "--format", "xlsx")))
    assert book.sheetnames == ["Differences", "What it rests on"]
    behind = of_sheet(book.worksheets[1])
    assert {t for _, t, _ in behind} == {
        t for kind in made.values() if isinstance(kind, list) for e in kind
        for t in of_json(e["statements"])
    }  # fmt: skip
    assert {place[1] for place, _, _ in behind} == {row["thing"] for row in found}


def test_the_text_with_explain_names_the_day_that_is_printed_and_its_document(
    perms: Perms,
) -> None:
    said = perms("diff", *DAYS, "--explain", "--lang", "fr").out.replace("\xa0", " ")
    said = " ".join(said.split())
    assert "· prend fin le · 9 septembre 2029 – https://sprep.org/news/sprep-and-monash" in said
    assert "statements" not in perms("diff", *DAYS, "--format", "csv").out.splitlines()[0]
