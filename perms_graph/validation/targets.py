"""Focus nodes of a shape as SPARQL."""

from __future__ import annotations

from typing import Final

from perms_graph.validation.patterns import INSTANCE, Nodes
from perms_graph.validation.shapes import Shape

HERE: Final = "[[focus]]"
"""Where a narrow run lists its focus nodes."""

FOCUS: Final = "s_0"


def focus_nodes(shape: Shape) -> Nodes:
    """Write the target nodes of a shape (SHACL, section 2.1.3), each once."""
    targets = shape.targets
    var = f"?{FOCUS}"
    parts = [f"{var} {INSTANCE} <{c}> ." for c in targets.classes]
    parts += [f"{var} <{p}> ?s_any ." for p in targets.subjects_of]
    parts += [f"?s_any <{p}> {var} ." for p in targets.objects_of]
    if targets.nodes:
        parts.append(f"VALUES {var} {{ {' '.join(str(n) for n in targets.nodes)} }}")
    for query in targets.queries:
        text = query.fill("", narrow=False)
        parts.append(f"{{ SELECT DISTINCT (?this AS {var}) WHERE {{ {{ {text} }} }} }}")
    union = " UNION ".join(f"{{ {HERE} {p} }}" for p in parts)
    return Nodes(f"{{ SELECT DISTINCT {var} WHERE {{ {union} }} }}", FOCUS)
