"""``perms build`` and ``perms validate``."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.namespaces import PERMS, SH
from perms_graph.register.building import current_build

from .conftest import Perms

PARTNERSHIP = """
@prefix perms: <https://w3id.org/perms/def#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix e: <https://example.org/> .
e:reef a perms:Partnership ; skos:prefLabel "Reef"@en , "Récif"@fr ; perms:formalisedBy e:pact .
e:pact a perms:Agreement ; skos:prefLabel "Pact"@en , "Pacte"@fr .
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(PARTNERSHIP, encoding="utf-8")
    return path


def test_a_build_reports_and_is_not_repeated(perms: Perms, store: Path) -> None:
    perms("build")
    again = perms("build")
    assert again.code == 0
    lines = again.out.splitlines()
    assert lines[0] == "Nothing changed: the build of before serves."
    assert lines[1].startswith("Triples: ")
    assert lines[2].startswith("Violations: ")
    assert lines[-1] == f"Store: {store}"
    french = perms("build", "--lang", "fr").out.splitlines()
    assert french[0] == "Rien n’a changé\u00a0: la construction précédente reste en place."


def test_files_of_the_user_are_built_in_and_kept(perms: Perms, mine: Path, tmp_path: Path) -> None:
    folder = str(tmp_path / "store")
    assert perms("build", str(mine), "--store", folder).code == 0
    ask = "ASK { <https://example.org/pact> perms:formalises <https://example.org/reef> }"
    assert perms("query", "-", "--store", folder, text=ask).out == "yes\n"
    # A changed file calls for a new build, by whichever command comes next.
    mine.write_text(PARTNERSHIP.replace("perms:formalisedBy e:pact", ""), encoding="utf-8")
    mine.write_text(mine.read_text(encoding="utf-8").replace(";  .", "."), encoding="utf-8")
    assert perms("query", "-", "--store", folder, text=ask).out == "no\n"
    # A broken one leaves the build before in place.
    mine.write_text("broken", encoding="utf-8")
    assert perms("query", "-", "--store", folder, text=ask).code == 2
    mine.unlink()
    assert perms("query", "-", "--store", folder, text=ask).code == 2
    assert perms("build", "--store", folder).code == 0
    assert perms("query", "-", "--store", folder, text=ask).out == "no\n"


def test_a_damaged_store_is_explained_and_built_again_on_demand(
    perms: Perms, store: Path, tmp_path: Path
) -> None:
    perms("build")
    folder = tmp_path / "copy"
    shutil.copytree(store, folder, ignore=shutil.ignore_patterns("illustrative"))
    build = current_build(folder)
    assert build is not None
    for path in (build / "store").glob("*.sst"):
        path.write_bytes(b"junk")
    done = perms("query", "holes", "--store", str(folder))
    assert (done.code, done.out) == (2, "")
    assert "The store cannot be opened:" in done.err
    assert done.err.splitlines()[-1] == f"Build it again: perms build --force --store {folder}"
    assert perms("build", "--force", "--store", str(folder)).code == 0
    assert perms("query", "holes", "--store", str(folder)).code == 0


@pytest.mark.parametrize("record", ["", "{}", "[1]"])
def test_a_record_of_another_version_is_built_over(
    perms: Perms, store: Path, tmp_path: Path, record: str
) -> None:
    perms("build")
    folder = tmp_path / "copy"
    shutil.copytree(store, folder, ignore=shutil.ignore_patterns("illustrative"))
    build = current_build(folder)
    assert build is not None
    (build / "manifest.json").write_text(record, encoding="utf-8")
    done = perms("query", "holes", "--store", str(folder))
    assert (done.code, done.err) == (0, "")


def test_the_exit_code_of_validate_is_its_verdict(perms: Perms) -> None:
    done = perms("validate", "--format", "json")
    content = json.loads(done.out)
    assert content["conforms"] == (content["counts"]["Violation"] == 0)
    assert done.code == (0 if content["conforms"] else 1)
    assert len(content["results"]) == sum(content["counts"].values())


