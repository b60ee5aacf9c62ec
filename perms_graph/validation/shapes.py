"""Shapes read from files: what each demands of which nodes, and whether SHACL allows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as FilePath

import pyoxigraph as ox

from perms_graph.namespaces import DCTERMS, OWL, RDFS, SH
from perms_graph.validation.graph import TYPE, Node, ShapeFault, Subject, TripleIndex
from perms_graph.validation.paths import Path, read_path
from perms_graph.validation.terms import PARAMETERS, check_parameter, check_terms, sh
from perms_graph.validation.userquery import UserQuery, read_query

_FOREIGN = ("js", "expression")
"""Constraints of SHACL Advanced Features; they are left to pySHACL."""


@dataclass(frozen=True)
class Targets:
    """Where a shape finds its focus nodes (SHACL, section 2.1.3); each name is an IRI."""

    nodes: tuple[ox.NamedNode | ox.Literal, ...] = ()
    classes: tuple[str, ...] = ()
    subjects_of: tuple[str, ...] = ()
    objects_of: tuple[str, ...] = ()
    queries: tuple[UserQuery, ...] = ()
    foreign: bool = False

    def __bool__(self) -> bool:
        """Tell whether there is any target."""
        return bool(
            self.nodes
            or self.classes
            or self.subjects_of
            or self.objects_of
            or self.queries
            or self.foreign
        )


@dataclass(frozen=True)
class Constraint:
    """One demand.

    Attributes:
        parameter: Name of the SHACL parameter, without prefix.
        value: Its value.
        items: The members, where the value is a list.
        query: The query, where the parameter is ``sparql``.
        messages: Language → text, of this constraint alone (``sh:sparql``).
        number: A second value: flags of a pattern, a qualified count.
        component: Name of the component, without prefix and ``ConstraintComponent``.
    """

    parameter: str
    value: Node
    component: str
    items: tuple[Node, ...] = ()
    query: UserQuery | None = None
    messages: Mapping[str, str] = field(default_factory=dict)
    number: str = ""
    flag: bool = False


@dataclass(frozen=True)
class Shape:
    """A node shape or, if it has a path, a property shape.

    Attributes:
        node: Its name in the shapes graph.
        path: Its path, None for a node shape.
        targets: Its own targets.
        severity: IRI.
        messages: Language tag, or "" → text.
        passage: The first ``dcterms:source``.
        deactivated: Whether it asks nothing.
        constraints: In the order of the file; ``sh:property`` is not among them.
        properties: Property shapes reached by ``sh:property``.
        foreign: Whether something in it is beyond the compiler.
    """

    node: Subject
    path: Path | None
    targets: Targets
    severity: str
    messages: Mapping[str, str]
    passage: str | None
    deactivated: bool
    constraints: tuple[Constraint, ...]
    properties: tuple[Subject, ...]
    foreign: bool

    @property
    def name(self) -> str:
        """Give the IRI, or ``_:`` and a label."""
        return node_name(self.node)


def node_name(node: Node) -> str:
    """Give an IRI bare, and any other term as it is written in N-Triples."""
    return node.value if isinstance(node, ox.NamedNode) else str(node)


class ShapesGraph:
    """All shapes of some files, checked.

    Attributes:
        graph: The triples.
        shapes: Node → shape, in the order of the files.
    """

    def __init__(self, graph: TripleIndex) -> None:
        self.graph = graph
        self.shapes: dict[Subject, Shape] = {}
        for node in shape_nodes(graph):
            try:
                self.shapes[node] = _read_shape(graph, node)
            except ShapeFault as fault:
                raise graph.error(node, fault) from fault
        for shape in self.shapes.values():
            self._check_references(shape)

    def shape(self, node: Node) -> Shape:
        """Give a shape by its node."""
        if isinstance(node, ox.Literal) or node not in self.shapes:
            raise ShapeFault("sh:node")
        return self.shapes[node]

    @cached_property
    def roots(self) -> tuple[Shape, ...]:
        """Shapes with targets of their own that are not deactivated."""
        return tuple(s for s in self.shapes.values() if s.targets and not s.deactivated)

    def parents(self, node: Subject) -> list[Subject]:
        """Give the shapes that reach a property shape by ``sh:property``."""
        return self.graph.subjects(sh("property"), node)

    def referred(self, shape: Shape) -> list[Shape]:
        """Give the shapes that a shape's verdict rests on, one step away."""
        nodes: list[Node] = list(shape.properties)
        for constraint in shape.constraints:
            if constraint.parameter in {"node", "not", "qualifiedValueShape"}:
                nodes.append(constraint.value)
                if constraint.flag:
                    nodes.extend(self.siblings(shape, constraint))
            elif constraint.parameter in {"and", "or", "xone"}:
                nodes.extend(constraint.items)
        return [self.shape(n) for n in nodes]

    def siblings(self, shape: Shape, constraint: Constraint) -> list[Subject]:
        """Give the sibling shapes of a disjoint qualified shape (SHACL, section 4.7.3)."""
        found: dict[Subject, None] = {}
        for parent in self.parents(shape.node):
            for other in self.graph.objects(parent, sh("property")):
                for value in self.graph.objects(other, sh("qualifiedValueShape")):
                    if value != constraint.value and isinstance(value, Subject):
                        found[value] = None
        return list(found)

    def needs_reference(self, shape: Shape) -> bool:
        """Tell whether a shape, or one that it rests on, is foreign or rests on itself."""
        return self._foreign(shape, ())

    def _foreign(self, shape: Shape, above: tuple[Subject, ...]) -> bool:
        if shape.deactivated:
            return False
        if shape.foreign or shape.targets.foreign or shape.node in above:
            return True
        return any(self._foreign(s, (*above, shape.node)) for s in self.referred(shape))

    def _check_references(self, shape: Shape) -> None:
        try:
            for other in self.referred(shape):
                if other.node in shape.properties and other.path is None:
                    raise ShapeFault("sh:property")
            for constraint in shape.constraints:
                if constraint.parameter == "node" and self.shape(constraint.value).path:
                    raise ShapeFault("sh:node")
        except ShapeFault as fault:
            raise self.graph.error(shape.node, fault) from fault


