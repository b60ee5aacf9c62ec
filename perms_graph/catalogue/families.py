"""Families of stored questions, and what readers call them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from perms_graph.errors import Message, msg

FAMILIES: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "compliance": msg("Keeping to the principles"),
        "coverage": msg("Coverage"),
        "following": msg("Following agreements"),
        "gaps": msg("Gaps"),
        "money": msg("Money"),
        "openings": msg("Openings"),
        "overview": msg("Overview"),
        "pages": msg("Behind the pages"),
        "scores": msg("Behind the gap score"),
        "sources": msg("Sources"),
        "whatif": msg("Before and after a proposal"),
    }
)
"""Name of a folder below ``queries`` → heading."""
