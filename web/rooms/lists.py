"""Lists of things of one kind: narrowed down, sorted, a page at a time, and whole as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.errors import ParameterError, msg

from ..columns import STATE, Column, columns_of
from ..downloads import csv_file, xlsx_file
from ..facets import Chosen, Facet, facets_of, narrowed, panels, read_choice
from ..kinds import Kind, find_kind
from ..listed_files import as_table, organisations
from ..paging import pager, part
from ..reading import Reader, page_number, reader
from ..tables import fill, ordered

bp = Blueprint("lists", __name__, url_prefix="/<any(en, fr):lang>")


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list.

    Attributes:
        kind: The kind listed.
        columns: Its columns.
        facets: Its facets.
        text: Words that names must have.
        sort: Key of a column, with ``-`` in front for the other way round.
        chosen: What is chosen in the facets.
    """

    kind: Kind
    columns: tuple[Column, ...]
    facets: tuple[Facet, ...]
    text: str
    sort: str
    chosen: Chosen

    def address(
        self,
        who: Reader,
        *,
        number: int = 1,
        by: str | None = None,
        chosen: Chosen | None = None,
        suffix: str = "",
    ) -> str:
        """Give the address of this list, or of one that differs from it in something."""
        sort = self.sort if by is None else by
        choice = self.chosen if chosen is None else chosen
        query: dict[str, Any] = {key: list(values) for key, values in choice.items()}
        query |= {
            "q": self.text or None,
            "sort": sort if sort != "name" else None,
            "page": number if number > 1 else None,
        }
        return who.link(f"/{self.kind.word}{suffix}", **query)


@bp.get("/<kind>")
def show(kind: str) -> ResponseReturnValue:
    """List things of a kind; 404 if there is no such kind."""
    who = reader()
    asked = _asked(who, kind)
    things, among = _found(who, asked)
    page = pager(len(things), page_number(), lambda number: asked.address(who, number=number))
    here = tuple(part(things, page))
    # Links on the page carry the day if the address does, so that is part of what is remembered.
    made_for = ("rows", kind, who.language, who.texts, who.day, who.chosen_day, here)
    rows = who.view.memo.get(made_for, lambda: fill(who, here, asked.columns, kind=asked.kind.iri))
    # Every page of a list has the same facets.
    choice = tuple(sorted(asked.chosen.items()))
    shown, chips = who.view.on(who.day).get(
        ("panels", kind, who.language, who.texts, who.chosen_day, asked.sort, asked.text, choice),
        lambda: panels(
            who,
            asked.kind,
            asked.facets,
            asked.chosen,
            among,
            lambda chosen: asked.address(who, chosen=chosen),
        ),
    )
    return render_template(
        "list.html",
        kind=asked.kind,
        columns=asked.columns,
        rows_found=rows,
        pager=page,
        total=len(asked.kind.things),
        text=asked.text,
        chosen=asked.chosen,
        panels=shown,
        chips=chips,
        has_day=any(c.kind == STATE for c in asked.columns),
        sort=asked.sort,
        address=lambda number, by: asked.address(who, number=number, by=by),
        files={s: asked.address(who, suffix=f".{s}") for s in ("csv", "xlsx")},
    )


@bp.get("/<kind>.<any(csv, xlsx):suffix>")
def give(kind: str, suffix: str) -> Response:
    """Give the whole list, as it is narrowed down and sorted, with names beside identities."""
    who = reader()
    asked = _asked(who, kind)
    things, _ = _found(who, asked)
    table, headings = as_table(who, asked.kind, things, asked.columns)
    if suffix == "csv":
        return csv_file(who, kind, table)
    sheets = [(asked.kind.label, table, headings)]
    roles = organisations(who, asked.kind, things)
    if roles is not None:
        sheets.append((who.say(msg("organisations")), *roles))
    return xlsx_file(who, kind, sheets)


def _asked(who: Reader, kind: str) -> Asked:
    """Read the address.

    Raises:
        ParameterError: The list cannot be sorted or narrowed down so.
    """
    found = find_kind(who, kind)
    if found is None:
        abort(404)
    columns, facets = columns_of(kind), facets_of(who, kind)
    sort = request.args.get("sort", "name")
    keys = [c.key for c in columns if c.sortable]
    if sort.removeprefix("-") not in {"name", *keys}:
        raise ParameterError(
            msg("This list cannot be sorted by “{name}”.", name=sort),
            msg("It can be sorted by: {names}.", names=", ".join(["name", *keys])),
        )
    if request.args.get("state") and not any(f.key == "state" for f in facets):
        raise ParameterError(
            msg("This list has no state “{name}”.", name=request.args["state"]),
            msg("Its things are not in force or out of it."),
        )
    given = {key: request.args.getlist(key) for key in request.args}
    text = request.args.get("q", "").strip()[:200]
    return Asked(found, columns, facets, text, sort, read_choice(given, facets))


def _found(who: Reader, asked: Asked) -> tuple[Sequence[str], frozenset[str]]:
    """Give the things asked for, in order; and all that fit the words searched for."""
    index, kind = who.view.index, asked.kind
    things = who.view.memo.get(
        ("sorted", kind.word, who.texts),
        lambda: tuple(index.by_name(kind.things, who.texts)),
    )
    column = next((c for c in asked.columns if c.key == asked.sort.removeprefix("-")), None)
    if column is not None:
        by_name = things
        # By state the order changes with the day; any other order holds.
        day = who.day if column.kind == STATE else None
        held = ("ordered", kind.word, column.key, who.texts, day)
        things = who.view.memo.get(held, lambda: ordered(who, kind.iri, by_name, column))
    if asked.sort.startswith("-"):
        things = things[::-1]
    if asked.text:
        things = tuple(index.matching(things, asked.text))
    among = frozenset(things)
    if asked.chosen:
        kept = narrowed(who, kind, asked.facets, asked.chosen)
        things = tuple(t for t in things if t in kept)
    return things, among
