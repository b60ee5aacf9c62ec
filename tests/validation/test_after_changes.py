"""After random changes to a register, inferences included, a report equals that of a whole run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.generator import write
from benchmarks.given import NAMES, register_inputs
from perms_graph.reasoning import (
    RuleSet,
    close_ontology,
    compile_rules,
    extend,
    materialise,
    retract,
)
from perms_graph.store import Dataset
from perms_graph.store.loading import load, merge, parse
from perms_graph.validation import (
    CompiledShapes,
    Report,
    affected,
    compile_shapes,
    load_shapes,
    recheck,
    validate,
)
from tests.validation.test_against_pyshacl import careful


@dataclass(frozen=True)
class Register:
    """A small synthetic register, reasoned over and validated with all shipped shapes."""

    content: bytes
    rules: RuleSet
    compiled: CompiledShapes
    report: Report
    statements: tuple[ox.Quad, ...]

    def copy(self) -> Dataset:
        made = Dataset.memory()
        made.store.load(self.content, format=ox.RdfFormat.N_QUADS)
        return made


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    generated = tmp_path_factory.mktemp("register") / "generated.nq"
    write(1000, generated, names=NAMES)
    inputs = register_inputs(str(generated))
    dataset = Dataset.memory()
    load(dataset, inputs.sources)
    merge(dataset)
    rules = compile_rules(close_ontology(q.triple for p in inputs.ontology for q in parse(p)))
    materialise(dataset, rules)
    compiled = compile_shapes(load_shapes(inputs.shapes))
    return Register(
        dataset.store.dump(format=ox.RdfFormat.N_QUADS),
        rules,
        compiled,
        validate(dataset, compiled),
        tuple(sorted(_stated(generated), key=str)),
    )


def _stated(generated: Path) -> set[ox.Quad]:
    quads = ox.parse(path=str(generated), format=ox.RdfFormat.N_QUADS)
    return {q for q in quads if "/graph/source/" in str(q.graph_name)}


def _remove(dataset: Dataset, rules: RuleSet, quads: list[ox.Quad]) -> list[ox.Triple]:
    present = [q for q in quads if q in dataset.store]
    for quad in present:
        dataset.store.remove(quad)
    return list(retract(dataset, rules, [q.triple for q in present]).gone)


def _add(dataset: Dataset, rules: RuleSet, quads: list[ox.Quad]) -> list[ox.Triple]:
    fresh = [q for q in quads if q not in dataset.store]
    dataset.add(fresh)
    triples = [q.triple for q in fresh]
    return [*triples, *extend(dataset, rules, triples)]


places = st.integers(min_value=0, max_value=10**6)
edits = st.lists(
    st.tuples(
        st.lists(places, max_size=4),
        st.lists(st.tuples(places, places, places), max_size=3),
        st.none() | places,
    ),
    min_size=1,
    max_size=3,
)


@careful
@given(steps=edits)
def test_a_report_after_changes_equals_a_whole_run(
    register: Register, steps: list[tuple[list[int], list[tuple[int, int, int]], int | None]]
) -> None:
    dataset, report = register.copy(), register.report
    known = register.statements

    def pick(place: int) -> ox.Quad:
        return known[place % len(known)]

    for gone, made, whole in steps:
        lost = [pick(place) for place in gone]
        if whole is not None:
            # All that is stated about one thing.
            lost += [q for q in known if q.subject == pick(whole).subject]
        changed = _remove(dataset, register.rules, lost)
        new = [
            ox.Quad(pick(s).subject, pick(p).predicate, pick(o).object, pick(s).graph_name)
            for s, p, o in made
        ]
        changed += _add(dataset, register.rules, new)
        done = recheck(dataset, register.compiled, report, changed)
        full = validate(dataset, register.compiled)
        assert done.report == full
        assert done.report.results == full.results
        assert done.report.counts == full.counts
        assert len(done.added) - len(done.removed) == len(full.results) - len(report.results)
        report = done.report


def test_no_shipped_shape_is_run_whole_after_a_change_to_an_agreement(register: Register) -> None:
    dataset = register.copy()
    agreement = next(q.subject for q in register.statements if "/agreement/" in str(q.subject))
    changed = _remove(
        dataset, register.rules, [q for q in register.statements if q.subject == agreement]
    )
    assert len(changed) > 10
    touched = affected(register.compiled, dataset, changed)
    assert touched.whole == frozenset()
    assert touched.reference == frozenset()


def test_a_report_shares_what_a_change_did_not_touch(register: Register) -> None:
    dataset = register.copy()
    label = next(
        q
        for q in register.statements
        if "/agreement/" in str(q.subject) and "prefLabel" in q.predicate.value
    )
    about = [
        q
        for q in register.statements
        if q.subject == label.subject and q.predicate == label.predicate
    ]
    done = recheck(
        dataset, register.compiled, register.report, _remove(dataset, register.rules, about)
    )
    assert {str(r.focus) for r in done.added} == {str(label.subject)}
    before, after = set(map(id, register.report.results)), set(map(id, done.report.results))
    assert len(after - before) == len(done.added)
