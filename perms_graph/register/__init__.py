"""The register: the built graph, its questions, and how it is built from text and opened again."""

from perms_graph.register.building import BuildReport, build, build_into, inputs
from perms_graph.register.opening import Register, open_register
from perms_graph.register.things import find_thing

__all__ = [
    "BuildReport",
    "Register",
    "build",
    "build_into",
    "find_thing",
    "inputs",
    "open_register",
]
