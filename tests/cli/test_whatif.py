"""``perms whatif``: in words, in both languages, and as JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import openpyxl

from tests.gaps.recounting import of_json, of_sheet

from .conftest import Perms
from .test_coverage import raw

PROPOSAL = "docs/examples/proposal.ttl"


def test_what_would_change_is_told_in_sections(perms: Perms) -> None:
    done = perms("whatif", PROPOSAL, "--on", "2027-03-01")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "If this were signed: 1 March 2027"
    assert "Load on holders" in lines
    assert "  – Waste management adviser: 0 → 1 partnerships" in lines
    assert "  – closed – Members no agreement names: Guam" in lines
    assert "  – 30 June 2027: undertaking due – First training of waste officers" in lines


def test_it_is_told_in_french(perms: Perms) -> None:
    done = perms("whatif", PROPOSAL, "--on", "2027-03-01", "--lang", "fr")
    lines = done.out.replace("\u00a0", " ").splitlines()
    assert lines[0] == "Si cela était signé : 1er mars 2027"
    assert "Charge des détenteurs" in lines
    assert "  – Conseiller en gestion des déchets : 0 → 1 partenariats" in lines


def test_json_holds_the_figures_and_the_sentences(perms: Perms) -> None:
    done = perms("whatif", PROPOSAL, "--on", "2027-03-01", "--format", "json")
    content = json.loads(done.out)
    assert content["valid"] is True
    assert content["illustrative"] is True
    assert {c["after"]["in_force"] - c["before"]["in_force"] for c in content["cells"]} == {1}
    assert content["in_words"]["loads"] == ["Waste management adviser: 0 → 1 partnerships"]


def test_a_proposal_that_breaks_a_commitment_gets_its_ledger_first(
    perms: Perms, tmp_path: Path
) -> None:
    text = Path(PROPOSAL).read_text(encoding="utf-8").replace('"2029-12-31"', '"2019-12-31"')
    broken = tmp_path / "broken.ttl"
    broken.write_text(text, encoding="utf-8")
    done = perms("whatif", str(broken), "--on", "2027-03-01")
    assert done.code == 1
    assert done.out.splitlines()[2] == "What the checks say of it"
    assert "(violation)" in done.out.splitlines()[3]


def test_a_file_is_needed_and_must_say_something(perms: Perms, tmp_path: Path) -> None:
    assert perms("whatif").code == 2
    empty = tmp_path / "empty.ttl"
    empty.write_text("# nothing\n", encoding="utf-8")
    done = perms("whatif", str(empty))
    assert done.code == 2
    assert "There is no statement in the proposal." in done.err


def test_a_file_that_is_too_big_is_refused_and_may_be_allowed(perms: Perms) -> None:
    words = ("whatif", PROPOSAL, "--on", "2027-03-01")
    refused = perms(*words, "--max-size", "0.0001")
    assert refused.code == 2
    assert "Split it, or allow more with --max-size." in refused.err
    assert perms(*words, "--max-size", "1").code == 0


def test_with_explain_each_figure_opens_before_and_after(perms: Perms) -> None:
    words = ("whatif", PROPOSAL, "--on", "2027-03-01")
    made = json.loads(perms(*words, "--explain", "--format", "json").out)
    assert "statements" not in json.loads(perms(*words, "--format", "json").out)
    sections = {one["section"] for one in made["statements"]}
    assert sections >= {"results", "verdicts", "cells", "gaps", "shares", "loads", "duties"}
    lines = list(csv.DictReader(io.StringIO(perms(*words, "--explain", "--format", "csv").out)))
    for one in made["statements"]:
        for when in ("before", "after"):
            mine = {
                (line["subject"], line["property"], line["object"])
                for line in lines
                if (line["section"], line["things"].split("\n"), line["when"])
                == (one["section"], one["things"], when)
            }
            assert mine == of_json(one[when])
    said = perms(*words, "--explain", "--lang", "fr").out.replace("\u00a0", " ")
    assert "Charge des détenteurs : Conseiller en gestion des déchets" in said.splitlines()


def test_the_workbook_has_sentences_and_then_statements(perms: Perms, store: Path) -> None:
    words = ("whatif", PROPOSAL, "--on", "2027-03-01")
    made = json.loads(perms(*words, "--explain", "--format", "json").out)
    book = openpyxl.load_workbook(io.BytesIO(raw(store, *words, "--format", "xlsx")))
    assert book.sheetnames == ["What would change", "What it rests on"]
    sentences = [row[1] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert sentences == [line for lines in made["in_words"].values() for line in lines]
    assert [cell.value for cell in book.worksheets[1][1]] == [
        "about", "what", "when", "subject", "property", "object", "graph", "document",
        "address of the document",
    ]  # fmt: skip
    behind = of_sheet(book.worksheets[1])
    for when in ("before", "after"):
        told = {t for one in made["statements"] for t in of_json(one[when])}
        assert {t for place, t, _ in behind if place[2] == when} == told
    graphs = {graph for place, _, (graph, _, _) in behind if place[2] == "after"}
    assert "https://w3id.org/perms/graph/proposal" in graphs
    assert any(address.startswith("http") for _, _, (_, _, address) in behind)
