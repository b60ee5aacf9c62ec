"""Gap scores as pages and pictures show them: which are asked for, in what order, how written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import pyoxigraph as ox
from flask import request

from perms_graph.charts import HeatMap, Mark
from perms_graph.errors import ParameterError, msg
from perms_graph.gaps import PLAN, Part, Score, Scores, score
from perms_graph.namespaces import PERMS, shorten
from perms_graph.register import find_thing

from . import formatting
from .paging import pager, part
from .pictures import codes_of
from .reading import Reader, page_number
from .showing import Names

EACH: Final = "each"
"""In the address: every Member with every goal."""

ORDERS: Final = ("objective", "total")


@dataclass(frozen=True)
class Asked:
    """Which scores are asked for.

    Attributes:
        member: IRI of a Member, ``each``, or None for goals and objectives alone.
        sort: ``objective`` or ``total``.
    """

    member: str | None
    sort: str

    def query(self) -> dict[str, str | None]:
        """Give the parameters of an address."""
        member = self.member if self.member in {None, EACH} else shorten(self.member or "")
        return {"member": member, "sort": self.sort if self.sort != ORDERS[0] else None}


def asked(who: Reader) -> Asked:
    """Read from the address which scores are wanted.

    Raises:
        ParameterError: An order there is not, or something that is no Member.
        UnknownNameError: Nobody is called that.
    """
    sort = request.args.get("sort", "").strip() or ORDERS[0]
    if sort not in ORDERS:
        raise ParameterError(
            msg("“{text}” does not suit {name}.", text=sort[:100], name="sort"),
            msg("Choose one of: {names}.", names=", ".join(ORDERS)),
        )
    text = request.args.get("member", "").strip()[:200]
    if text in {"", EACH}:
        return Asked(text or None, sort)
    member = find_thing(who.view.register.dataset, text, language=who.language, of=PERMS + "Member")
    if PERMS + "Member" not in who.view.index.kinds_of(member):
        raise ParameterError(
            msg("{name} is no Member.", name=text), msg("Choose one on the page of scores.")
        )
    return Asked(member, sort)


def scores_of(who: Reader, given: Asked) -> Scores:
    """Score the gaps, or remember them."""
    register = who.view.register
    by = "member_objective" if given.member else "objective"
    return who.view.on(who.day).get(
        ("scores", by),
        lambda: score(
            register.dataset,
            register.catalogue,
            day=who.day,
            by="member_objective" if given.member else "objective",
        ),
    )


def rows_of(who: Reader, found: Scores, given: Asked) -> tuple[Score, ...]:
    """Give the rows wanted: by goal as the strategy has them, or the greatest total first."""
    if given.sort == "total":
        rows: Sequence[Score] = found.by_total()
    else:
        table = who.view.ask("goals_of_plan", {"plan": ox.NamedNode(PLAN)})
        goals = list(dict.fromkeys(row["goal"].value for row in table))
        rows = sorted(found.rows, key=lambda s: goals.index(s.objective))
    return tuple(s for s in rows if given.member in {None, EACH, s.member})


def parts_of(rows: Sequence[Score]) -> tuple[Part, ...]:
    """Give the parts that any of these scores has, in their order."""
    return tuple(p for p in Part if any(p in s.parts for s in rows))


def heat_map_of(who: Reader) -> HeatMap:
    """Give the picture of the scores of the page asked for: points by part."""
    given = asked(who)
    found = scores_of(who, given)
    rows = rows_of(who, found, given)
    here = part(rows, pager(len(rows), page_number(), str))
    parts = parts_of(here)
    names = Names(
        who,
        {p.iri for p in parts} | {iri for s in here for iri in (s.objective, s.member) if iri},
        states=False,
    )
    codes = codes_of(who, sorted({s.objective for s in here}))
    labels_ = {s: _label(s, codes, names) for s in map(_key, here)}
    columns = {p: formatting.capitalised(names.text(p.iri)) for p in parts}
    return HeatMap(
        tuple(labels_.values()),
        tuple(columns.values()),
        {
            (labels_[_key(s)], columns[p]): Mark(
                float(found.weights[p] * value), number(who, found.weights[p] * value)
            )
            for s in here
            for p, value in s.parts.items()
        },
        who.say(msg("points: weight × part")),
    )


def _key(s: Score) -> tuple[str, str | None]:
    return s.objective, s.member


def _label(key: tuple[str, str | None], codes: dict[str, str], names: Names) -> str:
    objective, member = key
    name = f"{codes.get(objective, '')} {names.text(objective)}".strip()
    return f"{codes.get(objective) or name} × {names.text(member)}" if member else name


def number(who: Reader, value: Decimal) -> str:
    """Write a number of points or a weight."""
    return formatting.number(format(value.normalize(), "f"), who.language)
