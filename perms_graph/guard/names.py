"""Names in a query that the data do not know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import pyoxigraph as ox
from rapidfuzz import fuzz, process
from rdflib import URIRef
from rdflib import namespace as published

from perms_graph.errors import Message, msg
from perms_graph.guard.lexing import Places
from perms_graph.guard.model import Advice, Severity
from perms_graph.guard.outline import Name, Outline
from perms_graph.guard.terms import UNKNOWN
from perms_graph.guard.vocabulary import Known, Vocabulary
from perms_graph.namespaces import ID, PERMS, PSH, XSD
from perms_graph.search.folding import folded
from perms_graph.store import Dataset

_ALIKE: Final = 62
_CLOSE: Final = 75
_BEHIND: Final = 15
"""How far behind the nearest name one may be and still be told."""

_MOST: Final = 3
_MOST_THINGS: Final = 20
_MOST_NEAR: Final = 3
_CANDIDATES: Final = 200

_CLOSED: Final = {
    str(space): space
    for space in (
        published.DCAT,
        published.DCTERMS,
        published.FOAF,
        published.ORG,
        published.OWL,
        published.PROV,
        published.QB,
        published.RDF,
        published.RDFS,
        published.SDO,
        published.SH,
        published.SKOS,
        published.SOSA,
        published.TIME,
        published.VANN,
        published.VOID,
        published.WGS,
        published.XSD,
    )
}
"""Vocabularies of which rdflib knows every term."""

_STATED: Final = """
ASK {{
  {{ {thing} ?p ?o }} UNION {{ ?s ?p {thing} }}
  UNION {{ GRAPH ?g {{ {thing} ?p ?o }} }} UNION {{ GRAPH ?g {{ ?s ?p {thing} }} }}
}}
"""


def namespace_of(iri: str) -> str:
    """Give an IRI up to its last ``#`` or ``/``."""
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]


class Writer:
    """Writes an IRI as it may stand in this query."""

    def __init__(self, outline: Outline, vocabulary: Vocabulary) -> None:
        own = {prefix: namespace for prefix, (namespace, _) in outline.prefixes.items()}
        self._prefixes = {**vocabulary["prefixes"], **own}

    def short(self, iri: str) -> str:
        """Give the short name by the longest namespace that fits, or the IRI in brackets."""
        fitting = [
            (len(space), prefix)
            for prefix, space in self._prefixes.items()
            if iri.startswith(space) and re.fullmatch(r"[A-Za-z0-9_\-]+", iri[len(space) :])
        ]
        if not fitting:
            return f"<{iri}>"
        length, prefix = max(fitting)
        return f"{prefix}:{iri[length:]}"


def other_namespaces(
    outline: Outline, known: Mapping[str, str], places: Places
) -> Iterator[Advice]:
    """Find prefixes declared for a namespace that is almost, and not quite, that of the data."""
    for prefix, (namespace, span) in outline.prefixes.items():
        ours = known.get(prefix)
        if ours is None or ours == namespace:
            continue
        if fuzz.ratio(ours.lower(), namespace.lower()) < 85:
            continue
        yield Advice(
            "other_namespace",
            "warning",
            places.of(span.start, span.end),
            msg(
                "The data write {prefix} for {ours}; this is another namespace.",
                prefix=f"{prefix}:",
                ours=f"<{ours}>",
            ),
            msg("Did you mean: {names}?", names=f"<{ours}>"),
            f"<{ours}>",
            (f"<{ours}>",),
        )


