"""What is due on a day: the boundary days, on the illustrative set and on a few triples."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from perms_graph.catalogue import bind_values, load_catalogue
from perms_graph.namespaces import ID, sparql_prologue
from perms_graph.register import Register
from perms_graph.resources import shipped
from perms_graph.store import Dataset

CATALOGUE = load_catalogue(shipped().queries)
TEST = "https://w3id.org/perms/test/"

REVIEWED = """
ex:p a perms:Partnership ; perms:formalisedBy ex:a ; perms:reviewedIn ex:r .
ex:a perms:latestStart "2019-01-01"^^xsd:date .
ex:r perms:heldOn "2022-02-10"^^xsd:date .
<https://w3id.org/perms/id/setting/review-period> perms:frequency "P2Y"^^xsd:duration .
"""
NEVER = REVIEWED.replace("perms:reviewedIn ex:r", 'perms:topic "coasts"')
MEASURED = """
ex:i a perms:Indicator ; perms:frequency "P6M"^^xsd:duration .
ex:p perms:monitoredBy ex:i .
ex:m perms:ofIndicator ex:i ; perms:measuredOn "2023-08-31"^^xsd:date .
"""
UNDERTAKEN = """
ex:u a perms:Undertaking ; perms:dueOn "2025-06-30"^^xsd:date .
"""


def ask(turtle: str, name: str, **values: str) -> list[dict[str, str]]:
    text = sparql_prologue(turtle).replace("PREFIX", "@prefix").replace(">\n", "> .\n")
    text += f"@prefix ex: <{TEST}> .\n{turtle}"
    dataset = Dataset.memory()
    dataset.add(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    question = CATALOGUE.find(name)
    table = dataset.select(question.sparql, bind_values(question, values))
    return [{n: t.value.removeprefix(TEST) for n, t in row.items()} for row in table]


@pytest.mark.parametrize(
    ("turtle", "day", "due"),
    [
        pytest.param(REVIEWED, "2024-02-29", [], id="the last day of the month is in time"),
        pytest.param(REVIEWED, "2024-03-01", ["2024-02-29"], id="the day after, of a leap year"),
        pytest.param(REVIEWED, "2022-02-09", ["2021-01-31"], id="a review still to come"),
        pytest.param(NEVER, "2024-03-01", ["2021-01-31"], id="never: counted from the beginning"),
        pytest.param(NEVER, "2021-01-31", [], id="never: in time on the last day"),
        pytest.param(
            NEVER.replace("latestStart", "earliestStart"),
            "2021-01-31",
            [None],
            id="nobody knows when it began",
        ),
        pytest.param(
            REVIEWED + 'ex:a perms:latestEnd "2024-02-29"^^xsd:date .',
            "2024-03-01",
            [],
            id="no longer in force",
        ),
        pytest.param(
            REVIEWED.replace("P2Y", "P6M"), "2022-09-01", ["2022-08-31"], id="twice a year"
        ),
        pytest.param(
            REVIEWED.replace("P2Y", "P1Y10M"), "2024-01-01", ["2023-12-31"], id="up to December"
        ),
    ],
)
def test_a_review_is_due_at_the_end_of_its_month(
    turtle: str, day: str, due: list[str | None]
) -> None:
    rows = ask(turtle, "partnerships_due_for_review", day=day)
    assert [row.get("due_on") for row in rows] == due


def test_a_partnership_due_for_review_says_what_it_is_counted_from() -> None:
    assert ask(REVIEWED, "partnerships_due_for_review", day="2025-01-01") == [
        {
            "partnership": "p",
            "in_force": "not known",
            "last_review": "2022-02-10",
            "begun_by": "2019-01-01",
            "due_on": "2024-02-29",
        }
    ]


@pytest.mark.parametrize(
    ("turtle", "day", "due"),
    [
        pytest.param(MEASURED, "2024-02-29", [], id="the last day of the month is in time"),
        pytest.param(MEASURED, "2024-03-01", ["2024-02-29"], id="the day after"),
        pytest.param(
            MEASURED.replace("perms:ofIndicator", "perms:about"),
            "2024-03-01",
            [None],
            id="never measured",
        ),
        pytest.param(MEASURED.replace("P6M", "P90D"), "2030-01-01", [], id="a frequency in days"),
    ],
)
def test_a_measurement_is_due_at_the_end_of_its_month(
    turtle: str, day: str, due: list[str | None]
) -> None:
    rows = ask(turtle, "measurements_due", day=day)
    assert [row.get("due_on") for row in rows] == due


@pytest.mark.parametrize(
    ("turtle", "day", "until", "late"),
    [
        pytest.param(UNDERTAKEN, "2025-06-30", "2025-06-30", ["false"], id="on its day"),
        pytest.param(UNDERTAKEN, "2025-07-01", "2025-12-31", ["true"], id="the day after"),
        pytest.param(UNDERTAKEN, "2025-06-01", "2025-06-29", [], id="due after the last day"),
        pytest.param(
            UNDERTAKEN + 'ex:u perms:doneOn "2025-07-02"^^xsd:date .',
            "2025-07-01",
            "2025-12-31",
            ["true"],
            id="done the day after",
        ),
        pytest.param(
            UNDERTAKEN + 'ex:u perms:doneOn "2025-07-02"^^xsd:date .',
            "2025-07-02",
            "2025-12-31",
            [],
            id="done on the day",
        ),
    ],
)
def test_an_undertaking_is_open_until_it_is_done(
    turtle: str, day: str, until: str, late: list[str]
) -> None:
    rows = ask(turtle, "undertakings_due", day=day, until=until)
    assert [row["late"] for row in rows] == late


def test_the_illustrative_set_has_something_due(illustrative: Register) -> None:
    found = illustrative.ask("measurements_due", {"day": "2026-06-30"})
    assert [t.value.removeprefix(ID) for t in found.column("indicator")] == [
        "indicator/example-waste-records"
    ]
    found = illustrative.ask("undertakings_due", {"day": "2026-06-30", "until": "2026-12-31"})
    assert [t.value.removeprefix(ID) for t in found.column("undertaking")] == [
        "undertaking/example-open-data",
        "undertaking/example-waste-census",
        "undertaking/example-seasonal-outlook",
    ]
