"""What the measurements are given: the files of a register, and values for its questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from benchmarks.names import Names
from perms_graph.catalogue import Parameter, Question, term_of
from perms_graph.gaps import PLAN
from perms_graph.namespaces import ID
from perms_graph.register.building import Inputs, inputs
from perms_graph.resources import shipped
from perms_graph.store import Bindable
from perms_graph.store.loading import Source

NAMES: Final = Names(base=ID, plan=PLAN)
"""The browser shows only what is under ``id/``, and its matrix has the goals of one plan."""

_STANDS_FOR: Final = {
    "agreement": "1",
    "goal": "rg1",
    "member": "fj",
    "objective": "rg1-1",
    "partner": "1",
    "partnership": "1",
}
"""Kind → the synthetic thing asked about; partner 1 has the most agreements of all."""


def register_inputs(generated: str | None) -> Inputs:
    """List the files of the shipped register, or of a synthetic one on the shipped schemes.

    Args:
        generated: N-Quads of a synthetic register, which takes the place of the real one's
            partners and agreements; None for the real register.
    """
    resources = shipped()
    real = inputs(resources)
    if generated is None:
        return real
    # Concepts that the synthetic register refers to. Without the code lists, which are 30 times as
    # large as the smallest synthetic register and would hide how the work grows with it.
    schemes = resources.data / "register" / "schemes.trig"
    kept = tuple(
        s
        for s in real.sources
        if s.graph is not None or s.path == schemes or {"strategy", "policy"} & set(s.path.parts)
    )
    return replace(real, sources=(*kept, Source(Path(generated))))


def values(question: Question, generated: bool) -> dict[str, Bindable]:
    """Give a question the example of its header, or the synthetic thing that stands for it."""
    return {p.name: _value(p, generated) for p in question.parameters}


def _value(parameter: Parameter, generated: bool) -> Bindable:
    example = parameter.example
    kind = example.removeprefix("id:").split("/")[0]
    if generated and example.startswith("id:") and kind in _STANDS_FOR:
        return NAMES.thing(kind, _STANDS_FOR[kind])
    return term_of(parameter, example)


def files(arguments: Mapping[str, Any]) -> Inputs:
    """Give the inputs that the arguments of a task name."""
    return register_inputs(arguments.get("generated"))
