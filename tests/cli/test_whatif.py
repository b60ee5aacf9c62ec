"""``perms whatif``: in words, in both languages, and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

from .conftest import Perms

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
