"""Weights are data: read from the policy file, refused with file and line if they are none."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perms_graph.catalogue import Catalogue
from perms_graph.gaps import Part, WeightError, place_of, read_weights, score
from perms_graph.store import Dataset
from perms_graph.translation import translate

from .conftest import DAY, WEIGHTS, loaded

TEXT = WEIGHTS.read_text(encoding="utf-8")
LINE = TEXT[: TEXT.index("gapPart:onePartner\n")].count("\n") + 1


def changed(tmp_path: Path, old: str, new: str) -> Path:
    assert TEXT.count(old) == 1
    path = tmp_path / "gap-weights.trig"
    path.write_text(TEXT.replace(old, new), encoding="utf-8")
    return path


OF_ONE_PARTNER = '"1 if a single partner serves the goal."@en ;\n        perms:value 3.0 .'


def with_value(tmp_path: Path, written: str) -> Path:
    kept = OF_ONE_PARTNER.removesuffix(" ;\n        perms:value 3.0 .")
    return changed(tmp_path, OF_ONE_PARTNER, f"{kept} {written}.")


def test_every_part_has_a_weight(small: Dataset, catalogue: Catalogue) -> None:
    weights = read_weights(small, catalogue)
    assert list(weights) == list(Part)
    assert weights[Part.NO_PARTNERSHIP] == Decimal(5)
    assert weights[Part.ONE_SOURCE] == Decimal("1.5")
    assert weights[Part.NO_HOLDER] == Decimal("0.5")


@pytest.mark.parametrize(
    ("written", "said", "dit"),
    [
        pytest.param(
            "; perms:value -1.0 ",
            "-1, the weight of the part onePartner, is no number of 0 or more.",
            "-1, le poids de la part onePartner, n’est pas un nombre de 0 ou plus.",
            id="negative",
        ),
        pytest.param(
            '; perms:value "heavy" ',
            "heavy, the weight of the part onePartner, is no number of 0 or more.",
            "heavy, le poids de la part onePartner, n’est pas un nombre de 0 ou plus.",
            id="not a number",
        ),
        pytest.param(
            '; perms:value "INF"^^<http://www.w3.org/2001/XMLSchema#double> ',
            "INF, the weight of the part onePartner, is no number of 0 or more.",
            "INF, le poids de la part onePartner, n’est pas un nombre de 0 ou plus.",
            id="not finite",
        ),
        pytest.param(
            "",
            "The part onePartner has no weight.",
            "La part onePartner n’a pas de poids.",
            id="missing",
        ),
        pytest.param(
            "; perms:value 3.0 , 4.0 ",
            "The part onePartner has more than one weight.",
            "La part onePartner a plus d’un poids.",
            id="two",
        ),
    ],
)
def test_what_is_no_weight_is_refused_with_file_and_line(
    tmp_path: Path, catalogue: Catalogue, written: str, said: str, dit: str
) -> None:
    path = with_value(tmp_path, written)
    with pytest.raises(WeightError) as caught:
        score(loaded(path), catalogue, day=DAY)
    place = place_of(caught.value, [path])
    assert place is not None
    assert (place.path, place.line) == (str(path), LINE)
    assert translate(place.message, "en") == said
    assert translate(place.message, "fr").replace("\u00a0", " ") == dit


def test_a_part_that_no_file_names_has_no_place(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "none.trig"
    path.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(WeightError) as caught:
        read_weights(loaded(path), catalogue)
    assert place_of(caught.value, [path]) is None


def test_other_weights_give_other_totals_and_the_same_parts(
    tmp_path: Path, small: Dataset, catalogue: Catalogue
) -> None:
    heavier = with_value(tmp_path, "; perms:value 10.0 ")
    before, after = (score(d, catalogue, day=DAY) for d in (small, loaded(heavier)))
    assert [s.parts for s in after.rows] == [s.parts for s in before.rows]
    more = [b.total - a.total for a, b in zip(before.rows, after.rows, strict=True)]
    assert more == [7, 0, 7, 0]


def test_a_weight_of_nothing_takes_a_part_out_of_the_total(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    found = score(loaded(with_value(tmp_path, "; perms:value 0 ")), catalogue, day=DAY)
    assert next(s.total for s in found.rows) == Decimal(2)
