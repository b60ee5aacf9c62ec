"""Openings ready to print: candidates with parts that add up, and reasons down to documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

import pyoxigraph as ox

from perms_graph.charts import Bars
from perms_graph.description import GraphSource
from perms_graph.errors import Message, msg
from perms_graph.language import rank
from perms_graph.namespaces import shorten
from perms_graph.openings import Candidate, Kind, Openings, Overlap, Reason, Stated
from perms_graph.reports.openings import Opened
from perms_graph.reports.verdicts import WORDS

from . import formatting
from .reading import Reader
from .showing import Names, Shown, address

PARTS: Final[tuple[tuple[Message, frozenset[Kind]], ...]] = (
    (
        msg("at work on it or near it"),
        frozenset({Kind.AT_WORK_HERE, Kind.AT_WORK, Kind.AT_WORK_NEAR}),
    ),
    (msg("was at work on it"), frozenset({Kind.HAS_WORKED, Kind.LAPSED})),
    (msg("offers work on it"), frozenset({Kind.OFFERS_WORK})),
    (msg("gives or offers this support"), frozenset({Kind.GIVES_SUPPORT, Kind.OFFERS_SUPPORT})),
    (msg("tied to the Member"), frozenset({Kind.WORKS_WITH_MEMBER, Kind.ORGAN_OF_MEMBER})),
    (msg("beside those at work on it"), frozenset({Kind.SHARES_INITIATIVE, Kind.BESIDE})),
    (msg("its type of partner"), frozenset({Kind.TYPE_ON_OBJECTIVE, Kind.TYPE_GIVES_SUPPORT})),
)  # fmt: skip
"""Reasons put together for the table and the picture: fourteen colours nobody tells apart."""

MOST: Final = 12
"""Statements shown under a reason."""


@dataclass(frozen=True)
class Statement:
    """A statement with who makes it."""

    words: tuple[Shown, ...]
    sources: tuple[Shown, ...]


@dataclass(frozen=True)
class Told:
    """A reason.

    Attributes:
        points: What it gives.
        text: In words.
        witnesses: The facts counted, each with what belongs to it.
        statements: What they rest on, the first ``MOST`` of them.
        more: How many statements there are besides; files and the question have them all.
        question: Where the rows behind it are; its address.
    """

    points: str
    text: str
    witnesses: tuple[tuple[Shown, tuple[Shown, ...]], ...]
    statements: tuple[Statement, ...]
    more: int
    question: str


@dataclass(frozen=True)
class Standing:
    """A candidate.

    Attributes:
        anchor: Where on the page its reasons stand.
        place: Its rank.
        partner: The partner.
        type: Its type, or None.
        points: The sum.
        parts: Points by part, in the order of the columns; empty text for none.
        at_work: ``yes``, ``not known`` or None.
        reasons: What speaks for it.
        mechanisms: Each with how often it was used, by whom, and what is said of it.
        cautions: Principles, how its partnerships stand, and which.
    """

    anchor: str
    place: int
    partner: Shown
    type: Shown | None
    points: str
    parts: tuple[str, ...]
    at_work: str | None
    reasons: tuple[Told, ...]
    mechanisms: tuple[tuple[Shown, str, tuple[Shown, ...]], ...]
    cautions: tuple[tuple[Shown, str, Shown], ...]


@dataclass(frozen=True)
class Joining:
    """Work under way to join."""

    thing: Shown
    initiative: bool
    number: int
    members: tuple[Shown, ...]
    mechanisms: tuple[Shown, ...]


def parts_of(candidates: Sequence[Candidate]) -> tuple[int, ...]:
    """Give the parts in which any of these candidates has points."""
    kinds = {r.kind for c in candidates for r in c.reasons if r.points}
    return tuple(n for n, (_, mine) in enumerate(PARTS) if kinds & mine)


def points_in(candidate: Candidate, part: int) -> Decimal:
    """Add up the points of a candidate in one part."""
    mine = PARTS[part][1]
    return sum((r.points for r in candidate.reasons if r.kind in mine), Decimal(0))


def bars_of(who: Reader, candidates: Sequence[Candidate], first: int) -> Bars:
    """Give the picture of some candidates.

    Args:
        who: Who reads.
        candidates: Those to draw, in order.
        first: Rank of the first: it keeps partners of one name apart.
    """
    names = Names(who, {c.partner for c in candidates}, states=False)
    parts = parts_of(candidates)
    words = {n: who.say(PARTS[n][0]) for n in parts}
    rows = {c.partner: f"{n}. {names.text(c.partner)}" for n, c in enumerate(candidates, first)}
    values = {
        (rows[c.partner], words[n]): float(points)
        for c in candidates
        for n in parts
        if (points := points_in(c, n))
    }
    return Bars(tuple(rows.values()), tuple(words.values()), values, who.say(msg("Points")))


def candidates_of(
    who: Reader,
    found: Openings,
    shown: Sequence[Candidate],
    first: int,
    opened: Opened,
    names: Names,
) -> list[Standing]:
    """Show some candidates.

    Args:
        who: Who reads.
        found: All that was found.
        shown: Those to show, in order.
        first: Rank of the first.
        opened: What their reasons rest on.
        names: Of all that is named.
    """
    parts = parts_of(shown)
    return [
        Standing(
            f"candidate-{place}",
            place,
            names.thing(c.partner),
            names.thing(c.partner_type) if c.partner_type else None,
            _number(who, c.points),
            tuple(_number(who, p) if (p := points_in(c, n)) else "" for n in parts),
            c.at_work,
            tuple(_told(who, r, opened.get((c.partner, r.kind), ()), names) for r in c.reasons),
            tuple(
                (
                    names.thing(f.mechanism),
                    who.say(msg("used by its type of partner: {n}", n=f.agreements))
                    if f.by_type
                    else who.say(msg("used by it: {n}", n=f.agreements)),
                    _terms(who, found, f.mechanism),
                )
                for f in c.mechanisms
            ),
            tuple(
                (names.thing(x.principle), who.say(WORDS[x.state]), names.thing(x.partnership))
                for x in c.cautions
            ),
        )
        for place, c in enumerate(shown, first)
    ]


def overlaps_of(overlaps: Sequence[Overlap], names: Names) -> list[Joining]:
    """Show the work under way."""
    return [
        Joining(
            names.thing(o.thing),
            o.initiative,
            len(o.agreements),
            tuple(names.thing(m) for m in o.members),
            tuple(names.thing(m) for m in o.mechanisms),
        )
        for o in overlaps
    ]


def statements_of(who: Reader, stated: Sequence[Stated], names: Names) -> tuple[Statement, ...]:
    """Show statements with who makes each.

    Args:
        who: Who reads.
        stated: In order.
        names: Of all that is named in them, the documents too.
    """
    return tuple(
        Statement(
            tuple(_term(names, t) for t in s.triple),
            tuple(_source(who, g, names) for g in s.sources),
        )
        for s in stated
    )


def _told(who: Reader, reason: Reason, stated: Sequence[Stated], names: Names) -> Told:
    behind = reason.behind
    values = {name: _asked(term) for name, term in behind.values.items()}
    beside: dict[str, list[str]] = {}
    for witness in reason.witnesses:
        others = beside.setdefault(witness.thing, [])
        others += [witness.beside] if witness.beside else []
    return Told(
        _number(who, reason.points),
        who.say(reason.message),
        tuple(
            (names.thing(thing), tuple(names.thing(other) for other in others))
            for thing, others in beside.items()
        ),
        statements_of(who, stated[:MOST], names),
        max(0, len(stated) - MOST),
        who.link(f"/questions/{behind.question}", **values),
    )


def _source(who: Reader, source: GraphSource, names: Names) -> Shown:
    """Show a document by its web address, which is short, but lead to its page with us."""
    name = names.thing(source.document or source.graph)
    web = address(who, source.url)
    return replace(name, text=web.text, language=None) if web and "/" in name.text else name


def _asked(term: ox.NamedNode | ox.Literal) -> str:
    return shorten(term.value) if isinstance(term, ox.NamedNode) else term.value


def _term(names: Names, term: object) -> Shown:
    if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal):
        # Whether it is in force is told above, with the witness.
        return replace(names.term(term), state=None)
    return Shown(str(term), code=True)


def _terms(who: Reader, found: Openings, mechanism: str) -> tuple[Shown, ...]:
    terms = found.terms.get(mechanism)
    texts = (terms.legal_nature, terms.definition) if terms else ()
    return tuple(_best(who, text) for text in texts if text)


def _best(who: Reader, texts: Mapping[str, str]) -> Shown:
    tag = min(texts, key=lambda t: (rank(t, who.language), t))
    return Shown(texts[tag], language=tag if tag and tag != who.language else None)


def _number(who: Reader, value: Decimal) -> str:
    return formatting.number(format(value.normalize(), "f"), who.language)
