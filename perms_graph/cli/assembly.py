"""``perms`` put together from its commands."""

from __future__ import annotations

from perms_graph.cli.asking import add_query
from perms_graph.cli.building import add_build
from perms_graph.cli.checking import add_validate
from perms_graph.cli.covering import add_coverage, add_diff
from perms_graph.cli.explaining import add_explain
from perms_graph.cli.falling_due import add_due
from perms_graph.cli.gap_hunting import add_gaps
from perms_graph.cli.opening_up import add_openings
from perms_graph.cli.program import Program, make_program
from perms_graph.cli.reading import add_info, add_show
from perms_graph.cli.serving import add_serve
from perms_graph.cli.siting import add_site
from perms_graph.cli.translating import add_translations
from perms_graph.cli.weighing import add_whatif


def program() -> Program:
    """Make ``perms`` with its commands, in the order in which one meets them."""
    made = make_program()
    for add in (
        add_build,
        add_validate,
        add_explain,
        add_query,
        add_coverage,
        add_diff,
        add_gaps,
        add_openings,
        add_whatif,
        add_due,
        add_show,
        add_serve,
        add_site,
        add_info,
        add_translations,
    ):
        add(made)
    return made