def test_a_file_is_checked_in_the_readers_language(perms: Perms, mine: Path) -> None:
    english = perms("validate", str(mine))
    french = perms("validate", str(mine), "--lang", "fr")
    assert english.code == french.code
    assert "Reef (https://example.org/reef)" in english.out
    assert "Récif (https://example.org/reef)" in french.out
    assert english.out.splitlines()[-2].startswith("Violations: ")
    assert french.out.splitlines()[-2].startswith("Manquements\u00a0: ")
    assert french.out.splitlines()[-1] in {"Conforme.", "Non conforme."}


def test_formats_of_a_report_agree(perms: Perms, mine: Path) -> None:
    content = json.loads(perms("validate", str(mine), "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(perms("validate", str(mine), "--format", "csv").out)))
    turtle = perms("validate", str(mine), "--format", "turtle").out
    graph = [q.triple for q in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)]
    severities = [t for t in graph if t.predicate.value == SH + "resultSeverity"]
    assert len(content["results"]) == len(rows) == len(severities) > 0
    assert [r["focus"] for r in rows] == [r["focus"] for r in content["results"]]
    assert {r["focus"] for r in rows} <= {"https://example.org/reef", "https://example.org/pact"}


def test_less_grave_results_can_be_left_out(perms: Perms, mine: Path) -> None:
    def found(least: str) -> list[str]:
        done = perms("validate", str(mine), "--min-severity", least, "--format", "json")
        return [r["severity"] for r in json.loads(done.out)["results"]]

    everything = found("info")
    assert "Info" in everything
    assert found("warning") == [s for s in everything if s != "Info"]
    assert found("violation") == [s for s in everything if s == "Violation"]


def test_a_breach_gives_exit_code_1(perms: Perms, mine: Path) -> None:
    # Two values of a property that takes one is a breach whatever else is known.
    text = PARTNERSHIP + f"e:post a <{PERMS}Indicator> ; <{PERMS}direction> e:up .\n"
    mine.write_text(text, encoding="utf-8")
    done = perms("validate", str(mine), "--format", "json")
    content = json.loads(done.out)
    assert content["counts"]["Violation"] > 0
    assert done.code == 1
    assert perms("validate", str(mine)).out.splitlines()[-1] == "It does not conform."


def test_invented_data_in_a_file_say_so(perms: Perms, mine: Path) -> None:
    text = PARTNERSHIP + f"e:reef <{PERMS}illustrative> true .\n"
    mine.write_text(text, encoding="utf-8")
    done = perms("validate", str(mine), "--format", "csv")
    assert "part of this is invented" in done.err
    rows = list(csv.DictReader(io.StringIO(done.out)))
    flags = {r["focus"]: r["illustrative"] for r in rows}
    assert flags["https://example.org/reef"] == "true"
    assert flags.get("https://example.org/pact", "false") == "false"


def test_against_says_what_files_may_refer_to(perms: Perms, mine: Path) -> None:
    text = PARTNERSHIP + (
        "e:pact perms:hasPurpose <https://w3id.org/perms/id/purpose/technicalSupport> ; "
        "perms:hasPartner <https://w3id.org/perms/id/partner/spc> .\n"
    )
    mine.write_text(text, encoding="utf-8")

    def values(against: str) -> set[str]:
        done = perms("validate", str(mine), "--against", against, "--format", "json")
        return {r["value"] for r in json.loads(done.out)["results"] if r["value"]}

    purpose = "https://w3id.org/perms/id/purpose/technicalSupport"
    partner = "https://w3id.org/perms/id/partner/spc"
    assert values("ontology") & {purpose, partner} == {purpose, partner}
    assert values("strategy") & {purpose, partner} == {partner}
    assert values("register") & {purpose, partner} == set()
