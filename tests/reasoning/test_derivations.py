"""The first and last possible day of each start and end, case by case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perms_graph import reasoning
from perms_graph.reasoning import DERIVED, Journal, bounded_by, derivations, derive
from perms_graph.store import Dataset

Make = Callable[[str], Dataset]
BOUNDS = ("earliestStart", "latestStart", "earliestEnd", "latestEnd")
STATUS = "<https://w3id.org/perms/id/status/{}>"

KINDS = """
graph:project/readings {
    :signed perms:countsAsBeginning true . :announced perms:countsAsBeginning false .
}
graph:provenance {
    g:a perms:accessedOn "2026-06-15"^^xsd:date .
    g:b perms:accessedOn "2026-11"^^xsd:gYearMonth .
    g:leap perms:accessedOn "2024-02-28"^^xsd:date .
    g:yearend perms:accessedOn "2025-12-31"^^xsd:date .
}
""".replace("graph:project/readings", "<https://w3id.org/perms/graph/project/readings>")


def year(text: str) -> str:
    return f'"{text}"^^xsd:gYear'


def month(text: str) -> str:
    return f'"{text}"^^xsd:gYearMonth'


def day(text: str) -> str:
    return f'"{text}"^^xsd:date'


def status(name: str) -> str:
    return "perms:statedStatus " + STATUS.format(name)


def bounds(dataset: Dataset, thing: str = "http://example.org/x") -> tuple[str | None, ...]:
    found: list[str | None] = []
    for name in BOUNDS:
        rows = dataset.select(
            "SELECT (STR(?d) AS ?day) (DATATYPE(?d) AS ?kind) "
            f"WHERE {{ <{thing}> perms:{name} ?d }}"
        )
        assert len(rows) <= 1
        found.append(None)
        for row in rows:
            assert row["kind"].value == "http://www.w3.org/2001/XMLSchema#date"
            found[-1] = str(row["day"].value)
    return tuple(found)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        pytest.param(
            f"g:a {{ :x perms:startsOn {day('2020-05-06')} ; perms:endsOn {day('2021-07-08')} }}",
            ("2020-05-06", "2020-05-06", "2021-07-08", "2021-07-08"),
            id="days are days",
        ),
        pytest.param(
            f"g:a {{ :x perms:startsOn {year('2020')} ; perms:endsOn {year('2021')} }}",
            ("2020-01-01", "2020-12-31", "2021-01-01", "2021-12-31"),
            id="a year may be any day in it",
        ),
        pytest.param(
            f"g:a {{ :x perms:startsOn {month('2024-02')} ; perms:endsOn {month('2023-02')} }}",
            ("2024-02-01", "2024-02-29", "2023-02-01", "2023-02-28"),
            id="February has 29 days every four years",
        ),
        pytest.param(
            f"g:a {{ :x perms:startsOn {month('1900-02')} ; perms:endsOn {month('2000-02')} }}",
            ("1900-02-01", "1900-02-28", "2000-02-01", "2000-02-29"),
            id="not in 1900, but in 2000",
        ),
        pytest.param(
            f"g:a {{ :x perms:startsOn {month('2021-04')} ; perms:endsOn {month('2021-12')} }}",
            ("2021-04-01", "2021-04-30", "2021-12-01", "2021-12-31"),
            id="30 days in April, 31 in December",
        ),
        pytest.param(
            f"g:a {{ :x perms:startsOn {month('2021-06')} ; perms:endsOn {month('2021-09')} }}",
            ("2021-06-01", "2021-06-30", "2021-09-01", "2021-09-30"),
            id="30 days in June and September",
        ),
        pytest.param(
            f"g:a {{ :x perms:startsOn {month('2021-11')} ; perms:endsOn {month('2021-07')} }}",
            ("2021-11-01", "2021-11-30", "2021-07-01", "2021-07-31"),
            id="30 days in November, 31 in July; a wrong order is not ours to mend",
        ),
        pytest.param(
            f"g:a {{ :x perms:startsOn {year('2020')} ; perms:endsOn {month('2024-03')} }} "
            f"g:b {{ :x perms:startsOn {day('2019-03-04')} ; perms:endsOn {year('2025')} }}",
            ("2019-03-04", "2020-12-31", "2024-03-01", "2025-12-31"),
            id="sources that disagree: the bounds span what they say",
        ),
        pytest.param(
            f"g:a {{ :x perms:signedOn {month('2020-02')} ; perms:dateKind :signed }}",
            ("2020-02-01", "2020-02-29", None, None),
            id="without a start, the signature begins it",
        ),
        pytest.param(
            f"g:a {{ :x perms:signedOn {day('2020-02-03')} ; perms:dateKind :announced }}",
            (None, None, None, None),
            id="an announcement begins nothing",
        ),
        pytest.param(
            f"g:a {{ :x perms:signedOn {day('2020-02-03')} }}",
            (None, None, None, None),
            id="a date of no known kind begins nothing",
        ),
        pytest.param(
            f"g:a {{ :x perms:signedOn {day('2020-02-03')} ; perms:dateKind :signed ; "
            f"perms:startsOn {day('2020-07-01')} }}",
            ("2020-07-01", "2020-07-01", None, None),
            id="with a start, the signature does not count",
        ),
        pytest.param(
            f"g:a {{ :x perms:signedOn {day('2020-02-03')} ; perms:dateKind :signed }} "
            f"g:b {{ :x perms:signedOn {day('2020-05-01')} ; perms:dateKind :announced }}",
            ("2020-02-03", "2020-02-03", None, None),
            id="a date has the kind that its own source gives it",
        ),
        pytest.param(
            f"g:a {{ :x perms:signedOn {day('2020-02-03')} }} g:b {{ :x perms:dateKind :signed }}",
            ("2020-02-03", "2020-02-03", None, None),
            id="a source silent on the kind takes it from another",
        ),
        pytest.param(
            f"g:a {{ :x perms:startsOn {day('2020-01-01')} ; {status('inForce')} }}",
            ("2020-01-01", "2020-01-01", "2026-06-15", None),
            id="in force without an end: up to the day of reading",
        ),
        pytest.param(
            f"g:b {{ :x perms:startsOn {day('2020-01-01')} ; {status('running')} }}",
            ("2020-01-01", "2020-01-01", "2026-11-01", None),
            id="read some day of a month: surely up to its first",
        ),
        pytest.param(
            f"g:a {{ :x {status('running')} }} g:b {{ :x {status('inForce')} }}",
            (None, "2026-06-15", "2026-11-01", None),
            id="read twice: begun by the first reading, not ended by the second",
        ),
        pytest.param(
            f"g:b {{ :x {status('inForce')} }}",
            (None, "2026-11-30", "2026-11-01", None),
            id="read some day of a month: surely begun by its last",
        ),
        pytest.param(
            f"g:a {{ :x perms:endsOn {year('2024')} ; {status('inForce')} }}",
            (None, "2026-06-15", "2024-01-01", "2024-12-31"),
            id="with an end, a status says nothing on it",
        ),
        pytest.param(
            f"g:a {{ :x {status('inPreparation')} }}",
            ("2026-06-16", None, None, None),
            id="in preparation: not begun on the day of reading",
        ),
        pytest.param(
            f"g:leap {{ :x {status('inPreparation')} }}",
            ("2024-02-29", None, None, None),
            id="the day after 28 February of a leap year",
        ),
        pytest.param(
            f"g:yearend {{ :x {status('inPreparation')} }}",
            ("2026-01-01", None, None, None),
            id="the day after the last of the year",
        ),
        pytest.param(
            f"g:b {{ :x {status('inPreparation')} }}",
            ("2026-11-02", None, None, None),
            id="in preparation on some day of a month: surely not begun on its first",
        ),
        pytest.param(
            f"g:a {{ :x perms:startsOn {year('2026')} ; {status('inPreparation')} }}",
            ("2026-06-16", "2026-12-31", None, None),
            id="in preparation this year: what is left of it",
        ),
        pytest.param(
            f"g:a {{ :x perms:startsOn {year('2027')} ; {status('inPreparation')} }}",
            ("2027-01-01", "2027-12-31", None, None),
            id="in preparation until next year: nothing new",
        ),
        pytest.param(
            f"g:a {{ :x perms:startsOn {month('2025-03')} }} "
            f"g:b {{ :x {status('inPreparation')} }}",
            ("2025-03-01", None, None, None),
            id="begun by one source, in preparation by another: whether it has begun is not known",
        ),
        pytest.param(
            f"g:a {{ :x {status('inPreparation')} }} g:b {{ :x {status('inForce')} }}",
            ("2026-06-16", "2026-11-30", "2026-11-01", None),
            id="in preparation, then in force: it began between",
        ),
        pytest.param(
            f"g:a {{ :x {status('inForce')} }} g:b {{ :x {status('inPreparation')} }}",
            (None, None, "2026-06-15", None),
            id="in force, then in preparation: nothing is known of its start",
        ),
        pytest.param("g:a { :x perms:topic 'seabirds'@en }", (None,) * 4, id="nothing said"),
    ],
)
def test_bounds_of_an_agreement(
    statements: str, expected: tuple[str | None, ...], dataset_of: Make
) -> None:
    dataset = dataset_of(KINDS + "g:c { :x a perms:Agreement } " + statements)
    given = len(dataset)
    count = derive(dataset)
    assert bounds(dataset) == expected
    assert count == len([b for b in expected if b])
    assert len(dataset) == given + 2 * count


@pytest.mark.parametrize("kind", ["perms:Contribution", "org:Membership"])
def test_contributions_and_memberships_have_bounds_too(kind: str, dataset_of: Make) -> None:
    dataset = dataset_of(
        f"g:a {{ :x a {kind} ; perms:startsOn {year('2012')} ; perms:endsOn {month('2013-04')} }}"
    )
    derive(dataset)
    assert bounds(dataset) == ("2012-01-01", "2012-12-31", "2013-04-01", "2013-04-30")


def test_what_has_no_term_has_no_bounds(dataset_of: Make) -> None:
    dataset = dataset_of(f"g:a {{ :x a perms:Plan ; perms:startsOn {year('2012')} }}")
    assert derive(dataset) == 0
    assert DERIVED not in dataset.graphs()


def test_deriving_again_replaces_what_was_derived(dataset_of: Make) -> None:
    dataset = dataset_of(f"g:a {{ :x a perms:Agreement ; perms:startsOn {year('2020')} }}")
    derive(dataset)
    dataset.update(
        "DELETE WHERE { ?s perms:startsOn ?o } ; "
        "DELETE WHERE { GRAPH ?g { ?s perms:startsOn ?o } } ; "
        "INSERT DATA { <http://example.org/x> perms:endsOn '2021'^^xsd:gYear }"
    )
    assert derive(dataset) == 2
    assert bounds(dataset) == (None, None, "2021-01-01", "2021-12-31")
    assert derive(dataset) == 2
    assert bounds(dataset) == (None, None, "2021-01-01", "2021-12-31")


def test_a_bound_that_a_source_states_stays(dataset_of: Make) -> None:
    dataset = dataset_of(
        f"g:a {{ :x a perms:Agreement ; perms:startsOn {day('2020-01-01')} ; "
        f"perms:earliestStart {day('2020-01-01')} }}"
    )
    derive(dataset)
    dataset.update("DELETE WHERE { ?s perms:startsOn ?o }")
    assert derive(dataset) == 0
    assert bounds(dataset) == ("2020-01-01", None, None, None)


def test_progress_counts_the_rules(dataset_of: Make) -> None:
    told: list[tuple[str, int, int]] = []
    derive(dataset_of(""), progress=lambda *step: told.append(step))
    assert told == [("derive", n, 4) for n in range(5)]


@pytest.mark.parametrize("rule", derivations(), ids=lambda rule: rule.name)
def test_a_rule_says_what_it_does_in_both_languages(rule: object) -> None:
    header = getattr(rule, "header", {})
    assert {name: sorted(texts) for name, texts in header.items()} == {
        "title": ["en", "fr"],
        "reading": ["en", "fr"],
        "source": ["en", "fr"],
    }
    assert all(len(text) > 10 for texts in header.values() for text in texts.values())


def test_every_rule_file_is_run() -> None:
    folder = Path(reasoning.__file__).parent / "derivation"
    assert sorted(r.name for r in derivations()) == sorted(p.stem for p in folder.glob("*.rq"))


STATEMENTS = (
    *(f"g:{g} {{ :{x} a {k} }}" for g in "ab" for x in "xy" for k in ("perms:Agreement", ":Cat")),
    *(f"g:a {{ :{x} perms:{p} {year('2020')} }}" for x in "xy" for p in ("startsOn", "endsOn")),
    *(f"g:b {{ :{x} perms:signedOn {day('2021-02-03')} }}" for x in "xy"),
    *(f"g:{g} {{ :{x} perms:dateKind :{k} }}" for g in "ab" for x in "xy" for k in ("s", "t")),
    *(f"g:{g} {{ :{x} {status('running')} }}" for g in "ab" for x in "xy"),
    *(f"g:b {{ :{x} {status('inPreparation')} }}" for x in "xy"),
    "g:a { :s perms:countsAsBeginning true }",
    "g:b { :t perms:countsAsBeginning true }",
    f"g:a {{ g:a perms:accessedOn {day('2026-06-15')} }}",
    f"g:a {{ g:b perms:accessedOn {month('2026-11')} }}",
    f"g:a {{ :x perms:earliestStart {day('2020-01-01')} }}",
    f"g:a {{ [] a perms:Agreement ; perms:startsOn {year('2019')} }}",
)
"""Each says something that bounds are computed from."""

some = st.sets(st.sampled_from(STATEMENTS), max_size=12)


@settings(max_examples=60, deadline=None)
@given(before=some, after=some)
def test_deriving_what_a_change_touches_gives_what_deriving_all_gives(
    before: set[str], after: set[str], dataset_of: Make
) -> None:
    first, last = (set(dataset_of(" ".join(sorted(texts))).store) for texts in (before, after))
    dataset, anew = Dataset.memory(), Dataset.memory()
    dataset.add(first)
    derive(dataset)
    start = set(dataset.store)
    journal = Journal(dataset)
    journal.remove(first - last)
    journal.add(last - first)
    moved = bounded_by(dataset, [*journal.came(), *journal.went()])
    derive(dataset, things=moved, journal=journal)
    anew.add(last)
    derive(anew)
    assert set(dataset.store) == set(anew.store)
    journal.undo()
    assert set(dataset.store) == start


def test_deriving_about_things_counts_what_is_about_them(dataset_of: Make) -> None:
    dataset = dataset_of(
        f"g:a {{ :x a perms:Agreement ; perms:startsOn {year('2020')} . "
        f":y a perms:Agreement ; perms:startsOn {year('2021')} ; perms:endsOn {year('2022')} }}"
    )
    y = ox.NamedNode("http://example.org/y")
    assert derive(dataset, things=[y]) == 4
    assert bounds(dataset) == (None,) * 4
    assert derive(dataset, things=[]) == 0
    assert bounds(dataset, y.value) == ("2021-01-01", "2021-12-31", "2022-01-01", "2022-12-31")
