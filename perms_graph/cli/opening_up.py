"""``perms openings``: who could fill a gap, why, and what to join."""

from __future__ import annotations

from typing import Any

import click
import pyoxigraph as ox

from perms_graph.cli.commands import command, option
from perms_graph.cli.program import Program
from perms_graph.cli.registers import opened
from perms_graph.cli.session import Session
from perms_graph.cli.spans import check_day
from perms_graph.errors import ParameterError, msg
from perms_graph.labels import labels
from perms_graph.namespaces import PERMS
from perms_graph.openings import PointsError, find_openings, place_of
from perms_graph.register import Register, find_thing
from perms_graph.reports import opening_tables
from perms_graph.reports import openings as reports
from perms_graph.reports.results import as_csv
from perms_graph.reports.tables import with_illustrative
from perms_graph.reports.workbook import workbook
from perms_graph.resources import shipped
from perms_graph.store.loading import rdf_files

FORMATS = ("text", "csv", "json", "xlsx")
KINDS = ("Goal", "Objective", "FocusArea", "FrameworkGoal")
TOP = 10


class Count(click.ParamType[int]):
    """A number of things."""

    name = "count"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Give the number, or say how to write one."""
        text = str(value)
        if not (text.isascii() and text.isdigit()):
            name = param.opts[0] if param is not None else ""
            raise ParameterError(
                msg("“{text}” does not suit {name}.", text=text, name=name),
                msg("Give a whole number of 0 or more."),
            )
        return int(text)


def add_openings(program: Program) -> None:
    """Add ``perms openings``."""

    @command(
        program,
        "openings",
        text=msg(
            "Rank the partners who could fill a gap, with reasons.\n\n"
            "What is under way already and could be joined is said too. A gap is a goal, "
            "objective, focus area or goal of a framework; with a Member or a kind of support if "
            "given. Points of reasons are added; their weights are data and "
            "are ours, not SPREP's. With --explain each reason opens to its statements and "
            "documents."
        ),
        usage=msg("OBJECTIVE [OPTIONS]"),
        examples=(
            "perms openings rg3",
            "perms openings rg3 --member fiji --purpose financialSupport --on 2026-06-30",
            "perms openings rg1 --member Tuvalu --explain --format json",
        ),
        formats=FORMATS,
    )
    @click.argument("words", nargs=-1)
    @option("--member", text=msg("Only for this Member."), placeholder=msg("NAME"))
    @option("--purpose", text=msg("Only this kind of support."), placeholder=msg("NAME"))
    @option(
        "--top",
        text=msg("How many candidates to show; 0 for all. Files hold all if not given."),
        placeholder=msg("NUMBER"),
        type=Count(),
    )
    @option(
        "--explain",
        text=msg("Open each reason to its statements, graphs and documents."),
        is_flag=True,
    )
    def _openings(
        session: Session,
        words: tuple[str, ...],
        member: str | None,
        purpose: str | None,
        top: int | None,
        explain: bool,
    ) -> None:
        text = " ".join(words).strip()
        if not text:
            raise ParameterError(
                msg("The name of an objective is missing."),
                msg("For instance: {example}", example="perms openings rg3"),
            )
        chosen = session.choose_format(FORMATS)
        register = opened(session)
        language = session.language
        check_day(session, register.dataset, register.catalogue)
        try:
            found = find_openings(
                register.dataset,
                register.catalogue,
                objective=_objective(register, text, language),
                member=_named(register, member, PERMS + "Member", language),
                purpose=_purpose(register, purpose, language),
                day=session.on,
            )
        except PointsError as error:
            place = place_of(error, rdf_files(shipped().data / "policy"))
            raise place or error from error
        if top is None:
            top = TOP if chosen == "text" else 0
        shown = found.candidates[: top or None]
        wanted = explain or chosen == "xlsx"
        behind = reports.opened(register.dataset, shown) if wanted else {}
        if chosen == "csv":
            table = reports.as_table(shown, language, behind)
            session.write(as_csv(with_illustrative(register.dataset, table)))
            return
        names = labels(register.dataset, reports.things_in(found, shown, behind), language)
        if chosen == "xlsx":
            sheets = opening_tables.sheets(shown, names, language, behind)
            session.write(workbook(sheets, language))
            return
        if chosen == "json":
            invented = register.manifest.illustrative
            session.write(
                reports.as_json(found, shown, names, language, behind, illustrative=invented)
            )
            return
        session.show(reports.view(found, shown, names, language, behind))
        session.out().print()
        remark = msg("The weights are ours; perms query points_of_reasons shows them.")
        session.out().print(session.say(remark), soft_wrap=True)


def _objective(register: Register, text: str, language: str) -> str:
    """Find what a gap can be about.

    Raises:
        ParameterError: The thing found is no goal, objective, focus area or goal of a framework.
        UnknownNameError: Nothing is called that; gives the nearest names.
    """
    iri = find_thing(register.dataset, text, language=language)
    kinds = " ".join(f"perms:{kind}" for kind in KINDS)
    if not register.dataset.ask(
        f"ASK {{ VALUES ?kind {{ {kinds} }} ?thing a ?kind }}", {"thing": ox.NamedNode(iri)}
    ):
        raise ParameterError(
            msg("{name} is no goal, objective, focus area or goal of a framework.", name=text),
            msg("For instance: {example}", example="perms openings rg3"),
        )
    return iri


def _purpose(register: Register, text: str | None, language: str) -> str | None:
    """Find a kind of support by the end of its IRI, capitals forgiven, or as any other thing."""
    for row in register.ask("purposes", {}):
        iri = row["purpose"].value
        if text is not None and iri.rpartition("/")[2].lower() == text.strip().lower():
            return iri
    return _named(register, text, PERMS + "Purpose", language)


def _named(register: Register, text: str | None, of: str, language: str) -> str | None:
    return None if text is None else find_thing(register.dataset, text, language=language, of=of)
