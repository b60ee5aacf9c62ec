"""``perms explain``: verdicts in words, in both languages, and for programs."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest

from perms_graph.namespaces import EARL, ID

from .conftest import Perms

ON = ("--with", "illustrative", "--on", "2026-06-30")


def test_a_departure_is_told_with_who_when_and_why(perms: Perms) -> None:
    done = perms("explain", "example-4", *ON, "--principle", "d")
    assert done.code == 0
    assert done.out.splitlines() == [
        "Example climate services partnership (id:partnership/example-4)",
        "Verdicts on 30 June 2026",
        "",
        "d · Shared values: ↷ departed from",
        "  passage: « être fondés sur des valeurs partagées »",
        "  our translation: be founded on shared values",
        "  departure: Decided on 16 April 2025 by Example reference group, until 31 December 2027.",
        "  reason: The partner's law fixes the text on values; the practice of the two parties "
        "agrees.",
        "  relies on: Example provision on shared values (example-4)",
        "  document: Example texts of agreements (they do not exist)",
    ]


def test_the_day_after_its_end_it_no_longer_counts_and_french_says_what_to_do(
    perms: Perms,
) -> None:
    done = perms(
        "explain", "example-4", "--with", "illustrative", "--on", "2028-01-01",
        "--principle", "valeurs partagées", "--lang", "fr",
    )  # fmt: skip
    assert done.out.splitlines() == [
        "Exemple : partenariat de services climatiques (id:partnership/example-4)",
        "Verdicts au 1er janvier 2028",
        "",
        "d · Valeurs partagées\u00a0: ✗ non respecté",
        "  passage\u00a0: « être fondés sur des valeurs partagées »",
        "  s’appuie sur\u00a0: Exemple de disposition : valeurs partagées (example-4)",
        "  document\u00a0: Exemple : textes d'accords (ils n'existent pas)",
        "  à faire\u00a0: Cette disposition s'oppose aux valeurs partagées : faites-la corriger, "
        "ou enregistrez l'écart et ses motifs.",
        "  en raison de\u00a0: Exemple de disposition : valeurs partagées (example-4)",
    ]


def test_without_a_name_it_counts_partnerships_by_principle(perms: Perms) -> None:
    done = perms("explain", "--on", "2026-06-30")
    lines = done.out.splitlines()
    assert lines[0] == "How many partnerships stand where on 30 June 2026"
    assert lines[1].split("  ")[0] == "principle"
    assert [line.split()[-4:] for line in lines[3:9]] == [["0", "119", "0", "0"]] * 6
    assert lines[-1] == "Not evidenced is no breach: nobody has quoted a text yet."


def test_json_holds_states_counts_and_messages_in_both_languages(perms: Perms) -> None:
    done = perms("explain", "example-3", *ON, "--format", "json")
    content = json.loads(done.out)
    assert (content["day"], content["illustrative"]) == ("2026-06-30", True)
    states = {v["principle"].rpartition("/")[2]: v["verdict"] for v in content["verdicts"]}
    assert [p for p, s in states.items() if s != "met"] == ["programmeIntegration"]
    (finding,) = content["verdicts"][3]["findings"]
    assert finding["aspect"] == "substance"
    assert sorted(finding["messages"]) == ["en", "fr"]
    assert finding["value"] == f"{ID}provision/example-3-programme-integration"


def test_csv_has_a_row_for_each_partnership_and_principle(perms: Perms) -> None:
    done = perms("explain", *ON, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.out)))
    assert len(rows) == 124 * 6
    assert {r["verdict"] for r in rows} == {"met", "notMet", "notEvidenced", "departedFrom"}
    assert sorted({r["illustrative"] for r in rows}) == ["false", "true"]
    (departed,) = [r for r in rows if r["verdict"] == "departedFrom"]
    assert (departed["expires"], departed["to_do"]) == ("2027-12-31", "")


def test_turtle_is_earl(perms: Perms) -> None:
    done = perms("explain", "p-010", "--on", "2026-06-30", "--format", "turtle")
    triples = list(ox.parse(done.out.encode(), format=ox.RdfFormat.TURTLE))
    outcomes = [t.object for t in triples if t.predicate.value == EARL + "outcome"]
    assert outcomes == [ox.NamedNode(EARL + "cantTell")] * 6


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("id:partner/spc",), "id:partner/spc is not a partnership."),
        (("p-010", "--principle", "id:partner/spc"), "is not a principle that is checked."),
        (("nothing of that name at all",), "nothing of that name at all"),
    ],
)
def test_what_has_no_verdict_is_refused_in_words(
    perms: Perms, words: tuple[str, ...], said: str
) -> None:
    done = perms("explain", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_validate_says_how_many_results_a_departure_answers_on_the_day(perms: Perms) -> None:
    on = perms("validate", "--with", "illustrative", "--on", "2026-06-30")
    assert (
        "Answered by a departure in force on 30 June 2026: 1 of these (perms explain says which)."
        in on.out.splitlines()
    )
    later = perms("validate", "--with", "illustrative", "--on", "2028-01-01")
    assert "Answered by a departure" not in later.out


def test_repairs_are_told_under_what_is_to_be_done(perms: Perms) -> None:
    done = perms("explain", "example-3", *ON, "--principle", "e", "--repairs")
    assert done.code == 0
    lines = done.out.splitlines()
    start = lines.index(
        "  repair: Once the text has been corrected: quote its new words and the day on which the "
        "principle was judged upheld."
    )
    assert lines[start + 1 :] == [
        "    ?quotes – quotes: a text (whoever has the text of the agreement at hand)",
        "    ?judged_on – judged on: a day (the reference group)",
    ]


def test_repairs_for_programs_stand_with_their_findings(perms: Perms) -> None:
    done = perms(
        "explain", "example-3", *ON, "--principle", "e", "--repairs", "--format", "json"
    )  # fmt: skip
    (verdict,) = json.loads(done.out)["verdicts"]
    (finding,) = verdict["findings"]
    (repair,) = finding["repairs"]
    assert [b["name"] for b in repair["blanks"]] == ["quotes", "judged_on"]
    assert "INSERT DATA {" in repair["sparql"]
    plain = perms("explain", "example-3", *ON, "--principle", "e", "--format", "json")
    assert "repairs" not in json.loads(plain.out)["verdicts"][0]["findings"][0]


def test_repairs_as_rdf_are_suggestions_of_the_results(perms: Perms) -> None:
    done = perms(
        "explain", "example-3", *ON, "--principle", "e", "--repairs", "--format", "turtle"
    )  # fmt: skip
    triples = [q.triple for q in ox.parse(done.out.encode(), format=ox.RdfFormat.TURTLE)]
    dash = "http://datashapes.org/dash#"
    (update,) = (t.subject for t in triples if t.object == ox.NamedNode(dash + "GraphUpdate"))
    (result,) = (t.subject for t in triples if t.object == update)
    relied = {t.object for t in triples if t.predicate.value.endswith("reliesOn")}
    assert result in relied


def test_nothing_is_repaired_while_a_departure_answers_it(perms: Perms) -> None:
    done = perms("explain", "example-4", *ON, "--principle", "d", "--repairs")
    assert "repair" not in done.out


def test_repairs_need_a_partnership_and_more_room_than_a_cell(perms: Perms) -> None:
    done = perms("explain", "--repairs")
    assert (done.code, done.err.splitlines()[0]) == (
        2,
        "Repairs are tried for one partnership: say which.",
    )
    done = perms("explain", "p-055", "--repairs", "--format", "csv")
    assert (done.code, done.err.splitlines()[0]) == (
        2,
        "This answer cannot be written as csv.",
    )
