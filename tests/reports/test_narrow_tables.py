"""Tables that do not fit: each row becomes a block that can be read, in both languages."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest
from rich.console import Console

from perms_graph.labels import Label
from perms_graph.namespaces import ID, XSD
from perms_graph.reports.tables import view
from perms_graph.store import Table

GOAL, PARTNER = ID + "goal/water", ID + "partner/alder"
COLUMNS = ("goal", "currency", "partner", "given", "total", "share", "hhi", "sources")


def number(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + "decimal"))


ROW = (
    ox.NamedNode(GOAL), ox.Literal("USD"), ox.NamedNode(PARTNER), number("1250000.5"),
    number("2000000"), number("0.625"), number("0.53"), number("2"),
)  # fmt: skip


def drawn(table: Table, width: int, language: str) -> list[str]:
    named = {GOAL: "Water for all", PARTNER: "Alder Trust"}
    names = {iri: Label(text, language, own=True) for iri, text in named.items()}
    out = io.StringIO()
    Console(file=out, width=width).print(view(table, names, language, width=width))
    return [line.rstrip() for line in out.getvalue().replace("\xa0", " ").splitlines()]


def test_a_table_that_does_not_fit_is_a_block_for_each_row() -> None:
    lines = drawn(Table(COLUMNS, (ROW, (*ROW[:3], None, *ROW[4:]))), 80, "en")
    assert lines[:9] == [
        "goal or objective:   Water for all (id:goal/water)",
        "currency:            USD",
        "partner:             Alder Trust (id:partner/alder)",
        "given:               1,250,000.5",
        "total:               2,000,000",
        "share:               0.625",
        "concentration (HHI): 0.53",
        "sources:             2",
        "",
    ]
    assert not any(line.startswith("given") for line in lines[9:])
    assert len(lines) == 8 + 1 + 7


def test_the_blocks_are_told_in_french() -> None:
    lines = drawn(Table(COLUMNS, (ROW,)), 80, "fr")
    assert lines[1] == "monnaie :             USD"
    assert lines[3].endswith("1 250 000,5") or lines[3].endswith("1\u202f250\u202f000,5")


@pytest.mark.parametrize(
    ("width", "blocks"),
    [
        pytest.param(200, False, id="room enough"),
        pytest.param(100, False, id="words fold and numbers do not"),
        pytest.param(60, True, id="too narrow"),
    ],
)
def test_columns_stay_side_by_side_as_long_as_numbers_stand_whole(width: int, blocks: bool) -> None:
    lines = drawn(Table(COLUMNS, (ROW,)), width, "en")
    assert lines[0].startswith("goal or objective:") is blocks
    assert any("1,250,000.5" in line for line in lines)


def test_no_line_is_wider_than_there_is_room() -> None:
    lines = drawn(Table(COLUMNS, (ROW,)), 40, "en")
    assert max(map(len, lines)) <= 40
    assert "given:              1,250,000.5" in lines
