"""Paths back from their text, and as RDF, for reports that leave the house."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import SH
from perms_graph.validation.graph import FIRST, NIL, REST
from perms_graph.validation.paths import (
    Alternative,
    Inverse,
    Path,
    Predicate,
    Repeat,
    Sequence,
)

_TOKEN: Final = re.compile(r"<[^>]*>|[\^/|()*+?]")
_REPEATS: Final = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}

Node = ox.NamedNode | ox.BlankNode


def parse_path(text: str) -> Path:
    """Read a path as ``path_text`` writes it.

    Raises:
        ValueError: It is not such a text.
    """
    parts = _TOKEN.findall(text)
    if "".join(parts) != text or not parts:
        raise ValueError(text)
    path, rest = _alternatives(parts)
    if rest:
        raise ValueError(text)
    return path


def path_triples(path: Path, name: str) -> tuple[Node, list[ox.Triple]]:
    """Write a path as SHACL does.

    Args:
        path: The path.
        name: Beginning of the labels of its blank nodes, so that the same path has the same ones.

    Returns:
        The node that stands for it, and the triples about it.
    """
    triples: list[ox.Triple] = []
    labels = (ox.BlankNode(f"{name}p{number}") for number in range(10_000))
    return _write(path, labels, triples), triples


def _write(path: Path, labels: Iterator[ox.BlankNode], triples: list[ox.Triple]) -> Node:
    if isinstance(path, Predicate):
        return ox.NamedNode(path.iri)
    if isinstance(path, Sequence):
        return _list(path.paths, labels, triples)
    node = next(labels)
    match path:
        case Inverse(inner):
            name, value = "inversePath", _write(inner, labels, triples)
        case Alternative(parts):
            name, value = "alternativePath", _list(parts, labels, triples)
        case Repeat(inner, mark):
            name, value = _REPEATS[mark], _write(inner, labels, triples)
    triples.append(ox.Triple(node, ox.NamedNode(SH + name), value))
    return node


def _list(
    parts: tuple[Path, ...], labels: Iterator[ox.BlankNode], triples: list[ox.Triple]
) -> Node:
    rest: Node = NIL
    for part in reversed(parts):
        node = next(labels)
        triples.append(ox.Triple(node, FIRST, _write(part, labels, triples)))
        triples.append(ox.Triple(node, REST, rest))
        rest = node
    return rest


def _alternatives(parts: list[str]) -> tuple[Path, list[str]]:
    path, parts = _sequence(parts)
    found = [path]
    while parts and parts[0] == "|":
        path, parts = _sequence(parts[1:])
        found.append(path)
    return (found[0] if len(found) == 1 else Alternative(tuple(found))), parts


def _sequence(parts: list[str]) -> tuple[Path, list[str]]:
    path, parts = _element(parts)
    found = [path]
    while parts and parts[0] == "/":
        path, parts = _element(parts[1:])
        found.append(path)
    return (found[0] if len(found) == 1 else Sequence(tuple(found))), parts


def _element(parts: list[str]) -> tuple[Path, list[str]]:
    if parts and parts[0] == "^":
        path, parts = _element(parts[1:])
        return Inverse(path), parts
    if parts and parts[0] == "(":
        path, parts = _alternatives(parts[1:])
        if not parts or parts[0] != ")":
            raise ValueError("(")
        parts = parts[1:]
    elif parts and parts[0].startswith("<"):
        path, parts = Predicate(parts[0][1:-1]), parts[1:]
    else:
        raise ValueError(parts[0] if parts else "")
    while parts and parts[0] in _REPEATS:
        path, parts = Repeat(path, parts[0]), parts[1:]
    return path, parts
