"""``perms validate``: what a steward reads, and what is said of bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Done
from .conftest import Perms as Run

Perms = Callable[..., Done]

PREFIXES = """@prefix perms: <https://w3id.org/perms/def#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix e: <https://example.org/> .
"""
REEF = (
    PREFIXES
    + """e:reef a perms:Partnership ; skos:prefLabel "Reef"@en , "Récif"@fr .
e:reef perms:formalisedBy e:pact . e:pact a perms:Agreement ;
  skos:prefLabel "Pact"@en , "Pacte"@fr ; perms:hasPartnr e:friend .
e:stray a perms:Indicator ; skos:prefLabel "Stray"@en , "Isolé"@fr .
"""
)
PACT = PREFIXES + 'e:pact a perms:Agreement ; skos:prefLabel "Pact"@en , "Pacte"@fr .\n'
SHAPES = (
    PREFIXES
    + """e:shape a sh:NodeShape ; sh:targetClass perms:Agreement ; sh:property e:shape-name .
e:shape-name a sh:PropertyShape ; sh:path skos:altLabel ; sh:minCount 1 ;
  sh:message "Give it another name."@en , "Donnez-lui un autre nom."@fr .
"""
)


@pytest.fixture
def perms(perms: Run) -> Perms:
    """Run ``perms`` on a terminal so wide that no sentence is broken."""

    def run(*words: str) -> Done:
        return perms(*words, COLUMNS="1000")

    return run


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.ttl"
    path.write_text(REEF, encoding="utf-8")
    return path


def test_text_goes_by_partnership_then_principle_then_the_rest(perms: Perms, mine: Path) -> None:
    lines = perms("validate", str(mine), "--on", "2026-06-30").out.splitlines()
    heads = [
        "Reef (https://example.org/reef)",
        "  c · Collaboration with other initiatives",
        "  Other rules",
        "Other records",
        "Unknown names",
        "Where each partnership stands on 30 June 2026",
    ]
    at = [lines.index(head) for head in heads]
    assert at == sorted(at)
    assert at[0] == 0
    assert lines[1].startswith("  ? not evidenced: b · Strategic contribution; c · ")
    assert lines[at[1] + 1].startswith("    remark: ")
    assert lines[at[1] + 2].startswith(f"      {mine}:5 · Reef (https://example.org/reef) · ")
    assert "Stray" in "".join(lines[at[3] : at[4]])
    assert lines[at[4] + 1] == (
        "  warning: nothing is called perms:hasPartnr. "
        f"Did you mean: perms:hasPartner, perms:hasParty, perms:Partner? ({mine}:7)"
    )
    assert lines[at[5] + 1].split() == ["partnership", "b", "c", "d", "e", "f", "(6)"]
    assert lines[at[5] + 3].split() == ["Reef", *"??????"]
    assert lines[at[5] + 4] == "✗ not met · ? not evidenced · ↷ departed from · ✓ met"
    assert lines[-1] in {"It conforms.", "It does not conform."}


def test_text_is_said_in_french(perms: Perms, mine: Path) -> None:
    done = perms("validate", str(mine), "--on", "2026-06-30", "--lang", "fr")
    lines = done.out.splitlines()
    for head in (
        "Récif (https://example.org/reef)",
        "  Autres règles",
        "Autres fiches",
        "Noms inconnus",
        "Où en est chaque partenariat le 30 juin 2026",
    ):
        assert head in lines
    assert "rien ne s’appelle perms:hasPartnr. Vouliez-vous dire" in done.out


def test_many_partnerships_are_counted(perms: Perms) -> None:
    lines = perms("validate", "--on", "2026-06-30").out.splitlines()
    at = lines.index("How many partnerships stand where on 30 June 2026")
    counted = [line for line in lines[at:] if line.startswith("b · Strategic contribution")]
    listed = sum(1 for line in lines if "(id:partnership/" in line and not line.startswith(" "))
    assert sum(int(n) for n in counted[0].split()[-4:]) == listed > 30


def test_json_holds_places_verdicts_and_names(perms: Perms, mine: Path) -> None:
    content = json.loads(perms("validate", str(mine), "--format", "json").out)
    assert (content["files"], content["judged"]) == ([str(mine)], True)
    by_owner = {r["partnership"] for r in content["results"]}
    assert by_owner == {None, "https://example.org/reef"}
    assert {r["file"] for r in content["results"]} == {str(mine)}
    assert [v["verdict"] for v in content["verdicts"]] == ["notEvidenced"] * 6
    assert [(u["name"][-9:], u["line"]) for u in content["unknown"]] == [("hasPartnr", 7)]
    assert content["labels"]["https://example.org/reef"] == {"en": "Reef", "fr": "Récif"}


def test_a_principle_or_a_thing_can_be_asked_for_alone(perms: Perms, mine: Path) -> None:
    done = perms("validate", str(mine), "--principle", "c", "--focus", "Reef", "--format", "json")
    content = json.loads(done.out)
    assert {r["principle"].rpartition("/")[2] for r in content["results"]} == {"collaboration"}
    assert list(content["principles"]) == ["https://w3id.org/perms/id/principle/collaboration"]
    wrong = perms("validate", str(mine), "--focus", "Reeef")
    assert (wrong.code, wrong.out) == (2, "")


def test_repairs_stand_under_the_findings_that_they_mend(perms: Perms, tmp_path: Path) -> None:
    path = tmp_path / "pact.ttl"
    twice = PACT.replace('"Pacte"@fr', '"Pacte"@fr , "Entente"@fr')
    path.write_text(twice, encoding="utf-8")
    wanted = ("validate", str(path), "--focus", "Pact", "--repairs")
    content = json.loads(perms(*wanted, "--format", "json").out)
    offered = {
        r["shape"].rpartition("#")[2]: r["repairs"] for r in content["results"] if r["repairs"]
    }
    (mechanism, *_) = offered["AgreementLinksShape-usesMechanism"]
    pact = "<https://example.org/pact>"
    assert mechanism["adds"] == [[pact, "perms:usesMechanism", "?uses_mechanism"]]
    assert mechanism["removes"] == []
    assert [b["name"] for b in mechanism["blanks"]] == ["uses_mechanism"]
    removed = {tuple(t) for found in offered.values() for r in found for t in r["removes"]}
    assert ("<https://example.org/pact>", "skos:prefLabel", '"Entente"@fr') in removed
    lines = [line.strip() for line in perms(*wanted).out.splitlines()]
    assert "+ <https://example.org/pact> perms:usesMechanism ?uses_mechanism ." in lines
    assert '- <https://example.org/pact> skos:prefLabel "Entente"@fr .' in lines
    assert any(line.startswith("?uses_mechanism – ") for line in lines)
    french = perms(*wanted, "--lang", "fr").out
    assert "réparation\u00a0: " in french
    assert "perms:usesMechanism" not in perms("validate", str(path)).out


def test_repairs_of_the_whole_register_are_not_tried(perms: Perms, mine: Path) -> None:
    done = perms("validate", "--repairs")
    assert (done.code, done.out) == (2, "")
    assert "Repairs are tried for files or for things: say which." in done.err
    assert "This answer cannot be written as csv." in (
        perms("validate", str(mine), "--repairs", "--format", "csv").err
    )
    told = json.loads(perms("validate", "--focus", "p-055", "--repairs", "--format", "json").out)
    assert {r["partnership"] for r in told["results"]} == {
        "https://w3id.org/perms/id/partnership/p-055"
    }
    assert sum(len(r["repairs"]) for r in told["results"]) > 0


def test_a_file_without_a_partnership_is_not_said_to_conform(perms: Perms, tmp_path: Path) -> None:
    path = tmp_path / "pact.ttl"
    path.write_text(PACT, encoding="utf-8")
    english = perms("validate", str(path)).out.splitlines()
    french = perms("validate", str(path), "--lang", "fr").out.splitlines()
    assert (
        "Nothing could be judged by the principles: there is no partnership here. "
        "Records checked by the other rules: 1."
    ) in english
    assert (
        "Rien n’a pu être jugé selon les principes\u00a0: il n’y a ici aucun partenariat. "
        "Fiches vérifiées selon les autres règles\u00a0: 1."
    ) in french
    assert "It conforms." not in english
    clean = perms("validate", str(path), "--principle", "c").out.splitlines()
    assert clean[-1] == "No violation in the part that was asked for."


def test_imports_and_shapes_in_the_data_are_left_aside_and_said(
    perms: Perms, tmp_path: Path
) -> None:
    path = tmp_path / "more.ttl"
    imports = "e:o <http://www.w3.org/2002/07/owl#imports> <https://far.invalid/> .\n"
    path.write_text(PACT + imports + SHAPES, encoding="utf-8")
    english, french = perms("validate", str(path)), perms("validate", str(path), "--lang", "fr")
    assert "Give it another name" not in english.out
    assert f"{path} asks for https://far.invalid/ with owl:imports." in english.out
    assert "Statements left aside: 8. Give shapes of your own with --shapes." in english.out
    assert f"{path} demande https://far.invalid/ par owl:imports." in french.out
    assert "Énoncés laissés de côté\u00a0: 8." in french.out


def test_shapes_of_ones_own_are_asked_beside_ours(perms: Perms, tmp_path: Path) -> None:
    path, shapes = tmp_path / "pact.ttl", tmp_path / "shapes.ttl"
    path.write_text(PACT, encoding="utf-8")
    shapes.write_text(SHAPES, encoding="utf-8")
    done = perms("validate", str(path), "--shapes", str(shapes), "--lang", "fr")
    assert done.code == 1
    assert "manquement\u00a0: Donnez-lui un autre nom." in done.out


@pytest.mark.parametrize(
    ("shapes", "line", "english", "french"),
    [
        (
            SHAPES.replace("sh:minCount 1", 'sh:minCount "one"'),
            6,
            "The shape https://example.org/shape-name is not what SHACL allows: sh:minCount",
            "La forme https://example.org/shape-name n’est pas ce que SHACL permet",
        ),
        (
            SHAPES.replace("sh:property e:shape-name", "sh:property [ sh:minCount 1 ]"),
            5,
            "The shape https://example.org/shape is not what SHACL allows: sh:path",
            "La forme https://example.org/shape n’est pas ce que SHACL permet",
        ),
        (PACT, None, "There is no SHACL shape in this file.", "Il n’y a aucune forme SHACL"),
        ("never was RDF", 1, "The file cannot be read as RDF", "Le fichier"),
    ],
)
def test_a_broken_file_of_shapes_is_refused_with_its_line(
    perms: Perms,
    mine: Path,
    tmp_path: Path,
    shapes: str,
    line: int | None,
    english: str,
    french: str,
) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(shapes, encoding="utf-8")
    for language, said in (("en", english), ("fr", french)):
        done = perms("validate", str(mine), "--shapes", str(path), "--lang", language)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"{path}:{line}:" if line else f"{path}: ")
        assert said in done.err


@pytest.mark.parametrize(
    ("name", "body", "english", "french"),
    [
        (
            "a.ttl",
            "<urn:a> <urn:b> 1 .",
            "There is RDF here, but no thing of the kinds that are checked.",
            "Il y a ici du RDF, mais aucune chose des genres que l’on vérifie.",
        ),
        (
            "a.ttl",
            "<urn:a> a <http://w3id.org/perms/def/Agrement> .",
            "http://w3id.org/perms/def/Agrement is not known. Did you mean: perms:Agreement",
            "http://w3id.org/perms/def/Agrement est inconnu. Vouliez-vous dire",
        ),
        (
            "a.ttl",
            "[" * 100_000,
            "a.ttl:1: This is nested more than 100 deep.",
            "a.ttl:1: Ceci est imbriqué sur plus de 100 niveaux.",
        ),
        (
            "a.rdf",
            '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>',
            "a.rdf:1: RDF/XML with a DOCTYPE is refused",
            "Le RDF/XML à DOCTYPE est refusé",
        ),
        (
            "a.jsonld",
            '{"@context": "https://far.invalid/", "@id": "urn:a"}',
            "points to a JSON-LD context elsewhere, and nothing is fetched",
            "Le fichier renvoie à un contexte JSON-LD situé ailleurs",
        ),
    ],
)
def test_bad_input_is_refused_in_words(
    perms: Perms, tmp_path: Path, name: str, body: str, english: str, french: str
) -> None:
    path = tmp_path / name
    path.write_text(body, encoding="utf-8")
    for language, said in (("en", english), ("fr", french)):
        done = perms("validate", str(path), "--lang", language)
        assert (done.code, done.out) == (2, "")
        assert said in done.err


def test_a_long_file_is_refused_by_size(perms: Perms, mine: Path) -> None:
    english = perms("validate", str(mine), "--max-size", "0.0002")
    french = perms("validate", str(mine), "--max-size", "0,0002", "--lang", "fr")
    assert (english.code, french.code) == (2, 2)
    assert "Files of more than 0.0002 MB are refused unread." in english.err
    assert "Les fichiers de plus de 0.0002 Mo sont refusés sans être lus." in french.err
    for wrong in ("0", "-1", "many", "nan"):
        done = perms("validate", str(mine), f"--max-size={wrong}")
        assert (done.code, done.out) == (2, "")
        assert f"“{wrong}” does not suit --max-size." in done.err
