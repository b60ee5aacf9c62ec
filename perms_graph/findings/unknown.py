"""Names that nothing describes: terms of ours that do not exist, and things that look misspelt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from perms_graph.findings.aside import COMPUTED
from perms_graph.findings.model import Unknown
from perms_graph.findings.places import Places
from perms_graph.namespaces import BASE, ID, PERMS, RDF
from perms_graph.store import Dataset

MOST: Final = 200
"""Unknown names that are told."""

_TYPE: Final = RDF + "type"
_NEAR: Final = re.compile(
    r"https?://(?:www\.)?" + re.escape(BASE.partition("://")[2].rstrip("/")) + r"/?(def|id)\b[#/]?",
    re.IGNORECASE,
)
"""What people write for our two namespaces: http for https, a # too few, capitals."""

_ALIKE: Final = 60
_MISSPELT: Final = 80
_SHORTEST: Final = 3
"""Letters that are enough to be the beginning of a name."""


def unknown_names(
    quads: Iterable[ox.Quad],
    *,
    terms: Collection[str],
    dataset: Dataset,
    places: Places,
) -> tuple[Unknown, ...]:
    """Give the names in some files that nothing describes.

    Args:
        quads: Of the files.
        terms: Names of our classes and properties.
        dataset: What the files were checked with, the files among it.
        places: Of the files.

    Returns:
        Terms in our namespace, or almost in it, that the ontology has not; and things in our
        namespace that nothing describes though others of their kind are there (without the
        register, its things are not there to be compared, and are left in peace). By place.
    """
    used_terms, used_things, described = _used(quads)
    known = set(terms)
    found = [_term(name, sorted(known)) for name in sorted(used_terms - known)]
    found += _things(used_things, described, dataset)
    placed = [Unknown(name, near, places.of_name(name)) for name, near in found]
    placed.sort(key=lambda u: (u.place.file, u.place.line) if u.place else ("", 0))
    return tuple(placed[:MOST])


def _used(quads: Iterable[ox.Quad]) -> tuple[set[str], set[str], set[str]]:
    """Give the terms used that should be ours, the things used, and the things described."""
    terms: set[str] = set()
    things: set[str] = set()
    described: set[str] = set()
    for q in quads:
        if _space(q.predicate.value) == "def":
            terms.add(q.predicate.value)
        if isinstance(q.subject, ox.NamedNode):
            described.add(q.subject.value)
        if isinstance(q.object, ox.NamedNode):
            space = _space(q.object.value)
            if space == "id":
                things.add(q.object.value)
            elif space == "def" and q.predicate.value == _TYPE:
                terms.add(q.object.value)
    # One that is described is no slip, unless it stands beside our namespace and not in it.
    things |= {t for t in described if _space(t) == "id" and not t.startswith(ID)}
    return terms, things, described


def _space(iri: str) -> str | None:
    match = _NEAR.match(iri)
    return match[1].lower() if match else None


def _local(iri: str) -> str:
    return _NEAR.sub("", iri, count=1)


def _term(name: str, terms: list[str]) -> tuple[str, tuple[str, ...]]:
    local = _local(name)
    near = _nearest(local, [t[len(PERMS) :] for t in terms], _ALIKE)
    # Classes begin with a capital, properties do not: who means one does not mean the other.
    near.sort(key=lambda n: n[:1].isupper() != local[:1].isupper())
    return name, tuple(PERMS + n for n in near)


def _things(
    used: set[str], described: set[str], dataset: Dataset
) -> Iterator[tuple[str, tuple[str, ...]]]:
    if not used:
        return
    stated = _stated(dataset)
    kinds: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(stated - described):
        kinds[_kind(iri)].append(iri[len(ID) :])
    for iri in sorted(used - stated):
        if iri in described and iri.startswith(ID):
            continue
        others = kinds.get(_kind(iri), [])
        near = _nearest(_local(iri), others, _MISSPELT) or _begun(_local(iri), others)
        if others or near or not iri.startswith(ID):
            yield iri, tuple(ID + n for n in near)


def _begun(name: str, names: Collection[str]) -> list[str]:
    """Give names of which this one may be the beginning, shortest first: people cut long names."""
    if len(name.partition("/")[2]) < _SHORTEST:
        return []
    found = [n for n in names if n.lower().startswith(name.lower())]
    return sorted(found, key=lambda n: (len(n), n))[:3]


def _kind(iri: str) -> str:
    """Give what kind of thing a name says it is: ``partner`` of ``partner/spc``."""
    return _local(iri).partition("/")[0].lower()


def _stated(dataset: Dataset) -> set[str]:
    """Give the things in our namespace that someone describes: to be inferred is not enough."""
    computed = ", ".join(f"<{graph}>" for graph in sorted(COMPUTED))
    table = dataset.select(
        "SELECT DISTINCT ?thing { GRAPH ?graph { ?thing a ?kind } "
        f'FILTER (?graph NOT IN ({computed})) FILTER (STRSTARTS(STR(?thing), "{ID}")) }}'
    )
    return {row["thing"].value for row in table}


def _nearest(name: str, names: Collection[str], least: int) -> list[str]:
    found = process.extract(
        name.lower(), {n: n.lower() for n in names}, scorer=fuzz.ratio, limit=3, score_cutoff=least
    )
    return [key for _, _, key in found]
