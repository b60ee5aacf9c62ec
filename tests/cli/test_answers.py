"""What the commands answer on the real register."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.cli.asking import parse_words
from perms_graph.cli.hints import unknown_names
from perms_graph.errors import ParameterError
from perms_graph.namespaces import ID
from perms_graph.register import Register

from .conftest import TOP, Perms

DAY = ("--on", "2026-06-30")
ASK = ("query", "partners_by_goal", "--goal", "rg3")


def test_a_question_is_answered_with_names_and_short_names(perms: Perms) -> None:
    done = perms(*ASK)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0].split() == ["partner", "agreements"]
    assert "Pacific Community (id:partner/spc)" in done.out
    assert "Communauté du Pacifique (id:partner/spc)" in perms("--lang", "fr", *ASK).out
    raw = perms(*ASK, "--iris").out
    assert "id:partner/spc" in raw
    assert "Pacific Community" not in raw


@pytest.mark.parametrize(
    "given",
    [
        ["--goal", "rg3"],
        ["--goal=RG3"],
        ["-p", "goal=id:goal/rg3"],
        ["--param=goal=" + ID + "goal/rg3"],
    ],
)
def test_a_parameter_may_be_written_in_several_ways(perms: Perms, given: list[str]) -> None:
    done = perms("query", "partners-by-goal", *given, "-f", "csv")
    assert done.out == perms(*ASK, "--format", "csv").out
    assert len(done.out.splitlines()) > 5


def test_csv_json_and_tsv_say_the_same(perms: Perms) -> None:
    rows = list(csv.DictReader(io.StringIO(perms(*ASK, "--format", "csv").out)))
    content = json.loads(perms(*ASK, "--format", "json").out)
    assert content["head"] == {"vars": ["partner", "agreements"]}
    assert "illustrative" not in content
    assert rows == [
        {name: cell["value"] for name, cell in b.items()} for b in content["results"]["bindings"]
    ]
    tsv = perms(*ASK, "--format", "tsv").out.splitlines()
    assert tsv[0] == "?partner\t?agreements"
    assert tsv[1].split("\t")[0] == f"<{rows[0]['partner']}>"
    assert {r["partner"] for r in rows} >= {ID + "partner/spc", ID + "partner/unep"}


def test_the_day_of_a_question_is_today_or_the_one_given(perms: Perms) -> None:
    words = ("query", "partnerships_by_state", "--format", "csv")
    on = perms(*words, "--on", "1995-01-01").out
    assert on == perms(*words, "--day", "1995-01-01").out
    assert on != perms(*words).out


def test_ask_and_construct_are_answered_in_their_own_forms(perms: Perms) -> None:
    ask = "ASK { id:partner/spc a perms:Partner }".replace("id:partner/spc", f"<{ID}partner/spc>")
    assert perms("query", "-", text=ask).out == "yes\n"
    assert perms("--lang", "fr", "query", "-", text=ask).out == "oui\n"
    assert json.loads(perms("query", "-", "-f", "json", text=ask).out) == {
        "head": {},
        "boolean": True,
    }
    make = "CONSTRUCT { ?m a perms:Member } WHERE { ?m a perms:Member }"
    for name, kind in (
        ("turtle", ox.RdfFormat.TURTLE),
        ("ntriples", ox.RdfFormat.N_TRIPLES),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("rdfxml", ox.RdfFormat.RDF_XML),
    ):
        done = perms("query", "-", "--format", name, text=make)
        assert len(list(ox.parse(done.out.encode(), format=kind))) == 26
    refused = perms("query", "-", "--format", "csv", text=make)
    assert (refused.code, refused.out) == (2, "")


def test_a_file_is_asked_and_one_with_a_header_takes_parameters(
    perms: Perms, tmp_path: Path
) -> None:
    plain = tmp_path / "members.rq"
    plain.write_text("SELECT ?m { ?m a perms:Member } ORDER BY ?m", encoding="utf-8")
    assert len(perms("query", str(plain), "-f", "csv").out.splitlines()) == 27
    stored = TOP / "perms_graph" / "queries" / "coverage" / "partners_by_goal.rq"
    assert perms("query", str(stored), "--goal", "rg3").out == perms(*ASK).out


def test_an_empty_answer_says_why(perms: Perms) -> None:
    empty = perms("query", "agreements_expiring", *DAY, "--until", "2000-01-01")
    assert (empty.code, empty.out.splitlines()[0]) == (0, "No rows.")
    assert "Each row is an agreement" in empty.out
    misspelt = perms("query", "-", text="SELECT ?p { ?p a perms:Partnr }")
    assert misspelt.out == "No rows.\nNothing in the register has these names: perms:Partnr.\n"
    as_csv = perms("query", "-", "-f", "csv", text="SELECT ?p { ?p a perms:Partnr }")
    assert (as_csv.out, as_csv.err.splitlines()[0]) == ("p\n", "No rows.")


def test_only_names_that_nothing_carries_are_blamed(register: Register) -> None:
    query = (
        "PREFIX perms: <https://w3id.org/perms/def#> SELECT * { GRAPH graph:ontology { ?s a "
        "perms:Partner ; perms:nope <http://e/none> ; skos:prefLabel 'perms:text' } }"
    )
    assert unknown_names(register.dataset, query) == ("perms:nope", "http://e/none")


def test_questions_are_listed_and_described(perms: Perms) -> None:
    listed = perms("query").out
    assert "  partners_by_goal " in listed
    assert "Partners by goal  --goal" in listed
    assert "Couverture" in perms("--lang", "fr", "query").out.splitlines()
    described = perms("--lang", "fr", "query", "partners_by_goal", "--describe").out
    assert described.splitlines()[0].endswith("(partners_by_goal)")
    assert "  --goal (iri): Un objectif" in described
    assert "SELECT" in described


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], (None, {})),
        (["-"], ("-", {})),
        (["a", "--b", "c d"], ("a", {"b": "c d"})),
        (["--b=c", "a"], ("a", {"b": "c"})),
        (["a", "--from-day", "x"], ("a", {"from_day": "x"})),
        (["a", "--b", "--c"], ("a", {"b": "--c"})),
        (["a", "--param", "b=c=d"], ("a", {"b": "c=d"})),
    ],
)
def test_words_are_split_into_question_and_parameters(
    words: list[str], expected: tuple[str | None, dict[str, str]]
) -> None:
    assert parse_words(words) == expected


def test_an_unknown_short_option_is_refused() -> None:
    with pytest.raises(ParameterError, match="There is no option -x"):
        parse_words(["a", "-x", "1"])


def test_gaps_show_the_matrix_and_every_gap(perms: Perms) -> None:
    done = perms("gaps", *DAY)
    assert done.code == 0
    assert done.out.startswith("Coverage on 30 June 2026\n")
    content = json.loads(perms("gaps", *DAY, "--format", "json").out)
    assert (content["day"], content["illustrative"]) == ("2026-06-30", False)
    rows = {g["name"]: g["rows"] for g in content["gaps"]}
    assert len(rows) == 17
    table = perms("gaps", *DAY, "--format", "csv").out
    assert {r["name"]: int(r["rows"]) for r in csv.DictReader(io.StringIO(table))} == rows
    for cell in content["coverage"]:
        assert {"in_force", "not_known", "not_in_force"} <= set(cell)
    # The three answers stand apart.
    (cell,) = [
        c for c in content["coverage"] if c["goal"].endswith("rg1") and "financial" in c["purpose"]
    ]
    assert (cell["in_force"], cell["not_known"], cell["not_in_force"]) == (1, 22, 8)
    assert "1 · 22? · 8–" in done.out
    french = perms("--lang", "fr", "gaps", *DAY).out
    assert french.startswith("Couverture au 30 juin 2026\n")


def test_one_gap_lists_its_rows(perms: Perms) -> None:
    content = json.loads(perms("gaps", *DAY, "--format", "json").out)
    for gap in content["gaps"]:
        rows = perms("gaps", gap["name"], *DAY, "--format", "csv").out.splitlines()
        assert len(rows) - 1 == gap["rows"]
    shown = perms("gaps", "members-without-partnership", *DAY).out
    assert "(30 June 2026)" in shown.splitlines()[0]


def test_a_thing_is_shown_with_numbered_sources(perms: Perms) -> None:
    done = perms("show", "ag-010")
    assert done.code == 0
    assert "(id:agreement/ag-010)" in done.out.splitlines()[0]
    assert "\nSources\n[1] https://" in done.out
    assert "(follows)" in done.out
    french = perms("show", "AG-010", "--lang", "fr").out
    assert "septembre 2011" in french
    assert "lu en novembre 2026" in french


def test_a_thing_is_written_for_machines(perms: Perms) -> None:
    content = json.loads(perms("show", "ag-010", "--format", "json").out)
    assert content["iri"] == ID + "agreement/ag-010"
    stated = [s for s in content["statements"] if not s["inferred"]]
    assert stated
    assert all(set(s["sources"]) <= set(content["sources"]) for s in stated)
    turtle = perms("show", "ag-010", "--format", "turtle").out
    triples = perms("show", "ag-010", "--format", "ntriples").out
    assert {q.triple for q in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)} == {
        q.triple for q in ox.parse(triples.encode(), format=ox.RdfFormat.N_TRIPLES)
    }


def test_a_disagreement_between_sources_is_marked(perms: Perms, register: Register) -> None:
    table = register.ask("sources_in_disagreement", {})
    assert len(table) > 0
    content = json.loads(perms("show", "ag-010", "--format", "json").out)
    values = [s["property"] for s in content["statements"] if s["disputed"]]
    assert all(values.count(v) > 1 for v in values)


def test_info_says_what_is_here(perms: Perms, store: Path) -> None:
    content = json.loads(perms("info", "--format", "json").out)
    assert content["store"] == str(store)
    assert content["version"] == "0.1.0"
    assert content["kinds"]["https://w3id.org/perms/def#Member"] == 26
    assert perms("info", "--lang", "fr").out.splitlines()[0].split() == ["version", "0.1.0"]
    memory = json.loads(perms("info", "--memory", "--format", "json").out)
    assert (memory["store"], memory["kinds"]) == (None, content["kinds"])


def test_illustrative_data_say_so_everywhere(perms: Perms, store: Path) -> None:
    remark = "With the illustrative set: part of this is invented to show features."
    listing = "SELECT ?p { ?p a perms:Post } ORDER BY ?p"
    assert perms("query", "-", "-f", "csv", text=listing).out.splitlines() == ["p"]
    done = perms("query", "-", "-f", "csv", "--with", "illustrative", text=listing)
    assert remark in done.err
    rows = done.out.splitlines()
    assert rows[0] == "p,illustrative"
    assert len(rows) > 1
    assert all(r.endswith(",true") for r in rows[1:])
    as_json = perms("--with", "illustrative", "query", "-", "-f", "json", text=listing)
    assert json.loads(as_json.out)["illustrative"] is True
    gaps = perms("gaps", "--with", "illustrative", "--format", "json")
    assert json.loads(gaps.out)["illustrative"] is True
    assert (store / "illustrative" / "current").is_file()


def test_a_query_is_checked_without_being_run(perms: Perms, tmp_path: Path) -> None:
    query = tmp_path / "mine.rq"
    query.write_text("SELECT ?p {\n  ?p a perms:Partnr ; perms:worksOn ?goal }", encoding="utf-8")
    done = perms("query", str(query), "--check")
    assert (done.code, done.out.splitlines()) == (
        1,
        [
            f"{query}:2:8: warning: There is no class perms:Partnr.",
            "  Did you mean: perms:Partner?",
            f"{query}:2:37: remark: ?goal is written only once.",
            "  If that is meant, write ?_goal: then nobody wonders.",
        ],
    )
    assert perms("--lang", "fr", "query", str(query), "--check").out.splitlines()[0] == (
        f"{query}:2:8: avertissement: La classe perms:Partnr n’existe pas."
    )
    found = json.loads(perms("query", "-", "--check", "-f", "json", text="ASK {").out)
    assert [(f["kind"], f["line"], f["column"]) for f in found] == [("syntax", 1, 5)]
    fine = perms("query", "-", "--check", text="ASK { ?p a perms:Partner }")
    assert (fine.code, fine.out) == (0, "Nothing to remark.\n")


def test_no_rows_come_with_the_pattern_that_empties_them(perms: Perms) -> None:
    query = 'SELECT ?m { ?m a perms:Member ; skos:prefLabel "Fidji"@en }'
    assert perms("query", "-", text=query).out.splitlines() == [
        "No rows.",
        'Nothing matches this pattern, even by itself: ?m skos:prefLabel "Fidji"@en (line 1)',
        '  The text is there, in another language: "Fidji"@fr',
    ]
