"""Narrowing a list down: facets whose counts are true for everything else that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from perms_graph.compliance import State
from perms_graph.errors import Message, ParameterError, msg
from perms_graph.gaps import day_term, later
from perms_graph.namespaces import expand, shorten
from perms_graph.reports.values import STATES
from perms_graph.reports.verdicts import WORDS

from .kinds import Kind
from .reading import Reader
from .showing import Names

NONE: Final = "none"
"""The value of what has none on record: shown like any other, never dropped."""

FIRST: Final = 10
"""Values of a facet that are shown at once."""

MONTHS: Final = (6, 12, 24)


@dataclass(frozen=True)
class Facet:
    """One way of telling things of a kind apart.

    Attributes:
        key: Its name in an address.
        title: What readers see.
        pattern: From ``?thing`` to ``?value``, in SPARQL; empty for the three below.
        way: ``graph``: by ``pattern``. ``state``: in force or not. ``ends``: ends within so many
            months. ``verdict``: how it stands on a principle.
        principle: For a verdict, the principle.
    """

    key: str
    title: Message
    pattern: str = ""
    way: str = "graph"
    principle: str | None = None


def _ends(path: str) -> Facet:
    return Facet("ends", msg("Ends within"), path, "ends")


_STATE: Final = Facet("state", msg("In force"), way="state")
_OF_THE_PLAN: Final = "?value a perms:Goal ."

FACETS: Final[Mapping[str, tuple[Facet, ...]]] = MappingProxyType(
    {
        "partnership": (
            _STATE,
            Facet("type", msg("Type of partner"), "?thing perms:between/perms:partnerType ?value"),
            Facet("goal", msg("Goal"), f"?thing perms:serves ?value . {_OF_THE_PLAN}"),
            Facet("member", msg("Member"), "?thing perms:benefits ?value"),
            Facet("mechanism", msg("Mechanism"), "?thing perms:usesMechanism ?value"),
            Facet("purpose", msg("Kind of support"), "?thing perms:hasPurpose ?value"),
            _ends("?thing perms:formalisedBy ?agreement . ?agreement perms:endsOn ?written ; "
                  "perms:earliestEnd ?end"),
        ),
        "agreement": (
            _STATE,
            Facet(
                "type", msg("Type of partner"), "?thing perms:hasPartner/perms:partnerType ?value"
            ),
            Facet("goal", msg("Goal"), f"?thing perms:serves ?value . {_OF_THE_PLAN}"),
            Facet("member", msg("Member"), "?thing perms:benefits ?value"),
            Facet("mechanism", msg("Mechanism"), "?thing perms:usesMechanism ?value"),
            Facet("purpose", msg("Kind of support"), "?thing perms:hasPurpose ?value"),
            _ends("?thing perms:endsOn ?written ; perms:earliestEnd ?end"),
        ),
        "partner": (
            Facet("type", msg("Type"), "?thing perms:partnerType ?value"),
            Facet("goal", msg("Goal"), f"?thing perms:contributesTo ?value . {_OF_THE_PLAN}"),
            Facet("member", msg("Member"), "?thing perms:partnerIn/perms:benefits ?value"),
            Facet("mechanism", msg("Mechanism"), "?thing perms:partyTo/perms:usesMechanism ?value"),
            Facet("country", msg("Country"), "?thing perms:countryCode ?value"),
        ),
        "member": (
            Facet("type", msg("Type"), "?thing perms:memberType ?value"),
            Facet("subregion", msg("Subregion"), "?thing perms:subregion ?value"),
        ),
        "contribution": (
            Facet("partner", msg("Given by"), "?thing perms:givenBy ?value"),
            Facet("kind-of", msg("Kind"), "?thing perms:contributionKind ?value"),
            Facet("currency", msg("Currency"), "?thing perms:currency ?value"),
        ),
        "objective": (Facet("goal", msg("Goal"), "?thing perms:partOfGoal ?value"),),
        "framework-goal": (Facet("framework", msg("Framework"), "?thing perms:goalOf ?value"),),
    }
)  # fmt: skip
"""Kind → the facets of its list, in the order shown."""

_STATES: Final = MappingProxyType({"yes": "yes", "not-known": "not known", "no": "no"})
_VERDICTS: Final = MappingProxyType(
    {
        "met": State.MET,
        "not-met": State.NOT_MET,
        "not-evidenced": State.NOT_EVIDENCED,
        "departed-from": State.DEPARTED_FROM,
    }
)

Chosen = Mapping[str, tuple[str, ...]]
"""Key of a facet → the values chosen, sorted; a facet without a choice is left out."""

Posted = Mapping[str, frozenset[str]]
"""Value as in an address → the things that have it."""


@dataclass(frozen=True)
class Value:
    """One value of a facet on a page."""

    label: str
    count: int
    href: str
    chosen: bool
    language: str | None = None


@dataclass(frozen=True)
class Panel:
    """One facet on a page: its values, the most frequent first, and those further down."""

    key: str
    title: str
    values: tuple[Value, ...]
    more: tuple[Value, ...]
    open: bool


@dataclass(frozen=True)
class Chip:
    """A choice that can be taken away."""

    facet: str
    label: str
    href: str


def facets_of(who: Reader, word: str) -> tuple[Facet, ...]:
    """Give the facets of a kind's list; for partnerships, one for each principle too."""
    found = FACETS.get(word, ())
    if word != "partnership":
        return found
    principles = who.view.ledger(who.day).principles
    return found + tuple(
        Facet(p.iri.rpartition("/")[2], msg("Principle"), way="verdict", principle=p.iri)
        for p in principles
    )