def load_shapes(paths: Iterable[FilePath]) -> ShapesGraph:
    """Read shapes and check that they are well formed.

    Args:
        paths: RDF files, read as one graph in this order.

    Returns:
        The shapes.

    Raises:
        FileError: A file is missing or broken (with line and column); a shape uses a word that
            SHACL does not have, or uses one in a way that SHACL or our store does not allow (names
            the shape).
    """
    graph = TripleIndex.read(paths)
    check_terms(graph, shape_nodes(graph))
    return ShapesGraph(graph)


def shape_nodes(graph: TripleIndex) -> list[Subject]:
    """List the nodes that are shapes by SHACL, section 2.1."""
    kinds = {sh("NodeShape"), sh("PropertyShape")}
    refer = {sh(n) for n in ("property", "node", "not", "qualifiedValueShape")}
    lists = {sh(n) for n in ("and", "or", "xone")}
    makers = {sh(n) for n in (*PARAMETERS, "targetNode", "targetClass", "target")}
    makers |= {sh("targetSubjectsOf"), sh("targetObjectsOf")}
    found: dict[Node, None] = {}
    for triple in graph.triples:
        if (triple.predicate == TYPE and triple.object in kinds) or triple.predicate in makers:
            found[triple.subject] = None
        if triple.predicate in refer:
            found[triple.object] = None
        elif triple.predicate in lists:
            found.update(dict.fromkeys(graph.items(triple.object)))
    return [n for n in found if isinstance(n, Subject)]


def texts(graph: TripleIndex, node: Node) -> dict[str, str]:
    """Give ``sh:message`` by language; several in one language are joined by a space."""
    found: dict[str, list[str]] = {}
    for value in graph.objects(node, sh("message")):
        if not isinstance(value, ox.Literal):
            raise ShapeFault("sh:message")
        found.setdefault(value.language or "", []).append(value.value)
    return {lang: " ".join(sorted(found[lang])) for lang in sorted(found)}


def _read_shape(graph: TripleIndex, node: Subject) -> Shape:
    paths = graph.objects(node, sh("path"))
    if len(paths) > 1:
        raise ShapeFault("sh:path")
    path = read_path(graph, paths[0]) if paths else None
    if path is None and sh("PropertyShape") in graph.objects(node, TYPE):
        raise ShapeFault("sh:path")
    severity = _one(graph, node, "severity")
    if severity is not None and not isinstance(severity, ox.NamedNode):
        raise ShapeFault("sh:severity")
    sources = graph.objects(node, ox.NamedNode(DCTERMS + "source"))
    custom = _custom_parameters(graph)
    constraints: list[Constraint] = []
    foreign = False
    for predicate, value in graph.about(node):
        name = predicate.value.removeprefix(SH)
        if predicate in custom or predicate in {sh(n) for n in _FOREIGN}:
            foreign = True
        elif predicate.value.startswith(SH) and name in PARAMETERS:
            constraints.extend(_constraint(graph, node, name, value, path))
    if any(c.query is not None and c.query.foreign for c in constraints):
        foreign = True
    return Shape(
        node=node,
        path=path,
        targets=_targets(graph, node),
        severity=SH + "Violation" if severity is None else severity.value,
        messages=texts(graph, node),
        passage=next((node_name(s) for s in sources), None),
        deactivated=_is_true(_one(graph, node, "deactivated")),
        constraints=tuple(constraints),
        properties=tuple(o for o in graph.objects(node, sh("property")) if isinstance(o, Subject)),
        foreign=foreign,
    )


