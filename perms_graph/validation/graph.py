"""A shapes graph in memory: small, read many times, in the order it was written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from perms_graph.errors import FileError, Message, msg
from perms_graph.namespaces import RDF, shorten
from perms_graph.store.loading import parse

Node = ox.NamedNode | ox.BlankNode | ox.Literal
Subject = ox.NamedNode | ox.BlankNode

FIRST = ox.NamedNode(RDF + "first")
REST = ox.NamedNode(RDF + "rest")
NIL = ox.NamedNode(RDF + "nil")
TYPE = ox.NamedNode(RDF + "type")


class ShapeFault(Exception):  # noqa: N818 - turned into a FileError before anyone sees it
    """A shape is not well formed.

    Attributes:
        message: What is wrong; ``{shape}`` is filled in when the shape is known.
    """

    def __init__(self, term: str = "", message: Message | None = None) -> None:
        super().__init__(term)
        self.message = message or msg(
            "The shape {shape} is not well formed: SHACL does not allow this value of {term}.",
            shape="",
            term=term,
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """A triple of a shapes graph: its terms are known to be plain RDF 1.1."""

    subject: Subject
    predicate: ox.NamedNode
    object: Node


class TripleIndex:
    """Triples by subject, and by predicate and object, in the order of the files."""

    def __init__(self) -> None:
        self.triples: list[Fact] = []
        self.files: dict[Subject, Path] = {}
        self._about: dict[Subject, list[tuple[ox.NamedNode, Node]]] = {}
        self._to: dict[tuple[ox.NamedNode, Node], list[Subject]] = {}

    @classmethod
    def read(cls, paths: Iterable[Path]) -> TripleIndex:
        """Parse files into one graph.

        Blank nodes are named by their order in the files, so that the same files always give the
        same names.

        Raises:
            FileError: As ``perms_graph.store.loading.parse``.
        """
        index = cls()
        for number, path in enumerate(paths):
            names: dict[ox.BlankNode, ox.BlankNode] = {}
            for quad in parse(path):
                subject = _rename(quad.subject, names, number)
                value = _rename(quad.object, names, number)
                if not isinstance(subject, Subject) or not isinstance(value, Node):
                    raise FileError(path, msg("Triples about triples are not part of SHACL."))
                index.add(subject, quad.predicate, value, path)
        return index

    def add(self, subject: Subject, predicate: ox.NamedNode, value: Node, path: Path) -> None:
        """Add a triple, once."""
        pairs = self._about.setdefault(subject, [])
        if (predicate, value) in pairs:
            return
        pairs.append((predicate, value))
        self._to.setdefault((predicate, value), []).append(subject)
        self.files.setdefault(subject, path)
        self.triples.append(Fact(subject, predicate, value))

    def about(self, node: Node) -> list[tuple[ox.NamedNode, Node]]:
        """Give predicates and objects of a subject."""
        return [] if isinstance(node, ox.Literal) else self._about.get(node, [])

    def objects(self, node: Node, predicate: ox.NamedNode) -> list[Node]:
        """Give the objects of a subject and predicate."""
        return [o for p, o in self.about(node) if p == predicate]

    def subjects(self, predicate: ox.NamedNode, value: Node) -> list[Subject]:
        """Give the subjects of a predicate and object."""
        return self._to.get((predicate, value), [])

    def is_list(self, node: Node) -> bool:
        """Tell whether a node is an RDF list."""
        return node == NIL or bool(self.objects(node, FIRST))

    def items(self, node: Node) -> list[Node]:
        """Give the members of a list.

        Raises:
            ShapeFault: It is not a well-formed list.
        """
        found: list[Node] = []
        seen: set[Node] = set()
        while node != NIL:
            first, rest = self.objects(node, FIRST), self.objects(node, REST)
            if len(first) != 1 or len(rest) != 1 or node in seen:
                raise ShapeFault("rdf:first")
            seen.add(node)
            found.append(first[0])
            node = rest[0]
        return found

    def error(self, node: Subject, fault: ShapeFault) -> FileError:
        """Say which shape in which file has a fault."""
        name = shorten(node.value) if isinstance(node, ox.NamedNode) else str(node)
        path = self.files.get(node, Path())
        values = {**fault.message.values, "shape": name}
        return FileError(path, Message(fault.message.pattern, values))


def _rename(term: object, names: dict[ox.BlankNode, ox.BlankNode], number: int) -> object:
    if not isinstance(term, ox.BlankNode):
        return term
    return names.setdefault(term, ox.BlankNode(f"s{number}b{len(names)}"))
