"""What build servers and code hosts read: JUnit, SARIF, workflow commands, the pre-commit hook."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from perms_graph.compliance import State
from perms_graph.findings import Checked
from perms_graph.findings.checking import check_files
from perms_graph.namespaces import ID, PERMS
from perms_graph.reports.findings import write

TOP = Path(__file__).parents[2]
DAY = dt.date(2026, 6, 30)
REEF = f"""@prefix perms: <{PERMS}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix e: <https://example.org/> .
e:reef a perms:Partnership ; skos:prefLabel "Reef, 50%: on\\ntwo lines"@en , "Récif"@fr ;
  perms:formalisedBy e:pact ;
  perms:hasProvision e:article .
e:pact a perms:Agreement ; skos:prefLabel "Pact"@en , "Pacte"@fr ;
  perms:hasAmount [ a perms:Amount ; perms:value 1.50 ; perms:currency "XXQ" ] .
e:article a perms:Provision ; skos:prefLabel "Article 2"@en , "Article 2"@fr ;
  perms:evidenceFor <{ID}principle/sharedValues> ; perms:upheld false .
e:pact perms:serves <{ID}goal/rg9> .
"""
LONE = f"""@prefix perms: <{PERMS}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://example.org/me> a perms:Capability ; skos:prefLabel "Soil tests"@en , "Essais de sol"@fr .
"""


def checked(folder: Path, text: str = REEF) -> Checked:
    path = folder / "mine, too.ttl"
    path.write_text(text, encoding="utf-8")
    return check_files([path], against="strategy", day=DAY)


@pytest.fixture(scope="module")
def reef(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return checked(tmp_path_factory.mktemp("reef"))


def sarif(found: Checked, language: str = "en") -> dict[str, Any]:
    content = json.loads(write(found, "sarif", language))
    assert content["version"] == "2.1.0"
    (run,) = content["runs"]
    assert isinstance(run, dict)
    return run


def test_junit_has_a_case_for_each_principle_and_each_rule_at_fault(reef: Checked) -> None:
    root = etree.fromstring(write(reef, "junit", "en"))
    suite = root[0]
    assert suite.get("name") == "Reef, 50%: on two lines (https://example.org/reef)"
    judged = {
        case.get("classname"): case.find("skipped") is not None
        for case in suite
        if str(case.get("classname")).startswith("principle:")
        and not str(case.get("name")).startswith("psh:")
    }
    assert len(judged) == 6
    states = {v.principle.iri.removeprefix(ID): v.state for v in reef.ledger.verdicts}
    assert {name for name, skipped in judged.items() if skipped} == {
        iri.replace("/", ":") for iri, state in states.items() if state is not State.MET
    }
    failed = {case.get("name"): case.find("failure") for case in suite.iter("testcase")}
    failures = {name: f for name, f in failed.items() if f is not None}
    grave = {f.result.source_shape for f in reef.findings if "Violation" in f.result.severity}
    assert len(failures) == len(grave) > 0
    assert root.get("failures") == str(len(failures))
    assert root.get("tests") == str(len(list(root.iter("testcase"))))


def test_junit_is_what_the_schema_of_jenkins_allows(reef: Checked, tmp_path: Path) -> None:
    # junit-10.xsd of the xUnit plugin, element by element: attributes, those required, children.
    counts = {"name", "tests", "failures", "errors"}
    allowed = {
        "testsuites": (counts, set[str](), {"testsuite"}),
        "testsuite": (counts | {"skipped"}, counts, {"testcase", "system-out"}),
        "testcase": ({"name", "classname"}, {"name"}, {"skipped", "failure", "system-out"}),
        "failure": ({"type", "message"}, set[str](), set[str]()),
        "skipped": ({"type", "message"}, set[str](), set[str]()),
        "system-out": (set[str](), set[str](), set[str]()),
    }
    odd = checked(tmp_path, REEF.replace('"Pact"@en', '"P\\u0001act"@en'))
    for found in (reef, odd):
        for element in etree.fromstring(write(found, "junit", "fr")).iter():
            attributes, needed, children = allowed[str(element.tag)]
            assert needed <= set(element.attrib) <= attributes
            assert {str(child.tag) for child in element} <= children


def test_junit_gives_the_file_and_the_line(reef: Checked) -> None:
    root = etree.fromstring(write(reef, "junit", "en"))
    texts = [c.findtext("failure") for c in root.iter("testcase") if "urrency" in c.get("name", "")]
    assert [str(text).rpartition(":")[2] for text in texts if text] == ["8"]
    said = [
        c.findtext("system-out") for c in root.iter("testcase") if c.get("classname") == "unknown"
    ]
    assert len(said) == 1
    assert "nothing is called id:goal/rg9." in str(said[0])


def test_junit_never_shows_as_passed_what_was_not_judged(tmp_path: Path) -> None:
    root = etree.fromstring(write(checked(tmp_path, LONE), "junit", "en"))
    cases = list(root.iter("testcase"))
    assert cases
    for case in cases:
        assert case.find("skipped") is not None or case.find("system-out") is not None
    skipped = root.find("testsuite/testcase[@classname='principles']/skipped")
    assert skipped is not None
    assert skipped.get("message", "").startswith("Nothing could be judged by the principles")


def test_sarif_names_its_rules_once_and_every_result_leads_to_one(reef: Checked) -> None:
    run = sarif(reef)
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        assert re.fullmatch("[0-9a-f]{64}", result["partialFingerprints"]["permsResult/v1"])
    assert len(run["results"]) == len(reef.findings) + len(reef.unknown)


def test_sarif_describes_a_rule_and_quotes_its_passage(reef: Checked) -> None:
    rules = {rule["id"]: rule for rule in sarif(reef)["tool"]["driver"]["rules"]}
    rule = rules["psh:SharedValuesShape-upheld"]
    assert rule["fullDescription"]["text"] == (
        "Does a text show that the partnership is founded on shared values?"
    )
    (quoted,) = (p.quotes for p in reef.ledger.principles if p.letter == "d")
    assert rule["help"]["text"] == f"rests on Principle d\n«\u00a0{quoted}\u00a0»"
    assert rule["properties"]["tags"] == ["principle:sharedValues"]
    assert rule["helpUri"] == "https://w3id.org/perms/shape#SharedValuesShape-upheld"


def test_sarif_names_what_has_no_place_and_places_what_has_no_name(reef: Checked) -> None:
    kinds = {tuple(sorted(r["locations"][0])) for r in sarif(reef)["results"]}
    assert ("logicalLocations", "physicalLocation") in kinds
    assert ("physicalLocation",) in kinds
    assert "_:" not in write(reef, "sarif", "en").decode()
    assert write(reef, "sarif", "en") == write(reef, "sarif", "en")


def test_sarif_places_a_result_in_its_file(reef: Checked) -> None:
    found = [r for r in sarif(reef)["results"] if "currency" in r["ruleId"]]
    (place,) = {json.dumps(r["locations"][0]["physicalLocation"]["region"]) for r in found}
    assert json.loads(place)["startLine"] == 8
    uri = found[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.startswith("file:///")
    assert uri.endswith("mine%2C%20too.ttl")


def test_sarif_addresses_files_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = sarif(checked(tmp_path))
    assert run["artifacts"] == [{"location": {"uri": "mine%2C%20too.ttl"}}]


def test_the_fingerprint_of_a_finding_outlives_a_move(tmp_path: Path) -> None:
    def fingerprints(text: str) -> set[str]:
        results = sarif(checked(tmp_path, text))["results"]
        return {r["partialFingerprints"]["permsResult/v1"] for r in results}

    assert fingerprints(REEF) == fingerprints("\n\n\n" + REEF)


def test_sarif_speaks_french(reef: Checked) -> None:
    run = sarif(reef, "fr")
    assert run["language"] == "fr-FR"
    assert any("Récif" in result["message"]["text"] for result in run["results"])


def test_a_workflow_command_marks_the_line_and_keeps_to_one(reef: Checked) -> None:
    lines = write(reef, "github", "en").decode().splitlines()
    commands = [line for line in lines if line.startswith("::")]
    assert len(commands) == len(reef.findings) + len(reef.unknown)
    pattern = re.compile(
        r"::(error|warning|notice) (file=[^:,]+%2C too\.ttl,line=\d+(,col=\d+)?,)?title=[^:,]+::.+"
    )
    assert [c for c in commands if not pattern.fullmatch(c)] == []
    assert any("Reef, 50%25: on two lines (https://example.org/reef): " in c for c in commands)
    assert lines[-1] == "It does not conform."


def test_a_thing_cannot_smuggle_a_command_into_the_log(tmp_path: Path) -> None:
    text = REEF.replace('"Pact"@en', '"Pact\\n::error::forged"@en')
    lines = write(checked(tmp_path, text), "github", "en").decode().splitlines()
    assert [line for line in lines if line.startswith("::error::")] == []


def test_the_hook_checks_the_files_of_a_change(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {"id", "name", "entry", "language", "files"} <= hook.keys()
    assert re.search(hook["files"], "data/register/members.trig")
    assert not re.search(hook["files"], "README.md")
    (tmp_path / "reef.ttl").write_text(REEF, encoding="utf-8")
    program, *words = shlex.split(hook["entry"])
    assert program == "perms"
    done = subprocess.run(
        [sys.executable, "-m", "perms_graph", *words, "reef.ttl"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(TOP), "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "reef.ttl:8" in done.stdout