def _custom_parameters(graph: TripleIndex) -> set[Node]:
    """Give the parameters of components that an author has made (SHACL, section 6)."""
    makers = {sh(n) for n in ("validator", "nodeValidator", "propertyValidator")}
    return {
        path
        for triple in graph.triples
        if triple.predicate in makers
        for parameter in graph.objects(triple.subject, sh("parameter"))
        for path in graph.objects(parameter, sh("path"))
    }


def _constraint(
    graph: TripleIndex, node: Subject, name: str, value: Node, path: Path | None
) -> Iterable[Constraint]:
    parameter = PARAMETERS[name]
    check_parameter(graph, node, name, value, is_property=path is not None)
    if parameter.component is None:
        return
    if name == "closed":
        if _is_true(value):
            yield Constraint(name, value, "Closed", items=_allowed(graph, node))
    elif name == "uniqueLang":
        # SHACL asks for the term true itself: "1"^^xsd:boolean does not switch it on.
        if isinstance(value, ox.Literal) and value.value == "true":
            yield Constraint(name, value, "UniqueLang")
    elif name == "pattern":
        flags = _one(graph, node, "flags")
        yield Constraint(name, value, "Pattern", number=flags.value if flags else "")
    elif name == "qualifiedValueShape":
        disjoint = _is_true(_one(graph, node, "qualifiedValueShapesDisjoint"))
        for bound in ("Min", "Max"):
            count = _one(graph, node, f"qualified{bound}Count")
            if count is not None and path is not None:
                yield Constraint(
                    name, value, f"Qualified{bound}Count", number=count.value, flag=disjoint
                )
    elif name == "sparql":
        if isinstance(value, ox.Literal) or _is_true(_one(graph, value, "deactivated")):
            return
        query = read_query(graph, value, path)
        yield Constraint(name, value, "SPARQL", query=query, messages=texts(graph, value))
    else:
        items = tuple(graph.items(value)) if parameter.is_list else ()
        yield Constraint(name, value, parameter.component, items=items)


def _allowed(graph: TripleIndex, node: Subject) -> tuple[Node, ...]:
    allowed: dict[Node, None] = {}
    for value in graph.objects(node, sh("ignoredProperties")):
        allowed.update(dict.fromkeys(graph.items(value)))
    for shape in graph.objects(node, sh("property")):
        for value in graph.objects(shape, sh("path")):
            if isinstance(value, ox.NamedNode):
                allowed[value] = None
    return tuple(allowed)


def _targets(graph: TripleIndex, node: Subject) -> Targets:
    def iris(name: str) -> tuple[str, ...]:
        values = graph.objects(node, sh(name))
        if not all(isinstance(v, ox.NamedNode) for v in values):
            raise ShapeFault(f"sh:{name}")
        return tuple(v.value for v in values)

    classes = list(iris("targetClass"))
    kinds = {ox.NamedNode(RDFS + "Class"), ox.NamedNode(OWL + "Class")}
    shape_kinds = {sh("NodeShape"), sh("PropertyShape")}
    types = set(graph.objects(node, TYPE))
    if isinstance(node, ox.NamedNode) and types & shape_kinds and types & kinds:
        classes.append(node.value)
    queries: list[UserQuery] = []
    foreign = False
    for target in graph.objects(node, sh("target")):
        if graph.objects(target, sh("select")) and not isinstance(target, ox.Literal):
            query = read_query(graph, target, None)
            queries.append(query)
            foreign = foreign or query.foreign
        else:
            foreign = True
    nodes = graph.objects(node, sh("targetNode"))
    return Targets(
        nodes=tuple(n for n in nodes if not isinstance(n, ox.BlankNode)),
        classes=tuple(dict.fromkeys(classes)),
        subjects_of=iris("targetSubjectsOf"),
        objects_of=iris("targetObjectsOf"),
        queries=tuple(queries),
        foreign=foreign,
    )


def _one(graph: TripleIndex, node: Node, name: str) -> Node | None:
    values = graph.objects(node, sh(name))
    if len(values) > 1:
        raise ShapeFault(f"sh:{name}")
    return values[0] if values else None


def _is_true(value: Node | None) -> bool:
    return isinstance(value, ox.Literal) and value.value in {"true", "1"}
