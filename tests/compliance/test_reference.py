"""The verdicts that SPARQL gives are those of a plain reading of the same data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perms_graph.catalogue import Catalogue
from perms_graph.compliance import judge
from tests.compliance.conftest import Build

PRINCIPLES = (
    "collaboration",
    "genderAndInclusion",
    "mutualBenefit",
    "programmeIntegration",
    "sharedValues",
    "strategicContribution",
)
START = dt.date(2026, 1, 1)
# Few days, so that decisions, ends and the day judged for often coincide.
DAYS = st.integers(0, 4).map(lambda n: START + dt.timedelta(days=n))


@dataclass(frozen=True)
class Recorded:
    """What is recorded about one partnership, for plain Python."""

    provisions: list[tuple[str, bool | None]]
    links: set[str]
    departures: list[tuple[str, dt.date | None, dt.date | None]]


recorded = st.builds(
    Recorded,
    st.lists(st.tuples(st.sampled_from(PRINCIPLES), st.none() | st.booleans()), max_size=6),
    st.sets(st.sampled_from(["joins", "monitoredBy", "serves"])),
    st.lists(
        st.tuples(st.sampled_from(PRINCIPLES), st.none() | DAYS, st.none() | DAYS), max_size=3
    ),
)


def plainly(it: Recorded, principle: str, day: dt.date) -> str:
    for about, decided, expires in it.departures:
        begun = decided is not None and decided <= day
        if about == principle and begun and (expires is None or day <= expires):
            return "departedFrom"
    judged = [upheld for about, upheld in it.provisions if about == principle]
    if False in judged:
        return "notMet"
    enough = True in judged
    if principle == "collaboration":
        enough = enough or "joins" in it.links
    if principle == "mutualBenefit":
        enough = enough and "monitoredBy" in it.links
    if principle == "strategicContribution":
        enough = enough and "serves" in it.links
    return "met" if enough else "notEvidenced"


def turtle(all_of_it: list[Recorded]) -> str:
    lines = []
    for number, it in enumerate(all_of_it):
        lines.append(f"ex:p{number} a perms:Partnership .")
        for n, (about, upheld) in enumerate(it.provisions):
            lines.append(f"ex:p{number} perms:hasProvision ex:v{number}-{n} .")
            line = f"ex:v{number}-{n} perms:evidenceFor principle:{about}"
            if upheld is not None:
                line += f" ; perms:upheld {str(upheld).lower()}"
            lines.append(line + " .")
        lines += [f"ex:p{number} perms:{link} ex:{link} ." for link in sorted(it.links)]
        for n, (about, decided, expires) in enumerate(it.departures):
            line = f"ex:d{number}-{n} perms:ofPartnership ex:p{number} ; "
            line += f"perms:departsFrom principle:{about}"
            if decided is not None:
                line += f' ; perms:decidedOn "{decided}"^^xsd:date'
            if expires is not None:
                line += f' ; perms:expiresOn "{expires}"^^xsd:date'
            lines.append(line + " .")
    return "\n".join(lines) + "\n"


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(all_of_it=st.lists(recorded, min_size=1, max_size=4), day=DAYS)
def test_verdicts_are_those_of_a_plain_reading(
    built: Build, catalogue: Catalogue, all_of_it: list[Recorded], day: dt.date
) -> None:
    ledger = judge(built(turtle(all_of_it)), catalogue, day=day)
    found = {
        (v.partnership.value.rpartition("/")[2], v.principle.iri.rpartition("/")[2]): v.state.value
        for v in ledger.verdicts
    }
    assert found == {
        (f"p{number}", principle): plainly(it, principle, day)
        for number, it in enumerate(all_of_it)
        for principle in PRINCIPLES
    }
