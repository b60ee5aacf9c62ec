"""``perms openings``: candidates in words, in both languages, and for programs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from perms_graph.namespaces import ID
from tests.gaps.recounting import of_json, of_sheet

from .conftest import Perms
from .test_coverage import raw

GAP = ("openings", "rg3", "--member", "fiji", "--on", "2026-06-30")


def test_the_first_candidate_is_told_with_its_reasons_and_mechanisms(perms: Perms) -> None:
    done = perms(*GAP, "--top", "1", COLUMNS="200")
    assert done.code == 0
    assert done.out.splitlines()[:14] == [
        "Pacific people benefit from improved waste management and pollution control × Fiji",
        "Openings on 30 June 2026; candidates: 125",
        "",
        "1. Agence française de développement (id:partner/fr-afd) · points: 15.21",
        "   type: Bilateral donor",
        "   at work on this gap already (not known): more would not widen the circle",
        "   +4 Already has agreements on this objective for this Member. "
        "In force: 0; not known: 1.",
        "   +4 Already has agreements on this objective, for other Members or naming none. "
        "In force: 0; not known: 2.",
        "   +2 Has worked on this objective or close to it. Ended agreements: 1.",
        "   +4 Works with this Member on something else. In force: 0; not known: 2.",
        "   +1 Is party to agreements beside partners that work on this objective: 2.",
        "   +0.21 Partnerships with its type of partner serve this objective: 8 of 39.",
        "   mechanism: Grant or financing agreement (used by it: 3) – binding (inferred) – "
        "Money for one project or programme",
        "   mechanism: Partnership or collaboration arrangement (used by it: 1) – expressly not "
        "legally binding (AG-100) – Long, expressly non-binding arrangement; the Australian one "
        "lasts ten years and states",
    ]
    assert "Work under way to join first (principle c)" in done.out


def test_french_says_the_same(perms: Perms) -> None:
    done = perms(*GAP, "--top", "1", "--lang", "fr", COLUMNS="200")
    assert done.out.splitlines()[1:7] == [
        "Ouvertures au 30 juin 2026\u00a0; candidats\u00a0: 125",
        "",
        "1. Agence française de développement (id:partner/fr-afd) · points\u00a0: 15,21",
        "   type\u00a0: Bailleur bilatéral",
        "   déjà à l’œuvre sur cette lacune (non connu)\u00a0: davantage n’élargirait "
        "pas le cercle",
        "   +4 A déjà des accords sur cet objectif pour ce Membre. En vigueur\u00a0: 0\u00a0; non "
        "connu\u00a0: 1.",
    ]


def test_explain_opens_each_reason_to_its_documents(perms: Perms) -> None:
    done = perms(*GAP, "--top", "1", "--explain", COLUMNS="300")
    lines = done.out.splitlines()
    at = lines.index("      SWAP phase II financing agreement benefits Fiji")
    assert lines[at + 1].startswith(
        "        ← www.sprep.org/news/pacific-officials-to-review-five-years-of-progress"
    )
    assert (
        "      rows: perms query partnerships_behind_types_on_objective --day 2026-06-30 "
        "--objective id:goal/rg3 --partner-type id:partner-type/bilateralDonor"
    ) in lines


def test_the_question_behind_a_share_runs_as_it_is_shown(perms: Perms) -> None:
    done = perms(
        "query", "partnerships_behind_types_on_objective", "--day", "2026-06-30",
        "--objective", "id:goal/rg3", "--partner-type", "id:partner-type/bilateralDonor",
        "--format", "csv",
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert len({r["partnership"] for r in rows}) == 39
    assert len({r["partnership"] for r in rows if r["counts"] == "true"}) == 8


def test_csv_has_a_row_for_each_reason_and_explain_adds_who_says_so(perms: Perms) -> None:
    plain = list(csv.DictReader(io.StringIO(perms(*GAP, "--format", "csv").out)))
    assert len({r["partner"] for r in plain}) == 125
    first = plain[0]
    assert (first["rank"], first["points"], first["reason"]) == ("1", "15.21", "atWorkHere")
    assert first["witnesses"] == ID + "agreement/ag-126"
    opened = perms(*GAP, "--format", "csv", "--top", "1", "--explain").out
    rows = list(csv.DictReader(io.StringIO(opened)))
    assert {r["partner"] for r in rows} == {ID + "partner/fr-afd"}
    assert f"<{ID}agreement/ag-126>" in rows[0]["statements"]
    assert rows[0]["documents"].startswith("https://www.sprep.org/news/pacific-officials")


def test_json_holds_the_whole_answer(perms: Perms) -> None:
    content = json.loads(perms(*GAP, "--purpose", "financialSupport", "--format", "json").out)
    assert content["day"] == "2026-06-30"
    assert content["purpose"] == {
        "iri": ID + "purpose/financialSupport",
        "name": "Financial support",
    }
    assert len(content["candidates"]) == content["total"] == 138
    first = content["candidates"][0]
    assert first["points"] == pytest.approx(sum(r["points"] for r in first["reasons"]))
    assert first["reasons"][0]["witnesses"] == [
        {"thing": ID + "agreement/ag-126", "in_force": "not known", "beside": None}
    ]
    assert first["mechanisms"][0]["legal_nature"] == {"en": "binding (inferred)"}
    assert content["overlaps"][0]["in_force"] == "not known"


def test_principles_not_kept_to_are_told_with_the_illustrative_set(perms: Perms) -> None:
    done = perms("openings", "rg1", "--with", "illustrative", "--on", "2026-06-30", "--top", "0")
    cautions = [line for line in done.out.splitlines() if line.startswith("   caution: ")]
    assert (
        "   caution: Shared values: departed from (Example climate services partnership)"
        in cautions
    )
    assert len(cautions) == 3


def test_a_stand_in_for_the_objective_is_said(perms: Perms) -> None:
    done = perms("openings", "fa-r2", "--on", "2026-06-30", "--top", "1", COLUMNS="200")
    assert done.out.splitlines()[2] == (
        "No agreement is recorded on the objective itself; Pacific people benefit from healthy and "
        "resilient island and ocean ecosystems (the goal it is part of) stands in."
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param((), "The name of an objective is missing.", id="no objective"),
        pytest.param(("rg33",), "Did you mean: id:goal/rg3", id="nearest objective"),
        pytest.param(
            ("rg3", "--member", "fijji"), "Did you mean: id:member/fiji?", id="nearest Member"
        ),
        pytest.param(
            ("rg3", "--purpose", "financial suport"),
            "Did you mean: purpose:financialSupport",
            id="nearest support",
        ),
        pytest.param(
            ("fiji",), "is no goal, objective, focus area or goal of a framework", id="a Member"
        ),
        pytest.param(("rg3", "--top", "few"), "Give a whole number of 0 or more.", id="top"),
    ],
)
def test_bad_input_gets_words_and_the_nearest_names(
    perms: Perms, words: tuple[str, ...], said: str
) -> None:
    done = perms("openings", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_the_workbook_has_reasons_and_then_statements_with_documents(
    perms: Perms, store: Path
) -> None:
    made = json.loads(perms(*GAP, "--explain", "--format", "json").out)
    book = openpyxl.load_workbook(io.BytesIO(raw(store, *GAP, "--format", "xlsx")))
    assert book.sheetnames == ["Openings", "What it rests on"]
    reasons = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    told = [(c["points"], r["points"]) for c in made["candidates"] for r in c["reasons"]]
    assert [(row[2], row[4]) for row in reasons] == told
    behind = of_sheet(book.worksheets[1])
    assert {triple for _, triple, _ in behind} == {
        triple
        for c in made["candidates"]
        for reason in c["reasons"]
        for triple in of_json(reason["statements"])
    }
    assert all(graph.startswith("http") for _, _, (graph, _, _) in behind)
    assert any(address.startswith("http") for _, _, (_, _, address) in behind)