def read_choice(asked: Mapping[str, Sequence[str]], facets: Iterable[Facet]) -> Chosen:
    """Read what an address chooses.

    Args:
        asked: Parameter → values as sent.
        facets: Those of the list.

    Raises:
        ParameterError: A state, a verdict or a number of months is none that there is.
    """
    chosen: dict[str, tuple[str, ...]] = {}
    for facet in facets:
        given = sorted({v.strip()[:300] for v in asked.get(facet.key, ()) if v.strip()})
        known = {"state": list(_STATES), "verdict": list(_VERDICTS)}.get(facet.way)
        if facet.way == "ends":
            known = [*map(str, MONTHS), NONE]
        for value in given:
            if known is not None and value not in known:
                raise ParameterError(
                    msg("This list has no {facet} “{name}”.", facet=facet.key, name=value),
                    msg("Choose one of: {choices}.", choices=", ".join(known)),
                )
        if facet.way == "graph":
            given = [v if v == NONE else shorten(expand(v) or v) for v in given]
        if given:
            chosen[facet.key] = tuple(given)
    return MappingProxyType(chosen)


def narrowed(who: Reader, kind: Kind, facets: Iterable[Facet], chosen: Chosen) -> frozenset[str]:
    """Give the things of a kind that have a value chosen in every facet with a choice."""
    kept = frozenset(kind.things)
    for facet in facets:
        if facet.key in chosen:
            kept &= _having(_posted(who, kind, facet), chosen[facet.key])
    return kept


def panels(
    who: Reader,
    kind: Kind,
    facets: Sequence[Facet],
    chosen: Chosen,
    among: frozenset[str],
    address: Callable[[Chosen], str],
) -> tuple[list[Panel], list[Chip]]:
    """Count what each value would leave, and say what is chosen.

    Args:
        who: Who reads.
        kind: The kind listed.
        facets: Its facets.
        chosen: What is chosen.
        among: Things that fit the words searched for; all of the kind without any.
        address: Gives the address of the list with a choice.

    Returns:
        The facets that have a value, and a chip for each choice. The count of a value honours the
        choices in the other facets and not those in its own, so that it is the number of rows that
        choosing it alone in its facet gives.
    """
    posted = {facet.key: _posted(who, kind, facet) for facet in facets}
    kept = {key: _having(posted[key], values) for key, values in chosen.items()}
    things = {expand(v) or v for facet in facets for v in posted[facet.key] if ":" in v}
    things |= {facet.principle for facet in facets if facet.principle}
    names = Names(who, {t for t in things if t.startswith(("http:", "https:"))}, states=False)
    shown, chips = [], []
    for facet in facets:
        others = among
        for key, having in kept.items():
            if key != facet.key:
                others &= having
        mine = chosen.get(facet.key, ())
        values = []
        for value, having in posted[facet.key].items():
            number = len(others & having)
            if not number and value not in mine:
                continue
            toggled = tuple(v for v in mine if v != value) if value in mine else (*mine, value)
            href = address(_with(chosen, facet.key, tuple(sorted(toggled))))
            label, language = _label(who, facet, value, names)
            values.append(Value(label, number, href, value in mine, language))
            if value in mine:
                chips.append(Chip(_title(who, facet, names), label, href))
        if facet.way == "graph":
            values.sort(key=lambda v: (not v.chosen, -v.count, v.label.casefold()))
        if values:
            first = max(FIRST, len(mine))
            opened = bool(mine) or facet.way != "verdict"
            title = _title(who, facet, names)
            shown.append(
                Panel(facet.key, title, tuple(values[:first]), tuple(values[first:]), opened)
            )
    return shown, chips


