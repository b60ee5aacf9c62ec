"""What a user types finds the thing meant, or the nearest names."""

from __future__ import annotations

import pytest

from perms_graph.errors import UnknownNameError
from perms_graph.labels import labels
from perms_graph.namespaces import ID, PERMS
from perms_graph.register import Register, find_thing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id:partner/spc", "partner/spc"),
        (f"<{ID}partner/spc>", "partner/spc"),
        (ID + "member/fiji", "member/fiji"),
        ("ag-010", "agreement/ag-010"),
        ("AG-010", "agreement/ag-010"),
        ("SPC", "partner/spc"),
        ("spc", "partner/spc"),
        ("Fidji", "member/fiji"),
        ("fiji", "member/fiji"),
        ("nouvelle caledonie", "member/new-caledonia"),
        ("nouvele caledoni", None),
        ("Nouvelle-Calédonie", "member/new-caledonia"),
        ("polynesie francaise", "member/french-polynesia"),
    ],
)
def test_names_short_names_and_codes_find_the_thing(
    register: Register, text: str, expected: str | None
) -> None:
    if expected is None:
        with pytest.raises(UnknownNameError) as caught:
            find_thing(register.dataset, text, language="fr")
        assert "id:member/new-caledonia" in caught.value.nearest
    else:
        assert find_thing(register.dataset, text, language="fr") == ID + expected


def test_a_class_narrows_the_search(register: Register) -> None:
    assert (
        find_thing(register.dataset, "SPC", language="en", of=PERMS + "Partner")
        == ID + "partner/spc"
    )
    with pytest.raises(UnknownNameError):
        find_thing(register.dataset, "Fiji", language="en", of=PERMS + "Mechanism")


@pytest.mark.parametrize("text", ["zzzzqqq", "id:partner/nobody", "http://example.org/none"])
def test_an_unknown_name_is_said_to_be_unknown(register: Register, text: str) -> None:
    with pytest.raises(UnknownNameError, match="Nothing here is called"):
        find_thing(register.dataset, text, language="en")


def test_a_label_is_in_the_language_wanted_or_says_which_it_is_in(register: Register) -> None:
    fiji, spc = ID + "member/fiji", ID + "partner/spc"
    assert labels(register.dataset, [fiji], "fr")[fiji].text == "Fidji"
    found = labels(register.dataset, [spc, fiji, "http://e/x"], "en")
    assert found[spc].text == "Pacific Community"
    assert found[fiji].language == "en"
    assert (found["http://e/x"].text, found["http://e/x"].own) == ("http://e/x", False)
