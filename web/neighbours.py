"""What stands next to a thing: a small list by meaning, of which a script draws the picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import PERMS
from perms_graph.store import Table

from . import paths
from .kinds import many
from .links import heading
from .reading import Reader
from .showing import Names, Shown
from .sparql import listed
from .state import View

MOST: Final = 40
"""Neighbours that are drawn and listed: more names than that cannot be read in a picture."""

_KINDS: Final = tuple(
    PERMS + name
    for name in (
        "Partnership", "Agreement", "Partner", "Member", "Goal", "Objective", "Mechanism",
        "Framework", "FrameworkGoal", "Principle", "Post", "Initiative",
        "Programme", "Indicator", "Review",
    )
)  # fmt: skip
"""Kinds of neighbour, those a reader comes for first: a thing of two kinds is drawn as the first.
"""

_BETWEEN: Final = """
SELECT DISTINCT ?one ?other WHERE {{
  VALUES ?one {{ {things} }}
  {{ ?one ?property ?other }} UNION {{ ?other ?property ?one }}
  FILTER (?other IN ({among}) && ?one != ?other)
}}
"""
_AMONG_HUBS: Final = """
SELECT DISTINCT ?one ?other WHERE {{
  VALUES ?one {{ {things} }} ?one ?property ?other FILTER (?other IN ({among}) && ?one != ?other)
}}
"""


@dataclass(frozen=True)
class Neighbour:
    """One neighbour.

    Attributes:
        number: Which it is on the page, from 1.
        thing: Its name and its page.
        kind: The word for its kind, as in addresses.
        others: Numbers of later neighbours that it is linked to itself.
    """

    number: int
    thing: Shown
    kind: str
    others: tuple[int, ...]


@dataclass(frozen=True)
class Circle:
    """Neighbours linked in the same way.

    Attributes:
        title: How they are linked.
        neighbours: Those shown, by name.
        more: How many more there are.
    """

    title: str
    neighbours: tuple[Neighbour, ...]
    more: int


def neighbours(who: Reader, iri: str) -> list[Circle]:
    """Give what a thing is linked to, either way, each neighbour once.

    Args:
        who: Who reads.
        iri: The thing.

    Returns:
        Groups in the order of their kinds. Where there are too many neighbours, each group gives
        way alike.
    """
    table = who.view.ask("neighbours", {"thing": ox.NamedNode(iri)})
    kinds: dict[str, str] = {}
    for thing in {row["neighbour"].value for row in table}:
        known = [k for k in who.view.index.kinds_of(thing) if k in _KINDS]
        if known:
            kinds[thing] = min(known, key=_KINDS.index)
    groups = _by_meaning(who, table, kinds)
    shares = fair_shares([len(things) for things in groups.values()], MOST)
    kept = [
        who.view.index.by_name(things, who.texts)[:share]
        for things, share in zip(groups.values(), shares, strict=True)
    ]
    drawn = [thing for things in kept for thing in things]
    number = {thing: n for n, thing in enumerate(drawn, 1)}
    links = who.view.memo.get(("between", *drawn), lambda: _links(who, number))
    names = Names(who, drawn, states=False)
    return [
        Circle(
            title,
            tuple(
                Neighbour(
                    number[t],
                    names.thing(t),
                    paths.kind_of_class(kinds[t]) or "",
                    tuple(links.get(number[t], ())),
                )
                for t in shown
            ),
            len(things) - len(shown),
        )
        for (title, things), shown in zip(groups.items(), kept, strict=True)
    ]


def kinds_of(who: Reader, circles: Sequence[Circle]) -> list[tuple[str, str]]:
    """Give the kinds among neighbours, as words and as names, for the key of the picture."""
    words = dict.fromkeys(n.kind for circle in circles for n in circle.neighbours)
    return [(word, many(who, word)) for word in words]


def fair_shares(sizes: Sequence[int], most: int) -> list[int]:
    """Share places among groups so that small groups stay whole and large ones give way alike.

    Args:
        sizes: How many each group wants.
        most: How many places there are.

    Returns:
        Places for each group, in the same order.
    """
    shares = [0] * len(sizes)
    left = most
    by_size = sorted(range(len(sizes)), key=lambda i: sizes[i])
    for turn, at in enumerate(by_size):
        shares[at] = min(sizes[at], left // (len(sizes) - turn))
        left -= shares[at]
    return shares


def _by_meaning(who: Reader, table: Table, kinds: Mapping[str, str]) -> dict[str, list[str]]:
    """Put each neighbour under the link that says most: the one fewest share."""
    links = {
        (r["neighbour"].value, r["property"].value, r["comes"].value == "true")
        for r in table
        if r["neighbour"].value in kinds
    }
    shared = Counter((by, comes) for _, by, comes in links)
    best: dict[str, tuple[str, bool]] = {}
    for thing, by, comes in sorted(links, key=lambda li: (shared[li[1:]], li[2], li[1], li[0])):
        best.setdefault(thing, (by, comes))
    groups: dict[str, list[str]] = {}
    for thing in sorted(best, key=lambda t: (_KINDS.index(kinds[t]), best[t], t)):
        by, comes = best[thing]
        title = heading(who, by) if comes else who.view.terms.label(by, who.language)
        groups.setdefault(title, []).append(thing)
    return groups


def _links(who: Reader, number: Mapping[str, int]) -> dict[int, list[int]]:
    """Find which neighbours are linked to each other; each pair once, under the smaller number."""
    view = who.view
    hubs = [t for t in number if view.is_hub(t)]
    pairs = {pair for pair in _pairs_of_hubs(view) if set(pair) <= set(hubs)}
    if others := [t for t in number if t not in set(hubs)]:
        pairs |= _pairs(view, _BETWEEN, others, number)
    found: dict[int, list[int]] = {}
    for one, other in sorted(tuple(sorted((number[a], number[b]))) for a, b in pairs):
        if other not in found.setdefault(one, []):
            found[one].append(other)
    return found


def _pairs_of_hubs(view: View) -> set[tuple[str, str]]:
    """Give the links among hubs; read once, for it takes as long as all that is said of them."""

    def make() -> set[tuple[str, str]]:
        hubs = view.hubs()
        return _pairs(view, _AMONG_HUBS, hubs, hubs) if hubs else set()

    return view.memo.get(("links among hubs",), make)


def _pairs(
    view: View, query: str, things: Iterable[str], among: Iterable[str]
) -> set[tuple[str, str]]:
    others = ", ".join(listed([thing]) for thing in among)
    table = view.select(query.format(things=listed(things), among=others))
    return {(row["one"].value, row["other"].value) for row in table}
