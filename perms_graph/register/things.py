"""From words to a thing: what a user types becomes an IRI, or a list of the nearest names."""

from __future__ import annotations

import unicodedata
from typing import Final

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from perms_graph.errors import UnknownNameError, msg
from perms_graph.language import LANGUAGES
from perms_graph.namespaces import ID, PERMS, expand, shorten
from perms_graph.store import Dataset

_NAMES: Final = """
SELECT ?thing ?name WHERE {
  VALUES ?property { skos:prefLabel skos:altLabel perms:acronym skos:notation rdfs:label }
  ?thing ?property ?name .
  FILTER (isIRI(?thing))
}
"""
_NAMES_OF: Final = """
SELECT ?thing ?name WHERE {
  ?thing a ?class .
  VALUES ?property { skos:prefLabel skos:altLabel perms:acronym skos:notation rdfs:label }
  ?thing ?property ?name .
}
"""


def fold(text: str) -> str:
    """Fold capitals, accents, hyphens and runs of spaces, as people do when they type."""
    plain = text
    for _ in range(2):  # some letters are capitals only once taken apart
        plain = unicodedata.normalize("NFKD", plain.casefold())
    plain = plain.replace("-", " ")
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def exists(dataset: Dataset, iri: str) -> bool:
    """Tell whether anything is stated about an IRI, or by it."""
    node = ox.NamedNode(iri)
    return dataset.ask(f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?q {node} }} }}")


def find_thing(dataset: Dataset, text: str, *, language: str, of: str | None = None) -> str:
    """Find what a user means.

    Args:
        dataset: Where to look (the default graph).
        text: An IRI, a short name (``id:partner/spc``), an identifier (``spc``, ``ag-010``), an
            acronym or a name; capitals and accents are forgiven.
        language: Breaks ties: a name in this language wins.
        of: IRI of a class the thing must be of; None for any.

    Returns:
        The IRI.

    Raises:
        UnknownNameError: Nothing is called that, or several things are; gives the nearest names.
    """
    try:
        iri = expand(text.strip())
        known = iri is not None and exists(dataset, iri)
    except ValueError:
        iri, known = None, False
    if iri is not None:
        if known:
            return iri
        return _unknown(dataset, text, of)
    wanted = fold(text)
    things = _called_exactly(dataset, text.strip(), of)
    # A code list may spell a name exactly so (``spc``) where we have it in capitals.
    if not things or (of is None and not _of_our_classes(dataset, list(things))):
        for thing, name, tag in _names(dataset, of):
            if fold(name) == wanted or thing.rsplit("/", 1)[-1] == wanted.replace(" ", "-"):
                things.setdefault(thing, set()).add(tag)
    if not things:
        return _unknown(dataset, text, of)
    # Things of ours before code lists and terms, then a name in the reader's language, then the
    # shortest IRI.
    ranked = sorted(
        things, key=lambda t: (not t.startswith(ID), language not in things[t], len(t), t)
    )
    mine = [t for t in ranked if t.startswith(ID)]
    if len(mine) > 1 and of is None:
        # A country of a code list bears the name of the Member: the thing of ours is meant.
        mine = _of_our_classes(dataset, mine) or mine
        ranked = mine
    if len(mine) > 1 and of is None:
        raise UnknownNameError(
            msg("Several things are called {name}.", name=text), text, tuple(map(shorten, mine[:5]))
        )
    return ranked[0]


def _called_exactly(dataset: Dataset, text: str, of: str | None) -> dict[str, set[str]]:
    """Look a name up as written: a few look-ups in an index, however many names there are."""
    names = [ox.Literal(text), *(ox.Literal(text, language=tag) for tag in LANGUAGES)]
    kind = f"?thing a {ox.NamedNode(of)} ." if of else ""
    table = dataset.select(
        f"""
        SELECT ?thing ?name WHERE {{
          VALUES ?name {{ {" ".join(map(str, names))} }}
          ?thing ?property ?name .
          FILTER (isIRI(?thing) && ?property IN
            (skos:prefLabel, skos:altLabel, perms:acronym, skos:notation, rdfs:label))
          {kind}
        }}
        """
    )
    things: dict[str, set[str]] = {}
    for row in table:
        things.setdefault(row["thing"].value, set()).add(getattr(row["name"], "language", "") or "")
    return things


def _of_our_classes(dataset: Dataset, things: list[str]) -> list[str]:
    """Keep the things that belong to a class of our ontology, in the same order."""
    table = dataset.select(
        f"""
        SELECT DISTINCT ?thing WHERE {{
          VALUES ?thing {{ {" ".join(str(ox.NamedNode(t)) for t in things)} }}
          ?thing a ?class .
          FILTER (STRSTARTS(STR(?class), "{PERMS}"))
        }}
        """
    )
    ours = {row["thing"].value for row in table}
    return [t for t in things if t in ours]


def _names(dataset: Dataset, of: str | None) -> list[tuple[str, str, str]]:
    table = (
        dataset.select(_NAMES)
        if of is None
        else dataset.select(_NAMES_OF, {"class": ox.NamedNode(of)})
    )
    return [
        (row["thing"].value, row["name"].value, getattr(row["name"], "language", None) or "")
        for row in table
        if isinstance(row["thing"], ox.NamedNode) and isinstance(row["name"], ox.Literal)
    ]


def _unknown(dataset: Dataset, text: str, of: str | None) -> str:
    called: dict[str, list[str]] = {}
    for thing, name, _ in _names(dataset, of):
        if thing.startswith(ID):
            called.setdefault(fold(name), []).append(thing)
            called.setdefault(thing.rsplit("/", 1)[-1], []).append(thing)
    wanted = fold(text.rsplit("/", 1)[-1])
    near = process.extract(wanted, list(called), scorer=fuzz.ratio, limit=8, score_cutoff=60)
    things = list(dict.fromkeys(t for n, _, _ in near for t in called[n]))
    best = (_of_our_classes(dataset, things) or things)[:3] if things else []
    raise UnknownNameError(
        msg("Nothing here is called {name}.", name=text), text, tuple(map(shorten, best))
    )
