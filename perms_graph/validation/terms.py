"""The words of SHACL: which exist, and what value each may have."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal

import pyoxigraph as ox
from rdflib import SH as RDFLIB_SH

from perms_graph.errors import FileError, msg
from perms_graph.namespaces import OWL, RDFS, SH, XSD, shorten
from perms_graph.validation.graph import NIL, TYPE, Node, ShapeFault, Subject, TripleIndex

Kind = Literal["iri", "count", "text", "literal", "list", "boolean", "shape", "any", "select"]


@dataclass(frozen=True)
class Parameter:
    """A parameter of a constraint component.

    Attributes:
        component: Name without ``ConstraintComponent``; None if it only qualifies another.
        kind: What its value may be.
        on_node: Whether a node shape may have it.
        single: Whether a shape may have it only once.
    """

    component: str | None
    kind: Kind
    on_node: bool = True
    single: bool = False

    @property
    def is_list(self) -> bool:
        """Tell whether the value is an RDF list."""
        return self.kind == "list"


PARAMETERS: Final = {
    "class": Parameter("Class", "iri"),
    "datatype": Parameter("Datatype", "iri", single=True),
    "nodeKind": Parameter("NodeKind", "iri", single=True),
    "minCount": Parameter("MinCount", "count", on_node=False, single=True),
    "maxCount": Parameter("MaxCount", "count", on_node=False, single=True),
    "minExclusive": Parameter("MinExclusive", "literal", single=True),
    "minInclusive": Parameter("MinInclusive", "literal", single=True),
    "maxExclusive": Parameter("MaxExclusive", "literal", single=True),
    "maxInclusive": Parameter("MaxInclusive", "literal", single=True),
    "minLength": Parameter("MinLength", "count", single=True),
    "maxLength": Parameter("MaxLength", "count", single=True),
    "pattern": Parameter("Pattern", "text"),
    "flags": Parameter(None, "text", single=True),
    "languageIn": Parameter("LanguageIn", "list", single=True),
    "uniqueLang": Parameter("UniqueLang", "boolean", on_node=False, single=True),
    "equals": Parameter("Equals", "iri"),
    "disjoint": Parameter("Disjoint", "iri"),
    "lessThan": Parameter("LessThan", "iri", on_node=False),
    "lessThanOrEquals": Parameter("LessThanOrEquals", "iri", on_node=False),
    "not": Parameter("Not", "shape"),
    "and": Parameter("And", "list"),
    "or": Parameter("Or", "list"),
    "xone": Parameter("Xone", "list"),
    "node": Parameter("Node", "shape"),
    "property": Parameter(None, "shape"),
    "qualifiedValueShape": Parameter("Qualified", "shape"),
    "qualifiedValueShapesDisjoint": Parameter(None, "boolean", single=True),
    "qualifiedMinCount": Parameter(None, "count", single=True),
    "qualifiedMaxCount": Parameter(None, "count", single=True),
    "closed": Parameter("Closed", "boolean", single=True),
    "ignoredProperties": Parameter(None, "list", single=True),
    "hasValue": Parameter("HasValue", "any"),
    "in": Parameter("In", "list", single=True),
    "sparql": Parameter("SPARQL", "select"),
    "deactivated": Parameter(None, "boolean", single=True),
}

NODE_KINDS: Final = {
    "IRI": "isIRI({0})",
    "BlankNode": "isBlank({0})",
    "Literal": "isLiteral({0})",
    "BlankNodeOrIRI": "!isLiteral({0})",
    "BlankNodeOrLiteral": "!isIRI({0})",
    "IRIOrLiteral": "!isBlank({0})",
}

NARROW_INTEGERS: Final = frozenset(
    {
        "byte",
        "short",
        "int",
        "long",
        "unsignedByte",
        "unsignedShort",
        "unsignedInt",
        "unsignedLong",
        "positiveInteger",
        "negativeInteger",
        "nonNegativeInteger",
        "nonPositiveInteger",
    }
)
"""Datatypes that the Oxigraph store keeps as xsd:integer (0.5.13): it cannot tell them apart."""


def sh(name: str) -> ox.NamedNode:
    """Give a term of SHACL by its name."""
    return ox.NamedNode(SH + name)


def check_terms(graph: TripleIndex, shapes: Collection[Subject]) -> None:
    """Refuse words that look like SHACL's and are not: SHACL itself would pass over them.

    Args:
        graph: A shapes graph. Data may stand in it too: an instance of a class that is not one of
            SHACL's, RDFS's or OWL's is data unless it is a shape, and data may say what they like.
        shapes: The nodes that are shapes.

    Raises:
        FileError: Names the word, the subject and the nearest words of SHACL.
    """
    words = [str(t).removeprefix(SH) for t in dir(RDFLIB_SH) if str(t).startswith(SH)]
    for triple in graph.triples:
        for term in (triple.predicate, triple.object):
            if not isinstance(term, ox.NamedNode) or not term.value.startswith(SH):
                continue
            name = term.value.removeprefix(SH)
            if not name or name in RDFLIB_SH or _is_data(graph, triple.subject, shapes):
                continue
            near = get_close_matches(name, words, n=3)
            where = triple.subject
            raise FileError(
                graph.files[where],
                msg(
                    "SHACL has no term sh:{name}; it stands at {subject}.",
                    name=name,
                    subject=shorten(where.value) if isinstance(where, ox.NamedNode) else str(where),
                ),
                msg("Did you mean: {names}?", names=", ".join(f"sh:{n}" for n in near))
                if near
                else None,
            )


def _is_data(graph: TripleIndex, node: Subject, shapes: Collection[Subject]) -> bool:
    kinds = [k.value for k in graph.objects(node, TYPE) if isinstance(k, ox.NamedNode)]
    return (
        bool(kinds) and node not in shapes and not any(k.startswith((SH, RDFS, OWL)) for k in kinds)
    )


def check_parameter(
    graph: TripleIndex, node: Subject, name: str, value: Node, *, is_property: bool
) -> None:
    """Check one parameter of a shape.

    Raises:
        ShapeFault: SHACL does not allow this value there, or our store cannot judge it.
    """
    parameter = PARAMETERS[name]
    fault = ShapeFault(f"sh:{name}")
    if not is_property and not parameter.on_node:
        raise ShapeFault(
            f"sh:{name}",
            msg(
                "The shape {shape} is not well formed: sh:{term} needs a sh:path beside it.",
                shape="",
                term=name,
            ),
        )
    if parameter.single and len(graph.objects(node, sh(name))) > 1:
        raise ShapeFault(
            f"sh:{name}",
            msg(
                "The shape {shape} is not well formed: it has sh:{term} more than once.",
                shape="",
                term=name,
            ),
        )
    if not _fits(graph, parameter.kind, value):
        raise fault
    if name == "nodeKind" and value not in {sh(k) for k in NODE_KINDS}:
        raise fault
    if name == "datatype" and isinstance(value, ox.NamedNode):
        _check_datatype(value.value)
    if name == "languageIn" and not all(isinstance(i, ox.Literal) for i in graph.items(value)):
        raise fault
    if name in {"and", "or", "xone"} and (
        value == NIL
        or not graph.items(value)
        or any(isinstance(i, ox.Literal) for i in graph.items(value))
    ):
        raise fault


def _fits(graph: TripleIndex, kind: Kind, value: Node) -> bool:
    match kind:
        case "iri":
            return isinstance(value, ox.NamedNode)
        case "shape":
            return not isinstance(value, ox.Literal)
        case "list":
            return graph.is_list(value) and graph.items(value) is not None
        case "count":
            return (
                isinstance(value, ox.Literal)
                and value.datatype.value == XSD + "integer"
                and value.value.removeprefix("+").isdecimal()
            )
        case "boolean":
            return isinstance(value, ox.Literal) and value.value in {"true", "false", "1", "0"}
        case "text":
            return isinstance(value, ox.Literal) and value.datatype.value == XSD + "string"
        case "literal":
            return isinstance(value, ox.Literal)
        case "select":
            return not isinstance(value, ox.Literal) and (
                len(graph.objects(value, sh("select"))) == 1
            )
        case "any":
            return not isinstance(value, ox.BlankNode)


def _check_datatype(iri: str) -> None:
    name = iri.removeprefix(XSD)
    if iri.startswith(XSD) and name in NARROW_INTEGERS:
        raise ShapeFault(
            "sh:datatype",
            msg(
                "The shape {shape} asks for xsd:{name}, which the store keeps as xsd:integer. "
                "Ask for xsd:integer with sh:minInclusive or sh:maxInclusive.",
                shape="",
                name=name,
            ),
        )
