"""A question asked about what a change can have altered differs as the whole question does."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perms_graph.catalogue import Catalogue, Question
from perms_graph.catalogue.questions import read_question
from perms_graph.gaps import known_values
from perms_graph.namespaces import PERMS
from perms_graph.register import build_into, inputs
from perms_graph.resources import Resources
from perms_graph.store import Dataset, Term
from perms_graph.trial import Change, Setting, trying
from perms_graph.validation.touching import Walker
from perms_graph.whatif import Consequences, weigh, weighing
from perms_graph.whatif.narrowing import narrowed, split_of

from .conftest import DAY

ASKED = ("objectives_by_purpose", "partners_share_of_goals", "partnerships_by_holder",
         "duties_ahead")  # fmt: skip
COLUMNS = {
    "agreements_without_end": "agreement",
    "departures_expiring": "departure",
    "duties_ahead": "thing",
    "goals_with_money_from_one_source": "goal",
    "goals_with_money_without_technical_support": "goal",
    "goals_with_one_partner": "goal",
    "goals_with_technical_support_without_money": "goal",
    "members_goals_without_partnership": "member",
    "members_with_fewer_partnerships_than_peers": "member",
    "members_with_priorities_unanswered": "member",
    "members_without_partnership": "member",
    "objectives_by_purpose": "goal",
    "objectives_without_partnership": "goal",
    "partners_share_of_goals": "goal",
    "partners_without_demanded_mechanism": "partner",
    "partnerships_by_holder": "post",
    "partnerships_without_holder": "partnership",
    "partnerships_without_indicator": "partnership",
    "undertakings_overdue": "undertaking",
}
KINDS = ("Agreement", "Partnership", "Partner", "Contribution", "Undertaking", "Departure",
         "Priority")  # fmt: skip


@pytest.fixture(scope="module")
def illustrative(resources: Resources) -> Setting:
    """The real register with the invented set, which has money, undertakings and departures."""
    dataset = Dataset.memory()
    given = inputs(resources, illustrative=True)
    report = build_into(dataset, given).validation
    return Setting.of(dataset, given, report=report)


def questions(catalogue: Catalogue) -> list[Question]:
    return [*catalogue.family("gaps"), *map(catalogue.find, ASKED)]


def test_most_questions_are_split_by_a_column(catalogue: Catalogue) -> None:
    found = {q.name: s.column for q in questions(catalogue) if (s := split_of(q)) is not None}
    assert found == COLUMNS


def rows(dataset: Dataset, question: Question, text: str) -> list[tuple[Term | None, ...]]:
    known = known_values(DAY)
    values = {p.name: known[p.name] for p in question.parameters}
    return list(dataset.select(text, values).rows) if text else []


def change_of(dataset: Dataset, dice: random.Random) -> Change:
    """Draw a change: a thing copied with other ties, and statements of another taken out."""
    kind = ox.NamedNode(PERMS + dice.choice(KINDS))
    table = dataset.select("SELECT ?it { ?it a ?kind } ORDER BY ?it", {"kind": kind})
    things = [it for it in table.column("it") if isinstance(it, ox.NamedNode)]
    if not things:
        return Change()

    def stated(thing: ox.NamedNode) -> list[ox.Quad]:
        return sorted(
            (
                q
                for q in dataset.store.quads_for_pattern(thing, None, None)
                if isinstance(q.graph_name, ox.NamedNode)
                and not q.graph_name.value.endswith(("/inferred", "/derived", "/report"))
            ),
            key=str,
        )

    one, other, third = (dice.choice(things) for _ in range(3))
    new = ox.NamedNode("https://example.org/new")
    borrowed = dice.sample(stated(third), k=min(3, len(stated(third))))
    added = [ox.Triple(new, q.predicate, q.object) for q in (*stated(one), *borrowed)]
    pointing = sorted(dataset.store.quads_for_pattern(None, None, one, ox.DefaultGraph()), key=str)
    added += [ox.Triple(q.subject, q.predicate, new) for q in pointing[: dice.randint(0, 2)]]
    gone = stated(other)
    removed = dice.sample(gone, k=dice.randint(0, len(gone)))
    return Change(tuple(dict.fromkeys(added)), tuple(removed))


@settings(max_examples=40, deadline=None)
@given(dice=st.randoms(use_true_random=False))
def test_what_comes_and_goes_is_the_same_as_of_the_whole_question(
    illustrative: Setting, catalogue: Catalogue, dice: random.Random
) -> None:
    dataset = illustrative.dataset
    asked = questions(catalogue)
    with trying(illustrative, change_of(dataset, dice)) as outcome:
        walker = Walker(dataset, (*outcome.came, *outcome.went))
        texts = {q.name: text for q in asked if (text := narrowed(q, walker)) is not None}
        after = {q.name: rows(dataset, q, q.sparql) for q in asked}
        some_after = {q.name: rows(dataset, q, texts[q.name]) for q in asked if q.name in texts}
    for question in asked:
        if question.name not in texts:
            continue
        whole, some = after[question.name], some_after[question.name]
        before = rows(dataset, question, question.sparql)
        some_before = rows(dataset, question, texts[question.name])
        assert Counter(some) <= Counter(whole)
        assert Counter(some_before) <= Counter(before)
        assert Counter(whole) - Counter(before) == Counter(some) - Counter(some_before)
        assert Counter(before) - Counter(whole) == Counter(some_before) - Counter(some)
        # In the same order, so that what is listed is listed alike.
        kept = Counter(some)
        assert some == [row for row in whole if kept[row]]


def test_a_proposal_weighs_the_same_either_way(
    setting: Setting,
    illustrative: Setting,
    catalogue: Catalogue,
    proposal: Change,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def both(where: Setting) -> tuple[Consequences, Consequences]:
        whole = weigh(where, catalogue, proposal, day=DAY)
        with monkeypatch.context() as patch:
            patch.setattr(weighing, "LARGE", 0)
            return whole, weigh(where, catalogue, proposal, day=DAY)

    for where in (setting, illustrative):
        whole, some = both(where)
        assert whole == some
        assert whole.gaps


@pytest.mark.parametrize(
    ("body", "column"),
    [
        ("SELECT ?goal WHERE { ?a perms:serves ?goal }", "goal"),
        ("SELECT ?goal WHERE { ?a perms:serves ?goal } LIMIT 5", None),
        ("SELECT ?goal WHERE { ?a a perms:Agreement OPTIONAL { ?a perms:serves ?goal } }", None),
        ("SELECT ?goal (COUNT(?a) AS ?n) WHERE { ?a perms:serves ?goal } GROUP BY ?goal", "goal"),
        ("SELECT (SAMPLE(?g) AS ?goal) WHERE { ?a perms:serves ?g } GROUP BY ?a", None),
        # Each goal beside the number of all: no goal's row rests on that goal alone.
        ("SELECT ?goal WHERE { ?a perms:serves ?goal { SELECT (COUNT(?goal) AS ?n) WHERE "
         "{ ?b perms:serves ?goal } } }", None),
        ("SELECT ?goal WHERE { ?a perms:serves ?goal { SELECT ?a (COUNT(?goal) AS ?n) WHERE "
         "{ ?a perms:serves ?goal } GROUP BY ?a } }", None),
        ("SELECT ?goal WHERE { { ?a perms:serves ?goal } UNION { ?goal a perms:Goal } }", "goal"),
        ("SELECT ?goal WHERE { { ?a perms:serves ?goal } UNION { ?a a perms:Goal } }", None),
        ("SELECT ?goal WHERE { ?goal ?any ?thing }", None),
    ],
)  # fmt: skip
def test_a_column_splits_a_question_only_if_no_row_rests_on_another_thing(
    tmp_path: Path, body: str, column: str | None
) -> None:
    texts = [f"{key}.{tongue}: Words" for key in ("title", "question", "reading", "source",
             "returns.goal") for tongue in ("en", "fr")]  # fmt: skip
    header = "".join(f"#+ {line}\n" for line in ("returns goal iri", *texts))
    folder = tmp_path / "gaps"
    folder.mkdir()
    (folder / "asked.rq").write_text(f"{header}\n{body}\n", encoding="utf-8")
    split = split_of(read_question(folder / "asked.rq"))
    assert (split.column if split else None) == column
