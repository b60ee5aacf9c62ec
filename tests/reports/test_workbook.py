"""Excel workbooks, read back as a reader's program would."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pyoxigraph as ox
import pytest

from perms_graph.errors import PermsError
from perms_graph.labels import Label
from perms_graph.namespaces import ID, XSD
from perms_graph.reports.workbook import Link, Sheet, Value, sheet_of, tab_names, workbook
from perms_graph.store import Table


def read(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def cell(value: Value, language: str = "en") -> Any:
    return read(workbook([Sheet("one", ["column"], [[value]])], language))["one"]["A2"]


def test_headings_stay_in_sight_and_have_filters() -> None:
    made = read(workbook([Sheet("Coverage", ["goal", "partnerships"], [["a", 1], ["b", 2]])], "en"))
    paper = made["Coverage"]
    assert [c.value for c in paper[1]] == ["goal", "partnerships"]
    assert (paper.freeze_panes, paper.auto_filter.ref) == ("A2", "A1:B3")
    assert paper["A1"].font.bold


@pytest.mark.parametrize(
    ("value", "kind", "read_back"),
    [
        pytest.param(7, "n", 7, id="a whole number"),
        pytest.param(Decimal("1200000.50"), "n", 1200000.5, id="money"),
        pytest.param(0, "n", 0, id="zero is a number"),
        pytest.param(None, "n", None, id="nothing known is an empty cell"),
        pytest.param("0042", "s", "0042", id="a code keeps its zeros"),
        pytest.param(Decimal("1234567890123456789"), "s", "1234567890123456789", id="19 digits"),
        pytest.param(dt.date(2026, 6, 30), "d", dt.datetime(2026, 6, 30), id="a day"),
        pytest.param(dt.date(1899, 1, 1), "s", "1899-01-01", id="a day before Excel's calendar"),
        pytest.param(True, "s", "yes", id="yes"),
    ],
)
def test_a_value_is_read_back_as_what_it_is(value: Value, kind: str, read_back: object) -> None:
    found = cell(value)
    assert (found.data_type, found.value) == (kind, read_back)


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-5 °C", "@here", "\t=1", '=HYPERLINK("x")'])
def test_a_text_like_a_formula_stays_a_text(text: str) -> None:
    found = cell(text)
    assert (found.data_type, found.value, found.quotePrefix) == ("s", text, True)


def test_a_text_of_another_kind_is_not_marked() -> None:
    assert cell("Fiji").quotePrefix is not True


def test_an_address_is_a_link_with_its_name_and_others_are_text() -> None:
    found = cell(Link("https://www.sprep.org/node/1?a=b#c", "the page"))
    assert found.value == "the page"
    linked = found.hyperlink
    assert linked.target + (f"#{linked.location}" if linked.location else "") == (
        "https://www.sprep.org/node/1?a=b#c"
    )
    other = cell(Link("javascript:alert(1)", None))
    assert (other.value, other.hyperlink) == ("javascript:alert(1)", None)


def test_yes_is_said_in_the_readers_language() -> None:
    assert (cell(True, "fr").value, cell(False, "fr").value) == ("oui", "non")


def test_the_same_sheets_give_the_same_bytes() -> None:
    sheets = [Sheet("a", ["x"], [[1], [Link("https://example.org/", "e")]]), Sheet("b", [], [])]
    assert workbook(sheets, "en") == workbook(sheets, "en")


def test_columns_are_as_wide_as_their_texts_within_bounds() -> None:
    made = read(workbook([Sheet("s", ["a", "b", "c"], [["x" * 20, "y" * 500, ""]])], "en"))["s"]
    widths = [made.column_dimensions[c].width for c in "ABC"]
    assert [round(w) for w in widths] == [22, 61, 9]


def test_names_of_tabs_are_cut_cleaned_and_unique() -> None:
    wished = ["x" * 40, "x" * 35, "a/b: [c]*?", "A B C", "'quoted'", "", "History"]
    assert tab_names(wished, "en") == (
        "x" * 31,
        "x" * 27 + " (2)",
        "a b c",
        "A B C (2)",
        "quoted",
        "Sheet",
        "History (2)",
    )
    assert read(workbook([Sheet(n, ["a"], []) for n in wished], "en")).sheetnames == list(
        tab_names(wished, "en")
    )


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    found = cell("x" * 40_000).value
    assert (len(found), found[-1]) == (32_767, "…")


def test_more_rows_than_excel_holds_are_refused_in_words() -> None:
    with pytest.raises(PermsError, match="too large for Excel: 1048576 rows"):
        workbook([Sheet("s", ["a"], [["x"]] * 1_048_576)], "en")


def test_a_row_of_another_length_is_a_fault_of_the_program() -> None:
    with pytest.raises(ValueError, match="zip"):
        workbook([Sheet("s", ["a", "b"], [["x"]])], "en")
    with pytest.raises(ValueError, match="needs a sheet"):
        workbook([], "en")


def test_an_answer_becomes_a_sheet_with_names_numbers_and_days() -> None:
    def typed(text: str, kind: str) -> ox.Literal:
        return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))

    fiji = ox.NamedNode(ID + "member/fiji")
    tuvalu = ox.NamedNode(ID + "member/tuvalu")
    table = Table(
        ("member", "n", "end"),
        (
            (fiji, typed("3", "integer"), typed("2026-06-30", "date")),
            (tuvalu, typed("1.5", "decimal"), typed("2021", "gYear")),
            (fiji, typed("INF", "double"), None),
        ),
    )
    names = {fiji.value: Label("Fiji", "en")}
    made = sheet_of("s", table, ["Member", "n", "end"], names)
    assert made.rows == (
        (Link(fiji.value, "Fiji"), 3, dt.date(2026, 6, 30)),
        (Link(tuvalu.value, "id:member/tuvalu"), Decimal("1.5"), "2021"),
        (Link(fiji.value, "Fiji"), Decimal("Infinity"), None),
    )
    back = read(workbook([made], "en"))["s"]
    assert [c.value for c in back["B"]] == ["n", 3, 1.5, "Infinity"]
