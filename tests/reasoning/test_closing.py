"""Closing an ontology leaves the library it uses as it was."""

from __future__ import annotations

import rdflib

from perms_graph.reasoning import close_ontology


def test_rdflib_judges_datatypes_as_before() -> None:
    year = rdflib.XSD.gYear
    before = rdflib.Literal("20x4", datatype=year).ill_typed
    close_ontology([])
    assert rdflib.Literal("20x4", datatype=year).ill_typed == before