def _with(chosen: Chosen, key: str, values: tuple[str, ...]) -> Chosen:
    rest = {k: v for k, v in chosen.items() if k != key}
    return rest | ({key: values} if values else {})


def _having(posted: Posted, values: Iterable[str]) -> frozenset[str]:
    return frozenset[str]().union(*(posted.get(v, frozenset()) for v in values))


def _posted(who: Reader, kind: Kind, facet: Facet) -> Posted:
    """Sort the things of a kind by their values; asked once for a kind, or once a day."""
    memo = who.view.memo if facet.way == "graph" else who.view.on(who.day)

    def make() -> Posted:
        found = _values(who, kind, facet)
        everything = frozenset(kind.things)
        sorted_out = {value: frozenset(things) & everything for value, things in found.items()}
        rest = everything.difference(*sorted_out.values())
        if rest and facet.way in {"graph", "ends"}:
            sorted_out[NONE] = rest
        return MappingProxyType(sorted_out)

    return memo.get(("facet", kind.word, facet.key), make)


def _values(who: Reader, kind: Kind, facet: Facet) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    if facet.way == "state":
        states = who.view.states(who.day)
        for value, state in _STATES.items():
            found[value] = {t for t in kind.things if states.get(t) == state}
        return found
    if facet.way == "verdict":
        found = {value: set() for value in _VERDICTS}
        words = {state: value for value, state in _VERDICTS.items()}
        for v in who.view.ledger(who.day).verdicts:
            if v.principle.iri == facet.principle:
                found[words[v.state]].add(str(getattr(v.partnership, "value", v.partnership)))
        return found
    of = f"?thing a {ox.NamedNode(kind.iri)} ." if kind.iri else ""
    if facet.way == "ends":
        for months in MONTHS:
            table = who.view.select(
                f"SELECT DISTINCT ?thing WHERE {{ {of} {facet.pattern} . "
                "FILTER (?day <= ?end && ?end <= ?until) }",
                {"day": day_term(who.day), "until": day_term(later(who.day, months))},
            )
            found[str(months)] = {row["thing"].value for row in table}
        return found
    table = who.view.select(f"SELECT DISTINCT ?thing ?value WHERE {{ {of} {facet.pattern} }}")
    for row in table:
        term = row["value"]
        key = shorten(term.value) if isinstance(term, ox.NamedNode) else term.value
        found.setdefault(key, set()).add(row["thing"].value)
    return found


def _label(who: Reader, facet: Facet, value: str, names: Names) -> tuple[str, str | None]:
    if value == NONE:
        known = msg("no such end on record") if facet.way == "ends" else msg("not recorded")
        return who.say(known), None
    if facet.way == "state":
        return who.say(dict(STATES)[_STATES[value]]), None
    if facet.way == "verdict":
        return who.say(WORDS[_VERDICTS[value]]), None
    if facet.way == "ends":
        return who.say(msg("{n} months", n=value)), None
    iri = expand(value) if ":" in value else None
    if iri is None:
        return value, None
    shown = names.thing(iri)
    return shown.text, shown.language


def _title(who: Reader, facet: Facet, names: Names) -> str:
    if facet.principle is None:
        return who.say(facet.title)
    return names.text(facet.principle)
