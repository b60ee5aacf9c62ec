"""SHACL: shapes compiled to SPARQL and run once for all focus nodes; pySHACL is the reference."""

from perms_graph.validation.compiling import Check, CompiledShapes, compile_shapes
from perms_graph.validation.incremental import Affected, affected, recheck, revalidate
from perms_graph.validation.report import Recheck, Report, Result
from perms_graph.validation.running import validate
from perms_graph.validation.shapes import ShapesGraph, load_shapes
from perms_graph.validation.writing import keep_report, result_name, write_report

__all__ = [
    "Affected",
    "Check",
    "CompiledShapes",
    "Recheck",
    "Report",
    "Result",
    "ShapesGraph",
    "affected",
    "compile_shapes",
    "keep_report",
    "load_shapes",
    "recheck",
    "result_name",
    "revalidate",
    "validate",
    "write_report",
]