def unknown_terms(outline: Outline, vocabulary: Vocabulary, places: Places) -> Iterator[Advice]:
    """Find classes and properties that nothing declares or uses.

    What a CONSTRUCT makes is not looked at. A term of ours, or of a vocabulary of which every term
    is known, that does not exist is a warning; one that exists and is not used is worth knowing.
    """
    writer = Writer(outline, vocabulary)
    terms = vocabulary["terms"]
    spaces = {namespace_of(iri) for iri in terms}
    shapes = any("shape" in known["sorts"] for known in terms.values())
    # One slip in a list of names loses some rows, not all.
    others = any(n.role == "listed" and n.iri in terms for n in outline.names)
    told: set[str] = set()
    for name in outline.names:
        space = namespace_of(name.iri)
        if name.role == "template" or name.iri.startswith(UNKNOWN) or name.iri == space:
            continue
        known = terms.get(name.iri)
        if known is not None:
            if known["used"] or name.iri not in told:
                yield from _of_known(name, known, places)
            told.add(name.iri)
            continue
        asked = name.role in {"predicate", "class"}
        exists = _exists(name.iri, space)
        if space.startswith((ID, PSH)) and not asked and not (space == PSH and shapes):
            continue
        missing = sure = space == PERMS or (space == PSH and shapes) or exists is False
        near = _nearest(name, space, terms) if missing or asked else []
        if not missing and asked and exists is None and space in spaces:
            missing = any(namespace_of(n) == space for n in near if _score(name, n) >= _CLOSE)
        if missing:
            severity: Severity = "info" if name.role == "listed" and others else "warning"
            yield _advice(name, sure, severity, [writer.short(n) for n in near], places)
        elif asked and name.iri not in told:
            told.add(name.iri)
            yield Advice(
                "unused_term",
                "info",
                places.of(name.span.start, name.span.end),
                msg("Nothing in the data uses {name}.", name=name.text),
            )


def _exists(iri: str, space: str) -> bool | None:
    """Tell whether a published vocabulary has a term; None if we cannot know."""
    closed = _CLOSED.get(space)
    return None if closed is None else URIRef(iri) in closed


def _of_known(name: Name, known: Known, places: Places) -> Iterator[Advice]:
    place = places.of(name.span.start, name.span.end)
    if name.role == "predicate" and known["sorts"] == ["class"]:
        yield Advice(
            "wrong_sort",
            "warning",
            place,
            msg("{name} is a class, and stands where a property is wanted.", name=name.text),
            msg("Things of a class: {example}", example=f"?x a {name.text}"),
        )
    elif name.role == "class" and known["sorts"] == ["property"]:
        yield Advice(
            "wrong_sort",
            "warning",
            place,
            msg("{name} is a property, and stands where a class is wanted.", name=name.text),
            msg("Things that have it: {example}", example=f"?x {name.text} ?value"),
        )
    elif name.role in {"predicate", "class"} and not known["used"]:
        yield Advice(
            "unused_term",
            "info",
            place,
            msg("Nothing in the data uses {name}.", name=name.text),
        )


def _advice(name: Name, sure: bool, severity: Severity, near: list[str], places: Places) -> Advice:
    message: Message = msg("Nothing in the data uses {name}.", name=name.text)
    if sure:
        message = {
            "predicate": msg("There is no property {name}.", name=name.text),
            "class": msg("There is no class {name}.", name=name.text),
        }.get(name.role, msg("There is no term {name}.", name=name.text))
    return Advice(
        "unknown_term",
        severity,
        places.of(name.span.start, name.span.end),
        message,
        msg("Did you mean: {names}?", names=", ".join(near)) if near else None,
        near[0] if near else None,
        tuple(near),
    )


def _published(space: str, sort: str | None) -> list[str]:
    """Give the terms of a published vocabulary; by custom a class begins with a capital."""
    terms = sorted({str(t) for t in dir(_CLOSED[space]) if str(t).startswith(space)})
    if sort is None or space == XSD:
        return terms
    return [t for t in terms if t[len(space) : len(space) + 1].isupper() == (sort == "class")]


def _words(local: str) -> str:
    return folded(re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\-]", " ", local))


def _score(name: Name, iri: str) -> float:
    mine = name.iri[len(namespace_of(name.iri)) :].lower()
    return fuzz.ratio(mine, iri[len(namespace_of(iri)) :].lower())


def _nearest(name: Name, space: str, terms: Mapping[str, Known]) -> list[str]:
    """Give the terms that come nearest by name, or by label in either language; best first."""
    sort = {"predicate": "property", "class": "class"}.get(name.role)
    if space == PSH:
        pool = [i for i, known in terms.items() if "shape" in known["sorts"]]
    else:
        pool = [
            iri
            for iri, known in terms.items()
            if (sort in known["sorts"] if sort else "shape" not in known["sorts"])
        ]
        if space in _CLOSED:
            pool += _published(space, sort)
    local = name.iri[len(space) :]
    scores: dict[str, float] = {}
    by_name = {iri: iri[len(namespace_of(iri)) :].lower() for iri in pool}
    for _, score, iri in process.extract(
        local.lower(), by_name, scorer=fuzz.ratio, limit=10, score_cutoff=_ALIKE
    ):
        scores[iri] = score
    by_label = {
        (iri, label): folded(label) for iri in pool for label in terms.get(iri, _NOTHING)["labels"]
    }
    for _, score, (iri, _) in process.extract(
        _words(local), by_label, scorer=fuzz.ratio, limit=10, score_cutoff=_ALIKE
    ):
        scores[iri] = max(score, scores.get(iri, 0))
    # A term in the namespace that was written is likelier meant; and one that the data use.
    ranked = sorted(
        scores,
        key=lambda i: (
            -scores[i] - (5 if namespace_of(i) == space else 0),
            local[:1].isupper() != i[len(namespace_of(i)) :][:1].isupper(),
            not terms.get(i, _NOTHING)["used"],
            i,
        ),
    )
    best = max(scores.values(), default=0)
    return [i for i in ranked if scores[i] >= best - _BEHIND][:_MOST]


