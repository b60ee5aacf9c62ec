"""Weights are data: every reason has one, and what is no weight is refused with its place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perms_graph.catalogue import Catalogue
from perms_graph.namespaces import PERMS
from perms_graph.openings import Kind, Points, PointsError, place_of, read_points
from perms_graph.register import Register
from perms_graph.resources import shipped
from perms_graph.store import Dataset

from .conftest import SMALL, loaded

FILE = shipped().data / "policy" / "opening-weights.trig"


def changed(old: str, new: str) -> Dataset:
    dataset = loaded(SMALL.read_text(encoding="utf-8"))
    dataset.update(f"DELETE {{ {old} }} INSERT {{ {new} }} WHERE {{}}")
    return dataset


def test_every_reason_has_its_weight_and_no_weight_is_of_another(register: Register) -> None:
    named = {row["reason"].value for row in register.ask("points_of_reasons", {})}
    assert named == {kind.iri for kind in Kind}


def test_the_shipped_weights_are_read_as_written(register: Register) -> None:
    points = read_points(register.dataset, register.catalogue)
    assert points[Kind.AT_WORK] == Points(Decimal("2.0"), Decimal("8.0"))
    assert points[Kind.TYPE_ON_OBJECTIVE] == Points(None, Decimal("1.0"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param(
            "<R/lapsed> perms:pointsEach 1.0", "<R/lapsed> perms:pointsEach -1.0",
            "The weight -1 of the reason lapsed is not one.", id="negative",
        ),
        pytest.param(
            "<R/lapsed> perms:pointsEach 1.0", "<R/lapsed> perms:pointsEach 'much'",
            "The weight much of the reason lapsed is not one.", id="no number",
        ),
        pytest.param(
            "<R/lapsed> perms:pointsAtMost 2.0", "",
            "The reason lapsed has no weight.", id="missing",
        ),
        pytest.param(
            "", "<R/lapsed> perms:pointsEach 7.0",
            "The reason lapsed has more than one weight.", id="two",
        ),
    ],
)  # fmt: skip
def test_what_is_no_weight_is_refused_with_file_and_line(
    catalogue: Catalogue, old: str, new: str, words: str
) -> None:
    folder = Kind.LAPSED.iri.rpartition("/")[0]
    dataset = changed(old.replace("R/", f"{folder}/"), new.replace("R/", f"{folder}/"))
    with pytest.raises(PointsError) as caught:
        read_points(dataset, catalogue)
    assert str(caught.value.message) == words
    place = place_of(caught.value, [FILE])
    assert place is not None
    assert place.line is not None
    line = FILE.read_text(encoding="utf-8").splitlines()[place.line - 1]
    assert line.strip() == "openingReason:lapsed"
    assert (place.path, str(place.message)) == (str(FILE), words)


def test_a_weight_that_no_file_names_has_no_place(catalogue: Catalogue, tmp_path: Path) -> None:
    empty = tmp_path / "weights.trig"
    empty.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(PointsError) as caught:
        read_points(Dataset.memory(), catalogue)
    assert place_of(caught.value, [empty]) is None
    assert caught.value.kind is Kind.AT_WORK_HERE


def test_each_reason_is_named_and_defined_in_both_languages(register: Register) -> None:
    table = register.dataset.select(
        f"""
        SELECT ?reason (COUNT(DISTINCT ?label) AS ?labels) (COUNT(DISTINCT ?text) AS ?texts)
        WHERE {{
          ?reason a <{PERMS}OpeningReason> ; skos:prefLabel ?label ; skos:definition ?text .
          FILTER (LANG(?label) = LANG(?text))
        }} GROUP BY ?reason
        """
    )
    assert len(table) == len(Kind)
    assert {(r["labels"].value, r["texts"].value) for r in table} == {("2", "2")}
