"""A check of files: owners, principles, verdicts, unknown names, and what of it is wanted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyoxigraph as ox
import pytest

from perms_graph.compliance import State
from perms_graph.errors import FileError, PermsError, UnknownNameError
from perms_graph.findings import Checked
from perms_graph.findings.checking import check_files, check_register
from perms_graph.findings.narrowing import Wanted
from perms_graph.findings.owners import owners_of
from perms_graph.namespaces import ID, PERMS, SH, shorten
from perms_graph.register import Register
from perms_graph.reports.findings import FORMATS, write

DAY = dt.date(2026, 6, 30)
E = "https://example.org/"
PREFIXES = f"""@prefix perms: <{PERMS}> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <{ID}> .
@prefix e: <{E}> .
"""
REEF = (
    PREFIXES
    + """e:reef a perms:Partnership ; skos:prefLabel "Reef"@en , "Récif"@fr ;
  perms:formalisedBy e:pact ;
  perms:hasProvision e:article .
e:pact a perms:Agreement ; skos:prefLabel "Pact"@en , "Pacte"@fr ;
  perms:hasAmount [ a perms:Amount ; perms:value 1.50 ; perms:currency "XXQ" ] .
e:article a perms:Provision ; skos:prefLabel "Article 2"@en , "Article 2"@fr ;
  perms:evidenceFor <https://w3id.org/perms/id/principle/sharedValues> ; perms:upheld false .
