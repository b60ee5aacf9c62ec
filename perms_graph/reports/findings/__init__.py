"""What a check found, written for people and for programs: one module for each format.

Each module has ``write(checked, language) -> bytes``; ``text`` lays out for a terminal instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Final, cast

from perms_graph.findings import Checked

MODULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "json": "asjson",
        "csv": "ascsv",
        "turtle": "asturtle",
        "html": "page",
        "junit": "junit",
        "sarif": "sarif",
        "github": "github",
    }
)
"""Name of a format → module here that writes it."""

FORMATS: Final = ("text", *MODULES)


def write(checked: Checked, name: str, language: str) -> bytes:
    """Write what a check found.

    Args:
        checked: What it found.
        name: A key of ``MODULES``.
        language: ``en`` or ``fr``.
    """
    # A page needs templates, a text does not: each format imports what it needs.
    module = import_module(f"{__name__}.{MODULES[name]}")
    return cast("bytes", module.write(checked, language))
