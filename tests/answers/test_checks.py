"""Checks, gaps and trials from Python say what the commands say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import lxml.html
import pytest

from perms_graph.answers import Iri, Register
from perms_graph.errors import FileError, ParameterError, PermsError, UnknownNameError
from perms_graph.gaps import find_gaps
from perms_graph.register import Register as BuiltRegister

from .conftest import DAY

PROPOSAL = Path("docs/examples/proposal.ttl")
BREAKS = """
id:agreement/x a perms:Agreement ; skos:prefLabel "<b>x</b>"@en ; perms:startsOn "2027" .
"""


def test_the_register_conforms_and_says_what_is_to_be_looked_at(
    english: Register, register: BuiltRegister
) -> None:
    found = english.validate()
    assert found.conforms is True
    assert dict(found.counts) == {
        "Violation": register.manifest.violations,
        "Warning": register.manifest.warnings,
        "Info": register.manifest.infos,
    }
    assert len(found) == sum(found.counts.values())
    assert found.notes[0] == "It conforms."
    assert found[0].focus == Iri("https://w3id.org/perms/id/agreement/ag-014")
    assert found[0].path == Iri("https://w3id.org/perms/def#usesMechanism")


def test_a_check_is_narrowed_and_said_in_the_language_chosen(
    english: Register, french: Register
) -> None:
    narrow = french.validate(focus="p-055", principle="c")
    assert 0 < len(narrow) < len(french.validate())
    assert set(narrow.column("partnership")) == {"https://w3id.org/perms/id/partnership/p-055"}
    assert {getattr(m, "language", None) for m in narrow.column("message")} == {"fr"}
    assert narrow.notes[0] == "Aucun manquement dans la partie demandée."
    assert len(english.validate(least="violation")) == 0
    with pytest.raises(ParameterError, match=r"“grave” does not suit least"):
        english.validate(least="grave")  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match=r"p-5555"):
        english.validate(focus=["p-5555"])


def test_a_text_of_turtle_is_checked_with_its_places(english: Register) -> None:
    prefixed = BREAKS.replace("id:agreement/x", "<https://w3id.org/perms/id/agreement/x>")
    found = english.validate(prefixed)
    assert found.conforms is False
    wrong = [row for row in found if row.severity == "Violation"]
    assert {(row.file, row.line) for row in wrong} == {("<turtle>", 2)}
    html = lxml.html.fromstring(found._repr_html_())
    assert [e.tag for e in html.iter("b")] == []
    assert "It does not conform." in found.notes


def test_a_file_is_checked_by_its_name(english: Register, tmp_path: Path) -> None:
    found = english.validate(PROPOSAL, against="register")
    assert {row.file for row in found if row.file} == {str(PROPOSAL)}
    with pytest.raises(FileError) as caught:
        english.validate("<urn:a> <urn:b>\n .")
    assert str(caught.value).startswith("<turtle>:2:")
    assert str(tmp_path.parent) not in str(caught.value)
    with pytest.raises(FileError, match=r"missing\.ttl: There is no such file"):
        english.validate("missing.ttl")
    with pytest.raises(ParameterError, match=r"“everything” does not suit against"):
        english.validate(PROPOSAL, against="everything")  # type: ignore[arg-type]


def test_gaps_are_those_of_the_gap_questions(english: Register, register: BuiltRegister) -> None:
    found = find_gaps(register.dataset, register.catalogue, day=DAY)
    gaps = english.gaps()
    assert dict(zip(gaps.column("name"), gaps.column("rows"), strict=True)) == {
        gap.question.name: len(gap.table) for gap in found
    }
    members = gaps["members_without_partnership"]
    assert members.column("member") == (
        "https://w3id.org/perms/id/member/american-samoa",
        "https://w3id.org/perms/id/member/guam",
        "https://w3id.org/perms/id/member/northern-marianas",
    )
    assert gaps[0].name == "agreements_ended_without_successor"
    assert len(gaps[:2]) == 2
    assert gaps.title == "Gaps (30 June 2026)"


def test_gaps_look_as_far_ahead_as_they_are_asked_to(english: Register) -> None:
    ending = "agreements_ending_without_successor"
    assert len(english.gaps(months=60)[ending]) > len(english.gaps(months=0)[ending])
    with pytest.raises(ParameterError, match=r"^“-1” does not suit months\."):
        english.gaps(months=-1)


def test_an_unknown_gap_gives_the_nearest(french: Register) -> None:
    with pytest.raises(UnknownNameError) as caught:
        french.gaps()["members_without_partnerships"]
    assert "members_without_partnership" in caught.value.nearest
    assert "\nVouliez-vous dire\u00a0: members_without_partnership" in str(caught.value)


def test_a_day_before_all_that_is_known_is_refused_and_a_later_one_is_a_forecast(
    english: Register, french: Register
) -> None:
    with pytest.raises(ParameterError, match="lies outside the span"):
        english.gaps(day=dt.date(1900, 1, 1))
    assert "so this is a forecast." in english.gaps(day=dt.date(2100, 1, 1)).notes[0]
    assert "prévision" in french.whatif(PROPOSAL, day=dt.date(2100, 1, 1)).notes[-1]


def test_a_proposal_is_weighed_and_nothing_is_kept(english: Register) -> None:
    size = english.dataset.size(None)
    found = english.whatif(PROPOSAL)
    assert found.valid is True
    assert found.title == "If this were signed: 30 June 2026"
    assert "It breaks no commitment." in found.notes
    assert found.consequences.things == english.whatif(PROPOSAL).consequences.things
    assert {row.section for row in found} >= {"verdicts", "cells", "gaps", "duties"}
    assert english.dataset.size(None) == size


def test_a_proposal_is_text_as_well_as_a_file(english: Register) -> None:
    text = PROPOSAL.read_text(encoding="utf-8")
    body = "\n".join(line for line in text.splitlines() if not line.startswith("@prefix"))
    assert [*english.whatif(text)] == [*english.whatif(body)] == [*english.whatif(PROPOSAL)]


def test_a_proposal_that_breaks_a_commitment_says_so(french: Register) -> None:
    found = french.whatif(BREAKS.replace("id:agreement/x", "<urn:x>"))
    assert found.valid is False
    assert "Un engagement est enfreint\u00a0: voyez ce qu’en disent les contrôles." in found.notes


@pytest.mark.parametrize(
    ("proposal", "said"),
    [
        ((), "The file of the proposal is missing.\nFor instance: whatif("),
        (("<urn:a> a perms:Agreemnt .",), "<turtle>:1:"),
        (("# nothing\n",), "There is no statement in the proposal."),
        (("nowhere.ttl",), "nowhere.ttl: There is no such file."),
    ],
)
def test_what_is_no_proposal_is_refused_in_words(
    english: Register, proposal: tuple[str, ...], said: str
) -> None:
    with pytest.raises(PermsError) as caught:
        english.whatif(*proposal)
    assert str(caught.value).startswith(said)
