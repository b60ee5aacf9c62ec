"""Every repair that is offered for a case of the shapes does what it says, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import Graph
from rdflib.namespace import RDF, SH

from perms_graph.namespaces import PERMS
from perms_graph.namespaces import SH as SHACL
from perms_graph.repair import BLANK, Repair
from perms_graph.resources import Resources
from perms_graph.store.loading import parse
from perms_graph.trial import Change, Setting, trying
from perms_graph.validation import Result, validate

CASES = sorted(
    p
    for p in (Path(__file__).parents[1] / "shapes").glob("*/violates-*.ttl")
    if not p.name.endswith(".expected.ttl")
)
SOME = [
    "AgreementPartiesShape/violates-sprep-not-a-party",
    "ContributionShape/violates-end-before-start",
    "IndicatorShape/violates-no-baseline",
    "MemberShape/violates-m49-without-zero",
    "SharedValuesShape/violates-no-provision",
    "SharedValuesShape/violates-not-upheld",
]
Look = Callable[[Path], tuple[tuple[Result, tuple[Repair, ...]], ...]]
TYPE = ox.NamedNode(str(RDF.type))


def case(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def laid(path: Path) -> Change:
    return Change(tuple(q.triple for q in parse(path)))


@pytest.mark.parametrize("path", CASES, ids=case)
def test_a_repair_makes_its_result_go_and_brings_none(
    path: Path, strategy: Setting, repaired: Look
) -> None:
    offered = [(result, repair) for result, found in repaired(path) for repair in found]
    with trying(strategy, laid(path)) as bad:
        for result, repair in offered:
            with trying(bad.setting, repair.as_tried()):
                # A whole run, not the one that the trial brought up to date.
                after = Counter(
                    r.key for r in validate(strategy.dataset, strategy.compiled).results
                )
            before = Counter(r.key for r in bad.report.results)
            assert after - before == Counter()
            assert (before - after)[result.key] == 1


@pytest.mark.parametrize("name", SOME)
def test_pyshacl_finds_the_same(
    name: str, strategy: Setting, repaired: Look, resources: Resources
) -> None:
    path = next(p for p in CASES if case(p) == name)
    looked = repaired(path)
    assert [len(found) > 0 for _, found in looked] == [True]
    with trying(strategy, laid(path)) as bad:
        before = by_pyshacl(strategy, bad.came, resources)
        for result, found in looked:
            for repair in found:
                with trying(bad.setting, repair.as_tried()) as mended:
                    came = [t for t in bad.came if t not in mended.went] + list(mended.came)
                    after = by_pyshacl(strategy, came, resources)
                assert after - before == Counter()
                gone = (result.focus.value, result.source_shape, result.component)
                assert (before - after)[gone] == 1


def by_pyshacl(
    setting: Setting, triples: object, resources: Resources
) -> Counter[tuple[str, str, str]]:
    """Judge what some triples describe, with what is said of the things that they lead to."""
    stated = [t for t in cast("list[ox.Triple]", triples) if isinstance(t, ox.Triple)]
    known = dict.fromkeys(stated)
    described = {t.subject.value for t in stated if isinstance(t.subject, ox.NamedNode)}
    for triple in stated:
        if isinstance(triple.object, ox.NamedNode):
            store = setting.dataset.store
            quads = store.quads_for_pattern(triple.object, None, None, ox.DefaultGraph())
            known |= dict.fromkeys(q.triple for q in quads)
    text = b"".join(f"{t.subject} {t.predicate} {t.object} .\n".encode() for t in known)
    shapes = Graph()
    for file in sorted(resources.shapes.rglob("*.ttl")):
        shapes.parse(file)
    _, report, _ = pyshacl.validate(
        Graph().parse(data=text, format="nt"), shacl_graph=shapes, inference="none"
    )
    graph = cast("Graph", report)
    return Counter(
        (
            str(graph.value(r, SH.focusNode)),
            str(graph.value(r, SH.sourceShape)),
            str(graph.value(r, SH.sourceConstraintComponent)),
        )
        for r in graph.subjects(RDF.type, SH.ValidationResult)
        if str(graph.value(r, SH.focusNode)) in described
    )


def test_five_cases_in_six_have_a_repair(repaired: Look) -> None:
    without = {case(p) for p in CASES if not any(found for _, found in repaired(p))}
    # Remarks on what sources say, or on a day that has passed, are there to be looked at.
    assert {
        "SourcesAgreeShape/violates-two-ends",
        "SourcesAgreeShape/violates-two-starts",
        "UndertakingShape/violates-done-late",
    } <= without
    assert len(without) < len(CASES) / 6


def test_no_repair_is_a_departure_or_takes_evidence_away(repaired: Look) -> None:
    kept = {PERMS + name for name in ("hasProvision", "evidenceFor")}
    asked = {str(p) for p in (*kept, PERMS + "upheld", PERMS + "quotes")}
    for path in CASES:
        for result, found in repaired(path):
            for repair in found:
                added = {t.object for t in repair.adds if t.predicate == TYPE}
                assert ox.NamedNode(PERMS + "Departure") not in added
                if result.severity == SHACL + "Info":
                    assert len(repair.removes) <= len(repair.adds)
                if "-upheld" in result.source_shape and path.parent.name != "ProvisionShape":
                    removed = {t.predicate.value for t in repair.removes}
                    assert removed & kept == set()
                    assert {t.predicate.value for t in repair.adds} & asked


def test_blanks_stand_where_they_are_said_to(repaired: Look) -> None:
    for path in CASES:
        for _, found in repaired(path):
            for repair in found:
                parts = {p for t in repair.adds for p in (t.subject, t.object)}
                standing = {
                    p.value.removeprefix(BLANK)
                    for p in parts
                    if isinstance(p, ox.NamedNode) and p.value.startswith(BLANK)
                }
                assert standing == {blank.name for blank in repair.blanks}
                assert not [t for t in repair.removes if BLANK in f"{t}"]
                for blank in repair.blanks:
                    assert set(blank.labels) == set(blank.asks) == {"en", "fr"}
                assert set(repair.titles) == {"en", "fr"}