"""
)


def check(tmp_path: Path, text: str, against: str = "strategy", **wanted: object) -> Checked:
    path = tmp_path / "mine.ttl"
    path.write_text(text, encoding="utf-8")
    return check_files([path], against=against, day=DAY, wanted=Wanted(**wanted))  # type: ignore[arg-type]


def test_each_finding_has_its_partnership_principle_and_line(tmp_path: Path) -> None:
    checked = check(tmp_path, REEF)
    assert {f.owner for f in checked.findings} == {E + "reef"}
    found = {
        (f.result.path, f.principle, f.place.line if f.place else None)
        for f in checked.findings
        if f.result.value is not None
    }
    assert found == {
        (f"<{PERMS}hasProvision>", ID + "principle/sharedValues", 8),
        (f"<{PERMS}currency>", None, 10),
    }
    order = [f.result.severity.removeprefix(SH) for f in checked.findings]
    assert order == sorted(order, key=["Violation", "Warning", "Info"].index)
    assert {r.key for r in checked.report.results} == {f.result.key for f in checked.findings}
    assert not checked.conforms


def test_verdicts_are_on_the_partnerships_spoken_of_alone(tmp_path: Path) -> None:
    checked = check(tmp_path, REEF, "register")
    assert set(checked.ledger.by_partnership) == {ox.NamedNode(E + "reef")}
    states = {v.principle.letter: v.state for v in checked.ledger.verdicts}
    assert (states["d"], states["b"]) == (State.NOT_MET, State.NOT_EVIDENCED)
    assert (checked.remarks, checked.files) == ((), (str(tmp_path / "mine.ttl"),))
    assert checked.labels[E + "reef"] == {"en": "Reef", "fr": "Récif"}


def test_a_partnership_of_the_register_is_judged_if_the_file_adds_to_its_agreement(
    tmp_path: Path,
) -> None:
    text = PREFIXES + f'<{ID}agreement/ag-055> perms:hasAmount [ perms:currency "XXQ" ] .'
    checked = check(tmp_path, text, "register")
    assert set(checked.ledger.by_partnership) == {ox.NamedNode(ID + "partnership/p-055")}


def test_without_a_partnership_it_says_that_nothing_could_be_judged(tmp_path: Path) -> None:
    checked = check(tmp_path, PREFIXES + 'e:pact a perms:Agreement ; skos:prefLabel "Pact"@en .')
    assert checked.ledger.verdicts == ()
    assert str(checked.remarks[0]) == (
        "Nothing could be judged by the principles: there is no partnership here. "
        "Records checked by the other rules: 1."
    )
    assert {f.owner for f in checked.findings} == {None}


def test_what_is_none_of_ours_is_refused_and_a_slip_is_named(tmp_path: Path) -> None:
    with pytest.raises(PermsError, match="no thing of the kinds that are checked"):
        check(tmp_path, PREFIXES + 'e:x dcterms:title "x" .')
    with pytest.raises(FileError) as error:
        check(tmp_path, "\n\n<urn:x> a <http://w3id.org/perms/def/Agrement> .")
    assert error.value.line == 3
    assert "Did you mean: perms:Agreement" in str(error.value.hint)
    shape = f"<urn:s> a <{SH}NodeShape> ."
    with pytest.raises(PermsError, match="only shapes or imports here"):
        check(tmp_path, shape)


@pytest.mark.parametrize(
    ("against", "written"),
    [
        (
            "strategy",
            [
                ("perms:hasPartnr e:x", "perms:hasPartner"),
                ("a perms:Agrement", "perms:Agreement"),
                ("<http://w3id.org/perms/def#startsOn> 1", "perms:startsOn"),
                ("<https://w3id.org/perms/def/endsOn> 1", "perms:endsOn"),
                (f"perms:hasPurpose <{ID}purpose/technicalSuport>", "purpose:technicalSupport"),
                (f"perms:hasPurpose <{ID}purpose/financial>", "purpose:financialSupport"),
                # Without the register none of its partners is there: that is no slip.
                (f"perms:hasPartner <{ID}partner/spk>", None),
            ],
        ),
        (
            "register",
            [
                (f"perms:hasPartner <{ID}partner/spc>", None),
                (f"perms:hasPartner <{ID}partner/zzzzzzzz>", ""),
                ("perms:hasPartner <http://w3id.org/perms/id/partner/spc>", "id:partner/spc"),
            ],
        ),
    ],
)
def test_a_name_that_nothing_describes_is_told_with_the_nearest(
    tmp_path: Path, against: str, written: list[tuple[str, str | None]]
) -> None:
    text = REEF + "".join(f"e:pact {line} .\n" for line, _ in written)
    checked = check(tmp_path, text, against)
    found = {
        u.place.line if u.place else None: shorten(u.nearest[0]) if u.nearest else ""
        for u in checked.unknown
    }
    start = REEF.count("\n") + 1
    expected = {start + n: near for n, (_, near) in enumerate(written) if near is not None}
    assert found == expected


def test_shapes_in_the_data_judge_nothing_and_a_forged_report_neither(tmp_path: Path) -> None:
    forged = (
        "e:s a <http://www.w3.org/ns/shacl#NodeShape> ; "
        "<http://www.w3.org/ns/shacl#targetClass> perms:Partnership ; "
        "<http://www.w3.org/ns/shacl#nodeKind> <http://www.w3.org/ns/shacl#Literal> .\n"
        "<https://w3id.org/perms/graph/shapes> { e:t dcterms:subject e:u }\n"
    )
    path = tmp_path / "mine.trig"
    path.write_text(REEF + forged, encoding="utf-8")
    checked = check_files([path], against="strategy", day=DAY)
    before = check(tmp_path, REEF)

    def told(of: Checked) -> set[tuple[str | None, str]]:
        return {(f.principle, f.result.source_shape) for f in of.findings}

    assert told(checked) == told(before)
    assert len(checked.remarks) == 2
    assert [v.state for v in checked.ledger.verdicts] == [v.state for v in before.ledger.verdicts]


def test_what_is_wanted_can_be_a_principle_a_thing_or_what_is_grave(tmp_path: Path) -> None:
    def told(**wanted: object) -> Checked:
        return check(tmp_path, REEF + "e:pact perms:hasPartnr e:x .", **wanted)

    everything = told()
    shared = told(principle="d")
    assert {f.principle for f in shared.findings} == {ID + "principle/sharedValues"}
    assert [v.principle.letter for v in shared.ledger.verdicts] == ["d"]
    assert (shared.unknown, shared.conforms, everything.conforms) == ((), True, False)
    pact = told(focus=(E + "pact",))
    assert {str(f.result.focus) for f in pact.findings} == {f"<{E}pact>"}
    assert set(pact.ledger.by_partnership) == {ox.NamedNode(E + "reef")}
    assert len(told(focus=("Récif",), language="fr").findings) == len(everything.findings)
    assert (everything.part, shared.part, pact.part) == (False, True, True)
    grave = told(least="Violation")
    assert {f.result.severity for f in grave.findings} == {SH + "Violation"}
    assert (grave.unknown, len(everything.unknown), grave.part) == ((), 1, False)
    with pytest.raises(UnknownNameError):
        told(focus=("Nowhere at all",))
    with pytest.raises(UnknownNameError, match="Nothing here is called a"):
        told(principle="a")


def test_the_register_is_checked_without_files_or_places(register: Register) -> None:
    checked = check_register(register.dataset, register.catalogue, day=DAY)
    assert len(checked.findings) == len(checked.report.results) > 0
    assert {f.place for f in checked.findings} == {None}
    partnerships = register.dataset.select("SELECT ?p { ?p a perms:Partnership }")
    assert set(checked.ledger.by_partnership) == set(partnerships.column("p"))
    assert (checked.conforms, checked.files, checked.illustrative) == (True, (), False)


def test_things_of_every_kind_belong_to_their_partnership(illustrative: Register) -> None:
    asked = {
        "Agreement": "?p perms:formalisedBy ?t",
        "Provision": "?p perms:hasProvision ?t",
        "Indicator": "?p perms:monitoredBy ?t",
        "Measurement": "?p perms:monitoredBy ?i . ?t perms:ofIndicator ?i",
        "Target": "?p perms:monitoredBy ?i . ?i perms:hasTarget ?t",
        "Undertaking": "?p perms:formalisedBy ?a . ?t perms:owedUnder ?a",
        "Review": "?t perms:reviews ?p",
        "Departure": "?t perms:ofPartnership ?p",
        "Contribution": "?p perms:formalisedBy ?a . ?t perms:underAgreement ?a",
        "Partnership": "?t a perms:Partnership . BIND (?t AS ?p)",
    }
    for kind, pattern in asked.items():
        table = illustrative.dataset.select(
            f"SELECT ?t (MIN(?p) AS ?owner) {{ {pattern} . ?t a perms:{kind} }} GROUP BY ?t"
        )
        expected = {row["t"].value: row["owner"].value for row in table if "t" in row}
        assert expected, kind
        assert owners_of(illustrative.dataset, expected) == expected, kind
    assert owners_of(illustrative.dataset, [ID + "partner/spc"]) == {}


def test_a_file_whose_name_is_no_utf_8_is_checked_and_named(tmp_path: Path) -> None:
    path = tmp_path / "caf\udce9.ttl"
    path.write_text(REEF, encoding="utf-8")
    checked = check_files([path], against="ontology", day=DAY)
    assert checked.files == (str(tmp_path / "caf�.ttl"),)
    assert {f.place.file for f in checked.findings if f.place} == set(checked.files)
    for name in FORMATS:
        if name != "text":
            assert "caf" in write(checked, name, "en").decode() or name == "turtle", name
