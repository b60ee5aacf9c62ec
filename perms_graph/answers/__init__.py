"""The register from Python and in notebooks: questions in, tables of Python values out."""

from perms_graph.answers.answer import Answer, Graph
from perms_graph.answers.found import Gaps, Validation, WhatIf
from perms_graph.answers.register import Register
from perms_graph.answers.rows import Row
from perms_graph.answers.values import Blank, Iri, Text, Typed, Value

__all__ = [
    "Answer",
    "Blank",
    "Gaps",
    "Graph",
    "Iri",
    "Register",
    "Row",
    "Text",
    "Typed",
    "Validation",
    "Value",
    "WhatIf",
]
