"""What is offered, for whom, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.errors import ParameterError, QueryError
from perms_graph.namespaces import ID, PERMS, PREFIXES, PSH, RDF, SH
from perms_graph.repair import (
    BLANK,
    Repair,
    Wanted,
    as_dict,
    as_sparql,
    in_words,
    repairs,
    repairs_for,
    to_triples,
)
from perms_graph.repair.declared import DASH, statements
from perms_graph.resources import Resources
from perms_graph.store.loading import parse
from perms_graph.trial import Setting, trying
from perms_graph.validation import Result, compile_shapes, load_shapes, validate

With = Callable[[str], AbstractContextManager[Setting]]
EX = "https://w3id.org/perms/test/"

AGREEMENT = """
ex:partnership a perms:Partnership ; perms:formalisedBy ex:agreement ; skos:prefLabel "Reefs" .
ex:agreement a perms:Agreement ; skos:prefLabel "Agreement on reefs" ; dcterms:source ex:page ;
    perms:usesMechanism id:mechanism/mou ; perms:hasParty id:organisation/sprep ;
    perms:startsOn "2026"^^xsd:gYear ; perms:endsOn "2024"^^xsd:gYear .
ex:group a perms:Body .
"""
AGREEMENT = AGREEMENT.replace("id:mechanism/mou", f"<{ID}mechanism/mou>").replace(
    "id:organisation/sprep", f"<{ID}organisation/sprep>"
)


def result_of(setting: Setting, shape: str) -> Result:
    (found,) = (r for r in setting.report.results if r.source_shape == PSH + shape)
    return found


def said(found: tuple[Repair, ...], language: str = "en") -> list[str]:
    return [repair.titles[language] for repair in found]


def test_an_end_before_the_start_is_swapped_or_written_again(having: With) -> None:
    with having(AGREEMENT) as setting:
        found = repairs(setting, result_of(setting, "AgreementDatesShape-earliestStart"))
        assert said(found) == [
            "Swap the start and the end.",
            "Write the right end.",
            "Write the right start.",
        ]
        assert said(found, "fr")[0] == "Échangez le début et la fin."
        swap = found[0]
        assert swap.blanks == ()
        with trying(setting, swap.as_tried()) as outcome:
            assert len(outcome.removed) == 1
            (start,) = (t.object for t in swap.adds if t.predicate.value == PERMS + "startsOn")
            assert isinstance(start, ox.Literal)
            assert start.value == "2024"


def test_evidence_for_a_principle_is_a_provision_with_blanks(having: With) -> None:
    with having(AGREEMENT) as setting:
        (repair,) = repairs(setting, result_of(setting, "SharedValuesShape-hasProvision"))
    assert repair.titles["en"] == "Describe a new provision for: Shared values."
    assert [(b.name, b.wanted) for b in repair.blanks] == [
        ("provision", Wanted.NEW),
        ("judged_on", Wanted.VALUE),
        ("quotes", Wanted.VALUE),
        ("source", Wanted.ADDRESS),
        ("upheld", Wanted.VALUE),
    ]
    assert [in_words(b, "en") for b in repair.blanks][1:3] == [
        "judged on (provision): a day (the reference group)",
        "quotes (provision): a text (whoever has the text of the agreement at hand)",
    ]
    assert in_words(repair.blanks[1], "fr") == (
        "jugé le (disposition)\u00a0: un jour (le groupe de référence)"
    )
    assert ox.Triple(
        repair.blanks[0].node,
        ox.NamedNode(PERMS + "evidenceFor"),
        ox.NamedNode(ID + "principle/sharedValues"),
    ) in set(repair.adds)


def test_a_link_that_is_nearly_right_is_asked_about_first(having: With) -> None:
    data = AGREEMENT + (
        f"ex:p a perms:Provision ; perms:evidenceFor <{ID}principle/sharedValue> ; "
        'perms:quotes "Words" ; dcterms:source ex:page ; perms:upheld true ; '
        'perms:judgedOn "2025-01-01"^^xsd:date .'
    )
    with having(data) as setting:
        found = repairs(setting, result_of(setting, "ProvisionShape-evidenceFor"))
    assert said(found)[0] == (
        "Did you mean Shared values? Link to it in place of principle:sharedValue."
    )
    # The list of principles is the strategy's: nobody adds to it to mend a record.
    assert not [t for r in found for t in r.adds if t.predicate.value == RDF + "type"]


def test_what_a_change_makes_due_is_listed_with_it(having: With) -> None:
    names = ["collaboration", "genderAndInclusion", "mutualBenefit", "programmeIntegration"]
    names += ["strategicContribution"]
    provisions = "".join(
        f"ex:partnership perms:hasProvision ex:{n} . ex:{n} a perms:Provision ; "
        f'perms:evidenceFor <{ID}principle/{n}> ; perms:quotes "Words" ; dcterms:source ex:page ; '
        'perms:upheld true ; perms:judgedOn "2025-01-01"^^xsd:date .'
        for n in names
    )
    with having(AGREEMENT + provisions) as setting:
        (repair,) = repairs(setting, result_of(setting, "SharedValuesShape-hasProvision"))
    assert repair.titles["en"].endswith("This makes more due, which is listed with it.")
    added = {t.predicate.value.removeprefix(PERMS) for t in repair.adds}
    assert {"hasProvision", "heldBy", "monitoredBy"} <= added


def test_a_thing_without_a_name_gets_no_repair(having: With) -> None:
    with having("[] a perms:Review .") as setting:
        result = next(r for r in setting.report.results if "ReviewShape" in r.source_shape)
        assert repairs(setting, result) == ()


def test_looking_for_repairs_leaves_no_trace(having: With) -> None:
    with having(AGREEMENT) as setting:
        before = set(setting.dataset.store)
        repairs(setting, result_of(setting, "CollaborationShape-joins"))
        assert set(setting.dataset.store) == before


def test_many_results_are_gone_about_in_order_while_there_is_time(having: With) -> None:
    with having(AGREEMENT) as setting:
        results = [
            result_of(setting, name)
            for name in ("CollaborationShape-joins", "AgreementDatesShape-earliestStart")
        ]
        assert len(repairs_for(setting, results, seconds=0)) == 0
        found = repairs_for(setting, [*results, results[0]], limit=1)
        assert [r.source_shape for r in found] == [r.source_shape for r in results]
        assert [len(found[r]) for r in results] == [1, 1]
        assert said(found[results[1]]) == ["Swap the start and the end."]


@pytest.fixture
def provision(having: With) -> Repair:
    with having(AGREEMENT) as setting:
        (found,) = repairs(setting, result_of(setting, "SharedValuesShape-hasProvision"))
    return found


def test_blanks_are_filled_all_or_not_at_all(provision: Repair) -> None:
    values = {b.name: b.tried for b in provision.blanks}
    assert provision.filled(values) == provision.as_tried()
    assert not [t for t in provision.filled(values).added if BLANK + "quotes" in str(t)]
    with pytest.raises(ParameterError, match=r"Fill in: quotes, source\."):
        provision.filled({n: v for n, v in values.items() if n not in {"quotes", "source"}})
    with pytest.raises(ParameterError, match="no blank called weather"):
        provision.filled({**values, "weather": ox.Literal("fine")})
    with pytest.raises(ParameterError, match="give it an IRI, not the text Clause 3"):
        provision.filled({**values, "provision": ox.Literal("Clause 3")})


def test_as_sparql_it_runs_only_when_the_blanks_are_filled(provision: Repair) -> None:
    text = as_sparql(provision, "en")
    assert text.splitlines()[0] == "# Describe a new provision for: Shared values."
    assert "?quotes: quotes (provision): a text" in text
    store = ox.Store()
    with pytest.raises(SyntaxError):
        store.update(text)
    filled = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for blank in sorted(provision.blanks, key=lambda b: -len(b.name)):
        filled = filled.replace(f"?{blank.name} ", f"{blank.tried} ")
    store.update(filled)
    assert {q.triple for q in store} == set(provision.as_tried().added)


def test_as_rdf_nothing_is_stated_but_the_repair_itself(provision: Repair) -> None:
    result = ID + "result/1"
    triples = list(to_triples(result, [provision]))
    assert {t.predicate.value for t in triples} <= {
        *(DASH + n for n in ("suggestion", "addedTriple", "deletedTriple")),
        *(RDF + n for n in ("type", "subject", "predicate", "object")),
        *(SH + n for n in ("name", "description", "path", "class", "datatype")),
        "http://www.w3.org/2000/01/rdf-schema#label",
    }
    described = [t for t in triples if t.object == ox.NamedNode(RDF + "Statement")]
    assert len(described) == len(provision.adds)
    blanks = {t.subject for t in triples if t.object == ox.NamedNode(SH + "Parameter")}
    assert len(blanks) == len(provision.blanks)
    assert all(isinstance(b, ox.NamedNode) and b.value.startswith(BLANK) for b in blanks)


def test_as_json_a_blank_is_a_variable(provision: Repair) -> None:
    content = as_dict(provision, "fr")
    assert content["adds"][0] == ["?provision", "rdf:type", "perms:Provision"]
    assert content["removes"] == []
    assert content["blanks"][2] == {
        "name": "quotes",
        "wanted": "value",
        "kinds": ["http://www.w3.org/2001/XMLSchema#string"],
        "language": None,
        "choices": [],
        "predicate": PERMS + "quotes",
        "labels": {"en": "quotes (provision)", "fr": "cite (disposition)"},
        "asks": {"en": "a text", "fr": "un texte"},
        "who": "qui a le texte de l’accord sous la main",
    }


def test_repairs_stated_in_shapes_speak_both_languages_of_terms_that_exist(
    resources: Resources,
) -> None:
    graph = load_shapes(sorted(resources.shapes.rglob("*.ttl")))
    found = [s for shape in graph.shapes.values() for s in statements(graph, shape)]
    assert len(found) >= 16
    assert all(sorted(s.titles) == ["en", "fr"] for s in found)
    defined = {
        q.subject.value
        for path in resources.ontology.glob("*.ttl")
        for q in parse(path)
        if isinstance(q.subject, ox.NamedNode)
    }
    text = (resources.shapes / "repairs.ttl").read_text(encoding="utf-8")
    used = {PERMS + name for name in re.findall(r"\bperms:(\w+)", text)}
    assert used - defined == set()
    assert "perms:Departure" not in text


def test_a_repair_stated_in_another_form_is_refused(tmp_path: Path) -> None:
    lines = [f"@prefix {n}: <{PREFIXES[n]}> ." for n in ("perms", "psh", "sh")]
    lines.append(
        f"psh:S a sh:NodeShape ; sh:targetClass perms:Cat ; sh:property psh:S-name . "
        f"psh:S-name sh:path perms:name ; sh:minCount 1 ; "
        f"<{DASH}suggestionGenerator> [ sh:update 'CLEAR ALL' ] ."
    )
    file = tmp_path / "shapes.ttl"
    file.write_text("\n".join(lines), encoding="utf-8")
    graph = load_shapes([file])
    shape = next(s for s in graph.shapes.values() if s.name == PSH + "S-name")
    with pytest.raises(QueryError, match=r"must read DELETE \{ \} INSERT \{ \} WHERE \{ \}"):
        list(statements(graph, shape))


def test_a_shape_of_which_nothing_is_known_gets_no_repair(having: With, tmp_path: Path) -> None:
    file = tmp_path / "shapes.ttl"
    file.write_text(
        f"<{PSH}Other> a <{SH}NodeShape> ; <{SH}targetClass> <{PERMS}Agreement> ; "
        f"<{SH}nodeKind> <{SH}BlankNode> .",
        encoding="utf-8",
    )
    with having(AGREEMENT) as setting:
        other = validate(setting.dataset, compile_shapes(load_shapes([file])))
        assert [repairs(setting, result) for result in other.results] == [()]
