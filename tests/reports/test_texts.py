"""What people read: dates, numbers, names, tables."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest
from rich.console import Console, RenderableType

from perms_graph.coverage import Tally
from perms_graph.description import GraphSource
from perms_graph.labels import Label
from perms_graph.namespaces import GRAPH, ID, PERMS, SH, XSD
from perms_graph.reports import coverage, tables, things
from perms_graph.reports.findings.words import message_of
from perms_graph.reports.values import literal, moment, number, plain, state
from perms_graph.store import Dataset, Table
from perms_graph.validation import Result

SPC = ID + "partner/spc"
POST = ID + "post/one"


def shown(laid: RenderableType) -> str:
    console = Console(file=io.StringIO(), width=100, color_system=None)
    with console.capture() as captured:
        console.print(laid)
    return captured.get()


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("2021", "2021", "2021"),
        ("2021-05", "May 2021", "mai 2021"),
        ("1993-06-16", "16 June 1993", "16 juin 1993"),
        pytest.param("2021-06-01", "1 June 2021", "1er juin 2021", id="the first is an ordinal"),
        ("2021-06-01Z", "1 June 2021", "1er juin 2021"),
        pytest.param("2021-13", "2021-13", "2021-13", id="no such month"),
        ("soon", "soon", "soon"),
    ],
)
def test_a_date_keeps_its_precision(text: str, english: str, french: str) -> None:
    assert (moment(text, "en"), moment(text, "fr")) == (english, french)


def test_numbers_have_the_separators_of_the_language() -> None:
    assert number("1234567.50", "en") == "1,234,567.5"
    assert number("1234567.50", "fr").replace("\u202f", " ") == "1 234 567,5"
    assert number("INF", "en") == "INF"
    assert number("many", "fr") == "many"


def test_a_literal_is_written_by_its_type() -> None:
    def typed(text: str, kind: str) -> ox.Literal:
        return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))

    assert literal(typed("2021-05", "gYearMonth"), "fr") == "mai 2021"
    assert literal(typed("2000", "integer"), "en") == "2,000"
    assert literal(typed("2000", "gYear"), "en") == "2000"
    assert literal(typed("true", "boolean"), "fr") == "oui"
    assert literal(ox.Literal("eau", language="fr"), "fr") == "eau"
    assert literal(ox.Literal("eau", language="fr"), "en") == "eau [fr]"


def test_what_a_terminal_would_obey_is_taken_out() -> None:
    assert plain("a\x1b[31mb\nc\x9bd") == "a [31mb c d"


def test_the_three_answers_are_said_in_words() -> None:
    answers = ("yes", "not known", "no")
    assert [state(s, "en") for s in answers] == ["in force", "not known", "not in force"]
    assert [state(s, "fr") for s in answers] == ["en vigueur", "non connu", "non en vigueur"]
    assert state("maybe", "en") == "maybe"


def test_a_table_shows_names_and_headings_in_the_language() -> None:
    table = Table(
        ("partner", "in_force", "odd_name"),
        ((ox.NamedNode(SPC), ox.Literal("not known"), None),),
    )
    names = {SPC: Label("[Pacific] Community", "en")}
    english = shown(tables.view(table, names, "en")).splitlines()
    assert english[0].split("  ")[0] == "partner"
    assert "odd name" in english[0]
    # Brackets in a name are no markup.
    assert english[2].startswith("[Pacific] Community (id:partner/spc)  ")
    assert "not known" in english[2]
    assert shown(tables.view(table, names, "fr")).splitlines()[0].startswith("partenaire")
    assert "Pacific" not in shown(tables.view(table, names, "en", iris=True))


def test_a_column_marks_the_rows_with_invented_things() -> None:
    dataset = Dataset.memory()
    table = Table(("a",), ((ox.NamedNode(SPC),), (ox.NamedNode(POST),)))
    assert tables.with_illustrative(dataset, table) is table
    yes = ox.Literal("true", datatype=ox.NamedNode(XSD + "boolean"))
    dataset.add([ox.Quad(ox.NamedNode(POST), ox.NamedNode(PERMS + "illustrative"), yes)])
    marked = tables.with_illustrative(dataset, table)
    assert marked.columns == ("a", "illustrative")
    assert [t.value for t in marked.column("illustrative") if t] == ["false", "true"]


def test_a_cell_of_the_matrix_never_adds_its_three_answers() -> None:
    tally = Tally(2, 0, 4)
    assert coverage.tally_text(tally) == "2 · 4–"
    assert coverage.tally_words(tally, "en") == "2 in force, 0 not known, 4 not in force"
    assert coverage.tally_text(Tally()) == ""


def test_a_source_says_how_sure_and_when_it_was_read() -> None:
    stated = ID + "confidence/stated"
    names = {stated: Label("stated", "en")}
    month = GraphSource(GRAPH + "source/x", "https://e.org", None, stated, "2026-11", None)
    assert things.source_text(month, names, "en") == (
        "https://e.org — stated — read in November 2026"
    )
    day = GraphSource(GRAPH + "project/x", None, None, None, "2026-11-02", None)
    assert things.source_text(day, names, "fr") == (
        "ce projet\u00a0: graph:project/x — lu le 2 novembre 2026"
    )


def test_a_finding_speaks_the_readers_language_and_is_named_by_its_rule_without_words() -> None:
    def result(**messages: str) -> Result:
        return Result(
            focus=ox.NamedNode(SPC),
            path=None,
            value=None,
            source_shape="https://w3id.org/perms/shape#One",
            node_shape="https://w3id.org/perms/shape#One",
            component=SH + "MinCountConstraintComponent",
            severity=SH + "Info",
            messages=messages,
            passage=ID + "passage/part-2",
        )

    both = result(en="Consider this.", fr="Pensez-y.")
    assert [message_of(both, language) for language in ("en", "fr")] == [
        "Consider this.",
        "Pensez-y.",
    ]
    assert message_of(result(fr="En français seulement."), "en") == "En français seulement."
    assert message_of(result(), "en") == "sh:MinCountConstraintComponent"
