"""Property paths of SHACL: read from a shapes graph, written as SPARQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from perms_graph.namespaces import SH
from perms_graph.validation.graph import Node, ShapeFault, TripleIndex


@dataclass(frozen=True)
class Predicate:
    """One step along a property."""

    iri: str


@dataclass(frozen=True)
class Inverse:
    """A path walked backwards."""

    path: Path


@dataclass(frozen=True)
class Sequence:
    """One path after the other."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Alternative:
    """Any of several paths."""

    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Repeat:
    """A path any number of times.

    Attributes:
        path: What is repeated.
        mark: ``*`` (from none), ``+`` (from one) or ``?`` (none or one).
    """

    path: Path
    mark: str


Path = Predicate | Inverse | Sequence | Alternative | Repeat

_REPEATS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


def read_path(graph: TripleIndex, node: Node, seen: frozenset[Node] = frozenset()) -> Path:
    """Read a path from a shapes graph.

    Args:
        graph: The shapes graph.
        node: What ``sh:path`` points to.
        seen: Nodes above this one; a path that contains itself is refused.

    Raises:
        ShapeFault: The path is not well formed (SHACL, section 2.3.1).
    """
    if isinstance(node, ox.NamedNode):
        return Predicate(node.value)
    if not isinstance(node, ox.BlankNode) or node in seen:
        raise ShapeFault("sh:path")
    inner = seen | {node}
    if graph.is_list(node):
        members = graph.items(node)
        if len(members) < 2:
            raise ShapeFault("sh:path")
        return Sequence(tuple(read_path(graph, m, inner) for m in members))
    steps = [
        (p.value.removeprefix(SH), o)
        for p, o in graph.about(node)
        if p.value.startswith(SH) and p.value.endswith("Path")
    ]
    if len(steps) != 1:
        raise ShapeFault("sh:path")
    ((name, target),) = steps
    if name == "inversePath":
        return Inverse(read_path(graph, target, inner))
    if name == "alternativePath":
        if not graph.is_list(target) or len(graph.items(target)) < 2:
            raise ShapeFault("sh:alternativePath")
        return Alternative(tuple(read_path(graph, m, inner) for m in graph.items(target)))
    if name in _REPEATS:
        return Repeat(read_path(graph, target, inner), _REPEATS[name])
    raise ShapeFault("sh:path")


def path_text(path: Path) -> str:
    """Write a path in SPARQL, with full IRIs; compound parts in brackets."""
    match path:
        case Predicate(iri):
            return f"<{iri}>"
        case Inverse(inner):
            return f"^{_atom(inner)}"
        case Sequence(parts):
            return "/".join(_atom(p) for p in parts)
        case Alternative(parts):
            return "|".join(_atom(p) for p in parts)
        case Repeat(inner, mark):
            return f"{_atom(inner)}{mark}"


def _atom(path: Path) -> str:
    text = path_text(path)
    return text if isinstance(path, Predicate) else f"({text})"


def may_stay(path: Path) -> bool:
    """Tell whether a path can end where it starts without a single triple."""
    match path:
        case Predicate():
            return False
        case Inverse(inner):
            return may_stay(inner)
        case Sequence(parts):
            return all(may_stay(p) for p in parts)
        case Alternative(parts):
            return any(may_stay(p) for p in parts)
        case Repeat(inner, mark):
            return mark != "+" or may_stay(inner)


def is_step(path: Path) -> bool:
    """Tell whether a path is one triple, forwards or backwards, so that it gives no duplicates."""
    return isinstance(path, Predicate) or (
        isinstance(path, Inverse) and isinstance(path.path, Predicate)
    )


def triple_pattern(start: str, path: Path, end: str) -> str:
    """Write a path between two ends, each a variable or a term, as a triple pattern."""
    match path:
        case Predicate(iri):
            return f"{start} <{iri}> {end} ."
        case Inverse(Predicate(iri)):
            return f"{end} <{iri}> {start} ."
        case _:
            return f"{start} {path_text(path)} {end} ."


@dataclass(frozen=True)
class Read:
    """A triple that a path may read: its predicate, and the way to it from the start.

    Attributes:
        way: Path from the start to the end of the triple met first; None if that is the start.
        predicate: Predicate of the triple.
        backwards: Whether the way meets the triple's object and not its subject.
    """

    way: Path | None
    predicate: str
    backwards: bool

    def after(self, before: Path | None) -> Read:
        """Give the same triple, met from where ``before`` starts."""
        if before is None:
            return self
        way = before if self.way is None else join(before, self.way)
        return Read(way, self.predicate, self.backwards)


def reads(path: Path, before: Path | None = None, *, backwards: bool = False) -> Iterator[Read]:
    """List what a path reads, each with the way from its start.

    Args:
        path: The path.
        before: Path walked before it.
        backwards: Whether ``path`` is walked from its end.
    """
    match path:
        case Predicate(iri):
            yield Read(before, iri, backwards)
        case Inverse(inner):
            yield from reads(inner, before, backwards=not backwards)
        case Sequence(parts):
            way = before
            for part in reversed(parts) if backwards else parts:
                yield from reads(part, way, backwards=backwards)
                way = join(way, Inverse(part) if backwards else part)
        case Alternative(parts):
            for part in parts:
                yield from reads(part, before, backwards=backwards)
        case Repeat(inner, mark):
            step = Inverse(inner) if backwards else inner
            way = before if mark == "?" else join(before, Repeat(step, "*"))
            yield from reads(inner, way, backwards=backwards)


def join(before: Path | None, path: Path) -> Path:
    """Give the path that walks ``before`` and then ``path``."""
    return path if before is None else Sequence((before, path))
