"""What a stored question reads, to leave alone those that a change cannot reach."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox

from perms_graph.catalogue import Question
from perms_graph.namespaces import PREFIXES, RDF, RDFS, expand
from perms_graph.store.tokens import tokens

_TYPE: Final = RDF + "type"


def names_in(question: Question) -> frozenset[str]:
    """Give the IRIs that a question's text names, ``a`` as ``rdf:type``."""
    found = set()
    for token in tokens(question.sparql):
        if token.kind == "iri":
            found.add(token.text[1:-1])
        elif token.kind == "word":
            if token.text == "a":
                found.add(_TYPE)
            elif token.text.partition(":")[0] in PREFIXES and ":" in token.text:
                found.add(expand(token.text) or token.text)
    return frozenset(found)


def reaches(changed: Iterable[ox.Triple], question: Question) -> bool:
    """Tell whether a change can alter the answer of a question.

    Args:
        changed: Triples that came to or went from the default graph.
        question: Names what it reads: no property of ours is a variable.

    Returns:
        True if it reads a property that changed, or a class that something joined or left. A type
        in a variable, or a label, counts as reached.
    """
    named = names_in(question)
    for triple in changed:
        predicate = triple.predicate.value
        if predicate == _TYPE:
            if isinstance(triple.object, ox.NamedNode) and triple.object.value in named:
                return True
        elif predicate in named or predicate.startswith(RDFS):
            return True
    return False
