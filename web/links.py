"""What leads to a thing from elsewhere: grouped by property and kind, each group once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

from perms_graph.description import Description, Links
from perms_graph.errors import msg
from perms_graph.namespaces import PERMS, shorten

from . import paths
from .kinds import MAIN, many
from .reading import Reader
from .showing import Names, Shown

FIRST: Final = 12
"""Things of a group that the page of a thing shows; the others are a click away."""

WHOLE: Final = 5_000
"""Up to so many things are read at once, sorted by name and told apart by kind; above, a list comes
in the order of the store, which need not sort it."""

BACKWARD: Final = frozenset(
    PERMS + name
    for name in (
        "partyTo", "partnerIn", "benefitsFrom", "servedBy", "gives", "hasContribution", "holds",
        "monitors", "reviewedIn", "provisionOf", "hasPriority",
    )
)  # fmt: skip
"""Properties that are the other end of a fact: what they lead to is a list, not a fact of the
thing."""


@dataclass(frozen=True)
class Group:
    """Things that lead here by one property, all of one kind if ``kind`` is given."""

    property: str
    kind: str | None
    things: tuple[str, ...]
    total: int


@dataclass(frozen=True)
class LinkGroup:
    """The same, ready to print."""

    title: str
    definition: str | None
    things: tuple[Shown, ...]
    total: int
    all: str | None


def grouped(who: Reader, found: Description, links: tuple[Links, ...]) -> list[Group]:
    """Group what leads to a thing.

    Args:
        who: Who reads.
        found: The description; its own lists may be empty, its totals count.
        links: Those of its links to show.

    Returns:
        Groups by property, then kind, partnerships and agreements first.
    """
    node = ox.NamedNode(found.thing)
    wanted = {link.property for link in links}
    if not wanted:
        return []
    if sum(link.total for link in found.links) > WHOLE:
        return [
            Group(
                link.property,
                None,
                tuple(_read(who, found.thing, link.property, 0, FIRST)),
                link.total,
            )
            for link in links
        ]
    table = who.view.select(
        "SELECT DISTINCT ?property ?subject WHERE { ?subject ?property ?thing "
        "FILTER (isIRI(?subject)) }",
        {"thing": node},
    )
    by: dict[str, dict[str | None, list[str]]] = {}
    for row in table:
        if row["property"].value in wanted:
            subject = row["subject"].value
            kinds = by.setdefault(row["property"].value, {})
            kinds.setdefault(who.view.kind_of(subject), []).append(subject)
    groups = []
    for iri, kinds in by.items():
        for kind in sorted(kinds, key=_rank):
            things = who.view.index.by_name(kinds[kind], who.texts)
            groups.append(
                Group(iri, kind if len(kinds) > 1 else None, tuple(things[:FIRST]), len(things))
            )
    return groups


def shown(who: Reader, iri: str, group: Group, names: Names) -> LinkGroup:
    """Print a group."""
    terms = who.view.terms
    back = terms.inverses(group.property)
    title = heading(who, group.property)
    if group.kind is not None and (word := paths.kind_of_class(group.kind)):
        title = f"{title} – {many(who, word)}"
    where = paths.page(iri)
    if where.startswith("/iri?"):
        where = where.replace("/iri?", "/iri/linked?", 1)
    else:
        where += "/linked"
    more = group.total > len(group.things)
    return LinkGroup(
        title,
        terms.definition(back[0] if back else group.property, who.language),
        tuple(names.thing(t) for t in group.things),
        group.total,
        who.link(
            where, by=shorten(group.property), kind=shorten(group.kind) if group.kind else None
        )
        if more
        else None,
    )


def heading(who: Reader, by: str) -> str:
    """Say how things lead here: by the inverse of the property, if it has a name."""
    terms = who.view.terms
    if back := terms.inverses(by):
        return terms.label(back[0], who.language)
    return who.say(msg("Lead here by “{property}”", property=terms.label(by, who.language)))


def pointing(who: Reader, iri: str, by: str, kind: str | None, total: int) -> list[str] | None:
    """Give all things that lead to a thing by a property, sorted by name.

    Args:
        who: Who reads.
        iri: The thing.
        by: The property.
        kind: Only things of this kind, if given.
        total: How many there are of all kinds.

    Returns:
        The things; None if they are too many to sort.
    """
    if total > WHOLE:
        return None
    things = _read(who, iri, by, 0, WHOLE)
    return who.view.index.by_name(
        (t for t in things if kind is None or who.view.kind_of(t) == kind), who.texts
    )


def page_of(who: Reader, iri: str, by: str, offset: int, limit: int) -> list[str]:
    """Give some of the things that lead to a thing by a property, in the order of the store."""
    return list(_read(who, iri, by, offset, limit))


def _read(who: Reader, iri: str, by: str, offset: int, limit: int) -> Iterator[str]:
    found = who.view.register.dataset.store.quads_for_pattern(
        None, ox.NamedNode(by), ox.NamedNode(iri), ox.DefaultGraph()
    )
    things = (q.subject.value for q in found if isinstance(q.subject, ox.NamedNode))
    return islice(things, offset, offset + limit)


def _rank(kind: str | None) -> tuple[int, str]:
    word = paths.kind_of_class(kind) if kind else None
    return (MAIN.index(word) if word in MAIN else len(MAIN), kind or "~")
