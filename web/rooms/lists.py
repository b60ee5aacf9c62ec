"""Lists of things of one kind: filtered, sorted, a page at a time."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from perms_graph.errors import ParameterError, msg

from ..columns import STATE, columns_of
from ..kinds import find_kind
from ..paging import pager, part
from ..reading import page_number, reader
from ..tables import fill, ordered

bp = Blueprint("lists", __name__, url_prefix="/<any(en, fr):lang>")

STATES = {"yes": "yes", "no": "no", "not-known": "not known"}


@bp.get("/<kind>")
def show(kind: str) -> ResponseReturnValue:
    """List things of a kind; 404 if there is no such kind."""
    who = reader()
    found = find_kind(who, kind)
    if found is None:
        abort(404)
    columns = columns_of(kind)
    text = request.args.get("q", "").strip()[:200]
    state = request.args.get("state", "")
    sort = request.args.get("sort", "name")
    keys = [c.key for c in columns if c.sortable]
    if sort.removeprefix("-") not in {"name", *keys}:
        raise ParameterError(
            msg("This list cannot be sorted by “{name}”.", name=sort),
            msg("It can be sorted by: {names}.", names=", ".join(["name", *keys])),
        )
    if state and (state not in STATES or not any(c.kind == STATE for c in columns)):
        raise ParameterError(
            msg("This list has no state “{name}”.", name=state),
            msg("States are: {names}.", names=", ".join(STATES)),
        )
    index = who.view.index
    things = who.view.memo.get(
        ("sorted", kind, who.language), lambda: tuple(index.by_name(found.things, who.language))
    )
    total = len(things)
    column = next((c for c in columns if c.key == sort.removeprefix("-")), None)
    if column is not None:
        by_name = things
        # By state the order changes with the day; any other order holds.
        held = ("ordered", kind, column.key, who.language, column.kind == STATE and who.day)
        things = who.view.memo.get(held, lambda: ordered(who, found.iri, by_name, column))
    if sort.startswith("-"):
        things = things[::-1]
    if text:
        things = tuple(index.matching(things, text))
    if state:
        states = who.view.states(who.day)
        things = tuple(t for t in things if states.get(t) == STATES[state])

    def address(number: int = 1, by: str = sort) -> str:
        return who.link(
            f"/{kind}",
            q=text or None,
            state=state or None,
            sort=by if by != "name" else None,
            page=number if number > 1 else None,
        )

    page = pager(len(things), page_number(), address)
    here = tuple(part(things, page))
    # Links on the page carry the day if the address does, so that is part of what is remembered.
    made_for = ("rows", kind, who.language, who.day, who.chosen_day, here)
    rows = who.view.memo.get(made_for, lambda: fill(who, here, columns, kind=found.iri))
    return render_template(
        "list.html",
        kind=found,
        columns=columns,
        rows_found=rows,
        pager=page,
        total=total,
        text=text,
        state_chosen=state,
        states=STATES if any(c.kind == STATE for c in columns) else {},
        sort=sort,
        address=address,
    )
