"""SPREP's partnership strategy (PERMS) as a knowledge graph.

``from perms_graph import Register`` opens it from Python: see ``perms_graph.answers``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from perms_graph.answers import Iri, Register

__version__ = "0.1.0"
__all__ = ["Iri", "Register", "__version__"]


def __getattr__(name: str) -> Any:
    """Give what the front door offers, read only when somebody asks for it by name."""
    # A command imports this package too, and needs none of it.
    if name in {"Iri", "Register"}:
        return getattr(importlib.import_module("perms_graph.answers"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
