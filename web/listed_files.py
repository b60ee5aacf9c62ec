"""A whole list as a table to take along: names beside identities, and who has which role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pyoxigraph as ox

from perms_graph.errors import msg
from perms_graph.namespaces import ID, XSD
from perms_graph.reports.values import state
from perms_graph.store import Table, Term

from .columns import COUNT, STATE, Column
from .kinds import Kind
from .reading import Reader
from .showing import Names
from .tables import values_for

_CHUNK: Final = 2_000
_ROLES: Final = {
    "partnership": (
        ("partner", "perms:between"),
        ("gives", "perms:formalisedBy/perms:hasContribution/perms:givenBy"),
        ("secretariat", "perms:formalisedBy/perms:hasParty"),
    ),
    "agreement": (
        ("partner", "perms:hasPartner"),
        ("gives", "perms:hasContribution/perms:givenBy"),
        ("secretariat", "perms:hasParty"),
    ),
}
_WORDS: Final = {
    "partner": msg("partner"),
    "gives": msg("gives money or goods"),
    "secretariat": msg("secretariat"),
}


def as_table(
    who: Reader, kind: Kind, things: Sequence[str], columns: Sequence[Column]
) -> tuple[Table, list[str]]:
    """Write a list: identity, name, and for each column its text and, for things, identities.

    Args:
        who: Who reads.
        kind: The kind listed.
        things: Its things, in order.
        columns: What the list shows besides names.

    Returns:
        The table, and its headings in the reader's language.
    """
    heads = [who.say(msg("identity")), who.say(msg("name"))]
    keys = ["iri", "name"]
    rows: list[tuple[Term | None, ...]] = []
    linking = [c for c in columns if c.kind not in {COUNT, STATE}]
    for column in columns:
        keys.append(column.key)
        heads.append(who.say(column.title))
        if column in linking:
            keys.append(f"{column.key}_iri")
            heads.append(who.say(msg("{column} (identity)", column=who.say(column.title))))
    for start in range(0, len(things), _CHUNK):
        chunk = things[start : start + _CHUNK]
        values, counts = values_for(who, chunk, columns, kind.iri)
        named = {t.value for ts in values.values() for t in ts if isinstance(t, ox.NamedNode)}
        names = Names(who, {*chunk, *named}, states=False)
        states = who.view.states(who.day)
        for thing in chunk:
            row: list[Term | None] = [ox.NamedNode(thing), ox.Literal(names.text(thing))]
            for column in columns:
                if column.kind == STATE:
                    known = states.get(thing)
                    row.append(ox.Literal(state(known, who.language)) if known else None)
                elif column.kind == COUNT:
                    row.append(_number(counts.get((thing, column.key), 0)))
                else:
                    row += _cells(column, thing, values, names)
            rows.append(tuple(row))
    return Table(tuple(keys), tuple(rows)), heads


def organisations(who: Reader, kind: Kind, things: Sequence[str]) -> tuple[Table, list[str]] | None:
    """Say of each partnership or agreement which organisation has which role.

    Returns:
        A row for each thing, organisation and role, in the order of the things, and headings; None
        for other kinds.
    """
    roles = _ROLES.get(kind.word)
    if roles is None:
        return None
    of = f"?thing a {ox.NamedNode(kind.iri or '')} ."
    secretariat = f"{ID}organisation/sprep"
    found: dict[str, dict[tuple[str, str], None]] = {}
    for role, path in roles:
        table = who.view.select(
            f"SELECT DISTINCT ?thing ?who WHERE {{ {of} ?thing {path} ?who }} ORDER BY ?thing ?who"
        )
        for row in table:
            other = row["who"].value
            if (role == "secretariat") == (other == secretariat):
                found.setdefault(row["thing"].value, {})[other, role] = None
    wanted = {iri for thing in things for iri, _ in found.get(thing, {})}
    names = Names(who, {*things, *wanted}, states=False)
    rows: list[tuple[Term | None, ...]] = [
        (
            ox.NamedNode(thing),
            ox.Literal(names.text(thing)),
            ox.NamedNode(iri),
            ox.Literal(names.text(iri)),
            ox.Literal(who.say(_WORDS[role])),
        )
        for thing in things
        for iri, role in found.get(thing, {})
    ]
    heads = [
        who.say(words)
        for words in (
            msg("identity"),
            msg("name"),
            msg("organisation (identity)"),
            msg("organisation"),
            msg("role"),
        )
    ]
    return Table(("iri", "name", "organisation_iri", "organisation", "role"), tuple(rows)), heads


def _cells(
    column: Column, thing: str, values: dict[tuple[str, str], list[Term]], names: Names
) -> tuple[Term | None, Term | None]:
    """Give the text of a cell, several values one below the other, and their identities."""
    terms: list[Term] = []
    for iri in column.properties:
        terms += values.get((thing, iri), [])
        if terms and column.first:
            break
    if not terms:
        return None, None
    iris = [t.value for t in terms if isinstance(t, ox.NamedNode)]
    if len(terms) == 1 and not iris:
        # A number or a date stays one.
        return terms[0], None
    texts = [names.term(t).text for t in terms]
    behind = ox.NamedNode(iris[0]) if len(iris) == 1 else ox.Literal("\n".join(iris))
    return ox.Literal("\n".join(texts)), behind if iris else None


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))
