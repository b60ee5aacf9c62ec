"""What looks odd when both languages lie side by side."""

from __future__ import annotations

import pytest

from perms_graph.bilingual import REMARKS, Pair
from perms_graph.bilingual.remarks import remarks, spacings, usual_spacing

NBSP, NARROW = "\u00a0", "\u202f"


def pair(english: str, french: str, key: str = "a", kind: str = "terms") -> Pair:
    return Pair(key, kind, "a", "a", kind, english, french)


@pytest.mark.parametrize(
    ("english", "french", "expected"),
    [
        ("Show {n}.", "Montrer {n}.", ()),
        ("Show {n}.", "Montrer {m}.", ("fields",)),
        ("{?a} and {$b}", "{$b} et {?a}", ()),
        ("A end", "Une fin ", ("spaces",)),
        ("One.  Two.", "Un. Deux.", ("spaces",)),
        ("Ends.", "Finit", ("end",)),
        ("Says “so”.", f"Dit «{NBSP}ainsi{NBSP}».", ()),
        ("Which?", f"Lesquels{NBSP}?", ()),
        ("12 of 1,500 or 2.5", f"12 sur 1{NBSP}500 ou 2,5", ()),
        ("12 of 30", "12 sur 31", ("numbers",)),
        ("See https://a.example/b", "Voyez https://a.example/b", ()),
        ("See https://a.example/b", "Voyez https://a.example/fr/b", ("links",)),
        ("Use perms:Body", "Prenez perms:Post", ("links",)),
        ("The list of all partners here", "Ici : the list of all partners here", ("copied",)),
        ("With Center for Environmental Law", "Avec le Center for Environmental Law du lieu", ()),
        ("", "Seul", ()),
    ],
)
def test_each_difference_has_its_name(english: str, french: str, expected: tuple[str, ...]) -> None:
    assert remarks([pair(english, french)]).get("a", ()) == expected
    assert set(expected) <= set(REMARKS)


@pytest.mark.parametrize(
    ("french", "expected"),
    [
        ("Oui : non", ["plain"]),
        (f"Oui{NBSP}; non{NARROW}!", ["no-break", "narrow"]),
        (f"«{NBSP}Oui »", ["no-break", "plain"]),
        ("Oui: non", [""]),
        ("à 10:30, perms:Body, https://a.example/?b", []),
        ("{lignes} : `a:b`", ["plain"]),
    ],
)
def test_the_space_at_each_high_punctuation_is_named(french: str, expected: list[str]) -> None:
    assert spacings(french) == expected


def test_texts_spaced_unlike_most_of_their_kind_are_told() -> None:
    pairs = [
        pair("a: b", f"a{NBSP}: b", "one"),
        pair("c: d", f"c{NBSP}: d", "two"),
        pair("e: f", "e : f", "other"),
        pair("e: f", "e: f", "glued"),
        pair("e: f", "e : f", "elsewhere", "shapes"),
    ]
    assert usual_spacing(pairs) == {"terms": "no-break", "shapes": "plain"}
    assert remarks(pairs) == {"other": ("spacing",), "glued": ("glued",)}
