"""``perms`` put together from its commands."""

from __future__ import annotations

from typing import Final

from perms_graph.cli.program import Program, make_program

_PLACES: Final = {
    "build": ("building", "add_build"),
    "validate": ("checking", "add_validate"),
    "explain": ("explaining", "add_explain"),
    "query": ("asking", "add_query"),
    "coverage": ("covering", "add_coverage"),
    "diff": ("covering", "add_diff"),
    "gaps": ("gap_hunting", "add_gaps"),
    "openings": ("opening_up", "add_openings"),
    "whatif": ("weighing", "add_whatif"),
    "due": ("falling_due", "add_due"),
    "show": ("reading", "add_show"),
    "serve": ("serving", "add_serve"),
    "site": ("siting", "add_site"),
    "info": ("reading", "add_info"),
    "translations": ("translating", "add_translations"),
}
"""Command → module of this package and the function that adds it; in the order one meets them."""


def program() -> Program:
    """Make ``perms``; each command is read in when it is first asked for."""
    return make_program({name: (f"{__package__}.{m}", f) for name, (m, f) in _PLACES.items()})
