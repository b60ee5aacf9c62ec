"""Noise: what OWL 2 RL entails and nobody wants to read.

Sound, but without news: everything is the same as itself and a ``owl:Thing``; every datatype is a
datatype. It is kept out of the inferred graph and out of every comparison with ``owlrl``.
"""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from perms_graph.namespaces import OWL, RDF, RDFS, XSD

TYPE: Final = RDF + "type"

_REFLEXIVE: Final = frozenset(
    {
        OWL + "sameAs",
        OWL + "equivalentClass",
        OWL + "equivalentProperty",
        RDFS + "subClassOf",
        RDFS + "subPropertyOf",
    }
)
_EVERYTHING: Final = frozenset({OWL + "Thing", RDFS + "Resource"})
_CLASS_AXIOMS: Final = frozenset(
    {
        TYPE,
        OWL + "equivalentClass",
        OWL + "disjointWith",
        RDFS + "domain",
        RDFS + "range",
        RDFS + "subClassOf",
    }
)
_ANNOTATIONS: Final = frozenset(
    {RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")}
    | {
        OWL + name
        for name in (
            "backwardCompatibleWith",
            "deprecated",
            "incompatibleWith",
            "priorVersion",
            "versionInfo",
        )
    }
)
_COMPLAINTS: Final = "http://www.daml.org/2002/03/agents/agent-ont#"


def is_noise(triple: ox.Triple) -> bool:
    """Tell whether an entailed triple says nothing worth storing.

    Noise is: a literal as subject; a thing equal to, or below, itself; everything a ``owl:Thing``
    or below it, ``owl:Nothing`` below everything; what holds of OWL's own words in every ontology;
    and the error messages that ``owlrl`` writes into its graph.
    """
    subject, predicate, value = triple.subject, triple.predicate.value, triple.object
    if isinstance(subject, ox.Literal) or predicate.startswith(_COMPLAINTS):
        return True
    if predicate in _REFLEXIVE and subject == value:
        return True
    if not isinstance(value, ox.NamedNode) or not isinstance(subject, ox.NamedNode):
        return _names_everything(predicate, subject, value)
    return (
        _names_everything(predicate, subject, value)
        or (predicate == TYPE and value.value.startswith(_COMPLAINTS))
        or _is_axiomatic(predicate, subject.value, value.value)
    )


def names_anonymous_class(triple: ox.Triple) -> bool:
    """Tell whether a triple puts something in, above or below a class that has no name.

    ``owlrl`` types things by the blank nodes of the ontology. These are steps on the way to a
    named class, and another reading of the same file would name them otherwise.
    """
    predicate = triple.predicate.value
    ends = (triple.object,) if predicate == TYPE else (triple.subject, triple.object)
    return predicate in _CLASS_AXIOMS and any(isinstance(end, ox.BlankNode) for end in ends)


def _names_everything(predicate: str, subject: object, value: object) -> bool:
    everything = isinstance(value, ox.NamedNode) and value.value in _EVERYTHING
    nothing = isinstance(subject, ox.NamedNode) and subject.value == OWL + "Nothing"
    if predicate in {TYPE, RDFS + "domain", RDFS + "range"}:
        return everything
    return predicate == RDFS + "subClassOf" and (everything or nothing)


def _is_axiomatic(predicate: str, subject: str, value: str) -> bool:
    if predicate == TYPE:
        return (
            (value == OWL + "Class" and subject in {OWL + "Thing", OWL + "Nothing"})
            or (value == OWL + "AnnotationProperty" and subject in _ANNOTATIONS)
            or (value == RDFS + "Datatype" and _is_datatype(subject))
        )
    return predicate == OWL + "disjointWith" and _is_datatype(subject) and _is_datatype(value)


def _is_datatype(iri: str) -> bool:
    return iri.startswith(XSD) or iri in {
        RDFS + "Literal",
        RDF + "XMLLiteral",
        RDF + "PlainLiteral",
        RDF + "langString",
        RDF + "HTML",
    }
