"""Names and kinds of everything, read once: for sorted lists and nearest names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from perms_graph.language import LANGUAGES, rank
from perms_graph.namespaces import BASE, ID, PERMS
from perms_graph.register.things import fold
from perms_graph.store import Dataset

_NAMES: Final = """
SELECT ?thing ?name ?order WHERE {
  VALUES (?property ?order) {
    (skos:prefLabel 0) (rdfs:label 1) (dcterms:title 2) (foaf:name 3) (perms:acronym 4)
    (skos:altLabel 5) (skos:notation 6)
  }
  ?thing ?property ?name .
  FILTER (isIRI(?thing))
}
"""
_KINDS: Final = "SELECT ?thing ?kind WHERE { ?thing a ?kind FILTER (isIRI(?thing)) }"


@dataclass(frozen=True)
class Hit:
    """A thing with a name like what was asked for, and that name."""

    thing: str
    name: str
    language: str | None


class Index:
    """Built from two queries when the application starts; not changed afterwards."""

    def __init__(self, dataset: Dataset) -> None:
        kinds: dict[str, list[str]] = {}
        words: dict[str, set[str]] = {}
        self._known: set[str] = set()
        # Rows as tuples: a register of a million triples has 300,000 of them here.
        for subject, kind_of in dataset.select(_KINDS).rows:
            thing = _iri(subject)
            self._known.add(thing)
            kinds.setdefault(_iri(kind_of), []).append(thing)
        best: dict[str, dict[str, tuple[tuple[int, int, str], str]]] = {x: {} for x in LANGUAGES}
        entries: list[tuple[str, str, str, str | None]] = []
        mine: dict[str, tuple[str, ...]] = {}
        shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        for kind in sorted(k for k in kinds if k.startswith(PERMS)):
            for thing in set(kinds[kind]):
                found = (*mine.get(thing, ()), kind)
                # The same few combinations come again and again: each is kept once.
                mine[thing] = shared.setdefault(found, found)
        self._kinds_of = mine
        for subject, name, place in dataset.select(_NAMES).rows:
            if not isinstance(name, ox.Literal) or not isinstance(place, ox.Literal):
                continue
            thing, order = _iri(subject), int(place.value)
            self._known.add(thing)
            folded = _folded(name.value)
            entries.append((folded, thing, name.value, name.language))
            for language, chosen in best.items():
                # Acronyms and codes sort nothing: only real names do.
                key = (rank(name.language, language), order, folded)
                if order <= 3 and (thing not in chosen or key < chosen[thing][0]):
                    chosen[thing] = (key, folded)
        for thing in self._known:
            if thing.startswith(ID):
                words.setdefault(thing[len(ID) :].partition("/")[0], set()).add(thing)
        self._sort: dict[str, dict[str, str]] = {
            language: {thing: folded for thing, (_, folded) in chosen.items()}
            for language, chosen in best.items()
        }
        self._entries = [e for e in entries if not e[1].startswith(PERMS)]
        self._kinds: Mapping[str, tuple[str, ...]] = {
            k: tuple(sorted(set(v))) for k, v in kinds.items()
        }
        self._words: Mapping[str, tuple[str, ...]] = {k: tuple(sorted(v)) for k, v in words.items()}
        named: dict[str, list[str]] = {}
        for folded, thing, _, _ in entries:
            named.setdefault(thing, []).append(folded)
        self._named = {thing: "\n".join(dict.fromkeys(names)) for thing, names in named.items()}

    def knows(self, iri: str) -> bool:
        """Tell whether a thing has a kind or a name here."""
        return iri in self._known

    def kinds_of(self, iri: str) -> tuple[str, ...]:
        """Give the classes of ours that a thing is of."""
        return self._kinds_of.get(iri, ())

    def of_class(self, iri: str) -> tuple[str, ...]:
        """Give the things of a class, in IRI order."""
        return self._kinds.get(iri, ())

    def of_word(self, word: str) -> tuple[str, ...]:
        """Give the things whose identity starts with ``id/<word>/``, in IRI order."""
        return self._words.get(word, ())

    def words(self) -> tuple[str, ...]:
        """Give the words that stand after ``id/`` in identities, sorted."""
        return tuple(sorted(self._words))

    def by_name(self, things: Iterable[str], language: str) -> list[str]:
        """Sort things by their name in a language, accents folded; nameless ones last."""
        names = self._sort[language]
        return sorted(things, key=lambda t: (t not in names, names.get(t, t), t))

    def matching(self, things: Iterable[str], text: str) -> list[str]:
        """Keep the things in whose names every word of ``text`` occurs."""
        wanted = _folded(text).split()
        named = self._named
        return [t for t in things if all(w in named.get(t, t.lower()) for w in wanted)]

    def nearest(self, text: str, *, limit: int = 5) -> list[Hit]:
        """Give things with names that look like ``text``, best first, each with that name."""
        wanted = _folded(text.replace("-", " "))
        if not wanted:
            return []
        # token_ratio forgives order and left-out words; the cut keeps chance likeness away.
        rows = process.extract(
            wanted,
            [e[0] for e in self._entries],
            scorer=fuzz.token_ratio if len(wanted) > 3 else fuzz.ratio,
            limit=limit * 4,
            score_cutoff=65,
        )
        found: dict[str, Hit] = {}
        for _, _, place in rows:
            _, thing, name, tag = self._entries[place]
            if thing.startswith(BASE) or not found:
                found.setdefault(thing, Hit(thing, name, tag))
        return list(found.values())[:limit]


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _folded(text: str) -> str:
    """Fold a name; most names have no accent, and then there is little to do."""
    return " ".join(text.lower().split()) if text.isascii() else fold(text)
