"""Repairs written down: for people and programs, never so that a blank could pass for data."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pyoxigraph as ox

from perms_graph.errors import msg
from perms_graph.namespaces import BASE, ID, RDF, RDFS, SH, shorten, sparql_prologue
from perms_graph.repair.declared import DASH
from perms_graph.repair.repairs import BLANK, Blank, Repair, Wanted
from perms_graph.store import Term
from perms_graph.translation import translate

_PLAIN: Final = re.compile(r"[a-z]+:[A-Za-z][\w-]*")


def as_sparql(repair: Repair, language: str) -> str:
    """Write a repair as the text of a SPARQL update.

    A blank stands in it as a variable. INSERT DATA takes no variables: until each is replaced by a
    value, no store will run it.

    Args:
        repair: What to write.
        language: Of the remarks: ``en`` or ``fr``.

    Returns:
        Remarks that say what it does and what each blank wants; prefixes; DELETE DATA and INSERT
        DATA, where there is anything of the sort.
    """
    parts = []
    for word, triples in (("DELETE", repair.removes), ("INSERT", repair.adds)):
        if triples:
            lines = [f"  {' '.join(_written(part) for part in triple)} ." for triple in triples]
            parts.append("\n".join([f"{word} DATA {{", *lines, "}"]))
    body = " ;\n".join(parts) + "\n"
    said = [
        repair.titles[language],
        *(f"?{b.name}: {in_words(b, language)}" for b in repair.blanks),
    ]
    remarks = "".join(f"# {' '.join(line.split())}\n" for line in said)
    return remarks + sparql_prologue(body) + body


def in_words(blank: Blank, language: str) -> str:
    """Say what a blank is, what is wanted, and of whom."""
    return translate(
        msg(
            "{label}: {wanted} ({who})",
            label=blank.labels[language],
            wanted=blank.asks[language],
            who=blank.who,
        ),
        language,
    )


def as_dict(repair: Repair, language: str) -> dict[str, Any]:
    """Give a repair as JSON: terms as SPARQL writes them, blanks as variables."""
    return {
        "titles": dict(repair.titles),
        "adds": [[_written(part) for part in triple] for triple in repair.adds],
        "removes": [[_written(part) for part in triple] for triple in repair.removes],
        "blanks": [
            {
                "name": blank.name,
                "wanted": blank.wanted.value,
                "kinds": list(blank.kinds),
                "language": blank.language,
                "choices": [str(choice) for choice in blank.choices],
                "predicate": blank.predicate,
                "labels": dict(blank.labels),
                "asks": dict(blank.asks),
                "who": translate(blank.who, language),
            }
            for blank in repair.blanks
        ],
        "sparql": as_sparql(repair, language),
    }


def to_triples(result: str, repairs: Iterable[Repair]) -> Iterator[ox.Triple]:
    """Give the repairs of a result as ``dash:GraphUpdate``.

    What is added and removed is described (``rdf:Statement``), never stated. A blank is a
    ``sh:Parameter`` with a name of its own below ``blank/``.

    Args:
        result: IRI of the result in the report graph.
        repairs: Its repairs.
    """
    for number, repair in enumerate(repairs, 1):
        digest = hashlib.sha256(f"{result}\x1f{number}".encode()).hexdigest()[:20]
        update = ox.NamedNode(f"{ID}repair/{digest}")
        yield ox.Triple(ox.NamedNode(result), ox.NamedNode(DASH + "suggestion"), update)
        yield ox.Triple(update, _TYPE, ox.NamedNode(DASH + "GraphUpdate"))
        for language, title in repair.titles.items():
            yield ox.Triple(update, _LABEL, ox.Literal(title, language=language))
        own = {
            BLANK + b.name: ox.NamedNode(f"{BASE}blank/{digest}-{b.name}") for b in repair.blanks
        }
        for blank in repair.blanks:
            yield from _described(own[BLANK + blank.name], blank)
        for word, triples in (("addedTriple", repair.adds), ("deletedTriple", repair.removes)):
            for place, triple in enumerate(triples, 1):
                node = ox.BlankNode(f"{digest}{word[0]}{place}")
                yield ox.Triple(update, ox.NamedNode(DASH + word), node)
                yield ox.Triple(node, _TYPE, ox.NamedNode(RDF + "Statement"))
                for name, part in zip(("subject", "predicate", "object"), triple, strict=True):
                    given = own.get(part.value, part) if isinstance(part, ox.NamedNode) else part
                    yield ox.Triple(node, ox.NamedNode(RDF + name), given)


_TYPE: Final = ox.NamedNode(RDF + "type")
_LABEL: Final = ox.NamedNode(RDFS + "label")


def _described(node: ox.NamedNode, blank: Blank) -> Iterator[ox.Triple]:
    yield ox.Triple(node, _TYPE, ox.NamedNode(SH + "Parameter"))
    for language, label in blank.labels.items():
        yield ox.Triple(node, ox.NamedNode(SH + "name"), ox.Literal(label, language=language))
    for language, asked in blank.asks.items():
        text = ox.Literal(asked, language=language)
        yield ox.Triple(node, ox.NamedNode(SH + "description"), text)
    if blank.predicate is not None:
        yield ox.Triple(node, ox.NamedNode(SH + "path"), ox.NamedNode(blank.predicate))
    kind = SH + ("datatype" if blank.wanted is Wanted.VALUE else "class")
    for iri in blank.kinds:
        yield ox.Triple(node, ox.NamedNode(kind), ox.NamedNode(iri))


def _written(part: Term | ox.Triple) -> str:
    if not isinstance(part, ox.NamedNode):
        return str(part)
    if part.value.startswith(BLANK):
        return "?" + part.value.removeprefix(BLANK)
    short = shorten(part.value)
    return short if _PLAIN.fullmatch(short) else str(part)
