"""The register: how many, from where, how sure, and what nobody said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.convert_facts.counts import BEGIN, END

ID = "https://w3id.org/perms/id/"
PERMS = "https://w3id.org/perms/def#"
PROV = "http://www.w3.org/ns/prov#"
ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("Member", 26),
        ("Partner", 147),
        ("Agreement", 157),
        ("Mechanism", 29),
        ("Contribution", 61),
        ("Statistic", 31),
        ("Disagreement", 17),
        ("Position", 34),
        ("Principle", 6),
        ("Purpose", 7),
        ("Partnership", 119),
    ],
)
def test_all_of_a_kind_are_there(kind: str, expected: int, shipped) -> None:
    assert len(shipped.things(kind)) == expected


def test_the_strategy_has_its_269_rows(shipped) -> None:
    assert len(shipped.facts.tables["strategy"]) == 269


def test_every_graph_is_described(shipped) -> None:
    graphs = {q.graph_name.value for q in shipped.quads}
    graphs.remove("https://w3id.org/perms/graph/provenance")
    for graph in graphs:
        said = dict(shipped.about[graph])
        assert PERMS + "confidence" in said, graph
        if "/graph/project/" in graph:
            assert said[PROV + "wasAttributedTo"] == ID + "organisation/perms-graph"
        else:
            assert said[PROV + "wasDerivedFrom"], graph
            assert said[PERMS + "accessedOn"] == "2026-11", graph


def test_what_is_described_is_used(shipped) -> None:
    used = {q.graph_name.value for q in shipped.quads}
    assert shipped.things("SourceGraph") <= used


def test_the_confidence_of_a_graph_is_in_its_name(shipped) -> None:
    for graph in shipped.things("SourceGraph"):
        if "/graph/source/" not in graph:
            continue
        confidence = dict(shipped.about[graph])[PERMS + "confidence"].rsplit("/", 1)[1]
        suffix = graph.partition("/graph/source/")[2].partition("/")[2]
        assert suffix == {"stated": "", "officialText": "official-text"}.get(confidence, confidence)


def test_every_property_and_class_of_ours_is_in_the_ontology(shipped) -> None:
    defined = {
        term
        for path in ONTOLOGY.glob("*.ttl")
        for term in re.findall(r"^perms:(\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    used = {
        value.removeprefix(PERMS)
        for quad in shipped.quads
        for value in (quad.predicate.value, quad.object.value)
        if value.startswith(PERMS)
    }
    assert used - defined == set()


def test_no_link_leads_to_a_thing_nobody_describes(shipped) -> None:
    targets = {
        q.object.value
        for q in shipped.quads
        if not hasattr(q.object, "datatype") and q.object.value.startswith(ID)
    }
    assert targets - set(shipped.about) == set()


def test_no_thing_has_two_names_in_one_language(shipped) -> None:
    names: dict[tuple[str, str | None], set[str]] = {}
    for quad in shipped.quads:
        if quad.predicate.value.endswith("#prefLabel"):
            key = (quad.subject.value, quad.object.language)
            names.setdefault(key, set()).add(quad.object.value)
    assert {key for key, values in names.items() if len(values) > 1} == set()


@pytest.mark.parametrize(
    "kind",
    [
        "Member", "Partner", "Agreement", "Partnership", "Mechanism", "Contribution", "Amount",
        "Statistic", "Disagreement", "Position", "Hole", "Note", "Principle", "Purpose",
        "RegionalGoal", "OrganisationalGoal", "Objective", "Plan", "Programme", "Framework",
        "Convention", "FrameworkGoal", "Passage", "StrategyRule", "PlanStatement",
        "Enabler", "ProcurementPrinciple", "Meeting", "AgendaItem",
        "FocusArea", "MechanismExample", "Policy", "Report", "TermPair",
    ],
)  # fmt: skip
def test_everything_of_a_kind_has_a_name_in_both_languages(kind: str, shipped) -> None:
    languages: dict[str, set[str]] = {}
    for quad in shipped.quads:
        if quad.predicate.value.endswith("#prefLabel"):
            languages.setdefault(quad.subject.value, set()).add(quad.object.language or "")
    things = shipped.things(kind)
    assert things
    assert {t for t in things if not {"en", "fr"} <= languages.get(t, set())} == set()


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "graph"),
    [
        pytest.param(
            "agreement/ag-010", "endsOn", "2015-09",
            "source/www-solomontimes-com-news-spc-and-sprep-sign-mou-6422/inferred",
            id="an end computed from a duration is inferred",
        ),
        pytest.param(
            "agreement/ag-010", "signedOn", "2011-09",
            "source/www-solomontimes-com-news-spc-and-sprep-sign-mou-6422",
            id="the signing it is computed from is stated",
        ),
        pytest.param(
            "agreement/ag-026", "servesGoal", "goal/rg1",
            "source/sdg-iisd-org-news-first-sids-dock-pacific-meeting-reviews-progress/inferred",
            id="the goal is our reading of the topic",
        ),
        pytest.param(
            "amount/ag-026", "currency", "USD",
            "source/sdg-iisd-org-news-first-sids-dock-pacific-meeting-reviews-progress/inferred",
            id="a currency taken for granted is inferred",
        ),
        pytest.param(
            "member/fiji", "capital", "Suva", "source/github-com-datasets-country-codes",
            id="codes have a document of their own",
        ),
        pytest.param(
            "member/fiji", "politicalStatus", "sovereign state",
            "source/general-knowledge/unsourced",
            id="what no page is cited for is marked unsourced",
        ),
        pytest.param(
            "organisation/sprep", "iatiIdentifier", "XM-DAC-47097",
            "source/github-com-datasets-dac-and-crs-code-lists/inferred",
            id="SPREP's identifier is inferred",
        ),
        pytest.param(
            "organisation/sprep", "oecdCode", "47097",
            "source/github-com-datasets-dac-and-crs-code-lists",
            id="SPREP's channel code is stated",
        ),
        pytest.param(
            "agreement/ag-064", "startsOn", "2015",
            "source/www-pacificclimatechange-net-project-republic-korea-pacific-islands-climate-"
            "pred-e0aefcb1",
            id="the first page on CliPS says 2015",
        ),
        pytest.param(
            "agreement/ag-064", "startsOn", "2014",
            "source/apec-vc-or-kr-p-name-information-sub-page-announcement-gotopage-1-query-view-"
            "unique-num-1032",
            id="the second page on CliPS says 2014",
        ),
    ],
)  # fmt: skip
def test_a_statement_is_in_the_graph_of_its_source(
    subject: str, predicate: str, value: str, graph: str, shipped
) -> None:
    found = shipped.where(subject, predicate, value)
    # The address of a page may make its slug long; then a hash ends it.
    assert any(g == graph or g.startswith(graph[:70]) for g in found), found
    assert all(g.endswith("/inferred") == graph.endswith("/inferred") for g in found)


def test_no_end_of_membership_is_invented_for_the_united_states(shipped) -> None:
    node = ID + "membership/united-states-of-america"
    said = shipped.about[node]
    assert PERMS + "endsOn" not in {p for p, _ in said}
    assert any("Withdrawal announced" in value for _, value in said)
    assert ID + "member/united-states-of-america" in shipped.things("Member")


def test_timor_leste_and_pitcairn_are_no_members(shipped) -> None:
    names = {value for m in shipped.things("Member") for _, value in shipped.about[m]}
    assert names.isdisjoint({"Timor-Leste", "Pitcairn", "Pitcairn Islands"})


def test_a_country_is_never_the_same_as_its_government(shipped) -> None:
    exact = {
        (s, value)
        for s in shipped.things("Partner")
        for p, value in shipped.about[s]
        if p.endswith("#exactMatch")
    }
    assert (ID + "partner/ws-gov", "http://www.wikidata.org/entity/Q683") not in exact
    assert (ID + "partner/spc", "http://www.wikidata.org/entity/Q871511") in exact


def test_announcements_approvals_and_publications_do_not_count_as_beginnings(shipped) -> None:
    counts = {
        s.rsplit("/", 1)[1]: value
        for s, pairs in shipped.about.items()
        for p, value in pairs
        if p == PERMS + "countsAsBeginning"
    }
    assert {kind for kind, value in counts.items() if value == "false"} == {
        "announced",
        "approved",
        "published",
    }
    assert len(counts) == 12


def test_the_counts_of_the_readme_stand_between_their_marks(shipped) -> None:
    text = (shipped.data / "README.md").read_text(encoding="utf-8")
    counted = text[text.index(BEGIN) : text.index(END)]
    assert "| `perms:Agreement` | 157 |" in counted
    assert "| `facts/strategy.csv` | 269 |" in counted


def test_an_agreement_in_preparation_has_not_begun(shipped) -> None:
    said = {p.removeprefix(PERMS) for p, _ in shipped.about[ID + "agreement/ag-190"]}
    assert "startsOn" not in said
    assert "statedStatus" in said