_NOTHING: Final[Known] = {"sorts": [], "used": False, "labels": [], "languages": []}


def unknown_things(
    outline: Outline, vocabulary: Vocabulary, dataset: Dataset, places: Places
) -> Iterator[Advice]:
    """Find names of things of ours of which nothing is stated, by one question to the store each.

    At most ``_MOST_THINGS`` different ones are looked up, and what is near for ``_MOST_NEAR``.
    """
    writer = Writer(outline, vocabulary)
    things: dict[str, list[Name]] = {}
    for name in outline.names:
        if (
            name.iri.startswith(ID)
            and len(name.iri) > len(namespace_of(name.iri))
            and name.role != "template"
            and name.iri not in vocabulary["terms"]
        ):
            things.setdefault(name.iri, []).append(name)
    looked = 0
    for iri in list(things)[:_MOST_THINGS]:
        if stated(dataset, iri) is not False:
            continue
        # Each look for what is near reads all names of things.
        scored = _things_near(dataset, iri) if looked < _MOST_NEAR else []
        looked += 1
        near = [writer.short(n) for n, _ in scored]
        sure = bool(scored) and scored[0][1] >= _CLOSE
        for name in things[iri]:
            yield Advice(
                "unknown_thing",
                "warning",
                places.of(name.span.start, name.span.end),
                msg("Nothing is recorded about {name}.", name=name.text),
                msg("Did you mean: {names}?", names=", ".join(near)) if near else None,
                near[0] if sure else None,
                tuple(near),
            )


def stated(dataset: Dataset, iri: str) -> bool | None:
    """Tell whether any graph says something about a thing; None if that is no IRI."""
    try:
        thing = str(ox.NamedNode(iri))
    except ValueError:
        return None
    return dataset.ask(_STATED.format(thing=thing))


def _things_near(dataset: Dataset, iri: str) -> list[tuple[str, float]]:
    """Give things of the same kind with almost the same name, best first, each with how near.

    The store gives those that share a third of the name, or of a label: two slips leave one third
    whole.
    """
    space = namespace_of(iri)
    slug = iri[len(space) :].lower()
    start = ox.Literal(space)
    found: dict[str, float] = {}
    for text, pattern in (
        (slug, f"BIND (STRAFTER(STR(?thing), {start}) AS ?text)"),
        (slug.replace("-", " "), "?thing skos:prefLabel|skos:altLabel ?text"),
    ):
        table = dataset.select(
            f"SELECT DISTINCT ?thing ?text {{ ?thing a ?kind . {pattern} "
            f"FILTER (STRSTARTS(STR(?thing), {start}) && ({_shares(text)})) }} LIMIT {_CANDIDATES}"
        )
        for row in table:
            score = fuzz.ratio(text, folded(row["text"].value).replace("-", " "))
            score = max(score, fuzz.ratio(text, row["text"].value.lower()))
            found[row["thing"].value] = max(score, found.get(row["thing"].value, 0))
    near = sorted(((n, s) for n, s in found.items() if s >= _ALIKE), key=lambda n: (-n[1], n[0]))
    return [(n, s) for n, s in near if s >= near[0][1] - _BEHIND][:_MOST]


def _shares(text: str) -> str:
    """Write a test that a text has a third of this one in it."""
    third = max(2, -(-len(text) // 3))
    pieces = sorted({text[i : i + third] for i in range(0, len(text), third)})
    return " || ".join(f"CONTAINS(LCASE(STR(?text)), {ox.Literal(piece)})" for piece in pieces)
